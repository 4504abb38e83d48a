"""How much of one mail is read: the limits of TRUST.md (F72), and the stable words for what went over them.

Going over a limit never raises: reading stops there, the word is noted, and the guard holds the mail.
"""

DEPTH = 50
PARTS = 500
HEADERS = 1000
HEADER_SECTION = 256 * 1024
HEADER = 64 * 1024
ADDRESSES = 200
REFERENCES = 50
TEXT = 1024 * 1024
"""Characters of body text that are kept as text; the whole mail stays in the store."""
REPLY = 256 * 1024
REPLY_LINES = 4000

TOO_DEEP = "too-deep"
TOO_MANY_PARTS = "too-many-parts"
TOO_MANY_HEADERS = "too-many-headers"
HEADER_TOO_LONG = "header-too-long"
TOO_MANY_ADDRESSES = "too-many-addresses"

OVER = frozenset({TOO_DEEP, TOO_MANY_PARTS, TOO_MANY_HEADERS, HEADER_TOO_LONG, TOO_MANY_ADDRESSES})
