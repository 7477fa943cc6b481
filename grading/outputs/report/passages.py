"""What an answer says, cut into short passages that can be compared with those of another answer.

Comments, layout, docstrings, annotations and the names that an answer gives do not count. Where
lines change their places or others are put between them, most passages are still the same.
"""

import ast
from functools import cache

#: Syntax elements of a passage; `benchmarks.likeness` measures what other lengths find.
ELEMENTS = 8
#: Letters of an answer that is still compared; a longer one was hardly typed.
MOST_LETTERS = 100_000


@cache
def read(source: str) -> tuple[int, frozenset[int]]:
    """How long an answer is, and its passages.

    Returns
    -------
    length : int
        Number of syntax elements; 0 where the source is no Python or endless.
    passages : frozenset of int
        A number for each passage, which holds for this run of Python only.
    """
    if len(source) > MOST_LETTERS:
        return 0, frozenset()
    try:
        tree = ast.parse(source)
        writer = Writer(tree)
        writer.write(tree)
    # A source may also be nested too deeply, or hold letters that no file can.
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return 0, frozenset()
    signs = writer.signs
    starts = range(max(len(signs) - ELEMENTS, 0) + 1)
    return writer.length, frozenset(hash(tuple(signs[i : i + ELEMENTS])) for i in starts)


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
        if isinstance(value, ast.AST):
            self.write(value)
        elif isinstance(value, list):
            for item in value:
                self.write_part(item)
        elif isinstance(value, str) and value in self.given:
            self.signs.append(self.OWN)
        else:
            self.signs.append(repr(value))


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
