"""What students get: generated from the source, with nothing in it that gives answers away."""

import copy
import os
import re
import shutil
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grading.adapters.autotests import AutoTests
from grading.course.gradecell import grade_id
from grading.course.names import declared, written
from grading.course.notebooks import ROOT, code_cells, read_notebook, solution_cells, unwrapped
from grading.release.refusals import CannotRelease
from tests.course import NBGRADER, Course
from tests.own_course import ASSIGNMENT, OwnCourse, check, marked, solution, write

REGION = re.compile(r"### BEGIN (?:SOLUTION|HIDDEN TESTS)\n(.*?)\n *### END", re.DOTALL)


def files(folder):
    return {
        path.relative_to(folder): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.mark.slow
def test_the_committed_release_is_what_nbgrader_generates(course, assignment):
    committed, generated = (
        files(ROOT / "release" / assignment),
        files(course.root / "release" / assignment),
    )
    assert committed.keys() == generated.keys(), "run `make release` and commit the result"
    stale = [str(name) for name in committed if committed[name] != generated[name]]
    assert stale == [], "run `make release` and commit the result"


def test_no_marker_is_left(release):
    for name, notebook in release.items():
        for cell in notebook.cells:
            assert not re.search(r"(BEGIN|END) (SOLUTION|HIDDEN)", cell.source), name


def test_no_line_of_a_solution_or_hidden_test_is_left(source, release):
    for name, notebook in source.items():
        text = "\n".join(cell.source for cell in notebook.cells)
        secret = {line.strip() for region in REGION.findall(text) for line in region.split("\n")}
        public = {line.strip() for line in REGION.sub("", text).split("\n")}
        shown = {line.strip() for cell in release[name].cells for line in cell.source.split("\n")}
        assert len(secret - public) > 20, "the markers are not where this test looks"
        assert shown & (secret - public) == set(), name


def test_a_stub_says_which_function_is_missing(release):
    for notebook in release.values():
        for cell in solution_cells(notebook):
            (name,) = written(cell.source)
            if not declared(cell.source):  # a question, of which the cell runs as it is
                assert re.fullmatch(rf"{name} = None  # .+", cell.source)
                continue
            assert re.search(
                rf'raise NotImplementedError\("{name}[.\w]* is not written yet"\)', cell.source
            )


def test_solutions_keep_the_signature_and_docstring_of_the_stub(source, release):
    for name, notebook in source.items():
        for solved, stub in zip(
            solution_cells(notebook), solution_cells(release[name]), strict=True
        ):
            head = stub.source.split("# Your code here.")[0].rstrip()
            assert unwrapped(solved).startswith(head), grade_id(stub)


def test_the_release_has_no_outputs(release):
    assert all(cell.outputs == [] for nb in release.values() for cell in code_cells(nb))


# --- Sources of others -------------------------------------------------------------------------

TEMPLATES = """
python3:
    setup: "from hashlib import sha1"
    hash: 'sha1({{snippet}}.encode("utf-8")+b"{{salt}}").hexdigest()'
    dispatch: "type({{snippet}})"
    normalize: "str({{snippet}})"
    check: 'assert {{snippet}} == "{{value}}", "{{message}}"'
    templates:
        default:
            - test: "{{snippet}}"
              fail: "{{snippet}} is not right"
"""
DOUBLE = solution("double", marked("return 2 * x"))
ASKS = (
    "# The simple case\n### AUTOTEST double(3)\nprint('one')\n#HASHED AUTOTEST double(1); double(2)"
)


@pytest.fixture
def own(tmp_path):
    """A course of a test's own, with templates of checks."""
    (tmp_path / "autotests.yml").write_text(TEMPLATES)
    return OwnCourse.at(tmp_path)


def refusal(course, command="generate_assignment"):
    """The one line with which a command refuses the source, without the name of the notebook."""
    result = course.run(command, ASSIGNMENT)
    assert result.returncode == 1
    assert not (course.root / "release" / ASSIGNMENT).exists()
    (line,) = result.stdout.splitlines()
    return line.removeprefix(f"{ASSIGNMENT}/asks, ")


@pytest.mark.slow
def test_lines_that_ask_for_a_check_become_what_nbgrader_makes_of_them(own, tmp_path_factory):
    own.write("asks", DOUBLE, check("doubles", ASKS))
    stock = Course(tmp_path_factory.mktemp("stock"))
    (stock.root / "nbgrader_config.py").touch()
    shutil.copytree(own.root / "source", stock.root / "source")
    shutil.copy(own.root / "autotests.yml", stock.root)
    programs = os.pathsep.join([str(Path(NBGRADER).parent), os.environ["PATH"]])
    for course in (own, stock):
        result = course.run("generate_assignment", ASSIGNMENT, PATH=programs)
        assert result.returncode == 0, result.stdout
    made = own.released("asks").cells[1].source
    path = stock.root / "release" / ASSIGNMENT / "asks.ipynb"
    assert made == read_notebook(path).cells[1].source
    assert 'assert str(double(3)) == "6", "double(3) is not right"' in made
    assert "AUTOTEST" not in made and made.count("sha1(str(double(") == 2
    assert own.prove(ASSIGNMENT)[0] == 0
    assert own.run("generate_solution", ASSIGNMENT).returncode == 0
    assert read_notebook(own.root / "solutions" / ASSIGNMENT / "asks.ipynb").cells[1].source == made


@pytest.mark.slow
def test_lines_that_ask_for_a_check_are_refused_without_templates_and_nothing_is_released(own):
    (own.root / "autotests.yml").unlink()
    own.write("asks", DOUBLE, check("doubles", ASKS))
    assert refusal(own) == (
        "cell doubles, line 2: '### AUTOTEST double(3)' needs autotests.yml, with templates of "
        "checks, beside the notebook or in the course folder, and there is none."
    )


@pytest.mark.slow
def test_a_line_whose_check_cannot_be_made_is_refused_by_cell_and_line(own):
    own.write("asks", DOUBLE, check("doubles", "x = 1\n### AUTOTEST double(x); triple(x)"))
    assert refusal(own).startswith("cell doubles, line 2, 'triple(x)': no check can be made")
    own.write("asks", solution("double", "while True:\n    pass"), check("doubles", ASKS))
    with open(own.root / "nbgrader_config.py", "a") as file:
        file.write("\nc.AutoTests.timeout = 2\n")
    line = refusal(own)
    assert line.startswith("cell double: ") and line.endswith("it runs longer than 2 s")


@pytest.mark.parametrize(
    ("cells", "config", "said"),
    [
        ([DOUBLE, solution("s", "### AUTOTEST double(3)")], {}, "cell s, line 1: expected"),
        ([new_code_cell("\n# AUTOTEST double(3)")], {}, "cell 1, line 2: expected"),
        ([check("c", "x = 1  ### AUTOTEST x")], {}, "cell c, line 1: expected AUTOTEST in a line"),
        ([check("c", "### AUTOTEST 1")], {"kernel": "ir2"}, "this notebook's is 'ir2'"),
    ],
)
def test_a_line_that_would_be_shipped_raw_is_refused(tmp_path, cells, config, said):
    (tmp_path / "autotests.yml").write_text(TEMPLATES)
    write(tmp_path / "asks.ipynb", *copy.deepcopy(cells), **config)
    notebook = read_notebook(tmp_path / "asks.ipynb")
    with pytest.raises(CannotRelease, match=re.escape(said)):
        AutoTests().preprocess(notebook, {"metadata": {"path": str(tmp_path)}})


@pytest.mark.parametrize("templates", ["python3: [", "- a list", "other: {}", "python3: {}", ""])
def test_templates_that_cannot_be_read_are_refused(tmp_path, templates):
    (tmp_path / "autotests.yml").write_text(templates)
    write(tmp_path / "asks.ipynb", check("doubles", ASKS))
    notebook = read_notebook(tmp_path / "asks.ipynb")
    with pytest.raises(CannotRelease, match=r"autotests.yml has no templates for the kernel"):
        AutoTests().preprocess(notebook, {"metadata": {"path": str(tmp_path)}})


def test_a_notebook_that_asks_for_no_check_is_left_alone_and_starts_no_kernel(source, monkeypatch):
    monkeypatch.setattr("grading.adapters.autotests.run_kernel", None)
    words = new_notebook(cells=[new_markdown_cell("### AUTOTEST x"), new_code_cell("'AUTOTEST'")])
    for notebook in (words, *source.values()):
        before = copy.deepcopy(notebook)
        assert AutoTests().preprocess(notebook, {})[0] == before


@pytest.mark.slow
def test_what_nbgrader_refuses_is_one_line_with_the_name_of_the_cell(own):
    own.write("asks", DOUBLE, new_code_cell("### BEGIN SOLUTION\n### END SOLUTION"))
    result = own.run("generate_assignment", ASSIGNMENT)
    assert result.returncode == 1 and "Traceback" not in result.stdout
    assert f"\n{ASSIGNMENT}/asks, cell 2: Solution region detected" in result.stdout
    own.write("asks", DOUBLE, check("half", "### BEGIN HIDDEN TESTS\nassert True"))
    assert refusal(own) == "cell half: No end hidden tests statement found"


@pytest.mark.slow
def test_the_committed_release_is_proved(course, assignment):
    course = OwnCourse(course.root)
    status, lines = course.prove(assignment)
    assert status == 0, lines
    assert len(lines) == 1 and "the reference earns all" in lines[0]
