"""The daily digest: to each agent who is there, at a set hour of a working day, what waits for them and their tier."""

from datetime import datetime
from zoneinfo import ZoneInfo

from mailflow.flow.letters import TIME, Desk, agent_recipient, write_letter
from mailflow.flow.office import Office
from mailflow.flow.queue import open_tickets, queue
from mailflow.flow.roster import is_present
from mailflow.store.marks import move_mark, read_mark

MARK = "digest"


def tell_day(office: Office, now: datetime) -> bool:
    """Write today's digest if it is due; True if it was. A desk that has just begun gets its first one the next day."""
    moment = _moment(office, now)
    if moment is None or moment > now:
        return False
    with office.store.read() as connection:
        told = read_mark(connection, MARK)
    if told is not None and told >= moment:
        return False
    with office.store.write() as connection:
        if not move_mark(connection, MARK, told, now) or told is None:
            return False
        desk = Desk.open(office, connection, now)
        _tell(desk)
        desk.ledger.flush()
    return True


def _moment(office: Office, now: datetime) -> datetime | None:
    """Today's hour of the digest; None where there is none, or the day is not worked on."""
    today = now.astimezone(ZoneInfo(office.card.zone))
    if office.digest_at is None or not office.rules.calendar.works_on(today.date()):
        return None
    return datetime.combine(today.date(), office.digest_at, today.tzinfo)


def _tell(desk: Desk) -> None:
    """Nobody gets an empty one."""
    everything = open_tickets(desk)
    for agent in desk.agents.values():
        entries = queue(desk, agent, everything) if is_present(agent, desk.ledger.now) else ()
        if entries:
            recipient = agent_recipient(agent, desk.office.card.language)
            write_letter(desk, "daily_digest", recipient, TIME, queue=entries)
