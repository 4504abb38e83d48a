"""HTML to text by resiliparse: what a reader would see, and where the quotes are.

`text_of_html` gives all of it; `marked_text` puts "> " before what mail programs mark as quoted, and a separator line
before what they mark as the old mail, so that the line scanner of `quote` treats HTML and plain mails alike.
"""

import re

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import DOMNode, ElementNode, HTMLTree

from mailflow.ingest import limits
from mailflow.ingest.quote import SEPARATOR, attributes

_CITED, _INDENTED, _CLOSE, _CUT, _SIGNED = "\ue0f1", "\ue0f2", "\ue0f3", "\ue0f4", "\ue0f5"
_MARKS = re.compile(f"[{_CITED}{_INDENTED}{_CLOSE}{_CUT}{_SIGNED}]")
_DEPTH = 10
_NODES = 2000
_SPACE = re.compile("[ \t\u00a0\u200b\u200c\ufeff\u00ad]+")
_BLANKS = re.compile(r"\n{3,}")
_OLD_MAIL = (
    "#divRplyFwdMsg, #appendonsend, #OLK_SRC_BODY_SECTION, #mail-editor-reference-message-container,"
    " .OutlookMessageHeader, .yahoo_quoted, .ms-outlook-mobile-reference-message"
)
_SIGNATURE = (
    ".gmail_signature, .moz-signature, #Signature, #ms-outlook-mobile-signature, [data-signatureblock],"
    " .protonmail_signature_block, .signature"
)
_BORDER = re.compile(
    r"border(?:-top)?\s*:\s*(?:none;\s*border-top\s*:\s*)?(?:solid\s+#(?:e1e1e1|b5c4df|cccccc)|#(?:e1e1e1"
    r"|b5c4df)\s+1pt\s+solid|1pt\s+solid\s+#(?:e1e1e1|b5c4df))|border-top-color:\s*rgb\(229",
    re.IGNORECASE,
)


def text_of_html(html: str) -> str:
    """The whole visible text."""
    return _tidy(_extract(html[: limits.TEXT]))


def marked_text(html: str) -> str:
    """The visible text with quotes marked as plain mails mark them."""
    tree = HTMLTree.parse(html[: limits.REPLY])
    _mark(tree)
    return _tidy(_unmark(_extract(tree)))


def _extract(source: "str | HTMLTree") -> str:
    return str(extract_plain_text(source, preserve_formatting=True, alt_texts=False, list_bullets=True))


def _tidy(text: str) -> str:
    lines = (_SPACE.sub(" ", line).rstrip() for line in text.split("\n"))
    return _BLANKS.sub("\n\n", "\n".join(lines)).strip("\n")


def _mark(tree: HTMLTree) -> None:
    for node in _all(tree, "blockquote"):
        cited = node.getattr("type") == "cite" or node.hasattr("cite")
        _around(tree, node, _CITED if cited else _INDENTED)
    borders = [node for node in _all(tree, "div[style]") if _BORDER.search(node.getattr("style") or "")]
    for node in (*_all(tree, _OLD_MAIL), *borders):
        _before(tree, node, _CUT)
    for node in _all(tree, _SIGNATURE):
        _before(tree, node, _SIGNED)


def _all(tree: HTMLTree, selector: str) -> list[ElementNode]:
    """The nodes that match, up to a number that no honest mail has; taken at once, since indexing is quadratic."""
    return [] if tree.body is None else tree.body.query_selector_all(selector).values()[:_NODES]


def _around(tree: HTMLTree, node: DOMNode, mark: str) -> None:
    first = node.first_child
    if first is not None:
        _put(tree, mark, node, first)
        _put(tree, _CLOSE, node, None)


def _before(tree: HTMLTree, node: DOMNode, mark: str) -> None:
    if node.parent is not None:
        _put(tree, mark, node.parent, node)


def _put(tree: HTMLTree, mark: str, parent: DOMNode, before: DOMNode | None) -> None:
    """A line of its own that holds the mark, before that child or at the end."""
    element, text = tree.create_element("div"), tree.create_text_node(mark)
    if element is None or text is None:
        return
    element.append_child(text)
    if before is None:
        parent.append_child(element)
    else:
        parent.insert_before(element, before)


def _unmark(text: str) -> str:
    """Marks become what plain mails have: prefixes, a separator, the delimiter of signatures."""
    lines: list[str] = []
    open_quotes: list[bool] = []
    for line in text.split("\n"):
        bare = _MARKS.sub("", line)
        for mark in _MARKS.findall(line):
            if mark == _CLOSE:
                open_quotes = open_quotes[:-1]
            elif mark in (_CITED, _INDENTED):
                open_quotes = [*open_quotes, mark == _CITED or any(open_quotes) or attributes(lines)]
            elif not any(open_quotes):
                lines.append(SEPARATOR if mark == _CUT else "-- ")
        if bare.strip() or bare == line:
            lines.append("> " * min(sum(open_quotes), _DEPTH) + bare)
    return "\n".join(lines)
