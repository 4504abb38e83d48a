"""Lines of a letter of ours that an answer repeats without quote marks: they are known by the letter's own text."""

from itertools import groupby

_RUN = 3


def without_pasted(text: str, letter: str) -> str:
    """The text without its runs of three or more lines that stand in the letter; blank lines neither count nor part."""
    known = {_bare(line) for line in letter.split("\n")}
    kept: list[str] = []
    for is_known, group in groupby(text.split("\n"), lambda line: _bare(line) in known | {""}):
        lines = list(group)
        if not is_known or sum(bool(_bare(line)) for line in lines) < _RUN:
            kept += lines
    return "\n".join(kept).strip()


def _bare(line: str) -> str:
    return " ".join(line.split())
