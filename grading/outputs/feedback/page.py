"""What the page of one notebook shows, in the order of the homework, and what it never shows.

The text of the homework, and of checks what everybody may read, come from the released notebook.
From the graded one come the student's cells and outputs, and never the source of a grade cell:
it holds the hidden tests.
"""

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import nbformat
from markupsafe import Markup
from nbformat import NotebookNode

from grading.counts import counted
from grading.course.cells import is_grade, is_locked, is_solution, is_task
from grading.course.gradecell import about, grade_id, hidden_lines
from grading.course.names import declared
from grading.engine import pictures
from grading.engine.limits import Limits
from grading.engine.outcomes import Ended
from grading.engine.pictures import Picture
from grading.outputs import harmless
from grading.outputs.feedback.grades import Grade, NotebookGrades
from grading.outputs.feedback.message import Message, message
from grading.outputs.reader import Patience, TooSlow
from grading.records.parts import cells_to_run, names_in
from grading.records.receipts import is_pending

#: Verdicts of tasks against which a student may appeal.
LOST = ("partly", "lost")
#: The most outputs of a cell, and the most cells of which a page says that they did not finish.
MOST_OUTPUTS, MOST_STOPS = 30, 20
#: Letters of what a cell says of its picture.
MOST_WORDS = 2000
NO_WORDS = Markup()
#: Errors whose text is a sentence for the student, so that their kind adds nothing.
SENTENCES = {"CheckFailed", "NotWritten"}
#: Those of cells that did not come to their own end, which their text says.
ENDS = {kind.__name__ for kind in Ended.__subclasses__()}
#: What IPython calls a cell that has no file.
PLACE_OF_SYNTAX = re.compile(r"\(<ipython-input-[^>]*>, (line \d+)\)")
#: What IPython calls an object for a browser, where a notebook keeps nothing else of it.
OBJECT = re.compile(r"<IPython\.core\.display\.(\w+) object>")
NOT_KEPT = "A display of kind {} is not kept where notebooks are graded; text and figures are."
NOTHING = "This output holds nothing that a page can show."
EMPTY = "This text holds nothing that a page can show."
LEFT_OUT = "is left out here: the page would become too large."
REST = "{} left out here: the page would become too large."
HEADING = re.compile(r"(?m)^#{1,6} +(.+?) *#*$")
#: Cells that intake puts before a notebook, to say in formgrader what the receipt says as well.
INTAKE_NOTES = {"refused", "repaired-before-grading"}


class RoomOnPage:
    """How much more of a student's making a page shows: letters of its source, pictures, time."""

    def __init__(self, limits: Limits) -> None:
        self.words, self.patience = 400_000, Patience()
        self.album = limits.album(8 << 20)

    def fill(self, make: Callable, *given: Any) -> Any:
        """What a function makes of what is given, or None, not even made, once the page is full."""
        if self.words <= 0:
            return None
        made = make(*given)
        self.words -= len(made) + 500
        return made

    def read(self, make: Callable, otherwise: Callable, *given: Any) -> Any:
        """What a function makes of a student's text, or another one where that takes too long."""
        try:
            return self.patience.read(make, *given)
        except TooSlow:
            return otherwise(*given)


@dataclass
class Output:
    """One thing that a cell showed.

    Attributes
    ----------
    kind : {"text", "error", "stopped", "html", "picture", "note"}
    content : str, Markup or Picture
    more : str
        The traceback of an error, the words for a picture.
    """

    kind: str
    content: str | Markup | Picture
    more: str = ""

    def __len__(self) -> int:
        return (len(self.content) if isinstance(self.content, str) else 0) + len(self.more)


