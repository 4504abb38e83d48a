"""From settings to a logged-in IMAP session: verified TLS, a password or an OAuth2 token, failures told apart."""

import ssl
from collections.abc import Callable
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from mailflow.ingest.mailbox.account import ImapSettings
from mailflow.ingest.mailbox.trouble import PermanentMailboxError, TransientMailboxError, not_now, words
from mailflow.ingest.mailbox.wire import Wire


class Session(IMAPClient):  # type: ignore[misc]
    """imapclient's client over our own wire. imaplib's traces, which would hold mails and secrets, are off."""

    def __init__(self, settings: ImapSettings, context: ssl.SSLContext | None, *, limit: int) -> None:
        self._settings, self._limit = settings, limit
        super().__init__(
            settings.host,
            port=settings.service_port,
            ssl=settings.tls == "tls",
            ssl_context=context,
            timeout=settings.timeout_seconds,
        )
        self.wire.debug = 0
        self.normalise_times = False

    @property
    def wire(self) -> Wire:
        """The connection beneath."""
        wire: Wire = self._imap
        return wire

    def _create_IMAP4(self) -> Wire:  # noqa: N802
        context = self.ssl_context if self.ssl else None
        patience = self._settings.timeout_seconds
        return Wire(self.host, self.port, patience=patience, limit=self._limit, context=context)


def log_in(settings: ImapSettings, *, limit: int) -> Session:
    """A session that is logged in. Raises `PermanentMailboxError` where a person must act.

    Everything else that goes wrong is a `TransientMailboxError`.
    """
    secret = settings.secret()
    session = _connect(settings, limit)
    try:
        _secure(session, settings)
        _authenticate(session, settings, secret)
    except BaseException:
        session.shutdown()
        raise
    return session


def _connect(settings: ImapSettings, limit: int) -> Session:
    where = f"{settings.host}:{settings.service_port}"
    try:
        return Session(settings, _context(settings), limit=limit)
    except ssl.SSLCertVerificationError as error:
        raise _untrusted(where, error) from error
    except (IMAPClientError, OSError) as error:
        raise TransientMailboxError(f"cannot connect to {where}: {words(error)}") from error


def _context(settings: ImapSettings) -> ssl.SSLContext | None:
    if settings.tls == "none":
        return None
    try:
        return ssl.create_default_context(cafile=settings.ca_file or None)
    except (OSError, ssl.SSLError) as error:
        raise PermanentMailboxError(f"imap.ca_file {settings.ca_file} cannot be used: {words(error)}") from error


def _untrusted(where: str, error: ssl.SSLCertVerificationError) -> PermanentMailboxError:
    advice = "if the certificate is your own, name it in imap.ca_file"
    return PermanentMailboxError(f"the certificate of {where} is not trusted: {error.verify_message}; {advice}")


def _secure(session: Session, settings: ImapSettings) -> None:
    """STARTTLS where it is asked for; a server that does not offer it never gets the password."""
    if settings.tls != "starttls":
        return
    where = f"{settings.host}:{settings.service_port}"
    try:
        if not session.has_capability("STARTTLS"):
            raise PermanentMailboxError(f'{where} offers no STARTTLS: nothing was sent; try imap.tls = "tls"')
        session.starttls(session.ssl_context or _context(settings))
    except ssl.SSLCertVerificationError as error:
        raise _untrusted(where, error) from error
    except (IMAPClientError, OSError) as error:
        raise TransientMailboxError(f"STARTTLS with {where} failed: {words(error)}") from error


def _authenticate(session: Session, settings: ImapSettings, secret: str) -> None:
    """Log in; nothing that is raised holds the secret, nor does what it was raised from."""
    who = f"{settings.user} at {settings.host}"
    try:
        _present(session, settings, secret)
    except UnicodeEncodeError:
        raise PermanentMailboxError(f"{who}: this server takes only ASCII user names and passwords") from None
    except (IMAPClientAbortError, OSError) as error:
        raise TransientMailboxError(f"login of {who} broke off: {words(error, secret)}") from None
    except IMAPClientError as error:
        if not_now(error):
            raise TransientMailboxError(f"login of {who} is not possible now: {words(error, secret)}") from None
        advice = "look at imap.user, imap.password or imap.token_command"
        raise PermanentMailboxError(f"login of {who} was refused: {words(error, secret)}; {advice}") from None


def _present(session: Session, settings: ImapSettings, secret: str) -> None:
    match settings.mechanism:
        case "xoauth2":
            first = f"user={settings.user}\x01auth=Bearer {secret}\x01\x01"
            session.sasl_login("XOAUTH2", _bearer(first, ""))
        case "oauthbearer":
            user = settings.user.replace("=", "=3D").replace(",", "=2C")
            first = (
                f"n,a={user},\x01host={settings.host}\x01port={settings.service_port}\x01auth=Bearer {secret}\x01\x01"
            )
            session.sasl_login("OAUTHBEARER", _bearer(first, "\x01"))
        case "password" if session.has_capability("AUTH=PLAIN"):
            session.plain_login(settings.user, secret)
        case "password" if session.has_capability("LOGINDISABLED"):
            raise PermanentMailboxError(
                f'{settings.host} takes no password without TLS: set imap.tls = "starttls" or "tls"'
            )
        case "password":
            session.login(settings.user, secret)


def _bearer(first: str, farewell: str) -> Callable[[Any], str]:
    """Answers the server's challenges: the token once, then, where it told an error, the end (RFC 7628 3.2.3)."""
    answers = iter([first])
    return lambda _: next(answers, farewell)
