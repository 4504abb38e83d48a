"""All that the path needs at hand: the store, the rules, the letters, the keys, the reader of texts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from mailflow.desk.reading import Reading
from mailflow.desk.rules import Rules
from mailflow.flow.understand import Texts, Understood, understand
from mailflow.ingest.read import House
from mailflow.mail import Kept
from mailflow.notify.compose import DeskCard, Press
from mailflow.store.db import Store
from mailflow.tokens import KeyRing


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """How many automatic letters one address may get, and all addresses together (TRUST.md)."""

    ten_minutes: int = 5
    hour: int = 20
    day: int = 40
    all_hour: int = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The desk at work. `read_texts` classifies (subject, body) pairs and never fails: without a model, by rules."""

    store: Store
    rules: Rules
    house: House
    card: DeskCard
    press: Press
    ring: KeyRing
    read_texts: Callable[[Texts], list[Reading]]
    caps: Caps = Caps()
    undo: timedelta = timedelta(seconds=30)
    park_after: int = 3

    def understand(self, kept: Sequence[Kept]) -> list[Understood]:
        """Read and classify these mails in this process."""
        return understand(kept, self.house, self.read_texts)
