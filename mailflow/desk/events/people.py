"""The events of who takes part in a ticket."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantOffered:
    """A mail had these addresses in copy; none of them takes part before an agent says so."""

    by: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantAdded:
    """From now on this person takes part; what was before stays unseen by them."""

    by: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantRemoved:
    by: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequesterCorrected:
    """An agent said whose matter it is."""

    by: str
    before: str
    after: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressLinked:
    """`address` is the requester's too."""

    by: str
    address: str
