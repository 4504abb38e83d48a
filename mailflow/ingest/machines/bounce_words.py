"""What mail systems say when a mail did not arrive, by language: tables of words only; `bounce_prose` reads by them.

Each row is a regular expression's alternatives without nested repetition; every search is on lines of bounded length.
"""

import re

DAEMONS = (
    r"mail(?:er)?[-_. ]?daemon|mdaemon|^\W{0,2}daemon@|mail[-_ ]?delivery|delivery[-_ ]?(?:sub)?system"
    r"|microsoftexchange[0-9a-f]{8,}@|microsoft outlook <|bounces?[-+@=]|undeliver"
)
"""Names and addresses that only a mail system has."""
ROBOTS = (
    r"post[-_ ]?master|mail[-_ ]?(?:system|server|service|admin\w*|gateway)|system[-_ ]?administrator|systemadmin"
    r"|rendszergazda|mailmarshal|interscan|antivirus|e-mail filter|microsoft exchange|e\d+_smtp|\bndr"
    r"|(?:fml|majordomo|listserv)\b"
    r"|(?:^|[^a-z])(?:smtp|mta|exchange)\b"
)
"""Names and addresses that a person who looks after a mail system may have as well."""

SUCCESSES = (
    r"success|\((?:relay|success|delivered|expanded|erfolgreich|succès)\w*\)|status - (?:opened|delivered)"
    r"|^(?:relayed|delivered|zugestellt|kézbesítve|továbbítva|remis|entregado|consegnato|entregue|bezorgd|dostarczono"
    r"|doručeno|доставлено|已送达|配信済み)\s?[:：]"
)
"""How a subject says that a mail did arrive."""

