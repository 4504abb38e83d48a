"""Generated support mails with the truth of what must become what; the same seed gives the same mails.

60 % plain, 15 % multipart/alternative, 5 % with an attachment of 100 KB, 20 % replies. Replies come last, so that the
number of a reply's ticket is known: a fresh desk counts from 1 in the order of the new mails.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from enum import StrEnum

DESK = "support@desk.example"
ATTACHMENT = 100 * 1024


class Kind(StrEnum):
    """What a mail is, and how a reply says to which thread it belongs."""

    PLAIN = "plain"
    ALTERNATIVE = "alternative"
    ATTACHED = "attached"
    BY_ID = "reply by In-Reply-To"
    BY_TAG = "reply by subject tag"


NEW = frozenset({Kind.PLAIN, Kind.ALTERNATIVE, Kind.ATTACHED})
SHARES = {Kind.ALTERNATIVE: 0.15, Kind.ATTACHED: 0.05, Kind.BY_ID: 0.1, Kind.BY_TAG: 0.1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A mail and its truth. `root` is the Message-ID of its thread's first mail: its own if it is new."""

    content: bytes
    message_id: str
    kind: Kind
    root: str
    sender: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """A customer: everybody writes once, and may reply to it."""

    language: str
    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """What a reply needs to know of the new mail that it follows."""

    writer: Writer
    number: int
    subject: str
    text: str
    message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language: what people are called and what they write. {x} is a number of a device, an order, a room."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    hello: tuple[str, ...]
    bye: str
    again: str
    subjects: tuple[str, ...]
    sentences: tuple[str, ...]
    follow_ups: tuple[str, ...]


