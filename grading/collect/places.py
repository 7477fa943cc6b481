"""Where each file of a submission is put, so that none takes the place of another.

The file that should count gets the plain name of its notebook. What else could be that notebook is
kept below it in a folder, where `grading.intake.naming` finds it and tells the student.
"""

import filecmp
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import count
from pathlib import Path, PurePath, PurePosixPath

from grading.intake import naming
from grading.intake.stamps import TIMESTAMP
from grading.intake.zone import configured_zone
from grading.times import NoTime, read_time

#: Canvas puts the number of an attempt behind a name that the student has used before, and from
#: the eighth on a code.
AGAIN = re.compile(r"-(?:(?P<attempt>\d+)|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$")
LAST = 8


@dataclass(frozen=True)
class CollectedFile:
    """A file in ``extracted/``.

    Attributes
    ----------
    path : Path
    place : PurePosixPath
        Within the submission, as the archive has it.
    archive : str
        In which archive it was.
    saved : float
        The time of the newest file in that archive.
    upload : int or None
        The platform's number of the file, where it has one.
    stamp : str
        When it was handed in, where the name says so.
    """

    path: Path
    place: PurePosixPath
    archive: str = ""
    saved: float = 0
    upload: int | None = None
    stamp: str = ""

    @cached_property
    def time(self) -> datetime | None:
        """That time in UTC, if it is one."""
        try:
            return read_time(self.stamp, configured_zone()) if self.stamp else None
        except NoTime:
            return None


def places_of(files: list[CollectedFile], released: Iterable[str]) -> dict[Path, str]:
    """The place of each file in the folder of its student.

    Files that are the same, byte for byte, as one whose place they would have are left out, and so
    is what a student calls timestamp.txt: that is where nbgrader reads when it was handed in.

    Parameters
    ----------
    files : list of CollectedFile
    released : iterable of str
        The notebooks that were handed out, such as ``problem1_pca.ipynb``.

    Returns
    -------
    dict of Path to str
    """
    handed_out, above = set(released), shared_folders(files)
    taken, folders = {}, set()
    for file in sorted(files, key=lambda file: rank(file, handed_out)):
        if TIMESTAMP in map(str.casefold, file.place.parts):  # a folder of this name as well
            continue
        for place in candidates(file, handed_out, above[file.archive]):
            if place in taken and filecmp.cmp(taken[place], file.path, shallow=False):
                break
            if is_free(place, taken, folders):
                taken[place] = file.path
                folders.update(place.parents)
                break
    return {path: str(place) for place, path in taken.items()}


def shared_folders(files: list[CollectedFile]) -> dict[str, PurePath]:
    """For each archive the folder that holds all its notebooks, or all else where it has none."""
    found = {}
    for archive in {file.archive for file in files}:
        places = [file.place for file in files if file.archive == archive]
        notebooks = [place for place in places if naming.ENDING.search(place.name)]
        found[archive] = naming.base(notebooks or places)
    return found


def rank(file: CollectedFile, released: set[str]) -> tuple:
    """What comes first: notebooks, newest archive, last attempt, least deep."""
    attempt = AGAIN.search(PurePosixPath(file.place.parts[0]).stem) if file.upload else None
    return (
        plain_name(file, released) not in released,
        -file.saved,
        file.archive,
        -int(attempt["attempt"] or LAST) if attempt else 0,
        -(file.upload or 0),
        -(file.time - datetime.min).total_seconds() if file.time else 0,
        len(file.place.parts),
        str(file.place),
    )


def candidates(file: CollectedFile, released: set[str], above: PurePath) -> Iterator[PurePosixPath]:
    """Places that a file may have, best first."""
    plain = plain_name(file, released)
    if plain in released:
        yield PurePosixPath(plain)
    inside = file.place.is_relative_to(above)
    own = (file.place.relative_to(above) if inside else file.place).with_name(plain)
    yield own
    for number in count(1):
        yield PurePosixPath(f"other {number}", own)


def plain_name(file: CollectedFile, released: set[str]) -> str:
    """The name of a file, without what Canvas puts behind it where it names a notebook or module.

    Other files keep it, because a student may have written it.
    """
    name = file.place.name
    again = AGAIN.search(file.place.stem) if file.upload else None
    if again is None or name in released or len(file.place.parts) > 1:
        return name
    plain = file.place.stem[: again.start()] + file.place.suffix
    return plain if plain in released or file.place.suffix == ".py" else name


def is_free(place: PurePosixPath, taken: dict, folders: set) -> bool:
    """Whether nothing has this place, lies in it, or has the place of a folder above it."""
    return place not in taken and place not in folders and not taken.keys() & set(place.parents)
