"""Archives from learning platforms, opened so that a bad one costs its own student only.

An archive is replaced by a folder of its name. What is in it is written as plain files below that
folder, whatever paths, links and permissions it names.
"""

import bz2
import errno
import gzip
import lzma
import os
import shutil
import tarfile
import tempfile
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from logging import Logger
from pathlib import Path, PurePosixPath
from typing import IO, Any

from grading.collect.forms import matched
from grading.collect.names import shortened
from grading.engine.run import MOST_FILES
from grading.intake.files import is_litter
from grading.intake.reading import MB
from grading.letters import printable

ENDINGS = [".zip", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".7z", ".rar"]
#: What the archives of one student may hold together, unpacked.
MOST_BYTES = 512 * MB
MOST_LEVELS = 4
BLOCK = MB
#: Unset for a name whose letters zip does not declare as UTF-8, which macOS writes all the same.
DECLARED_UTF8 = 0x800
#: Name, time and opener of each file in an archive.
Members = Iterator[tuple[str, float, Callable[[], Any]]]
DISK_FULL = (errno.ENOSPC, errno.EDQUOT)

DAMAGED = "is damaged, or no archive of a kind that can be opened here"
PASSWORD = "is locked with a password"
TOO_MUCH = (
    f"holds more than is left of the {MOST_BYTES // MB} MB and {MOST_FILES} files that one "
    "student's archives may hold together"
)
TOO_DEEP = "lies in too many other archives"


class NotOpened(Exception):
    """An archive that cannot be opened; the text continues the sentence that begins with it."""


@dataclass
class Room:
    """How much the archives of one student may still hold."""

    size: int = MOST_BYTES
    files: int = MOST_FILES

    def take(self, size: int = 0, files: int = 0) -> None:
        """Use room up; there is an end to it."""
        self.size -= size
        self.files -= files
        if min(self.size, self.files) < 0:
            raise NotOpened(TOO_MUCH)

    def bounded(self, file: Any) -> Any:
        """A stream that ends where the room does."""
        return Bounded(file, self.size)


class NoLimit:
    """The room of a whole class."""

    def take(self, size: int = 0, files: int = 0) -> None:
        """There is room for everything."""
        pass

    def bounded(self, file: Any) -> Any:
        """The stream as it is."""
        return file


class Unpacking:
    """Opens what a platform gave, and notes what could not be opened.

    Parameters
    ----------
    form : str
        How the platform names files; see `grading.collect.forms`.
    endings : collection of str
        Of files that are archives.
    log : Logger

    Attributes
    ----------
    failures : dict of Path to str
        Archives that could not be opened and files that could not be taken out of one, each at
        its place in ``extracted/``, with the reason.
    """

    def __init__(self, form: str, endings: Collection[str], log: Logger) -> None:
        self.form, self.endings, self.log = form, endings, log
        self.failures: dict[Path, str] = {}
        self.rooms: defaultdict[tuple[str, str | None], Room] = defaultdict(Room)

    def extract_all(self, above: Path, below: Path) -> None:
        """Open what lies in one folder into another."""
        for source in files_in(above):
            parts = source.relative_to(above).parts
            if any(map(is_litter, parts)):
                continue
            place = below.joinpath(*parts)
            place.parent.mkdir(parents=True, exist_ok=True)
            if len(parts) == 1 and self.is_archive(source):
                self.open_class(source, place)
            else:
                shutil.copy2(source, place)
                self.open(place, self.room_of(below, place))

    def is_archive(self, path: Path) -> bool:
        """Whether a file has the ending of an archive."""
        return path.suffix.lower() in self.endings

    def open_class(self, source: Path, folder: Path) -> None:
        """Open an archive that holds the files of a class."""
        try:
            lost = extract_archive(source, folder, NoLimit())
        except NotOpened as error:
            shutil.rmtree(folder, ignore_errors=True)
            self.log.error("%s %s. Download it again.", printable(source), error)
            return
        for place, reason in lost.items():
            self.fail(folder / place, f"{reason}. Download the archive again, or ask for the file.")
        for path in files_in(folder):
            self.open(path, self.room_of(folder, path))

    def room_of(self, folder: Path, path: Path) -> Room:
        """The room of the student whose file it is; a file of nobody has a room of its own."""
        match = matched(self.form, path.relative_to(folder))
        names = match.groupdict() if match else {}
        return self.rooms[names.get("student_id", str(path)), names.get("number")]

    def open(self, path: Path, room: Room, level: int = 1) -> None:
        """Put a folder into the place of an archive that a student handed in."""
        if not self.is_archive(path):
            return
        folder, before = Path(tempfile.mkdtemp(dir=path.parent)), replace(room)
        try:
            if level > MOST_LEVELS:
                raise NotOpened(TOO_DEEP)
            lost = extract_archive(path, folder, room)
        except NotOpened as error:
            shutil.rmtree(folder)
            room.size, room.files = before.size, before.files
            self.fail(path, f"{error}. Open it by hand, or ask for the files in it.")
            return
        path.unlink()
        folder.rename(path)
        for place, reason in lost.items():
            self.fail(path / place, f"{reason}. Ask for it.")
        for inner in files_in(path):
            self.open(inner, room, level + 1)

    def fail(self, path: Path, reason: str) -> None:
        """Note why a file is not there."""
        self.failures[path] = reason
        self.log.warning("%s %s", path, reason)


