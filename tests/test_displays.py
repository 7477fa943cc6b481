"""Which cells need not run before the marks are known, and which figures must."""

import pytest

from grading.course.displays import is_figure, only_displayed
from grading.course.gradecell import grade_id
from grading.course.names import names_defined, names_needed
from grading.course.notebooks import ROOT, read_notebook

FIGURE = "fig, ax = plt.subplots()\nax.plot(history)\nbest = min(history)\nplt.show()"


@pytest.mark.parametrize("name", ["figure", "figure_2", "figure_of_losses"])
def test_a_figure_is_known_by_its_name(name):
    assert is_figure(name)


@pytest.mark.parametrize("name", ["", "figures", "my_figure", "Figure", "figure 2\n", "events"])
def test_another_name_is_no_figure(name):
    assert not is_figure(name)


@pytest.mark.parametrize(
    "other",
    [
        "history = [1.0]",
        "def f(best):\n    return best",
        "def f():\n    best = 1\n    return best",
        "best = 2\nprint(best)",
        "for ax in []:\n    print(ax)",
        "[best for best in range(3)]",
        "with open('best') as best:\n    best.read()",
        "import best\nbest.go()",
        "print('best')  # best",
        "def broken(",
        "for i in range(3):\n    print(i)",
    ],
)
def test_a_figure_whose_names_nobody_needs_is_left_out(other):
    assert only_displayed([other, FIGURE], [1]) == {1}


@pytest.mark.parametrize(
    "other",
    [
        "print(best)",
        "best = best + 1",
        "best += 1",
        "def f():\n    return best",
        "def f(x=best):\n    return x",
        "class A:\n    def f(self):\n        return best",
        "@best\ndef f():\n    pass",
        "f'{best}'",
        "best: int = best",
        "del best",
        "if best:\n    pass",
        "%timeit 1\nprint(best)",
        "lambda: [best for x in y]",
        "%timeit f(best)",
        "%time a = f(best)",
        "!echo $best",
        "best?\nmean = 1",
        "try:\n    best = load()\nexcept OSError:\n    pass\nprint(best)",
        "if rng is None:\n    best = 1\nprint(best)",
        "for best in []:\n    pass\nprint(best)",
        "a = globals()['best']",
        "eval('best + 1')",
        "from __main__ import best",
        "get_ipython().user_ns['best']",
    ],
)
def test_a_figure_that_defines_what_another_cell_needs_is_run(other):
    assert only_displayed([FIGURE, other], [0]) == set()


def test_a_figure_is_run_for_a_figure_that_is_run():
    sources = ["seen = 1", "shown = seen", "print(shown)", "nobody = shown"]
    assert only_displayed(sources, [0, 1, 3]) == {3}


def test_a_name_that_a_function_makes_global_is_defined_by_its_cell():
    assert "best" in names_defined("def f():\n    global best\n    best = 1\nf()")


@pytest.mark.parametrize("source", ["-" * 90_000 + "1", "1" + "+1" * 90_000, "\0", "def f(:"])
def test_what_python_cannot_run_needs_nothing(source):
    assert names_needed(source) == names_defined(source) == frozenset()


def test_more_text_than_anybody_looks_through_runs_every_figure():
    assert only_displayed(["x = 1\n" * 60_000, FIGURE], [1]) == set()


@pytest.mark.parametrize("path", sorted(ROOT.glob("source/*/*.ipynb")), ids=lambda path: path.stem)
def test_no_mark_of_a_homework_waits_for_its_figures(path):
    cells = [cell for cell in read_notebook(path).cells if cell.cell_type == "code"]
    figures = {number for number, cell in enumerate(cells) if is_figure(grade_id(cell))}
    assert figures and only_displayed([cell.source for cell in cells], figures) == figures
