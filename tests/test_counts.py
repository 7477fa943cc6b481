"""A sentence says 1 cell and 2 cells, whatever it counts."""

import ast
import re

import pytest

from grading.counts import counted
from grading.course.notebooks import ROOT

#: What sentences of the course count.
THINGS = (
    "(?:(?:automatic|more) )?(?:assignments|cells|comments|days|files|groups|hours|letters|"
    "lines|minutes|notebooks|outputs|points|results|students|submissions|times)"
)
#: A number that is put into a sentence, and a noun that is right for all numbers but one. Names in
#: capitals are limits, all of which are more than one.
FIELD = re.compile(rf"\{{(?:[a-z]\w*)?(?::\w+)?\}} {THINGS}\b")
IN_TEMPLATE = re.compile(rf"\}}\}} {THINGS}\b")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (counted(1, "cell"), "1 cell"),
        (counted(0, "cell"), "0 cells"),
        (counted(2000, "cell"), "2000 cells"),
        (counted(1.0, "point"), "1 point"),
        (counted(0.5, "point"), "0.5 points"),
        (counted(1, "student waits", "students wait"), "1 student waits"),
        (counted(3, "student waits", "students wait"), "3 students wait"),
    ],
)
def test_what_is_counted_has_its_plural_unless_there_is_one(said, expected):
    assert said == expected


def texts(tree):
    """All texts of a module as templates, with a pair of braces for each number or name."""
    inside = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            inside.update(map(id, node.values))
            yield node.lineno, "".join(map(as_template, node.values))
        elif isinstance(node, ast.Constant) and id(node) not in inside:
            yield getattr(node, "lineno", 0), str(node.value)


def as_template(part):
    if isinstance(part, ast.Constant):
        return str(part.value)
    written = ast.unparse(part.value)
    return written if written.isupper() or written.startswith("counted(") else "{}"


@pytest.mark.parametrize("folder", ["grading", "bank", "examples", "authoring"])
def test_no_sentence_has_one_form_for_all_numbers(folder):
    found = [
        f"{path.relative_to(ROOT)}, line {line}: {text}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "hw1" not in str(path)
        for line, text in texts(ast.parse(path.read_text()))
        if FIELD.search(text)
    ]
    found += [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in sorted((ROOT / folder).rglob("*.html"))
        for match in IN_TEMPLATE.finditer(path.read_text())
    ]
    assert not found, "use grading.counts.counted: " + "; ".join(found)
