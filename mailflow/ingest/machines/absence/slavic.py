"""Absence notices in Polish, Czech (with Slovak), Russian, Ukrainian."""

from mailflow.ingest.machines.absence.tongue import Tongue

SLAVIC = {
    "pl": Tongue(
        stems=("automatyczn", "nieobecn", "biur", "urlop", "autoodpowied", "niedostępn", "delegacj", "zwolnieni"),
        automatic=r"odpowied[źz] automatyczna|automatyczna odpowiedź|autoodpowiedź|auto-?odpowiedź"
        r"|wiadomość automatyczna|informacja o nieobecności",
        away=r"nieobecn(?:ość|y|a)|poza biurem|urlop|na urlopie",
        says=r"(?:to jest|jest to) (?:wiadomość |odpowiedź )?automatyczn[aey]"
        r"|wiadomość (?:została )?wygenerowana automatycz"
        r"|(?:to jest|jest to) (?:wiadomość|odpowiedź)[^.\n]{0,20}automatycz"
        r"|(?:ta|niniejsza) (?:wiadomość|odpowiedź) (?:jest|została)[^.\n]{0,20}automatycz",
        absent=r"(?:jestem|będę|przebywam)[^.!?\n]{0,40}(?:nieobecn|poza biurem|na urlopie|niedostępn|w delegacji"
        r"|na zwolnieniu|urlop)"
        r"|nie (?:ma mnie|będzie mnie|będę) (?:\w+ )?(?:w biurze|w pracy|dostępn|obecn)"
        r"|(?:podczas|w czasie) mojej nieobecności|do dnia [^.\n]{0,30}(?:nieobecn|urlop)"
        r"|nasze biuro (?:jest|będzie) [^.\n]{0,20}(?:zamknięte|nieczynne)",
        back=r"\bdo (?:dnia )?\d|\bw dniach \d|wrac(?:am|ę)|wrócę|powr(?:ót|otu|ocie)|od (?:dnia )?\d|włącznie"
        r"|ponownie",
        whom=r"(?:w|o) (?:sprawach|przypadku|razie)[^.\n]{0,30}(?:piln|nagł)|piln(?:ych|ej|e|y)|proszę o kontakt"
        r"|prosimy o kontakt|kontaktować się|skontaktować|zastępuje mnie|po powrocie"
        r"|nie (?:będą|zostanie|jest) przekazywan",
        thanks=r"dziękuj(?:ę|emy) za (?:wiadomość|e-?mail|maila|kontakt|przesłan|twoj|pańs|państwa)",
        unread=r"(?:ograniczon[^.!?\n]{0,12}|bez )dostęp(?:u|em)?[^.!?\n]{0,12}(?:poczt|mail)"
        r"|nie (?:będę )?(?:czytam|czytać|odczyt)",
        request=r"nie działa|"
        r"\b(?:potrzebuj(?:ę|emy)"
        r"|proszę (?:o (?:pomoc|naprawę|wyłączenie|włączenie|zmianę|sprawdzenie|reset)|sprawdzić|naprawić|zmienić"
        r"|wyłączyć|włączyć)|czy (?:może|mogą|można)|jak (?:mogę|ustawić|włączyć)|chciał(?:bym|abym))",
        trouble=r"\b(?:nie|błąd|błędu|błędy|problem\w*|pomoc\w*|działa)\b",
    ),
    "cs": Tongue(
        stems=("automatick", "nepřítom", "kancelář", "dovolen", "mimo", "zastihn", "neprítom", "kancelári"),
        automatic=r"automatická odpověď|automatická zpráva|automatická odpoveď|automaticka odpoved",
        away=r"nepřítom(?:nost|en|na)|mimo (?:kancelář|kanceláři)|dovolená|na dovolené|neprítom\w+",
        says=r"(?:toto|tohle) je (?:\w+ )?automaticky (?:generovan|vytvo[rř]en|odeslan)|(?:toto"
        r"|tohle) je (?:\w+ )?automatick[áýé] (?:\w+ )?(?:odpověď|zpráva|e-?mail|odpoveď|správa)"
        r"|tat?o (?:zpráva|správa|odpověď) (?:je|byla|bola) (?:\w+ )?automatick",
        absent=r"(?:jsem|budu|nacházím se|som|budem)[^.!?\n]{0,40}(?:mimo|nepřítom|na dovolené|na služební"
        r"|nedostupn|na mateřské|neprítom|na dovolenke)"
        r"|(?:nejsem|nebudu|nie som)[^.!?\n]{0,30}(?:v kanceláři|k zastižení|přítom|dostupn|v práci)"
        r"|(?:během|v době|po dobu|počas) (?:mé|mojí|mojej) (?:nepřítomnosti|dovolené|neprítomnosti)",
        back=r"\bdo \d|vrátím|vracím|zpět|návrat|\bod \d|opět|znovu|späť|do (?:pondělí|úterý|středy|čtvrtka|pátku)",
        whom=r"(?:v|ve) (?:naléhav|nutn|urgentn|případ[ěe])|naléhav|kontaktujte|obraťte se|obracejte se|mého kolegu"
        r"|moji kolegyni|zastupuje|co nejdříve|po (?:mém )?návratu|nebude přeposl",
        thanks=r"děkuj(?:i|u|eme) (?:vám |ti )?za (?:váš|vaši|tvůj|tvou|vaši|zprávu|e-?mail|mail)|ďakujem za",
        unread=r"(?:omezený|bez) přístup[^.!?\n]{0,15}(?:e-?mail|pošt)|(?:e-?maily|poštu)[^.!?\n]{0,12}ne(?:čtu"
        r"|budu číst)",
        request=r"nefunguj|"
        r"\b(?:potřebuj(?:i|u|eme)"
        r"|prosím (?:o pomoc|opravte|zkontrolujte|nastavte|vypněte|zapněte|změňte|pomozte)|můžete (?:mi|nám|prosím)"
        r"|mohli byste|jak (?:mohu|mám|nastavit)|chtěl(?:a)? bych)",
        trouble=r"\b(?:ne|není|nejde|nefunguje|chyb\w*|problém\w*|pomoc\w*|neposílá|neodesílá)\b",
    ),
    "ru": Tongue(
        stems=("автоматич", "автоответ", "отсутств", "отпуск", "нет на месте", "офис", "командировк", "недоступ"),
        automatic=r"автоматический ответ|автоматическое (?:уведомление|сообщение)|автоответ(?:чик)?"
        r"|уведомление об отсутствии",
        away=r"отсутств(?:ие|ую|ует)|в отпуске|отпуск|вне офиса|нет на месте|в командировке",
        says=r"это (?:автоматический ответ|автоматическое (?:сообщение|уведомление|письмо)"
        r"|(?:сообщение|письмо) (?:создано|отправлено|сформировано|было)[^.\n]{0,12}автоматически|автоответ)"
        r"|данное (?:сообщение|письмо) (?:создано|отправлено|сформировано) автоматически",
        absent=r"(?:я|буду|нахожусь|находиться)[^.!?\n]{0,40}(?:в отпуске|отсутств|вне офиса|в командировке"
        r"|не на месте|недоступ|на больничном)|меня (?:не будет|нет) (?:в офисе|на месте|на рабочем)|отсутствую"
        r"|(?:во время|на время|в) мое(?:го|м|ё) (?:отсутстви|отпуск)|нахожусь в (?:отпуске|командировке)",
        back=r"\bдо \d|\bпо \d|верн(?:усь|ёмся)|выйду|возвращ|\bс \d|буду (?:на месте|в офисе|доступ)|включительно"
        r"|после возвращения",
        whom=r"(?:по|в случае|при)[^.\n]{0,20}(?:срочн|неотложн|экстренн)|срочн|обращайтесь|обратитесь|свяжитесь"
        r"|связаться|прошу обращаться|коллег|замещ|при первой возможности|не (?:будет|будут) переадрес",
        thanks=r"(?:спасибо|благодар(?:ю|им)) (?:вас )?за (?:ваше |твоё |твое )?(?:письмо|сообщение|обращение)",
        unread=r"ограничен[^.!?\n]{0,20}доступ[^.!?\n]{0,20}почт|почту[^.!?\n]{0,15}не (?:читаю|проверяю|буду читать)",
        request=r"(?:мне (?:нужно|нужен|нужна|надо)|нам нужн"
        r"|прошу (?:помочь|исправить|проверить|отключить|включить|настроить|сбросить)"
        r"|пожалуйста,? (?:помогите|проверьте|отключите|исправьте)|можете ли|не могли бы"
        r"|как (?:мне|настроить|включить)|хочу|хотел)",
        trouble=r"\b(?:не|ошибк\w*|проблем\w*|помощь|помогите|сломал\w*|работает)\b",
    ),
    "uk": Tongue(
        stems=("автоматичн", "автовідпов", "відсутн", "відпуст", "офіс", "відрядженн", "недоступн", "немає на місці"),
        automatic=r"автоматична відповідь|автоматичне (?:повідомлення|сповіщення)|автовідповідь",
        away=r"відсутн(?:ість|ій|я)|у відпустці|відпустка|поза офісом|немає на місці|у відрядженні",
        says=r"це (?:є )?(?:автоматична відповідь|автоматичне (?:повідомлення|сповіщення)|автовідповідь)"
        r"|(?:це|цей|дане) (?:повідомлення|лист) (?:створен|згенерован|надіслан)\w+ автоматично",
        absent=r"(?:я|буду|перебуваю|знаходжусь)[^.!?\n]{0,40}(?:у відпустці|в відпустці|відсутн|поза офісом"
        r"|у відрядженні|недоступн|на лікарняному)|мене (?:не буде|немає) (?:в офісі|на місці|на роботі)"
        r"|перебуваю у (?:відпустці|відрядженні)|(?:під час|на час) моєї (?:відсутності|відпустки)",
        back=r"\bдо \d|\bпо \d|поверн|повертаюс|вийду|\bз \d|буду (?:на місці|в офісі|доступн)|включно"
        r"|після повернення",
        whom=r"(?:з|у разі|при|для)[^.\n]{0,20}(?:терміново|термінов|нагальн|невідкладн)|термінов|звертайтес"
        r"|зверніться|зв'яжіться|зв’яжіться|колег|заміщ|якнайшвидше|не (?:буде|будуть) переадрес",
        thanks=r"(?:дякую|дякуємо) (?:вам )?за (?:ваш(?:е|ого)? |твій )?(?:лист|повідомлення|звернення)",
        request=r"(?:мені (?:потрібно|потрібен|потрібна|треба)|нам потрібн"
        r"|прошу (?:допомогти|виправити|перевірити|вимкнути|увімкнути|налаштувати)"
        r"|будь ласка,? (?:допоможіть|перевірте|вимкніть|виправте)|чи (?:можете|могли)"
        r"|як (?:мені|налаштувати|увімкнути)|хочу|хотів|хотіла)",
        trouble=r"\b(?:не|помилк\w*|проблем\w*|допомо\w*|зламал\w*|працює)\b",
    ),
}
