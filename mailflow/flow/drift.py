"""A letter to the leads when the mails, or how well the model reads them, are no longer what they were.

Looked at once a week; one and the same drift is told once. The thresholds are those of `classify.watch`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Connection

from mailflow.classify.watch import RECENT, WEEK, drifts, falls
from mailflow.flow.case import cases
from mailflow.flow.letters import TIME, Desk, agent_recipient, write_letter
from mailflow.flow.office import Office
from mailflow.notify.occasion import Drift
from mailflow.store.marks import move_mark, read_mark

log = structlog.get_logger()
MARK = "model watched"
BACK = timedelta(weeks=26)
FORGET = 3 * RECENT
"""A drift that was told so long ago, and is still or again there, is told anew."""
_NAME_LIMIT = 32


def tell_drift(office: Office, now: datetime) -> bool:
    """Look once a week, and tell what is new; True if there was a letter."""
    with office.store.read() as connection:
        looked = read_mark(connection, MARK)
        if looked is not None and looked > now - WEEK:
            return False
        seen = list(cases(connection, now - BACK).values())
    found = [*drifts(seen, now), *falls(seen, now)]
    with office.store.write() as connection:
        if not move_mark(connection, MARK, looked, now):
            return False
        fresh = tuple(_drift(each) for each in found if _is_new(connection, each, now))
        if fresh:
            _tell(Desk.open(office, connection, now), fresh)
    return bool(fresh)


def _is_new(connection: Connection, found: Mapping[str, Any], now: datetime) -> bool:
    """True if this was not told lately; it is noted as told."""
    name = f"{found['what']}: {found['most']}"[:_NAME_LIMIT]
    told = read_mark(connection, name)
    if told is not None and told > now - FORGET:
        return False
    return move_mark(connection, name, told, now)


def _drift(found: Mapping[str, Any]) -> Drift:
    return Drift(what=found["what"], most=found["most"], before=found["before"], now=found["now"])


def _tell(desk: Desk, found: Sequence[Drift]) -> None:
    staff = desk.agents.values()
    for lead in [each for each in staff if each.lead] or [each for each in staff if each.tier == 1]:
        recipient = agent_recipient(lead, desk.office.card.language)
        write_letter(desk, "drift", recipient, TIME, drifts=tuple(found))
    desk.ledger.flush()
    log.info("drift", found=[each.what for each in found])
