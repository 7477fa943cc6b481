"""Reads a large notebook in a process of its own, which may run out of memory.

``python -m grading.intake.large <path> <bytes of memory> <pixels of one picture> <pixels of all>``
answers `reading.read_apart` in JSON.
"""

import json
import resource
import sys

from grading.engine.limits import Limits
from grading.intake.notes import Notes
from grading.intake.reading import NotReadable, read_cells


def main(path: str, *numbers: str) -> None:
    """Read a notebook, and write what was found to the standard output."""
    memory, picture, together = map(int, numbers)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    notes, limits = Notes(), Limits(picture_pixels=picture, notebook_pixels=together)
    try:
        said: dict[str, object] = {
            "notebook": read_cells(path, notes, limits),
            "notes": notes.found,
        }
    except NotReadable as refused:
        said = {"refused": [str(refused), refused.advice]}
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main(*sys.argv[1:])
