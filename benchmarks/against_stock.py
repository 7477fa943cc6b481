"""Time and memory of grading a class: nbgrader as it comes against the engine, in one run.

``make bench``, or ``python -m benchmarks.against_stock --students 40``. Ratios are what counts:
the machine is the same for both, but not the same tomorrow.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from itertools import cycle, islice
from pathlib import Path

from examples.students import PROBLEMS, answer, example_class, hand_in
from grading.engine import Engine
from grading.forks import Clock, Kernel
from grading.limits import Limits
from grading.sandbox import proportional
from tests.course import STOCK, Course
from tests.notebooks import assignments

ASSIGNMENT = "hw11"
#: Everything handed in: right in one way, right in another, and wrong.
KINDS = ("example-full", "example-own-way", "example-partial")
MB = 1e6


def write_course(folder, students, config=""):
    """A course with a class that has handed in."""
    course = Course.copy_to(Path(folder), config)
    result = course.run("generate_assignment", ASSIGNMENT)
    if result.returncode:
        raise SystemExit(result.stdout)
    work = {
        kind: dict(
            answer(ASSIGNMENT, problem, name)
            for problem, name in example_class(ASSIGNMENT)[kind].items()
        )
        for kind in KINDS
    }
    for number, kind in enumerate(islice(cycle(KINDS), students)):
        hand_in(course.root / "submitted", f"student{number:04}", ASSIGNMENT, work[kind])
    return course


def students_of(course):
    return sorted(path.name for path in (course.root / "submitted").iterdir())


def grade(course, *options):
    """Seconds that autograding takes."""
    started = time.monotonic()
    result = course.run("autograde", ASSIGNMENT, "--force", *options)
    if result.returncode:
        raise SystemExit(result.stdout)
    return time.monotonic() - started


def grades(course):
    return {student: course.scores(ASSIGNMENT, student) for student in students_of(course)}


def differences(stock, engine):
    """A line for each grade cell that did not earn the same."""
    return [
        f"  {student}, {cell}: {earned[0]:g} on stock, {engine[student][cell][0]:g} on the engine"
        for student, cells in stock.items()
        for cell, earned in cells.items()
        if earned != engine[student][cell]
    ]


def peak_memory(course):
    """The most memory in bytes that grading one student takes, all processes together."""
    peak, ended = 0, threading.Event()

    def watch():
        nonlocal peak
        while not ended.wait(0.2):
            peak = max(peak, sum(map(proportional, descendants(os.getpid()))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        grade(course, "--student", students_of(course)[0])
    finally:
        ended.set()
        watcher.join()
    return peak


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
    engine, times = Engine(), []
    kernel = Kernel(engine.warm(), {}, Limits(), walls=True)
    own, share = private(kernel.pid), proportional(kernel.pid)
    kernel.close()
    for _ in range(number):
        started = time.monotonic()
        kernel = Kernel(engine.warm(), {}, Limits(), walls=True)
        kernel.run("", Clock(60, 60))
        times.append(time.monotonic() - started)
        kernel.close()
    engine.zygote.close()
    return statistics.median(times), own, share


def private(process):
    """Bytes of a process that no other process shares."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    sizes = (line.split() for line in lines if line.startswith("Private_"))
    return sum(int(kilobytes) * 1024 for _, kilobytes, _ in sizes)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=20, help="4 or more (default: 20)")
    students = parser.parse_args().students
    if ASSIGNMENT not in assignments():
        parser.error(f"measured on {ASSIGNMENT}, which this course does not have")
    if students < 4:
        parser.error(f"expected 4 or more students, got {students}")
    print(f"{students} students × {len(PROBLEMS)} notebooks, {os.cpu_count()} cores", flush=True)
    with tempfile.TemporaryDirectory() as stock, tempfile.TemporaryDirectory() as engine:
        courses = write_course(stock, students, STOCK), write_course(engine, students)
        times = [grade(course) for course in courses]
        different = differences(*map(grades, courses))
        alone = [grade(course, "--student", students_of(course)[0]) for course in courses]
        peaks = [peak_memory(course) / MB for course in courses]
    more = [(time - one) / (students - 1) for time, one in zip(times, alone, strict=True)]
    print(f"{'':32}{'stock':>8}{'engine':>8}{'ratio':>8}")
    row("whole class [s]", times)
    row("one student alone [s]", alone)
    row("each further student [s]", more)
    row("peak memory [MB]", peaks)
    print("\n".join(["GRADES DIFFER", *different]) if different else "grades agree")
    seconds, own, share = kernels()
    print(f"a fresh kernel answers after {seconds:.3f} s (median of 20)")
    print(f"  it owns {own / MB:.0f} MB; its proportional share of memory is {share / MB:.0f} MB")
    return bool(different)


def row(name, pair):
    print(f"{name:32}{pair[0]:8.1f}{pair[1]:8.1f}{pair[0] / pair[1]:8.1f}")


if __name__ == "__main__":
    sys.exit(main())
