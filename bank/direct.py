"""Grades answers through the engine without nbgrader around it: fast enough for hundreds.

``python -m bank.direct bank/hw11/problem1/wrong_*.py`` grades bank entries and prints the
messages that their students would read; with ``--visible`` the messages of the checks that students
can run themselves.
"""

import ast
import sys
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from pathlib import Path

from traitlets.log import get_logger

from grading.course import words
from grading.course.answers import AnswerFile, fill_in, solutions_of
from grading.course.gradecell import grade_id, hidden_from, visible
from grading.course.names import DEFINITIONS, declared, names_needed, written
from grading.course.notebooks import (
    ROOT,
    code_cells,
    grade_cells,
    is_for_show,
    locked_cells,
    read_notebook,
    solution_cells,
    unwrapped,
)
from grading.course.tasks import reference_cells, tasks_of
from grading.engine.limits import Limits
from grading.engine.pool import Pool
from grading.engine.reference import Reference
from grading.engine.run import Cell, Rules, Work, read_files
from grading.engine.setting import Setting

#: Checks of answers that share a kernel: each has a process, and a sandbox has room for 64.
TOGETHER = 32
#: More than any problem has tasks.
APART = 1000
RULES = Rules(Limits(), cell_time=60, notebook_time=300, walls=True)


@dataclass(frozen=True)
class Problem:
    """What grading answers takes of a source notebook."""

    preamble: str
    solutions: tuple
    checks: dict
    tasks: dict
    reference: Reference

    @classmethod
    @cache
    def of(cls, assignment, name):
        notebook = read_notebook(ROOT / "source" / assignment / f"{name}.ipynb")
        (preamble,) = (c.source for c in locked_cells(notebook) if grade_id(c) == "preamble")
        checks = {grade_id(cell): cell.source for cell in grade_cells(notebook)}
        for cell in solution_cells(notebook):
            cell.source = unwrapped(cell)
        files = read_files(ROOT / "source" / assignment, RULES.limits)
        reference = Reference(f"{assignment}/{name}", tuple(reference_cells(notebook)), files)
        solutions = solutions_of(assignment, name)
        return cls(preamble, solutions, checks, tasks_of(notebook), reference)

    @property
    def students(self):
        """Names that students define."""
        return tuple(name for solution in self.solutions for name in declared(solution))

    @property
    def values(self):
        """Variables in which students answer questions."""
        return {name for s in self.solutions if not declared(s) for name in written(s)}

    def task(self, key):
        """The task of a check by its key, in `Grader.run`.

        Tasks of answers that were graded before in the same kernel count as later ones.
        """
        answer, check = (0, key) if isinstance(key, str) else key
        return replace(self.tasks[check], number=self.tasks[check].number - answer * APART)


class Grader:
    """Grades notebooks; events and figures, which earn nothing, are left out.

    Parameters
    ----------
    change : callable, optional
        Applied to the source of each grade cell, for instance to give it another seed.
    rules : Rules, optional
        What a notebook may use.
    judge_files : dict of str to bytes, optional
        What the judge finds beside its notebook in the place of the source's files.
    follow : bool
        Whether later tasks are judged again where earlier ones failed.
    """

    pool = Pool()  # one for all: it takes seconds to start

    def __init__(self, change=lambda source: source, rules=RULES, judge_files=None, follow=True):
        self.change, self.rules, self.judge_files = change, rules, judge_files
        self.follow = follow

    def grade(self, assignment, problem, cells=()):
        """Grade answers to a problem.

        Parameters
        ----------
        assignment, problem : str
            For instance ``"hw11"`` and ``"problem1"``.
        cells : sequence of str
            As in `grading.course.answers.fill_in`.

        Returns
        -------
        dict of str to str or None
            For each grade id the message of the failed check, None if it passes. A check that
            meets none of the answers passes as it does for the reference, and is not run.
        """
        name, notebook = fill_in(assignment, problem, cells)
        source = Problem.of(assignment, name)
        met = checks_that_meet(cells, source)
        steps = [
            (text, check)
            for text, check in steps_of(notebook, source)
            if check is None or check in met
        ]
        told = self.run(assignment, source, steps, self.rules)
        return dict.fromkeys(source.checks) | told

    def grade_all(self, assignment, problem, answers):
        """Grade many answers to a problem, which takes less time than one by one.

        Answers that do nothing but define things share a kernel, where the reference comes back
        after each of them. A check is asked of a copy of the kernel as it is at its place, so that
        it meets one answer and leaves nothing behind.

        Parameters
        ----------
        assignment, problem : str
        answers : sequence of sequence of str
            Each as in `grade`.

        Returns
        -------
        list of dict
            For each answer what `grade` returns.
        """
        name, notebook = fill_in(assignment, problem)
        source = Problem.of(assignment, name)
        begin = [(text, None) for text, check in steps_of(notebook, source) if check is None]
        patient = replace(self.rules, notebook_time=self.rules.notebook_time * TOGETHER)
        found, together = {}, {}
        for number, cells in enumerate(answers):
            if all(map(only_defines, cells)):
                found[number] = dict.fromkeys(source.checks)
                together[number] = in_the_place_of_the_reference(number, cells, source)
            else:
                found[number] = self.grade(assignment, problem, cells)
        for some in shares(together.values()):
            told = self.run(assignment, source, [*begin, *some], patient)
            for (number, check), message in told.items():
                found[number][check] = message
        return [found[number] for number in range(len(answers))]

    def grade_entries(self, entries):
        """For each entry of a bank what `grade` returns."""
        found = {}
        for (assignment, problem), some in groupby(entries, lambda e: (e.assignment, e.problem)):
            some = list(some)
            messages = self.grade_all(assignment, problem, [entry.cells for entry in some])
            found |= zip(some, messages, strict=True)
        return found

    def run(self, assignment, source, steps, rules):
        """Messages of the checks among the steps of a notebook, by their keys.

        Parameters
        ----------
        assignment : str
        source : Problem
        steps : list of (str, hashable)
            Sources of cells in order, that of a check with its key and that of any other with None.
        rules : Rules
        """
        cells = [
            Cell(text, False) if key is None else judged(self.change(text), key, source)
            for text, key in steps
        ]
        files = read_files(ROOT / "source" / assignment, rules.limits)
        work = Work(
            cells=tuple(cells),
            files=files,
            rules=rules,
            students=source.students,
            preamble=source.preamble,
            judge_files=self.judge_files or files,
            words=words,
            reference=source.reference if self.follow else None,
        )
        submission = self.pool.finish(object(), lambda: work)
        if submission.no_reference is not None:
            get_logger().warning("%s", words.reference_failed(submission.no_reference))
        try:
            return {
                key: self.message(outputs)
                for (_, key), outputs in zip(steps, submission.outputs, strict=True)
                if key is not None
            }
        finally:
            submission.close()

    @staticmethod
    def message(outputs):
        lines = [line for out in outputs if out.output_type == "error" for line in out.traceback]
        return "\n".join(lines) or None


