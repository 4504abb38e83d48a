"""Whom to show, whom to answer, and who it is."""

import pytest

from mailflow.ingest.parsing.address import addresses, folded, identity
from mailflow.mail import Address


@pytest.mark.parametrize(
    ("value", "who"),
    [
        ("a@corp.example", "a@corp.example"),
        ("Ana <ana@Example.ORG>", "ana@example.org"),
        ('"Kovács, Ana" <ana@example.org>', "ana@example.org"),
        ('"agent@corp.example" <evil@x.example>', "evil@x.example"),
        ("John Q. Public <jqp@example.org>", "jqp@example.org"),
        ("=?utf-8?q?Kov=C3=A1cs?= <ana@example.org>", "ana@example.org"),
        ("ana@example.org (Ana)", "ana@example.org"),
        ("=?utf-8?q?Kov=C3=A1cs,_Ana?= <ana@example.org>", "ana@example.org"),
        ("=?utf-8?q?agent@corp.example,?= <evil@x.example>", None),
        ("=?utf-8?q?a,?= =?utf-8?q?b?=, <evil@x.example>", None),
        ("=?utf-8?q?a?= <agent@corp.example>, <evil@x.example>", None),
        ("agent@corp.example <evil@x.example>", None),
        ("a@corp.example, <evil@x.example>", None),
        ("a@corp.example; evil@x.example", None),
        ("<a@corp.example><evil@x.example>", None),
        ("a@corp.example evil@x.example", None),
        ("group: a@corp.example;", None),
        ("<@relay.example:a@corp.example>", None),
        ("a@corp.example(evil@x.example", None),
        ("<a@corp.example", None),
        ("a@corp@x.example", None),
        ("a@corp.example\x00@x.example", None),
        ("a b@corp.example", None),
        ("", None),
    ],
)
def test_s04_only_one_plain_mailbox_is_an_identity(value: str, who: str | None) -> None:
    assert identity([value]) == who


def test_two_from_headers_are_nobody() -> None:
    assert identity(["a@corp.example", "evil@x.example"]) is None
    assert identity([]) is None


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("ana@example.org (Ana K.)", [("Ana K.", "ana@example.org")]),
        ("Kovács, Ana <ana@example.org>", [("Kovács, Ana", "ana@example.org")]),
        ('"Kovács, Ana" <ana@example.org>, b@example.org', [("Kovács, Ana", "ana@example.org"), ("", "b@example.org")]),
        ("=?utf-8?q?Kov=C3=A1cs=2C_Ana?= <ana@example.org>", [("Kovács, Ana", "ana@example.org")]),
        ("undisclosed-recipients:;", []),
        ("Team: a@example.org, b@example.org;", [("", "a@example.org"), ("", "b@example.org")]),
        ("<<ana@example.org>>", [("", "ana@example.org")]),
        ("Ana ana@example.org", [("Ana", "ana@example.org")]),
        ("=?utf-8?q?Ana_=3Cana=40example.org=3E?=", [("Ana", "ana@example.org")]),
    ],
)
def test_whom_to_show_is_read_with_tolerance(value: str, found: list[tuple[str, str]]) -> None:
    assert addresses([value]) == (tuple(Address(name=name, address=address) for name, address in found), False)


def test_a_display_name_cannot_hide_anything() -> None:
    """S05, S15."""
    people, _ = addresses(["=?utf-8?q?Ana=0D=0ABcc:_x=40y.z_=E2=80=AEgpj?= <ana@example.org>"])
    assert people[0].name.isprintable()


def test_an_address_is_compared_without_its_subaddress() -> None:
    assert folded("Support+MF-1@Example.com") == "support@example.com"
