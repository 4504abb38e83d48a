"""Fixtures for mailboxes: the scripted server, the bad network, and a bell to wake who waits."""

import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mailflow.ingest.mailbox.imap import ImapSettings, Mailbox
from tests.servers.faulty_imap import FaultyImap, Proxy


@pytest.fixture
def bell() -> Iterator[tuple[socket.socket, socket.socket]]:
    """The two ends of a bell: what is written to the first wakes who waits with the second."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


@pytest.fixture
def faulty_imap() -> Iterator[Callable[..., FaultyImap]]:
    """Makes scripted IMAP servers, and stops them."""
    made: list[FaultyImap] = []

    def make(*mails: Any, **script: Any) -> FaultyImap:
        made.append(FaultyImap(*mails, **script))
        return made[-1]

    yield make
    for server in made:
        server.stop()


@pytest.fixture
def bad_network() -> Iterator[Callable[[int], Proxy]]:
    """Puts a proxy before a port, and stops it."""
    made: list[Proxy] = []

    def make(port: int) -> Proxy:
        made.append(Proxy(port))
        return made[-1]

    yield make
    for proxy in made:
        proxy.stop()


@pytest.fixture
def at() -> Iterator[Callable[..., Mailbox]]:
    """A mailbox at a scripted server or a proxy; not connected yet. One second of silence is enough for it."""
    made: list[Mailbox] = []

    def make(server: FaultyImap | Proxy, **options: Any) -> Mailbox:
        known = {"host": server.host, "port": server.port, "tls": "none", "user": "desk", "password": "open sesame"}
        made.append(Mailbox(ImapSettings(**(known | {"timeout_seconds": 1} | options))))
        return made[-1]

    yield make
    for mailbox in made:
        mailbox.close()
