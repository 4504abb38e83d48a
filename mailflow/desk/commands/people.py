"""What may be asked about who takes part."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferParticipants:
    """A mail had these in copy."""

    by: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddParticipant:
    by: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveParticipant:
    by: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectRequester:
    by: str
    address: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAddress:
    """This address is the requester's too."""

    by: str
    address: str
