"""Imports go one way: the house has floors, and nobody looks down from a lower one at a higher."""

import ast
import importlib
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from grading.course.notebooks import ROOT

#: Beside `adapters`, which module may know what of nbgrader: its database, and the roles of cells.
KNOW_NBGRADER = {
    "nbgrader.api": "grading.records.gradebook",
    "nbgrader.utils": "grading.course.cells",
}
#: Modules of the engine that run in forks, or read what these send: their errors are a program's.
IN_FORKS = {
    "callfilter",
    "changes",
    "elsewhere",
    "exchange",
    "judge",
    "jupyter",
    "kernel",
    "link",
    "plain",
    "protocol",
    "proxies",
    "remote",
    "sandbox",
    "standins",
    "syscalls",
    "wire",
    "witness",
    "zygote",
}
#: Errors in whose words the others of its modules may tell a cause.
TELL_CAUSES = ("ForkFailed", "ValueError")
#: What nbconvert has to be subclassed for nbgrader's pipelines; its filters make HTML of texts.
PIPELINES = ("nbconvert.exporters", "nbconvert.preprocessors")


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in sorted((ROOT / "grading").rglob("*.py"))}
PACKAGES = {name for name, path in MODULES.items() if path.name == "__init__.py"}


def imported(module: str, for_types: bool = True) -> set[str]:
    """What a module imports, wherever in it, by full names; perhaps without what is for types."""
    found, tree = set(), ast.parse(MODULES[module].read_text())
    if not for_types:
        tree.body = [node for node in tree.body if not is_for_types(node)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else node.module for name in whole}
    return found


def is_for_types(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def package_of(module: str) -> str:
    return module if module in PACKAGES else module.rpartition(".")[0]


def inside(name: str, *above: str) -> bool:
    return any(f"{name}.".startswith(f"{one}.") for one in above)


IMPORTS = {module: imported(module) for module in MODULES}


def test_the_engine_imports_nothing_above_it_and_nothing_of_nbgrader():
    above = {
        f"{module} imports {name}"
        for module in MODULES
        if inside(module, "grading.engine")
        for name in IMPORTS[module]
        if inside(name, "nbgrader")
        or (name in MODULES and package_of(name) not in ("grading", "grading.engine"))
    }
    assert not above


GRADERS_SIDE = [
    module
    for module in MODULES
    if package_of(module) == "grading.engine" and module.rpartition(".")[2] not in IN_FORKS
]


def sentences(tree: ast.AST) -> list[str]:
    """Texts of three or more words: no docstrings, no causes, no help for a setting."""
    excused = set()
    for node in ast.walk(tree):
        match node:
            case ast.Expr(ast.Constant()) | ast.keyword(arg="help"):
                excused.update(ast.walk(node))
            case ast.Raise(ast.Call(ast.Name(name))) if name in TELL_CAUSES:
                excused.update(ast.walk(node))
            case ast.JoinedStr():
                excused.update(part for part in ast.walk(node) if part is not node)
    texts = [
        ast.unparse(node) if isinstance(node, ast.JoinedStr) else node.value
        for node in ast.walk(tree)
        if node not in excused and isinstance(node, ast.JoinedStr | ast.Constant)
    ]
    return [text for text in texts if isinstance(text, str) and has_words(text)]


def has_words(text: str) -> bool:
    return len([word for word in text.split() if any(map(str.isalpha, word))]) >= 3


@pytest.mark.parametrize("module", GRADERS_SIDE)
def test_the_graders_side_of_the_engine_has_no_sentences_for_people(module):
    assert sentences(ast.parse(MODULES[module].read_text())) == []


@pytest.mark.parametrize(
    "code",
    [
        "CUT_OFF = 'The rest was cut.'",
        "note = f'  (right, given a right {task})'",
        "raise CellTimeout('It ran too long.')",
        "raise SystemExit(f'The preamble fails: {failure}. Mend it.')",
    ],
)
def test_a_sentence_is_found_wherever_it_stands(code):
    assert len(sentences(ast.parse(code))) == 1


def test_what_lies_at_the_top_imports_nothing_of_the_packages():
    asked = {
        f"{module} imports {name}"
        for module in MODULES
        if package_of(module) == "grading"
        for name in IMPORTS[module]
        if inside(name, "nbgrader") or (name in MODULES and package_of(name) != "grading")
    }
    assert not asked


def test_only_adapters_know_the_classes_of_nbgrader():
    strange = {
        f"{module} imports {name}"
        for module in MODULES
        if not inside(module, "grading.adapters")
        for name in IMPORTS[module]
        if inside(name, "nbgrader", *PIPELINES) and KNOW_NBGRADER.get(name) != module
    }
    assert not strange
    for name, module in KNOW_NBGRADER.items():
        assert name in IMPORTS[module]


def test_nothing_imports_the_adapters_but_nbgraders_configuration():
    asked = {
        f"{module} imports {name}"
        for module in MODULES
        if not inside(module, "grading.adapters")
        for name in IMPORTS[module]
        if inside(name, "grading.adapters")
    }
    assert not asked


def test_no_package_imports_one_that_imports_it():
    graph = {package: set() for package in PACKAGES}
    for module, names in IMPORTS.items():
        for name in names:
            if name in MODULES and package_of(name) != package_of(module):
                graph[package_of(module)].add(package_of(name))
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"a circle of packages: {' -> '.join(error.args[1])}")


def test_no_module_imports_one_that_imports_it():
    graph = {
        module: {name for name in imported(module, for_types=False) if name in MODULES}
        for module in MODULES
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"a circle of modules: {' -> '.join(error.args[1])}")


@pytest.mark.parametrize("package", sorted(PACKAGES))
def test_a_package_says_what_each_of_its_modules_is_for(package):
    said = importlib.import_module(package).__doc__
    own = [name.rpartition(".")[2] for name in MODULES if name.rpartition(".")[0] == package]
    assert [name for name in own if f"`{name}`" not in said] == []


@pytest.mark.parametrize("module", MODULES)
def test_an_import_changes_the_state_of_no_library(module):
    """No call for its effect, no foreign decorator, nothing set on what was imported."""
    tree = ast.parse(MODULES[module].read_text())
    foreign = {
        alias.asname or alias.name.split(".")[0]
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    for node in tree.body:
        assert not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)), ast.unparse(
            node
        )
        for target in getattr(node, "targets", ()):
            inside_of = ast.unparse(target).split(".")[0].split("[")[0]
            assert isinstance(target, ast.Name | ast.Tuple) or inside_of not in foreign
        for decorator in getattr(node, "decorator_list", ()):
            assert "listen" not in ast.unparse(decorator)


def test_no_two_modules_call_different_things_by_the_name_of_one_class():
    found = {}
    for module, path in MODULES.items():
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, []).append(module)
    assert {name: where for name, where in found.items() if len(where) > 1} == {}