@dataclass
class OwnCell:
    """A cell that the student wrote, or a figure that the student's functions made.

    Attributes
    ----------
    kind : {"code", "text", "given"}
        A given cell belongs to the homework, so that only its outputs are shown.
    source : Markup
    outputs : list of Output
    name : str
        By which grading knows it, if it does; for a cell that has no other, its place.
    grade_id : str
        Empty for a cell that the homework does not ask for.
    comment : Markup
        The instructor's words about it.
    solution : Markup
        The reference, where it may be shown.
    grade : Grade or None
        Where a person grades it.
    function : str
        What it was asked to hold.
    appeal : str
        What to quote in an appeal; empty where no points are lost.
    """

    kind: str
    source: Markup
    outputs: list[Output]
    name: str = ""
    grade_id: str = ""
    comment: Markup = NO_WORDS
    solution: Markup = NO_WORDS
    grade: Grade | None = None
    function: str = ""
    appeal: str = ""
    message = None

    @property
    def claim(self) -> str:
        """What is graded."""
        if self.grade and self.grade.verdict == "lost" and not self.grade.by_hand:
            return "left as it was handed out"  # of which nbgrader itself knows the points
        return "your own code" if self.kind == "code" else "your own words"

    @property
    def anchor(self) -> str:
        """Where links to it lead."""
        return anchor(self.name)

    @property
    def called(self) -> str:
        """What a sentence calls it."""
        if self.kind == "given":
            return "a cell of the homework"
        return f"your answer `{self.function}`" if self.grade_id else "a cell of your own"


@dataclass
class Check:
    """A grade cell.

    Attributes
    ----------
    grade_id, function, claim : str
        The function that it is about, and what it holds it to.
    grade : Grade
    message : Message or None
    source : Markup
        What everybody may read of it.
    comment : Markup
        The instructor's words about it.
    appeal : str
        What to quote in an appeal; empty where no points are lost.
    """

    grade_id: str
    function: str
    claim: str
    grade: Grade
    message: Message | None
    source: Markup
    comment: Markup
    appeal: str = ""
    kind = "check"

    @property
    def anchor(self) -> str:
        """Where links to it lead."""
        return anchor(self.grade_id)

    @property
    def called(self) -> str:
        """What a sentence calls it."""
        return f"the check of `{self.function}`"


@dataclass
class Section:
    """A part of the notebook under one heading."""

    title: str
    text: str = ""
    names: set[str] = field(default_factory=set)
    items: list[OwnCell | Check] = field(default_factory=list)

    @property
    def rendered(self) -> Markup:
        return text_shown(self.text)


@dataclass(frozen=True)
class Release:
    """The released notebook: what everybody may read.

    Attributes
    ----------
    title : str
    sections : tuple of (str, str, frozenset)
        Title and text of each, and the names of its cells.
    sources : dict of str to str
        Of the cells that nbgrader knows, by grade id.
    texts : frozenset of str
        Sources of all other cells.
    """

    title: str
    sections: tuple[tuple[str, str, frozenset[str]], ...]
    sources: dict[str, str]
    texts: frozenset[str]


@dataclass(frozen=True)
class Unfinished:
    """A cell that did not come to its own end.

    Attributes
    ----------
    called : str
        What a sentence calls it, with code between backticks.
    why : str
    anchor : str
        Where it stands on the page; empty where it does not.
    """

    called: str
    why: str
    anchor: str = ""


@dataclass
class Page:
    """All that the page of a notebook shows."""

    title: str
    sections: list[Section]
    checks: list[OwnCell | Check]
    stopped: list[Unfinished]
    more_stopped: int
    repaired: list[str]
    refused: str
    pending: bool


def build(
    nb: NotebookNode,
    notebook: NotebookGrades,
    release: Release,
    solutions: dict[str, str],
    limits: Limits,
    codes: Mapping[str, str] = MappingProxyType({}),
) -> Page:
    """What the page of a graded notebook shows.

    Parameters
    ----------
    nb : NotebookNode
        The graded notebook.
    notebook : NotebookGrades
    release : Release
    solutions : dict of str to str
        Sources of the reference by grade id; empty as long as nobody may see them.
    limits : Limits
    codes : mapping of str to str
        What is quoted in an appeal, by grade id.

    Returns
    -------
    Page
    """
    sections = [Section(title, text, set(names)) for title, text, names in release.sections]
    show_cells(sections, nb, notebook, release, solutions, RoomOnPage(limits))
    noted = receipt(nb, [item for part in sections for item in part.items])
    checks = [item for part in sections for item in part.items if item.grade is not None]
    for item in checks:
        if item.grade is not None and item.grade.verdict in LOST:
            item.appeal = codes.get(item.grade_id, "")
    if noted["refused"]:
        # The blank notebook was graded in its place: of that, only what a person wrote is shown.
        for part in sections:
            part.items = [item for item in part.items if item.comment]
    return Page(
        title=release.title,
        sections=[part for part in sections if part.items],
        checks=checks,
        **noted,
    )


