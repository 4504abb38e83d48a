"""What absence notices and automatic replies say, by language: tables of words only; `vacation` weighs them.

Each field is a regular expression's alternatives without nested repetition. `stems` are plain words in lower case: a
language is looked at only if a mail's subject or first words have one of its stems.
"""

from dataclasses import dataclass

NEVER = r"(?!)"
"""Matches nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """One language's words.

    `automatic` begins the subject of an automatic reply (Exchange, Gmail, Domino, sieve), `away` that of an
    absence; in the text `says` that a machine writes, `absent` that the writer is away, `back` when they return,
    `whom` to ask meanwhile, `thanks` for the mail, `unread` that mails are hardly read meanwhile; `request` and
    `trouble` are what a person writes who wants something.
    """

    stems: tuple[str, ...]
    automatic: str
    away: str = NEVER
    says: str = NEVER
    absent: str = NEVER
    back: str = NEVER
    whom: str = NEVER
    thanks: str = NEVER
    unread: str = NEVER
    request: str = NEVER
    trouble: str = NEVER
