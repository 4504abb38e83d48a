"""HTML to text by resiliparse: what a reader would see, and where the quotes are.

`text_of_html` gives all of it; `marked_text` puts "> " before what mail programs mark as quoted, and a separator line
before what they mark as the old mail, so that the line scanner of `quote` treats HTML and plain mails alike.
"""

import re

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import DOMNode, ElementNode, HTMLTree

from mailflow.ingest.parsing import limits
from mailflow.ingest.quoting.quote import SEPARATOR, attributes

_CITED, _INDENTED, _CLOSE, _CUT = "\ue0f1", "\ue0f2", "\ue0f3", "\ue0f4"
_MARKS = re.compile(f"[{_CITED}{_INDENTED}{_CLOSE}{_CUT}]")
_DEPTH = 10
_NODES, _STYLED = 500, 3000
_ODD_SPACES = dict.fromkeys(map(ord, "\t\u00a0\u200b\u200c\ufeff\u00ad"), " ")
_SPACES = re.compile("  +")
_BLANKS = re.compile(r"\n{3,}")
_OLD_MAIL = (
    "#divRplyFwdMsg, #appendonsend, #OLK_SRC_BODY_SECTION, #mail-editor-reference-message-container,"
    " .OutlookMessageHeader, .yahoo_quoted, [id^=yahoo_quoted], .ms-outlook-mobile-reference-message, div[name=quote],"
    " [name=messageReplySection], .sh-quoted-content"
)
"""Outlook on the desk, the web and phones; Yahoo; GMX; Spark; Superhuman: all that follows is old."""

_ATTRIBUTION = ".gmail_attr, .moz-cite-prefix, #reply-intro"
"""Gmail, Thunderbird, Roundcube: who wrote the old mail, in whatever language; but they call forwarded mails so too."""

_QUOTE = (
    "div.gmail_quote blockquote, blockquote.protonmail_quote, blockquote.tutanota_quote, blockquote.iosymail,"
    " blockquote.clean_bq, blockquote#isReplyContent, blockquote#blockquote_zmail, blockquote[type=cite],"
    " blockquote[cite]"
)
"""Old for sure. Gmail's own quote button makes the same blockquote, but outside of its "gmail_quote" division."""

_SIGNATURE = (
    ".gmail_signature, .moz-signature, #Signature, #ms-outlook-mobile-signature, [data-signatureblock],"
    " .protonmail_signature_block, .signature, [name=messageSignatureSection], #composer_signature, .bloop_sign,"
    " #ymail_android_signature, .edo-signature, #spark_signature"
)
_BORDER = re.compile(
    r"border(?:-top)?\s*:\s*(?:none;\s*border-top\s*:\s*)?(?:solid\s+#(?:e1e1e1|b5c4df|cccccc)|#(?:e1e1e1"
    r"|b5c4df)\s+1pt\s+solid|1pt\s+solid\s+#(?:e1e1e1|b5c4df))|border-top-color:\s*rgb\(229",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NAME = re.compile(r"(?<=[#.=])[\w-]+|(?<=\[)data-[\w-]+")
_QUOTES = re.compile(
    r"<blockquote|gmail_attr|divRplyFwdMsg|appendonsend|OLK_SRC_BODY|reference-message|yahoo_quoted|name=.?quote"
    r"|messageReplySection|border-top\s*:\s*solid\s+#(?:e1e1e1|b5c4df)",
    re.IGNORECASE,
)


def text_of_html(html: str) -> str:
    """The whole visible text."""
    tree = HTMLTree.parse(html[: limits.TEXT])
    _drop_hidden(tree, html)
    return _tidy(_extract(tree))


def marked_text(html: str) -> str:
    """The visible text with quotes marked as plain mails mark them."""
    tree = HTMLTree.parse(html[: limits.REPLY])
    _drop_hidden(tree, html)
    _mark(tree, html[: limits.REPLY])
    return _tidy(_unmark(_extract(tree)))


def marks_quotes(html: str) -> bool:
    """True if a mail program has marked an old mail in it."""
    return _QUOTES.search(html, 0, limits.REPLY) is not None


def _extract(source: "str | HTMLTree") -> str:
    return str(extract_plain_text(source, preserve_formatting=True, alt_texts=False, list_bullets=True))


def _tidy(text: str) -> str:
    spaced = _SPACES.sub(" ", text.translate(_ODD_SPACES)) + "\n"
    return _BLANKS.sub("\n\n", spaced.replace(" \n", "\n")).strip("\n")


def _drop_hidden(tree: HTMLTree, html: str) -> None:
    """Without what readers do not see: the preview text of newsletters, what waits for a click."""
    lowered = html.lower()
    if "hidden" not in lowered and "none" not in lowered:
        return
    for node in (*_all(tree, "[style]", _STYLED), *_all(tree, "[hidden]")):
        if node.parent is not None and (node.hasattr("hidden") or _HIDDEN.search(node.getattr("style") or "")):
            node.parent.remove_child(node)


def _mark(tree: HTMLTree, html: str) -> None:
    lowered = html.lower()
    for node in _all(tree, "blockquote"):
        _around(tree, node, _CITED if node.matches(_QUOTE) else _INDENTED)
    for node in _found(tree, _ATTRIBUTION, lowered):
        if "---" not in (node.text or "")[:40]:
            _around(tree, node, _CITED)
    styled = _all(tree, "div[style]", _STYLED) if "border" in lowered else []
    borders = [node for node in styled if _BORDER.search(node.getattr("style") or "")][:_NODES]
    for node in (*_found(tree, _OLD_MAIL, lowered), *borders):
        _before(tree, node, _CUT)
    for node in _found(tree, _SIGNATURE, lowered):
        _around(tree, node, _CITED)


def _found(tree: HTMLTree, selector: str, lowered: str) -> list[ElementNode]:
    """The nodes that match, looked for only where the HTML has one of the selector's names."""
    return _all(tree, selector) if any(name.lower() in lowered for name in _NAME.findall(selector)) else []


def _all(tree: HTMLTree, selector: str, limit: int = _NODES) -> list[ElementNode]:
    """The nodes that match, up to a number that no honest mail has; taken at once, since indexing is quadratic."""
    return [] if tree.body is None else tree.body.query_selector_all(selector).values()[:limit]


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
    """Marks become what plain mails have: prefixes and a separator."""
    lines: list[str] = []
    opened: list[bool] = []
    depth = 0
    marked = text.split("\n")
    for index, line in enumerate(marked):
        found = _MARKS.findall(line)
        bare = _MARKS.sub("", line) if found else line
        for mark in found:
            if mark == _CLOSE:
                depth -= opened.pop() if opened else 0
            elif mark == _CUT:
                lines += [] if depth else [SEPARATOR]
            else:
                opened.append(mark == _CITED or depth > 0 or attributes(lines, marked[index + 1 : index + 9]))
                depth += opened[-1]
        if not found or bare.strip():
            lines.append("> " * min(depth, _DEPTH) + bare)
    return "\n".join(lines)
