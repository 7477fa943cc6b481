"""Other notebooks of a student, for one that runs them: as they were handed in.

What grading makes of a notebook holds hidden tests, so none of that lies beside another one. And
only a notebook whose code names such a file gets them, because it is graded anew when they change.
"""

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path, PurePath

from grading.engine.limits import Limits
from grading.intake.files import File
from grading.intake.reading import LARGE, NotReadable, read_bytes

ENDING = ".ipynb"


def neighbours(
    files: list[File], base: PurePath, chosen: Mapping[str, list[File]]
) -> dict[str, Path]:
    """All notebooks of a submission, by where they lie beside the others.

    Parameters
    ----------
    files : list of File
    base : PurePath
        The folder within the submission that holds its notebooks.
    chosen : dict of str to list of File
        Files of the notebooks of the assignment, best first. They have the names under which
        they were handed out.
    """
    found = {
        str(file.place.relative_to(base)): file.path
        for file in files
        if file.place.suffix == ENDING and file.place.is_relative_to(base)
    }
    return found | {f"{name}{ENDING}": first.path for name, (first, *_) in chosen.items()}


def names_others(notebook: File | None) -> bool:
    """Whether the code of a notebook names files that are notebooks."""
    try:
        text = read_bytes(notebook.path) if notebook else b""
        if ENDING.encode() not in text:
            return False
        cells = json.loads(text)["cells"] if len(text) <= LARGE else [{}]
        code = [cell for cell in cells if cell.get("cell_type", "code") == "code"]
        return any(ENDING in "".join(cell.get("source", ENDING)) for cell in code)
    except NotReadable:
        return False
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return True  # mended later; what it names is not known here


def read_neighbours(places: Mapping[str, Path], limits: Limits) -> dict[str, bytes]:
    """The files at some places by their names, the small ones first, as many as there is room."""
    found, room = {}, limits.disk // 4
    for name, path in sorted(places.items(), key=lambda place: (size_of(place[1]), place[0])):
        if size_of(path) > min(room, limits.file_size):
            break
        with contextlib.suppress(NotReadable):
            found[name] = read_bytes(path)
            room -= len(found[name])
    return found


def size_of(path: Path) -> int:
    """Bytes of a file; 0 where it is gone."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
