"""Temporary folders: that of a run, what killed runs have left behind, and what is made ready.

A run holds a lock on its folder. The system gives the lock back when the process ends, however it
ends; a folder whose lock is free is therefore nobody's, and the next run removes it.
"""

import atexit
import contextlib
import fcntl
import functools
import os
import shutil
import tempfile
from collections.abc import Collection
from pathlib import Path

LOCK = "lock"


def prefix() -> str:
    """How the names of such folders begin; every user has their own."""
    return f"nbgrader-run-{os.getuid()}-"


def run_folder() -> Path:
    """The folder of this process; made on first use, and removed at the end of the process."""
    folder = made_folder()
    if not folder.exists():  # a server lives long, and somebody tidies up
        made_folder.cache_clear()
        folder = made_folder()
    return folder


@functools.cache
def made_folder() -> Path:
    """A new folder, locked by this process."""
    remove_dead()
    folder = Path(tempfile.mkdtemp(prefix=prefix()))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    lock = os.open(folder / "taken", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    # Under this name only when it is locked, so that nobody takes the folder for a dead one.
    os.rename(folder / "taken", folder / LOCK)
    return folder


def unfinished(place: Path) -> Path:
    """Where a folder is made ready that is going to a place; nbgrader's patterns do not find it.

    It lies beside that place, so that moving it there copies nothing.
    """
    return place.with_name(f".{place.name}.unfinished")


def put_in_place(stage: Path, place: Path, kept: Collection[Path] = ()) -> None:
    """Move the files of a folder that is ready to its place, and remove what else lies there.

    Parameters
    ----------
    stage : Path
        From `unfinished`; it is gone afterwards.
    place : Path
    kept : collection of Path
        Files that stay although the stage has none of their names, relative to the place.
    """
    staged = [path.relative_to(stage) for path in stage.rglob("*") if path.is_file()]
    for path in sorted(place.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.relative_to(place) not in {*staged, *kept}:
            path.unlink()
    for name in staged:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        os.replace(stage / name, place / name)
    shutil.rmtree(stage)


def remove_dead() -> None:
    """Remove the folders of processes that have ended without doing so."""
    for lock in Path(tempfile.gettempdir()).glob(f"{prefix()}*/{LOCK}"):
        # Not there, not ours, or held by a run that goes on.
        with contextlib.suppress(OSError), open(lock, "rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(lock.parent, ignore_errors=True)
