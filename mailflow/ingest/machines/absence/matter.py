"""What people who will be away ask a desk for, and no absence notice speaks of: stems, in the tongues of `absence`."""

MATTER = (
    r"\b(?:laptop|notebook|vpn\b|printer|nyomtat[óo]|drucker|imprimant|impresora|stampant|impressora|drukark|tiskárn"
    r"|tlačiar|skrivare|skriver\b|tulosti|принтер|yazıcı|szerver|server|serwer|scanner|szkenner|beamer|monitor"
    r"|password|passwor[dt]|jelsz|kennwort|mot de passe|contraseña|senha\b|wachtwoord|hasł|hesl|parol|lösenord"
    r"|adgangskode|salasana|парол|şifre|folder|mapp[aáe]|ordner|dossier|carpeta|cartella|pasta\b|map\b|složk|dosar"
    r"|kansio|папк|тек[аиу]\b|klasör|jogosults|berechtigung|zugangsdaten)"
    r"|打印机|印表機|プリンタ|프린터|密码|密碼|パスワード|비밀번호|文件夹|資料夾|フォルダ|폴더"
)
