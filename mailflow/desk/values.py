"""The labels in people's words: what may stand for a kind, impact, urgency or category in hu, en and de."""

from collections.abc import Mapping

from mailflow.desk.terms import Head

_LEVELS: Mapping[str, tuple[str, ...]] = {
    "high": ("hoch", "magas", "nagy"),
    "medium": ("mittel", "közepes", "kozepes"),
    "low": ("niedrig", "gering", "alacsony", "kicsi"),
}

_WORDS: Mapping[Head, Mapping[str, tuple[str, ...]]] = {
    Head.KIND: {
        "incident": ("störung", "stoerung", "vorfall", "incidens", "hiba"),
        "request": ("anfrage", "serviceanfrage", "auftrag", "kérés", "keres", "igény", "igeny", "szolgáltatáskérés"),
    },
    Head.CATEGORY: {
        "access": ("zugang", "hozzáférés", "hozzaferes"),
        "availability": ("verfügbarkeit", "ausfall", "elérhetőség", "elerhetoseg"),
        "billing": ("abrechnung", "rechnung", "számlázás", "szamlazas", "számla"),
        "data": ("daten", "adat", "adatok"),
        "email": ("e-mail", "mail", "levelezés", "levelezes"),
        "general": ("allgemein", "általános", "altalanos", "egyéb"),
        "hardware": ("gerät", "geraet", "hardver", "eszköz"),
        "network": ("netz", "netzwerk", "hálózat", "halozat"),
        "privacy": ("datenschutz", "adatvédelem", "adatvedelem"),
        "security": ("sicherheit", "biztonság", "biztonsag"),
        "software": ("programm", "anwendung", "szoftver", "program"),
    },
    Head.IMPACT: _LEVELS,
    Head.URGENCY: _LEVELS,
    Head.PRIORITY: {
        "P1": ("p1", "kritisch", "kritikus", "critical"),
        "P2": ("p2", "hoch", "magas", "high"),
        "P3": ("p3", "mittel", "közepes", "medium"),
        "P4": ("p4", "niedrig", "alacsony", "low"),
    },
}


def value_of(head: Head, word: str) -> str:
    """The label that this word stands for, else the word itself in lower case: an admin's category may be any word."""
    plain = word.strip().casefold()
    for label, words in _WORDS[head].items():
        if plain in (label.casefold(), *words):
            return label
    return plain
