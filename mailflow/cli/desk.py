"""Looking at the desk from a terminal: tickets, inbox, outbox, agents."""

import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import typer

from mailflow.cli.show import AsJson, CommandError, print_json, print_rows, say
from mailflow.desk.terms import State

tickets = typer.Typer(help="The desk's tickets.", no_args_is_help=True, rich_markup_mode=None)
inbox = typer.Typer(help="What came in and what was decided.", no_args_is_help=True, rich_markup_mode=None)
outbox = typer.Typer(help="What goes out.", no_args_is_help=True, rich_markup_mode=None)
agents = typer.Typer(help="Who may act.", no_args_is_help=True, rich_markup_mode=None)

Limit = Annotated[int, typer.Option(min=1, help="How many, the newest first.")]
Confidential = Annotated[bool, typer.Option("--confidential", help="Those of the privacy circle too.")]
MailState = Literal["kept", "done", "held", "quarantined", "parked", "dropped"]
LetterState = Literal["due", "sent", "failed", "superseded", "held"]


@tickets.command("list")
def list_tickets(
    context: typer.Context,
    state: Annotated[State | None, typer.Option(help="Only those of this state.")] = None,
    confidential: Confidential = False,
    as_json: AsJson = False,
) -> None:
    """All tickets. Example: mailflow tickets list --state NEW"""
    from mailflow.export import veiled
    from mailflow.store.tickets import every

    columns = ("number", "priority", "state", "kind", "requester", "subject")
    prefix = context.obj.load().desk.prefix
    with context.obj.store() as store, store.read() as connection:
        shown = (each if confidential else veiled(each) for each in every(connection, state))
        rows = ({**asdict(each), "number": f"{prefix}-{each.number}"} for each in shown)
        print_rows(rows, columns, as_json=as_json)


@tickets.command("show")
def show_ticket(
    context: typer.Context, number: Annotated[str, typer.Argument(help="12 or MF-12")], as_json: AsJson = False
) -> None:
    """A ticket's whole history. Example: mailflow tickets show MF-12"""
    from mailflow.export import exported, told

    settings = context.obj.load()
    with context.obj.store() as store, store.read() as connection:
        record = exported(connection, _number(number), settings.desk, texts=True)
    if record is None:
        raise CommandError(f"there is no ticket {number}; `mailflow tickets list` shows all")
    if as_json:
        print_json(record)
    else:
        say(told(record))


@tickets.command("export")
def export_tickets(context: typer.Context, confidential: Confidential = False, as_json: AsJson = False) -> None:
    """Every ticket with its mails and its journal, JSON a line. Example: mailflow tickets export --json > all.jsonl"""
    from mailflow.export import exported
    from mailflow.store.tickets import every

    settings = context.obj.load()
    with context.obj.store() as store, store.read() as connection:
        for number in [each.number for each in every(connection) if confidential or not each.confidential]:
            print_json(exported(connection, number, settings.desk, texts=False))


@inbox.command("list")
def list_inbox(
    context: typer.Context,
    state: Annotated[MailState | None, typer.Option(help="Only those of this state.")] = None,
    limit: Limit = 50,
    confidential: Confidential = False,
    as_json: AsJson = False,
) -> None:
    """What came in, the newest first. Example: mailflow inbox list --state quarantined"""
    from mailflow.export import veiled_mail
    from mailflow.store import inbox as mails

    columns = ("id", "received_at", "state", "reason", "ticket", "sender", "subject")
    veil = (lambda row: row) if confidential else veiled_mail
    _list(context, mails.listing(), state, limit, columns, as_json=as_json, veil=veil)


@inbox.command("show")
def show_mail(context: typer.Context, mail: Annotated[int, typer.Argument(help="the mail's id")]) -> None:
    """A mail's raw bytes, as they came. Example: mailflow inbox show 7 > mail.eml"""
    from mailflow.store.inbox import content

    with context.obj.store() as store, store.read() as connection:
        raw = content(connection, mail)
    if raw is None:
        raise CommandError(f"there is no mail {mail}; `mailflow inbox list` shows all")
    sys.stdout.buffer.write(raw)


