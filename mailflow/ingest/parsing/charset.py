"""Bytes to text, whatever their label says. A label that the bytes contradict is not believed; nothing here raises.

`codec_of` knows the labels, `text_of` reads under a label, `guess` without one. All are linear in their input.
"""

import codecs
import functools
import re

from resiliparse.parse.encoding import detect_encoding

_ONE_BYTE = """
    cp437 cp737 cp775 cp850 cp852 cp855 cp857 cp858 cp860 cp861 cp862 cp863 cp864 cp865 cp866 cp869 cp874 cp1125
    cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 iso8859_2 iso8859_3 iso8859_4 iso8859_5 iso8859_6
    iso8859_7 iso8859_8 iso8859_9 iso8859_10 iso8859_11 iso8859_13 iso8859_14 iso8859_15 iso8859_16 koi8_r koi8_u
    latin_1 mac_cyrillic mac_greek mac_latin2 mac_roman mac_turkish tis_620
"""
_STATEFUL = "cp037 hz iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_3 iso2022_jp_ext iso2022_jp_2004 iso2022_kr utf_7"
_WIDE = "utf_16 utf_16_be utf_16_le utf_32 utf_32_be utf_32_le"
_OTHERS = """
    ascii big5 big5hkscs cp932 cp949 cp950 euc_jis_2004 euc_jp euc_kr gb18030 gb2312 gbk johab shift_jis
    shift_jis_2004 utf_8 utf_8_sig
"""


def _codecs(names: str) -> frozenset[str]:
    return frozenset(codecs.lookup(name).name for name in names.split())


_BYTEWISE, _SEVEN_BIT, _UTF_16_32 = _codecs(_ONE_BYTE), _codecs(_STATEFUL), _codecs(_WIDE)
_ALLOWED = _BYTEWISE | _SEVEN_BIT | _UTF_16_32 | _codecs(_OTHERS)
_WIDER = {
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "koi8-r": "koi8-u",
    "iso2022_jp": "iso2022_jp_ext",
    "utf-8-sig": "utf-8",
}
"""Labels are used loosely: each means the larger set of which it is a part (WHATWG Encoding)."""
_NICKNAMES = {
    "unicode-1-1-utf-7": "utf-7",
    "x-unicode-2-0-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "x-unicode20utf8": "utf-8",
    "utf8mb4": "utf-8",
    "utf": "utf-8",
    "unicode": "utf-16",
    "ucs-2": "utf-16",
    "iso-10646-ucs-2": "utf-16",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "windows-949": "cp949",
    "korean": "cp949",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "iso-8859-6-e": "iso-8859-6",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "iso-2022-jp-ms": "iso2022_jp_ext",
    "cp50220": "iso2022_jp_ext",
    "cp50221": "iso2022_jp_ext",
    "cp51932": "euc_jp",
    "x-euc-jp": "euc_jp",
    "cn-gb": "gb18030",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "cn-big5": "big5",
    "x-x-big5": "big5",
    "koi": "koi8-u",
    "koi8": "koi8-u",
    "koi8-ru": "koi8-u",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "x-mac-ce": "mac_latin2",
    "x-mac-cyrillic": "mac_cyrillic",
    "ansi": "cp1252",
    "maccentraleurope": "mac_latin2",
}
_SIBLINGS = {
    "iso8859-2": "cp1250",
    "iso8859-5": "cp1251",
    "iso8859-6": "cp1256",
    "iso8859-7": "cp1253",
    "iso8859-8": "cp1255",
    "iso8859-13": "cp1257",
    "iso8859-15": "cp1252",
}
"""The Windows page that is meant where a label of ISO 8859 covers bytes that it leaves to control characters."""
_SPARE = {"cp932": "shift_jis_2004", "big5": "big5hkscs", "euc_jp": "euc_jis_2004", "iso2022_jp_ext": "iso2022_jp_2004"}
_WESTERN = frozenset({"cp1252", "iso8859-15"})
_CENTRAL = frozenset({"cp1250", "iso8859-2"})
_LATIN = _WESTERN | _CENTRAL | {"cp1254", "cp1257", "iso8859-13", "iso8859-4", "iso8859-16"}