SUBJECTS = {
    "en": r"undeliver|mail (?:delivery|could not|not|system|error|fail)|(?:e-?mail |message )?deliver(?:y|able)? "
    r"(?:has )?(?:status|fail|problem|report|notif|delay|error|warn|incomplete)|failure (?:notice|delivery)"
    r"|failed (?:mail|delivery)|fail(?:ed|ure)[:! ]|return(?:ed|ing) (?:mail|to sender|message|e-?mail)"
    r"|non-?deliver|not delivered|message (?:delay|deliver|undeliver|could not|not deliver|status|you sent blocked)"
    r"|(?:warning|permanent)[: ].{0,60}(?:deliver|delay|could not|mail|unknown)|could ?n[o']t (?:send|deliver)"
    r"|unable to deliver|(?:e-?mail|message) (?:could not|undeliver|delivery has failed)|automatically rejected"
    r"|rejected|delay(?:ed)? mail|sorry, your message could not|there was an error sending your mail|error sending"
    r"|transient (?:failure|error)|auto-?generated mail|nondeliver|bounced?[: \]]|not member article|delayed\s?:"
    r"|aws notification message|amazon ses"
    r"|recipient (?:unknown|not found)|user unknown|notification d'état|mail bloqu",
    "de": r"unzustellbar|nicht zustellbar|(?:die |ihre )?(?:e-?mail|nachricht|mail)s? (?:un|nicht )zu(?:stellbar"
    r"|gestellt)|verzögert\s?:|ihre (?:e-?mail|nachricht|mail) konnte"
    r"|fehlgeschlagene zustellung|rückläufer|(?:nachricht|mail) (?:un|nicht )zustellbar"
    r"|zustell(?:ung|fehler|status|benachrichtigung)"
    r"|übermittlungsstatus|fehler beim zustellen|nicht zugestellt|unzustellbarkeit|benachrichtigung zum "
    r"übermittlungsstatus",
    "hu": r"kézbesíthetetlen|(?:késik|késleltetve|késve)\s?:|levele nem|(?:sikertelen|hibás) (?:kézbesítés|levél)"
    r"|nem (?:kézbesíthető|kézbesített)"
    r"|a kézbesítés|kézbesítési|visszaküldött levél|késleltetett",
    "fr": r"non[- ]?remis|(?:retardé|différé)\s?:|votre (?:message|e-?mail|courrier) n|message non délivré"
    r"|non[- ]?distribu|(?:message|courrier|mail) (?:non|retourné|impossible)|échec (?:de|d'|lors)"
    r"|échec\b|avis de non|notification d.état de (?:la )?(?:remise|distribution)|remise (?:retardée|différée)"
    r"|retour (?:à l'expéditeur|de courrier)|courrier non livré|impossible de remettre",
    "es": r"(?:retrasado|demorado)\s?:|su (?:mensaje|correo) no|devolución de"
    r"|no se (?:puede|pudo|ha podido|entregó) (?:entregar)?|no entregado|no entregable|correo (?:devuelto|no)"
    r"|mensaje (?:no|devuelto|rechazado)|error (?:de|en la|al) (?:entreg|envi)|notificación (?:de|sobre) "
    r"(?:el )?(?:estado|entrega)|aviso de (?:no|demora)|entrega (?:retrasada|fallida)|fallo (?:de|en la) entrega",
    "it": r"non recapitabile|ritardato\s?:|il messaggio non|notifica sullo stato|avviso di mancata"
    r"|anomalia messaggio|mancat[ao] (?:recapito|consegna)|messaggio non|recapito (?:non|ritardato|fallito)"
    r"|errore (?:di|nella) consegna|notifica (?:di|dello) (?:mancat|stato)|consegna (?:non|fallita|ritardata)"
    r"|posta non",
    "pt": r"atrasad[ao]\s?:|(?:a )?sua mensagem não|não (?:é possível entregar|entregue|foi possível entregar)"
    r"|mensagem (?:não|devolvida|atrasada)"
    r"|falha (?:na|de|no) (?:entrega|envio)|notificação (?:de|do) (?:status|estado|falha)|erro (?:na|de) entrega"
    r"|não entregável|entrega (?:falhou|atrasada)",
    "nl": r"onbestelbaar|vertraagd\s?:|melding over|mailbezorging|niet (?:bezorgd|afgeleverd|te bezorgen)"
    r"|bezorg(?:ing|fout|status)|kan niet worden bezorgd"
    r"|aflevering (?:mislukt|vertraagd)|bericht (?:niet|vertraagd)|kennisgeving van",
    "pl": r"niedostarcz|nie można dostarczyć|niedoręcz|nie dostarczono|błąd dostarcz|powiadomienie o "
    r"(?:stanie|niedost|status)|opóźnion|zwrot (?:wiadomości|poczty)|wiadomość nie",
    "cs": r"nedoruč|nelze doručit|nedodan|oznámení o (?:stavu|nedoruč)|zpráva nebyla|chyba doruč|zpožděn|vrácen[áý]",
    "ro": r"nelivra|mesaj (?:nelivrat|netrimis|neexpediat)|nu (?:a putut|poate) fi|imposibil de livrat"
    r"|livrare (?:eșuată|nereușită)",
    "sv": r"kan (?:inte|ikke|ej) lever|det gick inte att leverera|olevererbar|leverans(?:fel|status)|ej levererat"
    r"|uleverbar|ikke leveret|ikke levert|leverings(?:status|fejl|feil)|misslyckad leverans|kunne ikke leveres"
    r"|leveringen",
    "fi": r"ei (?:voitu|voida|voi) toimit|toimitus (?:epäonn|viiv)|perille toimittam|viestiä ei|toimittamatta",
    "ru": r"недоставл|(?:задержано|отложено)\s?:|не доставл|недоставк|ваше сообщение не|не удается доставить"
    r"|не удалось доставить"
    r"|ошибка доставки"
    r"|письмо не|сообщение (?:не|отклон)|уведомление о (?:состоянии|недост)|задержк|невозможно доставить"
    r"|не вдалося доставити|недоставлен|повідомлення не|не доставлен",
    "tr": r"teslim edil(?:eme|me)|iletilemedi|gönderilemedi|ileti (?:teslim|gönder)|teslim (?:hatas|durum)"
    r"|geri dönen",
    "zh": r"未送达|未传递|无法(?:投递|送达|传递|发送)|(?:来自.{0,40})?退信|延迟\s?[:：]|系统退信|投递失败"
    r"|邮件(?:投递|发送)失败|未傳遞"
    r"|無法(?:傳遞|遞送|投遞)|退件|傳送失敗|传递状态"
    r"|延迟",
    "ja": r"配信不能|配信できません|配信(?:に)?失敗|メール(?:が)?(?:配信|送信|届|エラー)"
    r"|メッセージ(?:を|が|は)?配信|送信エラー|未配信|不達|配達不能"
    r"|エラーメール|送信できません",
    "ko": r"메일이? ?(?:전달|전송|발송)되지|발송 ?실패|배달(?:되지|할 수|하지|\s?실패|\s?불가|\s?상태)"
    r"|전송\s?(?:실패|할 수)|반송"
    r"|전달\s?(?:실패|되지|불가)|메일 발송 실패",
}

