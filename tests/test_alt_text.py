"""Figures say in words what they show, and everything that shows a figure has its words."""

import re

import matplotlib.pyplot as plt
import pytest

from authoring.solved import modules_in
from grading.adapters.formgrader import FILTERS, metadata
from grading.course.displays import is_figure
from grading.course.gradecell import grade_id
from grading.course.notebooks import ROOT, code_cells, read_notebook
from grading.outputs.accessible import repaired
from tests.homeworks import needs
from tests.pages import Tags
from tests.small_course import SmallCourse, cell_of, graded_notebooks
from tests.test_feedback import figure, png

TEMPLATE = ROOT / "authoring" / "template" / "problem.ipynb"
SOURCES = [TEMPLATE, *sorted(ROOT.glob("source/*/*.ipynb"))]
SOLVED = sorted(ROOT.glob("solutions/*/*.ipynb"))


@pytest.fixture
def alt_text(monkeypatch):
    module = modules_in(ROOT / "modules")["alt_text"]
    monkeypatch.setattr(module, "shown", [], raising=False)
    monkeypatch.setattr(module, "display", lambda *given, **more: module.shown.append(more))
    return module


def test_a_figure_is_shown_once_with_its_words_and_closed(alt_text, capsys):
    alt_text.describe(plt.figure(), "One\n  line that rises.")
    assert alt_text.shown == [{"metadata": {"image/png": {"alt": "One line that rises."}}}]
    assert plt.get_fignums() == [] and capsys.readouterr().out == ""


def test_words_are_printed_for_those_who_ask_for_them(alt_text, capsys, monkeypatch):
    monkeypatch.setattr(alt_text, "SPOKEN", True)
    alt_text.describe(plt.figure(), "One line that rises.")
    assert capsys.readouterr().out == "One line that rises.\n"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_figure_of_the_homework_is_drawn_with_words(path):
    drawn = [cell for cell in code_cells(read_notebook(path)) if "plt.subplots(" in cell.source]
    figures = [cell for cell in drawn if "nbgrader" in cell.metadata and is_figure(grade_id(cell))]
    assert figures
    for cell in figures:
        assert "plt.show()" not in cell.source
        assert re.search(r"\b(describe|slide)\(", cell.source), grade_id(cell)


@pytest.mark.parametrize("path", SOLVED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_figure_of_a_solved_notebook_has_a_sentence_of_its_own(path):
    outputs = [one for cell in code_cells(read_notebook(path)) for one in cell.outputs]
    words = [
        output.metadata.get("image/png", {}).get("alt", "")
        for output in outputs
        if "image/png" in output.get("data", {})
    ]
    assert words and all(len(text) > 60 for text in words)
    assert len(set(words)) == len(words)


def test_feedback_has_the_words_of_a_figure(tmp_path):
    needs("hw11")
    course, notebooks = SmallCourse.at(tmp_path, "hw11"), graded_notebooks("hw11")
    told = figure(png())
    told.metadata["image/png"] = {"alt": "A bar of length <2>."}
    cell_of(notebooks["problem1_pca"], "figure").outputs = [told]
    course.put("ann", {"problem1_pca": notebooks["problem1_pca"]})
    (image,) = Tags(course.generate("ann")["problem1_pca"]).named("img")
    assert image["alt"] == "A bar of length <2>."


def test_formgrader_has_the_words_of_a_figure_and_no_letter_that_ends_them():
    told = figure(png()) | {"metadata": {"image/png": {"alt": 'A bar, "high" > <b>5</b> & `x`.'}}}
    assert FILTERS["get_metadata"].endswith(".metadata")
    assert metadata(told, "alt", "image/png") == "A bar,  high     b 5 /b     x ."
    assert metadata(figure(png()), "alt", "image/png") == "figure"


def test_formgraders_pages_are_repaired_and_other_answers_are_not():
    for page in ("<!doctype html>\n<head></head>x", "<!DOCTYPE html>\n<html>\n<head></head>x"):
        said = repaired(page)
        assert said.startswith('<!DOCTYPE html>\n<html lang="en">')
        assert said.count("<html") == said.count("<style>") == said.count("</head>") == 1
    for answer in ('{"score": 4}', "", "<p>no page</p>"):
        assert repaired(answer) == answer
