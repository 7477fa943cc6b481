"""One submitted notebook on its way: first its own cells run, then its grade cells are judged.

Free cells and figures run first, so they cannot show what a judge asks later.
"""

import contextlib
import json
import threading
from dataclasses import dataclass

from nbformat.v4 import new_output

from grading import pictures
from grading.following import Following
from grading.forks import CellTimeout, Clock, Ended, JudgeEnded, Kernel, KernelDied

#: Sandboxes of a notebook that live at the same time; witnesses in older ones are made anew.
MOST_SANDBOXES = 3
#: How often a grade cell gets another witness, where the first one or the judge was lost.
MORE_WITNESSES = 2
#: How often cells of a notebook may end Python, beyond which the rest is not run.
MOST_RESTARTS = 20
#: The most files that a notebook finds beside it, beyond which the rest is left out.
MOST_FILES = 5000
#: What a line and an output take of the room for outputs, however short they are.
EACH_LINE, EACH_OUTPUT = 20, 500
NO_ROOM = "The outputs of this notebook are longer than its page may be; the rest was cut off here."
NO_PIXELS = (
    "A picture is left out here: the pictures of this notebook have more than {most:g} million "
    "pixels together."
)


@dataclass(frozen=True)
class Cell:
    """A code cell: its source, whether a judge runs it, and the `Task` that it then judges."""

    source: str
    judged: bool
    task: object = None


