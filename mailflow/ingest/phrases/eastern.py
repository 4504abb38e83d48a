"""Phrases in Polish, Czech, Romanian, Russian, Ukrainian, Turkish, Chinese, Japanese and Korean."""

from collections.abc import Mapping

PHRASES: Mapping[str, Mapping[str, str]] = {
    "pl": {
        "confirm": """tak; rozwiązane; działa; już działa; wszystko działa; problem rozwiązany; naprawione
            jest ok; problem został rozwiązany; wszystko w porządku; znowu działa""",
        "thanks": """dziękuję; dziękuje; dzięki; dziękujemy; dziękuję bardzo; bardzo dziękuję; bardzo dziękujemy
            serdecznie dziękuję; serdecznie dziękujemy; wielkie dzięki; dzięki wielkie; dziękuję serdecznie
            dzieki; z góry dziękuję; jeszcze raz dziękuję; stokrotne dzięki; dziękuję ślicznie; pięknie dziękuję
            dzięks""",
        "greeting": """dzień dobry; cześć; witam; hej; szanowni państwo; szanowny panie; szanowna pani
            dobry wieczór; witam serdecznie; drodzy; drogi; droga; witajcie""",
        "closing": """pozdrawiam; pozdrawiam serdecznie; z poważaniem; z pozdrowieniami; serdecznie pozdrawiam
            pozdr; z wyrazami szacunku; do widzenia; pozdrowienia; łączę pozdrowienia
            z serdecznymi pozdrowieniami""",
        "polite": """świetnie; super; doskonale; idealnie; dobrze; w porządku; rozumiem; ekstra; rewelacja
            wspaniale; miłego dnia; miłego weekendu; dobrego dnia; miłego popołudnia; udanego weekendu
            wesołych świąt; szczęśliwego nowego roku; przyjmuję; życzę miłego dnia; życzę miłego weekendu; jasne
            nawzajem; brawo""",
        "please": "proszę; poproszę; prosimy",
        "small": """za; i; bardzo; pomoc; szybką; szybka; szybko; odpowiedź; reakcję; wsparcie; pracę; rozwiązanie
            tak; naprawę; obsługę; wszystko; wam; panu; pani; państwu; ci; wszystkim; raz; jeszcze; informację
            info; cierpliwość; zaangażowanie; państwa; pana; waszą; twoją; sprawną; błyskawiczną; miłą; miłego
            dnia""",
    },
    "cs": {
        "confirm": """ano; vyřešeno; funguje; už funguje; vše funguje; již funguje; problém vyřešen; opraveno
            problém je vyřešen; vše v pořádku; už to funguje; funguje to""",
        "thanks": """děkuji; děkuju; děkujeme; díky; dík; děkuji moc; moc děkuji; moc děkuju; díky moc
            mockrát děkuji; děkuji mnohokrát; mnohokrát děkuji; velmi děkuji; srdečně děkuji; předem děkuji
            ještě jednou děkuji; velké díky; díky za pomoc; děkuji vám; děkuji pěkně; tisíceré díky; díkes
            moc díky""",
        "greeting": """dobrý den; ahoj; čau; zdravím; vážení; vážený pane; vážená paní; dobré ráno
            dobré odpoledne; nazdar""",
        "closing": """s pozdravem; pozdravem; s přátelským pozdravem; s úctou; zdravím; hezký den; na shledanou
            s přáním pěkného dne; s přáním hezkého dne; pěkný den přeji; pěkný den; nashledanou; mějte se""",
        "polite": """výborně; super; skvěle; perfektní; výborné; skvělé; dobře; v pořádku; rozumím; paráda; bezva
            hezký den; pěkný den; hezký víkend; pěkný víkend; příjemný den; příjemný víkend; přeji hezký den
            veselé vánoce; šťastný nový rok; jasně; přeji pěkný den; hezké odpoledne; beru na vědomí; nápodobně""",
        "please": "prosím; prosíme",
        "small": """za; a; moc; velmi; pomoc; rychlou; rychlé; odpověď; reakci; podporu; práci; řešení; vyřešení
            opravu; všechno; vše; vám; ti; všem; jednou; ještě; informaci; info; trpělivost; ochotu; vaši; tvou
            skvělou; promptní; váš; čas; spolupráci; zprávu; přeji""",
    },
    "ro": {
        "confirm": """da; rezolvat; funcționează; acum funcționează; merge; totul funcționează
            problema este rezolvată; s a rezolvat; totul e în regulă; totul este în regulă""",
        "thanks": """mulțumesc; mulțumim; mersi; vă mulțumesc; îți mulțumesc; mulțumesc mult; mulțumesc frumos
            mulțumesc foarte mult; vă mulțumim; mersi mult; mulțumesc anticipat; mulțumiri; cu mulțumiri
            mii de mulțumiri; încă o dată mulțumesc; mulțumesc încă o dată; ms; merci mult; multumesc""",
        "greeting": """bună; salut; bună ziua; bună dimineața; bună seara; stimate domn; stimată doamnă; dragă
            salutare""",
        "closing": """cu stimă; cu respect; toate cele bune; salutări; cu drag; cu deosebită stimă; la revedere
            o zi bună; cele bune; numai bine""",
        "polite": """perfect; super; excelent; foarte bine; bine; în regulă; am înțeles; minunat; grozav; bravo
            o zi bună; o zi frumoasă; o seară frumoasă; weekend plăcut; un weekend plăcut; sărbători fericite
            la mulți ani; crăciun fericit; o zi minunată; de acord; la fel""",
        "please": "vă rog; te rog; rog",
        "small": """pentru; ajutor; ajutorul; răspuns; răspunsul; rapid; prompt; promptitudine; suport; sprijin
            munca; și; tot; toate; foarte; mult; vă; dumneavoastră; tuturor; o; un; intervenție; intervenția
            rezolvare; rezolvarea; informația; informații; răbdare; acordat; rapidă; de; echipei; doresc""",
    },
    "ru": {
        "confirm": """да; решено; проблема решена; работает; всё работает; все работает; уже работает; заработало
            теперь работает; всё заработало; снова работает; всё в порядке; вопрос решён; исправлено""",
        "thanks": """спасибо; большое спасибо; спасибо большое; огромное спасибо; спасибо огромное; благодарю
            благодарим; благодарю вас; спасибо вам; премного благодарен; заранее спасибо; ещё раз спасибо; спс
            спасибо ещё раз; искренне благодарю; очень благодарен; очень благодарна; спасибочки; пасиб; благодарен
            благодарна; с благодарностью; спасибо вам большое; заранее благодарю""",
        "greeting": """здравствуйте; добрый день; добрый вечер; доброе утро; привет; уважаемый; уважаемая
            уважаемые; уважаемые коллеги; всем привет; приветствую; коллеги""",
        "closing": """с уважением; всего доброго; до свидания; с наилучшими пожеланиями; всего хорошего; удачи
            с наилучшими; наилучшие пожелания; искренне ваш""",
        "polite": """отлично; супер; прекрасно; хорошо; понятно; ок; окей; замечательно; великолепно; класс
            здорово; хорошего дня; хороших выходных; хорошего вечера; удачного дня; с новым годом; ясно; принято
            понял; поняла; отличная работа; приятного дня; с наступающим; удачных выходных; взаимно; молодцы
            ладно""",
        "please": "пожалуйста; прошу; просьба",
        "small": """за; и; вам; вас; всем; тебе; помощь; быструю; быстрый; быстро; ответ; поддержку; работу
            решение; оперативную; оперативность; оперативный; оперативное; информацию; вашу; ваш; твою; очень; раз
            ещё; все; терпение; содействие; внимание; отличную; это; обратную; связь; команде; команда; такую
            столь""",
    },
    "uk": {
        "confirm": """так; вирішено; проблему вирішено; працює; усе працює; все працює; вже працює; запрацювало
            тепер працює; все гаразд; виправлено""",
        "thanks": """дякую; щиро дякую; дуже дякую; дякуємо; велике дякую; спасибі; дякую вам; щиро вдячний
            щиро вдячна; велике спасибі; наперед дякую; ще раз дякую; дякую ще раз; вдячний; вдячна; красно дякую
            дякую дуже; з вдячністю; щиро дякуємо; завчасно дякую; дуже вдячний; дуже вдячна""",
        "greeting": """доброго дня; добрий день; вітаю; привіт; доброго ранку; добрий вечір; шановний; шановна
            шановні; шановні колеги; вітання; усім привіт""",
        "closing": """з повагою; на все добре; до побачення; з найкращими побажаннями; усього найкращого; щиро ваш
            бувайте""",
        "polite": """чудово; супер; добре; відмінно; зрозуміло; прекрасно; клас; ок; гаразд; прийнято; молодці
            гарного дня; гарних вихідних; гарного вечора; з новим роком; хорошого дня; вдалого дня; навзаєм""",
        "please": "будь ласка; прошу; прохання",
        "small": """за; і; й; та; вам; вас; всім; усім; тобі; допомогу; швидку; швидка; швидко; відповідь
            підтримку; роботу; вирішення; рішення; оперативність; оперативну; інформацію; вашу; ваш; дуже; ще; раз
            все; усе; терпіння; увагу; сприяння; чудову; таку; команді; зворотний; звязок""",
    },
    "tr": {
        "confirm": """evet; çözüldü; çalışıyor; şimdi çalışıyor; her şey çalışıyor; sorun çözüldü; düzeldi
            artık çalışıyor; tekrar çalışıyor; her şey yolunda; sorun giderildi""",
        "thanks": """teşekkürler; teşekkür ederim; çok teşekkürler; çok teşekkür ederim; teşekkür ederiz; sağ olun
            sağol; sağolun; sağ ol; çok sağ olun; teşekkürlerimle; şimdiden teşekkürler; tekrar teşekkürler; tşk
            tekrar teşekkür ederim; şimdiden teşekkür ederim; eyvallah; minnettarım; çok sağolun; tşkler""",
        "greeting": """merhaba; merhabalar; selam; selamlar; günaydın; iyi günler; sayın; iyi akşamlar
            sayın yetkili; değerli""",
        "closing": """saygılar; saygılarımla; saygılarımızla; iyi çalışmalar; iyi günler; sevgiler; kolay gelsin
            hoşça kalın""",
        "polite": """mükemmel; harika; süper; tamam; tamamdır; güzel; çok iyi; anladım; iyi günler; iyi çalışmalar
            iyi günler dilerim; iyi hafta sonları; iyi akşamlar; kolay gelsin; mutlu yıllar; iyi bayramlar
            iyi çalışmalar dilerim; elinize sağlık; ellerinize sağlık; emeğinize sağlık; süpersiniz; harikasınız""",
        "please": "lütfen; rica ederim; rica etsem",
        "small": """için; hızlı; yardımınız; yardım; yardımlarınız; yanıt; yanıtınız; cevap; cevabınız; destek
            çok; desteğiniz; ve; her; şey; size; sizlere; sana; çözüm; ilginiz; ilgi; bilgi; bilgilendirme
            dönüşünüz; geri; bu; kadar; bir; herkese; ekibinize; sabrınız; de; da; tekrar""",
    },
    "zh": {
        "confirm": """是的; 已解决; 已经解决; 解决了; 问题已解决; 问题解决了; 可以了; 好了; 正常了; 已经正常
            现在可以了; 已解決; 已經解決; 解決了; 問題已解決; 問題解決了; 現在可以了""",
        "thanks": """谢谢; 谢谢你; 谢谢您; 非常感谢; 多谢; 感谢; 十分感谢; 万分感谢; 谢谢大家; 太感谢了; 谢了
            谢谢啦; 感激不尽; 謝謝; 謝謝你; 謝謝您; 非常感謝; 多謝; 感謝; 十分感謝; 萬分感謝; 謝謝大家; 太感謝了
            謝了""",
        "greeting": "你好; 您好; 大家好; 早上好; 下午好; 晚上好; 尊敬的客服; 早安; 午安; 各位好; 客服您好",
        "closing": "此致; 敬礼; 祝好; 顺祝商祺; 敬上; 此致敬礼; 敬禮; 順頌商祺; 顺颂商祺; 再见; 再見",
        "polite": """好的; 好; 太好了; 很好; 收到; 明白; 明白了; 知道了; 辛苦了; 辛苦; 祝您生活愉快; 周末愉快
            祝您工作顺利; 祝工作顺利; 新年快乐; 祝您愉快; 完美; 太棒了; 真棒; 週末愉快; 新年快樂; 祝您工作順利
            祝您有美好的一天; 行""",
        "please": "请; 請; 麻烦; 麻煩",
        "small": """你; 您; 你们; 您们; 你們; 的; 了; 帮助; 幫助; 支持; 回复; 回覆; 回復; 快速; 及时; 及時; 耐心
            服务; 服務; 大家; 工作; 解答; 这么; 這麼; 快; 很; 对; 對; 那; 就; 都; 啦; 呀; 哦; 您的; 处理; 處理
            迅速; 解决; 解決; 协助; 協助""",
    },
    "ja": {
        "confirm": """はい; 解決しました; 直りました; 動きました; 問題は解決しました; 解決いたしました
            無事解決しました; 正常に動作しています; 動くようになりました; 使えるようになりました""",
        "thanks": """ありがとう; ありがとうございます; ありがとうございました; 有難うございます
            有難うございました; 感謝します; 感謝いたします; 感謝しております; 感謝申し上げます
            どうもありがとうございます; どうも; 助かりました; どうもありがとうございました
            誠にありがとうございます; 誠にありがとうございました; 大変助かりました; サンキュー; 御礼申し上げます
            お礼申し上げます; 厚く御礼申し上げます; 本当にありがとうございました; 有り難うございます""",
        "greeting": """こんにちは; お世話になっております; お世話になります; おはようございます; こんばんは
            いつもお世話になっております; お世話になりました; 大変お世話になりました; サポートご担当者様
            ご担当者様; 担当者様; サポート御中""",
        "closing": """敬具; よろしくお願いします; よろしくお願いいたします; 宜しくお願いします
            宜しくお願い致します; よろしくお願い致します; 以上""",
        "polite": """承知しました; 了解です; 了解しました; 了解いたしました; 承知いたしました; お疲れ様です
            お疲れ様でした; 完璧です; 素晴らしいです; わかりました; 分かりました; 今後ともよろしくお願いいたします
            引き続きよろしくお願いいたします; 最高です; 今後ともよろしくお願いします; 良い週末を; よい週末を
            良いお年を""",
        "please": "お願いします; お願いいたします; ください; 下さい",
        "small": """迅速な; 迅速に; 早速の; 早速; ご対応; ご回答; ご返信; ご連絡; ご支援; ご協力; の; に; を
            いただき; 頂き; 大変; 対応; 返信; 回答; 本当に; とても; 誠に; この度は; いただきまして; 頂きまして
            くださり; お忙しい中; ご丁寧に; ご丁寧な; 丁寧な; サポート; は; して; 心より; 心から; ご確認; 早い""",
    },
    "ko": {
        "confirm": """네; 예; 해결되었습니다; 해결됐습니다; 작동합니다; 잘 됩니다; 문제가 해결되었습니다
            정상입니다; 잘 작동합니다; 이제 됩니다; 해결됐어요; 잘 돼요""",
        "thanks": """감사합니다; 고맙습니다; 대단히 감사합니다; 정말 감사합니다; 감사드립니다; 고마워요; 감사해요
            너무 감사합니다; 진심으로 감사드립니다; 정말 고맙습니다; 감사 드립니다; 매우 감사합니다; 땡큐; 감사""",
        "greeting": "안녕하세요; 안녕하십니까; 담당자님; 담당자님께; 고객센터",
        "closing": "드림; 올림; 배상; 수고하세요; 수고하십시오; 안녕히 계세요",
        "polite": """네 알겠습니다; 알겠습니다; 수고하셨습니다; 좋은 하루 되세요; 좋은 하루 보내세요
            즐거운 주말 되세요; 최고입니다; 넵; 좋은 주말 보내세요; 수고 많으셨습니다; 좋습니다; 완벽합니다
            확인했습니다; 새해 복 많이 받으세요; 즐거운 주말 보내세요""",
        "please": "부탁드립니다; 부탁합니다; 주세요",
        "small": """빠른; 신속한; 답변; 도움; 도와주셔서; 지원; 처리; 해주셔서; 덕분에; 정말; 너무; 대단히
            진심으로; 매우; 많은; 답변에; 처리에; 도움에; 대응; 대응에; 빠르게; 친절한; 항상; 주셔서; 답변해
            해결해""",
    },
}
