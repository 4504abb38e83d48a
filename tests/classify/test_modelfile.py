"""A model's file is checked before it is believed: damage, other versions and malice are refused in a sentence."""

import ast
import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import skops.io

import mailflow
from mailflow.classify import model, modelfile
from mailflow.classify.modelfile import MANIFEST, MODEL, ModelError


@pytest.fixture
def copy(small_model: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(small_model, tmp_path / "copy"))


def _swap(folder: Path, content: bytes) -> None:
    """Puts a file in the model's place and lets the manifest vouch for it, as an attacker would."""
    (folder / MODEL).write_bytes(content)
    manifest = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps({**manifest, "sha256": hashlib.sha256(content).hexdigest()}))


def _set(folder: Path, **facts: object) -> None:
    manifest = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps({**manifest, **facts}))


def test_skops_itself_reads_what_we_ship_with_no_trust_at_all_and_finds_the_same(small_model: Path) -> None:
    theirs = skops.io.loads((small_model / MODEL).read_bytes(), trusted=[])
    ours = modelfile.read(small_model).parts
    assert theirs.keys() == ours.keys()
    for name, part in theirs.items():
        assert np.array_equal(part, ours[name])
        assert getattr(part, "dtype", None) == getattr(ours[name], "dtype", None)


BAD_FILES: dict[str, Callable[[Path], object]] = {
    "the model is missing": lambda folder: (folder / MODEL).unlink(),
    "the manifest is missing": lambda folder: (folder / MANIFEST).unlink(),
    "the manifest is no JSON": lambda folder: (folder / MANIFEST).write_text("{"),
    "the manifest is a list": lambda folder: (folder / MANIFEST).write_text("[]"),
    "the file is empty": lambda folder: (folder / MODEL).write_bytes(b""),
    "one byte was changed": lambda folder: (folder / MODEL).write_bytes((folder / MODEL).read_bytes()[:-1] + b"x"),
    "the second half is lost": lambda folder: _swap(folder, (folder / MODEL).read_bytes()[:5000]),
    "it is no zip at all": lambda folder: _swap(folder, b"\x80\x04\x95 not a model"),
    "it is of a format to come": lambda folder: _set(folder, format=99),
    "it was cut by another reader of texts": lambda folder: _set(folder, reader="0000"),
    "its parts do not fit together": lambda folder: _swap(folder, skops.io.dumps({"heads": "[]", "idf": np.ones(3)})),
    "a number is not a number": lambda folder: _swap(folder, _with_nan(folder)),
}


def _with_nan(folder: Path) -> bytes:
    parts = dict(modelfile.unpack((folder / MODEL).read_bytes()))
    parts["intercepts"] = np.full_like(np.asarray(parts["intercepts"]), np.nan)
    return bytes(skops.io.dumps(parts))


@pytest.mark.parametrize("harm", BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_file_is_refused_in_one_sentence(copy: Path, harm: Callable[[Path], object]) -> None:
    harm(copy)
    with pytest.raises(ModelError) as refused:
        model.load(copy)
    assert "\n" not in str(refused.value)


class Harmful:
    """Would run code where a pickle is believed."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return exec, ("import sys; sys.modules['harmed'] = sys",)


def _pickled_array(schema: dict[str, object]) -> bytes:
    """A skops file whose array is one of objects, pickled."""
    array = io.BytesIO()
    np.save(array, np.array([Harmful()], dtype=object), allow_pickle=True)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("1.npy", array.getvalue())
        archive.writestr("schema.json", json.dumps(schema))
    return content.getvalue()


def _schema(node: dict[str, object]) -> dict[str, object]:
    return {
        "__module__": "builtins",
        "__class__": "dict",
        "__loader__": "DictNode",
        "content": {"x": node},
        "protocol": 2,
    }


MALICE = {
    "a pickled array": {
        "__module__": "numpy",
        "__class__": "ndarray",
        "__loader__": "NdArrayNode",
        "type": "numpy",
        "file": "1.npy",
    },
    "a call of os.system": {
        "__module__": "os",
        "__class__": "system",
        "__loader__": "FunctionNode",
        "content": "system",
    },
    "an object of any class": {
        "__module__": "subprocess",
        "__class__": "Popen",
        "__loader__": "ObjectNode",
        "content": {},
    },
    "a partial": {"__module__": "functools", "__class__": "partial", "__loader__": "PartialNode", "content": {}},
    "an array in name only": {"__module__": "numpy", "__class__": "ndarray", "__loader__": "ObjectNode", "content": {}},
}


@pytest.mark.parametrize("node", MALICE.values(), ids=MALICE)
def test_a_malicious_file_is_refused_even_if_its_manifest_vouches_for_it(copy: Path, node: dict[str, object]) -> None:
    _swap(copy, _pickled_array(_schema(node)))
    with pytest.raises(ModelError):
        model.load(copy)


def test_a_file_that_unpacks_to_gigabytes_is_refused(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(modelfile, "LARGEST", 1000)
    with pytest.raises(ModelError, match="is not read"):
        model.load(copy)


def test_nothing_in_mailflow_imports_pickle_or_joblib() -> None:
    forbidden = {"pickle", "cPickle", "_pickle", "joblib", "dill", "cloudpickle", "marshal", "shelve"}
    root = Path(mailflow.__file__).parent
    found = [
        (str(file), name)
        for file in root.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for name in _imported(node)
        if name.partition(".")[0] in forbidden
    ]
    assert found == []


def test_nobody_trusts_what_a_file_asks_to_be_trusted() -> None:
    root = Path(mailflow.__file__).parent
    assert not [file for file in root.rglob("*.py") if "get_untrusted_types" in file.read_text(encoding="utf-8")]


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []
