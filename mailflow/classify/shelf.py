"""The shelf of models: the shipped one and those trained here, which one serves, and the gate for a new one.

Who serves stands in one small file that is replaced at a stroke; a running daemon sees by `stamp` that it changed.
"""

import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mailflow.classify import judge, model, modelfile, replacing
from mailflow.classify.examples import Example
from mailflow.classify.model import Classifier
from mailflow.classify.modelfile import ModelError
from mailflow.classify.vectors import Encoded
from mailflow.failpoint import failpoint

SERVING = "serving.json"
SHIPPED = "starter"
REMEMBERED = 20
FIXED = {
    "kind": frozenset({"incident", "request"}),
    "impact": frozenset({"low", "medium", "high"}),
    "urgency": frozenset({"low", "medium", "high"}),
    "breach": frozenset({"false", "true"}),
}


class WorseModelError(ModelError):
    """A candidate is worse than the model that serves; `classes` says where ("kind: request")."""

    def __init__(self, name: str, classes: Sequence[str]) -> None:
        self.classes = tuple(classes)
        super().__init__(
            f"{name} is worse than the model that serves for {', '.join(classes)}; --anyway puts it in service"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Who serves, who served before (the last one last), and who reads along without acting ("": nobody)."""

    serving: str
    served: tuple[str, ...] = ()
    shadow: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """`shipped` is the folder of shipped models, `state` that of models trained here (it need not exist yet)."""

    shipped: Path
    state: Path

    def serving(self) -> Classifier:
        """The model in service, loaded and checked; raises ModelError, and then the desk goes on by its rules."""
        return self.open(self.serving_name())

    def open(self, name: str) -> Classifier:
        """A model by name, fit to serve a desk; raises ModelError."""
        return _fit_for_a_desk(model.load(self.folder(name)))

    def folder(self, name: str) -> Path:
        """Where a model lies: trained ones go before shipped ones. Raises ModelError where no model has the name."""
        for home in (self.state, self.shipped):
            if name in _names(home):
                return home / name
        raise ModelError(f"there is no model {name!r}; there are {', '.join(self.names()) or 'none'}")

    def names(self) -> list[str]:
        """The names of all models, shipped ones first."""
        return list(dict.fromkeys([*_names(self.shipped), *_names(self.state)]))

    def serving_name(self) -> str:
        """The name of the model in service; raises ModelError where the file that says so is damaged."""
        return self.service().serving

    def shadow(self) -> Classifier | None:
        """The model that reads along, if there is one; raises ModelError where it cannot be read."""
        name = self.service().shadow
        return self.open(name) if name else None

    def stamp(self) -> str:
        """A text that changes when another model is put in service."""
        try:
            return (self.state / SERVING).read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""
        except (OSError, ValueError) as error:
            return repr(error)

    def list(self) -> list[dict[str, Any]]:
        """Every model with its scores by head, and which one serves; a damaged one says what is wrong with it."""
        service = self.service()
        roles = {service.shadow: "shadow", service.serving: "serving"}
        return [
            _line(self.folder(name), role=roles.get(name, ""), shipped=self.folder(name).parent == self.shipped)
            for name in self.names()
        ]

    def put(self, candidate: Path) -> str:
        """Takes a trained folder onto the shelf, whole or not at all; returns its name. It does not serve yet.

        Raises ModelError where it cannot be read or its name is taken.
        """
        model.load(candidate)
        target = self.state / candidate.name
        if target.exists():
            raise ModelError(f"a model {candidate.name!r} is on the shelf already; give this one another name")
        self.state.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=self.state))
        shutil.copytree(candidate, unfinished, dirs_exist_ok=True)
        failpoint("shelf.put")
        unfinished.rename(target)
        return target.name

    def use(
        self, name: str, *, judged_on: Sequence[Example], encoded: Encoded | None = None, anyway: bool = False
    ) -> dict[str, Any]:
        """Puts a model in service unless it is worse on the judge set in any class beyond noise.

        `encoded` are the vectors of the judge set, if there is an encoder.
        Returns {"serving", "before", "worse"}. Raises WorseModelError, and ModelError where it cannot be read.
        """
        candidate = self.open(name)
        before = self.serving_name()
        worse = self._worse(candidate, before, judged_on, encoded)
        if worse and not anyway:
            raise WorseModelError(name, worse)
        served = [*self.service().served, before] if before != name else self.service().served
        self._serve(Service(serving=name, served=tuple(served)))
        return {"serving": name, "before": before, "worse": worse}

    def follow(self, name: str) -> None:
        """Lets a model read along without acting; "" ends that. Raises ModelError where it cannot be read."""
        if name:
            self.open(name)
        self._serve(replace(self.service(), shadow=name))

    def take_back(self) -> dict[str, Any]:
        """Puts the model before back in service; raises ModelError where there was none or it cannot be read."""
        service = self.service()
        if not service.served:
            raise ModelError("no model has served before this one")
        before = service.served[-1]
        self.open(before)
        self._serve(replace(service, serving=before, served=service.served[:-1]))
        return {"serving": before, "before": service.serving}

    def _worse(
        self, candidate: Classifier, before: str, judged_on: Sequence[Example], encoded: Encoded | None
    ) -> Sequence[str]:
        try:
            serving = self.open(before)
        except ModelError:
            return []
        return judge.worse_classes(candidate, serving, judged_on, encoded)

    def _serve(self, service: Service) -> None:
        facts = {"serving": service.serving, "served": service.served[-REMEMBERED:], "shadow": service.shadow}
        replacing.replace(self.state / SERVING, json.dumps(facts) + "\n")

    def service(self) -> Service:
        """Who serves; raises ModelError where the file that says so is damaged."""
        try:
            facts = json.loads((self.state / SERVING).read_text(encoding="utf-8"))
            return Service(serving=str(facts["serving"]), served=tuple(facts["served"]), shadow=str(facts["shadow"]))
        except FileNotFoundError:
            return Service(serving=SHIPPED)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"{self.state / SERVING}: is damaged; remove it to serve the shipped model") from error


def _names(home: Path) -> Sequence[str]:
    return sorted(each.name for each in home.iterdir() if _is_model(each)) if home.is_dir() else []


def _is_model(folder: Path) -> bool:
    return not folder.name.startswith(".") and (folder / modelfile.MANIFEST).is_file()


def _fit_for_a_desk(classifier: Classifier) -> Classifier:
    """The classifier itself; raises ModelError where it lacks a head or has labels that the rules do not know."""
    heads = {head.name: frozenset(head.labels) for head in classifier.heads}
    for name in ("kind", "category", "impact", "urgency", "breach"):
        if name not in heads:
            raise ModelError(f"{classifier.name}: cannot serve a desk, since it does not tell {name}")
        if strange := heads[name] - FIXED.get(name, heads[name]):
            raise ModelError(
                f"{classifier.name}: cannot serve a desk, since its {name} may be {', '.join(sorted(strange))}"
            )
    return classifier


def _line(folder: Path, *, role: str, shipped: bool) -> dict[str, Any]:
    line: dict[str, Any] = {"name": folder.name, "serving": role == "serving", "role": role, "shipped": shipped}
    try:
        manifest = modelfile.read_manifest(folder)
        heads = manifest.get("second", manifest)["heads"].items()
        scores = {
            head: {figure: facts["scores"][figure] for figure in ("accuracy", "macro_f1", "ece")}
            for head, facts in heads
            if facts["scores"] is not None
        }
        return {**line, "mails": manifest["data"]["mails"], "scores": scores}
    except (ModelError, KeyError, TypeError, AttributeError) as error:
        return {**line, "error": str(error)}
