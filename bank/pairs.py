"""Pairs of answers from the bank: one to an earlier task, and one to a later task that calls it.

``python -m bank.pairs`` grades all of them and prints those whose later task does not earn what
it should. Tests grade some.
"""

import sys
from dataclasses import dataclass
from functools import cache
from itertools import combinations, islice

from bank.direct import Grader, Problem, only_defines
from bank.entries import entries
from grading.course.answers import notebook_of
from grading.course.names import declared, names_needed
from grading.course.notebooks import assignments

#: Pairs that proxies cannot serve, with the reason: (assignment, earlier name, later answer).
UNSERVED = {}


@dataclass(frozen=True)
class PairedAnswer:
    """Cells that answer one task, and whether they are right."""

    name: str
    cells: tuple
    right: bool


@dataclass(frozen=True)
class Pair:
    """An answer to an earlier task, and one to a later task that calls it."""

    assignment: str
    problem: str
    function: str
    check: str
    earlier: PairedAnswer
    later: PairedAnswer

    @property
    def cells(self):
        return [*self.earlier.cells, *self.later.cells]

    @property
    def key(self):
        return self.assignment, self.function, self.later.name

    def __str__(self):
        return f"{self.assignment} {self.problem}: {self.later.name} over {self.earlier.name}"


def problems(assignment):
    """Short names of an assignment's problems, in order."""
    return sorted({entry.problem for entry in entries(assignment)})


@cache
def answers_to(assignment, problem, check):
    """Answers of the bank to one task, and nothing else."""
    source = Problem.of(assignment, notebook_of(assignment, problem))
    own = source.tasks[check].names
    others = set(source.students) - own
    found = []
    for entry in entries(assignment):
        if entry.problem != problem or entry.kind == "cheat":
            continue
        cells = tuple(c for c in entry.cells if not only_defines(c) or not others & defined(c))
        if any(own & defined(c) for c in cells if only_defines(c)):
            found.append(PairedAnswer(entry.path.stem, cells, check not in entry.fails))
    reference = tuple(c for c in source.solutions if own & defined(c))
    return [*found, PairedAnswer("reference", reference, True)]


def defined(cell):
    """Names of functions and classes of a cell."""
    return set(declared(cell))


def pairs(assignment, right):
    """All pairs of a wrong earlier answer and a right, or a wrong, later one that calls it.

    Returns
    -------
    list of list of Pair
        By earlier and later task.
    """
    found = []
    for problem in problems(assignment):
        source = Problem.of(assignment, notebook_of(assignment, problem))
        functions = [check for check, task in source.tasks.items() if task.names]
        for first, second in combinations(functions, 2):
            names = source.tasks[first].names
            (function,) = names
            wrong = [a for a in answers_to(assignment, problem, first) if not a.right]
            later = [
                answer
                for answer in answers_to(assignment, problem, second)
                if answer.right is right and calls(answer, names)
            ]
            task = [
                Pair(assignment, problem, function, second, one, other)
                for one in wrong
                for other in later
            ]
            if task:
                found.append(task)
    return found


def calls(answer, names):
    """Whether an answer reads one of some names and defines none of them."""
    return any(only_defines(c) and names_needed(c) & names for c in answer.cells)


def some(tasks, most):
    """A few pairs of each two tasks, all of the earlier and later answers as far as they reach."""
    return [pair for task in tasks for pair in islice(varied(task), most)]


def varied(task):
    """Pairs in an order in which answers on both sides change from one to the next."""
    earlier = list(dict.fromkeys(pair.earlier for pair in task))
    later = list(dict.fromkeys(pair.later for pair in task))
    by_both = {(pair.earlier, pair.later): pair for pair in task}
    for shift in range(len(later)):
        for number, one in enumerate(earlier):
            yield by_both[one, later[(number + shift) % len(later)]]


def verdicts(found):
    """Whether the later task of each pair passes."""
    passed = {}
    for problem in dict.fromkeys((pair.assignment, pair.problem) for pair in found):
        own = [pair for pair in found if (pair.assignment, pair.problem) == problem]
        told = Grader().grade_all(*problem, [pair.cells for pair in own])
        passed |= {p: t[p.check] is None for p, t in zip(own, told, strict=True)}
    return passed


def main():
    surprises = 0
    for assignment in assignments():
        for right in (True, False):
            found = [pair for task in pairs(assignment, right) for pair in task]
            odd = [
                p for p, ok in verdicts(found).items() if ok != (right and p.key not in UNSERVED)
            ]
            kind = "right" if right else "wrong"
            print(f"{assignment}: {len(found)} pairs, the later one {kind}: {len(odd)} surprises")
            print("\n".join(f"    {pair}" for pair in odd))
            surprises += len(odd)
    return int(surprises > 0)


if __name__ == "__main__":
    sys.exit(main())
