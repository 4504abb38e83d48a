"""Phrases in the languages that the desk writes."""

from collections.abc import Mapping

PHRASES: Mapping[str, Mapping[str, str]] = {
    "hu": {
        "status": """státusz; állapot; hol tart; hol tartunk; hol tart az ügyem; hol tart az ügy
            hol tart a hibajegyem; hogy állunk; mi a helyzet; mi az állapota; mi a státusz; van fejlemény
            van már fejlemény; van valami hír; van már valami hír; mi újság; hogy áll az ügyem; hogyan állunk""",
        "confirm": """igen; megoldva; megoldódott; megoldódtak; megoldva van; működik; most már működik
            már működik; újra működik; jól működik; minden működik; már minden működik; most már minden működik
            minden rendben; minden rendben van; minden oké; megoldást nyert; megjavult; megerősítem; már jó
            most már jó; jó lett; a hiba megszűnt; megszűnt a hiba; a probléma megoldódott; rendben van
            így már jó; minden jó; most már minden jó; most már rendben van; igen megoldódott; sikerült
            helyreállt""",
        "cancel": """visszavonom; visszavonás; visszavonom a kérést; visszavonom a kérésemet
            visszavonom a bejelentést; visszavonom a bejelentésemet; visszavonva; kérem törölni; kérem töröljék
            már nem kell; már nem aktuális; már nem szükséges; nem aktuális; tárgytalan; tárgytalanná vált
            lemondom""",
        "thanks": """köszönöm; köszi; kösz; köszönjük; köszike; köszönöm szépen; köszönjük szépen; nagyon köszönöm
            nagyon szépen köszönöm; nagyon szépen köszönjük; nagyon köszönjük; nagyon köszi; köszi szépen; köszcsi
            köszönöm a segítséget; köszönöm a segítséget is; köszönöm a gyors segítséget; hálásan köszönjük; köcce
            köszönjük a segítséget; köszönöm a választ; köszönöm a gyors választ; köszönöm a gyors intézkedést
            hálás köszönet; hálásan köszönöm; hálás vagyok; előre is köszönöm; ezer köszönet; ezer hála; köszönet
            köszönettel; nagy köszönet; még egyszer köszönöm; még egyszer köszönjük; sokat segített; hála
            sokat segítettél; sokat segítettek; köszi mindent; köszönök mindent; köszönöm mindenkinek; tök köszi""",
        "greeting": """szia; sziasztok; szevasz; szevasztok; helló; üdv; hali; kedves; tisztelt
            tisztelt ügyfélszolgálat; kedves ügyfélszolgálat; kedves kolléga; kedves kollégák; tisztelt kolléga
            jó napot; jó napot kívánok; jó reggelt; jó estét; szép napot; jó reggelt kívánok; kedves mindenki
            tisztelt hölgyem; tisztelt uram; tisztelt cím; kedves csapat""",
        "closing": """üdv; üdvözlettel; tisztelettel; köszönettel; üdvözlöm; szívélyes üdvözlettel; minden jót
            baráti üdvözlettel; puszi; szia; sziasztok; viszlát; viszontlátásra; üdvözöl; üdvözlet; pá""",
        "polite": """rendben; oké; oksi; okés; szuper; tökéletes; kiváló; nagyszerű; remek; fantasztikus; csodás
            zsír; szép napot; szép napot kívánok; további szép napot; további szép napot kívánok; minden jót
            jó munkát; szép hétvégét; szép hétvégét kívánok; jó hétvégét; kellemes hétvégét
            kellemes hétvégét kívánok; jó hétvégét kívánok; jó pihenést; szép estét; jó éjszakát
            kellemes ünnepeket; boldog karácsonyt; boldog új évet; békés ünnepeket; kellemes húsvétot
            további jó munkát; jó munkát kívánok; értem; további jó munkát kívánok; további minden jót
            szép délutánt; király; szupi; profi; király vagy; nagyon kedves; igazán kedves; ügyesek vagytok
            ügyes vagy; profik vagytok; le a kalappal; ez gyors volt""",
        "please": "kérem; kérek; kérjük; kérem szépen; légyszi; legyen szíves",
        "small": """az; a; ez; es; és; hogy; jól; újra; megint; így; már; most; minden; mindent; gyors; kedves
            segítséget; segítségért; segítségüket; segítségedet; segítségét; választ; válaszát; javítást
            intézkedést; ügyintézést; munkát; munkájukat; munkádat; türelmet; türelmüket; mindenkinek; önnek
            önöknek; neked; nektek; ismét; tényleg; hibátlanul; rendesen; szépen; nagyon; is; megoldást
            tájékoztatást; infót; visszajelzést; információt; fáradozást; fáradozásukat; közreműködést; azonnali
            villámgyors; egész; csapatnak; kollégáknak; még egyszer; ezt; mindenért; szuper; remek; hatékony
            támogatást; nap""",
    },
    "en": {
        "status": """status; status please; any news; any update; any updates; where is it; where is my ticket
            what is the status; whats the status; what is the status of my ticket; status update; any progress
            how is it going; where do we stand; is there any news; is there any update""",
        "confirm": """yes; yep; yes it is; solved; it is solved; its solved; resolved; it is resolved
            its resolved; fixed; it is fixed; its fixed; it works; it works now; works now; works fine
            it works again; works again; working now; it is working; it is working now; its working
            its working now; working again; all good; all good now; confirmed; confirm; i confirm; i can confirm
            problem solved; issue resolved; issue solved; problem is solved; the problem is solved
            the issue is resolved; everything works; everything works now; that worked; that solved it
            that fixed it; this solved it; that did it; it is working again; its working again
            everything is fine now; everything is working""",
        "cancel": """cancel; cancel it; cancel my request; cancel the request; cancel my ticket; cancel the ticket
            withdraw; i withdraw; withdraw my request; i withdraw my request; withdrawn; no longer needed
            not needed anymore; it is no longer needed; never mind; nevermind""",
        "thanks": """thanks; thank you; many thanks; thx; thanks a lot; thanks a million; thanks a bunch
            thank you very much; thank you so much; thanks so much; thanks again; thank you again
            much appreciated; thanks in advance; thank you in advance; really appreciated; i appreciate it
            i really appreciate it; appreciate it; appreciated; we appreciate it; appreciate your help
            i appreciate your help; cheers mate; thanks everyone; thanks all; thank you all; thanks guys
            thanks team; i am grateful; very grateful; so grateful; i appreciate your quick help; ta; cheers
            big thanks; a big thank you; thanks mate""",
        "greeting": """hi; hello; hey; hi all; hello all; dear all; dear; dear support; dear support team
            hi there; hi team; hello team; good morning; good afternoon; good evening; dear sir or madam
            dear colleagues""",
        "closing": """regards; best regards; kind regards; warm regards; with best regards; with kind regards
            sincerely; yours sincerely; sincerely yours; best; all the best; best wishes; cheers; bye; take care
            with regards; yours; yours faithfully; many regards""",
        "polite": """great; perfect; excellent; super; wonderful; awesome; nice; fantastic; brilliant; lovely
            amazing; have a nice day; have a great day; have a good day; have a nice weekend; have a great weekend
            have a good one; have a good weekend; have a lovely day; have a lovely weekend; nice weekend
            happy new year; merry christmas; happy holidays; happy easter; see you; you are the best
            youre the best; you rock; good work; great job; good job; well done; great work; great service
            great support; noted; understood; got it; sure; fine; everything is fine; you too; same to you
            much obliged; no worries; you are awesome; you are great; you guys are great; you guys are the best
            very kind; very kind of you; that is great; thats great; that was quick; that was fast
            wow that was fast; impressive""",
        "please": "please; pls; plz; kindly",
        "small": """a; an; the; this; that; it; and; so; very; much; lot; lots; all; again; well; properly
            correctly; just; really; for; your; our; you; me; us; from; quick; fast; kind; prompt; great
            excellent; wonderful; help; helping; fix; fixing; reply; response; answer; support; work; solution
            service; assistance; to; everyone; team; everybody; effort; efforts; time; patience; swift; speedy
            quickly; i; we; my; in; of; now; with; sorting; solving; resolving; information; info; update
            feedback; is; was; are; advance""",
    },
    "de": {
        "status": """stand; stand der dinge; wie ist der stand; was ist der stand; wie ist der status
            gibt es neuigkeiten; gibt es etwas neues; gibt es schon etwas neues; gibt es schon neuigkeiten""",
        "confirm": """ja; gelöst; ist gelöst; problem gelöst; das problem ist gelöst; das problem wurde gelöst
            erledigt; behoben; funktioniert; es funktioniert; funktioniert jetzt; es funktioniert jetzt
            funktioniert wieder; es funktioniert wieder; es geht wieder; geht wieder; es geht jetzt; läuft wieder
            läuft; alles gut; alles in ordnung; bestätigt; ich bestätige; hat geklappt; alles funktioniert
            alles läuft wieder; alles funktioniert wieder; es klappt; es klappt wieder; hat sich erledigt""",
        "cancel": """zurückziehen; ich ziehe zurück; ich ziehe die anfrage zurück; ich ziehe das ticket zurück
            ich ziehe meine anfrage zurück; zurückgezogen; stornieren; bitte stornieren; storno; nicht mehr nötig
            nicht mehr notwendig; wird nicht mehr benötigt; hinfällig""",
        "thanks": """danke; danke schön; dankeschön; vielen dank; vielen lieben dank; besten dank; herzlichen dank
            tausend dank; danke sehr; lieben dank; recht herzlichen dank; ganz herzlichen dank; schönen dank
            merci; danke für die hilfe; danke für ihre hilfe; danke für die schnelle hilfe; haben sie vielen dank
            dankend; vielen dank für die hilfe; vielen dank für ihre hilfe; vielen dank für die schnelle hilfe
            danke nochmal; vielen dank für die schnelle antwort; danke für die schnelle antwort
            danke für die info; danke euch; danke ihnen; ich danke ihnen; ich danke euch; wir danken ihnen
            ich bedanke mich; wir bedanken uns; danke im voraus; vielen dank im voraus; danke vielmals
            vielen vielen dank; 1000 dank; danke dir""",
        "greeting": """hallo; guten tag; guten morgen; guten abend; moin; servus; grüezi; grüß gott
            hallo zusammen; hallo liebes team; liebes team; liebes supportteam; sehr geehrte damen und herren
            sehr geehrte frau; sehr geehrter herr; liebe; lieber; hallo herr; hallo frau; lieber herr; liebe frau
            hi zusammen""",
        "closing": """gruß; grüße; viele grüße; liebe grüße; beste grüße; schöne grüße; mit freundlichen grüßen
            mfg; lg; vg; bg; freundliche grüße; mit freundlichem gruß; herzliche grüße; mit besten grüßen; tschüss
            mit herzlichen grüßen; freundlichst; hochachtungsvoll; bis bald; ciao; mit lieben grüßen""",
        "polite": """prima; perfekt; toll; klasse; super; großartig; ausgezeichnet; wunderbar; spitze; genial
            okay; schönen tag; schönen tag noch; schönes wochenende; ein schönes wochenende; schönen feierabend
            alles klar; schönen abend; ich wünsche ihnen einen schönen tag; einen schönen tag noch
            einen schönen tag; ich wünsche ihnen ein schönes wochenende; wünsche ein schönes wochenende
            frohe weihnachten; schöne feiertage; frohes neues jahr; guten rutsch; frohe ostern; schöne woche
            gute arbeit; in ordnung; sehr nett; sehr freundlich; das war schnell; das ging schnell; passt; gut
            sehr gut; verstanden; schönes we; ebenso; ihnen auch; gleichfalls; weiter so; ihr seid die besten
            top service""",
        "please": "bitte",
        "small": """die; der; das; den; dem; und; für; ihre; ihren; eure; euch; ihnen; dir; schnelle; schnellen
            rasche; tolle; super; prompte; hilfe; unterstützung; lösung; antwort; reparatur; arbeit; mühe
            bemühungen; rückmeldung; wieder; einwandfrei; alles; nun; auch; sehr; nochmals; noch; einmal; tadellos
            jetzt; info; ein; eine; einen; ich; wir; wünsche; wünschen; team; zusammen; nochmal; information
            informationen; geduld; freundliche; freundlichen; tollen; guten; gute; service; support; es; an; alle
            das ganze; deine""",
    },
}