@inbox.command("retry")
def retry_mail(context: typer.Context, mail: Annotated[int, typer.Argument(help="the mail's id")]) -> None:
    """Let a mail out of quarantine; the daemon takes it in. Example: mailflow inbox retry 7"""
    from mailflow.store.inbox import release

    _decide(context, release, mail, f"mail {mail} will be taken in", f"mail {mail} is not in quarantine")


@inbox.command("drop")
def drop_mail(context: typer.Context, mail: Annotated[int, typer.Argument(help="the mail's id")]) -> None:
    """Put a mail of the quarantine aside for good; its bytes stay. Example: mailflow inbox drop 7"""
    from mailflow.store.inbox import reject

    _decide(context, reject, mail, f"mail {mail} is dropped", f"mail {mail} is not in quarantine")


@outbox.command("list")
def list_outbox(
    context: typer.Context,
    state: Annotated[LetterState | None, typer.Option(help="Only those of this state.")] = None,
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """What goes out, the newest first. Example: mailflow outbox list --state failed"""
    from mailflow.store import outbox as letters

    columns = ("id", "created_at", "state", "letter", "ticket", "recipient", "subject")
    _list(context, letters.listing(), state, limit, columns, as_json=as_json)


@outbox.command("show")
def show_letter(
    context: typer.Context,
    letter: Annotated[int, typer.Argument(help="the letter's id")],
    raw: Annotated[bool | None, typer.Option("--raw/--text", help="As it goes over the wire, or to be read.")] = None,
) -> None:
    """A letter: to be read on a terminal, else as it goes over the wire. Example: mailflow outbox show 7 --text"""
    from mailflow.store.outbox import content, listing

    query = listing()
    with context.obj.store() as store, store.read() as connection:
        row = connection.execute(query.where(query.selected_columns.id == letter)).one_or_none()
        wire = content(connection, letter)
    if row is None or wire is None:
        raise CommandError(f"there is no letter {letter}; `mailflow outbox list` shows all")
    if sys.stdout.isatty() if raw is None else not raw:
        facts = (("to", row.recipient), ("subject", row.subject), ("state", f"{row.state} {row.answer}".strip()))
        say("\n".join([*(f"{name + ':':<9}{value}" for name, value in facts), "", row.text]))
    else:
        sys.stdout.buffer.write(wire)


@outbox.command("retry")
def retry_letter(context: typer.Context, letter: Annotated[int, typer.Argument(help="the letter's id")]) -> None:
    """Send a letter now that failed or waits. Example: mailflow outbox retry 7"""
    from mailflow.engine import now
    from mailflow.store.outbox import set_state

    among = ("failed", "due", "held")
    _decide(
        context,
        lambda connection, each: set_state(connection, each, "due", among, now()),
        letter,
        f"letter {letter} will be sent",
        f"letter {letter} was sent or is not there",
    )


@outbox.command("drop")
def drop_letter(context: typer.Context, letter: Annotated[int, typer.Argument(help="the letter's id")]) -> None:
    """Do not send a letter. Example: mailflow outbox drop 7"""
    from mailflow.engine import now
    from mailflow.store.outbox import set_state

    _decide(
        context,
        lambda connection, each: set_state(connection, each, "superseded", ("failed", "due", "held"), now()),
        letter,
        f"letter {letter} will not be sent",
        f"letter {letter} was sent or is not there",
    )


@outbox.command("release")
def release_letters(context: typer.Context) -> None:
    """Let all held letters go. Example: mailflow outbox release"""
    from mailflow.engine import now
    from mailflow.store.outbox import release

    with context.obj.store() as store, store.write() as connection:
        count = release(connection, now())
    say(f"{count} letters released")


@agents.command("list")
def list_agents(context: typer.Context, as_json: AsJson = False) -> None:
    """Who may act. Example: mailflow agents list"""
    from mailflow.store.people import agents as read_agents

    with context.obj.store() as store, store.read() as connection:
        rows = [asdict(each) for each in read_agents(connection).values()]
    columns = ("address", "name", "tier", "language", "lead", "manager", "privacy", "deputy", "away_until")
    print_rows(rows, columns, as_json=as_json, zone=context.obj.load().desk.zone)


@agents.command("add")
def add_agent(
    context: typer.Context,
    address: str,
    name: Annotated[str, typer.Option(help="How customers see them.")] = "",
    tier: Annotated[int, typer.Option(min=1, max=3, help="1, 2 or 3")] = 1,
    language: Annotated[str, typer.Option(help="hu, en or de; else the desk's")] = "",
    speaks: Annotated[
        list[str] | None, typer.Option(help="A language of customers they serve; may stand again.")
    ] = None,
    alias: Annotated[list[str] | None, typer.Option(help="A further address they write from; may stand again.")] = None,
    deputy: Annotated[str, typer.Option(help="Whose address stands in while they are away.")] = "",
    away_until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Their last day away.")] = None,
    lead: Annotated[bool, typer.Option("--lead", help="Leads the first line.")] = False,
    manager: Annotated[bool, typer.Option("--manager", help="Is told of targets that are nearly missed.")] = False,
    privacy: Annotated[bool, typer.Option("--privacy", help="Belongs to the privacy circle.")] = False,
) -> None:
    """Let somebody act, or change them. Example: mailflow agents add liz@example.org --name Liz --tier 2"""
    _put(
        context,
        address=address.lower(),
        name=name,
        tier=tier,
        language=language,
        lead=lead,
        manager=manager,
        privacy=privacy,
        speaks=tuple(speaks or ()),
        aliases=tuple(each.lower() for each in alias or ()),
        deputy=deputy.lower(),
        away_until=_end_of(away_until, context.obj.load().desk.zone),
    )


def _put(context: typer.Context, **values: Any) -> None:
    """Store the agent with these values, unless the settings' file is where they are kept."""
    from mailflow.store.people import Agent, put_agents
    from mailflow.store.people import agents as read_agents

    try:
        agent = Agent(**values)
    except ValueError as error:
        raise CommandError(str(error), code=2) from error
    if agent.address in {each.address for each in context.obj.load().agents}:
        raise CommandError(f"{agent.address} stands in mailflow.toml; change them there")
    with context.obj.store() as store, store.write() as connection:
        known = agent.address in read_agents(connection)
        put_agents(connection, [agent])
    say(f"{agent.address} {'is changed, and acts' if known else 'acts'} in tier {agent.tier}")


def _end_of(day: datetime | None, zone: str) -> datetime | None:
    """The moment at which this day ends in the desk's zone."""
    if day is None:
        return None
    return (day + timedelta(days=1)).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@agents.command("remove")
def remove_agent(context: typer.Context, address: str) -> None:
    """Take an agent off. Example: mailflow agents remove bo@example.org"""
    from mailflow.store.people import remove_agent as remove

    if address.lower() in {each.address for each in context.obj.load().agents}:
        raise CommandError(f"{address} stands in mailflow.toml and would come back; take them out there first")
    with context.obj.store() as store, store.write() as connection:
        if not remove(connection, address.lower()):
            raise CommandError(f"{address} is no agent; `mailflow agents list` shows all")
    say(f"{address} acts no more")


def _number(text: str) -> int:
    digits = text.rpartition("-")[2]
    if not digits.isdecimal():
        raise CommandError(f"{text} is no ticket number; write 12 or MF-12", code=2)
    return int(digits)


def _list(
    context: typer.Context,
    query: Any,
    state: str | None,
    limit: int,
    columns: tuple[str, ...],
    *,
    as_json: bool,
    veil: Callable[[dict[str, Any]], dict[str, Any]] = lambda row: row,
) -> None:
    if state:
        query = query.where(query.selected_columns.state == state)
    with context.obj.store() as store, store.read() as connection:
        rows = [veil(dict(row._mapping)) for row in connection.execute(query.limit(limit))]
    print_rows(rows, columns, as_json=as_json, zone=context.obj.load().desk.zone)


def _decide(context: typer.Context, decide: Any, which: int, done: str, refused: str) -> None:
    with context.obj.store() as store, store.write() as connection:
        if not decide(connection, which):
            raise CommandError(refused)
    say(done)
