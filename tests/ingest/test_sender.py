"""What the receiving server proved, and what it did not."""

import pytest

from mailflow.ingest.proof.authres import NO_NAME
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
        ("dmarc=pass action=none header.from=example.org;compauth=pass reason=100", Proof.PASS),
        ("dmarc=bestguesspass action=none header.from=example.org;compauth=pass reason=109", Proof.NONE),
        ("DMARC = Pass (P=NONE) Header.From = Example.ORG", Proof.PASS),
        ("dmarc/1=pass header.from=example.org", Proof.PASS),
        ('dmarc=pass reason="policy; met" policy.dmarc=none header.from="example.org"', Proof.PASS),
        ("dkim = pass (a (nested; dkim=fail) one) header . d = example.org", Proof.PASS),
        ("dkim=pass header.i=@example.org header.s=s1 header.b=AbC/d+e=; dmarc=none", Proof.PASS),
        ("dmarc=pass header.from=example.org; dmarc=pass header.from=evil.example", Proof.NONE),
        ("dmarc=pass header.from=example.org; dmarc=fail header.from=example.org", Proof.FAIL),
        ("dmarc=permerror header.from=example.org", Proof.NONE),
        ("dkim=pass header.d=example.org.evil.example", Proof.NONE),
        ("dkim=pass header.d=notexample.org", Proof.NONE),
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


@pytest.mark.parametrize(
    "hidden",
    [
        'spf=none smtp.mailfrom="x; dmarc=pass header.from=example.org"@evil.example',
        "spf=none (of x; dmarc=pass header.from=example.org) smtp.mailfrom=x@evil.example",
        'spf=none (a " quote) smtp.helo=x (; dmarc=pass ") smtp.mailfrom=y@evil.example',
        r"spf=none (a \) ; dmarc=pass header.from=example.org) smtp.helo=x",
        r'spf=none reason="a \"; dmarc=pass header.from=example.org" smtp.helo=x',
        'spf=none smtp.mailfrom="x; dmarc=pass header.from=example.org',
        "spf=none (x; dmarc=pass header.from=example.org",
        "spf=none smtp.mailfrom==?us-ascii?q?=3B_dmarc=3Dpass?=@evil.example",
        "dmarc=pass header.from=example.org; spf=none smtp.helo=(x",
    ],
)
def test_s03_nothing_that_a_sender_can_put_into_the_servers_header_passes(hidden: str) -> None:
    assert arrive(Authentication_Results=f"{OURS}; {hidden}").proof is Proof.NONE


@pytest.mark.parametrize("open_end", ['spf=none smtp.helo="x', "spf=none smtp.helo=(x"])
def test_s03_a_fail_cannot_be_hidden_by_what_never_ends(open_end: str) -> None:
    assert arrive(Authentication_Results=f"{OURS}; {open_end}; dmarc=fail header.from=example.org").proof is Proof.FAIL


def test_s03_what_an_arc_chain_says_is_not_believed() -> None:
    said = {"ARC_Authentication_Results": f"i=1; {OURS}; dmarc=pass header.from=example.org"}
    assert arrive(**said, X_Authentication_Results=f"{OURS}; dmarc=pass").proof is Proof.NONE


@pytest.mark.parametrize(
    ("headers", "proof"),
    [
        ("spf=pass (sender IP is 192.0.2.1)\r\n smtp.mailfrom=example.org; dmarc=pass header.from=example.org", "pass"),
        ("mx.evil.example; dmarc=pass header.from=example.org", "none"),
    ],
)
def test_a_server_that_writes_no_name_is_believed_where_the_admin_says_so(headers: str, proof: str) -> None:
    """Microsoft 365 writes no authserv-id; only the very first header can be its own."""
    house = House(addresses=frozenset(), prefix="MF", authserv_id=NO_NAME, loop_id="")
    forged = b"Authentication-Results: dmarc=pass header.from=example.org\r\n"
    first = f"Authentication-Results: {headers}\r\n".encode()
    assert read(first + forged + letter(), house).proof == proof


@pytest.mark.parametrize("signer", ["bücher.example", "xn--bcher-kva.example"])
def test_a_domain_with_umlauts_is_the_same_in_either_form(signer: str) -> None:
    said = f"{OURS}; dkim=pass header.d={signer}"
    assert arrive(From="a@bücher.example", Authentication_Results=said).proof is Proof.PASS


def test_neighbours_on_a_public_suffix_do_not_sign_for_one_another() -> None:
    said = f"{OURS}; dkim=pass header.d=evil.co.uk"
    assert arrive(From="a@ana.co.uk", Authentication_Results=said).proof is Proof.NONE


def test_nobody_was_asked_where_no_server_is_named() -> None:
    house = House(addresses=frozenset(), prefix="MF", authserv_id=None, loop_id="")
    assert read(letter(Authentication_Results=f"{OURS}; dmarc=fail"), house).proof is Proof.UNCONFIGURED


def test_a_mail_without_identity_is_never_proved() -> None:
    assert arrive(From="a@example.org, b@example.org", Authentication_Results=f"{OURS}; dmarc=pass").proof is Proof.NONE
