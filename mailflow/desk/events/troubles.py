"""The events of troubles that are larger than one ticket: alerts, outbreaks, major incidents and their children."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredMajor:
    """I24. A major incident: P1, at L3, told every half hour."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Another ticket belongs to this matter, without following it."""

    by: str
    other: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """This ticket is a child of a larger trouble from now on, and follows it."""

    by: str
    parent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildJoined:
    """`child` follows this ticket from now on."""

    by: str
    child: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ParentTold:
    """The larger trouble has news, which this child's people hear too. `news`: update, cause, escalated or progress."""

    by: str
    parent: int
    news: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """This ticket no longer follows the larger trouble, and goes on by itself."""

    by: str
    parent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitOff:
    """A new matter in this ticket's mail got a ticket of its own."""

    by: str
    into: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OutbreakSeen:
    """Alike tickets came together: this one may be their parent. `alike` are the others' numbers, or with `more` those

    that came later. Only a person decides.
    """

    by: str
    alike: tuple[int, ...]
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OutbreakDismissed:
    """A person said that the alike tickets have nothing to do with each other."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRepeated:
    """The monitor told the same trouble again; `count` times by now. `back`: after it had been well.

    `flapping`: it comes and goes too often, which is said once.
    """

    by: str
    count: int
    flapping: bool = False
    back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertCleared:
    """I27. The monitor says that it is well again."""

    by: str
