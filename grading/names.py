"""Which names a cell defines, and which it reads."""

import ast
import contextlib
import re

FOR_IPYTHON = re.compile(r"(?m)^(\s*)[%!].*$")


def parsed(source: str) -> ast.Module:
    """The syntax tree of a cell; lines for IPython pass, and a text that is no Python is empty."""
    for text in (source, FOR_IPYTHON.sub(r"\1pass", source)):
        with contextlib.suppress(SyntaxError, ValueError):
            return ast.parse(text)
    return ast.Module([], [])


def declared(source: str) -> list[str]:
    """Names of the functions and classes that a cell defines at its top level."""
    definitions = ast.FunctionDef | ast.ClassDef
    return [node.name for node in parsed(source).body if isinstance(node, definitions)]


def bound(source: str) -> set[str]:
    """All names that a cell gives a meaning at its top level, or may give one inside of it."""
    tree = parsed(source)
    names = {node.id for node in ast.walk(tree) if is_name(node, ast.Store)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    return names | set(declared(source))


def read(source: str) -> set[str]:
    """Names that a cell reads, also inside of its functions."""
    return {node.id for node in ast.walk(parsed(source)) if is_name(node, ast.Load)}


def is_name(node: ast.AST, context: type[ast.expr_context]) -> bool:
    """Whether a part of a syntax tree is a name that is read, or one that is set."""
    return isinstance(node, ast.Name) and isinstance(node.ctx, context)
