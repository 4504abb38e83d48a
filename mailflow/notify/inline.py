"""Style sheets made inline in the *source* of a template, once when it is compiled, not in every letter.

Mail clients drop style sheets, so that each element must carry its own style. Jinja's tags are set aside as comments
(in text) or words (in attributes), the style is inlined, and they are put back.
"""

import re

from css_inline import CSSInliner

_JINJA = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
_ASIDE = re.compile(r"<!--j(\d+)j-->|j(\d+)j")


def inline_style(source: str, css: str) -> str:
    """The template's source with the style sheet inlined. A whole document keeps its own media queries and classes.

    A fragment (the kit of macros) must consist of elements that stand anywhere, and of tables with their tbody.
    """
    aside: list[str] = []
    plain = _set_aside(source, aside)
    if "<html" in source:
        inliner = CSSInliner(keep_at_rules=True, extra_css=css, load_remote_stylesheets=False)
        inlined = inliner.inline(plain)
    else:
        inlined = CSSInliner(load_remote_stylesheets=False).inline_fragment(plain, css)
    return _ASIDE.sub(lambda match: aside[int(match[1] or match[2])], inlined)


def _set_aside(source: str, aside: list[str]) -> str:
    parts: list[str] = []
    end, within = 0, False
    for match in _JINJA.finditer(source):
        text = source[end : match.start()]
        if "<" in text or ">" in text:
            within = text.rfind("<") > text.rfind(">")
        parts += [text, f"j{len(aside)}j" if within else f"<!--j{len(aside)}j-->"]
        aside.append(match[0])
        end = match.end()
    return "".join([*parts, source[end:]])
