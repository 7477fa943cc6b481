"""The student's side: runs the cells of a notebook and answers what a judge asks about them.

Lives in a sandbox. Nothing here guards anything: whoever runs code in this process owns it.
"""

import base64
import contextlib
import io
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, NoReturn

import matplotlib.pyplot as plt
import numpy as np
from IPython.core import pylabtools
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.pylabtools import print_figure
from matplotlib import rcParams
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib_inline import backend_inline
from matplotlib_inline.config import InlineBackend
from traitlets.config import Config

from grading.engine import company, elsewhere, proxies
from grading.engine.jupyter import Jupyter, without_a_user
from grading.engine.protocol import (
    IS_READY,
    Asked,
    BeWitness,
    LeaveReference,
    LeaveSpare,
    LeaveWitness,
    ProxyUsed,
    Ran,
    RunCell,
    TakeProxies,
    hear,
    receive_socket,
    say,
)
from grading.engine.sandbox import WORK
from grading.engine.wire import WireError
from grading.engine.witness import Answers, is_own

#: Inches around a figure in which legends and labels may lie.
ROOM = 1.5
GRADED_WITH = f"graded with Python {sys.version_info.major}.{sys.version_info.minor}"
CUT = "\n… more output than fits was cut off here"


#: Bytes that an output counts for at least, so that many empty ones cannot fill the memory.
EACH = 100


class Outputs(list):
    """The outputs of one cell as plain lists, up to a limit in bytes."""

    room = 1 << 20

    def add(self, size: int, output: list | None) -> None:
        if size + EACH > self.room:
            if self.room > 0:
                self.append(["stream", "stderr", CUT])
            self.room = 0
            return
        self.room -= size + EACH
        self.append(output)

    def write(self, name: str, text: str) -> None:
        data = text.encode(errors="replace")
        whole = len(data) + EACH <= self.room
        if not whole:
            text = data[: max(self.room - EACH - len(CUT), 0)].decode(errors="ignore")
        if text and self and self[-1][:2] == ["stream", name]:
            self[-1][2] += text
            self.room -= size_of(text)
        elif text:
            self.add(size_of(text), ["stream", name, text])
        if not whole:
            self.add(self.room, None)


def size_of(text: str) -> int:
    """Bytes that a text takes on its way to the grader."""
    return len(text.encode(errors="replace"))


class Stream(io.TextIOBase):
    """Standard output or error of the cell that is running."""

    encoding, errors = "utf-8", "replace"

    def __init__(self, shell: "Shell", name: str) -> None:
        self.shell, self.name = shell, name

    def fileno(self) -> int:
        """Where programs may write that are handed this stream: nowhere."""
        return {"stdout": 1, "stderr": 2}[self.name]

    def write(self, text: str) -> int:
        if self.shell.shows:
            self.shell.outputs.write(self.name, str(text))
        return len(text)

    def writable(self) -> bool:
        return True


class Display(DisplayPublisher):
    shell: Any

    def publish(self, data: Any, *_: Any, **__: Any) -> None:
        self.shell.show("display_data", data)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.outputs = Outputs()


class Result(DisplayHook):
    shell: Any

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, data: Mapping[str, object], metadata: object = None) -> None:
        self.shell.show("execute_result", data)


class Shell(Jupyter):
    """IPython as Jupyter users know it, with outputs kept instead of sent."""

    display_formatter: Any
    outputs = Outputs()
    #: Whether what cells print and draw is kept; errors are kept in any case.
    shows = True

    def show(self, kind: str, data: Mapping[str, object]) -> None:
        if not self.shows:
            return
        texts = {mime: text for mime, text in data.items() if isinstance(text, str)}
        self.outputs.add(sum(map(size_of, texts.values())), [kind, texts])

    def draw_once(self) -> None:
        """Have figures drawn by `picture`, whatever a cell has asked for before.

        Where a notebook turns to ``inline`` once more, Jupyter's own way is set again, which draws
        twice; and a page shows no format but PNG, of which it may be one with more pixels.
        """
        formatters = self.display_formatter.formatters
        for kind in ("image/jpeg", "image/svg+xml", "application/pdf"):
            formatters[kind].pop(Figure, None)
        if not self.shows or "retina" not in InlineBackend.instance().figure_formats:
            formatters["image/png"].for_type(Figure, picture)

    def _showtraceback(self, etype: type, evalue: BaseException, stb: Sequence) -> None:
        lines, text = [str(line)[:2000] for line in stb][-100:], str(evalue)[:2000]
        if issubclass(etype, SyntaxError):
            lines.append(f"({GRADED_WITH})")
            text = f"{text}; {GRADED_WITH}"
        self.outputs.append(["error", etype.__name__[:200], text, lines])

    def run(self, source: str, shows: bool = True) -> Ran:
        """Run a cell; its outputs, and where it stopped, if it did."""
        self.outputs, self.shows = Outputs(), shows
        with (
            contextlib.redirect_stdout(Stream(self, "stdout")),
            contextlib.redirect_stderr(Stream(self, "stderr")),
        ):
            self.draw_once()
            elsewhere.lead_home(source, WORK)
            try:
                result = self.execute(source)
                stop = result.error_before_exec or result.error_in_exec
            except KeyboardInterrupt as error:
                self.outputs.append(["error", "KeyboardInterrupt", "", ["KeyboardInterrupt"]])
                stop = error
        return Ran([*self.outputs], *(place_of(stop) if stop else ("", 0)))


