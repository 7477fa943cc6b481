"""The step that runs a submitted notebook: cells in a sandbox, grade cells in front of a judge.

Stands in nbgrader's autograde pipeline where nbgrader's own `Execute` stood.
"""

import ast
import contextlib
import os
import signal
import socket
import struct
import sys
import time
from pathlib import Path

from nbformat.v4 import new_output
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution
from traitlets import Bool, Integer

from grading.limits import Limits
from grading.wire import WireError, receive, send
from grading.zygote import Zygote

#: What outputs may hold: nothing that could run in the page of whoever reads it.
MIME = ("text/plain", "text/latex", "image/png", "image/jpeg")
#: Seconds that an interrupted cell has to end by itself.
GRACE = 2


NOT_LINUX = (
    "Judge and sandbox need Linux. Grade in a Linux machine or container, or put nbgrader's own "
    "Execute in the place of JudgedExecute in nbgrader_config.py, which guards nothing."
)
REFUSED = (
    "This system refuses the sandbox for submissions: {reason}. Grade on a Linux machine that "
    "allows user namespaces, or set c.JudgedExecute.sandbox = False in nbgrader_config.py to "
    "grade without walls."
)

GONE = "Python ended while this cell ran: it called exit, crashed, or used too much memory."


class Ended(Exception):
    """A cell did not come to its own end; the text says why, in words for the student."""


class CellTimeout(Ended):
    """A cell ran out of its time."""


class KernelDied(Ended):
    """A cell ended the Python that it ran in."""


class JudgedExecute(NbGraderPreprocessor):
    """Run a submission; the outputs of grade cells are the judge's."""

    cell_time = Integer(60, help="Seconds that one cell may run.").tag(config=True)
    notebook_time = Integer(300, help="Seconds that one notebook may run.").tag(config=True)
    sandbox = Bool(
        True,
        help="Whether submissions run in a sandbox. Without it their code has all the rights of "
        "whoever grades.",
    ).tag(config=True)

    zygote = None

    def preprocess(self, nb, resources):
        if sys.platform != "linux":
            raise SystemExit(NOT_LINUX)
        folder = Path(resources["metadata"]["path"])
        if not self.sandbox:
            self.log.warning("graded without a sandbox: %s", folder)
        preamble, students = self.assignment_parts(resources)
        clock = Clock(self.cell_time, self.notebook_time)
        with (
            Submission(self.warm(), folder, Limits(parent=self), self.sandbox) as submission,
            Judge(self.warm(), self.shipped(resources), preamble) as judge,
        ):
            # Free cells and figures run first: they cannot show what a judge asks later.
            witnesses = []
            for cell in nb.cells:
                if cell.cell_type != "code" or not cell.source.strip():
                    continue
                cell.execution_count = None
                if is_grade(cell) and not is_solution(cell):
                    witnesses.append((cell, submission.witness()))
                else:
                    cell.outputs = submission.run(cell.source, clock)
            for cell, witness in witnesses:
                cell.outputs = judge.grade(cell.source, students, witness, clock)
        return nb, resources

    @classmethod
    def warm(cls):
        """The zygote of this grading run, started anew where it ended unexpectedly."""
        if JudgedExecute.zygote is None or JudgedExecute.zygote.process.poll() is not None:
            JudgedExecute.zygote = Zygote()
        return JudgedExecute.zygote

    def assignment_parts(self, resources):
        """The preamble and the names that students define, as the gradebook knows them."""
        where = resources["nbgrader"]
        with Gradebook(where["db_url"]) as gradebook:
            notebook = gradebook.find_notebook(where["notebook"], where["assignment"])
            stubs = {cell.name for cell in notebook.solution_cells}
            sources = {cell.name: cell.source for cell in notebook.source_cells}
        names = [
            node.name
            for name in stubs
            for node in ast.parse(sources[name]).body
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
        ]
        return sources.get("preamble", ""), names

    def shipped(self, resources):
        course = self.parent.parent.coursedir
        return course.format_path(course.source_directory, ".", resources["nbgrader"]["assignment"])


