"""Absence notices in French, Spanish, Italian, Portuguese, Romanian."""

from mailflow.ingest.machines.absence.tongue import Tongue

ROMANCE = {
    "fr": Tongue(
        stems=("automatique", "absen", "bureau", "congé", "vacances", "déplacement", "de retour", "indisponible"),
        automatic=r"r[ée]ponse automatique|message automatique|réponse d'absence|absence du bureau"
        r"|avis d'absence|message d'absence|notification d'absence|accusé de réception automatique",
        away=r"absen(?:t|te|ce)|en (?:congés?|vacances|déplacement)|congés|hors du bureau",
        says=r"(?:ceci|c'est|ceci est|il s'agit)[^.\n]{0,12} ?une? (?:réponse|message|e-?mail|mail|courriel"
        r"|accusé de réception) automatique|(?:ce|cet) (?:message|e-?mail|mail|courriel) (?:est|a été) (?:généré "
        r"|envoyé )?automatique",
        absent=r"\bje (?:suis|serai|serais) (?:actuellement |absent|en |hors |indisponible|joignable|de retour)"
        r"[^.!?\n]{0,40}(?:absente?|congés?|vacances|bureau|déplacement|indisponible|maladie|maternité|formation"
        r"|jusqu)?"
        r"|je suis (?:absente?|actuellement absente?|en congés?|en vacances|en déplacement)"
        r"|(?:pendant|durant|en) mon absence|absente?(?:\(e\))? (?:du|jusqu|pour|à partir)"
        r"|notre bureau (?:est|sera) fermé",
        back=r"jusqu'?(?:au|à|’au)|de retour|mon retour|à partir du|reviendrai|du \d{1,2}[^\n]{0,20} au \d",
        whom=r"en cas d'?(?:e |’)?(?:urgence|absence)|(?:pour|si) (?:toute |c'est |une )?(?:urgen|demande urgente)"
        r"|(?:veuillez|merci de|vous pouvez) (?:bien vouloir )?(?:contacter|vous adresser|joindre|écrire)"
        r"|mon collègue|ma collègue|dès mon retour|ne sera pas (?:lu|transféré)",
        thanks=r"(?:merci|remercie) (?:de|pour) (?:votre|ton|m'avoir) (?:message|e-?mail|mail|courriel|demande"
        r"|contact)"
        r"|(?:bien )?reçu votre (?:message|e-?mail|mail|courriel)",
        unread=r"accès (?:très )?(?:limité|restreint)[^.!?\n]{0,20}(?:mails?|messagerie|courriels?|messages)"
        r"|(?:ne (?:lirai|consulterai|lis|consulte) pas)[^.!?\n]{0,15}(?:mails?|messages|courriels?)",
        request=r"ne (?:marche|fonctionne|marchent|fonctionnent) (?:pas|plus)|"
        r"\b(?:j'ai besoin|nous avons besoin|pouvez-vous|pourriez-vous|comment (?:puis|faire)"
        r"|je (?:voudrais|souhaite)"
        r"|merci de (?:corriger|vérifier|réparer|m'aider|désactiver|activer|supprimer|régler)|aidez)",
        trouble=r"\b(?:ne|pas|erreurs?|problèmes?|panne|aide|marche|bug)\b",
    ),
    "es": Tongue(
        stems=(
            "automátic",
            "automatic",
            "oficina",
            "ausen",
            "vacaciones",
            "fuera",
            "de viaje",
            "permiso",
            "no disponible",
        ),
        automatic=r"respuesta autom[áa]tica|contestación automática|mensaje automático|aviso de ausencia"
        r"|auto-?respuesta",
        away=r"fuera de (?:la |mi )?oficina|de vacaciones|vacaciones|ausen(?:te|cia)|de baja|de viaje",
        says=r"es(?:te|ta|to) es una? (?:mensaje|respuesta|correo|e-?mail) (?:generad[oa] )?automátic"
        r"|es(?:te|ta) (?:mensaje|correo|respuesta) (?:es|ha sido|se) (?:generad[oa] |enviad[oa] "
        r"|envía )?(?:de forma )?automátic",
        absent=r"(?:estoy|estaré|me encuentro|me encontraré)[^.!?\n]{0,30}(?:fuera|vacaciones|ausente|de baja|de viaje"
        r"|de permiso|no disponible)|no (?:estoy|estaré|me encuentro) (?:en la oficina|disponible)"
        r"|(?:durante|en) mi ausencia|fuera de la oficina (?:hasta|del|desde|por)"
        r"|nuestra oficina (?:está|estará|permanecerá) cerrad",
        back=r"hasta el|\bhasta (?:\d|lunes)|regres(?:o|aré|e)|vuelv[oa]|volveré|mi (?:vuelta|regreso)"
        r"|del \d{1,2}[^\n]{0,20} al \d|a partir del",
        whom=r"(?:en|para|si) (?:caso de |cualquier |es |asuntos? |algo )?urgen"
        r"|(?:pueden?|por favor,?) (?:contact|dirij|comunic|escrib)"
        r"|póngase en contacto|contacte|mi compañer|mi colega|lo antes posible|no será reenviad",
        thanks=r"gracias por (?:su|tu|el) (?:mensaje|correo|e-?mail|mail|consulta)"
        r"|gracias por (?:contactar|escribir)|he recibido su",
        unread=r"acceso (?:muy )?limitado[^.!?\n]{0,20}(?:correo|e-?mail)|no (?:leeré"
        r"|revisaré)[^.!?\n]{0,15}(?:correos?|mensajes)",
        request=r"no funcionan?|"
        r"\b(?:necesito|necesitamos|podrían?|puede (?:ayudar|usted|revisar)|cómo (?:puedo|se)|quisiera|quiero"
        r"|por favor,? (?:ayud|revis|cambi|arregl|desactiv|activ|instal|resuelv))",
        trouble=r"\b(?:no|error(?:es)?|problemas?|ayuda|falla\w*|funciona)\b",
    ),
    "it": Tongue(
        stems=("automatic", "ufficio", "ferie", "assen", "fuori", "vacanza", "trasferta", "in viaggio"),
        automatic=r"risposta automatica|messaggio automatico|avviso di assenza|notifica (?:di )?assenza",
        away=r"fuori (?:sede|ufficio|dall'ufficio)|in (?:ferie|vacanza|trasferta)|ferie|assen(?:te|za)",
        says=r"quest[oa] è una? (?:risposta|messaggio|e-?mail|mail) (?:generat[oa] )?automatic"
        r"|quest[oa] (?:risposta|messaggio|e-?mail) è (?:stat[oa] )?(?:generat[oa] |inviat[oa] )?automatic",
        absent=r"\b(?:sono|sarò|mi trovo)[^.!?\n]{0,30}(?:fuori|in ferie|in vacanza|assente|in trasferta"
        r"|in maternità|in malattia|in viaggio|in congedo)"
        r"|non (?:sono|sarò) (?:in ufficio|disponibile|raggiungibile)|(?:durante|in) (?:la )?mia assenza"
        r"|i nostri uffici (?:sono|saranno|resteranno) chiusi",
        back=r"fino (?:al|a )|rientr(?:o|erò)|tornerò|di ritorno|al mio (?:ritorno|rientro)"
        r"|dal \d{1,2}[^\n]{0,20} al \d|a partire dal",
        whom=r"(?:in|per) (?:caso di |casi |qualsiasi |questioni |comunicazioni |cose )?urgen"
        r"|(?:prego|potete|può|si prega di|vi prego di) (?:di )?(?:contattare|rivolger|scrivere)"
        r"|contattare|rivolgersi|il mio collega|la mia collega|non appena possibile|non verrà inoltrat",
        thanks=r"grazie per (?:la (?:sua|tua|vostra) |il (?:suo|tuo|vostro) |avermi |averci |l')(?:e-?mail|mail"
        r"|messaggio|richiesta|scritto|contatta)",
        unread=r"accesso (?:molto )?limitato[^.!?\n]{0,20}(?:posta|mail)|non (?:leggerò"
        r"|potrò leggere)[^.!?\n]{0,15}(?:mail|posta|messaggi)",
        request=r"non funzionan?o?a?|"
        r"\b(?:ho bisogno|abbiamo bisogno|potete (?:aiut|controll|risolv|disattiv|cambi)|potreste|potrebbe"
        r"|come (?:posso|si)|vorrei|aiut(?:o|atemi))",
        trouble=r"\b(?:non|errori?|problem[ai]|guasto|aiuto|funziona)\b",
    ),
    "pt": Tongue(
        stems=(
            "automátic",
            "automatic",
            "escritório",
            "férias",
            "ausen",
            "ausên",
            "fora",
            "viagem",
            "licença",
            "indisponível",
        ),
        automatic=r"resposta autom[áa]tica|mensagem automática|aviso de (?:ausência|férias)|auto-?resposta",
        away=r"fora d[oe] escritório|de férias|em férias|férias|ausen(?:te|cia)|ausência",
        says=r"(?:esta|este|isto) é uma? (?:resposta|mensagem|e-?mail) (?:gerad[oa] )?automátic"
        r"|est[ae] (?:mensagem|e-?mail|resposta) (?:é|foi) (?:gerad[oa] |enviad[oa] )?automatic",
        absent=r"(?:estou|estarei|encontro-me|me encontro)[^.!?\n]{0,30}(?:fora|férias|ausente|viagem|licença"
        r"|indisponível|baixa)"
        r"|não (?:estou|estarei) (?:no escritório|disponível)|(?:durante|na) (?:a )?minha ausência"
        r"|fora do escritório (?:até|de|entre)"
        r"|nosso escritório (?:está|estará) fechado",
        back=r"até (?:ao? |o )?(?:dia )?\d|até|regress(?:o|arei)|retorn(?:o|arei)|volt(?:o|arei)|de volta|a partir de",
        whom=r"(?:em|para|se) (?:caso de |casos? |algo |assuntos? |for )?urgen"
        r"|(?:por favor,?|favor|queira) (?:contact|contat|entr|dirij)"
        r"|entre em contat|contacte|o meu colega|meu colega|assim que possível|não será reencaminhad",
        thanks=r"obrigad[oa] (?:pel[oa]|por) (?:seu |sua |o seu |a sua )?(?:contac?to|e-?mail|mensagem|mail|entrar)"
        r"|recebi (?:o seu|a sua|seu|sua)",
        unread=r"acesso (?:muito )?limitado[^.!?\n]{0,20}(?:e-?mail|correio)|não (?:lerei"
        r"|vou ler)[^.!?\n]{0,15}(?:e-?mails?|mensagens)",
        request=r"não funcionam?|"
        r"\b(?:preciso|precisamos|poderia|podem (?:ajudar|verificar|desativar|alterar)|como (?:posso|faço)"
        r"|gostaria"
        r"|por favor,? (?:ajud|verifi|corrij|alter|desativ))",
        trouble=r"\b(?:não|erros?|problemas?|ajuda|falha\w*|funciona)\b",
    ),
    "ro": Tongue(
        stems=("automat", "birou", "concediu", "absen", "lipse", "plecat", "indisponibil", "vacanț"),
        automatic=r"răspuns automat|raspuns automat|mesaj automat|notificare de absență",
        away=r"absen(?:t|ță|ta)|(?:în|in) (?:concediu|vacanță)|concediu|(?:în|in) afara biroului|plecat din birou",
        says=r"acesta este un (?:răspuns|mesaj|raspuns|e-?mail) (?:generat )?automat"
        r"|acest (?:mesaj|e-?mail|răspuns) (?:este|a fost) (?:generat |trimis )?automat",
        absent=r"(?:sunt|voi fi|mă aflu|ma aflu)[^.!?\n]{0,40}(?:concediu|plecat|absent|afara biroului|indisponibil"
        r"|vacanț|delegaț|deplasare)|nu (?:sunt|voi fi) (?:la birou|în birou|disponibil|in birou)"
        r"|(?:în|pe durata|in) (?:absenței mele|absența mea|absenta mea|lipsa mea)",
        back=r"până (?:pe|la|în)|pana (?:pe|la|in)|revin|mă întorc|ma intorc|voi reveni|întoarcere|începând cu"
        r"|din data",
        whom=r"(?:pentru|în caz|în|in caz|in) (?:de |cazuri |situații |probleme |chestiuni )?urgen"
        r"|(?:vă rog|va rog|vă rugăm)[^.\n]{0,20}(?:contacta|adresa|scrie)|contactați|contactati|colegul meu"
        r"|colega mea|cât mai curând",
        thanks=r"(?:mulțumesc|multumesc|mulțumim|vă mulțumesc) pentru (?:mesaj|e-?mail|mail|contact|că)"
        r"|am primit mesajul",
        request=r"\b(?:am nevoie|avem nevoie|puteți (?:să|verifica|ajuta)|ați putea|cum (?:pot|se)|aș (?:vrea|dori)"
        r"|vă rog (?:să (?:verificați|reparați|mă ajutați|dezactivați|schimbați|instalați)|ajutați))",
        trouble=r"\b(?:nu|eroare|erori|problem[ăe]|ajutor|funcționează)\b",
    ),
}
