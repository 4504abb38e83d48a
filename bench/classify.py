"""The classifier's figures, as Markdown.

Those out of fold come from the manifest, those of the frozen set from `starter/judge.jsonl`, which nothing learns from;
start, memory and speed are measured in a fresh process, in batches of 50 as the intake reads.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from mailflow.classify import examples, judge, model

ROOT = Path(__file__).parents[1]
STARTER = ROOT / "starter"
SHIPPED = ROOT / "models" / "starter"
BATCH = 50
HEAD = "| head | accuracy | macro F1 | ECE | sure | right when sure | macro F1 hu | en | de |\n" + "| --- " * 9 + "|"


def main() -> None:
    """Prints the figures; with `speed` only this process's own."""
    print(json.dumps(speed()) if sys.argv[1:] == ["speed"] else figures())


def figures(*, with_speed: bool = True) -> str:
    """The tables as Markdown."""
    classifier = model.load(SHIPPED)
    folds = {head: facts["scores"] for head, facts in classifier.manifest["heads"].items()}
    frozen = judge.judge(classifier, examples.read_judge_set(STARTER))
    data = classifier.manifest["data"]
    parts = [
        f"Out of fold ({data['mails']} mails, {data['situations']} situations; {classifier.manifest['judged']}):",
        _table(folds),
        f"On the frozen set ({frozen['n']} mails; one mail is worth .015):",
        _table(frozen["heads"]),
    ]
    if with_speed:
        run = [sys.executable, __file__, "speed"]
        parts.append(subprocess.run(run, capture_output=True, text=True, check=True).stdout.strip())
    return "\n\n".join(parts)


def speed() -> dict[str, float]:
    """Start, memory and time a mail, of this process."""
    started = time.perf_counter()
    classifier = model.load(SHIPPED)
    load = time.perf_counter() - started
    texts = [mail.text for mail in examples.read_starter(STARTER)]
    started = time.perf_counter()
    for first in range(0, len(texts), BATCH):
        classifier.read(texts[first : first + BATCH])
    return {
        "load_ms": round(load * 1000, 1),
        "us_per_mail": round((time.perf_counter() - started) / len(texts) * 1e6, 1),
        "rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "model_mb": round(sum(file.stat().st_size for file in SHIPPED.iterdir()) / 1e6, 2),
    }


def _table(heads: dict[str, dict[str, Any]]) -> str:
    return "\n".join([HEAD, *(_row(name, scores) for name, scores in heads.items())])


def _row(name: str, scores: dict[str, Any]) -> str:
    sure = scores["sure"]
    right = "-" if sure["right"] is None else f"{sure['right']:.3f}"
    spoken = " | ".join(f"{scores['by_language'][each]['macro_f1']:.3f}" for each in ("hu", "en", "de"))
    row = f"{scores['accuracy']:.3f} | {scores['macro_f1']:.3f} | {scores['ece']:.3f} | {sure['share']:.2f} | {right}"
    return f"| {name} | {row} | {spoken} |"


if __name__ == "__main__":
    main()
