"""The crash sweep: stopped at every point between two durable steps, the desk loses and doubles nothing.

The desk of each try has a past (two tickets) and the same ten mails waiting. It is killed, or fails, at the first
failpoint that it passes, at the second, and so on until a run meets none; after each it is started once more.
"""

import itertools
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from mailflow.store.people import Agent
from tests.acceptance.installation import PATIENCE, Installation
from tests.acceptance.oracle import Injected, Oracle
from tests.acceptance.starter import Warm
from tests.flow.branch import ANA, BO, CARL, Branch, the
from tests.flow.machines import DAEMON, absence_of, bounce_of, without_sender
from tests.servers.dovecot import Dovecot
from tests.servers.postgres import Postgres
from tests.servers.sink import Letter, Sink

KILLED = -9
FEW = 25
"""A sweep that ends before so many crashes has lost its failpoints."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A desk that has worked already: where its store lies to be copied, and the oracle of what comes now."""

    url: str
    oracle: Oracle = field(repr=False)


@pytest.fixture
def past(store_url: str, make_sink: Callable[..., Sink]) -> Past:
    """Ana and Carl have written before, and Bo knows of it."""
    branch = Branch(store_url, make_sink(), agents=[Agent(address=BO, name="Bo", lead=True)])
    branch.now = datetime.now(UTC)
    letters = branch.work(branch.mail(f"Ana <{ANA}>", subject="Printer"), branch.mail(f"Carl <{CARL}>", subject="VPN"))
    oracle = Oracle(
        mails=_mails(branch, letters),
        silent=frozenset({DAEMON, "shop@robots.example"}),
        digest=(("quarantine_digest", BO),),
        before=len(branch.outbox()),
    )
    branch.store.close()
    return Past(url=store_url, oracle=oracle)


def _mails(branch: Branch, letters: list[Letter]) -> tuple[Injected, ...]:
    received, carls = the(letters, ANA), the(letters, CARL)
    notice = next(each for each in letters if BO in each.rcpt and "MF-1" in str(each.message["Subject"]))
    told = ("new_ticket", BO)
    english = branch.mail("Dan <dan@customer.example>", "The scanner shows error 7.", subject="Scanner")
    return (
        Injected(name="english", content=english, outcome="ticket-create", letters=(_ack("dan"), told)),
        Injected(
            name="hungarian",
            content=branch.mail("Dóra <dora@customer.example>", "Nem tudok belépni a levelezésbe.", subject="Belépés"),
            outcome="ticket-create",
            letters=(_ack("dora"), told),
        ),
        Injected(name="no sender", content=without_sender(), outcome="quarantine"),
        Injected(
            name="german",
            content=branch.mail("Uwe <uwe@customer.example>", "Bitte ein neues Konto für Frau Groß.", subject="Konto"),
            outcome="ticket-create",
            letters=(_ack("uwe"), told),
        ),
        Injected(
            name="follow-up",
            content=branch.answer(received, "It is on the second floor."),
            outcome="article-append",
            letters=(("customer_wrote", BO),),
        ),
        Injected(name="copy by another way", content=b"Received: from list.example\r\n" + english, outcome="dup-of"),
        Injected(
            name="order",
            content=branch.answer(notice, "#resolve\nI changed the fuser."),
            outcome="article-append",
            letters=(("resolved", ANA),),
        ),
        Injected(name="absence", content=absence_of(branch, received), outcome="article-append"),
        Injected(
            name="robot",
            content=branch.mail("shop@robots.example", "Your order was shipped.", auto_submitted="auto-generated"),
            outcome="ticket-create",
            letters=(told,),
        ),
        Injected(name="bounce", content=bounce_of(carls), outcome="dsn", letters=(("undelivered_task", BO),)),
    )


def _ack(name: str) -> tuple[str, str]:
    return "received", f"{name}@customer.example"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("store_kind", "mode"), [("sqlite", "kill"), ("postgresql", "kill"), ("sqlite", "raise")], indirect=["store_kind"]
)
def test_no_crash_loses_or_doubles_anything(
    mode: str,
    past: Past,
    warm: Warm,
    dovecot: Dovecot,
    make_sink: Callable[..., Sink],
    postgres_server: Postgres,
    tmp_path: Path,
) -> None:
    for number in itertools.count(1):
        url = _copy(past.url, number)
        desk = Installation(tmp_path / f"try{number}", dovecot, dovecot.mailbox(), make_sink(), url, starter=warm)
        desk.deliver(*(mail.content for mail in past.oracle.mails))
        armed = {"MAILFLOW_FAILPOINT": str(number), "MAILFLOW_FAILPOINT_MODE": mode}
        ended = _run(desk, armed)
        met = ended == KILLED if mode == "kill" else "FailpointError" in _log(desk)
        if not met:
            assert ended == 0, _log(desk)
            past.oracle.check(desk, crashes=0)
            assert number > FEW
            return
        assert _run(desk) == 0, f"after failpoint {number}: {_log(desk)}"
        try:
            past.oracle.check(desk, crashes=1)
        except AssertionError as error:
            raise AssertionError(f"{mode} at failpoint {number}: {error}\n{_log(desk)}") from error
        desk.sink.stop()
        shutil.rmtree(desk.folder)


def _run(desk: Installation, environment: Mapping[str, str] | None = None) -> int:
    """The exit status of `run --once`."""
    return desk.start("run", "--once", environment=environment).wait(PATIENCE)


def _copy(url: str, number: int) -> str:
    """The URL of a copy of this store, in which nobody is at work."""
    where = make_url(url)
    name = f"{where.database}_{number}" if where.drivername.startswith("postgresql") else f"{where.database}.{number}"
    if where.drivername.startswith("postgresql"):
        plain = f"postgresql://{where.username}@{where.host}:{where.port}/postgres"
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {where.database}".encode())
    else:
        shutil.copy(str(where.database), name)
    return where.set(database=name).render_as_string(hide_password=False)


def _log(desk: Installation) -> str:
    return (desk.folder / "daemon.log").read_text(errors="replace")[-4000:]
