"""How grading grows with the class and with the workers.

``python -m benchmarks.class_size hw11 --students 10 30 100 --workers 1 2`` grades simulated classes
in which no two notebooks are the same, first for their marks, then for their pages. With
``--write`` the numbers are kept in `docs/scaling/`, and the picture beside them is drawn anew.
"""

import argparse
import json
import os
import shutil
import tempfile
from dataclasses import asdict, dataclass

import matplotlib.pyplot as plt

from benchmarks.against_stock import MB, memory_watched
from benchmarks.courses import MARKS_ONLY, grade, of_bank, write_course
from examples.students import PROBLEMS
from grading.course.notebooks import ROOT
from grading.records.kept import RESULTS_FILE

KEPT = ROOT / "docs" / "scaling"
COLOURS = {1: "#999999", 2: "#0072B2", 4: "#D55E00", 8: "#009E73"}


@dataclass(frozen=True)
class Measured:
    """What grading one class took.

    Attributes
    ----------
    assignment : str
    students, workers, cores : int
    marks, pages : float
        Seconds until all marks are booked, and until all pages are made after that.
    alone : float
        Seconds that the grader takes by itself, for reading and booking, where nothing runs.
    memory : float
        Peak of all processes, in MB.
    disk : float
        Size of the kept results, in MB.
    """

    assignment: str
    students: int
    workers: int
    cores: int
    marks: float
    pages: float
    alone: float
    memory: float
    disk: float

    def rates(self) -> tuple[float, float]:
        """Notebooks per minute and core, for marks and for pages."""
        cores = min(self.workers, self.cores)
        notebooks = 60 * len(PROBLEMS) * self.students / cores
        return notebooks / self.marks, notebooks / self.pages


def measured(assignment: str, students: int, workers: int) -> Measured:
    """Grade one class."""
    with tempfile.TemporaryDirectory() as folder:
        course = write_course(folder, assignment, of_bank(assignment, students))
        how = f"--JudgedExecute.workers={workers}"
        with memory_watched() as peak:
            marks = grade(course, assignment, how, MARKS_ONLY)
            pages = grade(course, assignment, how)
        shutil.rmtree(course.root / "receipts")  # all is booked anew, from kept results
        alone = grade(course, assignment, how, MARKS_ONLY)
        disk = (course.root / RESULTS_FILE).stat().st_size
    cores = os.cpu_count() or 1
    return Measured(
        assignment, students, workers, cores, marks, pages, alone, peak[-1] / MB, disk / MB
    )


def row(one: Measured) -> str:
    """A line of the table."""
    marks, pages = one.rates()
    return (
        f"| {one.assignment} | {one.students} | {one.workers} | {one.marks:.0f} s | "
        f"{one.pages:.0f} s | {marks:.0f} | {pages:.0f} | {one.alone:.0f} s | "
        f"{one.memory:.0f} MB | {one.disk:.1f} MB |"
    )


COLUMNS = [
    "class",
    "students",
    "workers",
    "marks",
    "pages",
    "marks per minute and core",
    "pages per minute and core",
    "the grader alone",
    "memory",
    "kept results",
]
HEAD = f"| {' | '.join(COLUMNS)} |\n| {' | '.join(['---'] * len(COLUMNS))} |"


def read() -> list[Measured]:
    """What was kept."""
    path = KEPT / "class_size.json"
    return [Measured(**one) for one in json.loads(path.read_text())] if path.exists() else []


def keep(found: list[Measured]) -> None:
    """Keep what was measured, in the place of older numbers of the same classes, and draw it."""
    KEPT.mkdir(exist_ok=True)
    known = {(one.assignment, one.students, one.workers): one for one in (*read(), *found)}
    every = [known[key] for key in sorted(known)]
    text = json.dumps([asdict(one) for one in every], indent=1)
    (KEPT / "class_size.json").write_text(text + "\n")
    draw(every).savefig(KEPT / "class_size.png", dpi=150)


def draw(found: list[Measured]) -> plt.Figure:
    """Seconds for each student against the size of the class, for each number of workers."""
    names = sorted({one.assignment for one in found})
    figure, axes = plt.subplots(1, len(names), figsize=(4.5 * len(names), 3.6), squeeze=False)
    for name, axis in zip(names, axes[0], strict=True):
        for workers in sorted({one.workers for one in found if one.assignment == name}):
            some = [one for one in found if (one.assignment, one.workers) == (name, workers)]
            sizes = [one.students for one in some]
            for what, style in (("marks", "o-"), ("pages", "s--")):
                seconds = [getattr(one, what) / one.students for one in some]
                label = f"{what}, {workers} worker{'s' * (workers > 1)}"
                axis.plot(sizes, seconds, style, color=COLOURS.get(workers), label=label)
        axis.set(title=name, xscale="log", xlabel="students", ylim=(0, None))
        axis.set_ylabel("seconds for each student")
        axis.legend(frameon=False)
    figure.tight_layout()
    return figure


def main() -> None:
    """Read what is asked for, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("assignment")
    parser.add_argument("--students", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--workers", type=int, nargs="+", default=[os.cpu_count() or 1])
    parser.add_argument("--write", action="store_true", help="keep the numbers and the picture")
    options = parser.parse_args()
    print(HEAD)
    for students in options.students:
        for workers in options.workers:
            one = measured(options.assignment, students, workers)
            print(row(one), flush=True)
            if options.write:
                keep([one])


if __name__ == "__main__":
    main()
