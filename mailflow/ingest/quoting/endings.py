"""How mails end, by language: a table of facts, no rules. Start at `ENDINGS`; `signature` holds the rules.

`sent_from` is what a mail program adds by itself ("…" stands for the device or the program), `closing` what stands
before a name, `small` the words that may go with a closing, `legal` how a disclaimer begins.
All is in lower case; the parts of a cell are parted by "; ".
"""

from dataclasses import dataclass

from mailflow.ingest.quoting.wording import folded

DEVICES = """
    iphone iphon ipad nexus droid verizon kindle macbook ipod android ios galaxy samsung huawei xiaomi redmi
    honor oppo oneplus pixel nokia sony xperia lg htc motorola moto blackberry fairphone zte lenovo outlook
    yahoo gmail gmx web.de t-online telekom proton tutanota tuta spark thunderbird windows aol mail.ru yandex яндекс
    яндекса k-9 bluemail fairemail newton superhuman zoho airmail sparrow mailbird mailspring edison aquamail
    roundcube orange libero shortwave boxer typeapp seznam ukr.net workspace
    додатку phone mobile smartphone handy telefon mobil tablet tablette téléphone teléfono móvil celular
    telefono cellulare telemóvel telefoon mobiel komórki telefonu mobilu telefonen mobilen puhelimesta телефона
    мобильного мобільного мобильной смартфона телефону telefonumdan mobilní okostelefon 手机 手機 小米 华为 華為 スマホ
    携帯 휴대폰 갤럭시 아이폰
"""
"""What mails are sent from, or how its name begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """One language's row."""

    sent_from: str = ""
    closing: str = ""
    small: str = ""
    legal: str = ""


