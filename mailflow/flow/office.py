"""All that the path needs at hand: the store, the rules, the letters, the keys, the reader of texts."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import time, timedelta

from mailflow.desk.reading import Reading
from mailflow.desk.rules import Rules
from mailflow.flow.alike import Memory
from mailflow.flow.reader import Reader
from mailflow.flow.understand import Texts, Understood, understand
from mailflow.ingest.read import House
from mailflow.mail import Kept
from mailflow.notify.compose import DeskCard, Press
from mailflow.store.db import Store
from mailflow.store.retention import Retention
from mailflow.tokens import KeyRing


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """How many automatic letters one address may get, and all addresses together (TRUST.md)."""

    ten_minutes: int = 5
    hour: int = 20
    day: int = 40
    all_hour: int = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitors:
    """The senders whose mails are alerts, in lower case, and an admin's own forms beside the known ones."""

    addresses: frozenset[str] = frozenset()
    patterns: tuple[re.Pattern[str], ...] = ()


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
    patience: timedelta = timedelta()
    """How long the agents' notice of a new ticket waits for the second look: its second reading, and what is alike."""
    park_after: int = 3
    digest_at: time | None = None
    """When agents get their daily digest, in the desk's zone; None: never."""
    retention: Retention = field(default_factory=Retention)
    monitors: Monitors = Monitors()
    memory: Memory = field(default_factory=Memory)
    reader: Reader = field(default_factory=lambda: Reader(None))
    """The model as far as this process needs it: loaded when somebody asks which words spoke for a label."""

    def understand(self, kept: Sequence[Kept]) -> list[Understood]:
        """Read and classify these mails in this process."""
        return understand(kept, self.house, self.read_texts)