def show_cells(
    sections: list[Section],
    nb: NotebookNode,
    notebook: NotebookGrades,
    release: Release,
    solutions: dict[str, str],
    room: RoomOnPage,
) -> None:
    """Put what a page shows of each cell into its section, as far as there is room."""
    here, function, left_out = sections[0], "", 0
    names = dict(zip(map(id, cells_to_run(nb)), names_in(nb), strict=True))
    for number, cell in enumerate(nb.cells, 1):
        if cell.get("id") in INTAKE_NOTES:
            continue
        name = grade_id(cell)
        here = next((part for part in sections if known_as(cell) & part.names), here)
        if name and not is_grade(cell) and is_solution(cell):
            function = what_is_asked(name, release)
        if name in notebook.grades and not is_solution(cell):
            here.items.append(check_of(cell, notebook, release, function))
        elif is_students(cell, release) and not name and room.words <= 0:
            left_out += 1
        elif is_students(cell, release):
            words = f"Figure of cell {number}, made by your own code"
            item = own_cell(cell, notebook, release, solutions, words, room)
            item.name = names.get(id(cell), name)
            if item.source or item.outputs:
                here.items.append(item)
        elif is_locked(cell) and cell.get("outputs"):
            shown = outputs(cell, figure_words(release.title, here), room)
            here.items.append(OwnCell("given", NO_WORDS, shown, name=names.get(id(cell), name)))
    if left_out:
        more = counted(left_out, "more cell of yours is", "more cells of yours are")
        rest = Markup("<p>{}</p>").format(REST.format(more))
        here.items.append(OwnCell("text", rest, []))


def receipt(nb: NotebookNode, shown: list[OwnCell | Check]) -> dict:
    """What intake and engine noted about a notebook, of which a page shows some cells."""
    noted = nb.metadata.get("grading", {})
    ends = noted.get("stopped", ())
    known = {item.anchor: item for item in shown}
    return {
        "stopped": [unfinished(end, known.get(anchor(end["cell"]))) for end in ends[:MOST_STOPS]],
        "more_stopped": len(ends[MOST_STOPS:]),
        "repaired": [harmless.text(sentence) for sentence in noted.get("repaired", ())],
        "refused": harmless.text(noted.get("refused") or ""),
        "pending": is_pending(noted),
    }


def unfinished(end: dict[str, str], item: OwnCell | Check | None) -> Unfinished:
    """What a page says of a cell that did not come to its own end."""
    why = harmless.text(end["why"])
    if item is None:
        return Unfinished(f"`{end['cell']}`", why)
    return Unfinished(item.called, why, item.anchor)


def anchor(name: str) -> str:
    """Where links to a cell lead; an anchor may not hold spaces."""
    return name.replace(" ", "-")


def known_as(cell: NotebookNode) -> set[str]:
    """The names under which the homework may know a cell."""
    return {grade_id(cell) or cell.get("id", ""), cell.source.strip()} - {""}


def is_students(cell: NotebookNode, release: Release) -> bool:
    """Whether a cell may hold the student's words: open to them, or not of the homework."""
    if grade_id(cell):
        return is_solution(cell) and not is_task(cell)
    return cell.source.strip() not in release.texts


def check_of(
    cell: NotebookNode, notebook: NotebookGrades, release: Release, function: str
) -> Check:
    name = grade_id(cell)
    source = release.sources.get(name, "")
    asked_for, claim = about(source or cell.source)
    claim = claim or about(cell.source)[1]
    function = asked_for or function or name
    return Check(
        grade_id=name,
        function=function,
        claim=claim or name.replace("_", " "),
        grade=notebook.grades[name],
        message=message(cell, hidden_lines(cell.source), function),
        source=harmless.code(source) if source and cell.cell_type == "code" else NO_WORDS,
        comment=text_shown(notebook.comments.get(name, "")),
    )


