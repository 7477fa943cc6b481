"""The visible cases of an assignment: written from its specifications, or compared with them.

A grade cell specifies its task in its hidden part; `cases.zip` beside the notebooks holds what
students may have of that. ``python -m grading.release.cases source/hw11 --write`` writes the file,
without ``--write`` it is compared. The cells run in this process, so it is one of its own. A
release does without where the file says that it was made of all that is there now.
"""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from nbformat import NotebookNode

from grading.course.gradecell import cell_name, grade_id
from grading.course.names import written as written_in
from grading.course.notebooks import grade_cells, locked_cells, read_notebooks, solution_cells
from grading.course.tasks import tasks_of
from grading.terminal import show

#: What the hidden part of a grade cell with a specification holds.
SPECIFIES = "from specification import"
FILE = "cases.zip"
#: Largest relative deviation between processors.
ROUNDING = 1e-6
STALE = (
    "{assignment}: {file} is not what the specifications in the grade cells give now ({why}). "
    "Write it with `make cases`, and commit it with the notebooks."
)
BROKEN = "{assignment}: the specifications in the grade cells cannot be carried out. {why}"


class StudentsName:
    """Stands for a student's function where a specification is read: its name is all of it."""

    def __init__(self, name: str) -> None:
        self.__name__ = name


def has_specifications(folder: Path) -> bool:
    """Whether a grade cell of an assignment holds a specification."""
    return any(
        SPECIFIES in cell.source
        for notebook in read_notebooks(folder).values()
        for cell in grade_cells(notebook)
    )


def refusal(folder: Path) -> str:
    """Why an assignment cannot be released as it is, because of its visible cases; else empty."""
    file = folder / FILE
    if not has_specifications(folder):
        return ""
    if file.exists() and is_fresh(file.read_bytes(), made_of(folder)):
        return ""
    done = in_a_process(folder)
    if done.returncode == 0:
        return ""
    why = done.stdout.strip() or (done.stderr.strip().splitlines() or ["It ended at once."])[-1]
    return why


