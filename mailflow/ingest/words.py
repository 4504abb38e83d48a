"""What a customer says in a short mail: where is it, yes it is solved, withdraw, a number
and thanks that bring no news.

In Hungarian, English and German, with or without accents. Only mails whose every word is known are understood:
"yes it is solved, but ..." brings news, and then nothing is understood.
"""

import re
import unicodedata

from mailflow.desk.terms import CustomerWord

_PHRASES = {
    CustomerWord.STATUS: """
        status; status please; any news; any update; any updates; where is it; where is my ticket
        what is the status; whats the status; what is the status of my ticket; status update
        statusz; allapot; hol tart; hol tartunk; hol tart az ugyem; hol tart az ugy; hol tart a hibajegyem
        hogy allunk; mi a helyzet; mi az allapota; mi a statusz; van fejlemeny; van mar fejlemeny; van valami hir
        stand; stand der dinge; wie ist der stand; was ist der stand; wie ist der status; gibt es neuigkeiten
        gibt es etwas neues""",
    CustomerWord.CONFIRM: """
        yes; yep; yes it is; solved; it is solved; its solved; resolved; it is resolved; its resolved; fixed
        it is fixed; its fixed; it works; it works now; works now; works fine; it works again; works again
        working now; it is working; it is working now; its working; its working now
        all good; all good now; confirmed; confirm; i confirm; problem solved; issue resolved; issue solved
        problem is solved; everything works; everything works now; that worked; that solved it; that fixed it
        this solved it; that did it
        igen; megoldva; megoldodott; megoldottak; megoldva van; mukodik; most mar mukodik; mar mukodik; ujra mukodik
        jol mukodik; minden mukodik; mar minden mukodik; most mar minden mukodik; minden rendben; minden rendben van
        megoldast nyert; megjavult; megerositem; mar jo; most mar jo; jo lett; a hiba megszunt; megszunt a hiba
        a problema megoldodott
        ja; gelost; geloest; ist gelost; ist geloest; problem gelost; problem geloest; das problem ist gelost
        das problem ist geloest; erledigt; behoben; funktioniert; es funktioniert; funktioniert jetzt
        es funktioniert jetzt; funktioniert wieder; es funktioniert wieder; es geht wieder; geht wieder
        es geht jetzt; lauft wieder; laeuft wieder; lauft; alles gut; alles in ordnung; bestatigt; bestaetigt
        ich bestatige""",
    CustomerWord.CANCEL: """
        cancel; cancel it; cancel my request; cancel the request; cancel my ticket
        cancel the ticket; withdraw; i withdraw; withdraw my request; i withdraw my request; withdrawn
        no longer needed; not needed anymore; it is no longer needed; never mind; nevermind
        visszavonom; visszavonas; visszavonom a kerest; visszavonom a keresemet; visszavonom a bejelentest
        visszavonom a bejelentesemet; visszavonva; kerem torolni; kerem toroljek; mar nem kell; mar nem aktualis
        mar nem szukseges; nem aktualis; targytalan; targytalanna valt; lemondom
        zuruckziehen; zurueckziehen; ich ziehe zuruck; ich ziehe die anfrage zuruck; ich ziehe das ticket zuruck
        ich ziehe meine anfrage zuruck; ich ziehe meine anfrage zurueck; zuruckgezogen; zurueckgezogen; stornieren
        bitte stornieren; storno; nicht mehr notig; nicht mehr noetig; nicht mehr notwendig
        wird nicht mehr benotigt; hinfallig; hinfaellig""",
    "thanks": """
        thanks; thank you; many thanks; thx; ty; thanks a lot; thank you very much; thank you so much
        thanks so much; thanks again; thank you again; thanks in advance; thanks for your help
        thank you for your help; thanks for the help; thank you for the help; thanks for your quick help
        thanks for the quick help; thank you for the quick help; thanks for the quick reply
        thanks for the quick response; thank you for your quick response; thank you for your support
        thanks for your support; much appreciated
        koszonom; koszi; koszonjuk; koszonom szepen; nagyon koszonom; nagyon szepen koszonom; nagyon koszi
        koszi szepen; koszonom a segitseget; koszonom a segitseget is; koszonom a gyors segitseget
        koszonjuk a segitseget; koszonom a valaszt; koszonom a gyors valaszt; koszonom a gyors intezkedest
        halas koszonet; halasan koszonom; elore is koszonom; ezer koszonet
        danke; danke schon; danke schoen; dankeschon; vielen dank; besten dank; herzlichen dank; tausend dank
        danke sehr; danke fur die hilfe; danke fur ihre hilfe; danke fur die schnelle hilfe
        vielen dank fur die hilfe; vielen dank fur ihre hilfe; vielen dank fur die schnelle hilfe
        vielen dank fur die schnelle antwort; danke fur die schnelle antwort; vielen dank fuer ihre hilfe
        danke fuer die hilfe; danke fur die info""",
    "polite": """
        hi; hello; hey; hi all; hello all; dear all; dear support; dear support team; hi there; ok; okay; great
        perfect; excellent; super; wonderful; awesome; nice; please; regards; best regards; kind regards; cheers
        bye; have a nice day; have a great day; best; sincerely; you are the best; good work; great job
        good morning; good afternoon; now; everything is fine
        szia; sziasztok; szevasz; udv; udvozlettel; tisztelettel; tisztelt ugyfelszolgalat; kedves ugyfelszolgalat
        jo napot; jo napot kivanok; jo reggelt; rendben; oke; szuper; tokeletes; kivalo; nagyszeru; remek; kerem
        szep napot; szep napot kivanok; tovabbi szep napot; minden jot; koszonettel; a segitseget; is; szepen
        hallo; guten tag; guten morgen; moin; servus; prima; perfekt; toll; klasse; bitte; gruss; gruesse; grusse
        viele grusse; viele gruesse; liebe grusse; mit freundlichen grussen; mit freundlichen gruessen; mfg; lg
        schonen tag; schonen tag noch; sehr geehrte damen und herren; alles klar; jetzt""",
    "small": """
        a; an; the; this; that; it; and; so; very; much; lot; all; again; well; fine; properly; correctly; just; really
        for; your; our; you; me; us; from; quick; fast; kind; prompt; great; help; fix; reply; response; answer; support
        work; solution; service; assistance; everyone; team; everybody
        az; ez; es; hogy; jol; ujra; megint; igy; mar; most; minden; gyors; kedves; segitseget; segitsegert
        segitseguket; segitsegedet; valaszt; valaszat; javitast; intezkedest; ugyintezest; munkat; munkajukat; turelmet
        mindenkinek; onnek; onoknek; neked; nektek; ismet; tenyleg; hibatlanul; rendesen
        die; der; das; den; dem; und; fur; fuer; ihre; ihren; eure; euch; ihnen; dir; schnelle; schnellen; rasche; tolle
        hilfe; unterstutzung; unterstuetzung; losung; loesung; antwort; reparatur; arbeit; muhe; muehe; ruckmeldung
        rueckmeldung; wieder; einwandfrei; alles; nun; auch; sehr; nochmals; noch; einmal; tadellos""",
}
_OPENERS = frozenset({"thanks", "polite"})
_KINDS = {
    phrase.strip(): kind
    for kind, lines in _PHRASES.items()
    for line in lines.split("\n")
    for phrase in line.split(";")
    if phrase.strip()
}
_LONGEST = max(len(phrase.split()) for phrase in _KINDS)
_WORDS = 30
_LENGTH = 300
_WORD = re.compile(r"[^\W_]+")
_RATING = re.compile(r"\s*([1-5])\s*(?:/\s*5)?\s*[.!*]?\s*$")


