"""What a monitor's mail says, in the default form of the common monitors: which check of which host, and how it is.

Nagios, Icinga, Naemon, Checkmk, Zabbix, Prometheus Alertmanager, Grafana, Uptime Kuma; and an admin's own patterns.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mailflow.mail import Mail

_SUBJECT = 500
_HEAD = 4000
_KEY = 300


class AlertWord(StrEnum):
    """What the mail tells: it is bad, it is well again, it comes and goes, or something beside (acknowledged)."""

    PROBLEM = "problem"
    OVER = "over"
    FLAPPING = "flapping"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One trouble of a monitor. `host` or `check` is "" where the monitor does not name it."""

    source: str
    host: str
    check: str
    word: AlertWord

    @property
    def key(self) -> str:
        """The same for every mail about this trouble."""
        return " ".join(f"{self.source} {self.host} {self.check}".casefold().split())[:_KEY]


_WORDS: Mapping[AlertWord, re.Pattern[str]] = {
    AlertWord.OVER: re.compile(r"recovery|recovered|resolved\b.*|ok|up|normal|.*-> ?(?:ok|up)", re.IGNORECASE),
    AlertWord.FLAPPING: re.compile(r"flapping ?-?start(?:ed)?", re.IGNORECASE),
    AlertWord.BESIDE: re.compile(
        r"acknowledge\w*|downtime.*|flapping.*|updated problem.*|custom|.*(?:acknowledged|downtime|flapping).*",
        re.IGNORECASE,
    ),
}
_TYPE = r"(?P<word>[A-Za-z]{2,30})"
_ARROW = r"(?P<word>[A-Za-z]{2,10} ?-> ?[A-Za-z]{2,10}|[A-Z][a-z]+ ?(?:[Ss]tarted|[Ss]topped|[Ee]nded)?|[A-Z]{4,30})"
FORMS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(form, re.IGNORECASE if form.startswith("(?#i)") else 0)
    for form in (
        rf"\*\* {_TYPE} Service Alert: (?P<host>[^/]{{1,200}})/(?P<check>.{{1,200}}?) is \S{{1,20}} \*\*",
        rf"\*\* {_TYPE} Host Alert: (?P<host>.{{1,200}}?) is \S{{1,20}} \*\*",
        rf"\[{_TYPE}\] Host (?P<host>\S{{1,200}}) is [A-Za-z]{{1,20}}!?",
        rf"\[{_TYPE}\] (?P<check>.{{1,200}}?) on (?P<host>\S{{1,200}}) is [A-Za-z]{{1,20}}!?",
        r"(?P<word>[A-Z]{5,30}) - (?P<host>\S{1,200}) - (?P<check>.{1,200}?) is [A-Z]{1,20}",
        r"(?P<word>[A-Z]{5,30}) - (?P<host>\S{1,200}) is [A-Z]{1,20}",
        rf"Check(?:_MK|mk): (?P<host>[^/\s]{{1,200}})/(?P<check>.{{1,200}}?) {_ARROW}",
        rf"Check(?:_MK|mk): (?P<host>\S{{1,200}}) - {_ARROW}",
        r"(?P<word>Problem|Resolved in [^:]{1,40}|Resolved|Updated problem in [^:]{1,40}): (?P<check>.{1,300})",
        r"(?#i)\[(?P<word>FIRING|RESOLVED)(?::\d{1,6})?(?:, ?RESOLVED:\d{1,6})?\] (?P<check>[^(]{1,300}?) ?(?:\(.*\))?",
        r"(?#i)\[(?P<word>Alerting|OK|No Data)\] (?P<check>.{1,300})",
        r"\[(?P<check>[^\]]{1,200})\] \[(?:\S{1,8} )?(?P<word>Down|Up)\].*",
    )
)
"""The subjects that monitors write by themselves."""
_HOST = re.compile(r"^\s{0,8}Host(?:name)?: {0,8}(?P<host>\S.{0,199}?)\s*$", re.MULTILINE)
_SERVICE = re.compile(r"^\s{0,8}Service: {0,8}(?P<check>\S.{0,199}?)\s*$", re.MULTILINE)
_NOTICE = re.compile(r"^\s{0,8}Notification Type: {0,8}(?P<word>\w{1,30})", re.MULTILINE)


def find_alert(mail: Mail, patterns: Sequence[re.Pattern[str]] = ()) -> Alert | None:
    """The alert that this mail tells, or None. A pattern's groups: `host`, `check`, and `over`, which stands there

    only where it is well again; it is sought in the subject and the text below it.
    """
    source = mail.identity or ""
    text = mail.text[:_HEAD]
    subject = " ".join(mail.subject.split())[:_SUBJECT]
    for pattern in patterns:
        if found := pattern.search(f"{subject}\n{text}"):
            return _own(source, found.groupdict())
    for form in FORMS:
        if found := form.fullmatch(subject):
            return _made(source, found.groupdict(), text)
    return _told_below(source, text)


def _own(source: str, groups: Mapping[str, str | None]) -> Alert:
    word = AlertWord.OVER if groups.get("over") else AlertWord.PROBLEM
    return Alert(source=source, host=groups.get("host") or "", check=groups.get("check") or "", word=word)


def _made(source: str, groups: Mapping[str, str | None], text: str) -> Alert:
    host = groups.get("host") or ""
    if "host" not in groups and (below := _HOST.search(text)):
        host = below["host"]
    return Alert(source=source, host=host, check=groups.get("check") or "", word=_word(groups["word"] or ""))


def _told_below(source: str, text: str) -> Alert | None:
    """Nagios' and Icinga's own text below a subject that somebody made."""
    notice, host, check = _NOTICE.search(text), _HOST.search(text), _SERVICE.search(text)
    if notice is None or host is None:
        return None
    return Alert(source=source, host=host["host"], check=check["check"] if check else "", word=_word(notice["word"]))


def _word(text: str) -> AlertWord:
    return next((word for word, known in _WORDS.items() if known.fullmatch(text)), AlertWord.PROBLEM)
