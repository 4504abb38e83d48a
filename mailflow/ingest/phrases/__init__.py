"""What people write in short mails, by language and kind: only the tables. How they are read is in `words`.

Kinds: status, confirm and cancel are the customer's words (DESK.md); thanks; greeting and closing, after which a name
may stand; polite fills; please, which asks for something; small words only fill a sentence that says one of the others.
"but", "not", "still" and their like are in no list: a mail with a word that is not here brings news.
"""

from collections.abc import Mapping

from mailflow.ingest.phrases import eastern, served, western

EVERYWHERE: Mapping[str, str] = {
    "thanks": "thanks; thank you; thx; tnx; ty; thank u; merci; danke; many thanks; thanks a lot",
    "greeting": "hi; hello; hey; hallo",
    "closing": "regards; best regards; kind regards; br; best; cheers",
    "polite": "ok; okay; oke; super; perfect; perfekt; bravo; great; top; wow",
}
"""Understood beside every language."""

PHRASES: Mapping[str, Mapping[str, str]] = {**served.PHRASES, **western.PHRASES, **eastern.PHRASES}
"""Language -> kind -> its phrases, between semicolons or on lines of their own."""
