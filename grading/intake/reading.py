"""From the bytes of a file to a notebook of nbformat 4, repairing what can be repaired safely.

Of each cell its kind, its text and nbgrader's marks are kept; outputs are made anew by grading.
"""

import codecs
import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_notebook

from grading.counts import counted
from grading.engine import pictures
from grading.engine.limits import Limits
from grading.engine.pictures import MOST_BYTES as MOST_BYTES_OF_ONE
from grading.intake.notes import NotebookRefused, Notes

MB = 10**6
#: Files beyond this are not read. Outputs may take most of it, and are dropped.
MOST_BYTES = 256 * MB
#: Files beyond this are read in a process of their own: in which memory, for how many seconds.
LARGE, MEMORY, PATIENCE = 16 * MB, 3000 * MB, 60
#: The most text that all cells together may have.
MOST_TEXT, MOST_LINES = 16 * MB, 500_000
MOST_CELLS = 20_000
MOST_PICTURES = 16 * MB
MANY_PICTURES = (
    f"Pictures in texts that go beyond {MOST_PICTURES // MB} MB or {{most:g}} million pixels "
    "together were left out: cell number {{}}."
)
NO_PICTURE = (
    f"What was attached to texts and is no PNG or JPEG of up to {MOST_BYTES_OF_ONE // MB} MB and "
    "{most:g} million pixels was left out: cell number {{}}."
)
#: Longer numbers stand in no honest notebook, and take Python very long to read.
MOST_DIGITS = 400

REPAIR_IT = "Open it in JupyterLab, repair or restore it there, save it, and hand it in again."
#: Where no program opens the file.
RESTORE = (
    "Take an earlier copy of it, such as that in the folder .ipynb_checkpoints beside it, and hand "
    "that in."
)
UNMERGE = (
    "Open it in a text editor, keep one of the two versions between the lines `<<<<<<<` and "
    "`>>>>>>>`, delete these lines and `=======`, look at it in JupyterLab, and hand it in again."
)
ITSELF = "Hand in the notebook itself, as JupyterLab saves it."
#: How files begin that are no notebooks, and what they are.
KINDS = {
    "PK": "it is a zip archive or an office document",
    "%PDF": "it is a PDF",
    "<": "it is a web page",
    "version https://git-lfs": "it is a pointer of Git LFS, not the file itself",
    "import ": "it is a Python program",
    "#": "it is a text or a Python program",
}


class NotReadable(NotebookRefused):
    """A file that cannot be read as a notebook: half a sentence why, and what to do."""

    def __init__(self, why: str, advice: str = REPAIR_IT) -> None:
        super().__init__(why)
        self.advice = advice

    def sentence(self, filename: str) -> str:
        """What the student reads about a file of this name."""
        return f"{filename} could not be read: {self}. {self.advice}"


def read_submitted(
    path: Path, notes: Notes | None = None, limits: Limits | None = None
) -> NotebookNode:
    """Read a submitted file as a notebook.

    Parameters
    ----------
    path : Path
    notes : Notes, optional
        Takes what was repaired.
    limits : Limits, optional
        Says how many pixels the pictures in texts may have; without it they may have as many as
        where a course sets nothing.

    Returns
    -------
    NotebookNode
        Of nbformat 4.5, without outputs, with plain text in every cell. Under its metadata stands
        at most ``language``; cells keep nbgrader's metadata, whatever it holds, and ``tags``.

    Raises
    ------
    NotReadable
    """
    notes = Notes() if notes is None else notes
    limits = Limits() if limits is None else limits
    large = path.is_file() and path.stat().st_size > LARGE
    notebook = (read_apart if large else read_cells)(path, notes, limits)
    for repair in REPAIRS:
        repair(notebook, notes)
    return notebook


def read_cells(path: str | Path, notes: Notes, limits: Limits) -> NotebookNode:
    """The cells of a file as they stand there."""
    return as_notebook(parse(decode(read_bytes(path), notes), notes), notes, limits)


