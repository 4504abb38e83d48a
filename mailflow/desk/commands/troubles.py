"""What may be asked about troubles that are larger than one ticket."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareMajor:
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Note that another ticket, which stands, belongs to this one (the caller has looked)."""

    by: str
    other: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopt:
    """Make this ticket the child of another, which stands (the caller has looked)."""

    by: str
    parent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeChild:
    """Note that `child` follows this ticket."""

    by: str
    child: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TellChild:
    """Pass on to a child what its parent's people were told. `news`: update, cause, escalated or progress."""

    by: str
    news: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Let this ticket go on by itself: what it followed was no trouble of its kind, or is another now."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitOut:
    """Note that a new matter of this ticket's mail became the ticket `into`."""

    by: str
    into: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeeOutbreak:
    """The desk saw these alike tickets come together."""

    alike: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dismiss:
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatAlert:
    """The monitor told it again."""

    by: str
    flapping: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearAlert:
    """The monitor says that it is well again."""

    by: str
