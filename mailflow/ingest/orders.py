"""The order lines at the very top of an agent's mail: `#verb argument`, before any other text (TRUST.md S11).

Only the first text/plain part is read. Whether the sender may order anything is not decided here.
"""

import re

from mailflow.desk.verbs import verb_of
from mailflow.mail import OrderLine

_ORDER = re.compile(r"#([^\W\d_][\w-]{0,40}):?(?:\s+(.*))?$", re.DOTALL)
_LIKE_ORDER = re.compile(r"#(\s?)([^\W\d_][\w-]{0,40})")
_BLANK = " \t\r\u00a0\u200b\ufeff"
_ORDERS = 50
_LENGTH = 2000


def split_orders(plain: str) -> tuple[tuple[OrderLine, ...], str]:
    """The orders of the top block, and the text below it; the first line that is neither an order nor empty ends it."""
    orders: list[OrderLine] = []
    lines = plain.split("\n")
    below = 0
    for index, raw in enumerate(lines):
        line = raw[:_LENGTH].strip(_BLANK)
        match = _ORDER.match(line)
        if line and (match is None or len(orders) >= _ORDERS):
            break
        if match:
            orders.append(OrderLine(verb=verb_of(match.group(1)), argument=(match.group(2) or "").strip(), line=line))
            below = index + 1
    return tuple(orders), "\n".join(lines[below:]) if orders else plain


def stray_orders(text: str) -> tuple[str, ...]:
    """The lines of text that look like orders and are none: a `#word` at the very top, a known verb in any line."""
    lines = [line for raw in text.split("\n") if (line := raw[:_LENGTH].strip(_BLANK))]
    return tuple(line for index, line in enumerate(lines) if _looks_like_order(line, at_top=index == 0))


def _looks_like_order(line: str, *, at_top: bool) -> bool:
    match = _LIKE_ORDER.match(line)
    return match is not None and (verb_of(match.group(2)) is not None or (at_top and not match.group(1)))
