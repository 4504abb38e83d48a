"""A mailbox as `mailflow.toml` describes it, and where its secret comes from. The secret is never shown."""

import shlex
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from mailflow.ingest.mailbox.trouble import PermanentMailboxError, TransientMailboxError

TOKEN_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapSettings:
    """The section [imap]: a mailbox to read, and what to do with mail that is safely stored.

    `port` 0 is the standard one (993 with tls, else 143). `token_command` prints an OAuth2 access token on its standard
    output. `done` is what happens to handled mail: it moves to the folders `processed` and `quarantine`, or is flagged.
    """

    host: str = "127.0.0.1"
    port: int = 0
    tls: Literal["none", "starttls", "tls"] = "tls"
    user: str = ""
    password: str = field(default="", repr=False)
    password_file: str = ""
    token_command: str = field(default="", repr=False)
    mechanism: Literal["password", "xoauth2", "oauthbearer"] = "password"
    folder: str = "INBOX"
    processed: str = "Processed"
    quarantine: str = "Quarantine"
    done: Literal["move", "flag"] = "move"
    poll_seconds: int = 120
    timeout_seconds: int = 60
    max_bytes: int = 50 * 1024 * 1024
    ca_file: str = ""
    name: str = ""

    @property
    def service_port(self) -> int:
        """The port to connect to."""
        return self.port or (993 if self.tls == "tls" else 143)

    @property
    def key(self) -> str:
        """The mailbox's stable name, `user@host/folder`, or `user@host:port/folder` where the port is no usual one."""
        port = "" if self.service_port in (143, 993) else f":{self.service_port}"
        return f"{self.user}@{self.host}{port}/{self.folder}"

    def secret(self) -> str:
        """The password, or a fresh access token; read anew at each login, so that it may be changed at any time."""
        if self.mechanism != "password":
            return _run(self.token_command)
        return self.password or _read(self.password_file)


def _read(path: str) -> str:
    if not path:
        raise PermanentMailboxError("no password is set: set imap.password or imap.password_file")
    try:
        return Path(path).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise PermanentMailboxError(f"imap.password_file {path} cannot be read: {type(error).__name__}") from None


def _run(command: str) -> str:
    """What the command prints; how it fails is told without its output, which may hold the token."""
    if not command:
        raise PermanentMailboxError("no token can be had: set imap.token_command")
    try:
        ran = subprocess.run(shlex.split(command), capture_output=True, timeout=TOKEN_SECONDS, check=True, text=True)
    except FileNotFoundError:
        raise PermanentMailboxError("imap.token_command was not found") from None
    except subprocess.CalledProcessError as error:
        raise TransientMailboxError(f"imap.token_command ended with {error.returncode}: run it by hand") from None
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise TransientMailboxError(f"imap.token_command failed: {type(error).__name__}") from None
    if not (token := ran.stdout.strip()):
        raise TransientMailboxError("imap.token_command printed no token")
    return token
