"""One notebook in its sandbox: its cells run one after another, whatever they do to each other.

Two kinds of runs start from here: `grading.engine.marking` finds the marks of a notebook, and
`grading.engine.showing` makes the outputs that people see.
"""

import contextlib
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from nbformat import NotebookNode
from nbformat.v4 import new_output

from grading.engine.clocks import Clock
from grading.engine.forks import Kernel
from grading.engine.limits import Limits
from grading.engine.outcomes import CellTimeout, Ended, KernelDied, Stop
from grading.engine.outputs import OutputRoom
from grading.engine.reference import Reference
from grading.engine.results import Known, RunResult
from grading.engine.setting import ALONE, JudgedTask, Setting
from grading.engine.verdicts import Verdict
from grading.engine.words import Words
from grading.engine.zygote import SEED, Zygote

if TYPE_CHECKING:
    from grading.engine.pool import Pool

#: Sandboxes of a notebook that live at the same time; witnesses in older ones are made anew.
MOST_SANDBOXES = 3
#: How often cells of a notebook may end Python, beyond which the rest is not run.
MOST_RESTARTS = 20
#: The most files that a notebook finds beside it, beyond which the rest is left out.
MOST_FILES = 5000


@dataclass(frozen=True)
class Cell:
    """A code cell.

    Attributes
    ----------
    source : str
    judged : bool
        Whether a judge runs it.
    task : JudgedTask or None
        What it then judges.
    only_displayed : bool
        Whether no mark depends on it; see `grading.course.displays`.
    setting : Setting
        What a judged cell stands in.
    shown : str
        Of a judged cell the part that students have, where the notebook's own cells need a name
        of it: it runs as one of them.
    known_end : bool
        Whether an earlier run of the notebook has told that it does not come to its own end.
    names : frozenset of str
        What it is to define.
    """

    source: str
    judged: bool
    task: JudgedTask | None = None
    only_displayed: bool = False
    setting: Setting = ALONE
    shown: str = ""
    known_end: bool = False
    names: frozenset[str] = frozenset()

    @property
    def runs(self) -> str:
        """What of it runs in the student's process, empty if nothing does."""
        return self.shown if self.judged else self.source


@dataclass(frozen=True)
class Rules:
    """What a notebook may use, as the course configured it."""

    limits: Limits
    cell_time: int
    notebook_time: int
    walls: bool


@dataclass(frozen=True)
class Work:
    """All that grading a notebook takes.

    Attributes
    ----------
    cells : tuple of Cell
    files : dict of str to bytes
        What the notebook finds beside it.
    rules : Rules
    students : tuple of str
        Names that students define.
    preamble : str
        Source of the cell that a judge runs first.
    judge_files : dict of str to bytes
        What a judge finds beside it.
    words : Words
        What its outputs say of what the engine did to them.
    taken : float
        Seconds of its time that it has taken before its first cell runs.
    reference : Reference or None
        With what later tasks are judged again where earlier ones failed.
    known : Known
        What earlier runs have found of it.
    """

    cells: tuple[Cell, ...]
    files: dict[str, bytes]
    rules: Rules
    students: tuple[str, ...]
    preamble: str
    judge_files: dict[str, bytes]
    words: Words
    taken: float = 0.0
    reference: Reference | None = None
    known: Known = field(default_factory=Known)


