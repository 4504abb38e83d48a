"""What mail programs write around an old mail, by language: a table of facts, no rules. Start at `WORDING`.

`opens` stand before the date of an attribution ("On ..."), `wrote` are its verbs, `cites` stand for it without a date.
`sender` to `other` are the labels of a header block, `original` and `forwarded` the lines above it.
All is in lower case; the parts of a cell are parted by "; ". Gmail, Outlook, Apple Mail, Thunderbird, Yahoo, Notes,
Zimbra, Horde, Roundcube, Samsung, K-9, GMX, Mail.ru, Yandex, QQ, NetEase, Naver, Seznam, Onet and Libero are meant.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One language's row."""

    opens: str = ""
    wrote: str = ""
    cites: str = ""
    sender: str = ""
    sent: str = ""
    to: str = ""
    subject: str = ""
    other: str = ""
    original: str = ""
    forwarded: str = ""


WORDING = {
    "en": Wording(
        opens="on; at",
        wrote="wrote; writes; said; sent; you wrote; has written",
        cites="quoting; citing",
        sender="from",
        sent="sent; date; sent at; sent on",
        to="to",
        subject="subject",
        other="cc; bcc; reply-to; importance; attachments; priority; organization; resent-from; sent by; sender"
        "; mailed-by",
        original="original message; original mail; original e-mail; original email; original appointment"
        "; reply message; original message follows; previous message; replied message; reply above this line"
        "; please type your reply above this line; please reply above this line; write your reply above this line",
        forwarded="forwarded message; forwarded mail; forwarded email; begin forwarded message; forwarded by"
        "; forwarded message follows; begin forward message; forwarded conversation",
    ),
    "hu": Wording(
        wrote="írta; írja; ezt írta; a következőt írta; a következőket írta; az alábbit írta; ezt írja",
        cites="idézet; idézés; idézi",
        sender="feladó; küldő; feladó neve",
        sent="elküldve; küldve; dátum; küldés dátuma; küldés ideje; elküldés dátuma; elküldés ideje; időpont",
        to="címzett; címzettek",
        subject="tárgy; téma",
        other="másolatot kap; másolat; titkos másolat; másolatot kapnak; fontosság; mellékletek; melléklet; válaszcím",
        original="eredeti üzenet; eredeti levél; eredeti e-mail; eredeti email",
        forwarded="továbbított üzenet; továbbított levél; továbbított e-mail; továbbított email"
        "; a továbbított üzenet kezdete; továbbított üzenet kezdete; továbbított levél kezdete"
        "; a továbbított levél kezdete",
    ),
    "de": Wording(
        opens="am; vom; den; um",
        wrote="schrieb; schreibt; geschrieben; hat geschrieben; schrieben; schrieb am",
        cites="zitat von; zitiere",
        sender="von; absender",
        sent="gesendet; datum; gesendet am; versendet; verschickt",
        to="an; empfänger",
        subject="betreff; betrifft; thema",
        other="kopie; blindkopie; antwort an; wichtigkeit; anlagen; anlage; priorität; organisation",
        original="ursprüngliche nachricht; ursprüngliche e-mail; ursprüngliche mail; originalnachricht"
        "; original-nachricht; original nachricht; ursprünglicher termin; antwort nachricht; urspruengliche nachricht"
        "; originalmail; ursprungliche nachricht",
        forwarded="weitergeleitete nachricht; weitergeleitete e-mail; weitergeleitete mail"
        "; anfang der weitergeleiteten nachricht; anfang der weitergeleiteten e-mail; weitergeleitet von"
        "; beginn der weitergeleiteten nachricht",
    ),
    "fr": Wording(
        opens="le; en date du",
        wrote="a écrit; écrit; a ecrit; a écrit ce qui suit; écrivait",
        cites="citation de",
        sender="de; expéditeur; de la part de; from",
        sent="envoyé; date; date d'envoi; envoyé le; envoyée; envoyé par",
        to="à; destinataire; pour; a; destinataires",
        subject="objet; sujet",
        other="copie; copie à; copie cachée; répondre à; pièces jointes; importance",
        original="message d'origine; message original; courriel original; mail original; message d’origine"
        "; message initial; e-mail d'origine; email d'origine",
        forwarded="message transféré; début du message transféré; message transmis; début du message réexpédié"
        "; mail transféré; courriel transféré; début du message transmis",
    ),
    "es": Wording(
        opens="el; en; con fecha",
        wrote="escribió; escribio; ha escrito; escribe",
        cites="citando a; mensaje citado por",
        sender="de; remitente; desde",
        sent="enviado; enviado el; fecha; enviada; fecha de envío; enviado en",
        to="para; destinatario; a",
        subject="asunto",
        other="copia; copia oculta; responder a; datos adjuntos; importancia; archivos adjuntos",
        original="mensaje original; correo original; mensaje de origen",
        forwarded="mensaje reenviado; inicio del mensaje reenviado; comienzo del mensaje reenviado; correo reenviado",
    ),
    "it": Wording(
        opens="il giorno; il; in data; alle",
        wrote="ha scritto; scrive; scritto; scrisse; hai scritto",
        cites="citando; citazione di",
        sender="da; mittente; inviato da",
        sent="inviato; data; inviata; data invio; data di invio; inviato il",
        to="a; per; destinatario",
        subject="oggetto",
        other="copia; copia nascosta; rispondi a; allegati; importanza; cc",
        original="messaggio originale; messaggio d'origine; email originale; mail originale",
        forwarded="messaggio inoltrato; inizio messaggio inoltrato; inizio del messaggio inoltrato"
        "; messaggio inoltrato da",
    ),
    "pt": Wording(
        opens="em; no dia; a; às; aos",
        wrote="escreveu; escreve; escreveu no dia",
        cites="citando; citação de",
        sender="de; remetente",
        sent="enviado; enviada; enviado em; enviada em; data; data de envio; enviado a",
        to="para; destinatário; a",
        subject="assunto",
        other="cópia; com cópia; cco; responder a; anexos; importância; anexo; responder para",
        original="mensagem original; e-mail original; email original",
        forwarded="mensagem encaminhada; mensagem reencaminhada; mensagem reenviada; início da mensagem encaminhada"
        "; início da mensagem reencaminhada; e-mail encaminhado; início da mensagem reenviada",
    ),
    "nl": Wording(
        opens="op",
        wrote="schreef; schrijft; geschreven; het volgende geschreven; heeft het volgende geschreven"
        "; schreef het volgende",
        cites="citeren; citaat van; quoting",
        sender="van; afzender",
        sent="verzonden; datum; verzonden op; verstuurd; verzonden om",
        to="aan; naar",
        subject="onderwerp; betreft",
        other="kopie; bijlagen; urgentie; antwoord aan; prioriteit",
        original="oorspronkelijk bericht; origineel bericht; oorspronkelijke bericht; originele bericht"
        "; oorspronkelijke e-mail",
        forwarded="doorgestuurd bericht; begin doorgestuurd bericht; doorgestuurde e-mail"
        "; begin van doorgestuurd bericht; doorgezonden bericht",
    ),
    "pl": Wording(
        opens="w dniu; dnia; dn.",
        wrote="napisał; napisała; napisał(a); pisze; napisał/a; napisali; wiadomość napisana przez; pisał",
        cites="cytowanie; cytat z; cytuję",
        sender="od; nadawca",
        sent="wysłano; wysłane; data; data wysłania; wysłany; wysłana; data wysłania wiadomości",
        to="do; adresat; odbiorca",
        subject="temat",
        other="dw; kopia; udw; odpowiedz do; ważność; załączniki; kopia do",
        original="wiadomość oryginalna; oryginalna wiadomość; wiadomość pierwotna; pierwotna wiadomość"
        "; wiadomość źródłowa; oryginalny mail",
        forwarded="przekazana wiadomość; wiadomość przekazana; treść przekazanej wiadomości"
        "; początek przekazywanej wiadomości; początek przekazanej wiadomości; wiadomość przesłana dalej"
        "; przesłana wiadomość",
    ),
    "cs": Wording(
        opens="dne; v; ve",
        wrote="napsal; napsala; napsal(a); píše; napsal/a; odesílatel; napísal; napísala; napísal(a); píse"
        "; odosielateľ",
        cites="cituji; citace; citát od",
        sender="od; odesílatel; odosielateľ",
        sent="odesláno; datum; odoslané; dátum; datum odeslání",
        to="komu; příjemce; pre; adresát",
        subject="předmět; predmet; věc",
        other="kopie; kópia; skrytá kopie; odpověď na; důležitost; přílohy; skrytá kópia",
        original="původní zpráva; původní e-mail; původní email; původní mail; pôvodná správa; pôvodný e-mail",
        forwarded="přeposlaná zpráva; začátek přeposílané zprávy; přeposílaná zpráva; předaná zpráva"
        "; preposlaná správa; začiatok preposielanej správy; přeposlaný e-mail; začátek přeposlané zprávy",
    ),
    "ro": Wording(
        opens="pe; la; în; in; în data de; la data de",
        wrote="a scris; scris; a scris următoarele; scrie",
        cites="citat din; citând",
        sender="de la; de; expeditor",
        sent="trimis; data; dată; trimisă; data trimiterii; trimis la",
        to="către; catre; la; pentru; destinatar",
        subject="subiect; subiectul",
        other="copie; răspunde la; importanță; atașamente; fișiere atașate",
        original="mesaj original; mesajul original; mesaj inițial; e-mail original; mesajul inițial",
        forwarded="mesaj redirecționat; începutul mesajului redirecționat; mesaj înaintat; mesaj retrimis"
        "; mesaj transmis mai departe; începutul mesajului înaintat",
    ),
    "sv": Wording(
        opens="den; på; kl",
        wrote="skrev; skriver; har skrivit; skrev följande",
        cites="citerar; citat från",
        sender="från; avsändare",
        sent="skickat; datum; skickades; skickat den",
        to="till; mottagare",
        subject="ämne; ärende",
        other="kopia; hemlig kopia; svar till; prioritet; bilagor; svara till",
        original="ursprungligt meddelande; originalmeddelande; ursprungligt mail; ursprungliga meddelandet"
        "; originalbrev",
        forwarded="vidarebefordrat meddelande; vidarebefordrat brev; vidarebefordrat mejl"
        "; börja vidarebefordrat meddelande; början på vidarebefordrat meddelande; vidaresänt meddelande",
    ),
    "da": Wording(
        opens="den; på; d.",
        wrote="skrev; skriver; har skrevet; skrev følgende; skrevet",
        cites="citat fra; citerer",
        sender="fra; afsender",
        sent="sendt; dato; sendt den; afsendt",
        to="til; modtager",
        subject="emne; vedr.",
        other="kopi; svar til; prioritet; vedhæftede filer; vedhæftet; besvar til",
        original="oprindelig meddelelse; oprindelig besked; oprindelig e-mail; original meddelelse; oprindelig mail"
        "; original besked; den oprindelige meddelelse",
        forwarded="videresendt meddelelse; videresendt besked; start på videresendt besked; videresendt mail"
        "; begynd videresendt besked; videresendt e-mail; start på videresendt meddelelse",
    ),
    "no": Wording(
        opens="den; på; kl.",
        wrote="skrev; skriver; skrev følgende; har skrevet",
        cites="sitat fra; siterer",
        sender="fra; avsender",
        sent="sendt; dato; sendt den",
        to="til; mottaker",
        subject="emne",
        other="kopi; blindkopi; svar til; prioritet; vedlegg",
        original="opprinnelig melding; original melding; opprinnelig e-post; originalmelding; opprinnelig meddelelse",
        forwarded="videresendt melding; videresendt e-post; start på videresendt melding; begynn videresendt melding"
        "; videresendt melding starter",
    ),
    "fi": Wording(
        opens="päivänä; pvm; klo",
        wrote="kirjoitti; kirjoittaa; on kirjoittanut; kirjoitti näin",
        cites="lainaus; lainaan",
        sender="lähettäjä; mistä",
        sent="lähetetty; päivämäärä; pvm; päiväys; lähetysaika; aika",
        to="vastaanottaja; vastaanottajat; kenelle; mihin",
        subject="aihe; otsikko",
        other="kopio; piilokopio; vastausosoite; tärkeys; liitteet; vastaus",
        original="alkuperäinen viesti; alkuperäinen sähköposti",
        forwarded="välitetty viesti; välitetty viesti alkaa; edelleen lähetetty viesti; välitettävä viesti alkaa"
        "; edelleenlähetetty viesti; välitetyn viestin alku",
    ),
    "ru": Wording(
        opens="в; от; во",
        wrote="написал; написала; написал(а); пишет; писал; писала; писал(а); вы писали; написал/а; написали; пишут",
        cites="цитирую; цитата",
        sender="от; отправитель; от кого",
        sent="отправлено; дата; отправлен; дата отправки; послано",
        to="кому; получатель; получатели",
        subject="тема",
        other="копия; скрытая копия; ответить; важность; вложения; обратный адрес",
        original="исходное сообщение; оригинальное сообщение; исходное письмо; первоначальное сообщение"
        "; оригинальное письмо",
        forwarded="пересылаемое сообщение; пересланное сообщение; начало переадресованного сообщения"
        "; начало пересылаемого сообщения; переадресованное сообщение; перенаправленное сообщение; пересылаемое письмо"
        "; пересланное письмо; конец пересылаемого сообщения",
    ),
    "uk": Wording(
        opens="в; у; від",
        wrote="пише; написав; написала; написав(ла); писав; написав(-ла); написав(а); ви писали; пишуть; написав/ла",
        cites="цитую; цитата",
        sender="від; відправник; від кого",
        sent="надіслано; відправлено; дата; дата надсилання",
        to="кому; одержувач; отримувач; до",
        subject="тема",
        other="копія; прихована копія; відповісти; важливість; вкладення; надати відповідь",
        original="вихідне повідомлення; оригінальне повідомлення; початкове повідомлення; оригінал повідомлення"
        "; початковий лист; оригінальний лист",
        forwarded="переслане повідомлення; початок переадресованого повідомлення; переслане письмо; пересланий лист"
        "; початок переадресованого листа; перенаправлене повідомлення; початок пересланого повідомлення",
    ),
    "tr": Wording(
        opens="tarih",
        wrote="yazdı; şunu yazdı; şunları yazdı; yazmış; tarihinde yazdı; demiş ki; yazıyor; tarihinde şunları yazdı",
        cites="alıntı; alıntılanan",
        sender="kimden; gönderen",
        sent="gönderildi; gönderilme tarihi; tarih; gönderim tarihi; gönderme tarihi; gönderilen; gönderildiği tarih",
        to="kime; alıcı; alıcılar",
        subject="konu",
        other="bilgi; gizli; yanıt adresi; önem; ekler; yanıtla",
        original="özgün ileti; orijinal mesaj; orijinal ileti; özgün mesaj; orjinal mesaj; özgün e-posta"
        "; orijinal e-posta",
        forwarded="iletilmiş mesaj; iletilen ileti; yönlendirilmiş mesaj; yönlendirilen ileti"
        "; iletilen ileti başlangıcı; iletilen mesaj; yönlendirilmiş ileti; iletilmiş ileti; iletilen ileti başı",
    ),
    "zh": Wording(
        opens="在; 於; 于",
        wrote="写道; 寫道; 写到; 撰写; 撰寫; 寫到; 来信写道",
        cites="引用; 引述",
        sender="发件人; 寄件者; 寄件人; 发信人; 發件人; 发送人; 寄信人",
        sent="发送时间; 发送日期; 日期; 寄件日期; 傳送時間; 傳送日期; 时间; 時間; 發送時間; 發送日期; 已傳送; 已发送"
        "; 寄件時間",
        to="收件人; 收件者; 收信人; 至",
        subject="主题; 主旨; 主題; 标题; 標題",
        other="抄送; 副本; 密送; 密件副本; 抄送人; 附件; 重要性; 回复; 回覆; 副本抄送",
        original="原始邮件; 原始郵件; 邮件原件; 原邮件; 原郵件; 原始信件; 原始消息; 回复的原邮件; 回复的邮件; 原信件",
        forwarded="转发的邮件; 轉寄的郵件; 轉寄郵件; 下面是被转发的邮件; 已转发的邮件; 转发邮件信息; 開始轉寄郵件"
        "; 轉寄信件; 以下是转发的邮件; 开始转发的邮件; 轉寄的信件; 转发邮件",
    ),
    "ja": Wording(
        wrote="のメール; さんは書きました; は書きました; さんのメール; のメッセージ; のメールに返信; さんが書きました"
        "; が書きました; さんのメッセージ; さんからのメール; wrote",
        cites="引用",
        sender="差出人; 送信者; 送信元; 発信者",
        sent="送信日時; 日付; 日時; 送信日; 送信時間; 送信",
        to="宛先; 受信者; 宛名; to",
        subject="件名; 題名; タイトル",
        other="cc; bcc; 添付ファイル; 返信先; 重要度; 写し",
        original="元のメッセージ; 元のメール; オリジナルメッセージ; オリジナル メッセージ; 元の予定; 引用元メール",
        forwarded="転送されたメッセージ; 転送メッセージ; 転送メール; 転送されたメール; 転送するメッセージ; 転送開始",
    ),
    "ko": Wording(
        wrote="작성; 님이 작성; 님이 작성한 글; 이(가) 쓴 글; 님이 씀; 님이 쓴 글; 님이 쓰신 글; 님이 작성함; 쓴 글"
        "; 님이 보낸 메일; 님의 말",
        cites="인용",
        sender="보낸 사람; 보낸사람; 보낸이; 발신; 발신자; 발신인; 보내는 사람",
        sent="보낸 날짜; 보낸날짜; 날짜; 일시; 보낸 시간; 전송 날짜; 발송일; 보낸시간; 작성일",
        to="받는 사람; 받는사람; 받는이; 수신; 수신자; 수신인",
        subject="제목",
        other="참조; 숨은 참조; 숨은참조; 첨부; 중요도; 첨부 파일; 회신 주소",
        original="원본 메시지; 원본 메일; 원본메시지; 원본메일; 원래 메시지; 원본 이메일; 원래 메일",
        forwarded="전달된 메시지; 전달된 메일; 전달된 메시지 시작; 전달 메시지; 전달된 이메일; 전달 메일"
        "; 전달된 메시지의 시작",
    ),
    "el": Wording(
        opens="στις; την; τη",
        wrote="έγραψε; έγραψε τα εξής; γράφει; ο χρήστης",
        sender="από; αποστολέας",
        sent="στάλθηκε; ημερομηνία; απεστάλη; εστάλη",
        to="προς",
        subject="θέμα",
        other="κοιν; κοινοποίηση; κοιν.",
        original="αρχικό μήνυμα",
        forwarded="προωθημένο μήνυμα; προωθούμενο μήνυμα; αρχή προωθημένου μηνύματος",
    ),
    "bg": Wording(
        opens="на; в",
        wrote="написа; пише",
        sender="от; подател",
        sent="изпратено; дата",
        to="до",
        subject="относно; тема",
        other="копие; як",
        original="оригинално съобщение; оригинално писмо; първоначално съобщение",
        forwarded="препратено съобщение; начало на препратеното съобщение",
    ),
    "hr": Wording(
        opens="dana; u; dne; v",
        wrote="napisao je; napisala je; napisao/la je; piše; je napisao; je napisala; je napisao/-a; napisao; je oseba"
        "; napisala; је написао",
        sender="šalje; pošiljatelj; pošiljalac; od; od koga",
        sent="poslano; datum; poslato; vrijeme; poslano dne; dana",
        to="prima; za; primatelj; kome",
        subject="predmet; tema; naslov; zadeva",
        other="kopija; kp; privitak",
        original="izvorna poruka; originalna poruka; izvirno sporočilo; originalna zprava; originalno sporočilo",
        forwarded="proslijeđena poruka; prosleđena poruka; posredovano sporočilo; početak proslijeđene poruke",
    ),
    "he": Wording(
        opens="בתאריך; ב; ביום",
        wrote="כתב; כתבה; מאת; כתב/ה; כתבת; כתב(ה)",
        sender="מאת; שולח",
        sent="נשלח; תאריך; נשלח ב",
        to="אל; לכבוד; נמען",
        subject="נושא",
        other="עותק",
        original="הודעה מקורית; ההודעה המקורית",
        forwarded="הודעה שהועברה; התחלת ההודעה שהועברה",
    ),
    "ar": Wording(
        opens="في; بتاريخ",
        wrote="كتب; كتبت; تمت كتابة ما يلي بواسطة; كتب ما يلي",
        sender="من; المرسل",
        sent="أُرسلت; تاريخ; التاريخ; تم الإرسال; أرسلت; تاريخ الإرسال; أُرسل",
        to="إلى; الى",
        subject="الموضوع; موضوع",
        other="نسخة; نسخة إلى",
        original="الرسالة الأصلية; رسالة أصلية; الرسالة الأصليّة",
        forwarded="رسالة معاد توجيهها; الرسالة المُعاد توجيهها; رسالة محولة; بداية الرسالة المُعاد توجيهها",
    ),
    "vi": Wording(
        opens="vào; ngày",
        wrote="đã viết; viết",
        sender="từ; người gửi",
        sent="ngày; đã gửi; thời gian; gửi; đã gửi lúc",
        to="đến; tới; người nhận",
        subject="chủ đề; tiêu đề",
        original="thư gốc; tin nhắn gốc",
        forwarded="thư đã chuyển tiếp; tin nhắn được chuyển tiếp; forwarded",
    ),
    "et": Wording(wrote="kirjutas", sender="saatja", sent="saatmisaeg", to="adressaat", subject="teema"),
    "lt": Wording(opens="data", wrote="rašė", sender="nuo", sent="išsiųsta", to="kam", subject="tema"),
    "lv": Wording(wrote="rakstīja", sender="no", sent="nosūtīts", to="kam", subject="temats"),
    "ca": Wording(opens="el; del dia", wrote="va escriure; ha escrit", cites="missatge de", subject="assumpte"),
    "id": Wording(opens="pada", wrote="menulis", sender="dari", sent="dikirim", to="kepada", subject="perihal"),
}


def cells(name: str) -> frozenset[str]:
    """All parts of this column, of all languages."""
    return frozenset(part.strip() for row in WORDING.values() for part in getattr(row, name).split(";") if part.strip())


def folded(text: str) -> str:
    """The text as the table has it: in lower case, with straight apostrophes; a Turkish capital I loses its dot."""
    return text.casefold().replace("i\u0307", "i").replace("\u2019", "'")
