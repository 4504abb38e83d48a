"""The mailbox: logging in, fetching, settling; mails from files and pipes. Start at `imap`."""
