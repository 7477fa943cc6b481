"""The instructor's cells in a submitted notebook: found again, put back in place and in order.

Students' own cells stay where they are. What nbgrader then adds to grade cells, the hidden tests,
is not known here: all of this is done with the notebook as it was released.
"""

import ast
import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from grading.course.cells import compute_checksum, is_grade, is_locked, is_solution, is_task
from grading.course.names import DEFINITIONS, NO_PYTHON
from grading.intake.additions import additions
from grading.intake.notes import NotebookRefused, Notes
from grading.letters import printable

MARKS = "The marks by which grading finds its cells were missing or changed and were put back: {}."
NOT_CODE = "Cells for code that had become another kind of cell are code again: {}."
NOT_TEXT = "Cells for text that had become another kind of cell are text again: {}."
EDITED = "Cells that are not yours to change were changed; the originals were graded: {}."
ADDED = "What you added to cells that are not yours to change ran in a cell of its own beside: {}."
MISSING = "Cells were missing and were put back as they had been handed out: {}."
MOVED = "Cells had been moved and were put back in their order: {}."
COPIES = "Cells stood there more than once, and were graded once: {}."
UNSOLVED = "Copies of a cell that were still unsolved were left out: {}."
LAST = "Of several copies of a solution the last one counts, as in a run from top to bottom: {}."
FOUND = "Solutions were recognised by the names that they define: {}."
BEFORE_CHECK = "Of several cells that define a name the last one before its check counts: {}."
AFTER_CHECK = (
    "Several cells define a name after its check and none before it, so that none of them was "
    "graded: {}. Keep one of them, and hand it in again."
)
STILL_RAISES = (
    "The line that stood for a missing answer was left in an answer, which ends there: {}. Delete "
    "the line that begins with `raise`."
)
CONFLICT = (
    "Two versions of a cell stand in it with the marks of a merge, which are no Python: {}. Keep "
    "one version, and delete the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`."
)
TEXT_FOUND = "An answer in words was found in a cell of your own beside its place: {}."
TEXT_JOINED = "An answer in words that stood in several cells was put together: {}."
STRANGE = "Cells with marks that this notebook does not know were taken as your own: {}."
LANGUAGE = "The notebook says that it is written in another language ({}); it was run with Python."


@dataclass(frozen=True)
class Part:
    """A cell of the released notebook that nbgrader knows by name."""

    cell: NotebookNode

    @cached_property
    def name(self) -> str:
        """The name by which nbgrader knows it."""
        return self.cell.metadata.nbgrader.grade_id

    @cached_property
    def solution(self) -> bool:
        """Whether it is the students' to write in."""
        return is_solution(self.cell)

    @cached_property
    def is_words(self) -> bool:
        """Whether students write words there, which a person reads."""
        return self.solution and self.cell.cell_type == "markdown"

    @cached_property
    def defines(self) -> frozenset[str]:
        """The functions and classes that students write there."""
        return frozenset(defined_at_top(self.cell.source)) if self.solution else frozenset()


class Released:
    """A notebook as it was handed out."""

    def __init__(self, notebook: NotebookNode) -> None:
        self.notebook = notebook
        marked = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
        known = [c for c in marked if is_asked(c) or is_locked(c)]
        self.parts = {part.name: part for part in map(Part, known)}
        self.of_id = {part.cell.get("id"): part for part in self.parts.values()}
        self.of_source = {same(p.cell): p for p in self.parts.values() if not p.solution}
        self.stubs = {same(p.cell) for p in self.parts.values() if p.solution}
        self.functions = {name for part in self.parts.values() for name in part.defines}

    @property
    def asks(self) -> bool:
        """Whether students write or earn anything there; other notebooks are to be read only."""
        return any(is_asked(part.cell) for part in self.parts.values())

    def likeness(self, notebook: NotebookNode) -> float:
        """Which share of it a submitted notebook has: of its marked cells or of its functions."""
        names = {claimed(cell) for cell in notebook.cells} | {cell.id for cell in notebook.cells}
        functions = {name for cell in notebook.cells for name in defined_at_top(cell.source)}
        # "preamble" and "figure" stand in every notebook of a course.
        own = {name for name, part in self.parts.items() if is_asked(part.cell)}
        pairs = ((own, names), (self.functions, functions))
        return max(len(all_of & there) / max(1, len(all_of)) for all_of, there in pairs)

    def worked_on(self, notebook: NotebookNode) -> bool:
        """Whether one of its functions stands there in another form than as a stub."""
        return any(
            self.functions & set(defined_at_top(cell.source)) and same(cell) not in self.stubs
            for cell in notebook.cells
        )