ENDINGS = {
    "en": Ending(
        sent_from="sent from …; via mobile; sent via …; sent with …; sent using …; get outlook for …; get … for android"
        "; get … for ios; download … for ios; this message was sent from my …; this email was sent from my …",
        closing="regards; best regards; kind regards; kindest regards; warm regards; warmest regards"
        "; with kind regards; with best regards; wishes; best wishes; with best wishes; warm wishes; kind wishes"
        "; thanks; thank you; many thanks; thx; thanking you; tia; cheers; sincerely; yours sincerely; sincerely yours"
        "; faithfully; yours faithfully; truly; yours truly; yours; br; rgds; kr; best; all the best; take care"
        "; respectfully; thanks a lot; have a nice day; have a good day; have a great day; have a nice weekend"
        "; have a good weekend; have a great weekend; have a good one; cordially; warmly",
        small="and; in advance; again; so much; very much; for your help; for your time; for your support"
        "; for your assistance; for the help; for all your help; for your understanding; for your reply; a lot; to you"
        "; to all; from; with; best; kind; have a great day; advance; in",
        legal="this e-mail; this email; this message; this communication; this transmission"
        "; the information contained in; the information in this; the contents of this; confidentiality notice"
        "; disclaimer; important notice; important: the; if you are not the intended recipient; the content of this",
    ),
    "hu": Ending(
        sent_from="… küldve; küldve …; elküldve …; az outlook beszerzése …; az … outlook letöltése"
        "; outlook beszerzése …; outlook letöltése …; … outlook letöltése; az … outlook beszerzése"
        "; … alkalmazásból küldve",
        closing="üdvözlettel; szívélyes üdvözlettel; baráti üdvözlettel; üdvözlet; üdv; tisztelettel; köszönettel"
        "; köszönöm; köszönjük; köszi; szép napot; szép napot kívánok; további szép napot; további szép napot kívánok"
        "; tisztelettel és köszönettel; minden jót",
        small="és; szépen; előre is; előre; nagyon; is; a segítséget; a segítségét; a segítséget is; a válaszát"
        "; válaszát; mindenkinek",
        legal="ez az e-mail; ez az email; ez az üzenet; ez a levél; ez az elektronikus; jelen e-mail; jelen üzenet"
        "; jelen levél; az üzenet tartalma; az üzenet és; jogi nyilatkozat; titoktartási; ezen e-mail; ezen üzenet"
        "; a jelen",
    ),
    "de": Ending(
        sent_from="von meinem … gesendet; von meiner … gesendet; gesendet von …; gesendet mit …; gesendet über …"
        "; gesendet aus …; von unterwegs gesendet; von … gesendet; outlook für … beziehen; outlook für … herunterladen"
        "; holen sie sich outlook für …; outlook für …; diese nachricht wurde von meinem … gesendet; mit … gesendet"
        "; hol dir outlook für …",
        closing="mit freundlichen grüßen; mit freundlichem gruß; freundliche grüße; freundlichen gruß"
        "; mit besten grüßen; beste grüße; besten gruß; liebe grüße; lieben gruß; viele grüße; herzliche grüße"
        "; schöne grüße; mit herzlichen grüßen; mit lieben grüßen; mit vielen grüßen; grüße; gruß; grüsse; gruss; mfg"
        "; lg; vg; bg; hochachtungsvoll; vielen dank; herzlichen dank; besten dank; dank; danke; danke schön"
        "; dankeschön; mit freundlichen gruessen; viele gruesse; beste gruesse; liebe gruesse; freundliche gruesse"
        "; mit freundlichen grüssen; freundliche grüsse; viele grüsse; liebe grüsse; beste grüsse; herzliche grüsse"
        "; schönen tag; schönen tag noch; schönes wochenende",
        small="und; im voraus; aus; für ihre hilfe; für die hilfe; für eure hilfe; nochmals; sehr; für ihre mühe"
        "; für ihre unterstützung; schon mal; vorab; schön; viele",
        legal="diese e-mail; diese email; diese nachricht; diese mail; der inhalt dieser; dieses e-mail"
        "; die information in dieser; vertraulichkeitshinweis; rechtlicher hinweis; haftungsausschluss"
        "; wichtiger hinweis; die in dieser",
    ),
    "fr": Ending(
        sent_from="envoyé de …; envoyé depuis …; envoyé à partir de …; envoyé à partir d'…; envoyé avec …"
        "; envoyé via …; provenance : …; télécharger outlook pour …; obtenir outlook pour …; obtenez outlook pour …"
        "; envoyé d'…",
        closing="cordialement; bien cordialement; très cordialement; cdlt; bien à vous; bien à toi; salutations"
        "; meilleures salutations; sincères salutations; salutations distinguées; salutations cordiales; bonne journée"
        "; bonne soirée; bon week-end; merci; merci beaucoup; merci d'avance; merci par avance; amicalement; à bientôt"
        "; bises; respectueusement",
        small="et; d'avance; pour votre aide; beaucoup; encore; pour votre réponse; à vous",
        legal="ce message; ce courriel; cet e-mail; cet email; ce mail; les informations contenues"
        "; avis de confidentialité; ce document; l'information contenue",
    ),
    "es": Ending(
        sent_from="enviado desde …; enviado con …; enviado a través de …; obtener outlook para …"
        "; descargar outlook para …; obtenga outlook para …; consigue outlook para …",
        closing="saludos; un saludo; saludos cordiales; cordiales saludos; un cordial saludo; atentamente"
        "; cordialmente; gracias; muchas gracias; gracias de antemano; mil gracias; atte; un abrazo"
        "; que tenga un buen día; buen día; quedo atento; quedo a la espera",
        small="y; de antemano; por su ayuda; por tu ayuda",
        legal="este mensaje; este correo; el contenido de este; la información contenida; aviso legal"
        "; aviso de confidencialidad; esta comunicación; cláusula de confidencialidad",
    ),
    "it": Ending(
        sent_from="inviato da …; inviato dal …; inviato con …; inviato tramite …; ottieni outlook per …"
        "; scarica outlook per …; inviato dall'…",
        closing="cordiali saluti; distinti saluti; saluti; un saluto; un cordiale saluto; grazie; grazie mille"
        "; molte grazie; cordialmente; grazie in anticipo; buona giornata; buon lavoro; a presto; tanti saluti",
        small="e; per l'aiuto; in anticipo",
        legal="questo messaggio; questa e-mail; questa email; questa mail; le informazioni contenute; ai sensi"
        "; il contenuto di questa; il presente messaggio; la presente; avviso di riservatezza"
        "; le informazioni trasmesse",
    ),
    "pt": Ending(
        sent_from="enviado do …; enviado de …; enviado da …; enviado a partir do …; enviado a partir de …"
        "; enviado pelo …; enviado via …; enviado através do …; enviado desde …; obter o outlook para …"
        "; obter outlook para …; obtenha o outlook para …; baixar o outlook para …; baixar outlook para …",
        closing="atenciosamente; cumprimentos; com os melhores cumprimentos; melhores cumprimentos"
        "; os melhores cumprimentos; obrigado; obrigada; muito obrigado; muito obrigada; att; abraços; um abraço"
        "; abraço; cordialmente; saudações; grato; grata; desde já agradeço; obrigado desde já; bom dia de trabalho",
        small="e; pela ajuda; desde já",
        legal="esta mensagem; este e-mail; este email; as informações contidas; aviso legal"
        "; aviso de confidencialidade; a informação contida",
    ),
    "nl": Ending(
        sent_from="verstuurd vanaf …; verzonden vanaf …; verzonden met …; verzonden via …; verzonden vanuit …"
        "; verstuurd met …; outlook voor … downloaden; download outlook voor …; outlook voor … ophalen; outlook voor …"
        "; verstuurd via …; verzonden door …; haal outlook voor …",
        closing="met vriendelijke groet; met vriendelijke groeten; vriendelijke groet; vriendelijke groeten; groet"
        "; groeten; mvg; hartelijke groet; hartelijke groeten; met hartelijke groet; alvast bedankt; bedankt; dank"
        "; dank u wel; dank je wel; bvd; hoogachtend; fijne dag; met groet; gr; vr gr",
        small="en; alvast; voor uw hulp; voor de hulp",
        legal="dit bericht; deze e-mail; deze email; dit e-mailbericht; de informatie; de inhoud van dit"
        "; de inhoud van deze; disclaimer",
    ),
    "pl": Ending(
        sent_from="wysłane z …; wysłano z …; wysłane przez …; wysłano przez …; wysłane za pomocą …; wysłana z …"
        "; pobierz aplikację outlook dla …; pobierz program outlook dla …; uzyskaj aplikację outlook dla …"
        "; pobierz outlook dla …; uzyskaj outlook dla …; wysłano za pomocą …",
        closing="pozdrawiam; z poważaniem; z powazaniem; pozdrowienia; z wyrazami szacunku; dziękuję; dziekuje; dzięki"
        "; z góry dziękuję; serdecznie pozdrawiam; pozdrawiam serdecznie; łączę pozdrowienia; miłego dnia; pozdr",
        small="i; z góry; za pomoc",
        legal="niniejsza wiadomość; ta wiadomość; ten e-mail; informacje zawarte; treść tej wiadomości; wiadomość ta"
        "; klauzula poufności",
    ),
    "cs": Ending(
        sent_from="odesláno z …; odesláno ze …; odesláno pomocí …; odoslané z …; odoslané zo …; získat outlook pro …"
        "; stáhnout outlook pro …; získejte outlook pro …; posláno z …; získať outlook pre …; odesláno přes …",
        closing="s pozdravem; děkuji; díky; děkuji předem; předem děkuji; hezký den; pěkný den; přeji hezký den"
        "; s přáním hezkého dne; s přáním pěkného dne; zdraví; s úctou; s pozdravom; ďakujem; vopred ďakujem"
        "; pekný deň",
        small="a; předem; za pomoc",
        legal="tento e-mail; tento email; tato zpráva; tato e-mailová; informace obsažené; obsah této; táto správa"
        "; tato elektronická",
    ),
    "ro": Ending(
        sent_from="trimis de pe …; trimis din …; trimis cu …; trimis prin …; trimis de la …; obțineți outlook pentru …"
        "; descărcați outlook pentru …; obține outlook pentru …",
        closing="cu stimă; cu stima; cu respect; o zi bună; o zi buna; o zi frumoasă; mulțumesc; multumesc"
        "; mulțumesc anticipat; mulțumesc mult; toate cele bune; salutări; cu drag; numai bine; cu considerație",
        small="și; anticipat; pentru ajutor",
        legal="acest mesaj; acest e-mail; acest email; informațiile conținute; informațiile din acest"
        "; conținutul acestui",
    ),
    "sv": Ending(
        sent_from="skickat från …; skickades från …; skickat med …; skickat via …; hämta outlook för …"
        "; skaffa outlook för …; sänt från …; skickat ifrån …",
        closing="med vänlig hälsning; med vänliga hälsningar; vänlig hälsning; vänliga hälsningar; hälsningar"
        "; bästa hälsningar; mvh; tack; tack på förhand; tack så mycket; vänligen; hälsn; med hälsning; allt gott"
        "; ha en bra dag",
        small="och; på förhand; för hjälpen",
        legal="detta meddelande; detta e-postmeddelande; denna e-post; detta mail; informationen i detta; detta mejl",
    ),
    "da": Ending(
        sent_from="sendt fra …; sendt med …; sendt via …; hent outlook til …; få outlook til …; hent outlook for …",
        closing="med venlig hilsen; venlig hilsen; mvh; vh; hilsen; hilsner; tak; på forhånd tak; kærlig hilsen; kh"
        "; mange tak; de bedste hilsner; bedste hilsner; med venlige hilsner; venlige hilsner; mange hilsner; god dag"
        "; dbh",
        small="og; på forhånd; for hjælpen",
        legal="denne e-mail; denne mail; denne besked; denne meddelelse; indholdet af denne",
    ),
    "no": Ending(
        sent_from="sendt fra …; sendt med …; sendt via …; hent outlook for …; skaff deg outlook for …"
        "; få outlook for …; last ned outlook for …",
        closing="med vennlig hilsen; vennlig hilsen; mvh; hilsen; takk; på forhånd takk; tusen takk; mange takk"
        "; beste hilsen; med hilsen; vennlige hilsener; med vennlige hilsener; ha en fin dag",
        small="og; på forhånd; for hjelpen",
        legal="denne e-posten; denne e-post; denne meldingen; innholdet i denne; denne eposten",
    ),
    "fi": Ending(
        sent_from="lähetetty …; hanki outlook …; hanki bluemail …; hae outlook …; lataa outlook …; lähetin …",
        closing="ystävällisin terveisin; terveisin; kiitos; kiitos etukäteen; kiitoksia; terv; yst terv"
        "; parhain terveisin; kiittäen; terveiset; mukavaa päivää; hyvää päivänjatkoa; kunnioittavasti; yt; t",
        small="ja; etukäteen; avusta",
        legal="tämä viesti; tämä sähköposti; tämän viestin; tämä sähköpostiviesti",
    ),
    "ru": Ending(
        sent_from="отправлено с …; отправлено со …; отправлено из …; отправлено через …; отправлено от …"
        "; отправлено при помощи …; получить outlook для …; скачать outlook для …; получите outlook для …; послано с …",
        closing="с уважением; с наилучшими пожеланиями; спасибо; спасибо большое; большое спасибо; заранее спасибо"
        "; благодарю; заранее благодарю; всего доброго; всего хорошего; хорошего дня; с ув; с благодарностью",
        small="и; заранее; за помощь",
        legal="данное сообщение; это сообщение; настоящее сообщение; данное письмо; это электронное"
        "; информация, содержащаяся; настоящее электронное; данное электронное; содержание данного",
    ),
    "uk": Ending(
        sent_from="надіслано з …; надіслано із …; надіслано зі …; відправлено з …; відправлено із …; відправлено зі …"
        "; надіслано через …; отримати outlook для …; отримайте outlook для …; завантажити outlook для …",
        closing="з повагою; з найкращими побажаннями; дякую; наперед дякую; заздалегідь дякую; щиро дякую; гарного дня"
        "; на все добре; всього найкращого; з вдячністю",
        small="і; та; наперед; за допомогу",
        legal="це повідомлення; даний лист; цей лист; інформація, що міститься; це електронне; дане повідомлення",
    ),
    "tr": Ending(
        sent_from="… gönderildi; … gönderilmiştir; … ile gönderildi; … için outlook'u edinin; … için outlook’u edinin"
        "; … için outlook'u indirin; … için outlook’u indirin; … için outlook uygulamasını edinin",
        closing="saygılarımla; saygılarımızla; saygılar; iyi çalışmalar; teşekkürler; teşekkür ederim; çok teşekkürler"
        "; şimdiden teşekkürler; iyi günler; selamlar; sevgiler; kolay gelsin; sağlıcakla; teşekkür ederiz"
        "; iyi çalışmalar dilerim",
        small="ve; şimdiden",
        legal="bu e-posta; bu eposta; bu mesaj; bu ileti; bu e-mail; yasal uyarı; bu elektronik",
    ),
    "zh": Ending(
        sent_from="发自我的…; 发自…; 从我的…发送; 从我的…寄出; 從我的…傳送; 從我的…寄出; 從我的…送出; 寄自我的…"
        "; 发送自…; 获取outlook for…; 获取适用于…的outlook; 取得…版outlook; 下载适用于…的outlook; 從…傳送; 傳送自…"
        "; 来自…; 从…发送; 使用…发送; 获取outlookfor…; 下载outlook for…; 取得outlook for…",
        closing="此致; 敬礼; 此致敬礼; 谢谢; 謝謝; 感谢; 感謝; 祝好; 祝商祺; 顺祝商祺; 順頌商祺; 商祺; 谢谢您; 謝謝您"
        "; 祝您工作顺利; 多谢; 祝工作顺利; 敬上; 顺颂商祺; 順祝商祺",
        legal="本邮件; 此邮件; 本電子郵件; 此电子邮件; 本电子邮件; 本郵件; 此電子郵件; 保密声明; 免责声明",
    ),
    "ja": Ending(
        sent_from="…から送信; …からの送信; …から送信されました; …で送信; …から送信しました; …を入手; …を入手する"
        "; …をダウンロード; …より送信",
        closing="よろしくお願いします; よろしくお願いいたします; よろしくお願い致します; 宜しくお願いします"
        "; 宜しくお願い致します; 宜しくお願いいたします; どうぞよろしくお願いいたします"
        "; 以上、よろしくお願いいたします; 以上よろしくお願いいたします; 以上; 敬具; 草々; ありがとうございます"
        "; ありがとうございました",
        legal="このメール; 本メール; このeメール; この電子メール; 本電子メール",
    ),
    "ko": Ending(
        sent_from="나의 …에서 보냄; 내 …에서 보냄; …에서 보냄; …에서 전송; …에서 보낸 메일; …에서 발송"
        "; …용 outlook 다운로드; …용 outlook 받기; …에서 보냈습니다; outlook for … 다운로드; …에서 전송됨"
        "; …에서 보낸 메일입니다",
        closing="감사합니다; 고맙습니다; 수고하세요; 안녕히 계세요; 수고하십시오; 감사드립니다; 좋은 하루 되세요"
        "; 안녕히 계십시오",
        legal="본 메일; 이 메일; 본 이메일; 이 이메일; 본 메시지; 본 전자우편",
    ),
    "el": Ending(
        sent_from="στάλθηκε από …; αποστολή από …; λήψη του outlook για …",
        closing="με εκτίμηση; ευχαριστώ; ευχαριστώ πολύ; φιλικά; χαιρετισμούς; με φιλικούς χαιρετισμούς",
        legal="το παρόν μήνυμα; αυτό το μήνυμα",
    ),
    "bg": Ending(sent_from="изпратено от …; изтеглете outlook за …"),
    "hr": Ending(sent_from="poslano s …; poslano z …; poslano iz …; poslato sa …; preuzmite outlook za …"),
    "he": Ending(sent_from="נשלח מה…; נשלח מ…; נשלח מה-…; קבל את outlook עבור …"),
    "ar": Ending(sent_from="أُرسلت من …; أرسلت من …; تم الإرسال من …; مرسل من …; الحصول على outlook لـ…"),
    "vi": Ending(sent_from="đã gửi từ …; được gửi từ …; gửi từ …; tải outlook cho …"),
}


def cells(name: str) -> frozenset[str]:
    """All parts of this column, of all languages, folded."""
    parts = (part.strip() for row in ENDINGS.values() for part in getattr(row, name).split(";"))
    return frozenset(folded(part) for part in parts if part)
