"""A self-made certificate for localhost and 127.0.0.1, to be trusted through `ca_file` alone."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.servers.process import binary


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """The certificate, which is its own authority, and its key."""

    file: Path
    key: Path


def make_certificate(folder: Path) -> Certificate:
    """A certificate that is good for two days."""
    made = Certificate(file=folder / "server.pem", key=folder / "server.key")
    kind = "-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    command = f"{binary('openssl', package='openssl')} req {kind}"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    subprocess.run(
        [*command.split(), *names, "-keyout", made.key, "-out", made.file], check=True, capture_output=True, cwd=folder
    )
    made.key.chmod(0o644)
    return made
