"""The same words under right, missing and lying labels."""

import base64
import binascii
from collections.abc import Iterator

from tests.ingest.cases.parse.case import Case, plain

HU = "Kedves Ügyfélszolgálat! Nem működik a nyomtató, kérem a hibát elhárítani. Üdvözlettel, Szűcs Ernő"
PL = "Dzień dobry, drukarka nie działa, proszę o pomoc. Świeżo wgrany sterownik. Pozdrawiam, Józef Źróbek"
CS = "Dobrý den, tiskárna nefunguje, prosím o pomoc. Při přihlášení se objeví chyba. Jiří Žížala"
SK = "Dobrý deň, tlačiareň nefunguje, prosím o pomoc. Ďakujem, Ľubomír Šťastný"
HR = "Poštovani, pisač ne radi već danima, molim žurnu pomoć. Srdačno, Željko Đurić"
RO = "Bună ziua, imprimanta nu mai funcţionează, vă rog să mă ajutaţi. Mulţumesc, Ştefan"
DE = "Guten Tag, der Drucker läuft nicht mehr, bitte prüfen. Mit freundlichen Grüßen, Jörg Müller"
FR = "Bonjour, l’imprimante ne marche plus, ça dure depuis l’été. Où sont les goûts d’août ? Hélène"
PT = "Olá, a impressora não funciona. As configurações e as instruções não ajudam. João Simões"
ET = "Tere, printer ei tööta, palun abi. Võrgus on tõrge. Lugupidamisega, Õnne Põld"
IS = "Góðan daginn, prentarinn virkar ekki, vinsamlegast hjálpið. Þakka þér, Þórður"
DA = "Hej, printeren virker ikke, kan I hjælpe? Venlig hilsen, Søren Ærø på Ørsted"
ES = "Hola, la impresora no funciona. ¿Qué hago mañana? ¡Gracias! Íñigo Núñez"
RU = "Добрый день, принтер не работает, пожалуйста, помогите. С уважением, Ёлкин Юрий"
UK = "Доброго дня, принтер не працює, будь ласка, допоможіть. З повагою, Їжакевич Ґалаґан"
EL = "Καλημέρα, ο εκτυπωτής δεν λειτουργεί, παρακαλώ βοηθήστε με."
TR = "İyi günler, yazıcı çalışmıyor, lütfen yardım edin. Saygılarımla, Şükrü Ağaoğlu"
HE = "שלום, המדפסת לא עובדת, אנא עזרו לי. תודה רבה"
AR = "مرحبا، الطابعة لا تعمل، الرجاء المساعدة. شكرا"
TH = "สวัสดีครับ เครื่องพิมพ์ไม่ทำงาน กรุณาช่วยด้วย"
ZH = "您好，打印机无法工作，请帮忙检查一下。谢谢！"
TW = "您好，印表機無法運作，請幫忙檢查一下。謝謝！"
JA = "お世話になっております。プリンターが動作しません。ご確認をお願いします。"
KO = "안녕하세요, 프린터가 작동하지 않습니다. 확인 부탁드립니다."

ALL = {"hu": HU, "pl": PL, "cs": CS, "sk": SK, "hr": HR, "ro": RO, "de": DE, "fr": FR, "pt": PT, "et": ET, "is": IS}
ALL |= {"da": DA, "es": ES, "ru": RU, "uk": UK, "el": EL, "tr": TR, "he": HE, "ar": AR, "th": TH, "zh": ZH, "tw": TW}
ALL |= {"ja": JA, "ko": KO}