def read_apart(path: Path, notes: Notes, limits: Limits) -> NotebookNode:
    """The same in a process of its own, whose memory is limited."""
    numbers = map(str, (MEMORY, limits.picture_pixels, limits.notebook_pixels))
    command = [sys.executable, "-m", "grading.intake.large", str(path.resolve()), *numbers]
    here = Path(__file__).parents[2]
    try:
        done = subprocess.run(command, cwd=here, capture_output=True, timeout=PATIENCE, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        raise NotReadable("it is too large; clear its outputs") from None
    said = json.loads(done.stdout)
    if "refused" in said:
        raise NotReadable(*said["refused"])
    notes.found |= said["notes"]
    return from_dict(said["notebook"])


# --- The file ------------------------------------------------------------------------------


def read_bytes(path: str | Path, most: int = MOST_BYTES) -> bytes:
    """The bytes of a regular file; never waits for a pipe or a device."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise NotReadable(f"the file system said: {error.strerror}") from None
    with open(file, "rb") as stream:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode):
            raise NotReadable("it is not a regular file", ITSELF)
        if status.st_size > most:
            raise NotReadable(
                f"it has {status.st_size // MB} MB, and up to {most // MB} MB are read; "
                "clear its outputs"
            )
        return stream.read(most)


def decode(data: bytes, notes: Notes) -> str:
    """The text of a file, in whichever way it is written down."""
    if not data.strip(b"\0 \t\r\n"):
        empty = "it holds nothing but zeros" if data.strip() else "it is empty"
        raise NotReadable(empty, ITSELF)
    encoding: str = json.detect_encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        encoding = "Windows-1252"
        text = data.decode("cp1252", errors="replace")
    if not encoding.startswith("utf-8"):  # a mark at the beginning is UTF-8 as well
        plain = encoding.upper().replace("WINDOWS", "Windows")
        notes.add(f"The file was written as {plain}; it was read as such. Notebooks are UTF-8.")
    return text.removeprefix(codecs.BOM_UTF8.decode())


def parse(text: str, notes: Notes) -> object:
    """The JSON in a text, also where something else follows it."""
    decoder = json.JSONDecoder(strict=False, parse_int=whole_number)
    start = text.lstrip(" \t\r\n\0")
    try:
        parsed, end = decoder.raw_decode(start)
    except RecursionError:
        raise NotReadable("it is nested too deep") from None
    except ValueError:
        raise not_json(start) from None
    if start[end:].strip(" \t\r\n\0"):
        notes.add("After its end the file went on with remains of another one; they were left out.")
    elif start[end:].strip():
        notes.add("After its end the file was filled with zeros; they were left out.")
    return parsed


def whole_number(digits: str) -> int:
    """A whole number of JSON; 0 where it is too long."""
    return int(digits) if len(digits) <= MOST_DIGITS else 0


def not_json(text: str) -> NotReadable:
    """What to say of a text that is not JSON."""
    if text.startswith("{") and not re.search(r"(?m)^<<<<<<< ", text):
        return NotReadable("the text is not JSON, perhaps cut off while saving", RESTORE)
    if text.startswith("{"):
        return NotReadable("it holds the marks of an unfinished Git merge", UNMERGE)
    known = (what for begin, what in KINDS.items() if text.startswith(begin))
    return NotReadable(next(known, "the text is not JSON"), ITSELF)


# --- Its cells -----------------------------------------------------------------------------


def as_notebook(data: object, notes: Notes, limits: Limits) -> NotebookNode:
    """A notebook of all cells in JSON of any version of the format."""
    if not isinstance(data, dict):
        raise NotReadable(f"it is JSON but not a notebook: expected an object, found {kind(data)}")
    cells = data.get("cells")
    if not isinstance(cells, list) and isinstance(data.get("worksheets"), list):
        cells = [cell for sheet in data["worksheets"] for cell in cells_in(sheet)]
        notes.add("The notebook had an older format and was brought to the present one.")
    if not isinstance(cells, list):
        raise NotReadable("it is JSON but not a notebook: it has no list of cells")
    if len(cells) > MOST_CELLS:
        raise NotReadable(f"it has {counted(len(cells), 'cell')}, and up to {MOST_CELLS} are read")
    metadata = language_of(data.get("metadata"))
    notebook = new_notebook(metadata=metadata, nbformat_minor=5)
    with_ids = as_number(data.get("nbformat_minor")) >= 5
    for number, cell in enumerate(cells, 1):
        read = one_cell(cell, number, notes, limits)
        if read is not None:
            if with_ids and "id" not in read:
                notes.add("Cells without an id of their own got one.")
            notebook.cells.append(read)
    limit_text(notebook)
    limit_pictures(notebook, notes, limits)
    return notebook


def limit_text(notebook: NotebookNode) -> None:
    """Refuse a notebook with more text than is read."""
    size = sum(len(cell.source) for cell in notebook.cells)
    if size > MOST_TEXT:
        raise NotReadable(
            f"its cells hold {size // MB} MB of text, and up to {MOST_TEXT // MB} MB are read"
        )
    lines = sum(cell.source.count("\n") for cell in notebook.cells)
    if lines > MOST_LINES:
        raise NotReadable(
            f"its cells hold {counted(lines, 'line')}, and up to {MOST_LINES} are read"
        )


def cells_in(sheet: object) -> list:
    """The cells of a worksheet, as format 3 has them."""
    cells = sheet.get("cells") if isinstance(sheet, dict) else None
    return cells if isinstance(cells, list) else []


def one_cell(cell: object, number: int, notes: Notes, limits: Limits) -> NotebookNode | None:
    """A cell with the parts that grading touches, or None where nothing of it can be used."""
    if not isinstance(cell, dict):
        notes.add("Damaged cells were left out: number {}.", number)
        return None
    text, whole = text_of(cell)
    if not whole:
        notes.add("Parts of cells that were no text were left out: number {}.", number)
    known = cell.get("cell_type") if isinstance(cell.get("cell_type"), str) else None
    if known == "heading":
        text, known = f"{'#' * max(1, min(6, as_number(cell.get('level'))))} {text}", "markdown"
    if known not in ("code", "markdown", "raw"):
        notes.add("Cells of an unknown kind were taken as code: number {}.", number)
        known = "code"
    read = from_dict({"cell_type": known, "metadata": marks(cell.get("metadata")), "source": text})
    if isinstance(cell.get("id"), str):
        read["id"] = cell["id"]
    if known == "code":
        read["execution_count"], read["outputs"] = None, []
    elif attached := pictures_of(cell.get("attachments"), number, notes, limits):
        read["attachments"] = attached
    return read


def pictures_of(
    attachments: object, number: int, notes: Notes, limits: Limits
) -> dict[str, dict[str, str]]:
    """Pictures that were pasted into a text, by name, as far as a page may show them."""
    kept = {}
    for name, data in attachments.items() if isinstance(attachments, dict) else ():
        data = data if isinstance(data, dict) else {}
        found = filter(None, (pictures.read(kind, data.get(kind)) for kind in pictures.READERS))
        shown = {one.kind: one.data for one in found if one.pixels <= limits.picture_pixels}
        if shown and name.isprintable():
            kept[name] = shown
        else:
            notes.add(NO_PICTURE.format(most=limits.picture_pixels / MB), number)
    return kept


def limit_pictures(notebook: NotebookNode, notes: Notes, limits: Limits) -> None:
    """Leave out pictures in texts beyond what all of them may take together."""
    album = limits.album(MOST_PICTURES)
    for number, cell in enumerate(notebook.cells, 1):
        for name, data in list(cell.get("attachments", {}).items()):
            read = [pictures.read(kind, given) for kind, given in data.items()]
            if not all(one is not None and album.holds(one) for one in read):
                del cell.attachments[name]
                notes.add(MANY_PICTURES.format(most=limits.notebook_pixels / MB), number)


def text_of(cell: dict) -> tuple[str, bool]:
    """The text of a cell, and whether it was text as a whole; format 3 calls that of code input."""
    source = next((cell[name] for name in ("source", "input") if name in cell), "")
    if isinstance(source, str):
        return source, True
    if source is None or not isinstance(source, list):
        return "", False
    lines = [line for line in source if isinstance(line, str)]
    # Some programs write lines without their ends; of two lines that go on there is none.
    between = "" if any("\n" in line for line in lines) else "\n"
    return between.join(lines), len(lines) == len(source)


def marks(metadata: object) -> dict:
    """What nbgrader knows of a cell, and its tags, as far as they are of the right kind."""
    metadata = metadata if isinstance(metadata, dict) else {}
    found: dict[str, Any] = {}
    if isinstance(metadata.get("nbgrader"), dict):
        found["nbgrader"] = {
            name: value
            for name, value in metadata["nbgrader"].items()
            if value is None or isinstance(value, str | int | float)
        }
    if isinstance(metadata.get("tags"), list):
        found["tags"] = [tag for tag in metadata["tags"] if isinstance(tag, str)]
    return found


def language_of(metadata: object) -> dict[str, str]:
    """The programming language that a notebook says it is written in."""
    metadata = metadata if isinstance(metadata, dict) else {}
    for part, name in (("kernelspec", "language"), ("language_info", "name")):
        value = metadata.get(part)
        if isinstance(value, dict) and isinstance(value.get(name), str) and value[name]:
            return {"language": value[name]}
    return {}


def as_number(value: object) -> int:
    """A number, or 0 where it is none."""
    return value if isinstance(value, int) else 0


def kind(value: object) -> str:
    """What a value of JSON is, in words."""
    names = {list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


# --- Repairs that need no knowledge of the course --------------------------------------------


def remove_impossible_letters(notebook: NotebookNode, notes: Notes) -> None:
    """No Python source and no file in UTF-8 can hold these."""
    for number, cell in enumerate(notebook.cells, 1):
        text = cell.source.replace("\0", "")
        text = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        if text != cell.source:
            notes.add("Letters that no text can hold were taken out of cells: number {}.", number)
            cell.source = text


def remove_execution_tags(notebook: NotebookNode, notes: Notes) -> None:
    """Each cell runs, and each error counts, whatever tags say."""
    for number, cell in enumerate(notebook.cells, 1):
        if {"skip-execution", "raises-exception"} & set(cell.metadata.pop("tags", ())):
            notes.add("Tags that change how cells run were removed from cells: number {}.", number)


def give_ids(notebook: NotebookNode, notes: Notes) -> None:
    """Every cell gets an id that no other cell has; the first one keeps its own."""
    taken = {cell.id for cell in notebook.cells if "id" in cell}
    seen, count = set(), 0
    for cell in notebook.cells:
        own = cell.get("id")
        if own is not None and (own in seen or not re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", own)):
            notes.add("Cells without an id of their own got one.")
            own = None
        while own is None:
            count += 1
            own = None if f"cell-{count}" in taken else f"cell-{count}"
        seen.add(own)
        cell["id"] = own


REPAIRS = (remove_impossible_letters, remove_execution_tags, give_ids)
