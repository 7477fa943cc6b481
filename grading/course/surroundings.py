"""What stands around each grade cell, read from the instructor's notebook.

On stock nbgrader a grade cell runs in the student's kernel, where the names of all cells above it
are. A judge has none of them. So this module finds out, name by name, where a grade cell gets it
from, and there are three places:

- Locked cells and earlier grade cells are the instructor's: a judge runs what it needs of them.
- What an import in any cell binds is imported by the judge.
- Everything else is the student's, and is asked for.

Only what a cell needs is run, and nothing here is read from a submission.
"""

import ast
import builtins
import contextlib
import re
import symtable
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from nbformat import NotebookNode

from grading.course.cells import is_grade, is_locked, is_solution
from grading.course.gradecell import grade_id, hidden_from
from grading.course.names import DEFINITIONS, FOR_IPYTHON, NO_PYTHON, defined, names_defined, parsed
from grading.engine.remote import OPERATORS
from grading.engine.setting import NEVER, Setting, Step

IMPORTS = ast.Import | ast.ImportFrom
#: Functions without a name that run where they stand.
AT_ONCE = frozenset({"listcomp", "setcomp", "dictcomp", "genexpr"})
PYPLOT = re.compile(r"\b(pyplot|plt|pylab)\b")
SEED = re.compile(r"\brandom\.seed\(")


@dataclass(frozen=True)
class Statement:
    """A statement at the top level of a cell.

    Attributes
    ----------
    defines : frozenset of str
    at_once, later : frozenset of str
        Names of the notebook that it reads when it runs, and when what it defines is called.
    """

    node: ast.stmt
    defines: frozenset[str]
    at_once: frozenset[str]
    later: frozenset[str]

    @property
    def changes(self) -> frozenset[str]:
        """Names of the notebook that its functions change."""
        inside = {
            name
            for node in ast.walk(self.node)
            if isinstance(node, DEFINITIONS)
            for name in (*changed_by(node), *set_in(node))
        }
        return frozenset(inside & self.later)

    @property
    def only_names(self) -> bool:
        """Whether it does nothing but give a name to a function, a class or a module."""
        return isinstance(self.node, DEFINITIONS | IMPORTS)


@dataclass(frozen=True, eq=False)
class Code:
    """A code cell of the source notebook.

    Attributes
    ----------
    source : str
        As it runs where the task is solved.
    kind : str
        ``"preamble"``, ``"locked"``, ``"grade"``, or ``"free"`` where students may change it.
    released : str
        As students get it.
    """

    name: str
    source: str
    kind: str
    released: str

    @cached_property
    def statements(self) -> list[Statement]:
        return list(statements_of(self.source))

    @cached_property
    def defines(self) -> frozenset[str]:
        return frozenset().union(*(s.defines for s in self.statements))

    @cached_property
    def at_once(self) -> frozenset[str]:
        """Names that it reads when it runs, and has not defined itself by then."""
        own, needed = frozenset(), frozenset()
        for statement in self.statements:
            needed |= statement.at_once - own
            own |= statement.defines
        return needed

    @cached_property
    def later(self) -> frozenset[str]:
        """Names that its functions read."""
        return frozenset().union(*(s.later for s in self.statements))

    @cached_property
    def needs(self) -> frozenset[str]:
        return self.at_once | (self.later - self.defines)

    @cached_property
    def released_imports(self) -> dict[str, str]:
        """Statements that import, as students get them, by the names that they bind."""
        return imports_in(self.released)

    @cached_property
    def changes(self) -> frozenset[str]:
        """Names whose values it may change without giving them anew."""
        return frozenset(changed_in(parsed(self.source)))


def settings_of(
    notebook: NotebookNode, released: Mapping[str, str], checks: Mapping[str, str]
) -> tuple[dict[str, Setting], frozenset[str]]:
    """The setting of each grade cell, and the grade cells that the notebook itself needs.

    Parameters
    ----------
    notebook : NotebookNode
        The source, with the solutions in place.
    released : dict of str to str
        Cells as students get them, by grade id.
    checks : dict of str to str
        Grade cells as they are run, by grade id.

    Returns
    -------
    settings : dict of str to Setting
        By grade id.
    needed : frozenset of str
        Grade ids of cells of which the notebook's own cells need a name.
    """
    cells = [code_of(cell, released, checks) for cell in notebook.cells if has_code(cell)]
    around = Surroundings(cells)
    grades = [place for place, cell in enumerate(cells) if cell.kind == "grade"]
    return (
        {cells[place].name: around.setting(place) for place in grades},
        frozenset(cells[place].name for place in around.needed_grades()),
    )


