"""The keys that a mail offers to find its conversation."""

from mailflow.tokens import KeyRing, Purpose
from tests.ingest.letters import arrive

TOKEN = str(KeyRing({1: b"k" * 32}).make(ticket=12, recipient="ana@example.org", purpose=Purpose.CUSTOMER))


def test_tokens_are_found_wherever_they_stand() -> None:
    keys = arrive(
        f"Ref {TOKEN}\n",
        To=f"Desk <support+{TOKEN.upper()}@example.com>",
        In_Reply_To=f"<{TOKEN}@example.com>",
    ).keys
    assert (keys.address_tokens, keys.header_tokens, keys.body_tokens) == ((TOKEN,), (TOKEN,), (TOKEN,))


def test_ids_come_nearest_first_and_once() -> None:
    assert arrive(In_Reply_To="<3@x>", References="<1@x> <2@x> <3@x>").keys.message_ids == ("3@x", "2@x", "1@x")


def test_only_our_own_tag_has_a_number() -> None:
    assert arrive(Subject="Re: [mf-12] Fwd: [MF-7] [OTHER-3] [MF-x] MF-9").keys.numbers == (12, 7)


def test_control_headers_of_ours_from_outside_are_ignored() -> None:
    """S36."""
    plain, forged = arrive(), arrive(X_Mailflow_Ticket="12", X_Mailflow_Token=TOKEN, X_Mailflow_State="CLOSED")
    assert (forged.keys, forged.verdict, forged.proof) == (plain.keys, plain.verdict, plain.proof)
