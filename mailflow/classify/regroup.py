"""Trains a model for categories of the desk's own: all other heads as ever, this one from descriptions and labels."""

import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, vstack
from scipy.special import softmax
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from mailflow.classify import described, grams, modelfile, train, writing
from mailflow.classify.calibrate import NEVER
from mailflow.classify.categories import HEAD, Category, relabel, without
from mailflow.classify.described import Described, Matrix
from mailflow.classify.encode import Encoder
from mailflow.classify.examples import Example
from mailflow.classify.model import Classifier, Head, build
from mailflow.classify.modelfile import ModelFile
from mailflow.classify.train import Progress
from mailflow.classify.vectors import Encoded
from mailflow.classify.vocabulary import Vocabulary

ENOUGH = 100
"""Labels of the rarest category from which on it is learnt as any head is."""
SPOKEN = 3.0
"""How much a label counts beside what the second reading makes of a mail without one."""


def regroup(
    lessons: Sequence[Example],
    categories: Sequence[Category],
    *,
    out: Path,
    encoded: Encoded | None,
    encoder: Encoder | None,
    progress: Progress = lambda done, total: None,
) -> dict[str, Any]:
    """Learns a model whose categories are these, and writes it to `out`; returns the manifest. Raises as `train`.

    Without an encoder the head has only the words of descriptions and labels to go by.
    """
    names = [each.name for each in categories]
    lessons = relabel(lessons, names)
    counts = Counter(each.labels.get(HEAD) for each in lessons)
    if min(counts[name] for name in names) >= ENOUGH:
        return train.train(lessons, out=out, encoded=encoded, progress=progress)
    if out.exists():
        raise FileExistsError(f"{out} is there already; choose another name")
    with tempfile.TemporaryDirectory() as scratch:
        base = Path(scratch) / out.name
        train.train([without(each) for each in lessons], out=base, encoded=encoded, progress=progress)
        with threadpool_limits(limits=1):
            return _graft(modelfile.read(base), out, categories, lessons, encoded, encoder)


def _graft(
    base: ModelFile,
    out: Path,
    categories: Sequence[Category],
    lessons: Sequence[Example],
    encoded: Encoded | None,
    encoder: Encoder | None,
) -> dict[str, Any]:
    """The base model and behind its heads one more, in both readings."""
    model, parts, facts = build(base), dict(base.parts), dict(base.manifest)
    facts |= {"categories": [{"name": each.name, "description": each.description} for each in categories]}
    shares: Any = None
    if model.stack is not None and encoded is not None and encoder is not None:
        rows = model.stack.directions(encoded.vectors)
        second = described.learn(
            categories, described.directions(categories, encoder), lessons, rows, _width(model.second_heads)
        )
        shares = softmax(rows @ second.coefficients + second.intercepts, axis=1)
        parts |= _second_parts(model, second, len(categories))
        facts["second"] = _told(facts["second"], second.facts)
    first = _first(model, categories, lessons, shares)
    parts |= {
        "heads": writing.heads_as_text([*model.heads, first.head]),
        "coefficients": _beside(model.coefficients, first.coefficients),
        "intercepts": _beside(model.intercepts, first.intercepts),
    }
    told = {
        name: value for name, value in _told(facts, first.facts).items() if name not in ("format", "name", "sha256")
    }
    return writing.write(out, parts, told)


def _second_parts(model: Classifier, second: Described, more: int) -> dict[str, Any]:
    """The head looks at where vectors point, and at nothing else."""
    if model.stack is None:
        return {}
    stack = model.stack
    return {
        "second_heads": writing.heads_as_text([*model.second_heads, second.head]),
        "second_coefficients": _beside(stack.coefficients, second.coefficients),
        "second_words": _beside(stack.words, np.zeros((len(stack.words), more))),
        "second_shares": _beside(stack.shares, np.zeros((len(stack.shares), more))),
        "second_intercepts": _beside(stack.intercepts, second.intercepts),
    }


def _first(model: Classifier, categories: Sequence[Category], lessons: Sequence[Example], shares: Any) -> Described:
    """The words' opinion, which is never sure: learnt from what the vectors say of mails, labels and descriptions."""
    labels = tuple(each.name for each in categories)
    texts = [(each.name, each.description) for each in categories]
    matrix, target, weight = _sparse(model.vocabulary, texts), np.eye(len(labels)), np.full(len(labels), SPOKEN)
    mails, wanted, counts = _opinions(lessons, labels, shares)
    if mails:
        matrix = vstack([matrix, _sparse(model.vocabulary, [each.text for each in mails])]).tocsr()
        target, weight = np.vstack([target, wanted]), np.concatenate([weight, counts])
    coefficients, intercepts = described.fit(matrix, target, weight, np.zeros((matrix.shape[1], len(labels))))
    head = Head(name=HEAD, labels=labels, sure_from=(NEVER,) * len(labels), start=_width(model.heads))
    facts = {"labels": list(labels), "descriptions": True, "scores": None}
    return Described(head=head, coefficients=coefficients, intercepts=intercepts, facts=facts)


def _opinions(lessons: Sequence[Example], labels: Sequence[str], shares: Any) -> tuple[list[Example], Any, Any]:
    """The mails with a label or an opinion, the shares of each label, and what each counts."""
    mails: list[Example] = []
    wanted: list[Any] = []
    counts: list[float] = []
    for place, each in enumerate(lessons):
        spoken = each.labels.get(HEAD) in labels
        if spoken or (shares is not None and each.labels):
            mails.append(each)
            wanted.append(np.eye(len(labels))[labels.index(each.labels[HEAD])] if spoken else shares[place])
            counts.append(each.weight * (SPOKEN if spoken else 1.0))
    return mails, np.array(wanted), np.array(counts)


def _sparse(known: Vocabulary, texts: Sequence[tuple[str, str]]) -> Matrix:
    rows = known.weigh(grams.count(texts))
    return csr_matrix((rows.values, rows.columns, rows.starts), shape=(len(texts), len(known.hashes)))


def _told(facts: dict[str, Any], head: dict[str, Any]) -> dict[str, Any]:
    return {**facts, "heads": {**facts["heads"], HEAD: head}}


def _beside(old: Any, new: Any) -> Any:
    """Side by side; in half floats what is large, as the base has it."""
    return np.concatenate([old, new], axis=-1).astype(np.float16 if np.ndim(old) > 1 else np.float32)


def _width(heads: Sequence[Head]) -> int:
    return sum(len(head.labels) for head in heads)
