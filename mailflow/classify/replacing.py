"""Files that are whole or not there: written, synced, and only then given their name."""

import os
from pathlib import Path

from mailflow.failpoint import failpoint


def replace(file: Path, text: str) -> None:
    """Gives a small file new content, so that a reader or a crash sees the old or the new and nothing between."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f".{file.name}.new")
    save(unfinished, text.encode())
    failpoint("model.replace")
    unfinished.replace(file)
    sync_folder(file.parent)


def save(file: Path, content: bytes) -> None:
    """Writes a file and waits until the disk has it."""
    with file.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Waits until the disk has the names of a folder's files."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