def place_of(error: BaseException) -> tuple[str, int]:
    """The kind of an error, and the line of its cell in which it was, or 0."""
    if isinstance(error, SyntaxError):
        line = error.lineno
    else:
        frames = traceback.extract_tb(error.__traceback__)
        own = [frame for frame in frames if is_own(frame.filename)]
        line = own[0].lineno if own else 0
    return type(error).__name__[:200], line or 0


def and_draw_once(select: Callable) -> Callable:
    """The function by which all formats of figures are set, with `picture` in place after it."""

    def select_figure_formats(shell: Shell, *args: Any, **options: Any) -> None:
        select(shell, *args, **options)
        shell.draw_once()

    return select_figure_formats


def picture(figure: Figure) -> str | None:
    """A figure as Jupyter shows it, cropped to what is drawn in it; as PNG in base 64.

    Jupyter draws each figure twice, the first time to learn where to crop it, and drawing is most
    of what a notebook takes. So it is drawn once here, with room around it, and the pixels tell
    where to crop. What reaches beyond that room is drawn as Jupyter does it.
    """
    if not Shell.instance().shows or not (figure.axes or figure.lines):
        return None
    canvas = FigureCanvasAgg(figure)
    canvas.print_figure(io.BytesIO(), format="rgba", bbox_inches=figure.bbox_inches.padded(ROOM))
    pixels = np.asarray(canvas.buffer_rgba())
    colours = pixels.view(np.uint32)[..., 0]  # one number a pixel
    drawn = colours != colours[0, 0]
    margin = round(figure.dpi * rcParams["savefig.pad_inches"])
    crop = []
    for axis in (1, 0):
        places = np.flatnonzero(drawn.any(axis=axis))
        if len(places) == 0 or places[0] == 0 or places[-1] == drawn.shape[1 - axis] - 1:
            return print_figure(figure, base64=True)
        crop.append(slice(max(places[0] - margin, 0), places[-1] + margin + 1))
    png = io.BytesIO()
    plt.imsave(png, pixels[tuple(crop)], format="png", dpi=figure.dpi)
    return base64.b64encode(png.getvalue()).decode()


def warm_up() -> None:
    """Make the shell and let it load what a first cell loads."""
    quiet = Config(HistoryManager={"enabled": False})
    shell: Any = Shell.instance(config=quiet, display_pub_class=Display, displayhook_class=Result)
    shell.extension_manager.load_extension("storemagic")  # as Jupyter does
    shell.enable_matplotlib("inline")
    modules: tuple[Any, ...] = pylabtools, backend_inline
    for module in modules:
        module.select_figure_formats = and_draw_once(module.select_figure_formats)
    shell.run("import matplotlib.pyplot as plt\nplt.plot([0, 1]); plt.show()\n1 + 1")
    shell.run("def f():\n    undefined_name\nf()")
    shell.reset()
    shell.execution_count = 1
    shell.close_loop()  # its descriptors are no fork's


def serve(channel: socket.socket, limits: SimpleNamespace) -> None:
    """Run cells on request, and leave a witness where the grader wants one."""
    shell = Shell.instance()
    Outputs.room = limits.output
    shell.move_in()
    without_a_user()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    while True:
        try:
            order = hear(channel, RunCell, LeaveWitness, BeWitness, LeaveReference)
        except EOFError:
            return
        if isinstance(order, RunCell):
            reply(channel, shell.run(order.source, order.shows))
            continue
        line = receive_socket(channel)
        if isinstance(order, BeWitness):
            testify(ready(line), shell.user_ns)
        elif isinstance(order, LeaveReference):
            forget_copies()
            if is_copy(channel, line):
                refer(line, shell.user_ns, order.names)
        elif company.is_there():
            line.close()  # no copy could answer on it
        elif is_copy(channel, line):
            testify(line, shell.user_ns)


def reply(channel: socket.socket, ran: Ran) -> None:
    """Send what came of a cell."""
    try:
        say(channel, ran)
    except WireError as error:
        outputs = [["error", "OutputError", str(error), [str(error)]]]
        say(channel, Ran(outputs, ran.stopped, ran.line))


def ready(line: socket.socket) -> socket.socket:
    """A line on which this process answers from now on."""
    line.sendall(IS_READY)
    return line


def is_copy(channel: socket.socket, line: socket.socket) -> bool:
    """Fork; whether this is the copy, which answers on the line that came for it."""
    if copy := os.fork():
        company.COPIES.add(copy)
        line.close()
        return False
    channel.close()
    company.use_one_thread()
    ready(line)
    return True


def forget_copies() -> None:
    """Let go of copies that have ended, of which a reference makes many."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def testify(channel: socket.socket, namespace: dict) -> NoReturn:
    """Answer a judge's questions about what the cells so far have defined; never returns.

    Before a judge asks for the first time, the grader may want a spare copy, or proxies in the
    place of some names.
    """
    answers = Answers(channel, namespace)
    while True:
        match answers.receive(Asked, LeaveSpare, TakeProxies):
            case LeaveSpare():
                line = receive_socket(answers.channel)
                if is_copy(answers.channel, line):
                    answers.channel = line
            case TakeProxies(names):
                line = receive_socket(answers.channel)
                with contextlib.suppress(
                    Exception
                ):  # without proxies the copy gives the verdict that there is already
                    proxies.put_in(namespace, names, line)
            case question:
                answers.answer(question)


def refer(report: socket.socket, namespace: dict, names: Sequence[str]) -> NoReturn:
    """Answer what proxies ask, and report which names they call; never returns."""
    line, called = receive_socket(report), set()

    def noted(name: str) -> None:
        if name not in called:
            called.add(name)
            say(report, ProxyUsed(name))

    asked_for = {name: namespace[name] for name in names if name in namespace}
    proxies.Peer(line, asked_for, noted).serve()
    os._exit(0)
