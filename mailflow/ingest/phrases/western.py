"""Phrases in French, Spanish, Italian, Portuguese, Dutch and the Nordic languages."""

from collections.abc import Mapping

PHRASES: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "confirm": """oui; résolu; c est résolu; cest résolu; ça marche; ça fonctionne; tout fonctionne
            problème résolu; le problème est résolu; tout est en ordre""",
        "thanks": """merci; merci beaucoup; merci bien; un grand merci; mille mercis; grand merci
            merci infiniment; je vous remercie; nous vous remercions; merci d avance; merci davance; merci encore
            merci à vous; merci à tous; tous mes remerciements; avec mes remerciements; je te remercie
            merci mille fois""",
        "greeting": """bonjour; bonsoir; salut; cher; chère; madame; monsieur; madame monsieur; bonjour à tous
            coucou""",
        "closing": """cordialement; bien cordialement; bien à vous; cdlt; cdt; salutations; sincères salutations
            meilleures salutations; amicalement; à bientôt; au revoir; bises; respectueusement; bav""",
        "polite": """parfait; super; excellent; génial; formidable; bonne journée; bon week end; bonne soirée
            bon weekend; très bonne journée; excellente journée; bonne fin de journée; bonne semaine; d accord
            daccord; bonne année; joyeux noël; bonnes fêtes; très bien; entendu; bien reçu; bon après midi
            ok merci""",
        "please": "svp; s il vous plaît; sil vous plaît; s il te plaît",
        "small": """pour; votre; vos; ton; tes; l; le; la; les; de; d; et; à; vous; toi; tous; toute; aide; laide
            réponse; rapide; rapidité; efficacité; soutien; support; travail; intervention; assistance; service
            très; lassistance; léquipe; équipe; beaucoup; encore; retour; une; un; je; souhaite; bonne; bon
            réactivité; patience; gentillesse; disponibilité; du; des; l équipe; cette; toutes; tout
            information""",
    },
    "es": {
        "confirm": """sí; resuelto; está resuelto; ya funciona; funciona; todo funciona; solucionado
            está solucionado; problema resuelto; todo bien; ya está; todo en orden""",
        "thanks": """gracias; muchas gracias; mil gracias; muchísimas gracias; gracias de nuevo; se agradece
            le agradezco; les agradezco; te lo agradezco; se lo agradezco; agradecido; agradecida; muy agradecido
            muy agradecida; gracias de antemano; gracias por todo; infinitas gracias""",
        "greeting": """hola; buenos días; buenas tardes; buenas noches; buenas; estimado; estimada; estimados
            buen día; estimados señores; hola a todos; querido; querida""",
        "closing": """saludos; un saludo; saludos cordiales; atentamente; cordialmente; un abrazo
            un cordial saludo; abrazos; hasta luego; adiós; slds; atte; muchos saludos; muy atentamente""",
        "polite": """perfecto; genial; excelente; estupendo; fantástico; de acuerdo; vale; muy bien
            buen fin de semana; que tenga un buen día; que tengan un buen día; buen día; feliz día
            feliz fin de semana; feliz año nuevo; feliz navidad; felices fiestas; buena tarde; recibido; entendido
            muy amable; muy amables; igualmente""",
        "please": "por favor; porfa; porfavor",
        "small": """por; la; el; los; las; su; sus; tu; tus; de; y; a; ayuda; respuesta; rápida; rapidez; pronta
            atención; apoyo; soporte; trabajo; servicio; solución; todo; todos; equipo; muy; un; una; gran
            su gran; información; paciencia; tan; amabilidad; ustedes; usted; ti; vosotros; otra; vez; al; gestión""",
    },
    "it": {
        "confirm": """sì; risolto; è risolto; funziona; ora funziona; tutto funziona; problema risolto
            tutto a posto; tutto ok; adesso funziona""",
        "thanks": """grazie; grazie mille; molte grazie; mille grazie; tante grazie; grazie infinite; la ringrazio
            vi ringrazio; ti ringrazio; grazie ancora; grazie di tutto; grazie di cuore; grazie in anticipo
            ringrazio; un grazie; grazie a tutti; grazie tante; ringraziamo""",
        "greeting": """ciao; buongiorno; buonasera; salve; buon giorno; gentile; gentili; ciao a tutti; caro; cara
            egregio""",
        "closing": """saluti; cordiali saluti; distinti saluti; un saluto; cordialmente; a presto; arrivederci
            un caro saluto; tanti saluti; buona giornata e grazie; ciao; un cordiale saluto""",
        "polite": """perfetto; ottimo; fantastico; eccellente; benissimo; va bene; d accordo; daccordo; molto bene
            buona giornata; buon weekend; buona serata; buon fine settimana; buon lavoro; buone feste; buon natale
            buon anno; ricevuto; molto gentile; molto gentili; bene; altrettanto; bravi; ottimo lavoro""",
        "please": "per favore; per piacere; per cortesia",
        "small": """per; il; lo; la; l; le; i; del; della; dell; vostro; vostra; suo; sua; tuo; tua; e; a; tutti
            voi; aiuto; laiuto; dellaiuto; risposta; rapida; veloce; rapidità; celerità; assistenza; lassistenza
            supporto; lavoro; servizio; tutto; molto; ancora; disponibilità; gentilezza; pazienza; vi; auguro; una
            un; il team; team; informazione; informazioni; interessamento; pronta; tempestiva; di""",
    },
    "pt": {
        "confirm": """sim; resolvido; está resolvido; já funciona; funciona; tudo funciona; problema resolvido
            tudo certo; tudo ok; já está a funcionar; está funcionando; solucionado""",
        "thanks": """obrigado; obrigada; muito obrigado; muito obrigada; obg; obrigadão; agradeço; agradecemos
            grato; grata; muito grato; muito grata; mil obrigados; obrigado mais uma vez; obrigada mais uma vez
            desde já agradeço; desde já obrigado; desde já obrigada; valeu; agradecido; agradecida; brigado""",
        "greeting": """olá; oi; bom dia; boa tarde; boa noite; prezado; prezada; prezados; caro; cara; caros
            olá a todos""",
        "closing": """atenciosamente; cumprimentos; melhores cumprimentos; com os melhores cumprimentos; abraço
            abraços; um abraço; cordialmente; saudações; att; até logo; atentamente; os melhores cumprimentos
            cpts""",
        "polite": """perfeito; ótimo; excelente; maravilha; fantástico; combinado; muito bem; está bem; certo
            beleza; bom fim de semana; bom final de semana; tenha um bom dia; tenham um bom dia; bom trabalho
            boas festas; feliz natal; feliz ano novo; entendido; recebido; muito gentil; igualmente
            bom resto de dia; boa semana""",
        "please": "por favor; pf; pfv; se faz favor",
        "small": """pela; pelo; pelas; pelos; por; a; o; as; os; sua; seu; vossa; vosso; tua; de; da; do; e; toda
            todo; ajuda; resposta; rápida; rapidez; atenção; apoio; suporte; trabalho; serviço; solução; tudo
            todos; equipe; equipa; muito; paciência; disponibilidade; gentileza; mais; uma; vez; retorno
            informação; tão; pronta""",
    },
    "nl": {
        "confirm": """ja; opgelost; het is opgelost; het werkt; het werkt nu; het werkt weer; werkt weer
            alles werkt; alles werkt weer; probleem opgelost; het probleem is opgelost; alles in orde""",
        "thanks": """bedankt; dank je; dank u; dankjewel; dank je wel; dank u wel; dankuwel; hartelijk dank
            hartelijk bedankt; heel erg bedankt; heel hartelijk dank; veel dank; alvast bedankt; nogmaals bedankt
            nogmaals dank; erg bedankt; super bedankt; dankje; dank; mijn dank; mijn dank is groot; enorm bedankt
            thnx; met dank; ontzettend bedankt""",
        "greeting": """hallo; hoi; beste; goedemorgen; goedemiddag; goedenavond; goedendag; dag; geachte
            hallo allemaal""",
        "closing": """groet; groeten; groetjes; met vriendelijke groet; met vriendelijke groeten; mvg
            vriendelijke groet; vriendelijke groeten; vr gr; gr; hartelijke groet; hartelijke groeten
            met hartelijke groet; tot ziens; hoogachtend; grt""",
        "polite": """perfect; prima; top; super; geweldig; fantastisch; helder; duidelijk; akkoord; in orde; mooi
            fijne dag; fijn weekend; een fijne dag; een fijn weekend; prettig weekend; fijne avond; prettige dag
            fijne dag verder; fijne feestdagen; gelukkig nieuwjaar; goed gedaan; goed; heel goed; begrepen; fijn""",
        "please": "graag; alsjeblieft; alstublieft; aub",
        "small": """voor; de; het; een; je; jullie; uw; jouw; en; hulp; snelle; reactie; antwoord; oplossing
            service; ondersteuning; support; werk; inzet; moeite; alle; allemaal; goede; erg; heel; weer; nu
            terugkoppeling; informatie; info; geduld; fijne; team; wens; ik; wij; nog; tijd; adequate; bijzonder""",
    },
    "sv": {
        "confirm": """ja; löst; det är löst; det fungerar; det fungerar nu; fungerar igen; allt fungerar
            problemet är löst; nu fungerar det; allt är bra""",
        "thanks": """tack; tack så mycket; tusen tack; stort tack; tackar; många tack; hjärtligt tack; tack igen
            tack på förhand; tack ska du ha; tackar så mycket; tack ska ni ha; varmt tack; jättetack
            tack för allt""",
        "greeting": "hej; hejsan; god morgon; god dag; hej alla; bästa; god kväll; tja; hallå; goddag",
        "closing": """hälsningar; vänliga hälsningar; med vänliga hälsningar; mvh; vänligen; med vänlig hälsning
            vh; bästa hälsningar; hälsar; hej då; varma hälsningar; hälsn""",
        "polite": """perfekt; bra; super; utmärkt; toppen; fantastiskt; kanon; jättebra; okej; förstår; underbart
            snyggt; ha en bra dag; ha en fin dag; trevlig helg; ha en trevlig helg; trevlig kväll; god jul
            gott nytt år; bra jobbat; mycket bra; ha det bra; trevlig dag; glad påsk; detsamma; då vet jag""",
        "please": "snälla; vänligen svara",
        "small": """för; hjälpen; hjälp; snabb; snabba; snabbt; svar; svaret; all; er; din; din snabba; och; så
            mycket; supporten; support; arbetet; jobb; lösningen; alla; allt; en; den; det; igen; återkoppling
            återkopplingen; info; informationen; tålamod; hanteringen; service; fin; ha; dag; era; bra""",
    },
    "da": {
        "confirm": """ja; løst; det er løst; det virker; det virker nu; virker igen; alt virker; problemet er løst
            nu virker det; alt er i orden""",
        "thanks": """tak; mange tak; tusind tak; tak skal du have; tak for hjælpen; tak igen; på forhånd tak
            stor tak; takker; hjertelig tak; 1000 tak; tak skal i have; jeg takker; mange tak for hjælpen
            tak for alt""",
        "greeting": "hej; goddag; kære; godmorgen; hej alle; god morgen; godaften; hejsa; dav",
        "closing": """hilsen; venlig hilsen; med venlig hilsen; mvh; de bedste hilsner; bedste hilsner; vh; kh
            hilsner; kærlig hilsen; mange hilsner; farvel; på gensyn; med venlige hilsner""",
        "polite": """perfekt; super; fint; godt; fantastisk; fedt; glimrende; okay; forstået; dejligt; skønt
            herligt; god dag; ha en god dag; hav en god dag; god weekend; rigtig god weekend; fortsat god dag
            god aften; glædelig jul; godt nytår; i orden; flot; godt arbejde; i lige måde; rigtig god dag
            god påske""",
        "please": "venligst; vær venlig",
        "small": """for; hjælpen; hjælp; hurtig; hurtige; hurtigt; svar; svaret; din; jeres; den; det; og; så
            meget; support; arbejdet; løsningen; alle; alt; en; et; igen; god; gode; tilbagemelding; info
            informationen; tålmodighed; indsatsen; service; rigtig; ha; dag; du; i; jer; dig; ønskes""",
    },
    "no": {
        "confirm": """ja; løst; det er løst; det virker; det virker nå; virker igjen; alt virker; det fungerer
            det fungerer nå; fungerer igjen; problemet er løst; alt er i orden; nå virker det; nå fungerer det""",
        "thanks": """takk; mange takk; tusen takk; takk skal du ha; takk for hjelpen; hjertelig takk; takk igjen
            takker; på forhånd takk; tusen hjertelig takk; takk så mye; takk skal dere ha; stor takk; takk for alt""",
        "greeting": "hei; god dag; kjære; god morgen; hei alle; heisann; god kveld; hallo; morn",
        "closing": """hilsen; vennlig hilsen; med vennlig hilsen; mvh; beste hilsen; hilsener; vennlige hilsener
            mange hilsener; ha det; med hilsen; med beste hilsen; ha det bra; hilsning""",
        "polite": """perfekt; supert; flott; bra; fint; topp; fantastisk; kjempebra; greit; forstått; herlig
            nydelig; ha en fin dag; ha en god dag; god helg; ha en god helg; god kveld; god jul; godt nytt år
            i orden; bra jobba; bra jobbet; fin dag; i like måte; god påske; riktig god helg""",
        "please": "vær så snill; vennligst",
        "small": """for; hjelpen; hjelp; rask; raske; raskt; svar; svaret; din; deres; den; det; og; så; mye
            støtten; support; arbeidet; løsningen; alle; alt; en; et; igjen; god; gode; tilbakemelding; info
            informasjonen; tålmodighet; innsatsen; service; ha; dag; du; dere; deg; ønskes; fin""",
    },
    "fi": {
        "confirm": """kyllä; ratkaistu; toimii; nyt toimii; toimii taas; kaikki toimii; ongelma ratkesi
            ongelma ratkaistu; se toimii; kaikki kunnossa; toimii nyt""",
        "thanks": """kiitos; kiitoksia; kiitos paljon; paljon kiitoksia; suuri kiitos; suuret kiitokset; kiitti
            kiitän; kiitämme; tuhannet kiitokset; iso kiitos; kiitos avusta; kiitos vielä; kiitos etukäteen
            isot kiitokset; kiitokset; lämmin kiitos; kiitos kovasti; kiitos kaikesta""",
        "greeting": "hei; moi; hyvää päivää; hyvää huomenta; terve; hyvä; huomenta; moikka; hei kaikki; hyvää iltaa",
        "closing": """terveisin; ystävällisin terveisin; yt; t; terv; parhain terveisin; ystävällisesti; terkuin
            kunnioittavasti; yst terv; hei hei; moikka; kiittäen""",
        "polite": """hienoa; loistavaa; täydellistä; erinomaista; mahtavaa; selvä; asia selvä; hyvä; hyvä juttu
            upeaa; hyvää päivänjatkoa; hyvää viikonloppua; mukavaa päivää; mukavaa viikonloppua; hyvää joulua
            hyvää uutta vuotta; hyvää viikonjatkoa; kaunista päivää; samoin; ymmärretty; mainiota; huippua""",
        "please": "ole hyvä; olkaa hyvä ja",
        "small": """avusta; avustanne; avustasi; nopeasta; nopea; vastauksesta; vastaus; tuesta; työstä
            palvelusta; ja; kaikille; kaikesta; teille; sinulle; paljon; vielä; kerran; tiedosta; tiedoista
            ratkaisusta; oikein; kärsivällisyydestä; hyvästä; hienosta; apu; palvelu""",
    },
}
