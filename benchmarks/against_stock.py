"""Time and memory of grading a class: nbgrader as it comes against the engine, in one run.

``make bench``, or ``python -m benchmarks.against_stock hw11 --students 40``. Ratios are what
counts: the machine is the same for both, but not the same tomorrow. nbgrader runs a notebook once,
and its marks and outputs are there together; the engine books all marks first. No two notebooks of
the class are the same. In one row students copy from three, so that the engine runs only what is
new; for nbgrader that makes no difference.
"""

import argparse
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from benchmarks.courses import (
    MARKS_ONLY,
    grade,
    of_example_class,
    students_of,
    write_course,
)
from examples.students import PROBLEMS
from grading.course.gradecell import grade_id
from grading.course.notebooks import assignments
from grading.engine.clocks import Clock
from grading.engine.forks import Kernel
from grading.engine.limits import Limits
from grading.engine.memory import proportional
from grading.engine.pool import Pool
from tests.course import STOCK

#: Students of each homework, where nobody asks for others.
STUDENTS = {"hw11": 20, "hw12": 4}
FORCE = "--force"
MB = 1e6


def grades(course, assignment):
    return {student: course.scores(assignment, student) for student in students_of(course)}


def differences(stock, engine):
    """For each grade cell that did not earn the same a line, by student and cell."""
    return {
        (student, cell): f"  {student}, {cell}: {earned[0]:g} on stock, "
        f"{engine[student][cell][0]:g} on the engine"
        for student, cells in stock.items()
        for cell, earned in cells.items()
        if earned != engine[student][cell]
    }


def followed_through(course, assignment):
    """Student and grade cell where points were earned given a right earlier task."""
    return {
        (student, grade_id(cell))
        for student in students_of(course)
        for notebook in course.autograded(assignment, student).values()
        for cell in notebook.cells
        if cell.metadata.get("verdict", {}).get("given")
    }


def say_agreement(different, expected):
    """Print which grades differ.

    Returns
    -------
    bool
        Whether all that differ are expected to.
    """
    wanted = [line for key, line in different.items() if key in expected]
    others = [line for key, line in different.items() if key not in expected]
    if wanted:
        print("\n".join(["earned given a right earlier task, as stock cannot:", *wanted]))
    print("\n".join(["GRADES DIFFER", *others]) if others else "grades agree", flush=True)
    return not others


@contextlib.contextmanager
def memory_watched():
    """Yields a list that ends with the most memory in bytes that all child processes took."""
    peaks, ended = [0], threading.Event()

    def watch():
        while not ended.wait(0.2):
            peaks.append(max(peaks.pop(), sum(map(proportional, descendants(os.getpid())))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peaks
    finally:
        ended.set()
        watcher.join()


def descendants(pid):
    """Process numbers of all children of a process, and of theirs."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True).stdout
    parents = dict(map(int, line.split()) for line in listed.splitlines())
    found = {pid}
    while new := {child for child, parent in parents.items() if parent in found} - found:
        found |= new
    return [str(child) for child in found - {pid}]


def kernels(number=20):
    """Median seconds from request to answer of a fresh kernel, its own bytes and its share."""
    pool, times = Pool(), []
    kernel = Kernel(pool.warm(), {}, Limits(), walls=True)
    own, share = private(kernel.pid), proportional(kernel.pid)
    kernel.close()
    for _ in range(number):
        started = time.monotonic()
        kernel = Kernel(pool.warm(), {}, Limits(), walls=True)
        kernel.run("", Clock(60, 60))
        times.append(time.monotonic() - started)
        kernel.close()
    pool.zygote.close()
    return statistics.median(times), own, share


def private(process):
    """Bytes of a process that no other process shares."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    sizes = (line.split() for line in lines if line.startswith("Private_"))
    return sum(int(kilobytes) * 1024 for _, kilobytes, _ in sizes)


def compare(assignment, students):
    """Print what grading an assignment takes on stock and on the engine.

    Returns
    -------
    bool
        Whether both gave the same grades, but for marks that follow through.
    """
    print(f"\n{assignment}: {students} students × {len(PROBLEMS)} notebooks", flush=True)
    with contextlib.ExitStack() as stack:
        places = (stack.enter_context(tempfile.TemporaryDirectory()) for _ in range(3))
        stock, engine, other = places
        theirs = write_course(stock, assignment, of_example_class(assignment, students), STOCK)
        ours = write_course(engine, assignment, of_example_class(assignment, students))
        copied = write_course(other, assignment, of_example_class(assignment, students, True))
        one = f"--student={students_of(ours)[0]}"
        all_of_stock = grade(theirs, assignment, FORCE)
        all_of_ours = grade(ours, assignment, FORCE)
        marks = grade(ours, assignment, FORCE, MARKS_ONLY)
        of_copies = grade(copied, assignment, FORCE, MARKS_ONLY)
        different = differences(grades(theirs, assignment), grades(ours, assignment))
        expected = followed_through(ours, assignment)
        with memory_watched() as stock_memory:
            one_of_stock = grade(theirs, assignment, FORCE, one)
        with memory_watched() as memory:
            one_of_ours = grade(ours, assignment, FORCE, one)
        marks_of_one = grade(ours, assignment, FORCE, one, MARKS_ONLY)
    others = students - 1
    print(f"{'':38}{'stock':>8}{'engine':>8}{'ratio':>8}")
    row("marks of the class [s]", all_of_stock, marks)
    row("marks where students copy from three", all_of_stock, of_copies)
    row("marks and pages of the class [s]", all_of_stock, all_of_ours)
    row("marks of one student alone [s]", one_of_stock, marks_of_one)
    row("marks and pages of one alone [s]", one_of_stock, one_of_ours)
    row(
        "marks of each further student [s]",
        (all_of_stock - one_of_stock) / others,
        (marks - marks_of_one) / others,
    )
    row("peak memory, one student [MB]", stock_memory[-1] / MB, memory[-1] / MB)
    return say_agreement(different, expected)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("assignments", nargs="*", help="default: all that this course has")
    parser.add_argument("--students", type=int, help="4 or more (default: 20, of homework 12 4)")
    options = parser.parse_args()
    there = [name for name in STUDENTS if name in assignments()]
    chosen = options.assignments or there
    if unknown := set(chosen).difference(there):
        parser.error(f"expected some of {', '.join(there)}, got {', '.join(sorted(unknown))}")
    if options.students is not None and options.students < 4:
        parser.error(f"expected 4 or more students, got {options.students}")
    print(f"{os.cpu_count()} cores", flush=True)
    agree = [compare(name, options.students or STUDENTS[name]) for name in chosen]
    seconds, own, share = kernels()
    print(f"\na fresh kernel answers after {seconds:.3f} s (median of 20)")
    print(f"  it owns {own / MB:.0f} MB; its proportional share of memory is {share / MB:.0f} MB")
    return not all(agree)


def row(name, stock, engine):
    print(f"{name:38}{stock:8.1f}{engine:8.1f}{stock / engine:8.1f}")


if __name__ == "__main__":
    sys.exit(main())
