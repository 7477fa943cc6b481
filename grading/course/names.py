"""Which names a cell defines, and which it needs."""

import ast
import contextlib
import functools
import re
import symtable

FOR_IPYTHON = re.compile(r"(?m)^(\s*)[%!].*$")
#: How a line begins that defines something.
DEFINITION = re.compile(r"(?m)^(?:(?:async +)?(?:def|class) +(\w+)|(\w+) *=(?!=))")
#: What Python raises of a text that it cannot run either.
NO_PYTHON = (SyntaxError, ValueError, RecursionError, MemoryError)
#: What has names of its own.
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
#: Statements that first use what they name, and only then define.
USED_FIRST = ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Expr


def declared(source: str) -> list[str]:
    """Names of the functions and classes that a cell defines at its top level."""
    definitions = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return [node.name for node in parsed(source).body if isinstance(node, definitions)]


@functools.lru_cache(maxsize=4096)
def names_defined(source: str) -> frozenset[str]:
    """Names that a cell leaves behind in the notebook."""
    return frozenset().union(*(left for left, _ in statements(source)))


def names_meant(source: str) -> frozenset[str]:
    """The same, also of a text that Python does not understand."""
    return names_defined(source) or frozenset(
        name for names in DEFINITION.findall(source) for name in names if name
    )


@functools.lru_cache(maxsize=4096)
def names_needed(source: str) -> frozenset[str]:
    """Names that a cell uses, be it in a function, and has not defined itself by then."""
    own, needed = frozenset(), frozenset()
    for left, first_used in statements(source):
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
            known = frozenset() if isinstance(statement, USED_FIRST) else here
            found.append((here, (frozenset(used(table)) - known) | changed(statement)))
    return found


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
