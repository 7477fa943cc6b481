"""Time and memory of grading a class: nbgrader as it comes against the engine, in one run.

``make bench``, or ``python -m benchmarks.against_stock --students 20``. Ratios are what counts:
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

from grading.engine import Engine
from grading.forks import Clock, Kernel
from grading.limits import Limits
from grading.sandbox import proportional
from tests.course import STOCK, Course
from tests.example_class import PROBLEMS, STUDENTS, answer, hand_in

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
            for problem, name in zip(PROBLEMS, STUDENTS[ASSIGNMENT][kind], strict=True)
        )
        for kind in KINDS
    }
    for number, kind in enumerate(islice(cycle(KINDS), students)):
        hand_in(course.root / "submitted", f"student{number:04}", ASSIGNMENT, work[kind])
    return course


def grade(course):
    """Seconds that autograding takes, and the grades of all students."""
    started = time.monotonic()
    result = course.run("autograde", ASSIGNMENT, "--force")
    seconds = time.monotonic() - started
    if result.returncode:
        raise SystemExit(result.stdout)
    students = sorted(path.name for path in (course.root / "submitted").iterdir())
    return seconds, {student: course.scores(ASSIGNMENT, student) for student in students}


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
        student = min(path.name for path in (course.root / "submitted").iterdir())
        course.run("autograde", ASSIGNMENT, "--force", "--student", student)
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
    parser.add_argument("--students", type=int, default=12, help="4 or more (default: 12)")
    students = parser.parse_args().students
    if students < 4:
        parser.error(f"expected 4 or more students, got {students}")
    notebooks = students * len(PROBLEMS)
    print(f"{students} students × {len(PROBLEMS)} notebooks, {os.cpu_count()} cores", flush=True)
    with tempfile.TemporaryDirectory() as stock, tempfile.TemporaryDirectory() as engine:
        courses = write_course(stock, students, STOCK), write_course(engine, students)
        (slow, expected), (fast, grades) = map(grade, courses)
        peaks = [peak_memory(course) for course in courses]
    seconds, own, share = kernels()
    print(f"{'':24}{'stock':>10}{'engine':>10}{'ratio':>10}")
    print(f"{'time [s]':24}{slow:10.1f}{fast:10.1f}{slow / fast:10.1f}")
    each = [total / notebooks for total in (slow, fast)]
    print(f"{'time per notebook [s]':24}{each[0]:10.2f}{each[1]:10.2f}{each[0] / each[1]:10.1f}")
    megabytes = [peak / MB for peak in peaks]
    print(f"{'peak memory [MB]':24}{megabytes[0]:10.0f}{megabytes[1]:10.0f}")
    print(f"fresh kernel: {seconds:.3f} s from request to answer (median of 20)")
    print(f"  own memory {own / MB:.0f} MB, proportional set size {share / MB:.0f} MB")
    print("grades agree" if grades == expected else "GRADES DIFFER")
    return grades != expected


if __name__ == "__main__":
    sys.exit(main())
