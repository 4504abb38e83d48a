"""Does everything work? One finding a part, each with what to do. Nothing is changed, no letter is sent."""

import asyncio
import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import TemplateError
from sqlalchemy import Connection, make_url
from sqlalchemy.exc import ArgumentError

from mailflow.classify.modelfile import ModelError
from mailflow.desk.terms import Priority
from mailflow.engine import now, open_store
from mailflow.ingest.mailbox.account import ImapSettings
from mailflow.ingest.mailbox.imap import Mailbox, PermanentMailboxError, TransientMailboxError
from mailflow.notify.compose import Press
from mailflow.notify.smtp import Courier, SmtpSettings
from mailflow.settings import Settings
from mailflow.store import inbox, outbox, people, tickets
from mailflow.store.db import Store, StoreError
from mailflow.teaching import shelf_of

SAFE_SQLITE = (3, 51, 3)
CLOCK_SLACK = timedelta(minutes=2)
PACE_OF = timedelta(days=90)
WEEKS_AHEAD = 8
FIRST_ANSWER, RESOLUTION = timedelta(hours=3), timedelta(hours=24)
"""What the desk promises on average."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """How a part is; `level` is ok, warn or fail, and `text` says what to do about it."""

    part: str
    level: str
    text: str


def findings(settings: Settings, file: Path | None) -> Iterator[Finding]:
    """Look at each part in turn; `file` is where the settings were read from."""
    yield from _secrets(settings, file)
    yield from _store(settings)
    for mailbox in settings.all_mailboxes:
        yield _mailbox(mailbox)
    if not settings.all_mailboxes:
        yield Finding(
            part="mailbox", level="warn", text="none is set; add [imap], or feed mails with `mailflow ingest`"
        )
    yield asyncio.run(_smtp(settings))
    yield _calendar(settings)
    yield _model(settings)
    yield _letters(settings)
    yield _proof(settings)


def _secrets(settings: Settings, file: Path | None) -> Iterator[Finding]:
    """A file that others can read although a password stands in it (S30)."""
    servers: list[ImapSettings | SmtpSettings] = [*settings.all_mailboxes, settings.smtp]
    files = {Path(each.password_file) for each in servers if each.password_file}
    passwords = [each.password for each in servers if each.password] + _password_of(settings.store.url)
    if file and any(each in file.read_text(encoding="utf-8") for each in passwords):
        files.add(file)
    for each in sorted(files):
        if each.is_file() and (mode := stat.S_IMODE(each.stat().st_mode)) & 0o077:
            text = f"{each} holds a password and others may read it (mode {mode:04o}): chmod 600 {each}"
            yield Finding(part="secrets", level="warn", text=text)


def _password_of(url: str) -> list[str]:
    try:
        return [password] if (password := make_url(url).password) else []
    except ArgumentError:
        return []  # the store's own finding says that it has no such form


def _store(settings: Settings) -> Iterator[Finding]:
    try:
        store = open_store(settings)
        with store.read() as connection:
            found = [*_form(store), _agents(connection), *_circle(connection), _clock(connection, settings)]
            found += [*_waiting(connection), *_pace(connection, settings)]
        store.close()
    except StoreError as error:
        found = [Finding(part="store", level="fail", text=f"{error}; look at [store] url")]
    yield from found


def _form(store: Store) -> Iterator[Finding]:
    yield Finding(part="store", level="ok", text="open, in this version's form")
    if store.sqlite and sqlite3.sqlite_version_info < SAFE_SQLITE:
        text = f"SQLite {sqlite3.sqlite_version} is older than 3.51.3: run one daemon only"
        yield Finding(part="store", level="warn", text=text)


def _agents(connection: Connection) -> Finding:
    agents = people.agents(connection).values()
    if not agents:
        return Finding(part="agents", level="warn", text="nobody may act: `mailflow agents add you@example.org`")
    if not any(each.tier == 1 for each in agents):
        text = "nobody is in the first line, whom new mail is told to: `mailflow agents add you@example.org --tier 1`"
        return Finding(part="agents", level="warn", text=text)
    if empty := [str(tier) for tier in people.TIERS if not any(each.tier == tier for each in agents)]:
        text = (
            f"nobody is in tier {', '.join(empty)}: what goes there is told to the nearest one (`mailflow agents add`)"
        )
        return Finding(part="agents", level="warn", text=text)
    if not any(each.lead for each in agents):
        text = "nobody leads: warnings and the quarantine are told to the whole first line; give somebody --lead"
        return Finding(part="agents", level="warn", text=text)
    return Finding(part="agents", level="ok", text=f"{len(agents)} registered")


def _circle(connection: Connection) -> Iterator[Finding]:
    if not any(each.privacy for each in people.agents(connection).values()):
        text = "nobody is in the privacy circle, so the lead hears of data breaches: set privacy = true for an agent"
        yield Finding(part="privacy", level="warn", text=text)


def _clock(connection: Connection, settings: Settings) -> Finding:
    newest, at = inbox.newest(connection), now()
    if newest and newest > at + CLOCK_SLACK:
        text = f"it is {at:%Y-%m-%d %H:%M} UTC here, and a mail came at {newest:%Y-%m-%d %H:%M}: set the clock (NTP)"
        return Finding(part="clock", level="warn", text=text)
    return Finding(part="clock", level="ok", text=f"{at:%Y-%m-%d %H:%M} UTC; letters speak {settings.desk.zone} time")


def _waiting(connection: Connection) -> Iterator[Finding]:
    """What waits for a person's word."""
    mails = inbox.count_states(connection)
    for state in ("quarantined", "parked", "held"):
        if count := mails.get(state):
            text = f"mails {state}: {count}; see `mailflow inbox list --state {state}`, then `inbox retry` or `drop`"
            yield Finding(part="inbox", level="warn", text=text)
    if failed := outbox.count_failed(connection):
        text = f"letters failed: {failed}; see `mailflow outbox list --state failed`, then `outbox retry` or `drop`"
        yield Finding(part="outbox", level="warn", text=text)


