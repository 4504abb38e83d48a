"""Whom a stranger's name or address could be taken for (TRUST.md S05). It proves nothing; an agent is told of it.

Two texts look alike if their skeletons by the Unicode tables of confusables (UTS 39, section 4) are the same; here
accents, case and the order of a name's words are left out too. Start at `resembled`.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from confusable_homoglyphs.confusables import confusables_data

from mailflow.mail import Address

_UNSEEN = frozenset({"Cf", "Cc", "Mn", "Me"})
_MARK = "\u200e"


def resembled(sender: Address, known: Iterable[Address]) -> str:
    """The address of the first of `known` for whom this sender could be taken; "" if they are one or look like none."""
    people = list(known)
    if any(sender.address == each.address for each in people):
        return ""
    return next((each.address for each in people if _resembles(sender, each)), "")


def _resembles(sender: Address, person: Address) -> bool:
    if _named_like(sender.name, person.name) or looks_of(sender.address) & looks_of(person.address):
        return True
    if any(there in shown for shown in looks_of(sender.name) for there in looks_of(person.address)):
        return True
    mine, theirs = (_domain(each.address) for each in (sender, person))
    return mine != theirs and bool(looks_of(mine) & looks_of(theirs))


def _named_like(name: str, other: str) -> bool:
    mine, theirs = ({tuple(sorted(look.split())) for look in looks_of(each)} - {()} for each in (name, other))
    return bool(mine & theirs)


@lru_cache(maxsize=4096)
def looks_of(text: str) -> frozenset[str]:
    """What the text looks like, read as it is and in lower case: I is like l, and like i."""
    return frozenset(_skeleton(each) for each in (text, text.casefold()))


def _skeleton(text: str) -> str:
    seen = _bare(text)
    for _ in range(2):  # the likes of a capital are capitals
        seen = "".join(_prototypes().get(each, each) for each in seen).casefold()
    return " ".join(_bare(seen).split())


def _bare(text: str) -> str:
    """Without what is not seen, and without accents."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(each for each in parts if unicodedata.category(each) not in _UNSEEN)


def _domain(address: str) -> str:
    """As it is read: Punycode (RFC 5890) unpacked, where it can be."""
    domain = address.rpartition("@")[2]
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain


@cache
def _prototypes() -> dict[str, str]:
    """What each character is like. The library lists each pair both ways; what many are like is their prototype."""
    like = {char: [each["c"].strip(_MARK) for each in others] for char, others in confusables_data.items()}
    single = ((char, others[0]) for char, others in like.items() if len(char) == len(others) == 1)
    return {char: other for char, other in single if len(like.get(other, ())) > 1 or (other, char) < (char, other)}
