"""How a language says days, times, durations and the desk's words; the data is `templates/<language>/words.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from string import Formatter
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.units import format_unit

from mailflow.desk import events
from mailflow.desk.terms import DESK, Clock, Head, Impact, Kind, Priority, State, Urgency
from mailflow.notify.clean import clean_line
from mailflow.notify.occasion import Result, Step

Words = Mapping[str, Any]
_SECTIONS: Mapping[type, str] = {
    Kind: "kind",
    Impact: "impact",
    Urgency: "urgency",
    Priority: "priority",
    State: "state",
    Clock: "clock",
    Head: "head",
}
_STORY_TEXT = 300
_FOREIGN_WORD = 80


class Told(NamedTuple):
    """A line of the story in words: when, and what."""

    when: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """One language in one time zone. `requester` and `names` turn addresses into people; of a stranger a `public`

    letter shows no address, for it may be an agent's.
    """

    language: str
    words: Words
    zone: ZoneInfo
    desk: str
    requester: tuple[str, str]
    names: Mapping[str, str]
    public: bool
    wrote_at: datetime | None = None
    """The reader's last mail, on the clock that it was dated by."""

    def say(self, section: str, word: object) -> str:
        """The language's word for one of the desk's; a word that the language does not know (a category that an admin

        made) stays as it is.
        """
        inside = self.words["inside"] if section == "state" and not self.public else {}
        known: str | None = inside.get(str(word)) or self.words[section].get(str(word))
        return clean_line(str(word), _FOREIGN_WORD) if known is None else known

    def moment(self, at: datetime) -> str:
        """Day and time on the desk's clock, as in "Monday, 2 March 2026, 10:00"."""
        local = at.astimezone(self.zone)
        form = self.words["format"]
        day = _format_day(local.date(), form["day"], self.language)
        return str(form["moment"]).format(day=day, time=f"{local:%H:%M}")

    def appointed(self, at: datetime) -> str:
        """Day and time on the desk's clock with the place where it hangs, and on the reader's where that differs."""
        words, city = self.words["call"], self.zone.key.rpartition("/")[2].replace("_", " ")
        here = at.astimezone(self.zone)
        offset = self._their_offset(here.utcoffset())
        if offset is None:
            return str(words["here"]).format(moment=self.moment(at), city=city)
        there = at.astimezone(timezone(offset))
        other_day = there.date() != here.date()
        day = _format_day(there.date(), self.words["format"]["short"], self.language) + " " if other_day else ""
        return str(words["both"]).format(moment=self.moment(at), city=city, theirs=f"{day}{there:%H:%M}")

    def _their_offset(self, ours: timedelta | None) -> timedelta | None:
        """How far the reader's clock is ahead of UTC, where it is another one than the desk's, `ours` at that time.

        A mail dated in UTC says nothing, since many servers date all mails so; nor does one from before the clocks were
        last changed.
        """
        if self.wrote_at is None or self.wrote_at.astimezone(self.zone).utcoffset() != ours:
            return None
        offset = self.wrote_at.utcoffset()
        return offset if offset and offset != ours else None

    def line(self, at: datetime) -> str:
        """The time as an order takes it."""
        return f"{at.astimezone(self.zone):%Y-%m-%d %H:%M}"

    def day(self, day: date) -> str:
        """A day alone, as in "Monday, 2 March 2026"."""
        return _format_day(day, self.words["format"]["day"], self.language)

    def stamp(self, at: datetime) -> str:
        """A short form for lists."""
        local = at.astimezone(self.zone)
        form = self.words["format"]
        return f"{_format_day(local.date(), form['short'], self.language)} {local:%H:%M}"

    def duration(self, span: timedelta) -> str:
        """Hours and minutes in words; of several days, days and hours; under a minute is said so."""
        minutes = int(span.total_seconds()) // 60
        return _format_duration(minutes, self.language) if minutes > 0 else str(self.words["format"]["moments"])

    def percent(self, share: float) -> str:
        """A share of 1 in whole percent."""
        return str(self.words["format"]["percent"]).format(round(share * 100))

    def who(self, address: str) -> str:
        """A person's name as far as the desk knows it, else the address, or in public the desk's name."""
        if address == DESK:
            return self.desk
        if address == self.requester[0]:
            return self.requester[1] or address
        name = self.names.get(address, "")
        if self.public and (not name or "@" in name):
            return self.desk
        return clean_line(name or address)

    def tell(self, step: Step, section: str) -> Told | None:
        """The event in a sentence of the section ("story" for customers, "journal" for agents); None if it has none."""
        found = self.words[section].get(_name(step.event, self.requester[0]))
        if found is None:
            return None
        sentence = str(found)
        return Told(self.stamp(step.at), sentence.format(**self._describe(step.event, _find_places(sentence))))

    def refuse(self, event: events.Refused) -> str:
        """Why the order was not carried out."""
        sentence = str(self.words["refusal"].get(event.reason, "{order}: {reason} {detail}"))
        order, state = self.show_order(event.order), self.say("state", event.state)
        return sentence.format(order=order, state=state, reason=event.reason, detail=event.detail).strip()

    def tell_result(self, result: Result) -> str:
        """What came of an order about the desk itself."""
        day = self.day(result.day) if result.day else ""
        return self.say("result", result.word).format(day=day, who=self.who(result.who))

    def show_order(self, order: str) -> str:
        """An order as it is written."""
        return clean_line(order if order.startswith("#") else f"#{order}", _FOREIGN_WORD)

    def describe_order(self, verb: str) -> Mapping[str, str]:
        """What a verb does: `line` to write, and `does`."""
        known = self.words["order"].get(verb)
        return known if known is not None else {"line": f"#{verb}", "does": ""}

    def _describe(self, event: events.Event, places: frozenset[str]) -> dict[str, str]:
        """The words for those places of a sentence that the event can fill."""
        described = {name: self._word(name, getattr(event, name)) for name in places if hasattr(event, name)}
        described["who"] = self.who(event.by)
        if isinstance(event, events.Labelled):
            described["before"] = self.say(event.head, event.before)
            described["after"] = self.say(event.head, event.after)
        return described

    def _word(self, name: str, value: object) -> str:
        section = _SECTIONS.get(type(value))
        if section is not None:
            return self.say(section, value)
        if name in {"tier", "before"}:
            return self.say("tier", value)
        if name in {"to", "recipient", "approver", "instead_of"}:
            return self.who(str(value))
        if isinstance(value, datetime):
            return self.stamp(value)
        return clean_line(value, _STORY_TEXT) if isinstance(value, str) else str(value)


