"""Paths of the computer on which a notebook was written lead to where it is graded.

Colab keeps files in `/content`, Kaggle in `/kaggle`, other services elsewhere, and students write
such paths into their cells: ``%cd /content/drive/MyDrive/hw11``, or ``np.load`` with a whole path.
In a sandbox these folders do not exist. So where a cell names one, it becomes a link to the working
folder, which holds what the student has handed in and what came with the assignment. A folder that
holds such links itself is a real one, and files are in both.
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
#: A path in quotes, up to where it ends or an f-string goes on with a value; and one behind a
#: command of IPython's.
QUOTED = re.compile(rf"""(['"])(/(?:{ANY})(?:/(?:(?!\1)[^\n{{}}])*)?)(?=(\1|{{))""")
BARE = re.compile(rf"(?m)^[ \t]*[%!].*?[ \t](/(?:{ANY})(?:/[^\s'\"]*)?)(?=\s|$)")
#: Paths in one cell beyond which the rest is left, and letters of one.
MOST, LONGEST = 50, 1000
#: Folders whose files are also in the working folder, and the other way round.
SHARED: set[Path] = set()


def lead_home(source: str, work: Path) -> None:
    """Let the paths in a cell lead to the working folder.

    Parameters
    ----------
    source : str
        The cell; nothing happens where it names no such path, or outside of a sandbox.
    work : Path
        The working folder.
    """
    for place in places_in(source):
        with contextlib.suppress(OSError, ValueError):
            lead(folder_of(place, work), work)
    for folder in SHARED:
        with contextlib.suppress(OSError):
            share(folder, work)


def places_in(source: str) -> Iterator[str]:
    """Absolute paths in a cell, up to the last folder that is known."""
    quoted = (
        place if end != "{" else place[: place.rindex("/") + 1]
        for _, place, end in QUOTED.findall(source)
    )
    for place in [*quoted, *BARE.findall(source)][:MOST]:
        parts = PurePosixPath(place).parts
        if len(place) <= LONGEST and ".." not in parts and is_ours(parts[1]):
            yield place


def is_ours(name: str) -> bool:
    """Whether a first folder is one that a sandbox has for this."""
    try:
        here, there = f"/{name}", f"/{PLACE}/{name}"
        return os.path.islink(here) or os.path.samefile(here, there)
    except OSError:
        return False


def folder_of(place: str, work: Path) -> tuple[str, ...]:
    """The parts of a path, without the first one, that stand for the working folder.

    What follows them is the longest end of the path that is there. Where none is, the whole path is
    a folder, unless its last name has a suffix, as files have.
    """
    path = PurePosixPath(place)
    parts = path.parts[1:]
    for length in range(1, len(parts)):
        if work.joinpath(*parts[length:]).exists():
            return parts[:length]
    is_file = path.suffix and not place.endswith("/") and len(parts) > 1
    return parts[:-1] if is_file else parts


def lead(parts: tuple[str, ...], work: Path) -> None:
    """Make a folder a link to the working folder, or where it holds such links, one with its files.

    Parameters
    ----------
    parts : tuple of str
        The names of the folder and of those above it.
    work : Path
    """
    folder = Path("/", PLACE)
    for part in parts[:-1]:
        folder /= part
        if folder.is_symlink() and folder.samefile(work):
            folder.unlink()
            SHARED.add(folder)
        folder.mkdir(exist_ok=True)
    folder /= parts[-1]
    if folder.is_dir() and not folder.is_symlink():
        SHARED.add(folder)
    elif not folder.is_symlink():
        folder.symlink_to(work)


def share(folder: Path, work: Path) -> None:
    """Let each of two folders have the files of the other, and the first one its folders, too."""
    for entry in work.iterdir():
        if not os.path.lexists(folder / entry.name):
            (folder / entry.name).symlink_to(entry)
    for entry in folder.iterdir():
        is_file = entry.is_file() and not entry.is_symlink()
        if is_file and not os.path.lexists(work / entry.name):
            (work / entry.name).symlink_to(entry)