def restore(notebook: NotebookNode, released: Released, notes: Notes) -> None:
    """Put the instructor's cells of a released notebook back into a submitted one.

    Parameters
    ----------
    notebook : NotebookNode
        From `read_submitted`; changed in place.
    released : Released
    notes : Notes
        Takes what was repaired.

    Raises
    ------
    NotebookRefused
        Where it is written in another language.
    """
    settle_language(notebook, released, notes)
    given = {id(cell) for cell in notebook.cells if is_as_given(cell)}
    present = recognise(notebook, released, given, notes)
    found = {}
    for name, cells in present.items():
        choose = choose_solution if released.parts[name].solution else choose_original
        found[name] = choose(notebook, released.parts[name], cells, notes)
    keep_additions(notebook, released, found, given, notes)
    find_solutions(notebook, released, found, notes)
    find_texts(notebook, released, found, notes)
    put_back(notebook, released, found, notes)
    look_for_remains(released, found, notes)
    for name, cell in found.items():
        restore_cell(cell, released.parts[name], id(cell) in given, notes)


def settle_language(notebook: NotebookNode, released: Released, notes: Notes) -> None:
    """Refuse a notebook in another language, unless its answers are Python all the same."""
    language = notebook.metadata.pop("language", "python")
    if not language.lower().startswith(("python", "ipython")):
        if not released.worked_on(notebook):
            raise NotebookRefused(
                f"The notebook is written in {printable(language)}; expected Python. Choose Python "
                "3 under Kernel → Change kernel, write the functions in Python, and hand it in "
                "again."
            )
        notes.add(LANGUAGE, language)
    notebook.metadata.update(copy.deepcopy(released.notebook.metadata))
    # What sliders showed when the instructor saved the notebook is nothing that a page can show.
    notebook.metadata.pop("widgets", None)


def recognise(
    notebook: NotebookNode, released: Released, given: set[int], notes: Notes
) -> dict[str, list[NotebookNode]]:
    """The cells of a submission that the released notebook has too, as lists by name.

    Nothing is said of other points in cells that are `given`: those that students have not changed.
    """
    present = {}
    for cell in notebook.cells:
        part = released.parts.get(claimed(cell) or "")
        if part is None:
            part = released.of_id.get(cell.id) or released.of_source.get(same(cell))
        if part is not None:
            present.setdefault(part.name, []).append(cell)
        elif claimed(cell):
            notes.add(STRANGE, claimed(cell))
    for name, cells in present.items():
        marks = marks_of(released.parts[name].cell)
        # Of a cell that is as it was given out only the points can be those of an earlier release.
        earlier = {"points": marks["points"]}
        if all(marks_of(c) | (earlier if id(c) in given else {}) != marks for c in cells):
            notes.add(MARKS, name)
    for cell in notebook.cells:
        cell.metadata.pop("nbgrader", None)
    return present


def choose_original(
    notebook: NotebookNode, part: Part, cells: list[NotebookNode], notes: Notes
) -> NotebookNode:
    """The instructor's cell among its copies; others stay as the student's own, if changed."""
    unchanged = [cell for cell in cells if same(cell) == same(part.cell)]
    chosen = (unchanged or cells)[0]
    if len(cells) > 1:
        notes.add(COPIES, part.name)
        take_out(notebook, [cell for cell in unchanged if cell is not chosen])
    return chosen


def choose_solution(
    notebook: NotebookNode, part: Part, cells: list[NotebookNode], notes: Notes
) -> NotebookNode:
    """The last copy of a solution, after those that are still a stub or hold nothing of it."""
    solved = [cell for cell in cells if same(cell) not in ("", same(part.cell))]
    # What holds something else, as after a split, stays as a cell of the student's own.
    with_function = [cell for cell in solved if part.defines & set(defined_at_top(cell.source))]
    if part.is_words and len(solved) > 1:
        notes.add(TEXT_JOINED, part.name)
        join_texts(solved)
        take_out(notebook, [cell for cell in cells if cell is not solved[0]])
        return solved[0]
    kept = solved or cells[:1]
    if len(kept) < len(cells):
        notes.add(UNSOLVED if solved else COPIES, part.name)
        known = set(map(id, kept))
        take_out(notebook, [cell for cell in cells if id(cell) not in known])
    if len(with_function or kept) > 1:
        notes.add(LAST, part.name)
    return (with_function or kept)[-1]


