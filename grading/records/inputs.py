"""What a mark is a function of, as digests: equal inputs give equal marks.

These are the cells that matter and the files beside them, the specifications of the tasks, the
engine, the installed packages, and the limits. Who handed something in, when, and what a notebook
showed when it was saved is not among them.
"""

import functools
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import grading.course
import grading.engine
from grading.course.cases import CASES, digest_of_cases, may_read
from grading.digests import digest, digest_of, digest_of_files
from grading.engine.run import Cell, Rules, Work


@dataclass(frozen=True)
class Inputs:
    """Digests of all that the result of a notebook depends on.

    Attributes
    ----------
    own : str
        Of what becomes of its own cells.
    alone : dict of int to str
        Of the judgement on each grade cell, by its position, where no earlier task was lost.
    given : dict of int to str
        The same where some were, so that the reference stands in for them.
    reads_cases : bool
        Whether what the student wrote may read the cases of any task.
    parts : dict
        Those that a receipt shows by name.
    """

    own: str
    alone: Mapping[int, str]
    given: Mapping[int, str]
    reads_cases: bool
    parts: Mapping[str, object] = field(default_factory=dict)

    @property
    def all(self) -> str:
        """One digest of all of them."""
        return digest_of(self.own, list(self.alone.values()), list(self.given.values()))


def inputs_of(work: Work, shows: bool = False) -> Inputs:
    """The inputs of a run of a notebook.

    Parameters
    ----------
    work : Work
    shows : bool
        Whether it is the run for what people see, which no grade cell takes part in.
    """
    texts = own_texts(work)
    # A file of this name that is not the instructor's is like any other file.
    has_cases = CASES in work.files and work.files[CASES] == work.judge_files.get(CASES)
    reads_cases = has_cases and any(map(may_read, texts))
    parts = {
        "engine": engine(),
        "packages": packages(),
        "reference": reference_of(work),
        "limits": limits_of(work.rules),
    }
    base = [parts["engine"], parts["packages"], parts["limits"], work.rules.walls, shows]
    own_files = digest_of_beside(work.files, [] if has_cases and not reads_cases else None)
    cells = [what_runs(cell, shows) for cell in work.cells]
    own = digest_of(base, own_files, cells)
    if shows:
        return Inputs(own, {}, {}, reads_cases, parts)
    alone, given = {}, {}
    for position, cell in enumerate(work.cells):
        if cell.judged:
            # Later cells have run when it is judged, and earlier checks have asked their questions:
            # both may have left files.
            check = [position, cell.source, cell.setting.packed(), work.preamble, work.students]
            check += alone.values()
            beside = digest_of_beside(work.judge_files, judged_sources(cell))
            alone[position] = digest_of(own, check, beside)
            task = cell.task and [cell.task.number, cell.task.label, sorted(cell.task.names)]
            given[position] = digest_of(alone[position], task, parts["reference"])
    return Inputs(own, alone, given, reads_cases, parts)


def own_texts(work: Work) -> Iterable[str]:
    """All that students wrote and the cells that run beside it, as text."""
    for cell in work.cells:
        yield cell.runs
    for name, content in work.files.items():
        if work.judge_files.get(name) != content:
            yield content.decode(errors="replace")


def what_runs(cell: Cell, shows: bool) -> list:
    """What a cell does in the student's process."""
    left_out = cell.known_end if shows else cell.only_displayed
    return ["judged" if cell.judged else "own", "" if left_out else cell.runs]


def judged_sources(cell: Cell) -> list[str]:
    """The code that a judge runs for a grade cell."""
    return [cell.source, *(step.source for step in cell.setting.steps)]


def digest_of_beside(files: Mapping[str, bytes], sources: Iterable[str] | None) -> str:
    """A digest of the files beside a notebook; of the cases only those that some code names.

    Parameters
    ----------
    files : dict of str to bytes
    sources : iterable of str or None
        None where all cases count.
    """
    if sources is None or CASES not in files:
        return digest_of_files(files)
    others = {name: content for name, content in files.items() if name != CASES}
    return digest_of_files(others, [digest_of_cases(files[CASES], sources)])


def reference_of(work: Work) -> str:
    """A digest of the instructor's answers; the cases are none of what these read."""
    if work.reference is None:
        return ""
    return digest_of(list(work.reference.cells), digest_of_beside(work.reference.files, []))


def limits_of(rules: Rules) -> dict[str, int]:
    """What a notebook may use, by names."""
    times = {"cell_time": rules.cell_time, "notebook_time": rules.notebook_time}
    return dict(sorted((rules.limits.numbers() | times).items()))


@functools.cache
def engine() -> str:
    """A digest of the code that runs notebooks and judges them, and of what it imports."""
    folders = (
        Path(str(package.__file__)).parent for package in (grading, grading.course, grading.engine)
    )
    return digest_of([digest(p.read_bytes()) for f in folders for p in sorted(f.glob("*.py"))])


@functools.cache
def packages() -> str:
    """A digest of Python's version and those of all packages that are installed with it."""
    return digest_of(sys.version, installed())


def installed() -> list[str]:
    """All packages that are installed, with their versions."""
    places = [Path(place) for place in sys.path if place]
    # setuptools, once it is imported, adds what lies inside of it.
    own = [place for place in places if not {"site-packages", "_vendor"} <= set(place.parts)]
    return sorted({path.name for place in own for path in place.glob("*.dist-info")})
