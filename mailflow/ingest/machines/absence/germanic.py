"""Absence notices in English, German, Dutch, Swedish, Danish, Norwegian."""

from mailflow.ingest.machines.absence.tongue import Tongue

GERMANIC = {
    "en": Tongue(
        stems=("auto", "office", "vacation", "holiday", "leave", "away", "out of", "travel", "unavailable", "ooo"),
        automatic=r"automatic (?:reply|response|answer)|auto(?:mated)?[- ]?(?:reply|response|responder|answer)"
        r"|out[- ]?of[- ]?(?:the[- ]?)?office (?:auto-?reply|reply|response|notification|message|notice)"
        r"|auto-?reply from[^:]{0,60}|vacation (?:reply|notice|message|response|auto-?reply)|away notice",
        away=r"out[- ]of[- ](?:the[- ])?office|on (?:\w+ )?(?:vacation|holiday|leave)|away"
        r"|currently away|(?:annual|parental|maternity|sick) leave|on vacation|ooo|closed (?:for|until|from)"
        r"|office closed",
        says=r"this (?:is|was) an? (?:auto(?:matic|mated|matically|-)[ -]?(?:generated |sent )?)(?:e-?mail|mail"
        r"|message|reply|response|answer|notification|acknowledge?ment)"
        r"|this (?:e-?mail|message|reply|response) (?:is|was|has been) (?:sent |generated )?automatic"
        r"|automatically generated (?:e-?mail|message|reply|response)",
        absent=r"\bi(?:'m|’m| am|'ll| will| shall)? (?:be )?(?:currently |presently |now "
        r"|also )?(?:out of (?:the |my )?"
        r"office|out of (?:the )?(?:country|town)|away\b|not (?:be )?in the office|on (?:an? )?(?:\w+ )?"
        r"(?:leave|vacation|holidays?)|travell?ing|unavailable|not available|back in the office)"
        r"|out of (?:the )?office (?:from|until|till|on|today|this|for|and|starting|between)|will not be (?:in the "
        r"office|reading|checking)|(?:limited|no) access to (?:my )?(?:e-?mail|messages)|during my absence"
        r"|office (?:is|will be) closed|no longer (?:with|works? (?:at|for|here))|while i am (?:away|out)",
        back=r"\b(?:return(?:ing)?|be back|am back|back (?:in the office |on |at )|until|through|till)\b"
        r"|upon my return|when i (?:return|get back)",
        whom=r"\bin (?:urgent|case of|an emergency)|(?:if|for) (?:this is |it is |it's "
        r"|your (?:request|matter|question|"
        r"enquiry) is |anything |any |something )?(?:urgent|immediate)|please contact|contact my colleague"
        r"|immediate assistance|urgent (?:matters|issues|requests|enquiries|assistance)|in my absence"
        r"|not be forwarded|respond (?:to your|as soon)|get back to you",
        thanks=r"thank(?:s| you) for (?:your (?:e-?mail|message|mail|inquiry|enquiry|note)|contacting"
        r"|getting in touch)"
        r"|(?:received|regarding) your (?:e-?mail|message|mail)",
        unread=r"(?:limited|sporadic|intermittent|little|restricted) (?:access to (?:my )?)?e-?mails?\b"
        r"|(?:will not|won['’]t|not) be (?:reading|checking|monitoring) (?:my )?(?:e-?)?mails?",
        request=r"(?:does not|doesn['’]t|do not|don['’]t) work\b|"
        r"\b(?:(?<!if )(?:i|we) need|how (?:can|do) i"
        r"|(?:could|can|would) you(?! (?:please )?(?:contact|call|e-?mail"
        r"|write|resend|reach))|please (?:help|fix|advise|check|look|reset|change|install|set|enable|unlock|update|add"
        r"|create|tell|remove|disable|switch|turn (?:it )?off|arrange|extend|investigate|stop|grant|renew|prepare|move"
        r"|give(?! (?:me|us|him|her) a (?:call|ring))|let(?! (?:me|us) know)))",
        trouble=r"\b(?:not|n't|doesn|don|fail\w*|errors?|broken|how|help|fix|wrong|problem|issue|stuck|stopped)\b",
    ),
    "de": Tongue(
        stems=("auto", "abwesen", "urlaub", "büro", "haus", "elternzeit", "erreich", "dienstreise", "feiertag"),
        automatic=r"automatische (?:antwort|rückantwort|rückmeldung|abwesenheitsnotiz|mitteilung|e-?mail-?antwort)"
        r"|abwesenheits(?:notiz|nachricht|mitteilung|meldung|agent|assistent|benachrichtigung)"
        r"|autom(?:atische)?\. antwort|auto-?antwort",
        away=r"abwesend|abwesenheit|nicht im (?:büro|haus)|(?:bin )?au(?:ß|ss)er haus|(?:bin )?im urlaub|urlaub"
        r"|betriebsferien|elternzeit|mutterschutz",
        says=r"(?:dies|das|dieses|hier) ist eine? automatisch(?:e|er|es|en)? (?:\w+ )?(?:antwort|nachricht|e-?mail"
        r"|mail|mitteilung|rückmeldung|benachrichtigung|eingangsbestätigung|abwesenheitsnotiz)"
        r"|diese (?:e-?mail|nachricht|antwort|mail) (?:wurde|wird|ist) automatisch",
        absent=r"(?:ich bin|bin ich|ich befinde mich|befinde ich mich"
        r"|ich werde)[^!?\n]{0,60}(?:nicht im (?:büro|haus|hause"
        r"|dienst)|abwesend|(?:im|in) urlaub|au(?:ß|ss)er haus|in elternzeit|nicht (?:persönlich )?erreichbar"
        r"|auf dienstreise|nicht an meinem|unterwegs|in mutterschutz|wieder (?:im büro|erreichbar|für sie))"
        r"|während meine[rs] (?:abwesenheit|urlaubs)|(?:erreichen sie mich|bin ich) (?:zurzeit|derzeit|momentan) nicht"
        r"|nicht im (?:büro|hause?) und|unser büro (?:ist|bleibt) [^.\n]{0,40}geschlossen|betriebsferien",
        back=r"\bbis (?:zum|einschlie|einschl|\d|voraussichtlich|ende|montag|dienstag|mittwoch|donnerstag|freitag)"
        r"|\bwieder (?:erreichbar|im (?:büro|haus)|für sie|da\b|zurück|ab)|\bzurück|rückkehr|ab dem \d|ab \d",
        whom=r"(?:in|bei) dringenden|wenden sie sich|wird nicht (?:automatisch )?weitergeleitet"
        r"|werden nicht (?:automatisch "
        r")?weiter|vertretung|vertritt mich|kontaktieren sie|ansprechpartner|so bald wie möglich|nach meiner rückkehr",
        thanks=r"dank(?:e)? für (?:ihre|deine|die|eure) (?:e-?mail|nachricht|mail|anfrage|schreiben)"
        r"|haben ihre (?:e-?mail|nachricht|mail|anfrage) erhalten",
        unread=r"(?:nur|bedingt|begrenzt|eingeschränkt|beschränkt|sporadisch)[^.!?\n]{0,30}(?:e-?)?mails?\b"
        r"|(?:e-?mails?|nachrichten)[^.!?\n]{0,20}(?:nicht|nur (?:gelegentlich|sporadisch"
        r"|unregelmäßig))[^.!?\n]{0,10}gelesen",
        request=r"(?:funktioniert|funktionieren|druckt|startet) nicht|"
        r"\b(?:(?:ich|wir) (?:brauche|benötige)n?|brauche|benötige"
        r"|könn(?:en|ten) sie (?:mir|das|bitte|uns helfen|meine?)"
        r"|bitte (?:richten|helfen|prüfen|geben|ändern|setzen|schalten|installieren|stellen|löschen|deaktivieren"
        r"|aktivieren|sagen|schauen|kümmern|um hilfe|sperren|freischalten|verlängern)|wie kann ich|ich möchte"
        r"|ich hätte)",
        trouble=r"\b(?:nicht|kein\w*|fehler\w*|hilfe|problem\w*|kaputt|defekt|falsch\w*|trotzdem|warum|wieso)\b",
    ),
    "nl": Tongue(
        stems=("automatisch", "afwezig", "kantoor", "vakantie", "verlof", "niet aanwezig", "bereikbaar"),
        automatic=r"automatisch (?:antwoord|bericht)|automatische (?:reactie|antwoord|beantwoording)"
        r"|afwezigheids(?:bericht|melding|assistent)"
        r"|auto-?antwoord",
        away=r"afwezig(?:heid)?|op vakantie|vakantie|niet (?:op|aanwezig)|met (?:\w+)?verlof",
        says=r"dit is een (?:automatisch|geautomatiseerd)e? (?:\w+ )?(?:antwoord|bericht|e-?mail|mail|reactie)"
        r"|(?:dit bericht|deze e-?mail) (?:is|wordt|werd) automatisch",
        absent=r"(?:ik ben|ben ik|ik zal)[^.!?\n]{0,50}(?:afwezig"
        r"|niet (?:aanwezig|op kantoor|bereikbaar|in de gelegenheid)|op vakantie|met (?:\w+)?verlof|vakantie)"
        r"|(?:tijdens|bij) mijn (?:afwezigheid|vakantie|verlof)|ons kantoor is [^.\n]{0,30}gesloten",
        back=r"\btot (?:en met|\d|maandag|dinsdag|woensdag|donderdag|vrijdag)|t/m"
        r"|weer (?:bereikbaar|aanwezig|op kantoor|terug)|\bterug\b|vanaf",
        whom=r"(?:in|bij|voor) (?:dringende|spoed|urgente)|neem (?:dan )?(?:s\.v\.p\. |alstublieft )?contact"
        r"|contact (?:op )?(?:te )?(?:opnemen|nemen)|kunt u (?:zich wenden|contact|terecht)"
        r"|mijn collega|zo spoedig mogelijk|niet doorgestuurd|na mijn terugkeer",
        thanks=r"(?:bedankt|dank(?: u| je)?) (?:wel )?voor (?:uw|je|het) (?:e-?mail|mail|bericht|vraag)"
        r"|uw (?:e-?mail|bericht) (?:is|heb ik|hebben wij) (?:ontvangen|in goede)",
        unread=r"(?:beperkt|nauwelijks|niet)[^.!?\n]{0,20}(?:toegang tot|lees ik)[^.!?\n]{0,15}(?:e-?mail|mail)"
        r"|(?:e-?mails?|berichten)[^.!?\n]{0,20}niet gelezen",
        request=r"doet het niet|"
        r"\b(?:ik heb [^.\n]{0,30}nodig|kunt u (?:mij(?! bereiken| bellen)|dit|dat|het|mijn)|kun je"
        r"|kunnen jullie|hoe kan ik"
        r"|ik wil|graag (?:hulp|zou)|zou u)",
        trouble=r"\b(?:niet|geen|fout\w*|probleem|problemen|hulp|help|kapot|werkt)\b",
    ),
    "sv": Tongue(
        stems=("autosvar", "automatisk", "frånvar", "kontoret", "semester", "ledig", "tjänsteresa", "nås"),
        automatic=r"autosvar|automatiskt svar|automatiskt meddelande|frånvaromeddelande",
        away=r"frånvar(?:o|ande)|semester|(?:är )?på semester|inte på kontoret|ledig|tjänsteresa",
        says=r"det(?:ta)? (?:här )?är ett (?:automatiskt |automatgenererat |autogenererat )(?:\w+ )?(?:svar"
        r"|meddelande|mejl|mail|e-post)|detta är ett autosvar|(?:detta meddelande|detta mejl) (?:är"
        r"|har) (?:skickats )?automatiskt",
        absent=r"\bjag (?:är|kommer att vara|befinner mig)[^.!?\n]{0,40}(?:semester|frånvarande|ledig"
        r"|inte på kontoret|inte (?:på plats|anträffbar|tillgänglig)|borta|tjänsteresa|föräldraledig)"
        r"|under min (?:frånvaro|semester)|(?:är|befinner mig) på (?:semester|tjänsteresa) (?:till|från|och)",
        back=r"till och med|t\.?o\.?m|åter(?:kommer| på| i)?\b|tillbaka|\bfrån och med|till (?:den )?\d"
        r"|till (?:måndag|tisdag|onsdag|torsdag|fredag)",
        whom=r"(?:vid|för|i) (?:brådskande|akut|frågor)|kontakta|vänd dig|vänligen (?:kontakta|ring|mejla)"
        r"|min kollega|så snart|vidarebefordras inte",
        thanks=r"tack för (?:ditt|er|ert|din|mailet|mejlet) ?(?:mejl|mail|meddelande|e-post|e-?mail)?",
        request=r"fungerar inte|"
        r"\b(?:jag behöver|vi behöver|kan (?:du|ni)|skulle (?:du|ni)|hur (?:kan|gör)"
        r"|jag (?:vill|skulle vilja)|(?:snälla|vänligen) (?:hjälp|stäng|åtgärda|fixa|ändra))",
        trouble=r"\b(?:inte|ej|fel\w*|problem\w*|hjälp\w*|funkar|fungerar)\b",
    ),
    "da": Tongue(
        stems=("autosvar", "automatisk", "fravær", "kontoret", "ferie", "træffes", "ikke til stede", "barsel"),
        automatic=r"autosvar|automatisk (?:svar|meddelelse|besked)|fraværs(?:besked|meddelelse)",
        away=r"fravær(?:ende)?|(?:på |holder )?ferie|ikke (?:til stede|på kontoret)|barsel",
        says=r"dette er (?:et|en) (?:automatisk|autogenereret) (?:\w+ )?(?:svar|besked|mail|e-?mail|meddelelse)"
        r"|dette er et autosvar|denne (?:mail|besked|e-?mail) er (?:sendt )?automatisk",
        absent=r"\bjeg (?:er|holder|har|vil være|afholder)[^.!?\n]{0,40}(?:ferie|fraværende"
        r"|ikke (?:på kontoret|til stede|tilgængelig|at træffe)|på barsel|bortrejst|på orlov|fri)"
        r"|(?:under|i) mit fravær|jeg kan ikke træffes",
        back=r"til og med|t\.?o\.?m|tilbage|retur|\bfra (?:og med|den)|igen|indtil|til (?:den )?\d"
        r"|til (?:mandag|tirsdag|onsdag|torsdag|fredag)",
        whom=r"(?:ved|i|til|for) (?:hastende|akutte|haste)|haster|kontakt (?:venligst|min|i stedet|\w+@)"
        r"|kontakt[e ]|(?:venligst|bedes du) (?:kontakt|henvend)|henvend dig|min kollega|hurtigst muligt"
        r"|ikke videresendt",
        thanks=r"tak for (?:din|deres|jeres) (?:mail|e-?mail|besked|henvendelse)",
        request=r"virker ikke|"
        r"\b(?:jeg (?:skal bruge|har brug|vil gerne)|vi har brug"
        r"|kan (?:du|i) (?:hjælpe|ændre|nulstille|slå|lave)|vil du|hvordan (?:kan|gør)"
        r"|venligst (?:hjælp|ret|slå|ændr))",
        trouble=r"\b(?:ikke|fejl\w*|problem\w*|hjælp\w*|virker)\b",
    ),
    "no": Tongue(
        stems=("autosvar", "automatisk", "fravær", "kontoret", "ferie", "permisjon", "utilgjengelig", "ikke til stede"),
        automatic=r"autosvar|automatisk (?:svar|melding)|fraværs(?:melding|beskjed|assistent)",
        away=r"fravær(?:ende)?|(?:på )?ferie|ikke (?:til stede|på kontoret)|permisjon|borte fra kontoret",
        says=r"dette er (?:et|en) (?:automatisk|autogenerert) (?:\w+ )?(?:svar|melding|e-?post|mail)"
        r"|dette er et autosvar|denne (?:meldingen|e-?posten) er (?:sendt )?automatisk",
        absent=r"\bjeg (?:er|har|vil være|tar)[^.!?\n]{0,40}(?:ferie|fraværende"
        r"|ikke (?:på kontoret|til stede|tilgjengelig)|permisjon|bortreist|borte|utilgjengelig|fri)"
        r"|(?:under|i) (?:mitt fravær|ferien min)",
        back=r"til og med|t\.?o\.?m|tilbake|\bfra (?:og med|den)|igjen|inntil|frem til|til (?:den )?\d"
        r"|til (?:mandag|tirsdag|onsdag|torsdag|fredag)",
        whom=r"(?:ved|i|for) (?:hastesaker|hastende|viktige|akutte|presserende)|haster"
        r"|kontakt (?:gjerne|vennligst|min|\w+@)|kontakt[e ]|(?:vennligst|vær vennlig) (?:kontakt|ta kontakt"
        r"|henvend)|ta kontakt|min kollega|så snart|ikke videresendt",
        thanks=r"takk for (?:din|deres|e-?posten|meldingen|mailen|henvendelsen)",
        request=r"\b(?:jeg (?:trenger|vil gjerne|ønsker)|vi trenger"
        r"|kan (?:du|dere) (?:hjelpe|endre|nullstille|slå|fikse)|hvordan (?:kan|gjør)"
        r"|vennligst (?:hjelp|rett|slå|endre))",
        trouble=r"\b(?:ikke|feil\w*|problem\w*|hjelp\w*|virker|fungerer)\b",
    ),
}