FAILURES = {
    "en": r"could ?n[o']t be (?:\w+ )?(?:delivered|reached|sent|processed)|un(?:able|successful) to "
    r"(?:deliver|send|relay)"
    r"|undeliver|(?:was|were|is) ?n[o']t (?:been )?(?:able to (?:deliver|be delivered)|delivered|deliverable"
    r"|allowed to post)"
    r"|not (?:yet )?been (?:able to )?deliver|deliver\w* (?:\w+ )?(?:has |have )?(?:fail|been delayed"
    r"|been postponed)"
    r"|delivery to the following|attempting to deliver|trying to deliver|did not (?:reach|receive|like our)"
    r"|(?:has been|is) (?:delayed|postponed|returned)|(?:permanent|fatal) (?:fatal )?errors?|user unknown"
    r"|unknown user"
    r"|no such (?:user|person|mailbox|address)|mailbox (?:is )?(?:unavailable|full|not found|exceeds|disabled)"
    r"|address(?:\(es\)|es)? (?:failed|rejected|had|not found)|failed address|(?:automatically )?rejected"
    r"|failed recipient|no valid recipient|invalid (?:recipient|final delivery|/?unknown user|user|address|mailbox)"
    r"|recipients? (?:\w+ )?(?:failed|rejected|unknown|could|name is not recognized|were affected|not found)"
    r"|over ?quota|returned to sender|not (?:exactly )?match|no mailbox here|not a member of"
    r"|(?:name|user|address|recipient|mailbox) (?:is |was )?not found|does ?n[o']t (?:have a|exist)"
    r"|not listed in|account (?:is |has been )?(?:temporarily )?(?:disabled|over|suspended|full)"
    r"|their mailbox is full|host unknown|unknown host|host not found|message (?:was )?blocked|bouncedrecipients"
    r"|delivery errors|delivery problems|delivery failure|error sending|had trouble delivering|no matches to "
    r"nameserver|\b[45]\d\d[ -][45]\.\d\.\d|\b55[0-9][ -][a-z<\"#]|#[45]\.\d\.\d",
    "de": r"nicht zugestellt|nicht (?:\w+ )?zustell|konnte nicht|unzustellbar|bei der zustellung|beim zustellen"
    r"|nicht übermittelt|nicht gefunden|(?:mailbox|postfach) (?:ist )?voll",
    "hu": r"nem (?:sikerült|lehetett) (?:\w+ )?(?:kézbesíteni|elküldeni|továbbítani)|kézbesíthet(?:etlen|ő)"
    r"|sikertelen"
    r"|nem (?:létezik|található)|nem érkezett meg|nem jutott el|nem kézbesít|a kézbesítés",
    "fr": r"n'(?:a|ont) (?:pas )?pu [eê]tre (?:d[eé]livr|remis|livr|distribu|envoy)"
    r"|n'a pas [eé]t[eé] (?:remis|distribu)"
    r"|impossible de (?:remettre|livrer|distribuer)|[eé]chec de (?:la )?(?:remise|livraison|distribution)"
    r"|introuvable|n'existe pas|non remis|n'a pas atteint|bo[iî]te (?:aux lettres )?(?:est )?pleine",
    "es": r"no (?:se )?(?:pudo|puede|ha podido|ha sido posible|fue posible|se ha) (?:ser )?(?:entreg|envi)"
    r"|no pudo ser|no (?:ha|han) llegado|error (?:de|en la) entrega|no se encontró|no existe|buzón (?:está )?lleno",
    "it": r"non (?:è stato possibile|è possibile|ha raggiunto|è stato) (?:\w+ )?(?:recapit|consegn|inviar|raggiun)?"
    r"|recapito (?:non|fallito)|impossibile (?:recapitare|consegnare)|non esiste|non trovato|casella (?:è )?piena",
    "pt": r"não (?:pôde|pode|foi possível|conseguiu) (?:ser )?(?:entreg|envi)?|falha (?:na|de) entrega|não existe"
    r"|não foi (?:entregue|encontrad)|não chegou|caixa (?:de correio )?(?:está )?cheia",
    "nl": r"niet (?:worden |kunnen )?(?:worden )?(?:bezorgd|afgeleverd|bereikt)|kon(?:den)? niet|onbestelbaar"
    r"|bezorging (?:is )?mislukt|bestaat niet|niet gevonden",
    "pl": r"nie (?:można|może|mogła|została|zostały|udało się|powiodło) (?:\w+ )?(?:dostarcz|doręcz)|nie dotarła"
    r"|nie istnieje|niedostarcz|dostarczenie nie|nie znaleziono",
    "cs": r"nelze doručit|nebyl[ao]? (?:možné )?(?:doruč|dodán)|nemohl[ao]? být doruč|se nepodařilo (?:doruč|odeslat)"
    r"|neexistuje|nedoruč",
    "ro": r"nu (?:a putut|au putut|poate) fi (?:livrat|trimis|expediat)|nu (?:a fost|s-a putut) livra|nu există"
    r"|livrarea (?:a eșuat|nu)",
    "sv": r"(?:kunde|kan|kunne) (?:inte|ikke|ej) (?:lever|nå|send)|gick inte att leverera|(?:inte|ikke|ej) lever"
    r"|finns inte|findes ikke|finnes ikke",
    "fi": r"ei (?:voitu|voida|voi|saatu) toimit|toimitus (?:\w+ )?epäonn|ei tavoittanut|ei ole olemassa|ei löydy",
    "ru": r"не (?:может|могут|могло|удалось|удается|был[аои]?) (?:быть )?доставл|не было доставлен"
    r"|невозможно доставить"
    r"|не удалось (?:доставить|отправить)|не существует|не найден|переполнен|не (?:дошло|достиг)"
    r"|не вдалося доставити|не існує|не доставлен",
    "tr": r"teslim edil(?:eme|me)|iletilemedi|gönderilemedi|ulaş(?:a)?madı|bulunamadı|mevcut değil",
    "zh": r"未能送达|无法(?:投递|送达|传递|发送)|不存在|投递失败|无法傳遞|無法(?:傳遞|遞送|投遞|傳送)|被退回"
    r"|退回|找不到|拒收|未送达|失败",
    "ja": r"配信でき(?:ません|なかった)|配信不能|届け(?:ら|る|でき)|送信でき|存在しません|見つかりません"
    r"|宛先不明|失敗し|拒否|エラー",
    "ko": r"배달(?:되지|할 수|하지|하는 동안|에 실패)|전달(?:되지|할 수)|전송(?:되지|할 수|에 실패)"
    r"|존재하지 않|찾을 수 없|실패",
}