def in_a_process(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Compare the visible cases of an assignment, or write them with ``"--write"``."""
    return subprocess.run(
        [sys.executable, "-m", "grading.release.cases", str(folder.resolve()), *options],
        cwd=Path(__file__).parents[2],
        # One thread: the arrays of cases are small.
        env=os.environ | {"MPLBACKEND": "agg", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


class BrokenSpecification(Exception):
    """A specification that cannot be carried out; the text says where and why."""


def tasks(name: str, notebook: NotebookNode) -> list[tuple[str, str, Any]]:
    """The tasks that a notebook specifies: name of the function, number of the task, and the task.

    Runs the preamble and the grade cells, in the folder of the notebook.

    Raises
    ------
    BrokenSpecification
    """
    import checks

    (preamble,) = (c.source for c in locked_cells(notebook) if grade_id(c) == "preamble")
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(preamble, names)
    theirs = [named for cell in solution_cells(notebook) for named in written_in(cell.source)]
    names |= {named: StudentsName(named) for named in theirs}
    parts, found = tasks_of(notebook), []
    asked: list[tuple[Any, Any]] = []
    plain = checks.check
    checks.check = lambda answer, specify=None: asked.append((answer, specify))
    try:
        for cell in grade_cells(notebook):
            if SPECIFIES not in cell.source:
                continue
            asked.clear()
            try:
                exec(cell.source, dict(names))
                found += [
                    (answer.__name__, parts[grade_id(cell)].label, checks.by_itself(specify)())
                    for answer, specify in asked
                    if specify is not None
                ]
            except Exception as error:
                where = f"{name}, {cell_name(cell)}"
                raise BrokenSpecification(f"{where}: {in_words(error)}") from error
    finally:
        checks.check = plain
    return found


def in_words(error: Exception) -> str:
    """The kind of an error and its text."""
    return f"{type(error).__name__}: {error}"


def computed(folder: Path) -> bytes:
    """The file as the specifications give it.

    Raises
    ------
    BrokenSpecification
    """
    import cases
    from questions import Question

    every: dict[str, Any] = {}
    for notebook_name, notebook in read_notebooks(folder).items():
        for name, part, task in tasks(notebook_name, notebook):
            if isinstance(task, Question):
                every[name] = task
                continue
            try:
                every[name] = (
                    task.rules(part),
                    list(map(cases.frozen, task.trials(task.seen, is_kept=True))),
                )
                for case in task.unseen:  # which refuses what no case can hold
                    cases.packed([*case.arguments, *case.options.values()])
            except Exception as error:
                where = f"{notebook_name}, {name}"
                raise BrokenSpecification(f"{where}: {in_words(error)}") from error
    held = [task[0] for task in every.values() if not isinstance(task, Question)]
    unknown = {name for rules in held for name in rules.after} - every.keys()
    if unknown:
        raise BrokenSpecification(f"`after` names {', '.join(sorted(unknown))}, which is no task.")
    return cases.written(every)


def made_of(folder: Path) -> str:
    """A digest of all that the visible cases of an assignment depend on."""
    digest = hashlib.sha256()
    beside = (path for path in sorted(folder.rglob("*")) if path.is_file())
    for path in beside:
        if path.name != FILE and path.suffix != ".ipynb" and "__pycache__" not in path.parts:
            digest.update(f"{path.relative_to(folder)}\n".encode() + path.read_bytes())
    for name, notebook in read_notebooks(folder).items():
        cells = [*locked_cells(notebook), *solution_cells(notebook), *grade_cells(notebook)]
        # Headings give the numbers of the tasks.
        labels = [task.label for task in tasks_of(notebook).values()]
        digest.update(json.dumps([name, labels, [cell.source for cell in cells]]).encode())
    return digest.hexdigest()


def stamped(file: bytes, stamp: str) -> bytes:
    """The file with a remark that says of what it was made, and what it holds."""
    changed = BytesIO(file)
    with zipfile.ZipFile(changed, "a") as archive:
        archive.comment = f"{stamp} {content(file)}".encode()
    return changed.getvalue()


def content(file: bytes) -> str:
    """A digest of what a file holds."""
    digest = hashlib.sha256()
    with zipfile.ZipFile(BytesIO(file)) as archive:
        for name in archive.namelist():
            digest.update(f"{name}\n".encode() + archive.read(name))
    return digest.hexdigest()


def is_fresh(file: bytes, stamp: str) -> bool:
    """Whether a file says that it was made of this, and holds what it held then."""
    try:
        with zipfile.ZipFile(BytesIO(file)) as archive:
            return archive.comment == f"{stamp} {content(file)}".encode()
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError):
        return False


def members(file: bytes) -> dict[str, Any]:
    """What stands in a file, by the names of its members."""
    with zipfile.ZipFile(BytesIO(file)) as archive:
        return {name: json.loads(archive.read(name)) for name in archive.namelist()}


def differing(there: bytes, wanted: bytes) -> str:
    """The first place at which a file is not what it should be, empty where there is none."""
    try:
        old, new = members(there), members(wanted)
    except zipfile.BadZipFile:
        return "it is damaged"
    if old.keys() != new.keys():
        names = sorted({task_of(member) for member in old.keys() ^ new.keys()})
        return f"it has other tasks: {', '.join(names)}"
    for member in old:
        begin = member.removesuffix(".json").replace("/", ": ")
        if place := unlike(old[member], new[member], begin):
            return place
    return ""


def task_of(member: str) -> str:
    """The task to which a member of the file belongs."""
    return Path(member).parent.name or Path(member).stem


def unlike(old: Any, new: Any, place: str = "") -> str:
    """Where two values differ by more than rounding, empty where they do not.

    Numbers of an array are compared relative to the largest of them.
    """
    if isinstance(old, dict) and isinstance(new, dict):
        if list(old) != list(new):
            return place or "other parts"
        if "array" in old:
            return "" if same_numbers(old, new) else place
        places = (unlike(old[key], new[key], f"{place} {str(key)[:60]}".strip()) for key in old)
    elif isinstance(old, list) and isinstance(new, list):
        if len(old) != len(new):
            return place
        pairs = enumerate(zip(old, new, strict=True), 1)
        places = (unlike(*pair, f"{place} {number}") for number, pair in pairs)
    elif isinstance(old, float) and isinstance(new, float):
        return "" if same_numbers({"array": old}, {"array": new}) else place or "a number"
    else:
        return "" if type(old) is type(new) and old == new else place or "a value"
    return next(filter(None, places), "")


def same_numbers(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether arrays of a file are the same but for rounding."""
    if {**old, "array": None} != {**new, "array": None}:
        return False
    first, second = np.asarray(old["array"]), np.asarray(new["array"])
    if first.shape != second.shape or first.dtype.kind not in "fiub":
        return first.shape == second.shape and bool(np.all(first == second))
    largest = float(np.abs(first[np.isfinite(first)]).max(initial=0))
    return bool(np.allclose(first, second, 0, ROUNDING * largest, equal_nan=True))


def main(folder: str, *options: str) -> int:
    path = Path(folder).resolve()
    if not has_specifications(path):
        return 0
    file, stamp = path / FILE, made_of(path)
    os.chdir(path)
    sys.path.insert(0, str(path))
    try:
        wanted = computed(path)
    except BrokenSpecification as error:
        show(BROKEN.format(assignment=path.name, why=error))
        return 1
    why = differing(file.read_bytes(), wanted) if file.exists() else "it is missing"
    if "--write" not in options:
        if why:
            show(STALE.format(assignment=path.name, file=FILE, why=why))
        return 1 if why else 0
    if why or not is_fresh(file.read_bytes(), stamp):
        file.write_bytes(stamped(wanted, stamp))
        show(f"wrote {file.name} of {path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