_LABEL = re.compile(r"(?:charset\s*=\s*)?[\s\"']*([a-z0-9][a-z0-9_.:()-]{0,39})")
_ISO_8859 = re.compile(r"(?:iso)?[-_]*8859[-_]*(\d{1,2})(?:[-_:].*)?")
_CODE_PAGE = re.compile(r"(?:windows|win|cp|x-cp|ibm|dos|ansi|ms)?[-_]*(\d{3,4})")
_C1 = bytes(range(0x80, 0xA0))
"""What ISO 8859 leaves to control characters, and Windows does not."""
_HIGH_RUN = re.compile(rb"[\x80-\x9f\xa1-\xff]+")
_SPOTTED = re.compile(rb"[a-zA-Z][\xf5\xfb\xb1\xb3\xb6\xb9\xbc\xbf\xfe\xfd\xf0][a-zA-Z]")
_SLAVIC, _SLAVIC_OR_ROMANCE = (
    frozenset(b"\x9a\x9e\xb9\xbe\xf8"),
    frozenset(b"\x9a\x9e\xb9\xbe\xf8\xe8\xec\xef\xf0\xf2\xf9"),
)
"""Letters of other Latin alphabets, as they look under a Western label: common enough that it is looked at twice."""
_TORN = re.compile(r"[a-zà-ž][¦¶±ˇ¬®»«©Ľ][a-zà-ž]|[¦¬][a-zà-ž]|^(?=.*[ěřů]).*ą", re.DOTALL)
"""Latin-2 read as Windows-1250: signs within words, a Polish letter among Czech ones."""
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_SAMPLE = 16384
_FEW = 6


@functools.lru_cache(maxsize=512)
def codec_of(charset: str) -> str | None:
    """The Python codec that a charset label stands for, the wider one where labels are loose; None if unknown."""
    match = _LABEL.match(charset[:100].strip(" \t\"'").lower())
    label = match.group(1) if match else ""
    for name in (_NICKNAMES.get(label, label), *_spelled(label)):
        try:
            found = codecs.lookup(name).name
        except (LookupError, UnicodeError, ValueError):
            continue
        if found in _ALLOWED:
            return _WIDER.get(found, found)
    return None


def _spelled(label: str) -> list[str]:
    """What `win1250`, `8859-2` and their like stand for."""
    iso, page = _ISO_8859.fullmatch(label), _CODE_PAGE.fullmatch(label)
    return ([f"iso8859_{iso.group(1)}"] if iso else []) + ([f"cp{page.group(1)}"] if page else [])


def text_of(data: bytes, charset: str = "") -> str:
    """`data` as text. A label that the bytes contradict is not believed; what cannot be read becomes U+FFFD."""
    codec = codec_of(charset) if charset else None
    if codec in _UTF_16_32:
        return _wide(data, codec or "")
    if data.isascii():
        return _ascii(data, codec)
    if codec is None or codec == "ascii":
        return guess(data)
    if codec in _BYTEWISE:
        return _bytewise(data, codec)
    return _multibyte(data, codec)


def guess(data: bytes) -> str:
    """Unlabelled bytes as text: UTF-8 if they are, else what their statistics say, else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or (b"\0" in data and data.count(0) * 3 > len(data)):
        return _wide(data, "utf-16")
    if data.isascii():
        return _ascii(data, None)
    text = _strict(data, "utf-8")
    if text is None and _holds(data, "utf-8"):
        text = data.decode("utf-8", "replace")
    if text is not None:
        return text.removeprefix("\ufeff")
    codec = likely(data) or "cp1252"
    decoded = _paged(data, codec) if codec in _BYTEWISE else _strict(data, codec)
    return decoded if decoded is not None else _paged(data, "cp1252")


def likely(data: bytes) -> str | None:
    """The codec that the statistics of these bytes tell; None if they tell none but Unicode."""
    found = _detected(data)
    return None if found in _UTF_16_32 | {"utf-8", "ascii"} else found


def _detected(data: bytes) -> str | None:
    codec = codec_of(detect_encoding(data[:_SAMPLE], max_len=_SAMPLE, html5_compatible=False) or "")
    return _central(data, codec) if codec in _CENTRAL else codec


def _central(data: bytes, codec: str) -> str:
    """Which of the two Central European pages it is: Windows-1250 has letters where ISO 8859-2 has controls."""
    sample = data[:_SAMPLE]
    if _has_c1(sample):
        return "cp1250"
    return "iso8859-2" if _TORN.search(sample.decode("cp1250", "replace")) else codec


def _holds(data: bytes, codec: str) -> bool:
    """Whether bytes that are not sound in this codec are so but for a few spots."""
    text = data[:_SAMPLE].decode(codec, "replace")
    bad = text.count("\ufffd")
    return not bad or bad * 4 < sum(map(len, _BEYOND_ASCII.findall(text)))


@functools.cache
def _page(codec: str) -> str:
    return "".join(bytes([code]).decode(codec, "replace") for code in range(256))


def _paged(data: bytes, codec: str) -> str:
    """Bytes by a table of 256 characters; unlike the codec's own way with holes this is fast for any bytes."""
    return codecs.charmap_decode(data, "strict", _page(codec))[0]


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError):
        return None