WORDS = {
    "hu": Words(
        given=("Ágnes", "Bence", "Csilla", "Dénes", "Etelka", "Gergő", "Ildikó", "Örs"),
        family=("Balogh", "Csókás", "Erdős", "Füzesi", "Hámori", "Székely", "Vörös", "Zsoldos"),
        hello=("Tisztelt Ügyfélszolgálat!", "Jó napot kívánok!", "Sziasztok!"),
        bye="Üdvözlettel",
        again="Re: ",
        subjects=(
            "Elakadt a papír a {x}-es nyomtatóban",
            "Nem enged be a levelezés ({x})",
            "Kettő helyett egy tétel szerepel a {x} számlán",
            "Új kollégának kérnék belépőt a {x}. szobába",
            "Folyton kékre vált a {x} gép képernyője",
            "Otthonról nem érem el a {x} meghajtót",
            "Reccseg a {x} mellék",
            "Lejárt a jelszavam, {x} azonosító",
        ),
        sentences=(
            "Tegnap délután még hiba nélkül ment, ma reggel óta viszont semmi nem történik.",
            "Újraindítottam már, és a kábeleket is megnéztem, nem segített.",
            "A mellettem ülő kolléga ugyanezt tapasztalja a saját gépén.",
            "A képernyőn ennyi áll: {x}. hiba, forduljon a rendszergazdához.",
            "Kérem, írják meg, mikorra várható a megoldás, mert délután leadási határidőm van.",
            "Ha kell, négyig elérhető vagyok az asztalomnál, és távolról is rá lehet nézni a gépre.",
            "A leltári szám {x}, a készülék az ablak melletti asztalon áll.",
        ),
        follow_ups=(
            "Köszönöm, kipróbáltam, de sajnos ugyanaz a hiba jött elő, most {x} jelzéssel.",
            "Még annyit tennék hozzá, hogy a {x} jelű gépen is jelentkezik.",
        ),
    ),
    "en": Words(
        given=("Abigail", "Callum", "Dorothy", "Ewan", "Fiona", "Graham", "Harriet", "Owen"),
        family=("Ashworth", "Bramley", "Crowther", "Dunmore", "Fairfax", "Holloway", "Pemberton", "Whitlock"),
        hello=("Hello,", "Dear support team,", "Hi there,"),
        bye="Kind regards",
        again="Re: ",
        subjects=(
            "Paper jam in printer {x} again",
            "Mailbox {x} will not let me in",
            "Invoice {x} lists one item too few",
            "Badge for a new colleague, room {x}",
            "Blue screen on machine {x} twice a day",
            "Share {x} cannot be reached from home",
            "Crackling noise on extension {x}",
            "Password expired for user {x}",
        ),
        sentences=(
            "Yesterday afternoon everything was fine, but nothing has happened since I came in today.",
            "I have switched it off and on and looked at the cables, without any change.",
            "The person at the next desk sees the very same thing on another machine.",
            "All that the screen says is: fault {x}, ask your administrator.",
            "Could you let me know when to expect a fix, as I have a deadline this afternoon?",
            "You can reach me at my desk until four, and you are welcome to look at the machine remotely.",
            "The inventory number is {x}, and it stands on the table by the window.",
        ),
        follow_ups=(
            "Thanks, I tried that, but the same fault came back, this time with {x} on the display.",
            "One more thing: machine {x} shows it as well.",
        ),
    ),
    "de": Words(
        given=("Anneliese", "Björn", "Dörte", "Emil", "Gisela", "Jürgen", "Käthe", "Sören"),
        family=("Böttcher", "Dreßler", "Eichhorn", "Groß", "Köhler", "Lüders", "Nußbaum", "Weiß"),
        hello=("Guten Tag,", "Sehr geehrte Damen und Herren,", "Hallo zusammen,"),
        bye="Mit freundlichen Grüßen",
        again="AW: ",
        subjects=(
            "Papierstau im Drucker {x}",
            "Postfach {x} lässt mich nicht hinein",
            "Auf der Rechnung {x} fehlt eine Position",
            "Ausweis für eine neue Kollegin, Raum {x}",
            "Rechner {x} zeigt zweimal täglich einen blauen Bildschirm",
            "Von zu Hause ist das Laufwerk {x} nicht erreichbar",
            "Knacken auf der Nebenstelle {x}",
            "Kennwort abgelaufen, Benutzer {x}",
        ),
        sentences=(
            "Gestern Nachmittag lief alles noch einwandfrei, seit heute früh tut sich gar nichts mehr.",
            "Aus- und eingeschaltet habe ich schon, und die Kabel sitzen auch alle fest.",
            "Am Nachbartisch tritt genau dasselbe auf einem anderen Gerät auf.",
            "Auf dem Bildschirm steht nur: Störung {x}, bitte an die Verwaltung wenden.",
            "Bis wann ist mit einer Lösung zu rechnen? Heute Nachmittag habe ich einen Abgabetermin.",
            "Bis vier bin ich am Platz, gern auch mit Zugriff aus der Ferne.",
            "Die Inventarnummer lautet {x}, das Gerät steht auf dem Tisch am Fenster.",
        ),
        follow_ups=(
            "Danke, das habe ich versucht, aber dieselbe Störung ist wieder da, jetzt mit {x} in der Anzeige.",
            "Noch etwas: Beim Rechner {x} ist es auch so.",
        ),
    ),
}


def generate(count: int, now: datetime, *, seed: int = 1, prefix: str = "MF") -> Iterator[Sample]:
    """So many mails, the last of them sent at `now`, one a second; replies carry tags as `[prefix-N]`."""
    dice = random.Random(seed)
    threads: list[Thread] = []
    for position, kind in enumerate(_kinds(count, dice)):
        sent_at = now - timedelta(seconds=count - position)
        if kind in NEW:
            yield _new(kind, sent_at, dice, threads)
        else:
            yield _reply(kind, sent_at, dice, dice.choice(threads), prefix)


def _kinds(count: int, dice: random.Random) -> list[Kind]:
    """The kinds in their order: new mails mixed, then replies mixed."""
    by_share = [kind for kind, share in SHARES.items() for _ in range(round(count * share))]
    new = [kind for kind in by_share if kind in NEW] + [Kind.PLAIN] * (count - len(by_share))
    replies = [kind for kind in by_share if kind not in NEW]
    dice.shuffle(new)
    dice.shuffle(replies)
    return new + replies


