"""How grading grows with the class and with the workers.

``python -m benchmarks.class_size hw11 --students 10 30 100 --workers 1 2`` grades simulated classes
in which no two notebooks are the same, first for their marks, then for their pages. With
``--write`` the numbers are kept, and `docs/scaling.md` shows them.
"""

import argparse
import os
import shutil
import tempfile
from pathlib import Path

from benchmarks import scaling_page
from benchmarks.against_stock import MB, memory_watched
from benchmarks.classes import Measured, keep, read
from benchmarks.courses import MARKS_ONLY, grade, of_bank, write_course
from grading.records.kept import RESULTS_FILE

#: What grading writes beside the kept results.
WRITTEN = ("gradebook.db", "autograded", "receipts", "feedback")


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
        feedback = grade(course, assignment, command="generate_feedback")
        kept = size(course.root / RESULTS_FILE)
        written = sum(size(course.root / name) for name in WRITTEN)
    cores, memory = os.cpu_count() or 1, peak[-1] / MB
    return Measured(
        assignment, students, workers, cores, marks, pages, alone, memory, kept, feedback, written
    )


def size(path: Path) -> float:
    """What a file, or all files of a folder, hold, in MB."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file()) / MB


def main() -> None:
    """Read what is asked for, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("assignment")
    parser.add_argument("--students", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--workers", type=int, nargs="+", default=[os.cpu_count() or 1])
    parser.add_argument("--write", action="store_true", help="keep and show the numbers")
    options = parser.parse_args()
    print(scaling_page.of_classes([]))
    for students in options.students:
        for workers in options.workers:
            one = measured(options.assignment, students, workers)
            print(scaling_page.row(one), flush=True)
            if options.write:
                keep([one])
                scaling_page.write(read())


if __name__ == "__main__":
    main()
