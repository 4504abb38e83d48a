"""The folders of an IMAP account: to select one, to name and make others, and to move mail so that it is never lost."""

from collections.abc import Sequence
from dataclasses import dataclass

from imapclient.exceptions import IMAPClientError, IMAPClientReadOnlyError

from mailflow.failpoint import failpoint
from mailflow.ingest.mailbox.login import Session
from mailflow.ingest.mailbox.trouble import PermanentMailboxError, TransientMailboxError, is_no, not_now, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """The selected folder: its UIDVALIDITY, whether it can only be read, whether it keeps keywords of ours."""

    uidvalidity: int
    readonly: bool
    keywords: bool


def select(session: Session, name: str) -> Folder:
    """Select the folder, for reading only where the server allows no more."""
    try:
        answer, readonly = session.select_folder(name), False
    except IMAPClientReadOnlyError:
        answer, readonly = session.select_folder(name, readonly=True), True
    except IMAPClientError as error:
        raise _unselected(session, name, error) from error
    flags = answer.get(b"PERMANENTFLAGS", ())
    return Folder(uidvalidity=int(answer.get(b"UIDVALIDITY", 0)), readonly=readonly, keywords=b"\\*" in flags)


def _unselected(session: Session, name: str, error: IMAPClientError) -> Exception:
    if not is_no(error) or not_now(error) or session.folder_exists(name):
        return TransientMailboxError(f"folder {name} cannot be selected now: {words(error)}")
    there = ", ".join(sorted(str(found) for _, _, found in session.list_folders())[:20])
    return PermanentMailboxError(f"there is no folder {name}: {words(error)}; set imap.folder to one of {there}")


def place(session: Session, name: str) -> str:
    """The server's name for a folder of ours: below the personal namespace (RFC 2342), with the server's separator."""
    if name.upper() == "INBOX" or not session.has_capability("NAMESPACE"):
        return name
    personal = session.namespace().personal
    prefix, separator = personal[0] if personal else ("", "/")
    inside = name.replace("/", separator) if separator else name
    return inside if inside.startswith(prefix) else prefix + inside


def ensure(session: Session, name: str) -> None:
    """Make the folder if it is not there. Raises `IMAPClientError` where the server refuses."""
    if not session.folder_exists(name):
        session.create_folder(name)


def move(session: Session, uids: Sequence[int], folder: str) -> None:
    """Move mails by UID; a folder that somebody has removed is made again. Raises `IMAPClientError` where the server

    refuses. A mail that is already gone is no error. A crash on the way leaves at worst a second copy in `folder`.
    """
    try:
        _move(session, uids, folder)
    except IMAPClientError as error:
        if "[TRYCREATE]" not in words(error).upper():
            raise
        ensure(session, folder)
        _move(session, uids, folder)


def _move(session: Session, uids: Sequence[int], folder: str) -> None:
    """In one step (RFC 6851), else copy, mark and expunge."""
    if session.has_capability("MOVE"):
        session.move(uids, folder)
        return
    session.copy(uids, folder)
    failpoint("imap.copied")
    session.delete_messages(uids, silent=True)
    failpoint("imap.marked")
    _expunge(session, uids)


def _expunge(session: Session, uids: Sequence[int]) -> None:
    """Take away our marked mails and nobody else's: without UIDPLUS they stay, marked, if others' are marked too."""
    if session.has_capability("UIDPLUS"):
        session.uid_expunge(uids)
    elif set(session.search(["DELETED"])) <= set(uids):
        session.expunge()