def _new(kind: Kind, sent_at: datetime, dice: random.Random, threads: list[Thread]) -> Sample:
    number = len(threads) + 1
    writer = _writer(number, dice)
    words = WORDS[writer.language]
    subject = _fill(dice.choice(words.subjects), dice)
    text = _text(writer, [_fill(each, dice) for each in dice.sample(words.sentences, dice.randint(2, 6))], dice)
    message = _message(writer, subject, text, sent_at, dice)
    if kind is Kind.ALTERNATIVE:
        message.add_alternative(_html(text), subtype="html", cte="quoted-printable")
    if kind is Kind.ATTACHED:
        data, name = dice.randbytes(ATTACHMENT), dice.choice(("kép.png", "screen.png", "Übersicht.png"))
        message.add_attachment(data, maintype="image", subtype="png", filename=name)
    message_id = str(message["Message-ID"])
    threads.append(Thread(writer=writer, number=number, subject=subject, text=text, message_id=message_id))
    return _sample(message, kind, message_id, writer)


def _reply(kind: Kind, sent_at: datetime, dice: random.Random, thread: Thread, prefix: str) -> Sample:
    """A customer's next mail: to his own first one, or to an answer of ours that only the subject's tag tells of."""
    writer, words = thread.writer, WORDS[thread.writer.language]
    tag = f"[{prefix}-{thread.number}] " if kind is Kind.BY_TAG else ""
    text = _text(writer, [_fill(dice.choice(words.follow_ups), dice)], dice)
    quoted = "".join(f"> {line}\n" for line in thread.text.splitlines())
    message = _message(writer, f"{words.again}{tag}{thread.subject}", f"{text}\n{quoted}", sent_at, dice)
    answered = thread.message_id if kind is Kind.BY_ID else f"<lost.{dice.getrandbits(48):x}@desk.example>"
    message["In-Reply-To"] = message["References"] = answered
    return _sample(message, kind, thread.message_id, writer)


def _writer(number: int, dice: random.Random) -> Writer:
    language = dice.choices(["hu", "en", "de"], [45, 30, 25])[0]
    words = WORDS[language]
    given, family = dice.choice(words.given), dice.choice(words.family)
    name = f"{family} {given}" if language == "hu" else f"{given} {family}"
    return Writer(language=language, name=name, address=f"customer{number}@firm{number % 97}.example")


def _text(writer: Writer, sentences: list[str], dice: random.Random) -> str:
    words = WORDS[writer.language]
    body = "\n".join(sentences)
    return f"{dice.choice(words.hello)}\n\n{body}\n\n{words.bye},\n{writer.name}\n"


def _message(writer: Writer, subject: str, text: str, sent_at: datetime, dice: random.Random) -> EmailMessage:
    domain = writer.address.partition("@")[2]
    message = EmailMessage()
    message["Return-Path"] = f"<{writer.address}>"
    message["Received"] = f"from mail.{domain} by mx.desk.example with ESMTPS; {format_datetime(sent_at)}"
    message["From"] = f"{writer.name} <{writer.address}>"
    message["To"] = f"Support <{DESK}>"
    message["Subject"] = subject
    message["Date"] = format_datetime(sent_at)
    message["Message-ID"] = f"<{dice.getrandbits(64):016x}@{domain}>"
    message.set_content(text, cte="7bit" if text.isascii() else "quoted-printable")
    return message


def _html(text: str) -> str:
    paragraphs = "".join(f"<p>{part}</p>\n" for part in text.replace("\n", "<br>\n").split("<br>\n<br>\n"))
    return f"<html><head><style>p {{ margin: 1em 0 }}</style></head><body>{paragraphs}</body></html>\n"


def _sample(message: EmailMessage, kind: Kind, root: str, writer: Writer) -> Sample:
    if message.is_multipart():
        message.set_boundary(f"=_{str(message['Message-ID'])[1:17]}")
    return Sample(
        content=message.as_bytes(),
        message_id=str(message["Message-ID"]),
        kind=kind,
        root=root,
        sender=writer.address,
        language=writer.language,
    )


def _fill(pattern: str, dice: random.Random) -> str:
    return pattern.format(x=dice.randint(1000, 99999))
