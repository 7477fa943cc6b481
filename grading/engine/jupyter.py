"""IPython as Jupyter has it, with nobody in front of it: no window, no keyboard, no network.

A notebook that runs through for whoever wrote it is not to stop here at something that has no
effect on results. Such a thing says in one sentence why it does nothing, and the cell goes on.
"""

import asyncio
import builtins
import getpass
import os
import pdb
import subprocess
import sys
import tempfile
from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
from IPython.core import debugger, page
from IPython.core.autocall import ExitAutocall
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from IPython.core.profiledir import ProfileDir
from IPython.external.pickleshare import PickleShareDB
from traitlets import default

from grading.engine import standins

INLINE = "module://matplotlib_inline.backend_inline"
#: Magics that install packages; what they need is not there.
INSTALLERS = ("conda", "mamba", "micromamba", "uv")
#: Magics that ask for something outside of the notebook: an editor, a console, a pager.
FOR_A_SCREEN = {
    "autosave", "clear", "cls", "connect_info", "ed", "edit", "less", "man", "more", "qtconsole",
    "subshell",
}  # fmt: skip
#: Programs that need a network.
FETCHERS = {"pip", "pip3", "conda", "mamba", "uv", "apt", "apt-get", "git", "wget", "curl", "gdown"}
NO_NETWORK = (
    "(There is no network where notebooks are graded: nothing can be installed or downloaded. The "
    "packages that the course names are there.)"
)
NO_WINDOW = "(There is no display for {} where notebooks are graded: figures are shown inline.)"
NO_KEYBOARD = "(Nobody can answer where notebooks are graded: the answer is empty.)"
NO_DEBUGGER = "(Nobody can debug where notebooks are graded: the code goes on.)"
NO_EXIT = "(Nothing is left where notebooks are graded: the notebook goes on.)"
NO_EXTENSION = "(The extension {} is not installed where notebooks are graded: {}.)"
NO_COMPILER = (
    "(torch.compile: nothing is compiled where notebooks are graded; the same code runs as it "
    "stands, with the same results.)"
)
#: Answers of a keyboard that nobody sits at, after which a notebook that asks on is stopped.
MOST_ANSWERS = 200


class Exit(ExitAutocall):
    """``exit`` and ``quit``, which end a kernel in Jupyter."""

    def __call__(self, *_: object) -> None:
        print(NO_EXIT)