# language, codec of the bytes, labels under which they come
LABELLED = [
    (
        "hu",
        "iso8859_2",
        "ISO-8859-2 iso8859-2 iso_8859-2:1987 latin2 8859-2 windows-1250 us-ascii iso-8859-1 utf-8 x-foo",
    ),
    ("hu", "cp1250", "windows-1250 cp1250 win-1250 CP-1250 x-cp1250 iso-8859-2 us-ascii iso-8859-1 utf-8 8bit"),
    ("hu", "utf_8", "utf-8 UTF8 utf-8; us-ascii iso-8859-1 iso-8859-2 windows-1250 windows-1252 unknown-8bit"),
    ("hu", "cp852", "ibm852 cp852"),
    ("hu", "utf_16", "utf-16 unicode"),
    ("hu", "utf_16_le", "utf-16le utf-16"),
    ("hu", "utf_16_be", "utf-16be utf-16"),
    ("hu", "utf_7", "utf-7 unicode-1-1-utf-7"),
    ("hu", "mac_latin2", "x-mac-ce"),
    ("pl", "iso8859_2", "iso-8859-2 windows-1250 iso-8859-1 us-ascii utf-8"),
    ("pl", "cp1250", "windows-1250 iso-8859-2 iso-8859-1 us-ascii utf-8"),
    ("pl", "utf_8", "utf-8 iso-8859-2 windows-1250 iso-8859-1"),
    ("cs", "iso8859_2", "iso-8859-2 windows-1250 us-ascii utf-8 iso-8859-1"),
    ("cs", "cp1250", "windows-1250 iso-8859-2 us-ascii utf-8 iso-8859-1"),
    ("sk", "cp1250", "windows-1250 iso-8859-2 us-ascii"),
    ("hr", "cp1250", "windows-1250 iso-8859-2 us-ascii"),
    ("ro", "iso8859_2", "iso-8859-2"),
    ("ro", "cp1250", "windows-1250 iso-8859-2"),
    ("de", "latin_1", "iso-8859-1 latin1 us-ascii utf-8 x-foo iso-8859-15"),
    ("de", "cp850", "cp850 ibm850"),
    ("fr", "cp1252", "windows-1252 iso-8859-1 us-ascii utf-8 ansi"),
    ("pt", "latin_1", "iso-8859-1 us-ascii utf-8"),
    ("et", "latin_1", "iso-8859-1 us-ascii utf-8"),
    ("is", "latin_1", "iso-8859-1 us-ascii utf-8"),
    ("da", "latin_1", "iso-8859-1 us-ascii utf-8"),
    ("es", "latin_1", "iso-8859-1 us-ascii utf-8"),
    ("ru", "koi8_r", "koi8-r KOI8-R cskoi8r koi8 us-ascii iso-8859-1 windows-1252 utf-8"),
    ("ru", "cp1251", "windows-1251 cp-1251 win1251 us-ascii iso-8859-1 iso-8859-2 utf-8"),
    ("ru", "iso8859_5", "iso-8859-5 iso-8859-1"),
    ("ru", "cp866", "cp866 ibm866 866"),
    ("ru", "utf_8", "utf-8 koi8-r windows-1251 iso-8859-1"),
    ("uk", "koi8_u", "koi8-u koi8-r koi8-ru us-ascii iso-8859-1"),
    ("uk", "cp1251", "windows-1251 iso-8859-1 utf-8"),
    ("el", "iso8859_7", "iso-8859-7 greek us-ascii iso-8859-1"),
    ("el", "cp1253", "windows-1253 iso-8859-7 iso-8859-1"),
    ("tr", "iso8859_9", "iso-8859-9 us-ascii iso-8859-1"),
    ("tr", "cp1254", "windows-1254 iso-8859-1"),
    ("he", "iso8859_8", "iso-8859-8 iso-8859-8-i us-ascii"),
    ("he", "cp1255", "windows-1255 iso-8859-1"),
    ("ar", "cp1256", "windows-1256 us-ascii iso-8859-1"),
    ("ar", "iso8859_6", "iso-8859-6"),
    ("th", "tis_620", "tis-620 windows-874 iso-8859-11 iso-8859-1"),
    ("zh", "gbk", "gbk x-gbk gb2312 GB_2312-80 gb18030 cp936 us-ascii iso-8859-1 utf-8"),
    ("zh", "gb18030", "gb18030 gbk"),
    ("zh", "hz", "hz-gb-2312 hz"),
    ("zh", "utf_8", "utf-8 gb2312 iso-8859-1"),
    ("tw", "big5", "big5 cn-big5 x-x-big5 us-ascii iso-8859-1"),
    ("ja", "iso2022_jp", "iso-2022-jp us-ascii utf-8 iso-8859-1 x-foo"),
    ("ja", "shift_jis", "shift_jis x-sjis windows-31j us-ascii iso-8859-1"),
    ("ja", "euc_jp", "euc-jp x-euc-jp us-ascii iso-8859-1"),
    ("ja", "utf_8", "utf-8 iso-2022-jp shift_jis"),
    ("ko", "euc_kr", "euc-kr ks_c_5601-1987 us-ascii iso-8859-1 utf-8"),
    ("ko", "cp949", "ks_c_5601-1987 euc-kr windows-949"),
    ("ko", "iso2022_kr", "iso-2022-kr us-ascii"),
]


