"""Which names a cell defines, and which it needs."""

import ast
import contextlib
import functools
import re
import symtable
from collections.abc import Iterable

FOR_IPYTHON = re.compile(r"(?m)^(\s*)[%!].*$")
#: How a line begins that defines something.
DEFINITION = re.compile(r"(?m)^(?:(?:async +)?(?:def|class) +(\w+)|(\w+) *=(?!=))")
#: Errors that Python raises for a text which it cannot read.
NO_PYTHON = (SyntaxError, ValueError, RecursionError, MemoryError)
DEFINITIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
#: Parts of Python's syntax that have local names.
FUNCTIONS = DEFINITIONS | ast.Lambda
#: Parts of Python's syntax whose lines may run never, once or several times.
BRANCHES = ast.If | ast.For | ast.AsyncFor | ast.While | ast.Try | ast.TryStar | ast.Match
WORD = re.compile(r"[^\W\d]\w*")
#: With these a cell can use names that do not stand in it as names.
LOOKING_UP = frozenset(["eval", "exec", "globals", "locals", "vars", "__main__", "get_ipython"])
#: Parts of Python's syntax that compute values first, and then bind names in their lines.
LOOPS, WITHS = ast.For | ast.AsyncFor, ast.With | ast.AsyncWith


def declared(source: str) -> list[str]:
    """Names of the functions and classes that a cell defines at its top level."""
    return [node.name for node in parsed(source).body if isinstance(node, DEFINITIONS)]


def written(source: str) -> list[str]:
    """What students write in a cell: functions and classes, or else the values of variables."""
    return declared(source) or sorted(names_defined(source))


@functools.lru_cache(maxsize=4096)
def names_defined(source: str) -> frozenset[str]:
    """Names that a cell leaves behind in the notebook."""
    return frozenset().union(*(left for left, _ in statements(source)))


def names_meant(source: str) -> frozenset[str]:
    """Names that a cell defines, also where Python does not understand its text."""
    return names_defined(source) or frozenset(
        name for names in DEFINITION.findall(source) for name in names if name
    )


@functools.lru_cache(maxsize=4096)
def names_needed(source: str) -> frozenset[str]:
    """Names that a cell uses, be it in a function, and has not defined itself by then."""
    return unbound(statements(source))


@functools.lru_cache(maxsize=4096)
def names_perhaps_needed(source: str) -> frozenset[str]:
    """Names that a cell uses, and more where its text leaves open which ones these are.

    Of a cell with lines for IPython, of one that Python does not understand and of one that looks
    names up these are all its words. What a branch binds may still come from another cell.
    """
    words, found = frozenset(WORD.findall(source)), statements(source)
    try:
        body = ast.parse(source).body
    except NO_PYTHON:
        return words
    if len(found) < len(body) or not words.isdisjoint(LOOKING_UP):
        return words
    return unbound(
        (frozenset() if isinstance(statement, BRANCHES) else left, first_used)
        for statement, (left, first_used) in zip(body, found, strict=True)
    )


def unbound(found: Iterable[tuple[frozenset[str], frozenset[str]]]) -> frozenset[str]:
    """Names that one of some statements uses and none before it defines; see `statements`."""
    own, needed = frozenset(), frozenset()
    for left, first_used in found:
        needed |= first_used - own
        own |= left
    return needed


def statements(source: str) -> list[tuple[frozenset[str], frozenset[str]]]:
    """For each statement of a cell: the names that it defines, and those that it uses first."""
    found = []
    with contextlib.suppress(*NO_PYTHON):
        for statement in parsed(source).body:
            table = symtable.symtable(ast.unparse(statement), "<cell>", "exec")
            here = frozenset(defined(table))
            first = frozenset(used(table)) - bound(statement)
            found.append((here, first.union(changed(statement), *map(named, sources(statement)))))
    return found


def sources(statement: ast.stmt) -> list[ast.expr]:
    """What a statement reads before it binds a name."""
    if isinstance(statement, LOOPS):
        return [statement.iter]
    if isinstance(statement, WITHS):
        return [item.context_expr for item in statement.items]
    bases = getattr(statement, "bases", [])
    arguments = getattr(statement, "args", None)
    defaults = [*arguments.defaults, *filter(None, arguments.kw_defaults)] if arguments else []
    return [*getattr(statement, "decorator_list", []), *bases, *defaults]


def bound(statement: ast.stmt) -> frozenset[str]:
    """Names that a statement binds before any line that it holds; others may be used first."""
    if isinstance(statement, DEFINITIONS):
        return frozenset([statement.name])
    targets = [statement.target] if isinstance(statement, LOOPS) else []
    if isinstance(statement, WITHS):
        targets = [item.optional_vars for item in statement.items if item.optional_vars]
    return named(*targets)


def named(*expressions: ast.expr) -> frozenset[str]:
    """Names of the notebook that stand in expressions."""
    tables = (symtable.symtable(ast.unparse(part), "<cell>", "exec") for part in expressions)
    return frozenset().union(*map(used, tables))


@functools.lru_cache(maxsize=512)
def parsed(source: str) -> ast.Module:
    """The syntax tree of a cell, for reading only.

    Lines for IPython pass, and a text that is no Python is empty.
    """
    for text in (source, FOR_IPYTHON.sub(r"\1pass", source)):
        with contextlib.suppress(*NO_PYTHON):
            return ast.parse(text)
    return ast.Module([], [])


def defined(table: symtable.SymbolTable) -> set[str]:
    """Names that a statement defines in the notebook, be it through ``global`` in a function."""
    at_top = table.get_type() == "module"
    found = {
        symbol.get_name()
        for symbol in table.get_symbols()
        if (symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace())
        and (at_top or symbol.is_declared_global())
    }
    return found.union(*map(defined, table.get_children()))


def used(table: symtable.SymbolTable) -> set[str]:
    """Names of the notebook that a statement reads."""
    at_top = table.get_type() == "module"
    found = {
        symbol.get_name()
        for symbol in table.get_symbols()
        if (symbol.is_referenced() and (at_top or symbol.is_global()))
        or (symbol.is_assigned() and symbol.is_declared_global())
    }
    return found.union(*map(used, table.get_children()))


def changed(node: ast.AST) -> frozenset[str]:
    """Names that a statement changes or deletes, which to the compiler is no use of them."""
    if isinstance(node, FUNCTIONS):
        return frozenset()
    targets = [node.target] if isinstance(node, ast.AugAssign) else getattr(node, "targets", [])
    own = targets if isinstance(node, ast.AugAssign | ast.Delete) else []
    names = {target.id for target in own if isinstance(target, ast.Name)}
    return frozenset(names).union(*map(changed, ast.iter_child_nodes(node)))
