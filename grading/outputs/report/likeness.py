"""Answers of two students that are the same code, where chance and the stubs do not explain it.

It finds equal code, never who wrote it first or why: that is for people to find out.
"""

import ast
import hashlib
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations

#: Notebook and name of a cell; and a cell, the students who wrote the same in it, their share.
Place = tuple[str, str]
Shared = tuple[Place, list[str], float]
#: Syntax elements that an answer needs beyond its stub before being the same means anything.
LONG = 30
#: Answers that two students share before they are named.
SEVERAL = 3
#: An answer that more than this share of a class wrote is a common one.
COMMON = 1 / 3
#: Letters of an answer that is still compared; a longer one was hardly typed.
MOST_LETTERS = 100_000
#: Pairs as alike that chance alone may give in a whole class.
CHANCE = 0.01


@dataclass(frozen=True)
class Alike:
    """Students who share code, and the cells in which at least two of them do.

    Attributes
    ----------
    students : tuple of str
        Their ids.
    cells : tuple of tuple of str
        Notebook and name of solution cells.
    """

    students: tuple[str, ...]
    cells: tuple[Place, ...]


def alike(
    answers: Mapping[tuple[str, str, str], str], released: Mapping[Place, str]
) -> list[Alike]:
    """Groups of students who share code beyond what chance explains.

    Two students are put together when they share at least `SEVERAL` long answers, and a class
    of this size would hold fewer than `CHANCE` pairs that agree in all of them, if everybody
    drew each answer at random with the frequencies that it has in this class. That students who
    think alike write alike is not part of this model, so the bound is a strict one.

    Parameters
    ----------
    answers : dict of tuple to str
        Source by student id, notebook and cell.
    released : dict of tuple to str
        Source of the stub by notebook and cell.

    Returns
    -------
    list of Alike
        The largest groups first.
    """
    pairs = evidence(shared_answers(long_answers(answers, released)))
    most = likely_by_chance(answers)
    found = [pair for pair, cells in pairs.items() if is_striking(cells.values(), most)]
    groups = connected(found)
    listed = []
    for group in groups:
        cells = {cell for pair in found if pair[0] in group for cell in pairs[pair]}
        listed.append(Alike(tuple(sorted(group)), tuple(sorted(cells))))
    return sorted(listed, key=lambda found: (-len(found.students), found.students))


def can_tell(answers: Mapping[tuple[str, str, str], str], released: Mapping[Place, str]) -> bool:
    """Whether a class has enough long answers that two who share all of them would be named."""
    numbers = (len(writers) for writers in long_answers(answers, released).values())
    return is_striking([math.log2(n / 2) for n in numbers if n > 2], likely_by_chance(answers))


def likely_by_chance(answers: Iterable[tuple[str, str, str]]) -> float:
    """The bits that pairs of a class of this size may share by chance."""
    number = len({student for student, *_ in answers})
    return math.log2(max(number * (number - 1) / 2, 1) / CHANCE)


def is_striking(bits: Collection[float], most: float) -> bool:
    """Whether shared answers of these bits are more than chance gives."""
    return len(bits) >= SEVERAL and sum(bits) > most


def long_answers(
    answers: Mapping[tuple[str, str, str], str], released: Mapping[Place, str]
) -> dict[Place, dict[str, str]]:
    """The fingerprint of each answer that is long enough to be compared, by cell and student."""
    found: dict[Place, dict[str, str]] = defaultdict(dict)
    for (student, notebook, name), source in answers.items():
        cell = notebook, name
        length, fingerprint = form(source)
        if length - form(released.get(cell, ""))[0] >= LONG:
            found[cell][student] = fingerprint
    return found


def shared_answers(found: Mapping[Place, Mapping[str, str]]) -> list[Shared]:
    """Long answers that some, but not many, students share.

    Returns
    -------
    list of tuple
        Cell, the ids of those who wrote the same, and the share that they are of the class.
    """
    shared = []
    for cell, fingerprints in found.items():
        writers = defaultdict(list)
        for student, fingerprint in fingerprints.items():
            writers[fingerprint].append(student)
        number = len(fingerprints)
        shared += [
            (cell, sorted(students), len(students) / number)
            for students in writers.values()
            if 1 < len(students) <= max(2, COMMON * number)
        ]
    return shared


def evidence(shared: Iterable[Shared]) -> dict[tuple[str, str], dict[Place, float]]:
    """For each pair the cells that it shares, each with the bits that this is worth."""
    pairs = defaultdict(dict)
    for cell, students, frequency in shared:
        for pair in combinations(students, 2):
            pairs[pair][cell] = -math.log2(frequency)
    return pairs


def connected(pairs: Iterable[tuple[str, str]]) -> list[set[str]]:
    """Students who are linked by pairs, as sets."""
    groups = {}
    for one, other in pairs:
        joined = groups.get(one, {one}) | groups.get(other, {other})
        for student in joined:
            groups[student] = joined
    return list({id(group): group for group in groups.values()}.values())


@cache
def form(source: str) -> tuple[int, str]:
    """How long an answer is, and what it has in common with others that say the same.

    Comments, layout, docstrings and annotations do not count, and names that the answer itself
    gives to values are numbered in the order in which they come up.

    Returns
    -------
    length : int
        Number of syntax elements; 0 where the source is no Python or endless.
    fingerprint : str
        Equal for answers of the same form.
    """
    if len(source) > MOST_LETTERS:
        return 0, ""
    try:
        tree = ast.parse(source)
        writer = Writer(tree)
        writer.write(tree)
        text = "\n".join(writer.signs)
        return writer.length, hashlib.sha256(text.encode()).hexdigest()
    # A source may also be nested too deeply, or hold letters that no file can.
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return 0, ""


class Writer:
    """Writes down a syntax tree without what does not change what it does.

    Attributes
    ----------
    length : int
        Syntax elements that were written.
    signs : list of str
    """

    #: Parts of a tree that say nothing, or only to readers.
    LEFT_OUT = frozenset({"ctx", "returns", "annotation", "type_comment", "kind"})

    def __init__(self, tree: ast.AST) -> None:
        self.length, self.signs, self.numbers = 0, [], {}
        self.given = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.arg):
                self.given.add(node.arg)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                self.given.add(node.id)

    def write(self, node: ast.AST) -> None:
        self.length += 1
        self.signs.append(type(node).__name__)
        for name in node._fields:
            value = getattr(node, name, None)
            if name == "body" and isinstance(node, ast.FunctionDef | ast.ClassDef):
                value = without_docstring(node.body)
            if name not in self.LEFT_OUT:
                self.write_part(node, value)

    def write_part(self, node: ast.AST, value: object) -> None:
        if isinstance(value, ast.AST):
            self.write(value)
        elif isinstance(value, list):
            self.signs.append("[")
            for item in value:
                self.write_part(node, item)
            self.signs.append("]")
        elif isinstance(node, ast.Name | ast.arg):
            self.signs.append(self.number(str(value)))
        else:
            self.signs.append(repr(value))

    def number(self, name: str) -> str:
        """A name that the answer gives as a number, in the order in which they come up."""
        if name not in self.given:
            return str(name)
        return self.numbers.setdefault(name, f"v{len(self.numbers)}")


def without_docstring(body: list) -> list:
    first = body[0]
    said = first.value if isinstance(first, ast.Expr) else None
    is_text = isinstance(said, ast.Constant) and isinstance(said.value, str)
    return body[1:] if is_text else body
