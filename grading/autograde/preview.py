"""Whose points would move, if what is graded were graded again now; nothing is booked.

What it has found is kept as results, so that the run that books it takes little time.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from grading.autograde.batch import Batch
from grading.autograde.ledger import UNPROVED
from grading.autograde.moves import Move
from grading.autograde.plan import NEW, Planned, named
from grading.counts import counted
from grading.letters import printable
from grading.records.unproved import failed
from grading.terminal import show


class Preview(Batch):
    """Grades again what was graded before, and says what would come of it."""

    def grade_all(self) -> None:
        """Plan, grade, and say what has moved."""
        self.steps.check()
        if self.steps.is_judged:
            self.steps.use_results()
        planner, plan = self.planned(self.steps.force)
        others = sum(self.has_more(planned) for planned in plan)
        for planned in plan:
            planned.to_run = with_points_before(planned)
        again = [planned for planned in plan if planned.to_run]
        self.begin(again, planner.checks)
        moved = {}
        for planned in self.ahead_of(again):
            if found := self.moves_of(planned):
                moved[planned.student] = found
        for text in lines(self.course.assignment_id, len(again), others, moved, self.command()):
            show(text)
        if unproved := failed(self.course, named(planner.checks)):
            assignment = self.course.assignment_id
            show(UNPROVED.format(notebooks=", ".join(unproved), assignment=assignment))

    def command(self) -> str:
        """What books the same."""
        words = ["nbgrader autograde", self.course.assignment_id]
        if self.steps.force:
            words.append("--force")
        elif self.steps.may_lower:
            words.append("--JudgedExecute.may_lower=True")
        return " ".join(words)

    def has_more(self, planned: Planned) -> bool:
        """Whether something would be booked that is not compared with what was booked before."""
        return bool(planned.gone or planned.to_run.keys() - planned.marks.keys())

    def moves_of(self, planned: Planned) -> dict[str, list[Move]]:
        """What would move in one submission, by its notebooks."""
        found = {}
        with self.losing(planned), TemporaryDirectory() as stage:
            for name in planned.to_run:
                graded = self.grade_and_compare(planned, name, Path(stage))
                if graded.moves:
                    found[name] = list(graded.moves)
        return found


def with_points_before(planned: Planned) -> dict[str, str]:
    """Notebooks that would be graded again and have points which could move, and why."""
    return {
        name: why for name, why in planned.to_run.items() if why != NEW and name in planned.marks
    }


def lines(
    assignment: str,
    graded: int,
    others: int,
    moved: Mapping[str, Mapping[str, list[Move]]],
    command: str,
) -> Iterator[str]:
    """What would move, a line for each grade cell, and how many that are."""
    if others:
        yield (
            f"{assignment}: {counted(others, 'submission')} with something that is graded for the "
            "first time, or handed in anew or gone since; this is not compared."
        )
    if not graded:
        yield f"{assignment}: nothing would be graded again."
        return
    ways: Counter[str] = Counter()
    for student, found in moved.items():
        for name, some in found.items():
            for move in some:
                ways[move.way] += 1
                yield line(student, name, move)
    counts = ", ".join(f"{counted(n, 'cell')} {way}" for way, n in ways.items())
    yield (
        f"{assignment}: {counted(graded, 'submission')} would be graded again"
        f"{f', with {counts}' if counts else ', and no points would move'}. Nothing was booked: "
        f"`{command}` does that."
    )


def line(student: str, notebook: str, move: Move) -> str:
    """One grade cell whose points would move, or have moved."""
    where = ", ".join(map(printable, (student, notebook, move.cell)))
    return f"{where}: {move.told}"