STILL_TRYING = (
    r"will (?:continue|keep|be re)\s?-?(?:to be made|trying|to try|tried|queued)|attempts will continue"
    r"|will (?:re)?try (?:again|for)|still being (?:attempted|tried|retried)|still (?:trying|awaiting)"
    r"|warning message only|(?:you )?do not need to re-?send|no action is required|not yet been delivered"
    r"|has not been delivered yet|wird weiterhin versucht|weitere zustellversuche|további kísérlet|tovább próbál"
    r"|nouvelles? tentatives?|seguirá intentando|se seguirá|ulteriori tentativi|continuerà|continuará|nieuwe pogingen"
    r"|ponawiane|będzie nadal|pokusy o doručení|будут продолж|повторные попытки|будет продолж|将继续尝试|會繼續嘗試"
    r"|再試行|再送を|계속 시도"
)
FOR_NOW = (
    r"delayed|postponed|will be retried|warning(?: only)?:|temporar(?:y|ily)|transient|advisory-only|deferred"
    r"|verzögert|vorübergehend|késik|késleltet|ideiglenes|átmeneti|retardé|différé|temporaire|retrasad|demorad"
    r"|temporal"
    r"|ritardat|temporane|atrasad|temporári|vertraagd|tijdelijk|opóźni|tymczasow|zpožděn|dočasn|întârziat"
    r"|temporar|fördröj|försen|forsink|midlertidig|tillfällig|viiväst|väliaikai|задержан|задержк|отложен|временн"
    r"|gecik|geçici|延迟|延遲|暂时|暫時|遅延|一時的|지연|일시적"
)
FOR_GOOD = (
    r"permanent|giv(?:en|ing) up|not going to try again|could not be delivered|undeliverable|[#(]5\.\d|\b55\d\b"
    r"|unable to deliver|wasn't able|user unknown|unknown user|no such user|does ?n[o']t exist|not listed|endgültig"
    r"|végleges|définiti|definitiv|permanente|definitief|trwał|trvale|постоянн|окончательн|постійн|kalıcı|永久|恒久"
)

