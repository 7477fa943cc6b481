"""What the course imports is what its requirements list, and what these bring with them."""

import ast
import json
import re
import sys
from importlib.metadata import packages_distributions, requires

import pytest

from grading.course.notebooks import ROOT, code_cells

#: Come with nbconvert, which nbgrader needs: what it takes and makes is of their classes. IPython
#: is what runs the cells of a notebook, wherever.
HANDED_ON = {"nbformat", "mistune", "ipython"}
#: Which folders need what a file of requirements lists; one inside of another counts for itself.
PLACES = {
    "requirements.txt": ("grading", "modules", "source", "examples"),
    "requirements-student.txt": ("modules", "source"),
    "requirements-cluster.txt": ("grading/cluster",),
    "requirements-lti.txt": ("grading/lti",),
    "requirements-book.txt": ("book",),
    "requirements-dev.txt": ("tests", "benchmarks"),
}


def known_as(name):
    """A distribution's name as all spellings of it are compared."""
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", name)[0]).lower()


def listed(name):
    """The distributions that a file of requirements lists, with those of the files it builds on."""
    found = set()
    for line in (ROOT / name).read_text().splitlines():
        if line.startswith("-r "):
            found |= listed(line.removeprefix("-r "))
        elif line and not line.startswith("#"):
            found.add(known_as(line))
    return found


def needed_by(distribution):
    """What a distribution always brings with it."""
    return {known_as(line) for line in requires(distribution) or () if "extra ==" not in line}


def sources(folder):
    """The Python in a folder, cells of notebooks included."""
    apart = [ROOT / one for one in sum(PLACES.values(), ()) if one.startswith(f"{folder}/")]
    for path in sorted((ROOT / folder).rglob("*.py")):
        # The bank has cells without the notebook around them.
        if "bank" not in path.parts and not any(map(path.is_relative_to, apart)):
            yield path, path.read_text()
    for path in sorted((ROOT / folder).rglob("*.ipynb")):
        cells = json.loads(path.read_text())["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        yield path, "\n".join(code)


def imported(source):
    """The modules at the top that a source imports, wherever in it.

    What it can do without, since it says in a sentence what to install, does not count.
    """
    tree = ast.parse(source)
    optional = {inside for node in ast.walk(tree) for inside in tried(node)}
    for node in ast.walk(tree):
        if node in optional:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.split(".")[0]


def tried(node):
    """The nodes in a `try` that goes on where an import fails."""
    if isinstance(node, ast.Try) and any("ImportError" in ast.unparse(h) for h in node.handlers):
        yield from (inside for line in node.body for inside in ast.walk(line))


def is_own(module):
    """Whether a module is the course's: a folder of it, or a file beside notebooks."""
    beside = (*ROOT.glob(f"source/*/{module}.py"), *ROOT.glob(f"modules/{module}.py"))
    return (ROOT / module).is_dir() or bool(beside)


@pytest.mark.parametrize("requirements", PLACES)
def test_what_is_imported_is_listed_or_comes_with_what_is(requirements):
    names, known = listed(requirements), packages_distributions()
    allowed = names.union(HANDED_ON, *map(needed_by, names))
    strange = {
        f"{path.relative_to(ROOT)} imports {module}"
        for folder in PLACES[requirements]
        for path, source in sources(folder)
        for module in imported(source)
        if module not in sys.stdlib_module_names
        and not is_own(module)
        and not allowed & set(map(known_as, known.get(module, [module])))
    }
    assert not strange


def pins(name):
    """The lines of a file of requirements that name a version."""
    return {line for line in (ROOT / name).read_text().splitlines() if "==" in line}


def test_students_install_versions_that_graders_have_and_nothing_that_they_alone_need():
    assert pins("requirements-student.txt") <= pins("requirements.txt")
    assert not {"nbgrader", "pytest"} & set(listed("requirements-student.txt"))


def test_students_get_these_requirements_with_each_assignment(assignment):
    handed_out = ROOT / "release" / assignment / "requirements.txt"
    assert handed_out.read_bytes() == (ROOT / "requirements-student.txt").read_bytes()


def test_no_notebook_for_students_installs_anything(release):
    for name, notebook in release.items():
        installing = [cell for cell in code_cells(notebook) if re.search(r"\bpip\b", cell.source)]
        assert not installing, name
