"""What the receiving server proved, and what it did not."""

import pytest

from mailflow.ingest.read import House, read
from mailflow.mail import Proof
from tests.ingest.letters import arrive, letter

OURS = "mx.example.com"


@pytest.mark.parametrize(
    ("results", "proof"),
    [
        ("dmarc=pass header.from=example.org", Proof.PASS),
        ("spf=pass smtp.mailfrom=ana@example.org; dmarc=pass (p=none dis=none) header.from=example.org", Proof.PASS),
        ("dmarc=fail header.from=example.org; dkim=pass header.d=example.org", Proof.FAIL),
        ("dkim=pass header.d=example.org", Proof.PASS),
        ("dkim=pass (2048-bit key; unprotected) header.i=@mail.example.org header.s=x", Proof.PASS),
        ("dkim=fail header.d=example.org; dkim=pass header.d=example.org", Proof.PASS),
        ("dkim=pass header.d=evil.example", Proof.NONE),
        ("dkim=pass header.d=org", Proof.NONE),
        ("spf=pass smtp.mailfrom=ana@example.org", Proof.NONE),
        ("dmarc=pass header.from=evil.example", Proof.NONE),
        ("dmarc=none header.from=example.org", Proof.NONE),
        ("none", Proof.NONE),
        ("", Proof.NONE),
        ("=;;=;dkim", Proof.NONE),
    ],
)
def test_results_are_read(results: str, proof: Proof) -> None:
    assert arrive(Authentication_Results=f"{OURS}; {results}").proof is proof


def test_a_version_and_comments_in_the_servers_name_are_allowed() -> None:
    assert arrive(Authentication_Results=f"{OURS} (edge (1)) 1; dmarc=pass header.from=example.org").proof is Proof.PASS


def test_s03_only_the_topmost_header_of_our_server_counts() -> None:
    forged = f"Authentication-Results: {OURS}; dmarc=pass header.from=example.org\r\n".encode()
    foreign = b"Authentication-Results: mx.evil.example; dmarc=pass header.from=example.org\r\n"
    house = House(addresses=frozenset(), prefix="MF", authserv_id=OURS, loop_id="")
    real = f"Authentication-Results: {OURS}; dmarc=none\r\n".encode()
    assert read(real + forged + letter(), house).proof is Proof.NONE
    assert read(foreign + letter(), house).proof is Proof.NONE
    assert read(foreign + forged + letter(), house).proof is Proof.PASS


def test_nobody_was_asked_where_no_server_is_named() -> None:
    house = House(addresses=frozenset(), prefix="MF", authserv_id=None, loop_id="")
    assert read(letter(Authentication_Results=f"{OURS}; dmarc=fail"), house).proof is Proof.UNCONFIGURED


def test_a_mail_without_identity_is_never_proved() -> None:
    assert arrive(From="a@example.org, b@example.org", Authentication_Results=f"{OURS}; dmarc=pass").proof is Proof.NONE
