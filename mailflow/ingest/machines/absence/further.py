"""Absence notices in Hungarian, Finnish, Turkish, Chinese, Japanese, Korean."""

from mailflow.ingest.machines.absence.tongue import Tongue

FURTHER = {
    "hu": Tongue(
        stems=("automatikus", "szabads", "kívül", "irod", "távol", "külföld", "távollét", "elérhető", "táppénz"),
        automatic=r"automatikus (?:v[áa]lasz|üzenet|értesítés|válaszüzenet|levél)|automata válasz|autom\. válasz"
        r"|távolléti (?:értesítés|üzenet|értesítő)|házon kívül (?:üzenet|értesítés)|válasz automatikusan",
        away=r"házon kívül|irodán kívül|szabadság(?:on)?|távollét|nem vagyok (?:az? )?irod|távol vagyok",
        says=r"ez (?:egy )?automatikus(?:an)? (?:\w+ )?(?:válasz|üzenet|levél|értesítés|visszaigazolás|e-?mail)"
        r"|ez a(?:z)? (?:levél|üzenet|válasz|e-?mail) automatikus|automatikusan (?:generált|küldött) (?:levél"
        r"|üzenet|válasz|e-?mail)|ez (?:egy )?automata (?:válasz|üzenet)",
        absent=r"(?:szabadságon|szabin|házon kívül|irodán kívül|távol|külföldön|táppénzen|szülési szabadságon|gyesen"
        r"|konferencián|továbbképzésen|szabadságomat) (?:\w+ )?(?:vagyok|leszek|tartózkodom|töltöm|tartózkodom)"
        r"|(?:vagyok|leszek) (?:szabadságon|házon kívül|irodán kívül|távol)"
        r"|(?:nem vagyok|nem leszek)[^.!?\n]{0,20}(?:irod|elérhető)|távollétem(?:ben| alatt| idej|kor)"
        r"|nem tartózkodom az irod|szabadságom (?:alatt|ideje|miatt)|nem (?:tudom|tudok) (?:a )?leveleim"
        r"|(?:irodánk|cégünk) (?:\w+ )?zárva",
        back=r"\d\.? között|visszatér|térek vissza|újra (?:elérhető|az irod|munk|itt|dolgoz)|legközelebb"
        r"|\d-?[aáeé]?ig\b|[a-zű]ig\b"
        r"|-tól|-től|munkába áll|elérhető(?:k| leszek| vagyok)|vissza(?:jövök|érkez)",
        whom=r"sürgős (?:eset|ügy|kérdés|megkeres)|halaszthatatlan|kérem,? forduljon|kérjük,? forduljon|forduljanak"
        r"|kollég(?:ám|aná|áim)|helyettes|keress(?:e|ék|ed)|írjon a|hívja a|visszaérkezésem után"
        r"|válaszol(?:ok|ni)|nem kerül(?:nek)? továbbít",
        thanks=r"köszön(?:öm|jük),? (?:szépen )?(?:az? )?(?:levelét|leveled|üzenet|e-?mail|megkeres|jelentkez"
        r"|hogy írt)",
        unread=r"(?:leveleit|leveleimet|leveleket|e-?mail\w{0,8}|üzenet\w{0,8})[^.!?\n]{0,20}(?:nem (?:olvasom"
        r"|nézem|tudom olvasni)"
        r"|csak (?:ritkán|korlátozottan|időnként))|korlátozott[^.!?\n]{0,30}(?:e-?mail|levelez)",
        request=r"nem működ|"
        r"\b(?:kér(?:em|jük)|kérném"
        r"|kérnék)(?!,? (?:hogy )?(?:addig |ez idő alatt |távollétemben )?(?:forduljon|forduljanak|keress|írj|hívj"
        r"|hívd|küldj|jelez|szíveskedj|tárcsáz|várj|bizalommal|lépj|vedd|nézz|írjon"
        r"|vegye|vegyék|hívj"
        r"|türelm|ne válaszol|ne írj|szíves türelm|sürgős|megért|szíves megért|elnéz))|szeretném|segítsen|segíts\b"
        r"|tudna\b|tudnátok"
        r"|legyen szíves|légy szíves|szükségem (?:van|lesz)|hogyan (?:tudom|lehet|kell)",
        trouble=r"\b(?:nem|hiba\w*|hibá\w*|rossz\w*|segít\w*|gond\w*|probléma\w*|elromlott|mégis|leállt)\b",
    ),
    "fi": Tongue(
        stems=("automaatti", "poissa", "loma", "toimisto", "tavoitettavissa", "vapaalla", "matkalla"),
        automatic=r"automaattinen (?:vastaus|viesti|poissaoloviesti)|automaattivastaus|poissaolo(?:ilmoitus|viesti)"
        r"|lomavastaaja",
        away=r"poissa(?:olo)?|lomalla|loma|vuosiloma|poissa toimistosta",
        says=r"tämä on automaatti(?:nen|sesti|\w*) ?(?:\w+ )?(?:vastaus|viesti|sähköposti)"
        r"|tämä on automaattivastaus|tämä viesti on (?:lähetetty )?automaattis",
        absent=r"\b(?:olen|en ole)[^.!?\n]{0,40}(?:lomalla|poissa|matkalla|tavoitettavissa|toimistolla|paikalla"
        r"|vapaalla|vanhempainvapaalla|työmatkalla)|poissaoloni aikana|lomani aikana",
        back=r"\bsaakka|\basti|palaan|takaisin|\balkaen|jälleen|\d\.\s?-\s?\d|paluuni",
        whom=r"kiireelli(?:sissä|sessä|set|siss)|ota(?:thn)? yhteyttä|ottakaa yhteyttä|voit(?:te)? ottaa yhteyttä"
        r"|kollega|sijaise|mahdollisimman pian|ei välitetä|palattuani",
        thanks=r"kiitos (?:viestistä|sähköposti|yhteydenoto|viestisi|viestinne)",
        request=r"ei toimi|"
        r"\b(?:tarvitsen|tarvitsemme|voit(?:te)?ko|voisit(?:te)?ko|miten (?:voin|saan)|haluaisin|auttakaa"
        r"|korjatkaa|ottakaa pois)",
        trouble=r"\b(?:ei|eivät|virhe\w*|ongelma\w*|apua|toimi)\b",
    ),
    "tr": Tongue(
        stems=("otomatik", "ofis", "izin", "tatil", "dışında", "ulaşılamaz", "seyahat", "yıllık izn"),
        automatic=r"otomatik (?:yanıt|cevap|mesaj|ileti)|izin bildirimi",
        away=r"ofis dışı\w*|izin(?:de|deyim|liyim)|yıllık izin|tatil(?:de|deyim)?",
        says=r"bu (?:bir )?otomatik (?:olarak )?(?:\w+ )?(?:yanıt|mesaj|cevap|ileti|e-?posta)"
        r"|bu (?:e-?posta|mesaj|ileti|yanıt) otomatik",
        absent=r"(?:ofis|işyeri|şirket) dışında(?:yım| olacağım|\b)|ofiste (?:değilim|olmayacağım|bulunmuyorum)"
        r"|(?:yıllık )?izin(?:deyim|de olacağım|liyim|li olacağım|de bulun)|tatilde(?:yim| olacağım)"
        r"|(?:yokluğumda|izinde olduğum|seyahatte(?:yim| olacağım))|e-?postalar(?:ımı|a) (?:\w+ )?erişim",
        back=r"kadar|dön(?:eceğim|üş)|geri döneceğim|tarihinde|tarihleri arasında|itibaren|yeniden",
        whom=r"acil (?:durum|konu|iş|bir)|acil|lütfen [^.\n]{0,40}(?:ile iletişime|iletişime geç|başvur|arayın"
        r"|ulaş)|iletişime geç|meslektaş|arkadaşım|en kısa sürede|yönlendirilme",
        thanks=r"(?:e-?postanız|mesajınız|iletiniz|mailiniz|e-postan|mesajın) için teşekkür|teşekkür eder",
        request=r"\b(?:ihtiyacım(?:ız)? var|yardımcı ol|nasıl (?:yap|aç|kapat|ayarla)|istiyorum"
        r"|(?:lütfen|acaba) (?:düzelt|kontrol|kapat|değiştir|yardım)|misiniz|mısınız|müsünüz|musunuz)",
        trouble=r"\b(?:değil|hata\w*|sorun\w*|yardım\w*|çalışmıyor|gitmiyor|bozuk)\b",
    ),
    "zh": Tongue(
        stems=("自动", "自動", "外出", "休假", "不在", "度假", "出差", "请假", "請假"),
        automatic=r"自动(?:答复|回复|答覆|应答)|自動(?:回覆|回复|答覆|回應)|(?:外出|休假)(?:通知|自动回复|自動回覆)",
        away=r"不在办公室|不在辦公室|休假|度假|外出|出差|请假|請假",
        says=r"(?:这|這|此)(?:是|为|為)?(?:一)?(?:封|条|條|个)?(?:系统|系統)?(?:自动|自動)(?:回复|回覆|答复|发送"
        r"|發送|生成|產生)|(?:此|本)(?:邮件|郵件|信)[^。\n]{0,6}(?:自动|自動)(?:回复|回覆|答复|发送|發送|生成|產生)",
        absent=r"我?[^。？\n]{0,10}(?:正在|目前|现在|現在|将|將|于|於|从|從|自|\d日)[^。？\n]{0,20}(?:休假|度假"
        r"|出差|外出|不在办公室|不在辦公室|请假|請假|无法|無法)|我(?:不在|在休|在外|在出差|休假|外出)"
        r"|(?:休假|外出|不在|出差)期间|(?:休假|外出|不在|出差)期間|人在外地",
        back=r"返回|回来|回來|回到|恢复|恢復|为止|為止|直到|\d(?:日|号|號)|返岗|之后|之後",
        whom=r"(?:如有|如遇|若有|如果有|如)(?:任何)?(?:紧急|緊急|急)|紧急|緊急|请(?:联系|联络|致电|与)"
        r"|請(?:聯絡|聯繫|洽|致電|與)|同事|尽快|盡快|儘快",
        thanks=r"(?:感谢|谢谢|多谢)(?:您|你)?的?(?:来信|邮件|来件|留言|联系)"
        r"|(?:感謝|謝謝)(?:您|你)?的?(?:來信|郵件|來件|留言)|(?:已收到|收到)(?:您|你)的(?:邮件|来信|郵件|來信)",
        request=r"请(?:帮|修|检查|协助|重置|关闭|开通|设置|更改)|請(?:幫|修|檢查|協助|重設|關閉|開通|設定|更改)"
        r"|需要|怎么|怎麼|如何|能否|可否|想(?:要|请)",
        trouble=r"不能|无法|無法|错误|錯誤|问题|問題|帮助|協助|故障|没有|沒有",
    ),
    "ja": Tongue(
        stems=("自動", "不在", "休暇", "休み", "出張", "外出"),
        automatic=r"自動(?:応答|返信|回答|送信)|(?:不在|休暇)(?:通知|のお知らせ|応答)",
        away=r"不在|休暇|お休み|出張|外出",
        says=r"(?:これ|このメール|本メール|こちら|このメッセージ)は[^。\n]{0,15}自動(?:返信|応答|送信|配信|的に)",
        absent=r"(?:不在|休暇|出張|外出|休み"
        r"|休業)(?:に?(?:して|いたし|させて|とさせて|となり|中|のため|を(?:いただ|頂|取得)))|席を外して"
        r"|(?:オフィス|会社|社)に(?:おりません|いません)",
        back=r"まで|戻り|戻る|出社|復帰|以降|より|再開|\d日",
        whom=r"(?:お?急ぎ|緊急|至急)|(?:ご連絡|お問い合わせ|連絡)(?:ください|下さい|願|をお)|代わり|担当|後日"
        r"|改めて|順次|転送(?:は)?され",
        thanks=r"(?:メール|ご連絡|お問い合わせ|メッセージ)(?:を|いただき|を頂|を送"
        r"|ありがとう)[^。\n]{0,15}(?:ありがとう|有難う|感謝)|(?:ご連絡|メール|お問い合わせ)ありがとう",
        request=r"(?:して|直して|教えて|設定して|確認して|止めて|解除して|対応して)(?:ください|下さい|いただけ|頂け"
        r"|ほしい|欲しい)|必要です|方法を|どうすれば|お願いできます|たいのですが",
        trouble=r"できません|できない|されません|されない|エラー|問題|不具合|故障|困って",
    ),
    "ko": Tongue(
        stems=("자동", "부재", "휴가", "출장", "외근", "자리를 비"),
        automatic=r"자동 ?(?:회신|응답|답장)|(?:부재|휴가)(?: ?중)? ?(?:응답|안내|알림|메시지)",
        away=r"부재|휴가|출장|외근",
        says=r"(?:이|본) ?(?:메일|메시지|이메일|회신)[은는][^.\n]{0,15}자동(?:으로)? ?(?:발송|회신|응답|생성|전송)",
        absent=r"(?:휴가|출장|부재|외근|휴직)(?: ?중(?:입니다|이며|이라|으로|인)|를? ?(?:떠나|가|사용)"
        r"|(?:로|으로)[^.\n]{0,10}(?:자리|부재|비))|자리를 비|사무실에 없|부재 ?(?:기간|중)",
        back=r"까지|복귀|돌아|이후|부터|\d일",
        whom=r"(?:급한|긴급|급하신)|(?:연락|문의)(?:해|하여|주시|바랍|부탁)|동료|담당자|빠른 시일|확인 후"
        r"|회신(?:드리|하겠)",
        thanks=r"(?:메일|연락|문의|이메일)(?:을|를|해|주셔|에)?[^.\n]{0,10}감사|메일을 (?:보내|받)",
        request=r"(?:(?<!연락)(?<!문의)해|고쳐|확인해|설정해|꺼|알려|도와) ?주(?:세요|십시오|실 수|시기|시겠)"
        r"|필요합니다|어떻게|하고 싶",
        trouble=r"안 ?(?:됩니다|돼요|됨|갑니다)|되지 않|오류|문제|고장|않습니다",
    ),
}

OTHERS = (
    r"automatska (?:poruka|odpoved)|automatski odgovor|samodejni odgovor|аутоматски одговор|автоматичен отговор"
    r"|αυτόματη απάντηση"
    r"|εκτός γραφείου|מענה אוטומטי|תשובה אוטומטית|رد تلقائي|الرد التلقائي|automatinis atsakymas|automātiskā atbilde"
    r"|automaatvastus"
    r"|trả lời tự động|ตอบกลับอัตโนมัติ|การตอบกลับอัตโนมัติ|balasan otomatis|jawapan automatik|resposta automàtica"
    r"|sjálfvirkt svar"
    r"|пользователь отсутствует|स्वतः उत्तर"
)
"""How subjects of automatic replies begin in more languages."""
OTHER_STEMS = (
    "automatsk",
    "samodejni",
    "аутоматск",
    "автоматичен",
    "αυτόματ",
    "εκτός",
    "אוטומטי",
    "تلقائي",
    "automatin",
    "automāt",
    "automaatv",
    "tự động",
    "อัตโนมัติ",
    "otomatis",
    "automatik",
    "automàtica",
    "sjálfvirkt",
    "स्वतः",
)
