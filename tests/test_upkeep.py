"""What who takes over the course relies on: licences, versions, and pins that can be raised."""

import re
import tomllib

import pytest

from authoring.new_problem import TEMPLATE
from authoring.pins import loosened, raised
from grading.course.notebooks import ROOT, read_notebook

FOOTER = read_notebook(TEMPLATE / "problem.ipynb").cells[-1]
PINS = """# Why it is here.
-r requirements.txt
numpy==2.4.6
psycopg[binary]==3.3.9
# Newer ones are slow.
jsonschema==4.24.1  # held: see above
"""


def test_every_notebook_ends_with_its_licences_as_the_template_has_them(source):
    for name, notebook in source.items():
        last = notebook.cells[-1]
        assert (last.cell_type, last.id, last.source) == ("markdown", "licence", FOOTER.source), (
            name
        )


def test_the_footer_names_the_authors_and_the_licences_that_the_licence_file_has():
    licence = " ".join((ROOT / "LICENSE").read_text().split())
    for words in ("the authors of this course", "CC BY 4.0", "BSD 3-Clause License"):
        assert words in FOOTER.source and words in licence
    assert "https://creativecommons.org/licenses/by/4.0/" in licence


def test_the_version_is_the_same_wherever_it_stands():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    cited = (ROOT / "CITATION.cff").read_text()
    assert re.search(r"(?m)^version: (.+)$", cited)[1] == version
    released = re.search(r"(?m)^date-released: (.+)$", cited)[1]
    latest = re.search(r"(?m)^## (.+)$", (ROOT / "CHANGELOG.md").read_text())[1]
    assert latest == f"{version} · {released}"


def test_pins_are_raised_and_all_else_in_the_file_stays():
    newest = {"numpy": "2.5.0", "psycopg": "3.4.0", "jsonschema": "4.24.1", "six": "1.0"}
    expected = PINS.replace("2.4.6", "2.5.0").replace("3.3.9", "3.4.0")
    assert raised(PINS, newest) == expected


def test_pins_are_asked_for_without_versions_but_for_those_that_are_held():
    assert loosened(PINS) == "numpy\npsycopg[binary]\njsonschema==4.24.1\n"


@pytest.mark.parametrize("path", sorted(ROOT.glob("requirements*.txt")), ids=lambda path: path.name)
def test_every_line_of_requirements_is_a_comment_another_file_or_a_pin(path):
    kept = [line for line in path.read_text().splitlines() if not line.startswith(("#", "-r "))]
    assert kept and len(loosened(path.read_text()).splitlines()) == len(kept)