def kinds_of(text: str) -> frozenset[str]:
    """What kinds of phrases the text is made of, longest first; empty if any word is not understood."""
    if len(text) > _LENGTH or len(text.split()) > _WORDS:
        return frozenset()
    words = _WORD.findall(text.replace("'", "").replace("’", ""))
    plain = [_plain(word) for word in words]
    kinds: set[str] = set()
    at, last = 0, ""
    while at < len(words):
        length = next((n for n in range(_LONGEST, 0, -1) if " ".join(plain[at : at + n]) in _KINDS), 0)
        if length:
            last = _KINDS[" ".join(plain[at : at + length])]
            kinds.add(last)
        elif last in _OPENERS and words[at].istitle():
            last = ""  # "Thanks, Bo": a name may follow a greeting or a thank-you, one at a time
        else:
            return frozenset()
        at += length or 1
    return frozenset(kinds)


def word_of(kinds: frozenset[str]) -> CustomerWord | None:
    """The one thing that the customer says, if every word of the mail is understood."""
    said = kinds & frozenset(CustomerWord)
    return CustomerWord(next(iter(said))) if len(said) == 1 else None


def only_thanks(kinds: frozenset[str]) -> bool:
    """True if the mail thanks, perhaps greets, and says nothing else at all."""
    return "thanks" in kinds and kinds <= {"thanks", "polite", "small"}


def rating_of(text: str) -> int | None:
    """1 to 5 where the first line is that digit alone, also as "4/5"; a comment may follow."""
    match = _RATING.match(text.lstrip().partition("\n")[0][:20])
    return int(match.group(1)) if match else None


def _plain(word: str) -> str:
    """Lower case letters and digits without accents."""
    folded = unicodedata.normalize("NFKD", word.casefold())
    return "".join(character for character in folded if character.isalnum())