def steps_of(notebook, source):
    """Sources of a notebook's cells as far as they matter, that of a check with its grade id."""
    for cell in code_cells(notebook):
        name = grade_id(cell)
        if name in source.checks:
            yield source.checks[name], name
        elif not is_for_show(cell):
            yield cell.source, None


def in_the_place_of_the_reference(number, cells, source):
    """Steps that define an answer, check it and bring back the reference."""
    met = checks_that_meet(cells, source)
    defined = {name for cell in cells for name in declared(cell)}
    return [
        *((cell, None) for cell in cells),
        *((source.checks[check], (number, check)) for check in source.checks if check in met),
        *((cell, None) for cell in source.solutions if defined.intersection(declared(cell))),
    ]


def shares(answers):
    """Steps of several answers in a row, each time with about as many checks as fit in a kernel."""
    steps, checks = [], 0
    for answer in answers:
        steps += answer
        checks += sum(key is not None for _, key in answer)
        if checks >= TOGETHER:
            yield steps
            steps, checks = [], 0
    if steps:
        yield steps


def checks_that_meet(cells, source):
    """Ids of the grade cells whose outcome can depend on some answers.

    Parameters
    ----------
    cells : sequence of str
        The answers, as in `Grader.grade`.
    source : Problem
    """
    if not cells or not all(map(only_defines, cells)):
        return set(source.checks)
    met = {name for cell in cells for name in declared(cell)}
    while (
        more := {
            name
            for solution in source.solutions
            if names_needed(solution) & met
            for name in declared(solution)
        }
        - met
    ):
        met |= more
    return {name for name, check in source.checks.items() if names_needed(check) & met}


def only_defines(cell):
    """Whether a cell does nothing when it runs but define functions and classes."""
    if cell.startswith(("%", "!")):
        return False
    return all(isinstance(node, DEFINITIONS) for node in ast.parse(cell).body)


def judged(text, key, source):
    """A grade cell as the engine knows it."""
    asked = tuple(sorted(names_needed(text) & source.values))
    setting = Setting(hidden=hidden_from(text), asked=asked)
    return Cell(text, judged=True, task=source.task(key), setting=setting)


def main(arguments):
    paths = [argument for argument in arguments if argument != "--visible"]
    grader = Grader() if paths == arguments else Grader(change=visible)
    if missing := [path for path in paths if not Path(path).is_file()]:
        raise SystemExit(f"There is no file {missing[0]}; answers are bank/hw11/problem1/*.py.")
    for path in map(Path, paths):
        entry = AnswerFile(path.resolve())
        messages = grader.grade(entry.assignment, entry.problem, entry.cells)
        lost = {name for name, message in messages.items() if message}
        expected = "as expected" if lost == entry.fails else f"EXPECTED {entry.fails or 'nothing'}"
        print(f"{entry.student}: lost {', '.join(sorted(lost)) or 'nothing'}, {expected}")
        told = "\n".join(message for message in messages.values() if message)
        print("\n".join(f"    {line}" for line in told.splitlines()))
        for phrase in entry.says:
            if phrase not in " ".join(told.split()):
                print(f"    MISSING FROM THE MESSAGE: {phrase}")


if __name__ == "__main__":
    main(sys.argv[1:])