class Run(threading.Thread):
    """The kernels of one notebook: normally one, anew where a cell ended it.

    As a thread it runs as soon as the engine has room for that. `finished` waits for the end.

    Attributes
    ----------
    outputs : list
        Of each cell; None where it was not run.
    stopped : dict of int to Ended
        Positions of cells that did not come to their own end, and why.
    broken : dict of int to Stop
        Positions of cells that stopped with an error, and where.
    restarts : int
        How often a cell ended Python.
    """

    #: Whether outputs of cells are kept, and figures drawn; errors are kept in any case.
    shows = False

    def __init__(self, zygote: Zygote, pool: "Pool", work: Work) -> None:
        super().__init__(daemon=True)
        self.zygote, self.pool, self.work = zygote, pool, work
        self.cells, self.rules = work.cells, work.rules
        self.clock = Clock(self.rules.cell_time, self.rules.notebook_time, work.taken)
        self.outputs: list[list[NotebookNode] | None] = [None] * len(self.cells)
        self.kernels: list[Kernel] = []
        self.error: BaseException | None = None
        self.stopped: dict[int, Ended] = {}
        self.broken: dict[int, Stop] = {}
        self.restarts = 0
        self.room = OutputRoom(self.rules.limits, work.words)
        self.unwanted = False

    def run(self) -> None:
        try:
            self.work_through()
        except BaseException as error:  # raised again where somebody waits for it
            self.error = error

    def work_through(self) -> None:
        """Run what this kind of run runs."""
        raise NotImplementedError

    def finished(self) -> None:
        """Wait until all cells have their outputs."""
        self.join()
        if self.error is not None:
            raise self.error

    def start_kernel(self) -> Kernel:
        """A new kernel; witnesses of earlier cells live on beside one or two that ended."""
        rules = self.rules
        kernel = Kernel(self.zygote, self.work.files, rules.limits, rules.walls)
        self.kernels.append(kernel)
        for old in [old for old in self.kernels if not old.closed][:-MOST_SANDBOXES]:
            old.close()
        return kernel

    def run_cell(self, position: int) -> list[NotebookNode]:
        """Run a cell; where it ends Python, a new kernel stands where it was before the cell."""
        reason = self.why_not()
        if reason:
            return self.stop(position, reason)
        kernel = self.kernels[-1]
        try:
            outputs = kernel.run(self.cells[position].runs, self.clock, self.shows)
            if kernel.stop is not None:
                self.broken[position] = kernel.stop
            return outputs
        except Ended as end:
            outputs = self.stop(position, end)
            self.restarts += 1
            if not self.is_needed(kernel):
                kernel.close()
            self.replay(position)
            return outputs

    def is_needed(self, kernel: Kernel) -> bool:
        """Whether anything but its next cell still needs a kernel."""
        return False

    def why_not(self) -> Ended | None:
        """Why nothing more of the notebook runs, or None if it may."""
        if self.clock.over:
            return CellTimeout(self.rules.notebook_time, of_notebook=True, begun=False)
        if self.restarts >= MOST_RESTARTS:
            return KernelDied(begun=False, restarts=MOST_RESTARTS)
        return None

    def stop(self, position: int, end: Ended) -> list[NotebookNode]:
        """Note how a cell ended; returns what its outputs say about it."""
        # Without the calls on its way here, which would keep alive what they hold.
        self.stopped[position] = end.with_traceback(None)
        text = self.work.words.ended(end)
        return [new_output("error", ename=type(end).__name__, evalue=text, traceback=[text])]

    def replay(self, end: int) -> Kernel:
        """A new kernel that has run the cells before a position, without those that ended one."""
        with self.clock.all_counts():
            kernel = self.start_kernel()
        for position, cell in enumerate(self.cells[:end]):
            if self.runs(cell) and position not in self.stopped and not self.clock.over:
                with self.clock.all_counts(), contextlib.suppress(Ended):
                    kernel.run(cell.runs, self.clock, self.shows)
        return kernel

    def runs(self, cell: Cell) -> bool:
        """Whether a cell is one of those that this kind of run runs."""
        return bool(cell.runs)

    def account(self) -> dict[str, object]:
        """What running it took."""
        return {
            "sandbox": self.kernels[0].sandbox,
            "seconds": round(self.clock.spent, 2),
            "processor": round(sum(kernel.processor_time() for kernel in self.kernels), 2),
            "memory": max(kernel.memory() for kernel in self.kernels),
            "seed": SEED,
            "restarts": self.restarts,
        }

    def result(self) -> RunResult:
        """What it has found."""
        verdicts: list[Verdict | None] = [None] * len(self.cells)
        return RunResult(self.outputs, verdicts, self.account(), self.stopped, self.broken)

    def close(self) -> None:
        """End it, also where it still runs."""
        self.unwanted = True
        self.join()
        for kernel in self.kernels:
            kernel.close()


def read_files(folder: Path, limits: Limits) -> dict[str, bytes]:
    """What lies beside the notebooks: regular files, as many as fit into a sandbox.

    Links are followed: those in a student's own folder could lead anywhere, but intake leaves them
    out, and puts links to regular files of the submission into the folder that is read here.
    """
    files: dict[str, bytes] = {}
    room = limits.disk // 2
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".ipynb" or "__pycache__" in path.parts or not path.is_file():
            continue
        with contextlib.suppress(OSError):
            size = path.stat().st_size
            if size <= min(room, limits.file_size) and len(files) < MOST_FILES:
                files[str(path.relative_to(folder))] = path.read_bytes()
                room -= size
    return files
