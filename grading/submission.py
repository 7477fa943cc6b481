"""One submitted notebook on its way: first its own cells run, then its grade cells are judged.

Free cells and figures run first, so they cannot show what a judge asks later.
"""

import contextlib
import threading
from dataclasses import dataclass

from nbformat.v4 import new_output

from grading.forks import Clock, Ended, Kernel, KernelDied

#: The most files that a notebook finds beside it, beyond which the rest is left out.
MOST_FILES = 5000


@dataclass(frozen=True)
class Cell:
    """A code cell: its source, and whether a judge runs it."""

    source: str
    judged: bool


@dataclass(frozen=True)
class Rules:
    """What a notebook may use, as the course configured it."""

    limits: object
    cell_time: int
    notebook_time: int
    walls: bool


class Submission(threading.Thread):
    """The kernels of one submitted notebook: normally one, anew where a cell ended it.

    As a thread it runs the notebook's own cells; `ran` waits for that.

    Attributes
    ----------
    outputs : list
        Of each cell, None for those that wait for a judge.
    """

    def __init__(self, zygote, cells, files, rules):
        super().__init__(daemon=True)
        self.zygote, self.cells, self.files, self.rules = zygote, cells, files, rules
        self.clock = Clock(rules.cell_time, rules.notebook_time)
        self.outputs = [None] * len(cells)
        self.kernels, self.witnesses, self.error = [], {}, None
        self.stopped = {}

    def run(self):
        try:
            self.kernels.append(self.start_kernel())
            for position, cell in enumerate(self.cells):
                if cell.judged:
                    self.witnesses[position] = self.kernels[-1].witness()
                else:
                    self.outputs[position] = self.run_cell(position)
        except BaseException as error:  # raised again where somebody waits for it
            self.error = error

    def ran(self):
        """Wait until the notebook's own cells have run."""
        self.join()
        if self.error is not None:
            raise self.error
        return self

    def start_kernel(self):
        return Kernel(self.zygote, self.files, self.rules.limits, self.rules.walls)

    def run_cell(self, position):
        """Run a cell; where it ends Python, a new kernel stands where it was before the cell."""
        try:
            return self.kernels[-1].run(self.cells[position].source, self.clock)
        except Ended as end:
            outputs = self.stop(position, end)
            # Witnesses of earlier cells live on beside the kernel that ended.
            self.kernels.append(self.replay(position))
            return outputs

    def stop(self, position, end):
        """Note how a cell ended; returns what its outputs say about it."""
        self.stopped[position] = str(end)
        text = str(end)
        return [new_output("error", ename=type(end).__name__, evalue=text, traceback=[text])]

    def replay(self, end):
        """A new kernel that has run the cells before a position, without those that ended one."""
        kernel = self.start_kernel()
        for position, cell in enumerate(self.cells[:end]):
            if not cell.judged and position not in self.stopped:
                with contextlib.suppress(Ended):
                    kernel.run(cell.source, self.clock)
        return kernel

    def grade(self, position, students, judge):
        """Have a grade cell judged, once more where its witness was lost to an earlier cell."""
        source = self.cells[position].source
        for witness in (self.witnesses.pop(position, None), None):
            if witness is None:
                self.kernels.append(self.replay(position))
                witness = self.kernels[-1].witness()
            if witness is None:
                continue
            try:
                outputs, gone = judge.grade(source, students, witness, self.clock)
            except Ended as end:
                return self.stop(position, end)
            if gone == "during" and not witness.kernel.lives():
                return self.stop(position, witness.kernel.why_it_ended())
            if gone != "before":
                return outputs
        return self.stop(position, KernelDied("Python could not go on before this cell."))

    def account(self):
        """What running it took, and which cells did not come to their own end."""
        return {
            "sandbox": self.rules.walls,
            "seconds": round(self.clock.spent, 2),
            "memory": max(kernel.memory() for kernel in self.kernels),
            "restarts": len(self.kernels) - 1,
            "stopped": dict(self.stopped),
        }

    def close(self):
        self.join()
        for witness in self.witnesses.values():
            if witness is not None:
                witness.channel.close()
        for kernel in self.kernels:
            kernel.close()


def read_files(folder, limits):
    """What lies beside the notebooks: regular files, as many as fit into a sandbox."""
    files, room = {}, limits.disk // 2
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".ipynb" or path.is_symlink() or not path.is_file():
            continue
        with contextlib.suppress(OSError):
            size = path.stat().st_size
            if size <= min(room, limits.file_size) and len(files) < MOST_FILES:
                files[str(path.relative_to(folder))] = path.read_bytes()
                room -= size
    return files