def files_in(folder: Path) -> list[Path]:
    """All files in a folder and the folders below it, in order."""
    return sorted(Path(above, name) for above, _, names in os.walk(folder) for name in names)


def extract_archive(source: Path, folder: Path, room: Room | NoLimit) -> dict[PurePosixPath, str]:
    """Write what is in an archive into a folder.

    Returns
    -------
    dict of PurePosixPath to str
        Files that could not be read, and why.

    Raises
    ------
    NotOpened
        If that is true of all of them, or of the archive itself.
    """
    lost, read, places = {}, 0, Places(folder)
    folder.mkdir(exist_ok=True)
    for name, saved, opened in members(source, room):
        parts = parts_of_name(name)
        if not parts or any(map(is_litter, parts)):
            continue
        room.take(files=1)
        try:
            with opened() as file:
                write_file(file, places.free(parts), saved, room)
            read += 1
        except Exception as error:  # a file that cannot be read or named costs no other
            if isinstance(error, NotOpened) or getattr(error, "errno", None) in DISK_FULL:
                raise
            lost[PurePosixPath(*parts)] = reason_of(error)
    if lost and not read:
        raise NotOpened(next(iter(lost.values())))
    return lost


@dataclass
class Places:
    """Where files of an archive are written, each at a place of its own."""

    root: Path
    asked: Counter = field(default_factory=Counter)

    def free(self, parts: tuple[str, ...]) -> Path:
        """The place of these names; where it is taken, the same one in a folder with a number."""
        while True:
            self.asked[parts] += 1
            times = self.asked[parts]
            above = self.root if times == 1 else self.root / f"again {times}"
            place = above.joinpath(*parts)
            if not os.path.lexists(place):
                with suppress(FileExistsError, NotADirectoryError):
                    place.parent.mkdir(parents=True, exist_ok=True)
                    return place


def members(source: Path, room: Room | NoLimit) -> Members:
    """Name, time and opener of each file in an archive, as long as it can be read."""
    with open(source, "rb") as file:
        kind = members_of_zip if file.read(2) == b"PK" else members_of_tar
    try:
        yield from kind(source, room)
    except NotOpened:
        raise
    except Exception as error:  # damage has many names
        raise NotOpened(DAMAGED) from error


def members_of_zip(source: Path, room: Room | NoLimit) -> Members:
    """The files of a zip, each read where it stands."""
    with zipfile.ZipFile(source) as archive:
        for info in archive.infolist():
            if not info.filename.endswith(("/", "\\")):
                yield name_in_zip(info), time_in_zip(info), partial(archive.open, info)


def members_of_tar(source: Path, room: Room | NoLimit) -> Members:
    """The files of a tar, compressed or not, in one pass."""
    with (
        decompressed(source) as file,
        tarfile.open(fileobj=room.bounded(file), mode="r|") as archive,
    ):
        for info in archive:
            if info.isfile():
                yield info.name, info.mtime, partial(archive.extractfile, info)


class Bounded:
    """A stream that ends in an error where it does not end: a header of a tar can fill memory."""

    def __init__(self, file: Any, left: int) -> None:
        self.file, self.left = file, left

    def read(self, size: int) -> bytes:
        """Read on, as long as there is room."""
        data = self.file.read(size)
        self.left -= len(data)
        if self.left < 0:
            raise NotOpened(TOO_MUCH)
        return data


def decompressed(source: Path) -> Any:
    """A file opened with whatever reads it."""
    for opened in (gzip.open, bz2.open, lzma.open):
        with suppress(OSError, EOFError, lzma.LZMAError), opened(source) as file:
            file.read(1)
            return opened(source)
    return open(source, "rb")


def name_in_zip(info: zipfile.ZipInfo) -> str:
    """The name of a file, also where it is UTF-8 and does not say so."""
    if not info.flag_bits & DECLARED_UTF8:
        with suppress(UnicodeError):
            return info.filename.encode("cp437").decode()
    return info.filename


def time_in_zip(info: zipfile.ZipInfo) -> float:
    """When a file was packed; 0 where that is no time."""
    try:
        return time.mktime((*info.date_time, 0, 0, -1))
    except (ValueError, OverflowError):
        return 0


def parts_of_name(name: str) -> tuple[str, ...]:
    """Folders and file of a name in an archive; none leads out of the archive's own folder."""
    parts = name.replace("\\", "/").replace("\0", "").split("/")
    return tuple(shortened(part) for part in parts if part not in ("", ".", ".."))


def write_file(file: IO[bytes], place: Path, saved: float, room: Room | NoLimit) -> None:
    """Write a file out of an archive; nothing of it stays where that fails."""
    try:
        with open(place, "xb") as copy:
            while block := file.read(BLOCK):
                room.take(size=len(block))
                copy.write(block)
    except BaseException:
        place.unlink(missing_ok=True)
        raise
    with suppress(OSError, OverflowError):
        os.utime(place, (saved, saved))


def reason_of(error: Exception) -> str:
    """What an error of reading says to a person."""
    locked = isinstance(error, RuntimeError) and "encrypted" in str(error)
    return PASSWORD if locked else DAMAGED
