"""What the tests of a mailbox behind bad servers share: three mails, and a loop such as a daemon has."""

from collections.abc import Callable

from mailflow.ingest.mailbox.imap import Mailbox, TransientMailboxError
from tests.servers.faulty_imap import Answer, FaultyImap, Talk, asked

FIRST = b"Subject: one\r\n\r\nfirst\r\n"
SECOND = b"Subject: two\r\n\r\nsecond\r\n"
THIRD = b"Subject: three\r\n\r\nthird\r\n"

Server = Callable[..., FaultyImap]
At = Callable[..., Mailbox]


def bodies(answer: Answer, *, uid: int | None = None, connections: int = 10**6) -> Answer:
    """Answers so when whole mails are asked for (this one among them, on the first connections), else well."""

    def choose(talk: Talk, tag: bytes, command: bytes) -> None:
        hit = b"BODY.PEEK[]" in command and (uid is None or uid in asked(command)) and talk.number <= connections
        (answer if hit else talk.server._uid_fetch)(talk, tag, command)

    return choose


def take_all(mailbox: Mailbox, connects: int = 20) -> dict[int, bytes]:
    """What a daemon does: fetch and settle all that waits, and connect again whenever the line breaks."""
    taken: dict[int, bytes] = {}
    for _ in range(connects):
        try:
            mailbox.connect()
            while uids := mailbox.waiting():
                for batch in mailbox.batches(uids):
                    taken |= {raw.uid: raw.content for raw in batch}
                    mailbox.settle(
                        [raw.uid for raw in batch if not raw.oversized], [r.uid for r in batch if r.oversized]
                    )
            return taken
        except TransientMailboxError:
            continue
    raise AssertionError(f"not done after {connects} connections: {sorted(taken)}")
