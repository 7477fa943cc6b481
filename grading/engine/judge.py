"""The judge's side: runs grade cells in a process that no student's code ever enters.

What students write is remote here: a call sends plain arguments, and a plain value comes back, or a
stand-in for an object that stays there.
"""

import ast
import asyncio
import contextlib
import functools
import importlib
import inspect
import io
import os
import socket
import sys
import tempfile
import types
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from IPython.core.getipython import get_ipython
from IPython.core.inputtransformer2 import TransformerManager
from IPython.display import display

from grading.engine.exchange import Recorder, Replayer
from grading.engine.link import Link, ModuleName, Shared, WitnessGone, clean, named
from grading.engine.protocol import (
    AskModule,
    AskNames,
    JudgeCell,
    Judged,
    Prepare,
    Prepared,
    hear,
    receive_socket,
    say,
)
from grading.engine.remote import StudentError
from grading.engine.sandbox import WORK
from grading.engine.setting import Setting

CELL = "<grade cell>"
PYPLOT = "matplotlib.pyplot"
#: Letters that a check may say of what came in its hidden part.
LONGEST_GOT = 240
#: The variable that names a folder in which grade cells may keep, for the same cell of other
#: students, what does not depend on any answer. It ends with the judge.
KEEPS = "JUDGE_KEEPS"
#: Cells of which a judge keeps the compiled code.
MOST_COMPILED = 300
#: What Python says of a name that it does not know.
NO_NAME = "name '{}' is not defined"


def serve(channel: socket.socket, limits: SimpleNamespace) -> None:
    """Run a preamble, then grade cells on request, each in a fork of its own."""
    if Path.cwd() == WORK:  # without walls, students' processes could reach it
        os.environ[KEEPS] = tempfile.mkdtemp(prefix=".", dir=WORK)
    try:
        names = prepare(hear(channel, Prepare).preamble)
        say(channel, Prepared(""))
    except BaseException as error:
        say(channel, Prepared(f"{type(error).__name__}: {error}"))
        return
    while True:
        try:
            order = hear(channel, JudgeCell)
        except EOFError:
            return
        line = Replayer(order.exchange) if order.exchange else Recorder(receive_socket(channel))
        with contextlib.suppress(Exception):  # which the cell raises in its turn
            compiled(order.source, CELL)  # for the forks of all students
        child = os.fork()
        if child == 0:
            cell = GradeCell(names, line, Setting.unpacked(order.setting), order.missing)
            outputs, verdict, gone = cell.outputs(order.source, order.students, order.secret)
            said = line.record(), line.asked_less
            say(channel, Judged(order.number, outputs, verdict, gone, *said))
            os._exit(0)
        line.close()
        if os.waitpid(child, 0)[1] != 0:
            return  # without an answer: the grader goes on with another judge


def prepare(preamble: str) -> dict[str, Any]:
    """Run a preamble and load the modules beside it; returns the names that it defines."""
    sys.path.insert(0, os.getcwd())
    sys.dont_write_bytecode = True
    names = {"__name__": "__main__"}
    exec(compiled(preamble, "<preamble>"), names)
    for path in Path().glob("*.py"):
        importlib.import_module(path.stem)
    return names


