"""The judge's side: runs grade cells in a process that no student's code ever enters.

The functions that students write are remote here: a call sends plain arguments and a plain value
comes back.
"""

import builtins
import contextlib
import importlib
import io
import os
import socket
import sys
from pathlib import Path

from grading.engine.wire import Handle, WireError, receive, send, write_back
from grading.letters import CONTROL

CELL = "<grade cell>"
#: What a student's process may say of an error: the name of its type, and the line where it was.
LONGEST_NAME, LONGEST_LINE = 40, 240
#: What Python says of a name that it does not know.
NO_NAME = "name '{}' is not defined"


class StudentError(Exception):
    """An error in a student's function, with the line in which it happened."""

    own_line = ""


class WitnessGone(Exception):
    """The student's process ended while it was asked."""

    own_line = ""


class Link:
    """Questions to one witness, and its answers."""

    def __init__(self, channel, hidden):
        self.channel, self.hidden, self.number = channel, hidden, 0
        self.gone = False

    def ask(self, order, target, *details):
        self.number += 1
        try:
            send(self.channel, [self.number, order, target, *details])
            answer = receive(self.channel)
        except (EOFError, OSError):
            self.gone = True
            raise WitnessGone("the function ended the Python that it ran in") from None
        except WireError as error:
            raise WitnessGone(f"the function sent what breaks the rules: {error}") from None
        if type(answer) is not list or answer[:1] != [self.number] or len(answer) < 4:
            raise WitnessGone("the function sent an answer that nobody asked for")
        if answer[1] == "error":
            raise self.error(*(clean(str(text)) for text in answer[2:5]))
        return answer[2], answer[3]

    def error(self, kind, text, line):
        """The student's error as one that the check can raise."""
        # In the hidden part of a cell words could carry the judge's data back to the student: the
        # text, the line, and the name of an error that Python does not know.
        if self.is_hidden():
            known, text, line = hasattr(builtins, kind), "", ""
        else:
            known, line = kind.isidentifier() and len(kind) <= LONGEST_NAME, line[:LONGEST_LINE]
        kind = kind if known else "Error"
        bases = (
            (StudentError, NotImplementedError)
            if kind == "NotImplementedError"
            else (StudentError,)
        )
        return type(kind, bases, {"own_line": line})(text)

    def is_hidden(self):
        """Whether the hidden part of the cell asks, be it through a helper of the visible one."""
        frame = sys._getframe()
        while frame is not None and self.hidden is not None:
            if frame.f_code.co_filename == CELL and frame.f_lineno > self.hidden:
                return True
            frame = frame.f_back
        return False


class Remote:
    """A function or object of the student's, of which only calls and public names are known."""

    def __init__(self, link, target, name):
        self.__dict__.update(_link=link, _target=target, __name__=name)

    def __call__(self, *args, **kwargs):
        known = [arg._target if type(arg) is Remote else arg for arg in args]
        result, changed = self._link.ask("call", self._target, known, kwargs)
        write_back([*args, *kwargs.values()], changed)
        return self._wrap(result, self.__name__)

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self._wrap(self._link.ask("attribute", self._target, name)[0], name)
        except StudentError:
            raise AttributeError(name) from None

    def _wrap(self, value, name):
        if isinstance(value, Handle):
            return Remote(self._link, value, name)
        if type(value) in (list, tuple):
            return type(value)(self._wrap(item, name) for item in value)
        return value

    def _refuse(self, *_):
        raise TypeError(f"{self.__name__} is neither a number nor an array")

    __array__ = __bool__ = __iter__ = __len__ = __getitem__ = __contains__ = _refuse
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __hash__ = None


def serve(channel, limits):
    """Run a preamble, then grade cells on request, each in a fork of its own."""
    try:
        names = prepare(receive(channel))
        send(channel, "ready")
    except BaseException as error:
        send(channel, f"{type(error).__name__}: {error}")
        return
    while True:
        try:
            number, source, students, secret, missing = receive(channel)
        except EOFError:
            return
        _, descriptors, *_ = socket.recv_fds(channel, 1, 1)
        child = os.fork()
        if child == 0:
            witness = socket.socket(fileno=descriptors[0])
            answer = judge(source, dict(names), students, witness, secret, missing)
            send(channel, [number, *answer])
            os._exit(0)
        os.close(descriptors[0])
        if os.waitpid(child, 0)[1] != 0:
            return  # without an answer: the grader goes on with another judge


def prepare(preamble):
    """Run a preamble and load the modules beside it; returns the names that it defines."""
    sys.path.insert(0, os.getcwd())
    sys.dont_write_bytecode = True
    names = {"__name__": "__main__"}
    exec(compile(preamble, "<preamble>", "exec"), names)
    for path in Path().glob("*.py"):
        importlib.import_module(path.stem)
    return names


def judge(source, names, students, witness, secret, missing):
    """Run one grade cell against a witness.

    Parameters
    ----------
    source : str
    names : dict
        Those of the preamble.
    students : list of str
        What students define.
    witness : socket
    secret : bool
        Whether nothing is told of errors in the student's process.
    missing : dict of str to str
        Sentences about cells that did not come to their end, by what they should define.

    Returns
    -------
    outputs : list
        In the form in which a kernel sends them.
    verdict : dict of str to str
        As `grading.engine.verdicts.Verdict` has it.
    gone : str
        Whether the witness ended ``"before"`` or ``"during"`` its questions; else empty.
    """
    lines = source.split("\n")
    hidden = next((n for n, line in enumerate(lines, 1) if "### BEGIN HIDDEN" in line), None)
    hidden = 0 if secret else hidden
    link = Link(witness, hidden)
    said = io.StringIO()
    outputs, verdict = [], {"kind": "passed"}
    try:
        defined, _ = link.ask("names", students)
    except (StudentError, WitnessGone):
        return [], {}, "before"
    try:
        for name in students:
            if type(defined) is list and name in defined:
                names[name] = Remote(link, name, name)
        with contextlib.redirect_stdout(said):
            exec(compile(source, CELL, "exec"), names)
    except BaseException as error:
        render = getattr(error, "_render_traceback_", None)
        kind, text = type(error).__name__, clean(str(error))
        lines = [clean(line) for line in render()] if render else [f"{kind}: {text}"]
        verdict = verdict_of(error, kind, text)
        if because := why_missing(error, missing):
            verdict["because"] = because
            text, lines = f"{text}\n{because}", [*lines, because]
        outputs.append(["error", kind, text, lines])
    if said.getvalue():
        outputs.insert(0, ["stream", "stdout", clean(said.getvalue())])
    return outputs, verdict, "during" if link.gone else ""


def verdict_of(error, kind, text):
    """The verdict that an error of a check holds, or else its kind and its words."""
    said = getattr(error, "verdict", None)
    if type(said) is not dict:
        return {"kind": "error", "error": kind, "says": text}
    return {str(name): clean(str(value)) for name, value in said.items()}


def why_missing(error, missing):
    """What became of the cell that should define what an error, or what it comes from, misses."""
    while error is not None:
        if "NameError" in [kind.__name__ for kind in type(error).__mro__]:
            # Of an error in the student's process the text alone is known.
            for name, why in missing.items():
                if name == getattr(error, "name", None) or str(error) == NO_NAME.format(name):
                    return why
        error = error.__cause__ or error.__context__
    return ""


def clean(text):
    """Text without terminal codes, control characters or letters that turn the line round."""
    return CONTROL.sub("", text)[:20_000]
