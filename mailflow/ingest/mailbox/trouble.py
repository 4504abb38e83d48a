"""What goes wrong at a mailbox, for now or until a person acts, in the server's words; and when to try again."""

import random
import re
from collections.abc import Callable

from imapclient.exceptions import IMAPClientError, ProtocolError

FIRST_SECONDS, LONGEST_SECONDS = 1.0, 300.0
REFUSALS, REFUSED_SECONDS = 3, 900.0
WORDS = 300

_CODE = re.compile(r"\[([A-Z][A-Z-]*)")
_NOT_NOW = frozenset({"UNAVAILABLE", "LIMIT", "INUSE", "SERVERBUG", "THROTTLED"})
_QUOTE = re.compile(r"(unexpected (?:tagged )?response|unterminated line): .*", re.DOTALL)
_BYTES = re.compile(r"""b(['"])(.*)\1""", re.DOTALL)


class TransientMailboxError(Exception):
    """Not now: the network, a busy server, or anything unknown. Connecting again later may help."""


class PermanentMailboxError(Exception):
    """Not like this: wrong password, no such folder, a certificate that is not trusted. A person must look."""


class Backoff:
    """How long to wait before the next login: 1 s, 2 s, 4 s ... at most 5 minutes, each spread by half;

    after the third refusal a quarter of an hour, so that no server locks the account. `spread` gives 0 to 1.
    """

    def __init__(self, spread: Callable[[], float] = random.random) -> None:
        self._spread = spread
        self._failures = self._refusals = 0

    def after(self, error: Exception) -> float:
        """The seconds to wait after this failure."""
        if isinstance(error, PermanentMailboxError):
            self._refusals += 1
            if self._refusals >= REFUSALS:
                return REFUSED_SECONDS
        seconds = min(LONGEST_SECONDS, FIRST_SECONDS * 2.0 ** min(self._failures, 20))
        self._failures += 1
        return min(LONGEST_SECONDS, seconds * (0.5 + self._spread()))

    def reset(self) -> None:
        """All is well again."""
        self._failures = self._refusals = 0


def words(error: BaseException, secret: str = "") -> str:
    """What the server or the system said, in one line; never the secret, nor a piece of mail taken for an answer."""
    if isinstance(error, ProtocolError | ValueError):
        return "the server's answer makes no sense"
    said = error.args[0] if len(error.args) == 1 else str(error)
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    text = _BYTES.sub(r"\2", _QUOTE.sub(r"\1", text))
    if secret:
        text = text.replace(secret, "***")
    return " ".join(text.split())[:WORDS] or type(error).__name__


def not_now(error: BaseException) -> bool:
    """True if the response code (RFC 5530) says that the same may work later."""
    return bool(_NOT_NOW & set(_CODE.findall(words(error))))


def is_no(error: IMAPClientError) -> bool:
    """True if the server understood and said NO, so that the conversation may go on; false for BAD and broken ones."""
    return type(error) is IMAPClientError and "command error: BAD" not in str(error)
