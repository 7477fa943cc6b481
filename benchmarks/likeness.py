"""Which copies the report on a class would take for alike, and which answers that are none.

``python -m benchmarks.likeness`` copies the right answers of the bank in four ways, compares each
copy with its original and right answers with each other, and prints the share of pairs of functions
that are taken for alike.
"""

import ast
import random
from collections.abc import Callable, Iterator
from itertools import combinations

from bank.entries import entries
from grading.course.answers import notebook_of, solutions_of
from grading.course.notebooks import ROOT, assignments, read_notebook, solution_cells
from grading.outputs.report.likeness import LONG, are_alike
from grading.outputs.report.passages import names_given, read, without_docstring

#: The functions of an answer, by name.
Functions = dict[str, str]


def functions(source: str) -> Functions:
    """The functions and classes at the top of a source."""
    found = ast.parse(source).body
    kinds = ast.FunctionDef | ast.ClassDef
    return {node.name: ast.unparse(node) for node in found if isinstance(node, kinds)}


def answers(assignment: str, problem: str) -> list[Functions]:
    """Right answers to a problem, each written another way; the last one is the solution."""
    right = [e for e in entries(assignment) if e.kind == "right" and e.problem == problem]
    texts = ["\n\n".join(entry.cells) for entry in right]
    return [*map(functions, texts), functions("\n\n".join(solutions(assignment, problem)))]


def solutions(assignment: str, problem: str) -> tuple[str, ...]:
    """The solutions of a problem, cell by cell."""
    return solutions_of(assignment, notebook_of(assignment, problem))


def stubs(assignment: str, problem: str) -> Functions:
    """What students get in the place of the functions of a problem."""
    name = f"{notebook_of(assignment, problem)}.ipynb"
    released = read_notebook(ROOT / "release" / assignment / name)
    return functions("\n\n".join(cell.source for cell in solution_cells(released)))


# --- Ways to copy ---


def renamed(tree: ast.Module, rng: random.Random) -> ast.Module:
    """With other names for arguments, values and helpers, and without docstrings."""
    given = {name for node in ast.walk(tree) for name in names_given(node)} - {"self"}
    new = {name: f"{rng.choice('abcdehk')}_{number}" for number, name in enumerate(sorted(given))}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            node.body = without_docstring(node.body) or [ast.Pass()]
            if node not in tree.body and not node.name.startswith("__"):
                node.name = new[node.name]
        elif isinstance(node, ast.Name):
            node.id = new.get(node.id, node.id)
        elif isinstance(node, ast.arg):
            node.arg = new.get(node.arg, node.arg)
    return tree


def reordered(tree: ast.Module, rng: random.Random) -> ast.Module:
    """With neighbours exchanged that do not need each other, and half of all sums and products."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        for place in range(len(body) - 1 if isinstance(body, list) else 0):
            one, other = body[place : place + 2]
            if are_free(one, other):
                body[place : place + 2] = other, one
        commutes = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mult)
        if commutes and rng.random() < 0.5:
            node.left, node.right = node.right, node.left
    return tree


def are_free(one: ast.stmt, other: ast.stmt) -> bool:
    """Whether two statements give values that the other one does not need."""
    if not isinstance(one, ast.Assign) or not isinstance(other, ast.Assign):
        return False
    return not written(one) & names(other) and not written(other) & names(one)


def names(node: ast.AST) -> set[str]:
    """All names in a statement."""
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def written(statement: ast.Assign) -> set[str]:
    """The names in what a statement gives a value to."""
    return {name for target in statement.targets for name in names(target)}


def padded(tree: ast.Module, rng: random.Random) -> ast.Module:
    """With a useless statement before one statement in four."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and not isinstance(node, ast.Module | ast.ClassDef):
            for place in reversed(range(len(body))):
                if rng.random() < 0.25:
                    body.insert(place, ast.parse(f"unused = {rng.randrange(99)}").body[0])
    return tree


def disguised(tree: ast.Module, rng: random.Random) -> ast.Module:
    """All of this at once."""
    return padded(reordered(renamed(tree, rng), rng), rng)


WAYS = {"renamed": renamed, "reordered": reordered, "padded": padded, "disguised": disguised}


def copied(answer: Functions, way: Callable, rng: random.Random) -> Functions:
    """A copy of an answer, with the names of its functions as they were."""
    copy = {}
    for name, source in answer.items():
        tree = way(ast.parse(source), rng)
        copy[name] = ast.unparse(ast.fix_missing_locations(tree))
    return copy


# --- What is found ---


def judged(one: Functions, other: Functions, released: Functions) -> Iterator[bool]:
    """Whether two answers are alike, for each function that both have and that is long enough."""
    for name in released.keys() & one.keys() & other.keys():
        (length, mine), (other_length, theirs) = read(one[name]), read(other[name])
        stub_length, stub = read(released[name])
        if min(length, other_length) - stub_length >= LONG:
            yield are_alike(mine - stub, theirs - stub)


def found_in(assignment: str, problem: str) -> dict[str, list[bool]]:
    """What is taken for alike in a problem: by the way of copying, and of answers of their own."""
    rng = random.Random(problem)
    ours, released = answers(assignment, problem), stubs(assignment, problem)
    copies = {
        name: [a for one in ours for a in judged(one, copied(one, way, rng), released)]
        for name, way in WAYS.items()
    }
    own = [a for one, other in combinations(ours, 2) for a in judged(one, other, released)]
    return copies | {"answers of their own": own}


def main() -> None:
    """Print what is found in all problems."""
    problems = [(a, f"problem{number}") for a in assignments() for number in range(1, 6)]
    found = [found_in(*problem) for problem in problems]
    for kind in found[0]:
        pairs = [answer for one in found for answer in one[kind]]
        print(f"{kind}: {sum(pairs)} of {len(pairs)} pairs of functions are taken for alike")


if __name__ == "__main__":
    main()
