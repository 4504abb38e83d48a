"""The starter set counted: mails by language and label, and the nearest neighbours; near-copies do not count.

`python -m bench.starter_set` prints the pairs whose words are most alike (cosine of tf-idf), the nearest first.
"""

from collections import Counter
from pathlib import Path

from mailflow.classify import alike, examples

STARTER = Path(__file__).parents[1] / "starter"
SHOWN = 15


def main() -> None:
    """Prints the counts, then the neighbours."""
    mails = examples.read_starter(STARTER)
    print(f"{len(mails)} mails: {dict(Counter(mail.language for mail in mails))}")
    for head in examples.HEADS:
        counts = Counter((mail.labels[head], mail.language) for mail in mails)
        labels = sorted({label for label, _ in counts})
        print(head, {label: [counts[label, language] for language in ("hu", "en", "de")] for label in labels})
    pairs = alike.pairs([mail.text for mail in mails], near=0.3)
    copies = [pair for pair in pairs if pair[0] >= alike.NEAR and not _told_twice(mails, pair)]
    print(f"{len(copies)} pairs at {alike.NEAR} or nearer, which share a group and count as one; {len(pairs)} at 0.3")
    for value, one, other in pairs[:SHOWN]:
        print(f"{value:.2f}\n  {_shown(mails[one])}\n  {_shown(mails[other])}")


def _told_twice(mails: list[examples.Example], pair: tuple[float, int, int]) -> bool:
    """True where both mails are one situation told in two languages, which is bound by its family anyway."""
    return bool(mails[pair[1]].family) and mails[pair[1]].family == mails[pair[2]].family


def _shown(mail: examples.Example) -> str:
    return f"[{mail.language}] {mail.subject}: {' '.join(mail.body.split())[:140]}"


if __name__ == "__main__":
    main()