def keep_additions(
    notebook: NotebookNode,
    released: Released,
    found: dict[str, NotebookNode],
    given: set[int],
    notes: Notes,
) -> None:
    """Keep what a student wrote into a cell of the instructor, for instance by merging cells.

    It runs after the original; where that is a check, before it.
    """
    for name, cell in list(found.items()):
        part = released.parts[name]
        is_instructors = part.cell.cell_type == "code" and not part.solution
        if not is_instructors or id(cell) in given or same(cell) == same(part.cell):
            continue
        if added := additions(cell.source, part.cell.source):
            notes.add(ADDED, name)
            own = new_code_cell(added, id=f"own-{name}"[:64])
            # A check asks for functions, which may need what was added to it.
            is_check = is_grade(part.cell)
            notebook.cells.insert(where(notebook, cell) + (0 if is_check else 1), own)


def find_solutions(
    notebook: NotebookNode, released: Released, found: dict[str, NotebookNode], notes: Notes
) -> None:
    """Recognise solutions by the functions that students write there.

    Where the mark is gone that is the last definition before the check, or the only one; where a
    stub still bears the mark, the only definition elsewhere. Texts define nothing.
    """
    for name, part in released.parts.items():
        stub = found.get(name)
        if not part.defines or (stub is not None and same(stub) != same(part.cell)):
            continue
        own = [cell for cell in defining(notebook, part.defines) if cell is not stub]
        known = set(map(id, found.values()))
        free = [cell for cell in own if id(cell) not in known]
        written = [cell for cell in free if same(cell) not in released.stubs]
        if stub is not None:
            elsewhere = {same(cell) for cell in own} - released.stubs
            if len(elsewhere) != 1:
                continue
            take_out(notebook, [stub])
            del found[name]
        chosen = written or free
        if len({same(cell) for cell in written}) > 1:
            chosen = before_check(notebook, released, found, name, chosen)
            notes.add(BEFORE_CHECK if chosen else AFTER_CHECK, sorted(part.defines)[0])
        if chosen:
            found[name] = chosen[-1] if written else chosen[0]
            notes.add(FOUND, name)


def look_for_remains(released: Released, found: dict[str, NotebookNode], notes: Notes) -> None:
    """Say of lines in answers that make right ones fail; what is meant cannot be told for sure."""
    for name, cell in found.items():
        part = released.parts[name]
        if not part.solution or same(cell) == same(part.cell):
            continue
        if raised_first(part.cell.source) & raised_first(cell.source):
            notes.add(STILL_RAISES, name)
        if re.search(r"(?m)^<{7} ", cell.source) and re.search(r"(?m)^>{7} ", cell.source):
            notes.add(CONFLICT, name)


def raised_first(source: str) -> frozenset[tuple[str, str]]:
    """What functions and methods of a cell raise before they return, whatever they are given."""
    try:
        ends = {name: end_of(body) for name, body in bodies(ast.parse(source).body)}
        return frozenset((name, ast.unparse(end)) for name, end in ends.items() if end)
    except NO_PYTHON:
        return frozenset()


def bodies(statements: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, list[ast.stmt]]]:
    """The functions among some statements, and the methods of classes, by their full names."""
    for node in statements:
        if isinstance(node, ast.ClassDef):
            yield from bodies(node.body, f"{prefix}{node.name}.")
        elif isinstance(node, DEFINITIONS):
            yield f"{prefix}{node.name}", node.body


def end_of(body: list[ast.stmt]) -> ast.Raise | None:
    """The `raise` that ends a function whatever it is called with, if there is one."""
    end = next((node for node in body if isinstance(node, ast.Raise | ast.Return)), None)
    return end if isinstance(end, ast.Raise) else None


def defining(notebook: NotebookNode, names: frozenset[str]) -> list[NotebookNode]:
    """The cells of code that define one of some names."""
    code = (cell for cell in notebook.cells if cell.cell_type == "code")
    return [cell for cell in code if names & set(defined_at_top(cell.source))]


