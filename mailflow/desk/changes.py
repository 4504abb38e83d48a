"""What every event's change to a ticket looks like: (ticket, event, when it was written, rules) -> ticket."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from mailflow.desk.rules import Rules
from mailflow.desk.ticket import Ticket

Change = Callable[[Ticket, Any, datetime, Rules], Ticket]
