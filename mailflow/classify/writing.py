"""Writes a model's folder: skops' own format, the same bytes for the same parts, and the manifest beside it."""

import hashlib
import io
import json
import re
import shutil
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import skops.io

from mailflow.classify import modelfile, replacing
from mailflow.classify.model import Head
from mailflow.failpoint import failpoint

SCHEMA = "schema.json"
_ID = re.compile(r"\d{6,}")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def write(out: Path, parts: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Makes the folder `out` whole or not at all; returns the manifest. Raises FileExistsError where it is taken."""
    if out.exists():
        raise FileExistsError(f"{out} is there already; choose another name")
    content = pack(parts)
    manifest = {"format": modelfile.FORMAT, "name": out.name, "sha256": hashlib.sha256(content).hexdigest(), **facts}
    out.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=out.parent))
    try:
        replacing.save(unfinished / modelfile.MODEL, content)
        told = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
        replacing.save(unfinished / modelfile.MANIFEST, told.encode())
        failpoint("model.written")
        unfinished.chmod(0o755)
        unfinished.rename(out)
    except BaseException:
        shutil.rmtree(unfinished)
        raise
    replacing.sync_folder(out.parent)
    return manifest


def pack(parts: Mapping[str, Any]) -> bytes:
    """The parts as a skops file; the memory addresses that skops writes as ids are numbered, dates are fixed."""
    raw = zipfile.ZipFile(io.BytesIO(skops.io.dumps(dict(parts))))
    schema = raw.read(SCHEMA).decode()
    numbers = {found: str(number) for number, found in enumerate(dict.fromkeys(_ids(json.loads(schema))), start=1)}
    numbered = {_renumber(name, numbers): raw.read(name) for name in raw.namelist()}
    numbered[SCHEMA] = _renumber(schema, numbers).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in sorted(numbered):
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), numbered[name], zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _renumber(text: str, numbers: Mapping[str, str]) -> str:
    return _ID.sub(lambda found: numbers.get(found[0], found[0]), text)


def heads_as_text(heads: Sequence[Head]) -> str:
    """The heads as the JSON that `model.build` reads."""
    facts = [
        {"name": h.name, "labels": h.labels, "sure_from": h.sure_from, "start": h.start, "cut": h.cut} for h in heads
    ]
    return json.dumps(facts)


def _ids(node: Any) -> list[str]:
    """All object ids of a schema, in the order of its text."""
    if isinstance(node, dict):
        return [each for name, value in node.items() for each in ([str(value)] if name == "__id__" else _ids(value))]
    return [each for value in node for each in _ids(value)] if isinstance(node, list) else []
