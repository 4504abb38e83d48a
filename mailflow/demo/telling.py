"""How the demo speaks: in colour on a terminal, plain into a pipe."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from mailflow.demo.people import Person, read_letter, text_of
from mailflow.demo.servers import MailWorld
from mailflow.desk.ticket import Ticket

WIDTH = 100
WRITTEN_LINES, LETTER_LINES = 3, 4
WHAT_IT_IS = (
    "People write to one address, as ever. Each mail becomes a ticket, is understood and answered at once; agents "
    "work by answering their own mail, with lines like #take or #resolve on top. Nobody needs a browser."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A step of the story: what it is, and why it was not seen ("" if it was)."""

    chapter: str
    title: str
    seconds: float
    missing: str = ""


class Teller:
    """Prints the story as it happens."""

    def __init__(self) -> None:
        console = Console(highlight=False)
        self._console = Console(highlight=False, width=min(console.width, WIDTH) if console.is_terminal else WIDTH)

    # --- the story

    def open_story(self, agents: Sequence[Person], folder: Path) -> None:
        """What this is, who works here, and where the letters lie."""
        first, second, third = (each.name for each in agents)
        self._line("mailflow: a short day at a support desk", style="bold")
        self._line(WHAT_IT_IS)
        self._line(f"The first line is {first}, the second {second}, the third {third}.")
        self._line("Real IMAP, real SMTP, the real daemon: everything below happens now, on this machine.")
        self._place("Each mail is a file, by its number, in", folder / "letters")
        self._place("The desk's log is", folder / "desk.log")

    def open_chapter(self, number: int, title: str, about: str) -> None:
        """A chapter's heading."""
        self._console.print()
        self._line(f"{number}. {title}", style="bold magenta")
        self._line(about, indent=3, style="italic")

    def begin_step(self, title: str) -> None:
        """What is about to happen."""
        self._console.print()
        self._line(title, indent=3, style="bold")

    def wrote(self, number: int, who: str, subject: str, text: str) -> None:
        """Somebody wrote a mail to the desk."""
        self._mail(number, f"{who} → desk", subject, _first_lines(text, WRITTEN_LINES), style="cyan")

    def came(self, number: int, reader: str, subject: str, content: bytes) -> None:
        """A letter of the desk came."""
        lines = _first_lines(text_of(read_letter(content)), LETTER_LINES)
        self._mail(number, f"desk → {reader}", subject, lines, style="green")

    def stands(self, ticket: Ticket) -> None:
        """How a ticket stands."""
        flags = [name for name in ("confidential", "undeliverable", "unverified") if getattr(ticket, name)]
        words = (f"MF-{ticket.number}", ticket.kind, ticket.category, ticket.priority, ticket.state, *flags)
        self._line(" · ".join(words), indent=7, style="yellow")

    def remark(self, text: str) -> None:
        """Something that was looked at and is so."""
        self._line(text, indent=7, style="yellow")

    def fail(self, missing: str) -> None:
        """A step was not seen."""
        self._line(f"NOT SEEN: {missing}", indent=7, style="bold red")

    # --- its end

    def tickets(self, tickets: Sequence[Ticket]) -> None:
        """The desk's list."""
        table = Table("", "ticket", "requester", "state", "", "subject", box=None, header_style="bold", pad_edge=False)
        for each in tickets:
            words = (f"MF-{each.number}", each.requester_name, each.state, each.priority)
            table.add_row("   ", *words, "(confidential)" if each.confidential else each.subject)
        self._console.print()
        self._console.print(table)

    def sum_up(self, seen: Sequence[Seen], seconds: float, folder: Path) -> None:
        """The table of all steps, and where to look further."""
        table = Table("", "step", "seconds", box=None, header_style="bold", pad_edge=False)
        table.columns[2].justify = "right"
        chapter = ""
        for each in seen:
            if each.chapter != chapter:
                table.add_row("", Text(each.chapter, style="bold magenta"), "")
            mark = Text("NOT SEEN", style="bold red") if each.missing else Text("seen", style="green")
            table.add_row(mark, each.title, f"{each.seconds:.2f}")
            chapter = each.chapter
        self._console.print()
        self._console.print(table)
        self._console.print()
        good = sum(not each.missing for each in seen)
        self._line(f"{good} of {len(seen)} steps were seen to happen, in {seconds:.1f} seconds.", style="bold")
        self._place("Each mail, as it was:", folder / "letters")
        self._place("The desk's books: mailflow --config", folder / "mailflow.toml", " tickets show 2")

    def invite(self, world: MailWorld, desk: Person, agents: Sequence[Person], customers: Sequence[Person]) -> None:
        """How to take part with a mail program."""
        self._console.print()
        self._line("Now you: the desk stays up until Ctrl-C.", style="bold")
        self._line(f"IMAP: {world.host} port {world.imap_port}, no encryption, normal password")
        self._line(f"SMTP: {world.host} port {world.smtp_port}, no encryption, no password needed")
        self._line(f"Write to {desk.address} as a customer; answer the desk's letters as a customer or an agent.")
        self._line("An agent's first lines may be orders; #help answers with those that are possible.")
        table = Table("address and login", "password", "who", box=None, header_style="bold", pad_edge=False)
        for tier, each in enumerate(agents, start=1):
            table.add_row(each.address, each.password, f"{each.name}, agent of line {tier}")
        for each in customers:
            table.add_row(each.address, each.password, each.name)
        self._console.print()
        self._console.print(table)

    # --- how it looks

    def _mail(self, number: int, who: str, subject: str, lines: Sequence[str], style: str) -> None:
        heading = Text.assemble((f"{number:03} ", "dim"))
        heading.append(f"{who:<20} ", style=f"bold {style}")
        heading.append(" ".join(subject.split()), style=style)
        self._cut(heading, indent=3)
        for each in lines:
            self._cut(Text(f"│ {each}"), indent=7)

    def _cut(self, line: Text, indent: int) -> None:
        """One line, cut at the console's width."""
        self._console.print(_moved(line, indent), no_wrap=True, overflow="ellipsis")

    def _line(self, text: str, *, indent: int = 0, style: str = "") -> None:
        """A paragraph."""
        for line in Text(text, style=style).wrap(self._console, self._console.width - indent):
            self._console.print(_moved(line, indent))

    def _place(self, text: str, place: Path, after: str = "") -> None:
        """A path is never broken, so that it can be copied."""
        self._console.print(Text(f"{text} {place}{after}", style="dim"), soft_wrap=True)


def _moved(line: Text, indent: int) -> Text:
    line.rstrip()
    return Text(" " * indent).append_text(line)


def _first_lines(text: str, count: int) -> list[str]:
    lines = [line.rstrip() for line in text.split("\n") if line.strip()]
    return lines if len(lines) <= count else [*lines[: count - 1], f"{lines[count - 1]} …"]