def before_check(
    notebook: NotebookNode,
    released: Released,
    found: dict[str, NotebookNode],
    name: str,
    cells: list[NotebookNode],
) -> list[NotebookNode]:
    """Those of some cells that stand before the check of a solution.

    Where there is no check they end where the answer to a later task begins.
    """
    names = list(released.parts)
    later = [released.parts[n] for n in names[names.index(name) + 1 :]]
    check = next((part.name for part in later if is_grade(part.cell)), None)
    places = [where(notebook, cell) for cell in cells]
    if check in found:
        end = where(notebook, found[check])
    else:
        functions = frozenset().union(*(part.defines for part in later))
        others = (where(notebook, cell) for cell in defining(notebook, functions))
        end = min((place for place in others if place > places[0]), default=len(notebook.cells))
    return [cell for cell, place in zip(cells, places, strict=True) if place < end]


def find_texts(
    notebook: NotebookNode, released: Released, found: dict[str, NotebookNode], notes: Notes
) -> None:
    """Recognise answers in words by their place, where the cell for them is missing or as it was.

    A person reads them, so too much is better than nothing.
    """
    texts = {same(cell) for cell in released.notebook.cells}
    names = list(released.parts)
    for name, part in released.parts.items():
        cell = found.get(name)
        if not part.is_words or (cell is not None and same(cell) not in ("", same(part.cell))):
            continue
        # Code may have been found anywhere, as at the end of the notebook, and tells no place.
        places = {
            n: where(notebook, found[n])
            for n, other in released.parts.items()
            if n in found and n != name and (other.is_words or not other.solution)
        }
        low = max((places[n] for n in names[: names.index(name)] if n in places), default=-1)
        after = [places[n] for n in names[names.index(name) + 1 :] if n in places]
        high = min((place for place in after if place > low), default=None)
        between = at_the_place(notebook.cells[low + 1 : high], released, part)
        own = [c for c in between if c.cell_type != "code" and same(c) not in texts | {""}]
        if own:
            join_texts(own)
            take_out(notebook, [*own[1:], *([cell] if cell is not None else [])])
            found[name] = own[0]
            notes.add(TEXT_FOUND, name)


def at_the_place(
    cells: list[NotebookNode], released: Released, part: Part
) -> Iterator[NotebookNode]:
    """Those of some cells that no text of the release separates from the place of a part."""
    place, others = where(released.notebook, part.cell), released.notebook.cells
    above, below = (
        {same(cell) for cell in some if "nbgrader" not in cell.metadata}
        for some in (others[:place], others[place + 1 :])
    )
    start = max((n + 1 for n, c in enumerate(cells) if same(c) in above - below), default=0)
    return takewhile(lambda cell: same(cell) not in below - above, cells[start:])


def join_texts(cells: list[NotebookNode]) -> None:
    """Put the texts of several cells into the first one, with the pictures pasted into them."""
    texts, pictures = {}, {}
    for number, cell in enumerate(cells):
        source = cell.source
        for name, picture in (cell.get("attachments") or {}).items():
            # Jupyter gives every picture the same name.
            new = name if pictures.get(name, picture) == picture else f"{number}-{name}"
            source = source.replace(f"attachment:{name}", f"attachment:{new}")
            pictures[new] = picture
        texts[source] = None
    cells[0].source = "\n\n".join(texts)
    if pictures:
        cells[0].attachments = pictures


def put_back(
    notebook: NotebookNode, released: Released, found: dict[str, NotebookNode], notes: Notes
) -> None:
    """Put back what is missing, and each cell of the instructor between the right solutions."""
    functions = {
        name
        for cell in notebook.cells
        if cell.cell_type == "code"
        for name in defined_at_top(cell.source)
    }
    for name, part in released.parts.items():
        cell = found.get(name)
        # A function that stands in the cell of another one is not covered by a stub.
        if cell is None and part.defines and part.defines <= functions:
            continue
        low, high = bounds(notebook, released, found, name)
        if cell is None:
            notes.add(MISSING, name)
            cell = copy.deepcopy(part.cell)
        elif part.solution or low < where(notebook, cell) < high:
            continue
        else:
            notes.add(MOVED, name)
            take_out(notebook, [cell])
            del found[name]
            low, high = bounds(notebook, released, found, name)
        notebook.cells.insert(place_after_text(notebook, released, part, low, high), cell)
        found[name] = cell