def read_files(folder, most):
    """What was handed in beside the notebooks: regular files of a sensible size."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not path.is_symlink()
        and path.suffix != ".ipynb"
        and path.stat().st_size <= most
    }


class Clock:
    """The time that is left to a notebook, and with it to its next cell."""

    def __init__(self, cell_time, notebook_time):
        self.cell_time, self.notebook_time = cell_time, notebook_time
        self.started = time.monotonic()

    def left(self):
        return min(self.cell_time, self.started + self.notebook_time - time.monotonic())

    def message(self):
        if time.monotonic() - self.started > self.notebook_time:
            return f"This cell was stopped: the notebook ran longer than {self.notebook_time} s."
        return f"This cell was stopped: it ran longer than {self.cell_time} s."


class Submission:
    """The kernels of one submitted notebook: normally one, anew where a cell ended it."""

    def __init__(self, zygote, folder, limits, walls):
        self.zygote, self.limits, self.walls = zygote, limits, walls
        self.files = read_files(folder, limits.file_size)
        self.kernels = [self.start()]
        self.ran = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for kernel in self.kernels:
            kernel.close()

    def start(self):
        return Kernel(self.zygote, self.files, self.limits, self.walls)

    def run(self, source, clock):
        """Run a cell; where it ends Python, the cells before it are run again without it."""
        try:
            outputs = self.kernels[-1].run(source, clock)
        except Ended as end:
            # Witnesses of earlier cells live on beside the kernel that ended.
            self.kernels.append(self.start())
            for earlier in self.ran:
                with contextlib.suppress(Ended):
                    self.kernels[-1].run(earlier, clock)
            return [failure(type(end).__name__, str(end))]
        self.ran.append(source)
        return outputs

    def witness(self):
        return self.kernels[-1].witness()


class Kernel:
    """A forked kernel in its sandbox, seen from the grader."""

    def __init__(self, zygote, files, limits, walls):
        self.zygote = zygote
        self.channel, self.keeper = zygote.fork("kernel", files=files, limits=limits, walls=walls)
        sign, self.pid = hello(self.channel)
        if sign != b"+":
            reason = self.channel.recv(500).decode(errors="replace")
            raise SystemExit(REFUSED.format(reason=reason))

    def run(self, source, clock):
        """Run a cell and return its outputs as nbformat knows them.

        Raises
        ------
        Ended
            If the cell ran out of time or ended Python.
        """
        try:
            send(self.channel, ["run", source])
            return as_outputs(within(self.channel, clock, self.pid))
        except (EOFError, OSError):
            raise KernelDied(GONE) from None
        except WireError as error:
            raise KernelDied(f"This cell sent an answer that breaks the rules: {error}") from None

    def witness(self):
        """A copy of the kernel as it is now, for one grade cell; None where it cannot be had."""
        here, there = socket.socketpair()
        here.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        try:
            with there:
                send(self.channel, ["witness", ""])
                socket.send_fds(self.channel, [b"+"], [there.fileno()])
            return here, hello(here)[1]
        except (OSError, ValueError):
            here.close()
            return None

    def close(self):
        self.channel.close()
        self.zygote.end(self.keeper)


class Judge:
    """A forked judge, seen from the grader."""

    def __init__(self, zygote, folder, preamble):
        self.zygote, self.number = zygote, 0
        self.channel, self.pid = zygote.fork("judge")
        hello(self.channel)
        send(self.channel, [str(folder), preamble])
        answer = receive(self.channel)
        if answer != "ready":
            raise RuntimeError(f"the preamble of the source notebook fails: {answer}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.channel.close()
        self.zygote.end(self.pid)

    def grade(self, source, students, witness, clock):
        """Outputs of a grade cell, judged against a witness."""
        if witness is None:
            return [failure("KernelDied", "Python could not go on before this cell.")]
        channel, pid = witness
        self.number += 1
        send(self.channel, [self.number, source, students])
        with channel:
            socket.send_fds(self.channel, [b"+"], [channel.fileno()])
        try:
            number = None
            while number != self.number:  # what came too late for an earlier cell is dropped
                number, outputs = within(self.channel, clock, pid)
            return as_outputs(outputs)
        except CellTimeout as end:
            return [failure("CellTimeout", str(end))]


def hello(channel):
    """The first byte of a fork, and its process number as it is seen from here."""
    channel.settimeout(30)
    size = struct.calcsize("3i")
    data, ancillary, *_ = channel.recvmsg(1, socket.CMSG_SPACE(size))
    if not data or not ancillary:
        raise ValueError("the fork ended at once")
    channel.settimeout(None)
    return data, struct.unpack("3i", ancillary[0][2][:size])[0]


def within(channel, clock, pid):
    """Receive an answer in time; interrupt a process that takes too long, then end it."""
    channel.settimeout(max(clock.left(), 0.1))
    try:
        return receive(channel)
    except TimeoutError:
        text = clock.message()
    for kind in (signal.SIGINT, signal.SIGKILL):
        channel.settimeout(GRACE)
        try:
            os.kill(pid, kind)
            receive(channel)
            break
        except TimeoutError:
            continue
        except (EOFError, OSError, WireError):
            break
    channel.settimeout(None)
    raise CellTimeout(text)


def as_outputs(answers):
    """Outputs of a kernel or judge as nbformat knows them; anything else is dropped."""
    outputs = []
    for answer in answers if type(answers) is list else ():
        match answer:
            case ["stream", ("stdout" | "stderr") as name, str(text)]:
                outputs.append(new_output("stream", name=name, text=text))
            case [("display_data" | "execute_result") as kind, dict(data)]:
                texts = {m: t for m, t in data.items() if m in MIME and isinstance(t, str)}
                outputs.append(new_output(kind, data=texts))
            case ["error", str(ename), str(evalue), list(lines)]:
                lines = [line for line in lines if isinstance(line, str)]
                outputs.append(new_output("error", ename=ename, evalue=evalue, traceback=lines))
    return outputs


def failure(ename, text):
    return new_output("error", ename=ename, evalue=text, traceback=[text])