class GradeCell:
    """One grade cell against one witness.

    Parameters
    ----------
    names : dict
        Those that the preamble defines.
    witness : socket
    setting : Setting
    missing : dict of str to str
        Sentences about cells that did not come to their end, by what they should define.
    """

    def __init__(self, names: dict, witness: Any, setting: Setting, missing: dict) -> None:
        self.witness, self.setting, self.missing = witness, setting, missing
        # As in Jupyter, where the notebook is the module `__main__`, which a check may patch.
        module = types.ModuleType("__main__")
        self.names = vars(module)
        self.names |= names | {"get_ipython": get_ipython, "display": display}
        sys.modules["__main__"] = module
        if shell := get_ipython():
            shell.user_module, shell.user_ns = module, self.names

    def outputs(self, source: str, students: list, secret: bool) -> tuple[list, dict, str]:
        """Run the cell.

        Returns
        -------
        outputs : list
            In the form in which a kernel sends them.
        verdict : dict of str to str
            As `grading.engine.verdicts.Verdict` has it.
        gone : str
            Whether the witness ended ``"before"`` or ``"during"`` its questions; else empty.
        """
        classes = dict.fromkeys(students, ()) | dict(self.setting.classes)
        link = self.link = Link(self.witness, self.hidden(secret), classes)
        said, outputs, verdict = io.StringIO(), [], {"kind": "passed"}
        try:
            self.take(students, self.setting.asked)
            self.look_at_figures()
        except (StudentError, WitnessGone):
            return [], {}, "before"
        try:
            with contextlib.redirect_stdout(said):
                link.stdout = said
                self.set_up()
                said.seek(0)
                said.truncate()
                run(source, CELL, self.names)
        except BaseException as error:
            if link.asked_in_secret:
                clip(error)
            render = getattr(error, "_render_traceback_", None)
            kind, text = type(error).__name__, clean(str(error))
            lines = [clean(line) for line in render()] if render else [f"{kind}: {text}"]
            verdict = verdict_of(error, kind, text, [*students, *self.setting.asked])
            if because := why_missing(error, self.missing):
                verdict["because"] = because
                text, lines = f"{text}\n{because}", [*lines, because]
            outputs.append(["error", kind, text, lines])
        if said.getvalue():
            outputs.insert(0, ["stream", "stdout", clean(said.getvalue())])
        return outputs, verdict, "during" if link.gone else ""

    def hidden(self, secret: bool) -> dict[str, int]:
        """Of each file name of the instructor's code the line after which it is hidden."""
        lines = {CELL: self.setting.hidden} | {
            f"<step {number}>": step.hidden for number, step in enumerate(self.setting.steps)
        }
        return dict.fromkeys(lines, 0) if secret else lines

    def take(self, functions: Sequence[str], others: Sequence[str]) -> None:
        """Take functions, and other values by their names, from the student's process."""
        heard = list(self.setting.heard)
        found = self.link.ask(AskNames(list(functions), list(others), heard))
        wanted = {*functions, *others}
        for name, value in found.items() if type(found) is dict else ():
            # A class that all errors belong to would catch the failures of the check, too.
            if name not in wanted or catches_all(value):
                continue
            if not isinstance(value, ModuleName):
                self.names[name] = named(value, name)
            elif name in self.setting.imports:
                with contextlib.suppress(ImportError):
                    run(self.setting.imports[name], "<import>", self.names)

    def look_at_figures(self) -> None:
        """Let pyplot be the student's, whose figures the cell looks at."""
        if not self.setting.draws:
            return
        os.environ.pop(KEEPS, None)  # a reference that draws would ask the student
        package = importlib.import_module("matplotlib")
        ours, theirs = importlib.import_module(PYPLOT), self.link.ask(AskModule(PYPLOT))
        sys.modules[PYPLOT] = theirs
        package.__dict__["pyplot"] = theirs
        self.names |= {name: theirs for name, value in self.names.items() if value is ours}

    def set_up(self) -> None:
        """Run the instructor's code that comes before the cell.

        Where it fails the cell goes on as it does in Jupyter, without the names that are missing.
        """
        for number, step in enumerate(self.setting.steps):
            try:
                run(step.source, f"<step {number}>", self.names)
            except WitnessGone:
                raise
            except Exception:
                if step.otherwise:
                    self.take([], step.otherwise)
        setting = self.setting
        self.link.shared = Shared(self.link, self.names, setting)


def clip(error: BaseException) -> None:
    """Shorten what a check says came of a hidden question: a few numbers, whatever was sent."""
    said = getattr(error, "verdict", None)
    if type(said) is not dict:
        return
    for part in ("expected", "got", "says"):
        if len(text := str(said.get(part, ""))) > LONGEST_GOT:
            said[part] = f"{text[:LONGEST_GOT]} …"


def catches_all(value: object) -> bool:
    """Whether a class of errors also stands for what a check itself raises."""
    return isinstance(value, type) and issubclass(AssertionError, value)


def verdict_of(
    error: BaseException, kind: str, text: str, students: Sequence[str]
) -> dict[str, str]:
    """The verdict that an error of a check holds, or else its kind and its words."""
    said = getattr(error, "verdict", None)
    if type(error) is NameError and error.name in students:
        return {"kind": "undefined", "place": str(error.name), "says": text}
    if type(said) is not dict:
        return {"kind": "error", "error": kind, "says": text}
    return {str(name): clean(str(value)) for name, value in said.items()}


def run(source: str, name: str, names: dict) -> None:
    """Run code of a notebook, which may wait for coroutines at its top level."""
    code = compiled(source, name)
    if code.co_flags & inspect.CO_COROUTINE:
        asyncio.run(eval(code, names))
    else:
        exec(code, names)


@functools.lru_cache(MOST_COMPILED)
def compiled(source: str, name: str) -> types.CodeType:
    """Code of a notebook; lines that only IPython understands are no error."""
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    try:
        return compile(source, name, "exec", flags, dont_inherit=True)
    except SyntaxError:
        text = TransformerManager().transform_cell(source)
        return compile(text, name, "exec", flags, dont_inherit=True)


def why_missing(error: BaseException | None, missing: Mapping[str, str]) -> str:
    """What became of the cell that should define what an error, or what it comes from, misses."""
    while error is not None:
        if "NameError" in [kind.__name__ for kind in type(error).__mro__]:
            # Of an error in the student's process the text alone is known.
            for name, why in missing.items():
                if name == getattr(error, "name", None) or str(error) == NO_NAME.format(name):
                    return why
        error = error.__cause__ or error.__context__
    return ""
