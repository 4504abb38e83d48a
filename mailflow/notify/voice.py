"""One language of the desk's letters: its words, questions and compiled templates, as text and as HTML.

A letter's template says each sentence once; `text/` and `html/` hold a layout and a kit of macros of the same names.
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

from mailflow.notify import layout
from mailflow.notify.inline import inline_style

_ABSENT = object()
_FILTERS: Mapping[str, Callable[..., Any]] = {
    "wrap": layout.wrap,
    "wrap_lines": layout.wrap_lines,
    "underline": layout.underline,
    "columns": layout.columns,
    "shorten": layout.shorten,
    "paragraphs": layout.paragraphs,
    "break_lines": layout.break_lines,
    "link": layout.link,
    "keep_numbers": layout.keep_numbers,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A language's words and questions, and where its letters are compiled once and kept."""

    language: str
    words: Mapping[str, Any] = field(repr=False)
    questions: Mapping[str, Any] = field(repr=False)
    text: Environment = field(repr=False)
    html: Environment = field(repr=False)

    def render(self, letter: str, context: Mapping[str, Any]) -> tuple[str, str]:
        """The letter as plain text and as HTML. Raises jinja2.UndefinedError where the context lacks something."""
        name = f"{letter}.j2"
        return layout.trim(self.text.get_template(name).render(context)), self.html.get_template(name).render(context)

    def render_subject(self, letter: str, context: Mapping[str, Any]) -> str | None:
        """The letter's own subject, or None where it goes under its ticket's."""
        template: Template = self.text.get_template(f"{letter}.j2")
        block = template.blocks.get("subject")
        return None if block is None else "".join(block(template.new_context(dict(context))))

    def check(self, letters: Iterable[str]) -> None:
        """Compile these letters in both forms; raises jinja2.TemplateError where one is missing or wrong."""
        for letter in letters:
            self.text.get_template(f"{letter}.j2")
            self.html.get_template(f"{letter}.j2")

    def find_questions(self, category: str, kind: str) -> Sequence[str]:
        """The first diagnosis's questions for this category and kind; those of `general` where it has none."""
        section = self.questions.get(category, self.questions["general"])
        return list(section.get(kind, ()))

    def asked_in(self, letter: str) -> Sequence[str]:
        """The questions of the first diagnosis that this letter's text asks; of two lists the longer; else none."""
        said = _flat(letter)
        lists = (asked for section in self.questions.values() for asked in section.values())
        return max((each for each in lists if all(_flat(one) in said for one in each)), key=len, default=())


def _flat(text: str) -> str:
    return " ".join(text.split())


def open_voice(language: str, folders: Sequence[Path]) -> Voice:
    """The voice of a language whose files lie in these folders; the first that has a file wins."""
    text = _make_environment(FileSystemLoader(_places(folders, language, "text")), html=False)
    html = _make_environment(_InlineLoader(_places(folders, language, "html")), html=True)
    return Voice(
        language=language,
        words=_read(folders, language, "words.toml"),
        questions=_read(folders, language, "questions.toml"),
        text=text,
        html=html,
    )


class _Sandbox(SandboxedEnvironment):
    """Templates reach no attribute that begins with an underscore, and so nothing beyond what they are given (S17).

    Plain names are looked up at once, and whatever a template holds it may call; the shipped sandbox's further looks
    at each name and each call guard against things that no scene holds, at a third of a letter's whole cost.
    """

    def getattr(self, obj: Any, attribute: str) -> Any:
        plain = not attribute.startswith(("_", "format"))
        found = getattr(obj, attribute, _ABSENT) if plain else _ABSENT
        return super().getattr(obj, attribute) if found is _ABSENT else found

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        return context.call(obj, *args, **kwargs)


class _InlineLoader(FileSystemLoader):
    """Loads templates; those of the folder `html` get the style sheet beside them made inline."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, name, current = super().get_source(environment, template)
        if Path(name).parent.name == "html":
            css, _, _ = super().get_source(environment, "style.css")
            source = inline_style(source, css)
        return source, name, current


def _make_environment(loader: BaseLoader, *, html: bool) -> Environment:
    environment = _Sandbox(
        loader=loader,
        autoescape=html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.filters.update(_FILTERS)
    kit = environment.get_template("kit.j2").module
    environment.globals.update({name: macro for name, macro in vars(kit).items() if not name.startswith("_")})
    return environment


def _places(folders: Iterable[Path], language: str, form: str) -> list[Path]:
    return [folder / name for folder in folders for name in (language, form)]


def _read(folders: Sequence[Path], language: str, name: str) -> Mapping[str, Any]:
    """The file's sections, of all folders that have it; the first folder wins, entry by entry."""
    merged: dict[str, Any] = {}
    for folder in reversed(folders):
        path = folder / language / name
        if path.is_file():
            for section, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
                merged.setdefault(section, {}).update(entries)
    return merged
