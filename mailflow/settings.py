"""The settings: one TOML file, each key also from the environment as MAILFLOW_SECTION__KEY.

Paths in the file are taken from the file's folder.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from mailflow.calendars import CalendarSettings
from mailflow.classify.categories import read as read_categories
from mailflow.classify.examples import TableError
from mailflow.desk.rules import Rules
from mailflow.desk.terms import Priority
from mailflow.flow.office import Caps
from mailflow.ingest.mailbox.account import ImapSettings
from mailflow.mail import is_address
from mailflow.notify.smtp import SmtpSettings
from mailflow.resources import settings_file
from mailflow.store.people import Agent
from mailflow.store.retention import Retention

_Server = TypeVar("_Server", ImapSettings, SmtpSettings)


class SettingsError(Exception):
    """The settings cannot be used; says which key and what to do."""


def _check_address(text: str) -> str:
    if text and not is_address(text):
        raise ValueError(f"{text!r} is no address; write it as support@example.org")
    return text


def _check_prefix(text: str) -> str:
    if not re.fullmatch("[A-Za-z0-9]+(-[A-Za-z0-9]+)*", text):
        raise ValueError(f"{text!r} must be letters, digits and single hyphens within, as MF")
    return text


def _check_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"unknown time zone {name!r}; write it as Europe/Budapest") from error
    return name


def _check_time(text: str) -> str:
    try:
        time.fromisoformat(text or "00:00")
    except ValueError as error:
        raise ValueError(f"{text!r} is no time of day; write it as 07:30") from error
    return text


def _check_pattern(text: str) -> str:
    try:
        groups = re.compile(text).groupindex
    except re.error as error:
        raise ValueError(f"{text!r} is no regular expression: {error}") from error
    if not {"host", "check"} & set(groups):
        raise ValueError(f"{text!r} must name what is wrong, as in (?P<host>...) or (?P<check>...)")
    return text


_AddressText = Annotated[str, AfterValidator(_check_address)]
_Pattern = Annotated[str, AfterValidator(_check_pattern)]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSettings:
    """Who the desk is. `aliases` are its other addresses; `templates` a folder of letters that go before the shipped.

    `subaddress` says that mail to `local+anything@domain` arrives too (RFC 5233); `authserv_id` is the mail server
    whose Authentication-Results are believed (RFC 8601), "-" where it writes no name (Microsoft 365); with
    `verify_dkim` DKIM signatures are checked here as well, which asks the DNS. `monitors` are the senders of alerts
    (Nagios, Zabbix and the like): one ticket a trouble, and no answer; `alert_patterns` their forms that mailflow does
    not know, regular expressions with groups `host`, `check`, and `over` for what stands there only once it is well.
    """

    name: str = "Support"
    address: _AddressText = ""
    aliases: tuple[_AddressText, ...] = ()
    prefix: Annotated[str, AfterValidator(_check_prefix)] = "MF"
    language: Literal["hu", "en", "de"] = "en"
    zone: Annotated[str, AfterValidator(_check_zone)] = "Europe/Budapest"
    undo_seconds: int = 30
    subaddress: bool = True
    authserv_id: str = ""
    verify_dkim: bool = False
    templates: str = ""
    digest_at: Annotated[str, AfterValidator(_check_time)] = "07:30"
    """When agents get their daily digest, in the desk's zone; "" for never."""
    monitors: tuple[_AddressText, ...] = ()
    alert_patterns: tuple[_Pattern, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSettings:
    """Where everything is kept: `sqlite:///FILE` or `postgresql+psycopg://USER@HOST/NAME`."""

    url: str = "sqlite:///mailflow.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """Where retrained models are kept. With `enabled = false` every mail goes to a person to be labelled.

    `encoder` is for the second reading of mails in doubt: "auto" takes the one that the extra `semantic` installs, ""
    none, `package.module:factory` another. At most so long the agents' notice of a new ticket waits for it and for the
    alike tickets, which are found without an encoder too; 0: no second look (nor with `run --once`).
    `categories` names a CSV or JSONL of names and descriptions that stand in place of the shipped categories.
    """

    folder: str = "models"
    enabled: bool = True
    encoder: str = "auto"
    patience_seconds: float = 5.0
    categories: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSettings:
    """How much is logged, and whether as JSON lines."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    json: bool = False


class Settings(BaseModel):
    """All settings. `imap` is the one mailbox, `mailboxes` are more of them; `calendars` those of single priorities."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    desk: DeskSettings = DeskSettings()
    imap: ImapSettings | None = None
    mailboxes: tuple[ImapSettings, ...] = ()
    smtp: SmtpSettings = SmtpSettings()
    store: StoreSettings = StoreSettings()
    agents: tuple[Agent, ...] = ()
    rules: Rules = Rules()
    calendar: CalendarSettings = CalendarSettings()
    calendars: Mapping[Priority, CalendarSettings] = {}
    caps: Caps = Caps()
    retention: Retention = Retention()
    model: ModelSettings = ModelSettings()
    log: LogSettings = LogSettings()

    @field_validator("rules", mode="before")
    @classmethod
    def _refuse_calendar(cls, rules: Any) -> Any:
        if isinstance(rules, Mapping) and {"calendar", "calendars"} & set(rules):
            raise ValueError("the calendar has a section of its own: write [calendar], for a priority [calendars.P1]")
        return rules

    @model_validator(mode="before")
    @classmethod
    def _inherit_calendar(cls, given: Any) -> Any:
        """What a priority's calendar leaves out is as in the desk's."""
        desk, others = given.get("calendar", {}), given.get("calendars", {})
        if not isinstance(desk, Mapping) or not isinstance(others, Mapping):
            return given
        whole = {key: {**desk, **each} if isinstance(each, Mapping) else each for key, each in others.items()}
        return {**given, "calendars": whole}

    @property
    def all_mailboxes(self) -> tuple[ImapSettings, ...]:
        """Every mailbox that is polled."""
        return (*([self.imap] if self.imap else []), *self.mailboxes)


class _Read(BaseSettings, Settings):
    """The settings as the environment and, after it, the file give them."""

    model_config = SettingsConfigDict(env_prefix="MAILFLOW_", env_nested_delimiter="__", extra="forbid", frozen=True)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (env_settings, init_settings)


def find_file(given: Path | None) -> Path | None:
    """The settings' file: the one given, else ./mailflow.toml, else the system's; None if there is none."""
    if given is not None:
        if not given.is_file():
            raise SettingsError(f"{given}: there is no such file; `mailflow init` writes one")
        return given
    return settings_file()


def load(given: Path | None = None) -> Settings:
    """Read the settings. Raises SettingsError with the key and what is wrong with it."""
    file = find_file(given)
    if file is None and not any(name.startswith("MAILFLOW_DESK") for name in os.environ):
        raise SettingsError("no mailflow.toml here; `mailflow init` writes one, or name it with --config FILE")
    try:
        read = _Read(**tomllib.loads(file.read_text(encoding="utf-8")) if file else {})
    except ValidationError as error:
        raise SettingsError(_told(file, error)) from error
    except (OSError, ValueError) as error:  # not readable, or no TOML
        raise SettingsError(f"{file}: {error}") from error
    settings = Settings.model_construct(**{name: getattr(read, name) for name in Settings.model_fields})
    if not settings.desk.address:
        raise SettingsError(f'{file or "environment"}: [desk] address is missing, e.g. address = "support@example.org"')
    return _placed(settings, file.parent if file else Path())


def _told(file: Path | None, error: ValidationError) -> str:
    first = error.errors(include_input=False, include_url=False)[0]
    key = ".".join(str(part) for part in first["loc"])
    unknown = first["type"] in ("extra_forbidden", "unexpected_keyword_argument")
    hint = "there is no such key" if unknown else first["msg"].removeprefix("Value error, ")
    return f"{file or 'environment'}: {key}: {hint}"


def _placed(settings: Settings, folder: Path) -> Settings:
    """Relative paths are taken from the file's folder; the rules count by the calendars."""
    changes: dict[str, Any] = {
        "model": _placed_model(settings.model, folder),
        "store": replace(settings.store, url=_placed_url(settings.store.url, folder)),
        "imap": _placed_secret(settings.imap, folder) if settings.imap else None,
        "mailboxes": tuple(_placed_secret(each, folder) for each in settings.mailboxes),
        "smtp": _placed_secret(settings.smtp, folder),
        "agents": tuple(map(_lowered, settings.agents)),
        "rules": replace(
            settings.rules,
            categories=_categories(settings, folder),
            calendar=settings.calendar.made(settings.desk.zone),
            calendars={name: each.made(settings.desk.zone) for name, each in settings.calendars.items()},
        ),
    }
    if settings.desk.templates:
        changes["desk"] = replace(settings.desk, templates=str(folder / settings.desk.templates))
    return settings.model_copy(update=changes)


def _placed_model(model: ModelSettings, folder: Path) -> ModelSettings:
    own = str(folder / model.categories) if model.categories else ""
    return replace(model, folder=str(folder / model.folder), categories=own)


def _categories(settings: Settings, folder: Path) -> tuple[str, ...]:
    """The rules' own, or those of the file that the model has them from."""
    if not settings.model.categories:
        return settings.rules.categories
    try:
        names = tuple(each.name for each in read_categories(folder / settings.model.categories))
    except TableError as error:
        raise SettingsError(f"[model] categories: {error}") from error
    if strange := sorted(set(settings.rules.approvers) - set(names)):
        raise SettingsError(f"[rules] approvers: {strange[0]!r} stands not in the file of [model] categories")
    return names


def _lowered(agent: Agent) -> Agent:
    aliases = tuple(each.lower() for each in agent.aliases)
    return replace(agent, address=agent.address.lower(), aliases=aliases, deputy=agent.deputy.lower())


def _placed_secret(server: _Server, folder: Path) -> _Server:
    return replace(server, password_file=str(folder / server.password_file)) if server.password_file else server


def _placed_url(url: str, folder: Path) -> str:
    start = "sqlite:///"
    path = url.removeprefix(start)
    if not url.startswith(start) or path.startswith("/") or path == ":memory:":
        return url
    return start + str((folder / path).resolve())
