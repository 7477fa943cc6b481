"""One file in the place of all that a class handed in: which notebook it is, and what lies beside.

Whoever hands it to a command has named it, so no other file of its folder can be meant.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from grading.intake.asked import fits
from grading.intake.cells import Released
from grading.intake.files import File, Folder
from grading.intake.folders import Handed, Submissions
from grading.intake.naming import by_name, like
from grading.intake.neighbours import names_others, neighbours
from grading.intake.notes import NotebookRefused, Notes
from grading.intake.reading import read_submitted
from grading.letters import listed, printable

NO_FILE = "Expected a notebook at {file}, found {found}."
LINK = "{file} is, or lies behind, a link, and links are not followed. Give {meant} if it is meant."
NONE = (
    "{file} holds less than half of the answers and checks of each notebook ({names}). If it is "
    "one of them all the same, say which: --notebook={first}"
)
SEVERAL = "{file} could be any of these: {names}. Say which it is: --notebook={first}"


@dataclass(frozen=True)
class OneFile:
    """A notebook that was taken in on its own.

    Attributes
    ----------
    handed : Handed
    folder : Path
        With what it finds beside it.
    neighbours : dict of str to Path
        The notebooks that it may run, by where it finds them.
    """

    handed: Handed
    folder: Path
    neighbours: dict[str, Path]


def take_in_one(path: Path, submissions: Submissions, beside: bool) -> OneFile:
    """Take in a single file.

    Parameters
    ----------
    path : Path
        One that `refuse_what_is_no_file` takes.
    submissions : Submissions
        With the notebooks of the assignment, and those among them of which the file may be one.
    beside : bool
        Whether the notebook finds the other files of its folder beside it.

    Returns
    -------
    OneFile

    Raises
    ------
    NotebookRefused
        If nobody can tell which notebook it is.
    """
    status, notes = path.stat(), Notes()
    asked, released = submissions.original.notebook_id, submissions.released
    known = {name: one for name, one in released.items() if fits(name, asked)}
    name = which(path, known)
    # Who says which notebook it is may call the file as they like.
    called = path.name if asked == "*" else f"{name}.ipynb"
    file = File(path, PurePath(called), status.st_size, status.st_mtime)
    folder = Path(submissions.folder, name)
    folder.mkdir()
    others = Folder(path.parent, notes).files if beside else []
    submissions.link(others, PurePath(), folder, notes)
    run = neighbours(others, PurePath(), {name: [file]}) if beside and names_others(file) else {}
    return OneFile(submissions.notebook(name, [file], notes), folder, run)


def refuse_what_is_no_file(path: Path) -> None:
    """Look whether there is a file, and none that a link leads to.

    A link in what somebody handed in could lead to the work of others, or to the solutions.

    Raises
    ------
    NotebookRefused
    """
    shown = printable(path)
    meant = Path(os.path.realpath(path))
    if meant != Path(os.path.abspath(path)):
        raise NotebookRefused(LINK.format(file=shown, meant=meant))
    if not path.is_file():
        found = "a folder" if path.is_dir() else "no file there"
        raise NotebookRefused(NO_FILE.format(file=shown, found=found))


def which(path: Path, released: Mapping[str, Released]) -> str:
    """Which of some notebooks a file is: by its name, else by its cells.

    Raises
    ------
    NotebookRefused
    """
    if len(released) == 1:
        return next(iter(released))
    if name := by_name(path.name, released):
        return name
    alike = like(read_submitted(path), released)
    if len(alike) == 1:
        return alike[0]
    names, text = (alike, SEVERAL) if alike else (sorted(released), NONE)
    file = printable(path.name)
    raise NotebookRefused(text.format(file=file, names=listed(names), first=names[0]))
