"""How much of one mail is read: the limits of TRUST.md (F72), and the stable words for what went over them.

Going over a limit never raises: reading stops there, the word is noted, and the guard holds the mail.
"""

DEPTH = 50
PARTS = 500
COPIED = 64 * 1024 * 1024
"""Bytes of all parts within parts together, or four times the mail if that is more."""
HEADERS = 1000
ALL_HEADERS = 20_000
"""Those of all parts together."""
HEADER_SECTION = 256 * 1024
HEADER = 64 * 1024
ADDRESSES = 200
REFERENCES = 50
TEXT = 1024 * 1024
"""Characters of body text that are kept as text, and bytes of a part that are read for it; the store has the whole."""
MARKUP = 640 * 1024
"""The same for a part of HTML, which costs more."""
HTML_PARTS = 100
RICH_PARTS = 3
"""Parts of HTML, and of invitations and Rich Text, that are read as text; more are attachments."""
REPLY = 256 * 1024
REPLY_LINES = 4000

TOO_DEEP = "too-deep"
TOO_MANY_PARTS = "too-many-parts"
TOO_MANY_HEADERS = "too-many-headers"
HEADER_TOO_LONG = "header-too-long"
TOO_MANY_ADDRESSES = "too-many-addresses"

OVER = frozenset({TOO_DEEP, TOO_MANY_PARTS, TOO_MANY_HEADERS, HEADER_TOO_LONG, TOO_MANY_ADDRESSES})
