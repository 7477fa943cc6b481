"""From a released notebook alone no stub can be filled by pasting, and its checks are short.

What is pasted are all expressions and functions in the code that students get: cells and modules.
"""

import ast
import builtins
import itertools
import warnings

import numpy as np
import pytest
import torch

import cases
import checks
from grading.course.gradecell import grade_id
from grading.course.names import declared
from grading.course.notebooks import ROOT, code_cells, grade_cells, read_notebooks, solution_cells
from grading.release.cases import SPECIFIES

#: Lines that stand under a stub at most, and the share of a notebook's lines of code.
LONGEST, SHARE = 8, 1 / 6
#: Names in an expression for which arguments of a stub are put.
MOST_NAMES = 3
#: Parameters of a stub beyond which one name alone is tried: several have too many orders.
MANY = 3
#: Expressions that are tried for a stub at most, or up to twice as many.
MOST_TEXTS = 120
#: Operations in the smallest expression that counts: a single one is no recipe.
FEWEST = 2
KEPT = {"np", "torch", "nn", *dir(builtins)}


def specified():
    """Assignments whose checks are made from specifications."""
    for folder in sorted((ROOT / "source").iterdir()):
        cells = [c for nb in read_notebooks(folder).values() for c in grade_cells(nb)]
        if any(SPECIFIES in cell.source for cell in cells):
            yield folder.name


@pytest.fixture(scope="module", params=specified())
def released(request):
    return request.param, read_notebooks(ROOT / "release" / request.param)


def lines_of(source):
    return [line for line in source.split("\n") if line.strip()]


def test_a_check_under_a_stub_has_eight_lines_at_most(released):
    for notebook in released[1].values():
        for cell in grade_cells(notebook):
            assert len(lines_of(cell.source)) <= LONGEST, grade_id(cell)


def test_checks_are_a_small_part_of_the_code_in_a_notebook(released):
    for name, notebook in released[1].items():
        checked = sum(len(lines_of(cell.source)) for cell in grade_cells(notebook))
        every = sum(len(lines_of(cell.source)) for cell in code_cells(notebook))
        assert checked / every < SHARE, name


def expressions(assignment, notebooks):
    """Expressions in released code that could be an answer, as text with their free names.

    Arrays that are picked from others, `Z[normal]`, count as names as well.
    """
    sources = [c.source for nb in notebooks.values() for c in code_cells(nb)]
    sources += [p.read_text() for p in (ROOT / "release" / assignment).glob("*.py")]
    found = {}
    for source in sources:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.BinOp | ast.Call | ast.Compare | ast.Subscript):
                text, names = with_places(node)
                if operations(ast.parse(text)) >= FEWEST and 0 < len(names) <= MOST_NAMES:
                    found[text] = names
    return found


def operations(node):
    kinds = ast.BinOp | ast.UnaryOp | ast.Compare | ast.Call | ast.Subscript
    return sum(isinstance(part, kinds) for part in ast.walk(node))


class Places(ast.NodeTransformer):
    """Puts numbered names for the data in an expression."""

    def __init__(self):
        self.names = []

    def place(self, node):
        text = ast.unparse(node)
        if text not in self.names:
            self.names.append(text)
        return ast.Name(f"a{self.names.index(text)}", ast.Load())

    def visit_Name(self, node):
        return node if node.id in KEPT else self.place(node)

    def visit_Subscript(self, node):
        if isinstance(node.value, ast.Name) and isinstance(node.slice, ast.Name | ast.Constant):
            return self.place(node)
        return self.generic_visit(node)


def with_places(node):
    """The text of an expression with places for data, and how many there are."""
    places = Places()
    changed = places.visit(ast.parse(ast.unparse(node), mode="eval").body)
    return ast.unparse(changed), places.names


def pasted(text, names, parameters):
    """Functions that return an expression with arguments in the places of its names."""
    for chosen in itertools.permutations(parameters, len(names)):
        put = ", ".join(f"a{number}={name}" for number, name in enumerate(chosen))
        source = f"lambda {', '.join(parameters)}: (lambda {put}: {text})({', '.join(chosen)})"
        yield eval(source, {"np": np, "torch": torch, "nn": torch.nn})


def is_right(answer, rules, trials):
    """Whether an answer passes the visible check."""
    try:
        with checks.quiet(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            checks.compare("answer", answer, rules, trials, is_visible=True)
    except Exception:
        return False
    return True


def parameters_of(cell, name):
    """Arguments of a stub's function."""
    (node,) = (n for n in ast.parse(cell.source).body if getattr(n, "name", "") == name)
    return [a.arg for a in node.args.args] if isinstance(node, ast.FunctionDef) else []


def test_no_stub_can_be_filled_by_pasting(released):
    assignment, notebooks = released
    file = ROOT / "release" / assignment / "cases.zip"
    every, solved = expressions(assignment, notebooks), []
    tried = 0
    for notebook in notebooks.values():
        for cell in solution_cells(notebook):
            if not declared(cell.source):
                continue  # a question, of which students have no answer to compare with
            (name,) = declared(cell.source)
            rules, trials = cases.read(name, file)
            if rules.probe:
                continue  # networks and trainings, which no expression is
            given = parameters_of(cell, name)
            most = MOST_NAMES if len(given) <= MANY else 1
            fitting = [item for item in every.items() if len(item[1]) <= most]
            # Where there are very many, an even share of them.
            for text, names in fitting[:: max(1, len(fitting) // MOST_TEXTS)]:
                for answer in pasted(text, names, given):
                    tried += 1
                    if is_right(answer, rules, trials):
                        solved.append((name, text))
    assert tried > 1000
    assert solved == []


def test_an_answer_that_stands_in_the_text_would_be_found():
    text, names = with_places(ast.parse("(energies - table[0]) / table[1]", mode="eval").body)
    assert names == ["energies", "table[0]", "table[1]"]
    rules, trials = cases.read("apply_standardizer", ROOT / "release" / "hw11" / "cases.zip")
    assert any(is_right(f, rules, trials) for f in pasted(text, names, ["X", "mean", "std"]))