ORIGINALS = (
    r"below this line|this is a copy|here is a copy|a copy of the (?:original|message)|original message"
    r"|unsent message|returned (?:mail|message)|message headers?\b|headers? of the|the headers? (?:and|of)"
    r"|start of returned|undelivered message|the first \d+ lines|message text follows|message follows|begin message"
    r"|full message|forwarded message|your original|received: |return-path: |included is|attached is a copy"
    r"|copy of (?:your|the)|old message|below is a copy|below i include a copy|non-delivered message"
    r"|ursprüngliche (?:nachricht|kopfzeilen)|es folgt|original-?nachricht|az eredeti (?:üzenet|levél)|eredeti üzenet"
    r"|message d'origine|message original|en-têtes|mensaje original|encabezados|messaggio originale|mensagem original"
    r"|oorspronkelijk|oryginaln|původní zpráva|исходн(?:ое|ого)|оригинал|原始邮件|原郵件|原始郵件"
    r"|元のメッセージ|元のメール|원본 메시지"
)
RECIPIENT_WORDS = (
    r"recipient|address(?:ed)?|undeliverable|unknown user|user(?:id)?\s?[:=]|mailbox|account|rcpt|delivery"
    r"|delivered?|deliver(?:ed|y)?\b[^@\n]{0,60}\bto|failed|message to|mail to|mail sent to|smtp=|error-for:|attempts"
    r"|sent to|sending to|5\d\d\b|címzett|kézbesít|empfänger|nachricht an|zustell|destinatai?r|destinatári"
    r"|délivr|remis"
    r"|entreg|recapit|consegn|ontvanger|bezorg|adresat|odbiorc|příjemc|doruč|destinatar|mottaga|modtager|mottaker"
    r"|vastaanottaj|получател|адрес|одержувач|alıcı|收件人|投递|宛先|アドレス|받는 사람|수신"
)

GREETINGS = (
    r"^\s*(?:hi|hello|dear|hey|hallo|liebe[rs]?|sehr geehrte|guten (?:tag|morgen)|szia|sziasztok|kedves|tisztelt"
    r"|jó (?:napot|reggelt)|üdv|bonjour|madame|buenos|buenas|estimad|hola|buongiorno|gentile|salve|bom dia|boa tarde"
    r"|prezad|olá|beste|geachte|dzień dobry|szanown|dobrý den|vážen|bună|stimat|hej|hei|goddag|здравствуйте|добрый"
    r"|уважаем|доброго дня|шановн|merhaba|sayın|您好|你好|お世話|안녕)(?![.,]? this is the)"
)
ASKING = (
    r"\b(?:please (?:help|check|look)|can you|could you|kérem|kérlek|segítség|segíts|bitte (?:helfen|prüfen|um)"
    r"|können sie|pouvez-vous|regards|thanks|üdvözlettel|köszönöm|grüßen|grüße|cordialement|saludos|saluti|pozdrav"
    r"|pozdrawiam|groet(?:en)?|с уважением|hälsning|mvh)\b"
)
FIRST_PERSON = (
    r"\b(?:i|i'm|we|my|our|me|us|ich|wir|mein\w{0,2}|uns(?:er\w{0,2})?|je|j'ai|nous|mon|mes|notre|nos|mi|nuestr[oa]"
    r"|mio|mia"
    r"|nostr[oa]|meu|minha|nosso|ik|wij|mijn|ons|onze|jag|jeg|min|minun|я|мы|мой|моя|мне|мої|мій|saját|nálunk"
    r"|nekünk|nekem"
    r"|kaptam|kapok|kapunk|küldtem|írtam|próbáltam)\b|(?:omat|emet|ámat|émet|jaink|jeink)\b"
)
MACHINE_MARKS = (
    r"\b[45]\d\d[ -]|\b[45]\.\d\.\d|^\W{0,8}(?:-{3,}|\*{3,}|={3,}|_{3,})|original message|message headers|^received:"
    r"|automatic|automatisch|automatikus|automatique|automátic|automatyczn|автоматич|自动|自動|자동|do not re-?send"
    r"|did not reach the following"
)


def compiled(*rows: str) -> re.Pattern[str]:
    """One pattern of all these rows."""
    return re.compile("|".join(rows), re.IGNORECASE | re.MULTILINE)
