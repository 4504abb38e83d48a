"""The command line that CONTRACT.md promises. Everything heavy is imported by the command that needs it."""

import sys

from mailflow.cli.main import app

__all__ = ["app", "main"]


def main() -> None:
    """Run a command. A failure that a person can mend is one line on standard error, and exit 1."""
    from mailflow.cli.show import CommandError

    try:
        app()
    except CommandError as error:
        print(f"mailflow: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(error.code)