def _ascii(data: bytes, codec: str | None) -> str:
    """Seven bits may still hold another alphabet: by their label, or by ISO 2022 escapes that nobody labelled."""
    if codec not in _SEVEN_BIT and b"\x1b$" in data:
        codec = "iso2022_kr" if b"\x1b$)C" in data else "iso2022_jp_ext"
    if codec in _SEVEN_BIT:
        return _multibyte(data, codec or "")
    if b"\0" in data and data.count(0) * 3 > len(data):
        return _wide(data, "utf-16")
    return data.decode("ascii")


def _wide(data: bytes, codec: str) -> str:
    """UTF-16 and UTF-32; without a mark the zero bytes tell the order, and without zeros it is neither."""
    if b"\0" not in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return guess(data) if data.isascii() or _strict(data, codec) is None else data.decode(codec)
    if codec == "utf-16" and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        codec = "utf-16-be" if data[::2].count(0) >= data[1::2].count(0) else "utf-16-le"
    return data.decode(codec, "replace").removeprefix("\ufeff")


def _bytewise(data: bytes, codec: str) -> str:
    """Text under a label of one byte a character: UTF-8 all the same if it is, or another page if it looks like it."""
    plain = _strict(data, "utf-8")
    if plain is not None:
        return plain.removeprefix("\ufeff")
    if codec in _LATIN and _doubtful(data, codec):
        found = _detected(data)
        text = _strict(data, found) if found and found not in _WESTERN | {"utf-8", "ascii", codec} else None
        if text is not None:
            return text
    if codec in _CENTRAL:
        codec = _central(data, codec)
    if codec in _SIBLINGS and _has_c1(data):
        codec = _SIBLINGS[codec]
    return _paged(data, codec)


def _has_c1(data: bytes) -> bool:
    return len(data.translate(None, _C1)) != len(data)


def _doubtful(data: bytes, codec: str) -> bool:
    """Latin text has few letters beyond ASCII and seldom three together; a no-break space is none."""
    sample = data[:_SAMPLE]
    runs = _HIGH_RUN.findall(sample)
    kinds = frozenset(b"".join(runs))
    if codec in _WESTERN and ((kinds & _SLAVIC and len(kinds & _SLAVIC_OR_ROMANCE) > 1) or _SPOTTED.search(sample)):
        return True
    high = sum(map(len, runs))
    if high < _FEW or len(kinds) < _FEW - 2:
        return False
    letters = len(sample) - sample.count(b" ") - sample.count(b"\n")
    return high * 10 > letters * 3 or 2 * sum(len(run) for run in runs if len(run) > 2) > high


def _multibyte(data: bytes, codec: str) -> str:
    """Text under a label of several bytes a character; UTF-8 often passes for these, but hardly the other way round."""
    plain = _strict(data, "utf-8") if not data.isascii() and codec != "utf-8" else None
    if plain is not None and len(data) - len(plain) > _FEW:
        return plain.removeprefix("\ufeff")
    text = _strict(data, codec)
    if text is None and codec in _SPARE:
        spare = data.replace(b"\x1b$B", b"\x1b$(Q") if codec == "iso2022_jp_ext" else data
        text = _strict(spare, _SPARE[codec])
    if text is None:
        if not data.isascii() and not _holds(data, codec):
            return guess(data)
        text = data.decode(codec, "replace")
    return _sound(text) if codec == "utf-7" else text.removeprefix("\ufeff")


def _sound(text: str) -> str:
    """UTF-7 can hold halves of characters, which no other encoding can write."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
