"""Which file of a submission is which notebook of the assignment, whatever it is called.

The rule where several could be: work before none, the right name before others, beside the
submission's other files before deeper down, saved later before saved earlier.
"""

import contextlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePath

from nbformat import NotebookNode

from grading.intake.cells import Released
from grading.intake.files import File
from grading.intake.notes import NotebookRefused, Notes
from grading.intake.reading import MB, read_submitted

#: The notebook in a file, or None where it cannot be read.
Opener = Callable[[File], NotebookNode | None]
#: Browsers and editors put their own ending behind that of a notebook.
ENDING = re.compile(r"\.ipynb(\.(txt|json|part))?\s*$", re.IGNORECASE)
#: What a browser has saved under this ending is known as a notebook by what is in it.
PERHAPS = ".json"
#: Files that are opened to see what they are: of those with foreign names, and for each notebook.
MOST_OPENED = 10
#: How many bytes of a submission are read for that, beyond which files are known by name only.
MOST_TO_OPEN = 64 * MB

RENAMED = "The file is named {}; it was graded as {name}. Hand it in under that name."
OTHERS = "Other files that could be {name} were not graded: {}. {why}"
WHY = {
    "name": "The one under its right name counts.",
    "blank": "The one under its right name holds no answers.",
    "saved": "The one saved last counts.",
}


def choose(
    files: list[File], released: Mapping[str, Released], opened: Opener
) -> dict[str, list[File]]:
    """The file of each notebook.

    Parameters
    ----------
    files : list of File
    released : dict of str to Released
        The notebooks of the assignment by name.
    opened : callable
        The notebook in a file, or None where it cannot be read.

    Returns
    -------
    dict of str to list of File
        For each notebook that was found all files that could be it, best first.
    """
    found, strange = {}, []
    for file in files:
        if ENDING.search(file.place.name):
            name = by_name(file.place.name, released)
            if name is None:
                strange.append(file)
            else:
                found.setdefault(name, []).append(file)
        elif file.place.name.lower().endswith(PERHAPS):
            strange.append(file)
    for file in strange[:MOST_OPENED]:
        name = by_content(opened(file), released)
        if name is not None:
            found.setdefault(name, []).append(file)
    return {name: ranked(name, found[name], released[name], opened) for name in sorted(found)}


def by_name(filename: str, names: Iterable[str]) -> str | None:
    """The notebook whose name stands in the name of a file, the longest where several do."""
    stem = bare(ENDING.sub("", filename))
    return max((name for name in names if bare(name) in stem), key=len, default=None)


def bare(name: str) -> str:
    """A name without case, signs and spaces, which copying and downloading change."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def by_content(notebook: NotebookNode | None, released: Mapping[str, Released]) -> str | None:
    """The one notebook of which at least half is there, and more than of any other; or None."""
    names = [] if notebook is None else like(notebook, released)
    return names[0] if len(names) == 1 else None


def like(notebook: NotebookNode, released: Mapping[str, Released]) -> list[str]:
    """The notebooks of which at least half is there, and no less than of any other."""
    likeness = {name: known.likeness(notebook) for name, known in released.items()}
    best = max(likeness.values(), default=0)
    return [name for name, share in likeness.items() if share == best >= 0.5]


def ranked(name: str, files: list[File], released: Released, opened: Opener) -> list[File]:
    """Files that could be a notebook, best first."""
    if len(files) == 1:
        return files

    def rank(file: File) -> tuple:
        return is_right(file, name), -len(file.place.parts), file.saved, str(file.place)

    def worked_on(file: File) -> bool:
        notebook = opened(file)
        return notebook is not None and released.worked_on(notebook)

    by_rank = sorted(files, key=rank, reverse=True)
    first = sorted(by_rank[:MOST_OPENED], key=worked_on, reverse=True)  # keeps the order of equals
    return first + by_rank[MOST_OPENED:]


def is_right(file: File, name: str) -> bool:
    """Whether a file bears the name under which a notebook was handed out."""
    return file.place.name == f"{name}.ipynb"


def explain(name: str, files: list[File], notes: Notes) -> None:
    """Tell a student which of several files was graded, and under which name."""
    chosen, *others = files
    right = f"`{name}.ipynb`"
    if not is_right(chosen, name):
        notes.add(RENAMED.replace("{name}", right), chosen.place)
    why = "saved"
    if is_right(chosen, name):
        why = "name"
    elif any(is_right(file, name) for file in others):
        why = "blank"
    for other in others:
        notes.add(OTHERS.replace("{name}", right).replace("{why}", WHY[why]), other.place)


def opener() -> Opener:
    """Reads files of a submission, and remembers what was in them."""
    known, room = {}, MOST_TO_OPEN

    def opened(file: File) -> NotebookNode | None:
        nonlocal room
        if file.path not in known:
            room, known[file.path] = room - file.size, None
            with contextlib.suppress(NotebookRefused):
                known[file.path] = read_submitted(file.path) if room >= 0 else None
        return known[file.path]

    return opened


def base(places: Iterable[PurePath]) -> PurePath:
    """The folder within a submission that holds all its notebooks."""
    folders = [place.parent.parts for place in places]
    common = []
    for level in zip(*folders, strict=False):
        if len(set(level)) > 1:
            break
        common.append(level[0])
    return PurePath(*common)
