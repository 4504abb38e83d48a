"""A server's answer to one SMTP command, and what it means for the letter (RFC 5321 4.2, RFC 3463).

4xx is for later and 5xx for good; what is not understood counts as for later.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from mailflow.mail import Deferred, Failed, Sent

_AUTH_CODES = frozenset({530, 534, 535, 538})
_STATUS = re.compile(r"([245]\.\d{1,3})\.\d{1,3}\b")
_LINE = re.compile(rb"(\d{3})([ -]?)(.*)\s*", re.DOTALL)
_UNPRINTABLE = re.compile(r"[^\x20-\x7e\xa0-\ud7ff\uf900-\ufffc]+")
_WORDS = 400


class Phase(StrEnum):
    """Which command of a transaction the server is answering."""

    RSET = "RSET"
    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"
    DOT = "end of data"
    QUIT = "QUIT"


class UnreadableAnswerError(Exception):
    """The server said something that is not SMTP."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A whole reply: its code, and its lines' text joined."""

    code: int
    text: str

    def quote(self, phase: Phase) -> str:
        """The server's own words, for the log and for people."""
        return clean(f"{phase}: {self.code} {self.text}")


def read_line(line: bytes) -> tuple[int, bool, str]:
    """Code, whether it is the reply's last line, and text. Raises UnreadableAnswerError."""
    match = _LINE.fullmatch(line)
    if match is None:
        raise UnreadableAnswerError(clean(line.decode("utf-8", "replace")))
    return int(match[1]), match[2] != b"-", match[3].decode("utf-8", "replace").strip()


def judge(phase: Phase, answer: Answer) -> Sent | Deferred | Failed:
    """What this answer, the last that counts, makes of the letter. A 2xx is success only after the final dot."""
    why = answer.quote(phase)
    if answer.code in _AUTH_CODES:
        return Deferred(why=f"{why} (see smtp.user, smtp.password and smtp.tls)", site=True, stop=True)
    if phase == Phase.DOT and 200 <= answer.code < 300:
        return Sent(answer=clean(f"{answer.code} {answer.text}"))
    if phase not in (Phase.MAIL, Phase.RCPT, Phase.DATA, Phase.DOT) or not 400 <= answer.code < 600:
        return Deferred(why=why, site=True)
    if answer.code < 500:
        return Deferred(why=why, site=phase == Phase.MAIL)
    if _is_size(answer):
        return Failed(why=why, letter=True)
    if phase == Phase.MAIL:
        return Deferred(why=f"{why} (see desk.address: the mail server refuses it as sender)", site=True, stop=True)
    return Failed(why=why, policy=_is_policy(answer))


def clean(words: str) -> str:
    """The server's words on one bounded line without control characters (S25)."""
    return _UNPRINTABLE.sub(" ", words).strip()[:_WORDS]


def _is_size(answer: Answer) -> bool:
    """The letter is too large (RFC 1870 6.1); a full mailbox, 5.2.2, is the recipient's matter."""
    status = _STATUS.match(answer.text)
    return status[1] == "5.3" and answer.code == 552 if status else answer.code == 552


def _is_policy(answer: Answer) -> bool:
    status = _STATUS.match(answer.text)
    return status[1] == "5.7" if status else answer.code == 554