def own_cell(
    cell: NotebookNode,
    notebook: NotebookGrades,
    release: Release,
    solutions: dict[str, str],
    words: str,
    room: RoomOnPage,
) -> OwnCell:
    name = grade_id(cell)
    common: dict[str, Any] = {
        "function": what_is_asked(name, release) if name else "",
        "grade_id": name,
        "comment": text_shown(notebook.comments.get(name, "")),
        "grade": notebook.grades.get(name),
    }
    if cell.cell_type == "code":
        solution = harmless.code(solutions[name]) if name in solutions else NO_WORDS
        written = cell.source.strip("\n")
        source = room.fill(room.read, harmless.code, harmless.uncoloured, written)
        source = Markup(f"# This cell {LEFT_OUT}") if source is None else source
        return OwnCell("code", source, outputs(cell, words, room), solution=solution, **common)
    drawn = []
    text = room.fill(own_text, cell, drawn, room)
    text = Markup(f"<p>This text {LEFT_OUT}</p>") if text is None else text
    shown = [
        picture_output(found, f"Picture in your text: {words or 'without words'}", room)
        for found, words in drawn[:MOST_OUTPUTS]
    ]
    return OwnCell("text", text, shown, solution=text_shown(solutions.get(name, "")), **common)


def own_text(cell: NotebookNode, drawn: list[tuple[Picture, str]], room: RoomOnPage) -> Markup:
    """A student's text; its pictures are put into a list beside it."""
    attached = {name: dict(data) for name, data in cell.get("attachments", {}).items()}
    text, found = room.read(harmless.markdown, typed_markdown, cell.source, attached)
    drawn += found
    return text if text.striptags() else Markup(f"<p>{EMPTY}</p>")


def typed_markdown(source: str, attachments: dict | None = None) -> tuple[Markup, list]:
    """What `harmless.markdown` makes of a text, where that takes too long."""
    return harmless.as_it_is(source), []


def outputs(cell: NotebookNode, words: str, room: RoomOnPage) -> list[Output]:
    """What a cell showed, made harmless.

    Parameters
    ----------
    cell : NotebookNode
    words : str
        What its pictures are, for those who cannot see them.
    room : RoomOnPage

    Returns
    -------
    list of Output
    """
    found = cell.get("outputs", [])
    shown = [one for output in found[:MOST_OUTPUTS] for one in as_shown(output, words, room)]
    if len(found) > MOST_OUTPUTS:
        more = counted(len(found) - MOST_OUTPUTS, "more output is", "more outputs are")
        shown.append(Output("note", f"{more} left out here."))
    return shown


def as_shown(output: NotebookNode, words: str, room: RoomOnPage) -> list[Output]:
    if output.output_type in ("display_data", "execute_result"):
        data = {kind: text for kind, text in output.data.items() if isinstance(text, str)}
        found = pictures.first(data)
        if found:
            return [picture_output(found, own_words(output) or words, room)]
        shown = room.fill(of_data, data, room)
    elif output.output_type == "error":
        shown = room.fill(of_error, output)
    elif output.text.strip():
        shown = room.fill(of_text, output.text)
    else:
        return []
    return [Output("note", f"An output {LEFT_OUT}") if shown is None else shown]


def of_text(text: str) -> Output:
    return Output("text", harmless.text(text))


def of_error(error: NotebookNode) -> Output:
    frames = harmless.text("\n".join(error.get("traceback", ())))
    said = harmless.text(error_text(error))
    kind = "stopped" if error.get("ename") in ENDS else "error"
    return Output(kind, said, "" if frames.strip() == said else frames)


def error_text(error: NotebookNode) -> str:
    """An error in words; its kind only where the words need it."""
    kind = error.get("ename", "")
    words = PLACE_OF_SYNTAX.sub(r"(\1)", error.get("evalue", ""))
    if kind in SENTENCES | ENDS:
        return words
    return f"{kind}: {words}" if words else kind


