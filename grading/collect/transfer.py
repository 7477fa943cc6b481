"""Puts collected files in place: the folder of each submission is replaced as a whole.

nbgrader clears a folder and then copies into it, so that whoever stops it in between leaves half a
submission to be graded.
"""

import shutil
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from grading.intake.stamps import TIMESTAMP
from grading.interrupts import interrupts
from grading.scratch import unfinished
from grading.times import written


def replace(folder: Path, files: Iterable[tuple[Path, Path]], time: datetime | None) -> None:
    """Replace the folder of a submission.

    Parameters
    ----------
    folder : Path
    files : iterable of (Path, Path)
        Each file that was collected, and its place in the folder.
    time : datetime or None
        When it was handed in, in UTC.

    Raises
    ------
    OSError
        If a file cannot be copied. The folder is then as it was.
    """
    stage, before = unfinished(folder), folder.with_name(f".{folder.name}.before")
    if before.exists() and not folder.exists():  # stopped between the two steps below
        before.rename(folder)
    for rest in (stage, before):
        shutil.rmtree(rest, ignore_errors=True)
    try:
        for path, place in files:
            (stage / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, stage / place)
        if time is not None:
            (stage / TIMESTAMP).write_text(written(time))
    except OSError:
        shutil.rmtree(stage, ignore_errors=True)
        raise
    with interrupts.held():
        if folder.exists():
            folder.rename(before)
        stage.rename(folder)
    shutil.rmtree(before, ignore_errors=True)