def bounds(
    notebook: NotebookNode, released: Released, found: dict[str, NotebookNode], name: str
) -> tuple[int, int]:
    """Between which positions a cell belongs: those of the parts before it and of those after.

    Before it come all solutions that the release has before it, and the instructor's cells after
    the last of these; after it the next solution that is not in the way of these.
    """
    names = list(released.parts)
    before, after = names[: names.index(name)], names[names.index(name) + 1 :]
    places = {id(cell): place for place, cell in enumerate(notebook.cells)}
    at = {n: places[id(found[n])] for n in names if n in found and n != name}
    solutions = {n: place for n, place in at.items() if released.parts[n].solution}
    low = max((solutions[n] for n in before if n in solutions), default=-1)
    high = min(
        (solutions[n] for n in after if n in solutions and solutions[n] > low),
        default=len(notebook.cells),
    )
    low = max((at[n] for n in before if n in at and low <= at[n] < high), default=low)
    return low, high


def place_after_text(
    notebook: NotebookNode, released: Released, part: Part, low: int, high: int
) -> int:
    """Where a cell goes between two positions: after the text that the release has above it."""
    cells = released.notebook.cells
    above = {cell.get("id") for cell in cells[: cells.index(part.cell)]}
    texts = [
        position
        for position in range(low + 1, min(high, len(notebook.cells)))
        if notebook.cells[position].id in above
    ]
    return max(texts, default=low) + 1


def restore_cell(cell: NotebookNode, part: Part, is_given: bool, notes: Notes) -> None:
    """Give a cell the marks and, unless it is the student's, the text of the original."""
    if cell.cell_type != part.cell.cell_type:
        notes.add(NOT_CODE if part.cell.cell_type == "code" else NOT_TEXT, part.name)
        cell.cell_type = part.cell.cell_type
        if cell.cell_type == "code":
            cell.execution_count, cell.outputs = None, []
            cell.pop("attachments", None)
        else:
            cell.pop("execution_count", None)
            cell.pop("outputs", None)
    if not part.solution:
        if same(cell) != same(part.cell) and not is_given:
            notes.add(EDITED, part.name)
        cell.source = part.cell.source
    cell.metadata = copy.deepcopy(part.cell.metadata)


# --- What cells are ------------------------------------------------------------------------


def is_asked(cell: NotebookNode) -> bool:
    """Whether students write in a cell, or earn points for it."""
    return is_solution(cell) or is_grade(cell) or is_task(cell)


def claimed(cell: NotebookNode) -> str | None:
    """The name that a cell's own marks give it, or None."""
    name = cell.metadata.get("nbgrader", {}).get("grade_id")
    return name if isinstance(name, str) else None


def is_as_given(cell: NotebookNode) -> bool:
    """Whether a cell is as some release gave it out, perhaps an earlier one than the present.

    nbgrader writes a checksum of text and marks into each cell that it knows.
    """
    try:
        return cell.metadata.nbgrader["checksum"] == compute_checksum(cell)
    except (AttributeError, LookupError, TypeError, ValueError, OverflowError):
        return False  # marks that no release wrote


def marks_of(cell: NotebookNode) -> dict[str, object]:
    """The marks that say what nbgrader does with a cell."""
    marks = cell.metadata.get("nbgrader", {})
    return {key: marks.get(key) for key in ("grade_id", "grade", "locked", "solution", "points")}


def same(cell: NotebookNode) -> str:
    """The text of a cell without what editors change unasked."""
    return "\n".join(line.rstrip() for line in cell.source.strip().splitlines())


def defined_at_top(source: str) -> list[str]:
    """Names of functions and classes at the top level, also where Python cannot parse the rest."""
    return re.findall(r"(?m)^(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", source)


def where(notebook: NotebookNode, cell: NotebookNode) -> int:
    """The position of a cell."""
    return next(place for place, other in enumerate(notebook.cells) if other is cell)


def take_out(notebook: NotebookNode, cells: list[NotebookNode]) -> None:
    """Take cells out of a notebook."""
    gone = set(map(id, cells))
    notebook.cells = [cell for cell in notebook.cells if id(cell) not in gone]