def of_data(data: dict[str, str], room: RoomOnPage) -> Output:
    """What is shown of data by MIME type, where they hold no picture."""
    if "image/svg+xml" in data:
        return Output("note", "A drawing in SVG is not shown here; show it as PNG.")
    if "text/html" in data:
        shown = room.read(harmless.html, harmless.as_it_is, data["text/html"])
        return Output("html", shown) if shown.strip() else Output("note", NOTHING)
    for kind in ("text/markdown", "text/latex"):
        if kind in data:
            return Output("html", room.read(harmless.markdown, typed_markdown, data[kind])[0])
    if found := OBJECT.fullmatch(data.get("text/plain", "")):
        return Output("note", NOT_KEPT.format(found[1]))
    if "text/plain" in data:
        return Output("text", harmless.text(data["text/plain"]))
    return Output("note", NOTHING)


def picture_output(found: Picture, words: str, room: RoomOnPage) -> Output:
    if room.album.holds(found):
        return Output("picture", found, harmless.text(words))
    return Output("note", f"A picture {LEFT_OUT}")


def own_words(output: NotebookNode) -> str:
    """What the cell that drew a picture says of it; empty where it says nothing."""
    about = output.get("metadata", {}).get("image/png")
    text = about.get("alt") if isinstance(about, dict) else None
    return text[:MOST_WORDS] if isinstance(text, str) else ""


def figure_words(title: str, section: Section) -> str:
    """What a figure of the homework is, for those who cannot see it."""
    words = as_words(section.text)
    words = words if len(words) <= 300 else words[:300].rsplit(" ", 1)[0] + " …"
    return f"Your figure, {title}, {section.title}. What it should show: {words}"


def as_words(text: str) -> str:
    """Markdown as words."""
    return re.sub(r"\s+", " ", re.sub(r"[*`$]|^\|.*$", "", text, flags=re.MULTILINE)).strip()


@functools.lru_cache(maxsize=256)
def text_shown(text: str) -> Markup:
    """Text of the homework or of the instructor; the same for all students, so kept."""
    return harmless.markdown(text, most=len(text))[0] if text else NO_WORDS


def what_is_asked(name: str, release: Release) -> str:
    """What a solution cell asks students to write: a function, or else the cell by its name."""
    return next(iter(declared(release.sources.get(name, ""))), name.replace("_", " "))


@functools.lru_cache(maxsize=64)
def release_of(path: Path, changed: int | None, name: str) -> Release:
    """What everybody may read of a notebook.

    Parameters
    ----------
    path : Path
        The released notebook; where there is none, a page has no text of the homework.
    changed : int or None
        When the file was changed, None where there is none.
    name : str
        Of the notebook.

    Returns
    -------
    Release
    """
    if changed is None:
        return Release(name, ((name, "", frozenset()),), {}, frozenset())
    sections: list[Section] = []
    sources, texts = {}, set()
    for cell in nbformat.read(path, as_version=4).cells:
        title, text = headed(cell)
        if title or not sections:
            sections.append(Section(title or name))
        sections[-1].text += text
        sections[-1].names |= known_as(cell)
        if grade_id(cell):
            sources[grade_id(cell)] = cell.source
        else:
            texts.add(cell.source.strip())
    parts = tuple((part.title, part.text, frozenset(part.names)) for part in sections)
    parts = parts or ((name, "", frozenset()),)
    return Release(parts[0][0], parts, sources, frozenset(texts))


def headed(cell: NotebookNode) -> tuple[str, str]:
    """Heading and text of a cell; empty where it is not a text."""
    if cell.cell_type != "markdown" or is_solution(cell):
        return "", ""
    found = HEADING.match(cell.source.strip())
    if not found:
        return "", f"\n\n{cell.source}"
    return as_words(found[1]), cell.source.strip()[found.end() :]


def changed_at(path: Path) -> int | None:
    """When a file was changed, in nanoseconds; None where it is not there."""
    return path.stat().st_mtime_ns if Path(path).is_file() else None