def has_code(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and bool(cell.source.strip())


def code_of(cell: NotebookNode, released: Mapping[str, str], checks: Mapping[str, str]) -> Code:
    """A cell of the source notebook as this module reads it."""
    name = grade_id(cell)
    if is_grade(cell) and not is_solution(cell):
        source = checks.get(name, cell.source)
        return Code(name, source, "grade", source)
    if is_solution(cell) or not is_locked(cell):
        return Code(name, cell.source, "free", released.get(name, cell.source))
    source = released.get(name, cell.source)
    return Code(name, source, "preamble" if name == "preamble" else "locked", source)


class Surroundings:
    """Where the names of a notebook come from.

    Parameters
    ----------
    cells : sequence of Code
    """

    def __init__(self, cells: Sequence[Code]) -> None:
        self.cells = cells
        self.sure: dict[int, bool] = {}

    def setting(self, place: int) -> Setting:
        """The setting of the grade cell at a place."""
        found = Found(self)
        found.add_all(self.cells[place].needs, place)
        found.add_changes(place)
        steps = found.steps()
        texts = [self.cells[place].source, *(step.source for step in steps)]
        return Setting(
            steps=tuple(steps),
            asked=tuple(sorted(found.asked)),
            imports=found.imports,
            classes=self.classes,
            told=tuple(sorted(self.told(place, steps))),
            heard=tuple(sorted(self.heard(place, steps))),
            draws=any(map(PYPLOT.search, texts)),
            seeds=any(map(SEED.search, texts)),
        )

    def told(self, place: int, steps: Iterable[Step]) -> set[str]:
        """Names that functions of the notebook read, and that this grade cell changes."""
        set_here = self.cells[place].defines.union(*(names_defined(s.source) for s in steps))
        return set((set_here & self.read_by_functions) - self.imported)

    def heard(self, place: int, steps: Iterable[Step]) -> set[str]:
        """Names that this grade cell reads, and that functions of the notebook change.

        Never a module or what a judge has made itself: who could change these could change the
        check.
        """
        made_here = self.imported.union(*(names_defined(s.source) for s in steps))
        return set((self.cells[place].needs & self.changed_by_functions) - made_here)

    @cached_property
    def imported(self) -> set[str]:
        """Names of modules and of what is imported from them."""
        statements = (s for cell in self.cells for s in cell.statements)
        return {n for s in statements if isinstance(s.node, IMPORTS) for n in s.defines}

    @cached_property
    def classes(self) -> dict[str, tuple[str, ...]]:
        return classes_in(self.cells)

    @cached_property
    def read_by_functions(self) -> frozenset[str]:
        own = (cell for cell in self.cells if cell.kind != "grade")
        return frozenset().union(*(cell.later for cell in own))

    @cached_property
    def changed_by_functions(self) -> frozenset[str]:
        """Names that functions of the notebook give other values, or whose values they change."""
        own = (cell for cell in self.cells if cell.kind != "grade")
        return frozenset().union(*(s.changes for cell in own for s in cell.statements))

    def definer(self, name: str, place: int) -> int | None:
        """The place of the last cell before another one that defines a name."""
        places = (p for p in reversed(range(place)) if name in self.cells[p].defines)
        return next(places, None)

    def runs_alone(self, place: int) -> bool:
        """Whether a locked cell runs without anything of the student's."""
        if place not in self.sure:
            self.sure[place] = True  # where cells need each other
            cell = self.cells[place]
            self.sure[place] = cell.kind == "preamble" or (
                cell.kind == "locked" and all(self.is_sure(n, place) for n in cell.at_once)
            )
        return self.sure[place]

    def is_sure(self, name: str, place: int) -> bool:
        """Whether a name is the instructor's, and what it stands for needs nothing else."""
        found = self.definer(name, place)
        if found is None:
            return True
        cell = self.cells[found]
        if name in cell.released_imports:
            return True
        if not self.runs_alone(found):
            return False
        own = (s for s in cell.statements if name in s.defines)
        return all(self.is_sure(n, found) for s in own for n in s.later - cell.defines)

    def needed_grades(self) -> set[int]:
        """Places of grade cells that define what later cells of the notebook need."""
        needed = set()
        for place, cell in enumerate(self.cells):
            if cell.kind != "grade":
                found = (self.definer(name, place) for name in cell.needs)
                needed |= {p for p in found if p is not None and self.cells[p].kind == "grade"}
        return needed


class Found:
    """What has been found that a grade cell needs."""

    def __init__(self, around: Surroundings) -> None:
        self.around, self.cells = around, around.cells
        self.whole: set[int] = set()
        self.single: dict[tuple[int, int], str] = {}
        self.asked: set[str] = set()
        self.imports: dict[str, str] = {}
        self.seen: set[tuple[str, int]] = set()

    def add_all(self, names: Iterable[str], place: int) -> None:
        """Find where names come from that are needed at a place."""
        for name in sorted(names):  # in the same order in each run
            self.add(name, place)

    def add(self, name: str, place: int) -> None:
        found = self.around.definer(name, place)
        if found is None:
            self.add_star(name, place)
            return
        if (name, found) in self.seen:
            return
        self.seen.add((name, found))
        cell = self.cells[found]
        if cell.kind == "preamble":
            return
        single = [
            (number, statement)
            for number, statement in enumerate(cell.statements)
            if name in statement.defines
        ]
        alone = all(statement.only_names for _, statement in single)
        if cell.kind == "free":
            if name in cell.released_imports:
                self.single[found, -1 - len(self.single)] = cell.released_imports[name]
            else:
                self.asked.add(name)
                self.imports |= modules_in(cell.source, name)
        elif cell.kind == "locked" and self.around.runs_alone(found):
            self.add_whole(found)
        elif alone:
            for number, statement in single:
                self.single[found, number] = ast.unparse(statement.node)
                own = statement.at_once | (statement.later - {name})
                # A function reads what stands after it in its cell as well.
                self.add_all(own, found + 1 if cell.defines & own else found)
        elif cell.kind == "grade":
            self.add_whole(found)
        else:
            self.asked.add(name)

    def add_whole(self, place: int) -> None:
        if place not in self.whole:
            self.whole.add(place)
            self.add_all(self.cells[place].needs, place)

    def add_star(self, name: str, place: int) -> None:
        """A name that no cell defines may come with all those of a module."""
        if hasattr(builtins, name):
            return
        for found in range(place):
            for number, statement in enumerate(parsed(self.cells[found].released).body):
                if isinstance(statement, ast.ImportFrom) and statement.names[0].name == "*":
                    self.single[found, number] = ast.unparse(statement)

    def add_changes(self, place: int) -> None:
        """Locked cells that change what is needed without giving it anew."""
        for found in range(place):
            cell = self.cells[found]
            if cell.kind != "locked" or found in self.whole:
                continue
            made = set().union(
                *(self.cells[p].defines for p in self.whole if p < found), frozenset()
            )
            needed = {name for name, p in self.seen if p in self.whole}
            if cell.changes & made & needed and self.around.runs_alone(found):
                self.add_whole(found)

    def steps(self) -> list[Step]:
        """What a judge runs, in the order of the notebook."""
        steps = []
        for place, cell in enumerate(self.cells):
            if place in self.whole:
                otherwise = tuple(sorted(cell.defines)) if cell.kind == "locked" else ()
                steps.append(step_of(cell, cell.source, otherwise))
                continue
            single = {n: text for (p, n), text in self.single.items() if p == place}
            steps += [step_of(cell, text) for _, text in sorted(single.items())]
        return steps


def step_of(cell: Code, source: str, otherwise: tuple[str, ...] = ()) -> Step:
    """A step of a cell; of one with a hidden part nothing of an error is told."""
    return Step(source, NEVER if hidden_from(cell.source) == NEVER else 0, otherwise)


def statements_of(source: str) -> Iterator[Statement]:
    """The statements of a cell with the names that they define and read."""
    with contextlib.suppress(*NO_PYTHON):
        for node, text in texts_of(parsed(source).body, source.split("\n")):
            table = symtable.symtable(text, "<cell>", "exec")
            here = frozenset(defined(table))
            known = here if isinstance(node, DEFINITIONS | ast.For | ast.With) else frozenset()
            at_once, later = reads(table)
            if isinstance(node, ast.AugAssign | ast.Delete):
                at_once |= here
            yield Statement(node, here, frozenset(at_once) - known, frozenset(later))


def last_line(node: ast.stmt) -> int:
    """The line at which a statement ends."""
    return node.end_lineno or node.lineno


def texts_of(body: Sequence[ast.stmt], lines: Sequence[str]) -> Iterator[tuple[ast.stmt, str]]:
    """Statements at the top level of a cell with their texts."""
    for place, node in enumerate(body):
        first = min([node.lineno, *(part.lineno for part in getattr(node, "decorator_list", ()))])
        beside = [*body[max(place - 1, 0) : place], *body[place + 1 : place + 2]]
        last = last_line(node)
        shared = any(first <= last_line(b) and b.lineno <= last for b in beside)
        magic = any(FOR_IPYTHON.match(line) for line in lines[first - 1 : last])
        own = "\n".join(lines[first - 1 : last])
        yield node, ast.unparse(node) if shared or magic else own


def reads(table: symtable.SymbolTable) -> tuple[set[str], set[str]]:
    """Names of the notebook that code reads when it runs, and that its functions read."""
    top = table.get_type() == "module"
    at_once = {
        symbol.get_name()
        for symbol in table.get_symbols()
        if (symbol.is_referenced() and (top or symbol.is_global()))
        or (symbol.is_assigned() and symbol.is_declared_global())
    }
    later = set()
    for child in table.get_children():
        now, then = reads(child)
        runs = child.get_type() == "class" or child.get_name() in AT_ONCE
        at_once |= now if runs else set()
        later |= then if runs else now | then
    return at_once, later


def imports_in(source: str) -> dict[str, str]:
    """The statements of a cell that import something, each by the names that it binds."""
    return {
        bound: ast.unparse(type(node)(**vars(node) | {"names": [alias]}))
        for node in parsed(source).body
        if isinstance(node, IMPORTS)
        for alias in node.names
        if (bound := alias.asname or alias.name.split(".")[0]) != "*"
    }


def modules_in(source: str, name: str) -> dict[str, str]:
    """The statement by which a cell imports a module under a name, if it does."""
    found = imports_in(source).get(name)
    return {name: found} if found else {}


def changed_in(tree: ast.Module) -> Iterator[str]:
    """Names of values that may be changed by statements at the top level of a cell."""
    for statement in tree.body:
        if isinstance(statement, DEFINITIONS | IMPORTS):
            continue
        yield from changed_by(statement)


def changed_by(statement: ast.stmt) -> Iterator[str]:
    """Names whose values a statement may change without giving them anew."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Subscript | ast.Attribute) and not isinstance(node.ctx, ast.Load):
            yield from root_of(node)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            yield from root_of(node.value.func)


def set_in(function: ast.stmt) -> Iterator[str]:
    """Names of the notebook that a function may give another value."""
    for node in ast.walk(function):
        if isinstance(node, ast.Global):
            yield from node.names


def root_of(node: ast.expr) -> Iterator[str]:
    """The name at the beginning of an expression such as ``name.part[0]``."""
    inside = isinstance(node, ast.Subscript | ast.Attribute)
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    if inside and isinstance(node, ast.Name):
        yield node.id


def classes_in(cells: Iterable[Code]) -> dict[str, tuple[str, ...]]:
    """The classes that students write, with the operators that the instructor's own one knows."""
    found: dict[str, set[str]] = {}
    for cell in cells:
        for node in ast.walk(parsed(cell.source)) if cell.kind != "grade" else ():
            if isinstance(node, ast.ClassDef):
                found[node.name] = set(operators_of(node, found))
    return {name: tuple(sorted(known)) for name, known in found.items()}


def operators_of(node: ast.ClassDef, others: Mapping[str, set[str]]) -> Iterator[str]:
    """The operators that a class defines, inherits, or is given by a decorator."""
    for part in ast.walk(node):
        if isinstance(part, DEFINITIONS) and part.name in OPERATORS:
            yield part.name
        if isinstance(part, ast.Assign):
            yield from (t.id for t in part.targets if isinstance(t, ast.Name) and t.id in OPERATORS)
    text = " ".join(map(ast.unparse, node.decorator_list))
    if "dataclass" in text:
        yield "__eq__"
    if "total_ordering" in text or "order=True" in text:
        yield from ("__lt__", "__le__", "__gt__", "__ge__")
    for base in node.bases:
        name = ast.unparse(base)
        yield from others.get(name, ())
        kind = getattr(builtins, name, None)
        if isinstance(kind, type):
            yield from (n for n in OPERATORS if getattr(kind, n, 0) is not getattr(object, n, 0))
        if "Enum" in name or "Flag" in name:
            yield "__hash__"
