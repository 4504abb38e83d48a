"""What a model, or the lack of one, makes of a first mail: a label, how likely it is, and whether to trust it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """One answer. `p` is the calibrated probability of `label`; `sure` says that such answers are about 95 % right.

    Of `breach` alone `p` is always the probability of "true", whichever label stands.
    """

    label: str
    p: float
    sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The answers for one mail; `second` names by head the runner-up, so that a person can be asked "A or B?".

    `fits` is False for a mail unlike all that the model has learnt from: perhaps it is none of ours.
    """

    kind: Guess
    category: Guess
    impact: Guess
    urgency: Guess
    breach: Guess
    second: Mapping[str, str] = field(default_factory=dict)
    fits: bool = True


def fallback() -> Reading:
    """The reading when there is no model: an incident of no special category, of which nothing is sure."""
    return Reading(
        kind=Guess(label="incident", p=0.5, sure=False),
        category=Guess(label="general", p=0.0, sure=False),
        impact=Guess(label="medium", p=0.0, sure=False),
        urgency=Guess(label="medium", p=0.0, sure=False),
        breach=Guess(label="false", p=0.0, sure=False),
        second={"kind": "request"},
    )
