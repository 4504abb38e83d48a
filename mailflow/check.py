"""Does everything work? One finding a part, each with what to do. Nothing is changed, no letter is sent."""

import asyncio
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import TemplateError

from mailflow.classify.modelfile import ModelError
from mailflow.engine import open_store
from mailflow.ingest.account import ImapSettings
from mailflow.ingest.imap import Mailbox, PermanentMailboxError, TransientMailboxError
from mailflow.notify.compose import Press
from mailflow.notify.smtp import Courier
from mailflow.settings import Settings
from mailflow.store import people
from mailflow.store.db import StoreError
from mailflow.teaching import shelf_of

SAFE_SQLITE = (3, 51, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """How a part is; `level` is ok, warn or fail, and `text` says what to do about it."""

    part: str
    level: str
    text: str


def findings(settings: Settings) -> Iterator[Finding]:
    """Look at each part in turn."""
    yield from _store(settings)
    for mailbox in settings.all_mailboxes:
        yield _mailbox(mailbox)
    if not settings.all_mailboxes:
        yield Finding(
            part="mailbox", level="warn", text="none is set; add [imap], or feed mails with `mailflow ingest`"
        )
    yield asyncio.run(_smtp(settings))
    yield _model(settings)
    yield _letters(settings)
    yield _proof(settings)


def _store(settings: Settings) -> Iterator[Finding]:
    try:
        store = open_store(settings)
        with store.read() as connection:
            agents = people.agents(connection)
    except StoreError as error:
        yield Finding(part="store", level="fail", text=f"{error}; look at [store] url")
        return
    yield Finding(part="store", level="ok", text="open, in this version's form")
    store.close()
    if store.sqlite and sqlite3.sqlite_version_info < SAFE_SQLITE:
        text = f"SQLite {sqlite3.sqlite_version} is older than 3.51.3: run one daemon only"
        yield Finding(part="store", level="warn", text=text)
    level = "ok" if agents else "warn"
    text = f"{len(agents)} registered" if agents else "nobody may act: `mailflow agents add you@example.org`"
    yield Finding(part="agents", level=level, text=text)


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
