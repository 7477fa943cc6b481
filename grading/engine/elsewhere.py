"""Paths of the computer on which a notebook was written lead to where it is graded.

Colab keeps files in `/content`, Kaggle in `/kaggle`, other services elsewhere, and students write
such paths into their cells: ``%cd /content/drive/MyDrive/hw11``, or ``np.load`` with a whole path.
In a sandbox these folders do not exist. So where a cell names one, it becomes a link to the working
folder, which holds what the student has handed in and what came with the assignment.
"""

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

#: The first folders of such paths: of Colab, Kaggle, Deepnote, Docker and JupyterHub, macOS,
#: Codespaces, Paperspace, and Windows' own Linux.
FOLDERS = (
    *("content", "kaggle", "work", "datasets", "home", "Users", "workspaces", "notebooks"),
    *("root", "mnt"),
)
#: Where they lie in a sandbox, and the student may write.
PLACE = "student/elsewhere"
ANY = "|".join(FOLDERS)
#: A path in quotes, as far as it is known, and one behind a command of IPython's.
QUOTED = re.compile(rf"""['"](/(?:{ANY})(?:/[^'"\n{{}}]*)?)(?=['"{{])""")
BARE = re.compile(rf"(?m)^[ \t]*[%!].*?[ \t](/(?:{ANY})(?:/[^\s'\"]*)?)(?=\s|$)")
#: Paths in one cell beyond which the rest is left, and letters of one.
MOST, LONGEST = 50, 1000


def lead_home(source: str, home: Path) -> None:
    """Let the paths in a cell lead to the working folder.

    Parameters
    ----------
    source : str
        The cell; nothing happens where it names no such path, or outside of a sandbox.
    home : Path
        The working folder.
    """
    for place in sorted(set(places_in(source)), key=len, reverse=True):
        with contextlib.suppress(OSError):
            lead(PurePosixPath(place), home)


def places_in(source: str) -> Iterator[str]:
    """Absolute paths in a cell."""
    found = [match[1] for kind in (QUOTED, BARE) for match in kind.finditer(source)]
    for place in found[:MOST]:
        parts = PurePosixPath(place).parts
        if len(place) <= LONGEST and ".." not in parts and is_ours(parts[1]):
            yield place


def is_ours(name: str) -> bool:
    """Whether a first folder is one that a sandbox has for this."""
    try:
        return os.readlink(f"/{name}") == f"{PLACE}/{name}"
    except OSError:
        return False


def lead(place: PurePosixPath, home: Path) -> None:
    """Make the folder of a path: a link, or where it holds such links, a folder with the files."""
    folder = Path(*folder_of(place, home))
    os.makedirs(f"/{PLACE}/{folder.parts[1]}", exist_ok=True)
    if folder.is_dir():
        for entry in home.iterdir() if not folder.samefile(home) else ():
            with contextlib.suppress(FileExistsError):
                (folder / entry.name).symlink_to(entry)
    else:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.symlink_to(home)


def folder_of(place: PurePosixPath, home: Path) -> tuple[str, ...]:
    """The parts of a path that stand for the working folder.

    What follows them is the longest end of the path that is there; a name with a suffix is a file.
    """
    parts = place.parts
    for length in range(2, len(parts)):
        if home.joinpath(*parts[length:]).exists():
            return parts[:length]
    return parts[:-1] if place.suffix and len(parts) > 2 else parts
