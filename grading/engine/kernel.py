"""The student's side: runs the cells of a notebook and answers what a judge asks about them.

Lives in a sandbox. Nothing here guards anything: whoever runs code in this process owns it.
"""

import base64
import contextlib
import io
import os
import signal
import socket

import matplotlib.pyplot as plt
import numpy as np
import torch
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.pylabtools import print_figure
from matplotlib import rcParams
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from grading.engine import proxies
from grading.engine.wire import WireError, receive, send
from grading.engine.witness import Answers

#: Inches around a figure in which legends and labels may lie.
ROOM = 1.5
CUT = "\n… more output than fits was cut off here"


#: What an output takes of the room for them, however short it is.
EACH = 100


class Outputs(list):
    """The outputs of one cell as plain lists, up to a limit in bytes."""

    room = 1 << 20

    def add(self, size, output):
        if size + EACH > self.room:
            if self.room > 0:
                self.append(["stream", "stderr", CUT])
            self.room = 0
            return
        self.room -= size + EACH
        self.append(output)

    def write(self, name, text):
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


def size_of(text):
    """Bytes that a text takes on its way to the grader."""
    return len(text.encode(errors="replace"))


class Stream(io.TextIOBase):
    """Standard output or error of the cell that is running."""

    def __init__(self, shell, name):
        self.shell, self.name = shell, name

    def write(self, text):
        if self.shell.shows:
            self.shell.outputs.write(self.name, str(text))
        return len(text)

    def writable(self):
        return True


class Display(DisplayPublisher):
    def publish(self, data, metadata=None, **kwargs):
        self.shell.show("display_data", data)


class Result(DisplayHook):
    def write_output_prompt(self):
        pass

    def write_format_data(self, data, metadata=None):
        self.shell.show("execute_result", data)


class Shell(InteractiveShell):
    """IPython as Jupyter users know it, with outputs kept instead of sent."""

    outputs = Outputs()
    #: Whether what cells print and draw is kept; errors are kept in any case.
    shows = True

    def show(self, kind, data):
        if not self.shows:
            return
        texts = {mime: text for mime, text in data.items() if isinstance(text, str)}
        self.outputs.add(sum(map(size_of, texts.values())), [kind, texts])

    def enable_gui(self, gui=None):
        pass

    def _showtraceback(self, etype, evalue, stb):
        lines = [str(line)[:2000] for line in stb][-100:]
        error = ["error", etype.__name__[:200], str(evalue)[:2000], lines]
        self.outputs.append(error)

    def run(self, source, shows=True):
        """Run a cell and return its outputs."""
        self.outputs, self.shows = Outputs(), shows
        with (
            contextlib.redirect_stdout(Stream(self, "stdout")),
            contextlib.redirect_stderr(Stream(self, "stderr")),
        ):
            try:
                self.run_cell(source, store_history=True)
            except KeyboardInterrupt:
                self.outputs.append(["error", "KeyboardInterrupt", "", ["KeyboardInterrupt"]])
        return list(self.outputs)


def picture(figure):
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


def warm_up():
    """Make the shell and let it load what a first cell loads."""
    shell = Shell.instance(display_pub_class=Display, displayhook_class=Result)
    shell.history_manager.enabled = False
    shell.enable_matplotlib("inline")
    shell.display_formatter.formatters["image/png"].for_type(Figure, picture)
    shell.run("import matplotlib.pyplot as plt\nplt.plot([0, 1]); plt.show()\n1 + 1")
    shell.run("def f():\n    undefined_name\nf()")
    shell.reset(new_session=False)
    shell.execution_count = 1


def serve(channel, limits):
    """Run cells on request, and leave a witness where the grader wants one."""
    shell = Shell.instance()
    Outputs.room = limits.output
    signal.signal(signal.SIGINT, signal.default_int_handler)
    while True:
        try:
            order, source = receive(channel)
        except EOFError:
            return
        if order in ("run", "show"):
            reply(channel, shell.run(source, shows=order == "show"))
        elif order == "witness":
            if (line := in_a_copy(channel)) is not None:
                testify(line, shell.user_ns)
        elif order == "reference":
            forget_copies()
            if (line := in_a_copy(channel)) is not None:
                refer(line, shell.user_ns, source)


def reply(channel, outputs):
    try:
        send(channel, outputs)
    except WireError as error:
        send(channel, [["error", "OutputError", str(error), [str(error)]]])


def in_a_copy(channel):
    """Fork; the socket that came for the copy there, and None here."""
    _, descriptors, *_ = socket.recv_fds(channel, 1, 1)
    if os.fork() == 0:
        channel.close()
        torch.set_num_threads(1)
        line = socket.socket(fileno=descriptors[0])
        line.sendall(b"+")
        return line
    os.close(descriptors[0])
    return None


def forget_copies():
    """Let go of copies that have ended, of which a kernel for a whole class makes many."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def testify(channel, namespace):
    """Answer a judge's questions about what the cells so far have defined; never returns.

    Before a judge asks for the first time, the grader may want a spare copy, or proxies in the
    place of some names.
    """
    answers = Answers(channel, namespace)
    while True:
        number, order, target, *details = answers.receive()
        if order == "spare":
            answers.channel = in_a_copy(answers.channel) or answers.channel
        elif order == "proxies":
            _, descriptors, *_ = socket.recv_fds(answers.channel, 1, 1)
            with contextlib.suppress(Exception):  # a copy without them is as wrong as before
                proxies.put_in(namespace, target, socket.socket(fileno=descriptors[0]))
        else:
            answers.answer(number, order, target, *details)


def refer(report, namespace, names):
    """Answer what proxies ask, and report which names they call; never returns."""
    _, descriptors, *_ = socket.recv_fds(report, 1, 1)
    called = set()

    def noted(name):
        if name not in called:
            called.add(name)
            send(report, name)

    asked_for = {name: namespace[name] for name in names if name in namespace}
    proxies.Peer(socket.socket(fileno=descriptors[0]), asked_for, noted).serve()
    os._exit(0)
