"""Where files lie: what is shipped in a checkout beside the package, in a wheel inside it; the settings here."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_SETTINGS = (Path("mailflow.toml"), Path("/etc/mailflow/mailflow.toml"))


def shipped(name: str) -> Path:
    """The folder `templates`, `models` or `starter` as shipped."""
    inside = _PACKAGE / "_data" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def settings_file() -> Path | None:
    """./mailflow.toml, else the system's; None if there is neither."""
    return next((path for path in _SETTINGS if path.is_file()), None)
