"""A course into which attacks are handed in, and what came of each when it was graded.

One light notebook stands for all: its functions and grade cells are the real ones.
"""

import compileall
import copy
import hashlib
import os
import re
import secrets
import shutil
import socket
import threading
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grading.course.answers import notebook_of
from grading.course.gradecell import grade_id, hidden_lines
from grading.course.names import declared
from grading.course.notebooks import (
    code_cells,
    grade_cells,
    is_for_show,
    read_notebooks,
    solution_cells,
    unwrapped,
)
from grading.release.cases import in_a_process
from tests.cheats import (
    BLOATS,
    CHEATS,
    EARNS,
    FORGES,
    LEAKS,
    LEAVES,
    LOST,
    REACHES,
    SCRIPTS,
    STEERS,
)
from tests.course import Course
from tests.homeworks import needs
from tests.odd import Right

needs("hw11")

ASSIGNMENT = "hw11"
NAME, OTHER = notebook_of(ASSIGNMENT, "problem3"), notebook_of(ASSIGNMENT, "problem2")
#: Characters of outputs beyond which a graded notebook is bloated.
MANY = 20 << 20
NUMBERS = {cheat: number for number, cheat in enumerate(CHEATS, 1)}
SHOWABLE = {"text/plain", "text/latex", "image/png", "image/jpeg"}
FORBIDDEN = re.compile("\x1b(?!\\[[\\d;]*m)|[\x07\x9b\u202e]")


def cheater(cheat):
    """The student who hands in an attack."""
    return f"{NUMBERS[cheat]:02}b-{cheat}"


def neighbour(number):
    """The student whose right work is graded between two attacks."""
    return f"{number:02}a-right"


def beside(student):
    """The student whose right work is graded beside that of a student with something odd."""
    return f"{student}:right"


class Listener:
    """Somebody on this machine who listens on a port and on an abstract socket."""

    def __init__(self):
        self.heard, self.name = b"", f"cheats-{secrets.token_hex(8)}"
        self.servers = [socket.create_server(("127.0.0.1", 0)), socket.socket(socket.AF_UNIX)]
        self.port = self.servers[0].getsockname()[1]
        self.servers[1].bind("\0" + self.name)
        self.servers[1].listen()
        for server in self.servers:
            threading.Thread(target=self.listen, args=(server,), daemon=True).start()

    def listen(self, server):
        while True:
            line, _ = server.accept()
            self.heard += line.recv(100)
            line.close()