def _name(event: events.Event, requester: str) -> str:
    """The sentence's name: the event's own, or of its variant."""
    match event:
        case events.Resolved(how="agent", fulfilled=True):
            return "Fulfilled"
        case events.Resolved(how="no answer"):
            return "Unanswered"
        case events.Closed(how="silence"):
            return "ClosedBySilence"
        case events.Closed(how="agent"):
            return "ClosedByAgent"
        case events.Assigned() if event.by == DESK:
            return "AssignedByDesk"
        case events.Assigned() if event.instead_of:
            return "AssignedInstead"
        case events.Cancelled() if event.by == requester:
            return "Withdrawn"
        case events.CustomerWrote() if event.by == requester:
            return "RequesterWrote"
        case _:
            return type(event).__name__


@lru_cache(maxsize=512)
def _find_places(sentence: str) -> frozenset[str]:
    """The names in a sentence's braces."""
    return frozenset(name for _, name, _, _ in Formatter().parse(sentence) if name)


@lru_cache(maxsize=512)
def _format_day(day: date, pattern: str, language: str) -> str:
    return str(format_date(day, pattern, locale=language))


@lru_cache(maxsize=1024)
def _format_duration(minutes: int, language: str) -> str:
    days, rest = divmod(minutes, 24 * 60)
    units = [(days, "day"), (rest // 60, "hour"), (rest % 60, "minute")]
    shown = [(count, unit) for count, unit in units if count][:2]
    return " ".join(format_unit(count, f"duration-{unit}", "long", locale=language) for count, unit in shown)
