"""A commented mailflow.toml, printed from the definitions: every section, every key, its default."""

import inspect
import textwrap
from dataclasses import MISSING, Field, fields
from typing import Any

from mailflow.calendars import CalendarSettings
from mailflow.flow.office import Caps
from mailflow.ingest.mailbox.account import ImapSettings
from mailflow.notify.smtp import SmtpSettings
from mailflow.settings import DeskSettings, LogSettings, ModelSettings, StoreSettings
from mailflow.store.people import Agent
from mailflow.store.retention import Retention

_FIRST: dict[str, dict[str, Any]] = {
    "desk": {"name": "Example Support", "address": "support@example.org", "prefix": "MF", "language": "en"},
    "imap": {"host": "127.0.0.1", "port": 143, "tls": "starttls", "user": "support", "password_file": "imap.secret"},
    "smtp": {"host": "127.0.0.1", "port": 25, "tls": "starttls"},
    "store": {"url": "sqlite:///mailflow.db"},
    "[agents]": {"address": "bo@example.org", "name": "Bo", "tier": 1, "lead": True},
}
"""What a desk must say for itself; all else has a default that is shown as a comment."""

_SECTIONS: tuple[tuple[str, type], ...] = (
    ("desk", DeskSettings),
    ("imap", ImapSettings),
    ("smtp", SmtpSettings),
    ("store", StoreSettings),
    ("calendar", CalendarSettings),
    ("model", ModelSettings),
    ("caps", Caps),
    ("retention", Retention),
    ("log", LogSettings),
    ("[agents]", Agent),
)

_HEAD = """\
# mailflow's settings. Every key can also come from the environment as MAILFLOW_SECTION__KEY.
# Keys behind a # show their defaults. More mailboxes are [[mailboxes]] with the keys of [imap].
# Keep this file to yourself (chmod 600) if a password stands in it; password_file is better.
"""


def sample() -> str:
    """The file's text."""
    return "\n".join([_HEAD, *(_section(name, kind) for name, kind in _SECTIONS)])


def _section(name: str, kind: type) -> str:
    about = textwrap.wrap(" ".join((inspect.getdoc(kind) or "").split()).replace("`", ""), 110)
    given = _FIRST.get(name, {})
    keys = [_key(each, given) for each in fields(kind) if each.default is not None]
    return "\n".join([*(f"# {line}" for line in about), f"[{name}]", *keys, ""])


def _key(field: Field[Any], given: dict[str, Any]) -> str:
    if field.name in given:
        return f"{field.name} = {_toml(given[field.name])}"
    made = field.default_factory() if field.default_factory is not MISSING else ""
    return f"# {field.name} = {_toml(made if field.default is MISSING else field.default)}"


def _toml(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case {}:
            return "{" + ", ".join(f"{_toml(key)} = {_toml(each)}" for key, each in value.items()) + "}"
        case tuple():
            return "[" + ", ".join(_toml(each) for each in value) + "]"
        case _:
            return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
