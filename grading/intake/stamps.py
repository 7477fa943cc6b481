"""When a submission was handed in, as the file beside its notebooks says."""

from pathlib import Path

from grading.engine.limits import Limits
from grading.engine.run import read_files
from grading.intake.notes import Notes
from grading.intake.reading import NotReadable, decode, read_bytes
from grading.times import NoTime, Time, read_time

TIMESTAMP = "timestamp.txt"


def read_stamp(path: Path, zone: str | None) -> Time:
    """Read the time in a file.

    Parameters
    ----------
    path : Path
    zone : str or None
        The zone in which nbgrader writes times.

    Returns
    -------
    Time

    Raises
    ------
    NoTime
    """
    try:
        text = decode(read_bytes(path), Notes()).strip("\0 \t\r\n")
    except NotReadable as error:
        raise NoTime("", str(error)) from None
    return read_time(text, zone)


def files_beside(folder: Path, limits: Limits) -> dict[str, bytes]:
    """What notebooks find beside them, by name; the time of handing in is not among it."""
    files = read_files(folder, limits)
    files.pop(TIMESTAMP, None)
    return files
