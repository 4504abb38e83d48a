"""What stands on a ticket in place of words that could not be read, for the agent, in the desk's language."""

from collections.abc import Mapping

UNREADABLE: Mapping[str, str] = {
    "en": "This mail could not be read, so its text is missing here. The original is kept as it came: "
    "`mailflow inbox show {id} > mail.eml`. `mailflow inbox retry {id}` lets the desk try again.",
    "hu": "Ezt a levelet nem sikerült elolvasni, ezért a szövege itt hiányzik. Az eredeti változatlanul megvan: "
    "`mailflow inbox show {id} > level.eml`. A `mailflow inbox retry {id}` parancsra újra megpróbáljuk.",
    "de": "Diese E-Mail konnte nicht gelesen werden, darum fehlt hier ihr Text. Das Original liegt unverändert vor: "
    "`mailflow inbox show {id} > mail.eml`. Mit `mailflow inbox retry {id}` wird es noch einmal versucht.",
}
ENCRYPTED: Mapping[str, str] = {
    "en": "This mail is encrypted, and the desk has no key for it. The original is kept as it came: "
    "`mailflow inbox show {id} > mail.eml`.",
    "hu": "Ez a levél titkosított, és nincs hozzá kulcsunk. Az eredeti változatlanul megvan: "
    "`mailflow inbox show {id} > level.eml`.",
    "de": "Diese E-Mail ist verschlüsselt, und wir haben keinen Schlüssel dafür. Das Original liegt unverändert vor: "
    "`mailflow inbox show {id} > mail.eml`.",
}


def notice(texts: Mapping[str, str], language: str, inbox_id: int) -> str:
    """The notice in this language, or in English."""
    return texts.get(language, texts["en"]).format(id=inbox_id)