@dataclass
class Target(Course):
    """A course under attack, with a home and a folder for temporary files of its own.

    Attributes
    ----------
    canaries : dict of str to str
        Words that are planted where no submission may look, by place.
    """

    canaries: dict = field(default_factory=dict)
    listener: Listener = field(default_factory=Listener)

    @classmethod
    def made(cls, folder, config):
        # Each notebook is to run, also where another student has handed in the same.
        config += "\nc.JudgedExecute.keeps_results = False\n"
        target = cls.copy_to(folder / "course", config)
        target.lighten()
        # Grading would compile its own modules, and nothing else may change in the course.
        compileall.compile_dir(target.root / "grading", quiet=1)
        for place in ("home", "tmp"):
            (folder / place).mkdir()
        result = target.run("generate_assignment", ASSIGNMENT)
        assert result.returncode == 0, result.stdout
        (target.root / "roster.csv").write_text(target.canary("course"))
        return target

    @property
    def home(self):
        return self.root.parent / "home"

    @property
    def temporary(self):
        return self.root.parent / "tmp"

    def lighten(self):
        """Leave two notebooks, and one of them without torch, events and figures.

        Its kernels then start at once.
        """
        shutil.rmtree(self.root / "release")
        for path in (self.root / "source" / ASSIGNMENT).glob("*.ipynb"):
            if path.stem not in (NAME, OTHER):
                path.unlink()
        path = self.root / "source" / ASSIGNMENT / f"{NAME}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        notebook.cells = [cell for cell in notebook.cells if not is_for_show(cell)]
        (preamble,) = (cell for cell in code_cells(notebook) if grade_id(cell) == "preamble")
        preamble.source = "import numpy as np"
        # Within a hidden test; the gradebook keeps it, too.
        grade_cells(notebook)[0].source = grade_cells(notebook)[0].source.replace(
            "### END HIDDEN", f"seal = '{self.canary('source')}'\n    ### END HIDDEN"
        )
        nbformat.write(notebook, path)
        # Those of the notebooks that are left.
        in_a_process(path.parent, "--write").check_returncode()

    def canary(self, place):
        return self.canaries.setdefault(place, f"canary-{place}-{secrets.token_hex(8)}")

    @property
    def environment(self):
        """What grading is called with."""
        places = {"HOME": str(self.home), "TMPDIR": str(self.temporary)}
        return places | {"SECRET": self.canary("environment")}

    def points(self, student):
        return sum(earned for earned, _ in self.scores(ASSIGNMENT, student).values())

    def released(self):
        return read_notebooks(self.root / "release" / ASSIGNMENT)[NAME]

    def source(self):
        return read_notebooks(self.root / "source" / ASSIGNMENT)[NAME]

    def hidden_lines(self):
        """Lines of hidden tests that are long enough to be told from others."""
        released = self.root / "release" / ASSIGNMENT
        texts = [cell.source for cell in self.released().cells]
        texts += [path.read_text() for path in released.glob("*.py")]
        shown = {line.strip() for text in texts for line in text.split("\n")}
        cells = grade_cells(self.source())
        lines = {line.strip() for cell in cells for line in hidden_lines(cell.source)}
        return {line for line in lines - shown if len(line) >= 25}

    @cached_property
    def right(self):
        """The reference solution as a submission."""
        release = read_notebooks(self.root / "release" / ASSIGNMENT)
        solved = nbformat.from_dict(release[NAME])
        solutions = solution_cells(self.source())
        for stub, solution in zip(solution_cells(solved), solutions, strict=True):
            stub.source = unwrapped(solution)
        place = self.root / "release" / ASSIGNMENT
        return Right(place, NAME, solved, release[NAME], release[OTHER])

    def hand_in(self, student, notebook, files=()):
        folder = self.root / "submitted" / student / ASSIGNMENT
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{NAME}.ipynb")
        for name, content in dict(files).items():
            (folder / name).write_text(content)

    def hand_in_right(self, student, noise=""):
        """The reference solution, between cells that change nothing about it."""
        notebook, word = copy.deepcopy(self.right.solved), self.canary("neighbour")
        for cell in solution_cells(notebook) if noise else ():
            notebook.cells.insert(notebook.cells.index(cell), new_code_cell(noise))
        notebook.cells.append(new_markdown_cell(word))
        self.hand_in(student, notebook, {"notes.txt": 2000 * f"{word} "})

    def hand_in_cheat(self, name):
        cheat, student = CHEATS[name], cheater(name)
        notebook = self.released()
        for stub in solution_cells(notebook) if cheat.answer else ():
            (function,) = declared(stub.source)
            stub.source = self.filled(cheat.answer, student).replace("NAME", function)
        cell, last = self.filled(cheat.cell, student), self.filled(cheat.last, student)
        notebook.cells[:0] = [new_code_cell(cell) for _ in range(cheat.cells) if cell]
        notebook.cells += [new_code_cell(last)] if last else []
        for check in grade_cells(notebook) if cheat.tag else ():
            check.metadata["tags"] = [cheat.tag]
        self.hand_in(student, notebook, {cheat.file: cheat.content} if cheat.file else {})

    def filled(self, text, student):
        places = {"MARK": mark(student), "PORT": self.listener.port, "SOCKET": self.listener.name}
        for place, value in places.items():
            text = text.replace(place, str(value))
        return text.strip()

    def graded(self, student):
        """The graded notebook of a student, None where there is none."""
        folder = self.root / "autograded" / student / ASSIGNMENT
        return next(iter(read_notebooks(folder).values()), None)

    def observed(self, student):
        """What came of an attack, in the words of `tests.cheats`."""
        notebook = self.graded(student)
        if notebook is None:
            return {LOST} | ({LEAVES} if self.left_behind(student) else set())
        text, data = shown_by(notebook), list(data_of(notebook))
        images = "".join(text for mime, text in data if mime.startswith("image/"))
        secrets_shown = [word for word in self.canaries.values() if word in text]
        holds = {
            EARNS: self.points(student) > 0,
            FORGES: says_what_no_check_said(notebook),
            LEAKS: secrets_shown or any(line in text for line in self.hidden_lines()),
            LEAVES: self.left_behind(student),
            REACHES: mark(student).encode() in self.listener.heard,
            SCRIPTS: {mime for mime, _ in data} - SHOWABLE or re.search(r"[^\w+/=\s]", images),
            STEERS: FORBIDDEN.search(text),
            BLOATS: len(text) > MANY,
        }
        return {outcome for outcome, true in holds.items() if true}

    def left_behind(self, student):
        """Files and processes with the mark of an attack, outside of its own submission."""
        name, own = mark(student), self.root / "autograded" / student
        places = (self.home, self.temporary, self.root)
        files = [path for place in places for path in place.rglob(f"*{name}*")]
        files += Path("/tmp").glob(f"*{name}*")
        return [path for path in files if own not in path.parents] + processes_with(name)


def mark(student):
    """A word that only one attack knows."""
    return f"mark-{student}"


def says_what_no_check_said(notebook):
    """Whether an output of a grade cell is praise, or what an attack put there."""
    said = shown_by(new_notebook(cells=grade_cells(notebook)))
    return "✓ all is right" in said or "forged" in said


def processes_with(text):
    """Numbers of the processes in whose command line a text stands."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if text.encode() in path.read_bytes():
                found.append(int(path.parent.name))
        except OSError:
            continue  # it ended meanwhile
    return found


def data_of(notebook):
    """Mime type and content of all results that a notebook shows."""
    for cell in code_cells(notebook):
        for out in cell.outputs:
            yield from ((mime, str(data)) for mime, data in out.get("data", {}).items())


def shown_by(notebook):
    """All that the outputs of a notebook say, as one text."""
    texts = [text for _, text in data_of(notebook)]
    for cell in code_cells(notebook):
        for out in cell.outputs:
            texts += [out.get("text", ""), out.get("ename", ""), out.get("evalue", "")]
            texts += out.get("traceback", ())
    return "\n".join(texts)


def fingerprint(root):
    """What can be known without touching it about all that grading has no reason to write to."""
    written = ("autograded", "receipts", "gradebook.db", ".nbgrader.log", ".nbgrader.lock")
    found = {}
    for path in root.rglob("*"):
        if not any(part in written for part in path.relative_to(root).parts):
            status = path.lstat()
            regular = path.is_file() and not path.is_symlink()
            content = hashlib.sha256(path.read_bytes()).hexdigest() if regular else None
            found[path] = status.st_mode, status.st_mtime_ns, status.st_nlink, content
    return found


def children():
    """Numbers of the living processes that were started below this one."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue  # it ended meanwhile
        if int(parent) == os.getpid() and state != "Z":
            found.append(int(path.parent.name))
    return found
