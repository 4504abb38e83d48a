"""Compares what a program made of generated mails with the truth: nothing lost, doubled, mixed up or unanswered."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from bench.mails import NEW, Sample
from bench.sink import Accepted


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Counts of mails. All but `mails` and `acknowledged` must be 0.

    `astray`: replies in another ticket than their thread's first mail. `merged`: new mails that share a ticket with an
    older one. `misdirected`: acknowledgements to somebody who did not write. `silent`: new mails without one.
    """

    mails: int
    lost: int
    doubled: int
    astray: int
    merged: int
    acknowledged: int
    silent: int
    repeated: int
    misdirected: int

    @property
    def right(self) -> bool:
        """True if every mail became what it must."""
        return not any(value for name, value in asdict(self).items() if name not in ("mails", "acknowledged"))

    @property
    def told(self) -> str:
        """In one line: all right, or what is not."""
        if self.right:
            return f"all {self.mails} mails right, {self.acknowledged} acknowledged"
        return "WRONG: " + ", ".join(f"{name} {value}" for name, value in asdict(self).items() if value)


def score(samples: Sequence[Sample], stored: Iterable[tuple[int, str]], letters: Sequence[Accepted]) -> Score:
    """Judge a run by its tickets, as (ticket, Message-ID) of every mail in them, and by the letters that went out."""
    tickets: dict[str, list[int]] = defaultdict(list)
    for ticket, message_id in stored:
        tickets[bare(message_id)].append(ticket)
    return Score(
        mails=len(samples),
        lost=sum(bare(each.message_id) not in tickets for each in samples),
        doubled=sum(max(0, len(tickets.get(bare(each.message_id), ())) - 1) for each in samples),
        astray=sum(_is_astray(each, tickets) for each in samples),
        merged=_count_merged(samples, tickets),
        **_judge_letters([each for each in samples if each.kind in NEW], letters),
    )


def bare(message_id: str) -> str:
    """A Message-ID without its brackets."""
    return message_id.strip().strip("<>")


def _is_astray(sample: Sample, tickets: dict[str, list[int]]) -> bool:
    own, thread = tickets.get(bare(sample.message_id)), tickets.get(bare(sample.root))
    return own is not None and (thread is None or own[0] != thread[0])


def _count_merged(samples: Sequence[Sample], tickets: dict[str, list[int]]) -> int:
    found = [tickets.get(bare(each.message_id)) for each in samples if each.kind in NEW]
    first = [each[0] for each in found if each]
    return len(first) - len(set(first))


def _judge_letters(new: Sequence[Sample], letters: Sequence[Accepted]) -> dict[str, int]:
    answered: Counter[str] = Counter(bare(each.in_reply_to) for each in letters)
    reached = {(bare(each.in_reply_to), address) for each in letters for address in each.to}
    acknowledged = [each for each in new if answered[bare(each.message_id)]]
    return {
        "acknowledged": len(acknowledged),
        "silent": len(new) - len(acknowledged),
        "repeated": sum(answered[bare(each.message_id)] - 1 for each in acknowledged),
        "misdirected": sum((bare(each.message_id), each.sender) not in reached for each in acknowledged),
    }
