"""What a grade cell says of itself: its name, the function that it is about, its hidden lines."""

import ast
import functools
import re
from dataclasses import replace

from nbformat import NotebookNode

from grading.configuration import HIDDEN_TESTS
from grading.engine.setting import NEVER
from grading.engine.verdicts import Verdict

FUNCTION = re.compile(r"[A-Za-z_][\w.]*")
#: What a stub says that `nbgrader_config.py` has put in the place of a solution.
STUB_SAYS = re.compile(r"(?:cell )?(.{1,80}) is not written yet")
BEGIN_HIDDEN, END_HIDDEN = HIDDEN_TESTS.values()
#: What a heading of the homework begins with where its tasks are numbered.
HEADING_NUMBER = re.compile(r"(?m)^#{1,6} +(\d+(?:\.\d+)+)\b")


def grade_id(cell: NotebookNode) -> str:
    """The name by which nbgrader knows a cell; empty where it does not know it."""
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def cell_name(cell: NotebookNode, number: int = 0) -> str:
    """What a message calls a cell: by its name, else by its place in the notebook.

    Parameters
    ----------
    cell : NotebookNode
    number : int
        Its place, counted from 1 and with texts.
    """
    return f"cell {grade_id(cell) or number}"


@functools.lru_cache(maxsize=256)
def about(source: str) -> tuple[str, str]:
    """The function that a grade cell is about, and what it claims; empty where it does not say.

    A cell that calls `check` names the function there, and what it must do in the specification,
    which stands in the hidden part. Of any other cell these are the two sides of the colon in the
    first line of its docstring.

    Parameters
    ----------
    source : str

    Returns
    -------
    function, claim : str
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return "", ""
    if function := function_checked(tree):
        return function, claimed(tree)
    title = title_of(tree)
    function, colon, claim = title.partition(": ")
    return (function, claim) if colon and FUNCTION.fullmatch(function) else ("", title)


def function_checked(tree: ast.Module) -> str:
    """What a cell passes to `check` first, by its name."""
    for node in tree.body:
        call = node.value if isinstance(node, ast.Expr) else None
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "check" and call.args:
            return call.args[0].id if isinstance(call.args[0], ast.Name) else ""
    return ""


def claimed(tree: ast.Module) -> str:
    """What a specification says that the function must do, or what a question asks for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in ("does", "asks"):
            return str(node.value.value) if isinstance(node.value, ast.Constant) else ""
    return ""


def title_of(tree: ast.Module) -> str:
    """The first line of the docstring in a cell."""
    inside = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    words = (ast.get_docstring(node) for node in (tree, *inside))
    return next((text.split("\n")[0] for text in words if text), "")


def hidden_lines(source: str) -> list[str]:
    """Lines of a grade cell that students never see."""
    return divided(source)[1]


def visible(source: str) -> str:
    """A grade cell as students have it."""
    return "\n".join(divided(source)[0])


def hidden_from(source: str) -> int:
    """The line of a grade cell, counted from 1, at which its hidden part begins; else `NEVER`."""
    lines = enumerate(source.split("\n"), 1)
    return next((number for number, line in lines if BEGIN_HIDDEN in line), NEVER)


def divided(source: str) -> tuple[list[str], list[str]]:
    """Lines of a grade cell that students see, and lines that they never see."""
    lines, hidden = ([], []), False
    for line in source.split("\n"):
        if BEGIN_HIDDEN in line:
            hidden = True
        elif END_HIDDEN in line:
            hidden = False
        else:
            lines[hidden].append(line)
    return lines


def verdict_on(cell: dict) -> Verdict | None:
    """What became of a graded cell; of one that another engine ran, the error that it raised."""
    verdict = noted_or_raised(cell)
    if verdict is None or (verdict.kind, verdict.error) != ("error", "NotImplementedError"):
        return verdict
    # A check that asserts and says no more lets the error of a stub through.
    found = STUB_SAYS.fullmatch(verdict.says)
    if found is None:
        return verdict
    return replace(verdict, kind="unwritten", place=found[1], says=f"{verdict.says}.")


def noted_or_raised(cell: dict) -> Verdict | None:
    """The verdict in the metadata of a cell, or else the first error in its outputs."""
    if "verdict" in cell["metadata"]:
        return Verdict.of(cell["metadata"]["verdict"])
    errors = [out for out in cell.get("outputs", ()) if out["output_type"] == "error"]
    if not errors:
        return None
    return Verdict.of({"error": errors[0]["ename"], "says": errors[0]["evalue"]})