class Jupyter(InteractiveShell):
    """The shell of a notebook."""

    #: Extensions that could not be loaded; nothing is known of the magics that they have.
    missing: tuple[str, ...] = ()
    loop: asyncio.AbstractEventLoop | None = None

    def move_in(self) -> None:
        """Keep what is written in the folders of this process, and say where programs are."""
        tempfile.tempdir = None  # found out anew: that of the warm process is not there
        os.environ.update(
            PATH=f"{sys.prefix}/bin:{os.environ.get('PATH', os.defpath)}",
            SHELL="/bin/bash" if os.path.exists("/bin/bash") else "/bin/sh",
            PAGER="cat",
            GIT_PAGER="cat",
            PIP_RETRIES="0",
            PIP_DISABLE_PIP_VERSION_CHECK="1",
        )
        if self.history_manager is not None:
            self.history_manager.dir_hist[:] = [os.getcwd()]
        self.profile_dir = ProfileDir.create_profile_dir(tempfile.mkdtemp())
        self.db = PickleShareDB(os.path.join(self.profile_dir.location, "db"))

    def execute(self, source: str) -> ExecutionResult:
        """Run a cell while an event loop runs, as in Jupyter, where cells may leave tasks to it."""
        self.loop = self.loop or asyncio.new_event_loop()
        cell = self.loop.create_task(self.run_in_loop(source))
        try:
            return self.loop.run_until_complete(cell)
        except KeyboardInterrupt:
            cell.cancel()
            self.loop.run_until_complete(asyncio.gather(cell, return_exceptions=True))
            raise

    def close_loop(self) -> None:
        """End the loop; the next cell begins another."""
        if self.loop is not None:
            self.loop.close()
        self.loop = None

    async def run_in_loop(self, source: str) -> ExecutionResult:
        known = self.transformed(source)
        if not self.should_run_async(source, **known):
            return self.run_cell(source, store_history=True)
        result = await self.run_cell_async(source, store_history=True, **known)
        self.events.trigger("post_execute")
        self.events.trigger("post_run_cell", result)
        return result

    def transformed(self, source: str) -> dict[str, Any]:
        """A cell without what only IPython knows, and what was raised on the way to it."""
        try:
            cell, failure = self.transform_cell(source), None
        except Exception:  # told by whoever runs it
            cell, failure = source, sys.exc_info()
        return {"transformed_cell": cell, "preprocessing_exc_tuple": failure}

    # --- What has nobody to act upon ---------------------------------------------------------

    def init_hooks(self) -> None:
        super().init_hooks()
        # Jupyter shows such a page beside the notebook, never in it.
        self.set_hook("show_in_pager", page.as_hook(lambda *_, **__: None), 99)

    @default("exiter")
    def _without_an_end(self) -> Exit:
        return Exit(self)

    def enable_gui(self, gui: str | None = None) -> None:
        """Windows have no loop of events here."""

    def enable_matplotlib(self, gui: str | None = None) -> tuple[str | None, str]:
        if gui not in (None, "auto", "inline"):
            print(NO_WINDOW.format(gui))
        return super().enable_matplotlib("inline")

    def run_line_magic(self, magic_name: str, line: str, _stack_depth: int = 1) -> Any:
        if magic_name in FOR_A_SCREEN:
            return None
        if magic_name in INSTALLERS:
            return print(NO_NETWORK)
        if self.missing and self._find_with_lazy_load("line", magic_name) is None:
            return print(NO_EXTENSION.format(self.missing[-1], f"%{magic_name} does nothing"))
        try:
            return super().run_line_magic(magic_name, line, _stack_depth + 1)
        except ImportError as error:
            if magic_name not in ("load_ext", "reload_ext"):
                raise
            self.missing += (line.strip(),)
            return print(NO_EXTENSION.format(line.strip(), error))

    def system_piped(self, cmd: str) -> None:
        """Run a command of the system; how it ends stands in ``_exit_code``, as in Jupyter."""
        command = self.var_expand(cmd, depth=1)
        if command.rstrip().endswith("&"):
            raise OSError("Background processes not supported.")
        shell = os.environ.get("SHELL", "/bin/sh")
        with subprocess.Popen(
            [shell, "-c", command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as process:
            try:
                for line in process.stdout or ():
                    print(line, end="")
            except BaseException:
                process.kill()
                raise
        code = process.returncode
        self.user_ns["_exit_code"] = 128 - code if code > 128 else code
        words = {os.path.basename(word) for word in command.split()}
        if code and words & FETCHERS:
            print(NO_NETWORK)

    system = system_piped


def without_a_user() -> None:
    """Let what needs somebody in front of a notebook, or a compiler, do without."""
    modules: tuple[Any, ...] = builtins, getpass, plt
    modules[0].input = modules[1].getpass = empty_answers()
    modules[2].switch_backend = inline_at_least(plt.switch_backend)
    sys.breakpointhook = pdb.set_trace = debugger.set_trace = go_on
    torch: Any = sys.modules.get("torch")
    if torch:
        torch.compile = eager(torch.compile, torch.compiler.set_stance)
    else:
        # For whoever loads it all the same, by a name that no cell spells.
        os.environ.update(TORCH_COMPILE_DISABLE="1", OMP_NUM_THREADS="1")
    standins.offer()


def empty_answers() -> Callable[[object], str]:
    """What stands for ``input``."""
    left = MOST_ANSWERS

    def answer(prompt: object = "", stream: object = None) -> str:
        """Nobody is there: an empty answer, a few times."""
        nonlocal left
        left -= 1
        print(f"{prompt}{NO_KEYBOARD}")
        if left < 0:
            raise EOFError("nobody can answer where notebooks are graded")
        return ""

    return answer


def go_on(*_: object, **__: object) -> None:
    """What stands for ``breakpoint``."""
    print(NO_DEBUGGER)


def inline_at_least(switch: Callable[[str], None]) -> Callable[[str], None]:
    """Let figures be shown inline where a display is asked for that is not there."""

    def switch_backend(newbackend: str) -> None:
        try:
            switch(newbackend)
        except ImportError:
            print(NO_WINDOW.format(newbackend))
            switch(INLINE)

    switch_backend.__doc__ = switch.__doc__
    return switch_backend


def eager(compiling: Callable, set_stance: Callable) -> Callable:
    """What stands for ``torch.compile``: it returns what that returns, and nothing is compiled.

    A compiler is not on every machine, and takes longer than a cell may where others work as well.
    """
    said = False

    def compile(model: Any = None, *, backend: object = None, **options: Any) -> Any:
        nonlocal said
        if not said:
            said = True
            print(NO_COMPILER)
        set_stance("force_eager")
        for way in ("mode", "options"):
            options.pop(way, None)
        return compiling(model, backend="eager", **options)

    compile.__doc__ = compiling.__doc__
    return compile
