"""One line at a mail's end: is it a closing, what a mail program adds ("Sent from my phone"), a disclaimer?

The words are those of `endings`; `signature` asks.
"""

import re

from mailflow.ingest.quoting.endings import DEVICES, cells
from mailflow.ingest.quoting.wording import folded


def _solid(text: str) -> str:
    """Without spaces, which some scripts put at will."""
    return "".join(text.split())


_LINK = re.compile(r"\s?[<(\[]https?:[^<>()]{1,300}[>)\]]|\shttps?://\S{1,300}$")
_EDGES = " \t*_-–—.!|~()[]\xa0"
_CLOSINGS, _SMALL = cells("closing"), cells("small")
_LONGEST = max(len(phrase.split()) for phrase in _CLOSINGS | _SMALL)
_LEGAL = tuple(sorted(cells("legal"), key=len, reverse=True))
_SENT_FROM = tuple((before, after) for before, _, after in (_solid(cell).partition("…") for cell in cells("sent_from")))
_BEFORE = tuple(before for before, _ in _SENT_FROM if before)
_AFTER = tuple(after for before, after in _SENT_FROM if not before)
_DEVICE = re.compile(
    "|".join(rf"(?<![a-z0-9\u00c0-\u052f]){re.escape(name)}" if name.isascii() else name for name in DEVICES.split())
)
_FROM = re.compile(r"(?<=\w)\s(?:aus|from|von|van|de|da|från|fra|z|ze)\s[^\W\d_a-z][^\W\d_]+[,.!]?$")
"""Whence the greetings come: "Viele Grüße aus Wien"."""
_BREVITY = re.compile(r"\.\s(?=[^.]{0,80}(?:brev|typo|excus|entschuld|kürze|fautes|errores|errori|tömör|rövid))")
_TITLE = re.compile(
    r"(?:confidentiality|legal) notice|disclaimer\b|avis de confidentialité|aviso legal|aviso de confidencialidad"
    r"|haftungsausschluss|vertraulichkeitshinweis|jogi nyilatkozat|yasal uyarı|avviso di riservatezza|免责声明|保密声明"
)
_SECRET = re.compile(
    r"confid|privileg|vertraulich|bizalmas|titok|titkos|riservat|vertrouwelijk|poufn|důvěrn|dôvern|konfid|fortrolig"
    r"|luottamuks|конфиденц|конфіденц|gizli|保密|机密|機密|秘密|기밀|εμπιστευτικ|intended (?:only|solely)|kizárólag"
)
_LIABLE = re.compile(
    r"virus|vírus|disclos|liab|haft|felelős|copy|kopie|másol|delet|lösch|töröl|supprim|eliminar|cancell|sender|absender"
    r"|feladó|expéditeur|remitente|mittente|afzender|nadawc|odesílatel|expeditor|avsändar|avsender|afsender|lähettäj"
    r"|отправител|відправник|gönderen|attach|anlage|anhang|mellékl|pièce|adjunt|allegat|bijlage|załączn|příloh"
)
"""What the further sentences of disclaimers are about."""

_ADDRESSED = re.compile(
    r"recipient|addressee|intended|solely|unauthori|addressed|adressat|empfänger|címzett|destinat|bestemd|geadresseerde"
    r"|ontvanger|adresat|odbiorc|adresát|příjemc|mottagar|modtager|mottaker|vastaanottaj|адресат|получател|одержувач"
    r"|alıcı|收件人|接收|宛先|受信|수신|παραλήπτ"
    r"|in error|by mistake|tévedésből|irrtümlich|versehentlich|par erreur|por error|per errore|por engano|ten onrechte"
    r"|omyłkowo|omylem|din greșeală|av misstag|ved en fejl|ved en feil|vahingossa|по ошибке|помилково|yanlışlıkla"
)
_GREEN = re.compile(
    r"(?:please )?consider the environment|(?:bitte )?denken sie (?:bitte )?an die umwelt|gondoljon a környezet"
    r"|kérj(?:ük|em),? (?:gondoljon|csak akkor nyomtassa)|pensez à l'environnement|antes de imprimir"
    r"|prima di stampare|think before you print"
)


def is_closing(line: str) -> bool:
    """True if the whole line closes a letter: "Best regards," "Thanks and regards", "Vielen Dank im Voraus!"."""
    text = folded(_FROM.sub("", line.strip()))
    if len(text) > 80 or text.endswith("?"):
        return False
    words = re.sub(r"[,.!:;&/()~\u3002\uff01\uff0c\u3001-]+", " ", text).split()
    at, found = 0, False
    while at < len(words):
        length = next((n for n in range(min(_LONGEST, len(words) - at), 0, -1) if _said(words[at : at + n])), 0)
        if not length:
            return False
        found |= " ".join(words[at : at + length]) in _CLOSINGS
        at += length
    return found


def is_sent_from(line: str) -> bool:
    """True if a mail program has put this line below what was written, in words that nobody would write."""
    text = _LINK.sub("", line).strip(_EDGES)
    text = folded(_BREVITY.split(text)[0]).strip(_EDGES)
    if not 5 < len(text) <= 100 or any(mark in text for mark in (", ", "?", "; ", ". ")):
        return False
    solid = _solid(text)
    if not (solid.startswith(_BEFORE) or solid.endswith(_AFTER)) or _DEVICE.search(text) is None:
        return False
    return any(solid.startswith(before) and solid.endswith(after) for before, after in _SENT_FROM)


def is_legal(line: str) -> bool:
    """True if a paragraph begins here that lawyers or printers have asked for: secret, and meant for its addressee."""
    text = folded(line[:500].strip(" \t*_-=|>"))
    if _TITLE.match(text) or _GREEN.match(text):
        return True
    return text.startswith(_LEGAL) and bool(_SECRET.search(text) and _ADDRESSED.search(text))


def speaks_legally(line: str) -> bool:
    """True if a sentence goes on with what a disclaimer says."""
    text = folded(line[:500])
    return bool(_GREEN.search(text) or _SECRET.search(text) or _ADDRESSED.search(text) or _LIABLE.search(text))


def _said(words: list[str]) -> bool:
    phrase = " ".join(words)
    return phrase in _CLOSINGS or phrase in _SMALL
