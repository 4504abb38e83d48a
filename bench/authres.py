"""How many headers of a manifest the reader of Authentication-Results reads as they are meant.

Example: python bench/authres.py ../shared/mail/auth.jsonl
"""

import argparse
import json
from pathlib import Path
from typing import Any

from mailflow.ingest.proof.authres import read


def main() -> None:
    """Print each header that is read otherwise, and the score."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("manifest", type=Path, help="JSON lines with header, authserv_id and results")
    records = [json.loads(line) for line in options.parse_args().manifest.read_text().splitlines()]
    missed = [each["id"] for each in records if not is_read_as_meant(each)]
    for name in missed:
        print("otherwise:", name)
    print(f"{len(records) - len(missed)} of {len(records)} headers as meant")


def is_read_as_meant(record: dict[str, Any]) -> bool:
    """True if server, methods and results are the same, and all properties that the manifest names are found."""
    seen = read(record["header"].partition(":")[2])
    wanted = record["results"]
    if seen.server != record["authserv_id"].lower() or len(seen.results) != len(wanted):
        return False
    return all(
        (found.method, found.result) == (meant["method"], meant["result"])
        and {name.lower(): value for name, value in meant["props"].items()}.items() <= found.properties.items()
        for found, meant in zip(seen.results, wanted, strict=True)
    )


if __name__ == "__main__":
    main()
