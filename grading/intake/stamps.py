"""When a submission was handed in, as the file beside its notebooks says."""

from pathlib import Path

from grading.intake.notes import Notes
from grading.intake.reading import NotReadable, decode, read_bytes
from grading.times import NoTime, Time, read_time

TIMESTAMP = "timestamp.txt"
UNUSUAL = "The time in timestamp.txt was written in an unusual way, and was read all the same."


def read_stamp(path: Path, zone: str | None, notes: Notes) -> Time:
    """Read the time in a file.

    Parameters
    ----------
    path : Path
    zone : str or None
        The zone in which nbgrader writes times.
    notes : Notes
        Takes what was unusual.

    Returns
    -------
    Time

    Raises
    ------
    NoTime
    """
    try:
        data = read_bytes(path)
        text = decode(data, Notes()).strip("\0 \t\r\n")
    except NotReadable as error:
        raise NoTime("", str(error)) from None
    time = read_time(text, zone)
    if text.encode() != data.strip():
        notes.remark(UNUSUAL)
    return time
