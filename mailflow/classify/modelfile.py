"""A model's folder: `model.skops`, which holds nothing but arrays and texts, and `manifest.json`, which vouches for it.

skops itself writes the file, but its import takes two seconds and a hundred megabytes, so that serving reads the format
with the narrow reader below. It knows two node types, where skops would build any class it is told to trust.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FORMAT = 2
SKOPS_PROTOCOL = 2
MODEL = "model.skops"
MANIFEST = "manifest.json"
LARGEST = 256 * 1024 * 1024
TRUSTED = frozenset({("builtins", "str", "JsonNode"), ("numpy", "ndarray", "NdArrayNode")})

Parts = dict[str, str | NDArray[Any]]


class ModelError(Exception):
    """A model cannot serve: the sentence says why. The desk goes on by its rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFile:
    """What a folder holds, checked: the manifest as written, and the parts of the model by name."""

    folder: Path
    manifest: Mapping[str, Any]
    parts: Parts


def read(folder: Path) -> ModelFile:
    """The folder's model; raises ModelError where it is missing, damaged, of another version, or not of our making."""
    manifest = read_manifest(folder)
    if manifest.get("format") != FORMAT:
        raise ModelError(
            f"{folder}: made for format {manifest.get('format')}, this mailflow reads {FORMAT}; train it again"
        )
    try:
        content = (folder / MODEL).read_bytes()
    except OSError as error:
        raise ModelError(f"{folder / MODEL}: {error.strerror}") from error
    if hashlib.sha256(content).hexdigest() != manifest.get("sha256"):
        raise ModelError(f"{folder / MODEL}: is not the file that its manifest vouches for")
    return ModelFile(folder=folder, manifest=manifest, parts=unpack(content))


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest alone; raises ModelError."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(f"{folder / MANIFEST}: {error.strerror}") from error
    except ValueError as error:
        raise ModelError(f"{folder / MANIFEST}: is not JSON ({error})") from error
    if not isinstance(manifest, dict):
        raise ModelError(f"{folder / MANIFEST}: is not a JSON object")
    return manifest


def unpack(content: bytes) -> Parts:
    """The named parts of a skops file that is a plain dict of texts and arrays; raises ModelError for anything else."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
                raise ModelError(f"a model of more than {LARGEST >> 20} MB is not read")
            return _parts(archive, json.loads(archive.read("schema.json")))
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        KeyError,
        TypeError,
        AttributeError,
        ValueError,
        OSError,
    ) as error:
        raise ModelError(f"not a model file: {error!r}") from error


def _parts(archive: zipfile.ZipFile, schema: Mapping[str, Any]) -> Parts:
    if schema["protocol"] != SKOPS_PROTOCOL:
        raise ModelError(f"written with skops protocol {schema['protocol']}, this mailflow reads {SKOPS_PROTOCOL}")
    if _node(schema) != ("builtins", "dict", "DictNode"):
        raise ModelError(f"holds a {'.'.join(_node(schema)[:2])}, which is not trusted")
    return {name: _part(archive, node) for name, node in schema["content"].items()}


def _part(archive: zipfile.ZipFile, node: Mapping[str, Any]) -> str | NDArray[Any]:
    kind = _node(node)
    if kind not in TRUSTED:
        raise ModelError(f"holds a {'.'.join(kind[:2])}, which is not trusted")
    if kind[1] == "str":
        return str(json.loads(node["content"]))
    if node["type"] != "numpy":
        raise ModelError("holds an array of objects, which is not trusted")
    array = np.load(io.BytesIO(archive.read(node["file"])), allow_pickle=False)
    return np.asarray(array)


def _node(node: Mapping[str, Any]) -> tuple[str, str, str]:
    return node["__module__"], node["__class__"], node["__loader__"]