@dataclass(frozen=True)
class Rules:
    """What a notebook may use, as the course configured it."""

    limits: object
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
    taken : float
        Seconds of its time that it has taken before its first cell runs.
    reference : Reference or None
        With what later tasks are judged again where earlier ones failed.
    """

    cells: tuple
    files: dict
    rules: Rules
    students: tuple
    preamble: str
    judge_files: dict
    taken: float = 0.0
    reference: object = None


class Submission(threading.Thread):
    """The kernels of one submitted notebook: normally one, anew where a cell ended it.

    As a thread it runs the notebook's own cells as soon as the engine has room for that, and has
    the others judged when the submission before it is through. `graded` waits for the end.

    Attributes
    ----------
    outputs : list
        Of each cell.
    """

    def __init__(self, zygote, engine, work, after=None):
        super().__init__(daemon=True)
        self.zygote, self.engine, self.work, self.after = zygote, engine, work, after
        self.judged = threading.Event()
        self.cells, self.rules = work.cells, work.rules
        self.clock = Clock(self.rules.cell_time, self.rules.notebook_time, work.taken)
        self.outputs = [None] * len(self.cells)
        self.kernels, self.witnesses, self.error = [], {}, None
        self.stopped, self.room = {}, self.rules.limits.notebook_output
        self.pixels = self.rules.limits.notebook_pixels
        self.unwanted = False

    def run(self):
        before, self.after = self.after, None
        try:
            with self.engine.room_to_run:
                self.run_cells()
            if before:
                before.judged.wait()
            self.judge_cells()
        except BaseException as error:  # raised again where somebody waits for it
            self.error = error
        finally:
            self.judged.set()

    def graded(self):
        """Wait until all cells have their outputs."""
        self.join()
        if self.error is not None:
            raise self.error

    def run_cells(self):
        """Run the notebook's own cells, and leave a witness at each grade cell."""
        self.start_kernel()
        for position, cell in enumerate(self.cells):
            if self.unwanted:
                return
            with self.clock.all_counts():
                if cell.judged:
                    self.witnesses[position] = self.kernels[-1].witness(self.clock)
                else:
                    self.outputs[position] = self.within_room(self.run_cell(position))

    def judge_cells(self):
        """Have the grade cells judged."""
        for position, cell in enumerate(self.cells):
            if self.unwanted:
                return
            if cell.judged:
                self.engine.judge_of(self.zygote, self.work)  # its start is nobody's time
                following = Following(self, position)  # the same
                with self.clock.all_counts():
                    self.outputs[position] = following.outputs()

    def start_kernel(self):
        """A new kernel; witnesses of earlier cells live on beside one or two that ended."""
        rules = self.rules
        kernel = Kernel(self.zygote, self.work.files, rules.limits, rules.walls)
        self.kernels.append(kernel)
        for old in self.kernels[:-MOST_SANDBOXES]:
            old.close()
        return kernel

    def run_cell(self, position):
        """Run a cell; where it ends Python, a new kernel stands where it was before the cell."""
        reason = self.why_not()
        if reason:
            return self.stop(position, reason)
        try:
            return self.kernels[-1].run(self.cells[position].source, self.clock)
        except Ended as end:
            outputs = self.stop(position, end)
            if not any(w and w.kernel is self.kernels[-1] for w in self.witnesses.values()):
                self.kernels[-1].close()
            self.replay(position)
            return outputs

    def why_not(self):
        """Why nothing more of the notebook runs, or None if it may."""
        if self.clock.over:
            return CellTimeout(
                "This cell was not run: the cells before it had used all of the notebook's "
                f"{self.rules.notebook_time} s."
            )
        if len(self.kernels) > MOST_RESTARTS:
            return KernelDied(
                f"This cell was not run: {MOST_RESTARTS} cells before it had ended Python."
            )
        return None

    def within_room(self, outputs):
        """Outputs of a cell as far as the page has room for them."""
        for output in outputs:
            if output.output_type in ("display_data", "execute_result"):
                self.limit_pixels(output.data)
        text = json.dumps(outputs)
        size = len(text) + text.count(r"\n") * EACH_LINE + len(outputs) * EACH_OUTPUT
        if size <= self.room:
            self.room -= size
            return outputs
        self.room = 0
        return [new_output("stream", name="stderr", text=NO_ROOM)]

    def limit_pixels(self, data):
        """Leave a picture out of the data of an output where the page has no room for it."""
        for kind in [kind for kind in pictures.READERS if kind in data]:
            pixels = pictures.read(kind, data[kind]).pixels
            if pixels > self.pixels:
                del data[kind]
                most = self.rules.limits.notebook_pixels / 1e6
                data["text/plain"] = NO_PIXELS.format(most=most)
            else:
                self.pixels -= pixels

    def stop(self, position, end):
        """Note how a cell ended; returns what its outputs say about it."""
        self.stopped[position] = str(end)
        text = str(end)
        return [new_output("error", ename=type(end).__name__, evalue=text, traceback=[text])]

    def replay(self, end):
        """A new kernel that has run the cells before a position, without those that ended one."""
        with self.clock.all_counts():
            kernel = self.start_kernel()
        for position, cell in enumerate(self.cells[:end]):
            if not cell.judged and position not in self.stopped and not self.clock.over:
                with self.clock.all_counts(), contextlib.suppress(Ended):
                    kernel.run(cell.source, self.clock)
        return kernel

    def grade(self, position):
        """Have a grade cell judged, again where witness or judge were lost."""
        source = self.cells[position].source
        lost = KernelDied("Python could not go on before this cell.")
        for witness in (self.witnesses.pop(position, None), *(None,) * MORE_WITNESSES):
            if witness is None and self.why_not() is None:
                witness = self.replay(position).witness(self.clock)
            if witness is None:
                continue
            judge = self.engine.judge_of(self.zygote, self.work)
            try:
                outputs, gone = judge.grade(source, self.work.students, witness, self.clock)
            except JudgeEnded as end:
                lost = end
                continue
            except Ended as end:
                return self.stop(position, end)
            if gone == "during" and not witness.kernel.lives():
                return self.stop(position, witness.kernel.why_it_ended())
            if gone != "before":
                return outputs
        return self.stop(position, self.why_not() or lost)

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
        """End it, also where it still runs."""
        self.unwanted = True
        self.join()
        for witness in self.witnesses.values():
            if witness is not None:
                witness.close()
        for kernel in self.kernels:
            kernel.close()


def read_files(folder, limits):
    """What lies beside the notebooks: regular files, as many as fit into a sandbox.

    Links are followed: those in a student's own folder could lead anywhere, but intake leaves them
    out, and puts links to regular files of the submission into the folder that is read here.
    """
    files, room = {}, limits.disk // 2
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".ipynb" or "__pycache__" in path.parts or not path.is_file():
            continue
        with contextlib.suppress(OSError):
            size = path.stat().st_size
            if size <= min(room, limits.file_size) and len(files) < MOST_FILES:
                files[str(path.relative_to(folder))] = path.read_bytes()
                room -= size
    return files
