"""The verbs of an agent's orders, with what Hungarian and German colleagues write for them.

Spelling is forgiving: case, accents, hyphens and underscores do not count (`verb_of`).
"""

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

SPOKEN: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "take": {
            "en": ("take", "mine"),
            "hu": ("átvesz", "átveszem", "enyém"),
            "de": ("übernehmen", "übernehme", "nehmen"),
        },
        "assign": {"en": ("assign",), "hu": ("hozzárendel", "kioszt", "felelős"), "de": ("zuweisen", "zuordnen")},
        "escalate": {
            "en": ("escalate",),
            "hu": ("eszkalál", "eszkaláció", "továbbad"),
            "de": ("eskalieren", "eskalation", "weiterleiten"),
        },
        "return": {"en": ("return",), "hu": ("visszaad", "visszaküld"), "de": ("zurück", "zurückgeben")},
        "ask": {"en": ("ask", "question"), "hu": ("kérdés", "kérdez"), "de": ("frage", "fragen", "rückfrage")},
        "finding": {"en": ("finding", "cause"), "hu": ("megállapítás", "ok", "oka"), "de": ("befund", "ursache")},
        "hypothesis": {
            "en": ("hypothesis", "suspect"),
            "hu": ("feltevés", "gyanú", "hipotézis"),
            "de": ("vermutung", "hypothese", "verdacht"),
        },
        "resolve": {
            "en": ("resolve", "resolved", "solved"),
            "hu": ("megoldva", "megold", "megoldás"),
            "de": ("gelöst", "lösen", "lösung"),
        },
        "fulfil": {
            "en": ("fulfil", "fulfill", "fulfilled"),
            "hu": ("teljesítve", "teljesít"),
            "de": ("erfüllt", "erfüllen", "erledigt"),
        },
        "close": {
            "en": ("close", "closed"),
            "hu": ("lezár", "lezárva", "zár"),
            "de": ("schließen", "geschlossen", "abschließen"),
        },
        "reopen": {"en": ("reopen",), "hu": ("újranyit", "újranyitva"), "de": ("wiedereröffnen", "öffnen")},
        "cancel": {
            "en": ("cancel",),
            "hu": ("töröl", "visszavon", "érvénytelenít"),
            "de": ("abbrechen", "stornieren", "storno"),
        },
        "merge": {"en": ("merge",), "hu": ("összevon", "egyesít"), "de": ("zusammenführen", "vereinen")},
        "link": {"en": ("link",), "hu": ("kapcsol", "hozzákapcsol", "összeköt"), "de": ("verknüpfen", "verbinden")},
        "split": {"en": ("split",), "hu": ("szétválaszt", "kettéválaszt"), "de": ("teilen", "trennen", "aufteilen")},
        "major": {"en": ("major",), "hu": ("kiemelt", "nagyhiba"), "de": ("großstörung", "major-incident")},
        "update": {
            "en": ("update",),
            "hu": ("tájékoztat", "frissítés", "hír"),
            "de": ("zwischenstand", "aktualisieren"),
        },
        "note": {
            "en": ("note", "internal"),
            "hu": ("jegyzet", "megjegyzés", "belső"),
            "de": ("notiz", "intern", "vermerk"),
        },
        "kind": {"en": ("kind", "type"), "hu": ("fajta", "típus"), "de": ("art", "typ")},
        "category": {"en": ("category",), "hu": ("kategória",), "de": ("kategorie",)},
        "impact": {"en": ("impact",), "hu": ("hatás", "kiterjedés"), "de": ("auswirkung",)},
        "urgency": {"en": ("urgency",), "hu": ("sürgősség",), "de": ("dringlichkeit",)},
        "priority": {"en": ("priority",), "hu": ("prioritás",), "de": ("priorität",)},
        "affected": {"en": ("affected",), "hu": ("érintett", "érintettek"), "de": ("betroffen", "betroffene")},
        "call": {"en": ("call",), "hu": ("hívás", "időpont", "megbeszélés"), "de": ("anruf", "termin")},
        "cancelcall": {
            "en": ("cancelcall",),
            "hu": ("hívástörlés", "időponttörlés"),
            "de": ("terminabsagen", "anrufabsagen"),
        },
        "add": {
            "en": ("add", "invite"),
            "hu": ("hozzáad", "bevon"),
            "de": ("hinzufügen", "beteiligen"),
        },
        "remove": {
            "en": ("remove",),
            "hu": ("kivesz", "eltávolít"),
            "de": ("entfernen",),
        },
        "requester": {
            "en": ("requester", "from"),
            "hu": ("bejelentő", "kérelmező"),
            "de": ("melder", "anforderer"),
        },
        "alias": {
            "en": ("alias", "same"),
            "hu": ("ugyanő", "másikcím"),
            "de": ("derselbe", "dieselbe", "zweitadresse"),
        },
        "vendor": {"en": ("vendor", "supplier"), "hu": ("beszállító", "szállító"), "de": ("lieferant", "hersteller")},
        "back": {"en": ("back",), "hu": ("visszajött", "visszatér"), "de": ("wiederda", "weiter")},
        "approval": {"en": ("approval",), "hu": ("jóváhagyás", "engedély"), "de": ("genehmigung", "freigabe")},
        "breach": {
            "en": ("breach",),
            "hu": ("adatvédelem", "adatvédelmi", "incidens"),
            "de": ("datenschutz", "datenpanne"),
        },
        "release": {"en": ("release",), "hu": ("kienged", "felold"), "de": ("freigeben",)},
        "reject": {"en": ("reject",), "hu": ("elutasít", "elvet"), "de": ("ablehnen", "verwerfen")},
        "dismiss": {"en": ("dismiss",), "hu": ("mellőz",), "de": ("ignorieren",)},
        "rotate": {"en": ("rotate",), "hu": ("újtoken",), "de": ("neuestoken",)},
        "undo": {"en": ("undo",), "hu": ("mégse", "mégsem"), "de": ("rückgängig", "doch-nicht")},
        "status": {"en": ("status",), "hu": ("állapot", "státusz"), "de": ("stand", "zustand")},
        "why": {"en": ("why",), "hu": ("miért",), "de": ("warum", "wieso")},
        "queue": {"en": ("queue", "list"), "hu": ("sor", "várólista", "lista"), "de": ("warteschlange", "liste")},
        "away": {"en": ("away", "absent"), "hu": ("távol", "szabadság"), "de": ("abwesend", "urlaub")},
        "present": {
            "en": ("present", "here"),
            "hu": ("itt", "jelen", "megjöttem"),
            "de": ("anwesend", "zurückda"),
        },
        "similar": {"en": ("similar",), "hu": ("hasonló", "hasonlók"), "de": ("ähnlich", "ähnliche")},
        "verbose": {"en": ("verbose",), "hu": ("részletes", "bővebben"), "de": ("ausführlich",)},
        "help": {"en": ("help",), "hu": ("súgó", "segítség"), "de": ("hilfe",)},
    }
)
"""Canonical verb -> language -> its spellings, the usual one first."""

VERBS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {verb: tuple(word for words in spoken.values() for word in words) for verb, spoken in SPOKEN.items()}
)
"""Canonical verb -> all its spellings."""

TAKES_TEXT = frozenset(
    {
        *("ask", "finding", "hypothesis", "affected", "resolve", "fulfil", "escalate", "return", "cancel", "reopen"),
        *("note", "update"),
    }
)
"""Verbs that need words: in the order's own line, or in the text below the orders."""


def verb_of(word: str) -> str | None:
    """The canonical verb that this word stands for, or None."""
    return _CANONICAL.get(bare(word))


def bare(word: str) -> str:
    """The word without case, accents and marks, as words are compared."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(character for character in plain if character.isalnum())


def _spellings(word: str) -> set[str]:
    """German umlauts are also written with an e."""
    lowered = unicodedata.normalize("NFC", word.lower())
    spelled = lowered.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    return {bare(lowered), bare(spelled)}


_CANONICAL = {
    spelling: verb
    for verb, spoken in SPOKEN.items()
    for language, words in spoken.items()
    for word in words
    for spelling in (_spellings(word) if language == "de" else {bare(word)})
}
