"""What an answer says, cut into short passages that can be compared with those of another answer.

Comments, layout, docstrings, annotations and the names that an answer gives do not count. Where
lines change their places or others are put between them, most passages are still the same.
"""

import ast
import contextlib
from functools import cache

from IPython.core.inputtransformer2 import TransformerManager

#: Syntax elements of a passage; `benchmarks.likeness` measures what other lengths find.
ELEMENTS = 8
#: Letters of an answer that are compared; nobody types more.
MOST_LETTERS = 1_000_000
#: Syntax elements of an answer that are compared.
MOST_ELEMENTS = 20_000


@cache
def read(source: str) -> tuple[int, frozenset[int]]:
    """How long an answer is, and its passages.

    Returns
    -------
    length : int
        Number of syntax elements; 0 where the source is no Python.
    passages : frozenset of int
        A number for each passage, which holds for this run of Python only.
    """
    try:
        tree = ast.parse(as_python(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return 0, frozenset()
    writer = Writer(tree)
    writer.write(tree)
    signs = writer.signs
    starts = range(max(len(signs) - ELEMENTS, 0) + 1)
    return writer.length, frozenset(hash(tuple(signs[i : i + ELEMENTS])) for i in starts)


def as_python(source: str) -> str:
    """The code of a cell without what only IPython reads, and what no file can hold.

    Everything here runs when work is graded, so none of it may hide an answer.
    """
    text = source[:MOST_LETTERS].replace("\0", "").encode("utf-8", "replace").decode()
    plain = [line for line in text.splitlines(keepends=True) if not line.startswith("%%")]
    return TransformerManager().transform_cell("".join(plain))


class Writer:
    """Writes down a syntax tree without what does not change what it does.

    Attributes
    ----------
    length : int
        Syntax elements that were written.
    signs : list of str
    """

    #: Parts of a tree that say nothing, or only to readers.
    LEFT_OUT = frozenset({"ctx", "returns", "annotation", "type_comment", "kind"})
    #: What is written for a name that the answer gives itself.
    OWN = "own"

    def __init__(self, tree: ast.AST) -> None:
        self.length, self.signs = 0, []
        self.given = {name for node in ast.walk(tree) for name in names_given(node)}

    def write(self, node: ast.AST) -> None:
        """Write an element and all that it holds."""
        if self.length >= MOST_ELEMENTS:
            return
        self.length += 1
        self.signs.append(type(node).__name__)
        for name in node._fields:
            value = getattr(node, name, None)
            if name == "body" and isinstance(node, ast.FunctionDef | ast.ClassDef):
                value = without_docstring(node.body)
            if name not in self.LEFT_OUT:
                self.write_part(value)

    def write_part(self, value: object) -> None:
        """Write what stands in one field of an element."""
        if isinstance(value, ast.stmt):
            # A statement may be nested too deeply; the others are compared all the same.
            with contextlib.suppress(RecursionError):
                self.write(value)
        elif isinstance(value, ast.AST):
            self.write(value)
        elif isinstance(value, list):
            for item in value:
                self.write_part(item)
        elif isinstance(value, str) and value in self.given:
            self.signs.append(self.OWN)
        else:  # not its text, which a large number does not have
            self.signs.append(f"{type(value).__name__} {hash(value)}")


def names_given(node: ast.AST) -> list[str]:
    """The names that an element gives to arguments, values, functions or classes."""
    if isinstance(node, ast.arg):
        return [node.arg]
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        return [node.id]
    return [node.name] if isinstance(node, ast.FunctionDef | ast.ClassDef) else []


def without_docstring(body: list) -> list:
    """The statements of a function or class after its docstring."""
    first = body[0]
    said = first.value if isinstance(first, ast.Expr) else None
    is_text = isinstance(said, ast.Constant) and isinstance(said.value, str)
    return body[1:] if is_text else body
