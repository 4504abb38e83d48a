"""Prints figures: as lines for a person, or as one JSON object for a program."""

import json
from collections.abc import Mapping
from typing import Any


def show(figures: Mapping[str, Any], *, as_json: bool, **details: Any) -> None:
    """Print these figures; `details` appear in JSON only."""
    if as_json:
        print(json.dumps({**figures, **details}))
        return
    for name, value in figures.items():
        told = ", ".join(f"{key} {each}" for key, each in value.items()) if isinstance(value, Mapping) else value
        print(f"{name.replace('_', ' ')}: {told}")
