"""A DKIM check of our own: what it takes for proof, and what not. Keys are made here; the DNS is a table."""

import base64
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import dkim
import nacl.signing
import pytest

from mailflow.ingest.proof.dkim import holds
from mailflow.ingest.read import House, read
from mailflow.mail import Proof
from tests.ingest.letters import letter
from tests.servers.process import binary

NOBODY: frozenset[str] = frozenset()
SIGNED = ["from", "to", "subject", "date", "message-id"]


@dataclass
class Signer:
    """Signs mails, and publishes its keys in `records`."""

    keys: dict[str, bytes]
    records: dict[str, bytes]
    asked: list[str] = field(default_factory=list)

    def sign(
        self,
        content: bytes,
        *,
        key: str = "rsa2048",
        domain: str = "example.org",
        headers: list[str] | None = None,
        algorithm: str = "",
        **tags: bool,
    ) -> bytes:
        """The mail with a signature on top. `length` limits it to the body as it is now."""
        kind = algorithm or ("ed25519-sha256" if key == "ed25519" else "rsa-sha256")
        names = [name.encode() for name in headers or SIGNED]
        head = dkim.sign(
            content,
            key.encode(),
            domain.encode(),
            self.keys[key],
            signature_algorithm=kind.encode(),
            include_headers=names,
            **tags,
        )
        return bytes(head) + content

    def look_up(self, name: str) -> bytes | None:
        """The record of a selector, whatever the domain."""
        self.asked.append(name)
        return self.records.get(name.partition(".")[0])

    def prove(self, content: bytes, authserv_id: str | None = None) -> Proof:
        """What reading takes for proven, at a desk that believes this server or none."""
        checks = partial(holds, lookup=self.look_up)
        house = House(addresses=NOBODY, prefix="MF", authserv_id=authserv_id, loop_id="", signature_holds=checks)
        return read(content, house).proof


def openssl(command: str, given: bytes = b"") -> bytes:
    """What openssl answers."""
    words = [binary("openssl", package="openssl"), *command.split()]
    return subprocess.run(words, input=given, check=True, capture_output=True).stdout


@pytest.fixture(scope="module")
def signer() -> Signer:
    """Keys of three kinds, and one that is too short."""
    keys, records = {}, {}
    for bits in (768, 2048):
        made = openssl(f"genrsa -traditional {bits}")
        public = openssl("rsa -pubout -outform DER", made)
        keys[f"rsa{bits}"], records[f"rsa{bits}"] = made, b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)
    secret = nacl.signing.SigningKey.generate()
    keys["ed25519"] = base64.b64encode(bytes(secret))
    records["ed25519"] = b"v=DKIM1; k=ed25519; p=" + base64.b64encode(bytes(secret.verify_key))
    return Signer(keys=keys, records=records)


@pytest.mark.parametrize(
    ("key", "domain", "proof"),
    [
        ("rsa2048", "example.org", Proof.PASS),
        ("rsa2048", "mail.example.org", Proof.PASS),
        ("ed25519", "example.org", Proof.PASS),
        ("rsa2048", "evil.example", Proof.UNCONFIGURED),
        ("rsa768", "example.org", Proof.UNCONFIGURED),
    ],
)
def test_a_signature_of_the_senders_domain_is_proof(signer: Signer, key: str, domain: str, proof: Proof) -> None:
    assert signer.prove(signer.sign(letter(), key=key, domain=domain)) is proof


Change = Callable[[bytes], bytes]


@pytest.mark.parametrize(
    "change",
    [
        lambda mail: mail.replace(b"printer", b"scanner"),
        lambda mail: mail.replace(b"Subject: Printer", b"Subject: Pay"),
        lambda mail: mail.replace(b"Kov\xc3\xa1cs <ana@", b"Kov\xc3\xa1cs <bo@"),
        lambda mail: b"Subject: Pay\r\n" + mail,
        lambda mail: b"Content-Type: text/html\r\n" + mail,
        lambda mail: mail.replace(b"Date:", b"X-Date:"),
    ],
    ids=["body", "subject", "sender", "a second subject", "a second type", "no date"],
)
def test_a_mail_that_was_changed_on_its_way_proves_nothing(signer: Signer, change: Change) -> None:
    signed = signer.sign(letter())
    assert signer.prove(signed) is Proof.PASS
    assert signer.prove(change(signed)) is not Proof.PASS


@pytest.mark.parametrize("left_out", ["subject", "date", "message-id"])
def test_what_orders_hang_on_must_be_signed(signer: Signer, left_out: str) -> None:
    signed = signer.sign(letter(), headers=[each for each in SIGNED if each != left_out])
    assert signer.prove(signed) is Proof.UNCONFIGURED


def test_a_signature_over_a_part_of_the_body_proves_nothing(signer: Signer) -> None:
    signed = signer.sign(letter("It does not print.\n"), length=True)
    assert dkim.verify(signed + b"#close\r\n", dnsfunc=lambda name, timeout: signer.look_up(name.decode()))
    assert signer.prove(signed) is Proof.UNCONFIGURED


def test_an_old_hash_proves_nothing(signer: Signer) -> None:
    assert signer.prove(signer.sign(letter(), algorithm="rsa-sha1")) is Proof.UNCONFIGURED


def test_a_fail_of_the_server_stands_and_its_pass_needs_no_lookup(signer: Signer) -> None:
    for said, proof in (("fail", Proof.FAIL), ("pass", Proof.PASS), ("none", Proof.PASS)):
        signer.asked.clear()
        signed = signer.sign(letter(Authentication_Results=f"mx.example.com; dmarc={said} header.from=example.org"))
        assert signer.prove(signed, authserv_id="mx.example.com") is proof
        assert bool(signer.asked) is (said == "none")


def test_of_many_signatures_few_are_looked_up(signer: Signer) -> None:
    bad = signer.sign(letter("Another body."), domain="example.org").partition(b"From:")[0]
    signer.asked.clear()
    assert signer.prove(bad * 30 + letter()) is Proof.UNCONFIGURED
    assert len(signer.asked) <= 2


@pytest.mark.parametrize(
    "content",
    [
        b" starts with a space\r\nFrom: ana@example.org\r\n\r\nx",
        b"DKIM-Signature: v=1; a=rsa-sha256; d=example.org\r\n" + letter(),
        b"DKIM-Signature: " + b" " * 60_000 + b"!\r\n" + letter(),
        b"DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=rsa2048; c=x/y; bh=AAAA; b=AAAA;\r\n"
        b" h=from:date:message-id:subject\r\n" + letter(),
        letter("x" + " " * 300_000 + "y"),
    ],
    ids=["no header", "no tags", "spaces", "an unknown form", "a body of spaces"],
)
def test_what_cannot_be_checked_proves_nothing_and_takes_no_time(signer: Signer, content: bytes) -> None:
    assert signer.prove(content) is Proof.UNCONFIGURED


def test_nobody_who_answers_is_no_proof(signer: Signer) -> None:
    silent = partial(holds, lookup=lambda name: None)
    house = House(addresses=NOBODY, prefix="MF", authserv_id=None, loop_id="", signature_holds=silent)
    assert read(signer.sign(letter()), house).proof is Proof.UNCONFIGURED
