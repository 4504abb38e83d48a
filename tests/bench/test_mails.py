"""The generated mails are what they claim to be."""

from collections import Counter
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from bench.mails import ATTACHMENT, NEW, Kind, Sample, generate
from mailflow.ingest.parsing.parse import parse

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    return list(generate(200, NOW))


def test_the_same_seed_gives_the_same_mails_to_the_byte(samples: list[Sample]) -> None:
    assert list(generate(200, NOW)) == samples
    assert [each.content for each in generate(200, NOW, seed=2)] != [each.content for each in samples]


def test_the_mix_is_the_promised_one(samples: list[Sample]) -> None:
    kinds = Counter(each.kind for each in samples)
    assert kinds == {Kind.PLAIN: 120, Kind.ALTERNATIVE: 30, Kind.ATTACHED: 10, Kind.BY_ID: 20, Kind.BY_TAG: 20}
    assert {each.language for each in samples} == {"hu", "en", "de"}


def test_each_mail_has_an_id_of_its_own_and_each_new_mail_a_writer_of_its_own(samples: list[Sample]) -> None:
    assert len({each.message_id for each in samples}) == 200
    assert len({each.sender for each in samples if each.kind in NEW}) == 160


def test_a_reply_comes_from_the_writer_of_its_thread_and_says_which_it_is(samples: list[Sample]) -> None:
    new = [each for each in samples if each.kind in NEW]
    number = {each.message_id: position for position, each in enumerate(new, 1)}
    writer = {each.message_id: each.sender for each in new}
    replies = [each for each in samples if each.kind not in NEW]
    assert samples == new + replies
    for reply in replies:
        message = message_from_bytes(reply.content, policy=policy.default)
        tagged = f"[MF-{number[reply.root]}]" in message["Subject"]
        assert (tagged, message["In-Reply-To"] == reply.root) == (reply.kind is Kind.BY_TAG, reply.kind is Kind.BY_ID)
        assert reply.sender == writer[reply.root]


def test_mailflow_reads_subject_text_and_attachment_of_every_mail(samples: list[Sample]) -> None:
    for sample in samples[:100]:
        mail = parse(sample.content).mail
        assert mail.subject
        assert mail.sender is not None
        assert mail.sender.address == sample.sender
        assert len(mail.text.split()) > 15
        assert [each.size for each in mail.attachments] == [ATTACHMENT] * (sample.kind is Kind.ATTACHED)