def _pace(connection: Connection, settings: Settings) -> Iterator[Finding]:
    """Do the last 90 days keep the promise, in working time?"""
    rows = tickets.pace(connection, now() - PACE_OF)
    between = {each: settings.rules.calendar_of(each).between for each in Priority}
    first = _mean([between[row.priority](row.opened_at, row.responded_at) for row in rows if row.responded_at])
    solved = _mean([row.spent for row in rows if row.solved_at])
    for name, mean, promise in (("first answer", first, FIRST_ANSWER), ("resolution", solved, RESOLUTION)):
        if mean is not None:
            hours, most = mean / timedelta(hours=1), promise // timedelta(hours=1)
            text = f"{name} after {hours:.1f} h on the mean of 90 days; promised within {most} h"
            yield Finding(part="promise", level="warn" if mean > promise else "ok", text=text)


def _mean(spans: list[timedelta]) -> timedelta | None:
    return sum(spans, timedelta()) / len(spans) if spans else None


def _mailbox(settings: ImapSettings) -> Finding:
    mailbox = Mailbox(settings)
    part = f"mailbox {settings.key}"
    try:
        mailbox.connect()
        waiting = len(mailbox.waiting())
    except (PermanentMailboxError, TransientMailboxError) as error:
        return Finding(part=part, level="fail", text=str(error))
    finally:
        mailbox.close()
    if mailbox.trouble:
        return Finding(part=part, level="warn", text=mailbox.trouble)
    return Finding(part=part, level="ok", text=f"logged in, {waiting} waiting")


async def _smtp(settings: Settings) -> Finding:
    part = f"sending {settings.smtp.host}:{settings.smtp.port}"
    try:
        async with Courier(settings.smtp) as courier:
            trouble = await courier.greet()
    except OSError as error:
        return Finding(part=part, level="fail", text=f"{error}; look at [smtp] ca_file")
    if trouble:
        return Finding(part=part, level="fail", text=trouble)
    return Finding(part=part, level="ok", text="greeted" + (", logged in" if settings.smtp.user else ""))


def _calendar(settings: Settings) -> Finding:
    """When work is done, and the days ahead on which the week alone would say otherwise."""
    calendar, written = settings.rules.calendar, settings.calendar
    if not calendar.hours:
        idle = bool(written.country or written.holidays)
        text = "around the clock" + (": holidays count for nothing; set [calendar] hours" if idle else "")
        return Finding(part="calendar", level="warn" if idle else "ok", text=text)
    week = ", ".join(f"{'+'.join(each.days)} {each.opens:%H:%M}-{each.closes:%H:%M}" for each in calendar.hours)
    today = now().astimezone(ZoneInfo(calendar.zone)).date()
    ahead = list(calendar.exceptions(today, 7 * WEEKS_AHEAD))
    text = f"{week} in {calendar.zone}; in the next {WEEKS_AHEAD} weeks off: {_days(ahead, works=False)}"
    text += f"; worked on as well: {_days(ahead, works=True)}"
    return Finding(part="calendar", level="ok", text=text)


def _days(ahead: list[tuple[date, bool]], *, works: bool) -> str:
    return ", ".join(f"{day:%a %Y-%m-%d}" for day, worked in ahead if worked is works) or "none"


def _model(settings: Settings) -> Finding:
    if not settings.model.enabled:
        return Finding(part="model", level="warn", text="switched off: a person labels every mail")
    try:
        classifier = shelf_of(settings).serving()
    except ModelError as error:
        return Finding(part="model", level="fail", text=f"{error}; until then a person labels every mail")
    return Finding(part="model", level="ok", text=f"{classifier.name} serves")


def _letters(settings: Settings) -> Finding:
    folders = [Path(settings.desk.templates)] if settings.desk.templates else []
    try:
        languages = Press(*folders).check()
    except (TemplateError, OSError, ValueError) as error:
        return Finding(part="letters", level="fail", text=f"{error}")
    return Finding(part="letters", level="ok", text=f"compiled in {', '.join(sorted(languages))}")


def _proof(settings: Settings) -> Finding:
    if settings.desk.authserv_id:
        text = f"Authentication-Results of {settings.desk.authserv_id} are believed"
        return Finding(part="proof", level="ok", text=text)
    text = "agents prove themselves by their letters' tokens; set [desk] authserv_id if your mail server checks DMARC"
    return Finding(part="proof", level="warn", text=text)
