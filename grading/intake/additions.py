"""What students add to cells that are not theirs to change: it runs in a cell of its own.

Editors let students write anywhere, and a line such as ``import math`` in the preamble has its
effect where they work. The original cell is put back, and what was added runs beside it.
"""

import ast
import re
from collections.abc import Collection

from grading.course.names import NO_PYTHON, names_defined

#: Lines that only IPython understands.
MAGIC = re.compile(r"(?m)^[%!?].*$")
#: Letters of a cell beyond which nothing of it is kept: the original is a fraction of that.
LONGEST = 50_000
#: How a line begins that defines a function or class.
DEFINITION = re.compile(r"(?m)^(?:async[ \t]+)?(?:def|class)[ \t]")


def additions(source: str, original: str) -> str:
    """The statements that a changed cell has beside those of the original.

    A statement that gives another value to a name of the original, or that calls in another way
    what the original calls, is a change of the original and no addition. An `assert` is no addition
    either: it defines nothing, and checks are the instructor's.

    Parameters
    ----------
    source, original : str

    Returns
    -------
    str
        The source of these statements; empty where there are none, or where the cell is very long.
        Where Python does not understand the cell it is the whole of it if it defines something, and
        else empty.
    """
    if len(source) > LONGEST:
        return ""
    source, original = MAGIC.sub("", source), MAGIC.sub("", original)
    try:
        return beside(source, original)
    except NO_PYTHON:
        return source if DEFINITION.search(source) else ""


def beside(source: str, original: str) -> str:
    """The same of cells that Python understands."""
    mine, theirs = ast.parse(source).body, ast.parse(original).body
    known, bound = {ast.dump(statement) for statement in theirs}, names_defined(original)
    calls = {called(statement) for statement in theirs}
    lines, found = source.encode().split(b"\n"), []
    for statement in mine:
        if ast.dump(statement) in known or isinstance(statement, ast.Assert):
            continue
        if isinstance(statement, ast.Import | ast.ImportFrom):
            found += without(statement, bound)
        elif not names_defined(ast.unparse(statement)) & bound and (
            called(statement) is None or called(statement) not in calls
        ):
            found.append(text(lines, statement))
    return "\n".join(found)


def without(statement: ast.Import | ast.ImportFrom, bound: Collection[str]) -> list[str]:
    """The source of an import without what gives some names; none where nothing is left."""
    new = [n for n in statement.names if (n.asname or n.name.split(".")[0]) not in bound]
    if not new:
        return []
    statement.names = new
    return [ast.unparse(statement)]


def called(statement: ast.stmt) -> str | None:
    """What a statement calls that does nothing else; None for any other statement."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        return ast.unparse(statement.value.func)
    return None


def text(lines: list[bytes], statement: ast.stmt) -> str:
    """A statement as it stands there, with its decorators but without its neighbours."""
    decorators = getattr(statement, "decorator_list", ())
    start = min((part.lineno for part in decorators), default=statement.lineno)
    own = lines[start - 1 : statement.end_lineno]
    # Places in a line are counted in bytes. A decorator stands alone in its line.
    own[-1] = own[-1][: statement.end_col_offset]
    if not decorators:
        own[0] = own[0][statement.col_offset :]
    return b"\n".join(own).decode()
