"""What lies in the folder of a submission: regular files, and what is left out and why.

Nothing here opens a file that is not regular, or follows a link.
"""

import importlib.machinery
import os
import stat
import sys
import sysconfig
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path, PurePath

from grading.course.cases import CASES
from grading.engine.limits import Limits
from grading.engine.run import MOST_FILES
from grading.intake.notes import Notes, can_be_kept
from grading.intake.reading import MB
from grading.intake.stamps import TIMESTAMP

#: What systems and editors leave behind, never a student's work.
LITTER = (
    ".ipynb_checkpoints", "__pycache__", "__MACOSX", ".git", ".DS_Store", "._*", "Thumbs.db",
    "desktop.ini", "*.pyc", ".venv", "venv", "node_modules",
)  # fmt: skip
MOST_FOLDERS = MOST_FILES

LINK = "Links are not followed and were left out: {}. Hand in the files themselves."
SPECIAL = "These are neither files nor folders and were left out: {}."
CLOSED = "These could not be opened (permission denied) and were left out: {}."
LARGE = "Files of more than {limit} MB were left out: {}. Notebooks get their data from the course."
NAMES = "Files with names that cannot be kept were left out: {}."
MANY = f"More than {MOST_FILES} files or folders were handed in; the rest was left out."
SHADOWS = (
    "Files with the names of Python's own or installed modules were left out, because notebooks "
    "would load them in their place: {}. Give them other names."
)
OTHERS = (
    "Files that came with the assignment are not as the course has them; the course's own were "
    "used: {}."
)

#: Loaded by Python when it starts, though no module of the library.
STARTUP = {"sitecustomize", "usercustomize"}
MODULE_ENDINGS = (".py", ".pyc", ".so", ".pyd")


def is_litter(name: str) -> bool:
    """Whether a file or folder of this name is no student's work."""
    return any(fnmatch(name, pattern) for pattern in LITTER)


@dataclass(frozen=True)
class File:
    """A regular file: where it lies, where it lies within its submission, size and time."""

    path: Path
    place: PurePath
    size: int
    saved: float


class Folder:
    """All that was handed in by one student.

    Attributes
    ----------
    files : list of File
    others : dict of PurePath to str
        What is no regular file, and what it is.
    """

    def __init__(self, path: Path, notes: Notes) -> None:
        self.path, self.notes = Path(path), notes
        self.files, self.others = [], {}
        self.waiting = [PurePath()]
        for _ in range(MOST_FOLDERS):
            if self.waiting:
                self.read(self.waiting.pop())
        if self.waiting:
            notes.add(MANY)

    def read(self, place: PurePath) -> None:
        """Note what a folder of the submission holds."""
        try:
            with os.scandir(self.path / place) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            return self.leave_out(place, CLOSED, "a folder that could not be opened")
        for entry in listed:
            if not is_litter(entry.name):
                self.sort(entry, place / entry.name)

    def sort(self, entry: os.DirEntry, place: PurePath) -> None:
        """Note what an entry is."""
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError:
            return self.leave_out(place, CLOSED, "closed to whoever grades (permission denied)")
        if not can_be_kept(entry.name):
            self.leave_out(place, NAMES, "under a name that cannot be kept")
        elif stat.S_ISLNK(status.st_mode):
            self.leave_out(place, LINK, "a link, and links are not followed")
        elif stat.S_ISDIR(status.st_mode):
            self.others[place] = "a folder"
            self.waiting.append(place)
        elif not stat.S_ISREG(status.st_mode):
            self.leave_out(place, SPECIAL, "neither a file nor a folder")
        elif not os.access(entry.path, os.R_OK):
            self.leave_out(place, CLOSED, "closed to whoever grades (permission denied)")
        elif len(self.files) >= MOST_FILES:
            self.notes.add(MANY)
        else:
            path = self.path / place
            self.files.append(File(path, place, status.st_size, status.st_mtime))

    def leave_out(self, place: PurePath, sentence: str, what: str) -> None:
        """Note what is no part of the work, and tell the student."""
        if place.name != TIMESTAMP:  # what becomes of the time, the run says and not a notebook
            self.notes.add(sentence, place)
        self.others[place] = what


def companions(
    files: dict[PurePath, File], shipped: Path, limits: Limits, notes: Notes
) -> dict[PurePath, File]:
    """Files that a notebook may find beside it, by where it finds them.

    Parameters
    ----------
    files : dict of PurePath to File
        By their place beside the notebooks.
    shipped : Path
        The folder of the instructor's own files, which take precedence.
    limits : Limits
    notes : Notes

    Returns
    -------
    dict of PurePath to File
    """
    own = {path.stem for path in shipped.glob("*.py")}
    chosen, room = {}, limits.disk // 2
    for place, file in files.items():
        if in_place_of(place, shipped):
            # The cases change with each check that does: nobody has to be told of older ones.
            if place.name != CASES and differs(file, shipped / place):
                notes.add(OTHERS, place)
        elif shadows(place, own):
            notes.add(SHADOWS, place)
        elif file.size > min(limits.file_size, room):
            notes.add(LARGE.replace("{limit}", str(limits.file_size // MB)), place)
        else:
            chosen[place] = file
            room -= file.size
    return chosen


def in_place_of(place: PurePath, shipped: Path) -> bool:
    """Whether a file has the place of one that is shipped, or of a folder around or in it."""
    return (shipped / place).exists() or any((shipped / up).is_file() for up in place.parents)


def differs(file: File, original: Path) -> bool:
    """Whether a copy differs by more than the ends of its lines."""
    if not original.is_file() or file.size > 2 * original.stat().st_size:
        return True
    ours, theirs = original.read_bytes(), file.path.read_bytes()
    return ours != theirs and ours.splitlines() != theirs.splitlines()


def shadows(place: PurePath, own: set[str]) -> bool:
    """Whether Python would load a file in the place of a module of another origin.

    Parameters
    ----------
    place : PurePath
        Beside the notebook.
    own : set of str
        Modules that the assignment ships.
    """
    if not place.name.endswith(MODULE_ENDINGS):
        return False
    name = place.parts[0].split(".")[0]
    return name in STARTUP or name in sys.stdlib_module_names or name in own or installed(name)


@cache
def installed(name: str) -> bool:
    """Whether a module of this name is installed beside Python."""
    folders = list({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    return importlib.machinery.PathFinder.find_spec(name, folders) is not None
