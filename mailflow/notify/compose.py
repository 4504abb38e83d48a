"""Letters composed: an occasion and a token in, the bytes for the wire out. Start at `Press.compose`."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from mailflow.mail import Attachment, Outgoing
from mailflow.notify.clean import clean_value
from mailflow.notify.headers import write_headers, write_subject
from mailflow.notify.invitation import Invitation, write_invitation
from mailflow.notify.letters import LETTERS
from mailflow.notify.mime import Part, join, make_file, make_html, make_text, write
from mailflow.notify.occasion import DeskCard, Held, Letter, Occasion, Recipient, Step, Thread, Trail, Writing
from mailflow.notify.scene import Image, make_scene
from mailflow.notify.voice import Voice, open_voice
from mailflow.resources import shipped
from mailflow.tokens import Token

__all__ = ["DeskCard", "Held", "Letter", "Occasion", "Press", "Recipient", "Step", "Thread", "Trail", "Writing"]


class Press:
    """Writes letters. The templates are read and compiled once, when a letter first needs them."""

    def __init__(self, *folders: Path) -> None:
        """The templates of `folders` go before the shipped ones, the first folder before all."""
        self._folders = (*folders, shipped("templates"))
        found = {path.parent.name for folder in self._folders for path in folder.glob("*/words.toml")}
        self.languages = frozenset(found)
        self._voices: dict[str, Voice] = {}

    def compose(
        self, occasion: Occasion, token: Token, thread: Thread, attachments: Sequence[Attachment] = ()
    ) -> Letter:
        """The letter, addressed to the occasion's recipient.

        The token stands in its Message-ID, Reply-To, envelope sender and foot. Raises KeyError for a letter that does
        not exist, jinja2.UndefinedError or AttributeError for an occasion that lacks what the letter speaks of.
        """
        spec = LETTERS[occasion.letter]
        occasion = _withhold(clean_value(occasion))
        name = _choose_template(occasion)
        files = () if name == "confidential" or spec.discreet else attachments
        voice = self._find_voice(occasion)
        images = _find_images(files, token, occasion.desk.message_domain)
        subject = write_subject(occasion, thread)
        scene = make_scene(occasion, token, voice, subject, images)
        if (own := voice.render_subject(name, scene)) is not None:
            subject = own
        text, html = voice.render(name, scene)
        headers = write_headers(occasion, token, thread, subject, voice.language, automatic=spec.automatic)
        invitation = None if name == "confidential" else write_invitation(occasion, voice.words)
        content = write(headers, _assemble(text, html, files, images, f"=_mf_{token}", invitation))
        outgoing = Outgoing(
            message_id=f"mf.{token}@{occasion.desk.message_domain}",
            envelope_from=scene["reply_to"],
            recipient=occasion.recipient.address,
            content=content,
        )
        return Letter(outgoing=outgoing, subject=subject, text=text)

    def asked_in(self, letter: str) -> Sequence[str]:
        """The questions of the first diagnosis that the text of this letter asks, in whatever language."""
        return max((self._voice(each).asked_in(letter) for each in sorted(self.languages)), key=len)

    def check(self) -> frozenset[str]:
        """The languages, after compiling every letter in each; raises jinja2.TemplateError, OSError or ValueError."""
        for language in self.languages:
            open_voice(language, self._folders).check([*LETTERS, "confidential"])
        return self.languages

    def _find_voice(self, occasion: Occasion) -> Voice:
        """The recipient's language, else the desk's, else English."""
        wanted = (occasion.recipient.language, occasion.desk.language, "en")
        return self._voice(next(each for each in wanted if each in self.languages))

    def _voice(self, language: str) -> Voice:
        if language not in self._voices:
            self._voices[language] = open_voice(language, self._folders)
        return self._voices[language]


def _withhold(occasion: Occasion) -> Occasion:
    """To somebody unverified no word of theirs goes back (S13), and of a confidential ticket nobody reads more than

    its number in a subject or a list (S35).
    """
    ticket, writing = occasion.ticket, occasion.writing
    if ticket is None or occasion.recipient.agent or not (ticket.unverified or ticket.confidential):
        return occasion
    if occasion.recipient.address == ticket.approver and not ticket.confidential:
        return occasion
    if writing is not None:
        writing = replace(writing, name="", text="", subject="", attachments=())
    ticket = replace(ticket, subject="", requester_name="" if ticket.unverified else ticket.requester_name)
    recipient = replace(occasion.recipient, name="") if ticket.unverified else occasion.recipient
    return replace(occasion, ticket=ticket, writing=writing, recipient=recipient)


def _choose_template(occasion: Occasion) -> str:
    """Agents read of a confidential ticket no more than its number (S35), and of any other more than customers do."""
    if not occasion.recipient.agent or occasion.ticket is None:
        return occasion.letter
    if occasion.ticket.confidential:
        return occasion.letter if LETTERS[occasion.letter].discreet else "confidential"
    return "status_agent" if occasion.letter == "status" else occasion.letter


def _find_images(files: Sequence[Attachment], token: Token, domain: str) -> dict[int, Image]:
    """Images that the HTML shows, by their place among the files."""
    return {
        place: Image(name=each.name, id=f"i{place}.{token}@{domain}")
        for place, each in enumerate(files)
        if each.inline and each.type.startswith("image/")
    }


def _assemble(
    text: str,
    html: str,
    files: Sequence[Attachment],
    images: dict[int, Image],
    boundary: str,
    invitation: Invitation | None,
) -> Part:
    """multipart/alternative; the HTML related to its images where it has any; all mixed with files where there are.

    An invitation is the last of the versions, which programs that understand it choose, and a file for the others.
    """
    shown = make_html(html)
    if images:
        inline = [make_file(files[place], image.id) for place, image in images.items()]
        shown = join("related", f"{boundary}_r", [shown, *inline], 'type="text/html"; ')
    versions = [make_text(text), shown, *([invitation.part()] if invitation else [])]
    body = join("alternative", f"{boundary}_a", versions)
    rest = [make_file(each) for place, each in enumerate(files) if place not in images]
    rest += [make_file(invitation.file())] if invitation else []
    return join("mixed", f"{boundary}_m", [body, *rest]) if rest else body