def cases() -> Iterator[Case]:
    """A mail a label; raw, base64 and quoted-printable in turn, and once with no label at all."""
    for number, (language, codec, labels) in enumerate(LABELLED):
        text, data = ALL[language], ALL[language].encode(codec)
        for label in labels.split():
            body = base64.b64encode(data)
            yield Case(name=f"{language} {codec} as {label}", mail=plain(body, label, "base64"), text=text)
        if number % 2 and "16" not in codec and "7" not in codec:
            body = binascii.b2a_qp(data)
            yield Case(
                name=f"{language} {codec} printable", mail=plain(body, labels.split()[0], "quoted-printable"), text=text
            )
    for language, codec in (
        ("hu", "iso8859_2"),
        ("hu", "utf_8"),
        ("ru", "koi8_r"),
        ("ru", "cp1251"),
        ("ja", "iso2022_jp"),
    ):
        yield Case(name=f"{language} {codec} unlabelled", mail=plain(ALL[language].encode(codec)), text=ALL[language])


SUBJECTS = [
    ("hu", "Működési hiba a nyomtatónál", "iso8859_2 cp1250 utf_8"),
    ("pl", "Drukarka nie działa, proszę o pomoc", "iso8859_2 cp1250"),
    ("ru", "Принтер не работает", "koi8_r cp1251 iso8859_5"),
    ("zh", "打印机无法工作", "gbk big5 utf_8".replace("big5 ", "")),
    ("tw", "印表機無法運作", "big5"),
    ("ja", "プリンターが動作しません", "shift_jis euc_jp iso2022_jp"),
    ("ko", "프린터가 작동하지 않습니다", "euc_kr cp949"),
    ("el", "Ο εκτυπωτής δεν λειτουργεί", "iso8859_7"),
    ("fr", "L’été à Besançon", "cp1252"),
]


def raw_headers() -> Iterator[Case]:
    """Raw bytes in the subject, in the charset of the text: of the mail itself, of its first part, or of nobody's."""
    for language, subject, known in SUBJECTS:
        for codec in known.split():
            line = b"Subject: " + subject.encode(codec) + b"\r\n"
            name = f"raw subject {language} {codec}"
            body = plain(ALL[language].encode(codec), codec, Subject="")
            yield Case(name=name, mail=line + body, subject=subject, text=ALL[language], sender="ana@example.org")
            inner = plain(ALL[language].encode(codec), codec).partition(b"Printer\r\n")[2]
            mail = (
                b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b1\r\n\r\n--b1\r\n"
                + inner
                + b"\r\n--b1--\r\n"
            )
            yield Case(name=f"{name} of a part", mail=b"From: ana@example.org\r\n" + line + mail, subject=subject)
            yield Case(
                name=f"{name} unlabelled", mail=line + plain(ALL[language].encode(codec), Subject=""), subject=subject
            )


CASES = (*cases(), *raw_headers())
