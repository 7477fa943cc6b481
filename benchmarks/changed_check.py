"""What it costs to grade a class again after one check has changed.

``python -m benchmarks.changed_check hw11 --students 300`` grades a simulated class in which no two
notebooks are the same, changes the tolerance of one check, and grades again: first to see whose
points would move, then to book it. The last line says what the kept results take on the disk.
"""

import argparse
import os
import tempfile
import time
from pathlib import Path

import nbformat

from benchmarks.courses import MARKS_ONLY, grade, of_bank, release, write_course
from grading.course.cells import is_grade
from grading.records.kept import RESULTS_FILE
from tests.course import Course

#: What changes in the first specification that has it.
TOLERANCE = "tolerance="


def change_one_check(course: Course, assignment: str) -> str:
    """Give the first check with a tolerance of its own another one; returns its name."""
    for path in sorted((course.root / "source" / assignment).glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            if is_grade(cell) and TOLERANCE in cell.source:
                cell.source = cell.source.replace(TOLERANCE, f"{TOLERANCE}1.5 * ", 1)
                nbformat.write(notebook, path)
                return cell.metadata.nbgrader.grade_id
    raise SystemExit(f"{assignment} has no check with a tolerance of its own.")


def called(course: Course, module: str, *arguments: str) -> list[str]:
    """What a command of the course says, as lines."""
    result = course.run_module(module, *arguments)
    if result.returncode:
        raise SystemExit(result.stdout + result.stderr)
    return result.stdout.splitlines()


def say(what: str, seconds: float, whole: float) -> None:
    """One line of the table."""
    print(f"{what:44}{seconds:9.1f} s{whole / seconds:9.1f} times", flush=True)


def measure(assignment: str, students: int, pages: bool) -> None:
    """Print what grading from scratch takes, and grading after one check has changed."""
    options = () if pages else (MARKS_ONLY,)
    with tempfile.TemporaryDirectory() as folder:
        course = write_course(folder, assignment, of_bank(assignment, students))
        print(f"{assignment}: {students} students, {os.cpu_count()} cores", flush=True)
        whole = grade(course, assignment, *options)
        say("marks and pages from scratch" if pages else "marks from scratch", whole, whole)
        say("nothing new", grade(course, assignment, *options), whole)
        name = change_one_check(course, assignment)
        called(course, "grading.release.cases", f"source/{assignment}", "--write")
        release(course, assignment)
        started = time.monotonic()
        moved = called(course, "grading.adapters.moves", assignment)
        say(f"whose points move by {name}"[:43], time.monotonic() - started, whole)
        say("booked after that", grade(course, assignment, *options), whole)
        print(moved[-1] if moved else "")
        size = Path(course.root, RESULTS_FILE).stat().st_size
        print(
            f"{RESULTS_FILE}: {size / 1e6:.1f} MB, {size / 1e3 / students:.0f} kB for each student"
        )


def main() -> None:
    """Read what is asked for, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("assignment")
    parser.add_argument("--students", type=int, default=300)
    parser.add_argument("--pages", action="store_true", help="also make what people see")
    options = parser.parse_args()
    measure(options.assignment, options.students, options.pages)


if __name__ == "__main__":
    main()
