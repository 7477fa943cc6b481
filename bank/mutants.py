"""Reference solutions with one small change each: does a check notice?

``python -m bank.mutants`` prints the mutation score and every change that went unnoticed; add
``hw11`` for one assignment, and ``problem3`` for one of its problems. The usual tools mutate
modules and know neither axes nor reductions; these operators know both.
"""

import ast
import copy
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nbformat import NotebookNode

from bank.direct import RULES, Grader
from bank.entries import BANK, spread
from grading.course.names import declared
from grading.course.notebooks import ROOT, assignments, read_notebooks, solution_cells, unwrapped
from grading.engine.run import read_files

#: Makes another node of one.
Change = Callable[[Any], ast.AST]
COMPARISONS: dict[type, tuple[type, ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
ARITHMETIC: dict[type, tuple[type, ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
}
REDUCTIONS = {
    "mean": ("sum", "median"),
    "median": ("mean",),
    "sum": ("mean", "max"),
    "min": ("max", "mean"),
    "max": ("min", "mean"),
    "argmin": ("argmax",),
    "argmax": ("argmin",),
    "std": ("var",),
    "var": ("std",),
    "any": ("all",),
    "all": ("any",),
    "zeros": ("ones",),
    "ones": ("zeros",),
    "full": ("empty_like",),
}
#: Calls that can be left out, so that their argument stands alone.
WRAPPERS = {"sqrt", "abs", "asarray", "array", "copy", "astype", "float", "int", "square", "to"}

#: Lines at the end of checks.py by which nobody looks for the cause of a wrong answer.
UNEXPLAINED = """

def compare(name, answer, rules, trials, is_visible):
    for trial in trials:
        if Look(rules, trial, ask(answer, rules, trial)).wrong:
            raise failed("what is right", "something else")
"""


@dataclass(frozen=True)
class Mutant:
    """A reference solution with one change.

    Attributes
    ----------
    name : str
        The function and the change, such as ``"f1_score: a + b → a - b"``; unique.
    source : str
    """

    name: str
    source: str


def mutants(cell: NotebookNode) -> list[Mutant]:
    """All mutants of a solution cell; what the release gives is left as it is."""
    tree = ast.parse(unwrapped(cell))
    (function,) = declared(unwrapped(cell))
    found, names = [], Counter()
    written = solution_lines(cell.source)
    for position, node in enumerate(ast.walk(tree)):
        if getattr(node, "lineno", 0) not in written:
            continue
        for change in changes(node):
            mutated = copy.deepcopy(tree)
            target = list(ast.walk(mutated))[position]
            before = ast.unparse(node).split("\n")[0]
            changed = change(target)
            after = ast.unparse(changed).split("\n")[0]
            mutated = Replace(target, changed).visit(mutated)
            name = f"{function}: {before} → {after}"
            names[name] += 1
            name += f" ({names[name]})" if names[name] > 1 else ""
            found.append(Mutant(name, ast.unparse(ast.fix_missing_locations(mutated))))
    return [mutant for mutant in found if mutant.source != ast.unparse(tree)]


def solution_lines(source: str) -> set[int]:
    """Numbers of the lines that students write, as they are without the marker lines."""
    lines, inside, number = set(), False, 0
    for line in source.split("\n"):
        if "### BEGIN SOLUTION" in line or "### END SOLUTION" in line:
            inside = "BEGIN" in line
            continue
        number += 1
        if inside:
            lines.add(number)
    return lines


class Replace(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> Any:
        return self.new if node is self.old else self.generic_visit(node)


def changes(node: Any) -> Iterator[Change]:
    """Functions that turn a node into one that differs from it."""
    kind = type(node)
    if kind is ast.Compare:
        for other in COMPARISONS.get(type(node.ops[0]), ()):
            yield lambda n, other=other: with_parts(n, ops=[other(), *n.ops[1:]])
    if kind in (ast.BinOp, ast.AugAssign):
        for other in ARITHMETIC.get(type(node.op), ()):
            yield lambda n, other=other: with_parts(n, op=other())
    if kind is ast.BoolOp:
        other = ast.Or if type(node.op) is ast.And else ast.And
        yield lambda n: with_parts(n, op=other())
    if kind is ast.UnaryOp:
        yield lambda n: n.operand
    if kind is ast.Constant:
        for value in constants(node.value):
            yield lambda n, value=value: ast.Constant(value)
    if kind is ast.Slice:
        for side in ("lower", "upper", "step"):
            if getattr(node, side) is not None:
                yield lambda n, side=side: with_parts(n, **{side: None})
    if kind is ast.Attribute:
        for name in REDUCTIONS.get(node.attr, ()):
            yield lambda n, name=name: with_parts(n, attr=name)
    if kind is ast.Call:
        yield from changes_of_call(node)
    if kind is ast.Tuple and len(node.elts) == 2 and type(node.ctx) is ast.Load:
        yield lambda n: with_parts(n, elts=n.elts[::-1])
    if kind in (ast.If, ast.IfExp, ast.While):
        yield lambda n: with_parts(n, test=ast.Constant(False))
    if kind is ast.If:
        yield lambda n: with_parts(n, test=ast.Constant(True))
    if kind is ast.AugAssign or (kind is ast.Expr and type(node.value) is not ast.Constant):
        yield lambda n: ast.Pass()
    if kind is ast.Return and node.value is not None:
        yield lambda n: with_parts(n, value=ast.Constant(None))


def changes_of_call(node: ast.Call) -> Iterator[Change]:
    if len(node.args) >= 2 and not any(type(arg) is ast.Starred for arg in node.args):
        yield lambda n: with_parts(n, args=[n.args[1], n.args[0], *n.args[2:]])
    for position in range(len(node.keywords)):
        yield lambda n, p=position: with_parts(n, keywords=[*n.keywords[:p], *n.keywords[p + 1 :]])
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name in WRAPPERS and node.args and name not in ("astype", "to"):
        yield lambda n: n.args[0]
    elif name in WRAPPERS and type(node.func) is ast.Attribute:
        yield lambda n: n.func.value


def constants(value: object) -> tuple:
    """Other constants of the same kind."""
    if isinstance(value, bool):
        return (not value,)
    if isinstance(value, int):
        return (value + 1, value - 1)
    if isinstance(value, float):
        return (value * 2, value / 2)
    return ()


def with_parts(node: Any, **parts: Any) -> Any:
    """The node with other parts; the node itself is changed."""
    for name, value in parts.items():
        setattr(node, name, value)
    return node


def equivalent(assignment: str) -> dict[str, str]:
    """Changes that make no difference by the contract: from the name of a mutant to the reason."""
    reasons = {}
    for path in sorted((BANK / assignment).glob("*/equivalent.toml")):
        reasons |= tomllib.loads(path.read_text())
    return reasons


def grade_all(
    assignment: str, problems: Sequence[str] = (), most: int | None = None
) -> dict[str, bool]:
    """Grade all mutants of an assignment, or those of some of its problems.

    Parameters
    ----------
    assignment : str
    problems : sequence of str
        Such as ``["problem3"]``; none for all.
    most : int, optional
        How many of a problem, spread over it; all where nothing is said.

    Returns
    -------
    dict of str to bool
        For each mutant by name whether a check of its notebook noticed it.
    """
    files = read_files(ROOT / "source" / assignment, RULES.limits)
    files["checks.py"] += UNEXPLAINED.encode()
    # Some mutants never end.
    grader = Grader(rules=replace(RULES, cell_time=10), judge_files=files, follow=False)
    noticed = {}
    for name, notebook in read_notebooks(ROOT / "source" / assignment).items():
        problem = name.split("_")[0]
        if problems and problem not in problems:
            continue
        functions = [c for c in solution_cells(notebook) if declared(unwrapped(c))]
        found = [mutant for cell in functions for mutant in mutants(cell)]
        found = spread(found, most or len(found))
        told = grader.grade_all(assignment, problem, [[mutant.source] for mutant in found])
        for mutant, messages in zip(found, told, strict=True):
            noticed[mutant.name] = any(messages.values())
    return noticed


def score(noticed: Mapping[str, bool], excused: Mapping[str, str]) -> float:
    """The share of mutants that are noticed, of those that make a difference."""
    counted = [found for name, found in noticed.items() if name not in excused]
    return sum(counted) / len(counted)


def main(chosen: str = "", *problems: str) -> None:
    """Print the mutation score of an assignment, or of all, and what went unnoticed.

    Raises
    ------
    SystemExit
        If there is no such assignment, with those that there are.
    """
    if chosen and chosen not in assignments():
        raise SystemExit(f"There is no assignment {chosen}; there are {', '.join(assignments())}.")
    for assignment in [chosen] if chosen else assignments():
        noticed, excused = grade_all(assignment, problems), equivalent(assignment)
        alive = [name for name, found in noticed.items() if not found]
        print(
            f"{assignment}: {len(noticed)} mutants, {len(noticed.keys() & excused)} of them make "
            "no difference by the contract; mutation score of the others "
            f"{score(noticed, excused):.3f}"
        )
        for name in alive:
            print(f"  {name}\n    {excused.get(name, 'NOT NOTICED: add a check')}")


if __name__ == "__main__":
    main(*sys.argv[1:])
