"""The register of privacy incidents (GDPR Article 33(3) and (5)): its fields, and what may follow `#breach`."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import NamedTuple

from mailflow.desk.terms import Breach
from mailflow.desk.verbs import bare


class Entry(StrEnum):
    """What a line of the register tells: a field's text, or a step that was taken."""

    FACTS = "facts"
    EFFECTS = "effects"
    REMEDY = "remedy"
    CATEGORIES = "categories"
    PEOPLE = "people"
    RECORDS = "records"
    CONTACT = "contact"
    CONSEQUENCES = "consequences"
    DELAY = "delay"
    SUSPECTED = "suspected"
    ASSESS = "assess"
    NOTIFY = "notify"
    NO_NOTIFY = "no-notify"
    SUBJECTS_TOLD = "subjects told"
    SUBJECTS_NOT_REQUIRED = "subjects not-required"
    DENY = "deny"
    CLOSE = "close"


DOCUMENTED = (Entry.FACTS, Entry.EFFECTS, Entry.REMEDY)
"""What the register must hold of every breach (Article 33(5))."""
NOTIFIED = (Entry.CATEGORIES, Entry.PEOPLE, Entry.RECORDS, Entry.CONTACT, Entry.CONSEQUENCES)
"""What the authority must be told beside that, be it in phases (Article 33(3) and (4))."""
FIELDS = (*DOCUMENTED, *NOTIFIED, Entry.DELAY)
"""The lines that are texts; the others are steps, in the order of a breach's life."""
STEPS = tuple(each for each in Entry if each not in FIELDS)

_SPOKEN: Mapping[Entry, tuple[str, ...]] = {
    Entry.FACTS: ("facts", "fact", "tények", "tény", "sachverhalt", "fakten"),
    Entry.EFFECTS: ("effects", "effect", "hatások", "hatás", "auswirkungen", "auswirkung"),
    Entry.REMEDY: ("remedy", "measures", "intézkedések", "intézkedés", "maßnahmen", "massnahmen", "maßnahme"),
    Entry.CATEGORIES: ("categories", "category", "kategóriák", "kategória", "kategorien", "kategorie"),
    Entry.PEOPLE: ("people", "persons", "személyek", "emberek", "personen"),
    Entry.RECORDS: ("records", "adatok", "rekordok", "datensätze", "datensaetze", "daten"),
    Entry.CONTACT: ("contact", "kapcsolat", "kapcsolattartó", "kontakt", "ansprechpartner", "anlaufstelle"),
    Entry.CONSEQUENCES: ("consequences", "következmények", "következmény", "folgen"),
    Entry.DELAY: ("delay", "késedelem", "késés", "verzögerung", "verzoegerung", "verspätung"),
    Entry.ASSESS: ("assess", "assessing", "értékel", "értékelés", "vizsgál", "vizsgálat", "bewerten", "prüfen"),
    Entry.NOTIFY: ("notify", "bejelent", "bejelentés", "melden", "meldung"),
    Entry.NO_NOTIFY: (
        *("no-notify", "not-notify", "nem-bejelent", "nem-jelent", "nincs-bejelentés"),
        *("nicht-melden", "keine-meldung"),
    ),
    Entry.SUBJECTS_TOLD: (
        *("subjects-told", "subjects-informed", "érintettek-tájékoztatva", "érintettek-értesítve"),
        *("betroffene-informiert", "betroffene-benachrichtigt"),
    ),
    Entry.SUBJECTS_NOT_REQUIRED: (
        *("subjects-not-required", "subjects-no", "érintettek-nem-szükséges", "érintettek-nem-kell"),
        *("betroffene-nicht-erforderlich", "betroffene-nicht-nötig", "betroffene-nicht-noetig"),
    ),
    Entry.DENY: ("deny", "denied", "cáfol", "alaptalan", "nem-incidens", "verneinen", "unbegründet"),
    Entry.CLOSE: ("close", "closed", "lezár", "lezárva", "schließen", "schliessen", "geschlossen"),
}
_CANONICAL = {bare(word): entry for entry, words in _SPOKEN.items() for word in words}
_FIELD = frozenset(map(bare, ("field", "mező", "feld")))
_LONGEST = 3
"""So many words may name one entry, as in `subjects not required`."""


class Line(NamedTuple):
    """What follows `#breach`: the entry it names, or None, and the text after it."""

    entry: Entry | None
    text: str


def read_line(text: str) -> Line:
    """The entry that the first words name in hu, en or de, written as one or several; `field` may go before it."""
    if (parts := text.split(maxsplit=1)) and bare(parts[0]) in _FIELD:
        text = parts[1] if len(parts) > 1 else ""
    for count in range(_LONGEST, 0, -1):
        words = text.split(maxsplit=count)
        entry = _CANONICAL.get(bare("".join(words[:count])))
        if entry is not None:
            return Line(entry, words[count].strip() if len(words) > count else "")
    return Line(None, text.strip())


def missing(breach: Breach, known: Collection[str], *, notified: bool, late: bool) -> tuple[Entry, ...]:
    """The fields that this breach still lacks; a denied one, or none at all, lacks nothing."""
    if breach in {Breach.NONE, Breach.DENIED}:
        return ()
    wanted = (*DOCUMENTED, *(NOTIFIED if notified else ()), *((Entry.DELAY,) if late else ()))
    return tuple(each for each in wanted if each not in known)
