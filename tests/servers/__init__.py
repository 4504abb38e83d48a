"""The servers that the tests talk to: Dovecot, PostgreSQL, an SMTP sink, and a scripted IMAP server."""
