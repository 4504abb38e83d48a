"""A private Dovecot (2.3 or 2.4) on loopback: plain, STARTTLS and TLS ports, and fresh mailboxes."""

import itertools
import pwd
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from imapclient import IMAPClient

from tests.servers.certificate import make_certificate
from tests.servers.process import ServerProcess, binary, free_port, ordinary_user, scratch

ACCOUNTS = 600
PASSWORD = "sesame open 1"

_COMMON = """
protocols = imap
listen = 127.0.0.1, 127.0.0.2
base_dir = {folder}/base
state_dir = {folder}/state
log_path = {folder}/dovecot.log
instance_name = {folder.name}
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
first_valid_gid = 1
mail_max_userip_connections = 1000
auth_mechanisms = plain login
auth_failure_delay = 0
ssl = yes
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  service_count = 0
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service imap {{
  process_limit = 512
}}
"""

_VERSION_23 = """
disable_plaintext_auth = no
mail_location = maildir:%h
ssl_cert = <{certificate}
ssl_key = <{key}
mail_plugins = acl
namespace inbox {{
  inbox = yes
  prefix =
  separator = .
}}
plugin {{
  acl = vfile
}}
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = passwd-file
  args = {folder}/users
}}
"""

_VERSION_24 = """
auth_allow_cleartext = yes
mail_driver = maildir
mail_path = %{{home}}
ssl_server_cert_file = {certificate}
ssl_server_key_file = {key}
mail_plugins {{
  acl = yes
}}
acl_driver = vfile
namespace inbox {{
  inbox = yes
  prefix =
  separator = .
}}
passdb passwd-file {{
  passwd_file_path = {folder}/users
}}
userdb passwd-file {{
  passwd_file_path = {folder}/users
}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A mailbox that no other test uses."""

    user: str
    password: str
    home: Path = field(repr=False)


class Dovecot:
    """The server; `port` speaks plain and STARTTLS, `tls_port` TLS; `ca_file` is what a client must trust."""

    def __init__(self) -> None:
        self._user = ordinary_user("nobody", "daemon")
        self._folder = scratch("dovecot", self._user)
        self.host, self.port, self.tls_port = "127.0.0.1", free_port(), free_port()
        certificate = make_certificate(self._folder)
        self.ca_file = certificate.file
        self._numbers = itertools.count(1)
        program = binary("dovecot", package="dovecot-imapd")
        configuration = self._folder / "dovecot.conf"
        configuration.write_text(_configuration(program, self, self._user, certificate.key))
        self._write_accounts()
        command = [program, "-F", "-c", str(configuration)]
        self._process = ServerProcess(command, user=self._user, folder=self._folder, port=self.port)

    @property
    def folder(self) -> Path:
        """Where its configuration, log and mail lie."""
        return self._folder

    def start(self) -> None:
        """Start, or start again on the same ports with the same mail."""
        self._process.start()

    def stop(self) -> None:
        """Stop; the mail stays."""
        self._process.stop()

    def remove(self) -> None:
        """Stop at once and take everything away."""
        self._process.stop(signal.SIGKILL)
        shutil.rmtree(self._folder, ignore_errors=True)

    def mailbox(self, *, prefix: bool = False) -> Account:
        """A fresh account with an empty INBOX; with `prefix` all its folders stand below `INBOX.`."""
        number = next(self._numbers)
        assert number <= ACCOUNTS, "raise ACCOUNTS"
        user = f"{'prefix' if prefix else 'user'}{number}"
        return Account(user=user, password=PASSWORD, home=self._folder / "mail" / user)

    def settings(self, account: Account, tls: str = "none") -> dict[str, Any]:
        """What `ImapSettings` needs to reach this account."""
        port = self.tls_port if tls == "tls" else self.port
        trust = {} if tls == "none" else {"ca_file": str(self.ca_file)}
        return {
            "host": self.host,
            "port": port,
            "tls": tls,
            "user": account.user,
            "password": account.password,
            **trust,
        }

    @contextmanager
    def client(self, account: Account, folder: str = "INBOX", *, readonly: bool = False) -> Iterator[IMAPClient]:
        """A second client of that account with this folder selected, for a test to look and meddle with."""
        with IMAPClient(self.host, port=self.port, ssl=False, timeout=30) as client:
            client.normalise_times = False
            client.login(account.user, account.password)
            client.select_folder(folder, readonly=readonly)
            yield client

    def deliver(
        self, account: Account, content: bytes, *, folder: str = "INBOX", received_at: datetime | None = None
    ) -> int:
        """Put one mail into the mailbox and say its UID."""
        with self.client(account) as client:
            answer = client.append(folder, content, msg_time=received_at)
        return int(answer.split(b"]")[0].split()[-1])

    def messages(self, account: Account, folder: str = "INBOX") -> list[bytes]:
        """The mails of a folder, oldest first; none where the folder does not exist."""
        with self.client(account, readonly=True) as client:
            if not client.folder_exists(folder):
                return []
            client.select_folder(folder, readonly=True)
            found = client.fetch(client.search("ALL") or [0], ["BODY.PEEK[]"])
            return [found[uid][b"BODY[]"] for uid in sorted(found)]

    def flags(self, account: Account, folder: str = "INBOX") -> dict[int, set[str]]:
        """The flags of each mail by UID, without Recent."""
        with self.client(account, folder, readonly=True) as client:
            found = client.get_flags(client.search("ALL") or [0])
        return {uid: {flag.decode() for flag in flags} - {"\\Recent"} for uid, flags in found.items()}

    def forbid_writing(self, account: Account) -> None:
        """From now on the INBOX of this account can only be read."""
        (account.home / "dovecot-acl").write_text("owner lr\n")

    def _write_accounts(self) -> None:
        mail = self._folder / "mail"
        mail.mkdir()
        own = f"{self._user.pw_uid}:{self._user.pw_gid}"
        below = "userdb_namespace/inbox/prefix=INBOX."
        lines = []
        for number in range(1, ACCOUNTS + 1):
            lines += [f"user{number}:{{PLAIN}}{PASSWORD}:{own}::{mail}/user{number}::"]
            lines += [f"prefix{number}:{{PLAIN}}{PASSWORD}:{own}::{mail}/prefix{number}::{below}"]
        (self._folder / "users").write_text("\n".join(lines) + "\n")
        shutil.chown(mail, self._user.pw_uid, self._user.pw_gid)


def _configuration(program: str, server: Dovecot, user: pwd.struct_passwd, key: Path) -> str:
    version = subprocess.run([program, "--version"], check=True, capture_output=True, text=True).stdout.split()[0]
    own, head = _VERSION_23, ""
    if tuple(map(int, version.split(".")[:2])) >= (2, 4):
        number = ".".join(version.split(".")[:3])
        own, head = _VERSION_24, f"dovecot_config_version = {number}\ndovecot_storage_version = {number}\n"
    group = subprocess.run(["id", "-gn", user.pw_name], check=True, capture_output=True, text=True).stdout.strip()
    return head + (_COMMON + own).format(
        folder=server.folder, user=user.pw_name, group=group, port=server.port, tls_port=server.tls_port,
        certificate=server.ca_file, key=key,
    )  # fmt: skip
