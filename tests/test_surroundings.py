"""Where a grade cell gets its names from, as the instructor's notebook tells."""

from nbformat.v4 import new_code_cell

from grading.course.surroundings import settings_of
from tests.own_course import check, known, notebook_of, preamble, solution


def locked(source):
    """A cell that students cannot change."""
    return known(new_code_cell(source), f"locked_{abs(hash(source))}", locked=True)


def setting(*cells, released=()):
    """The setting of the last of some cells."""
    settings, _ = settings_of(notebook_of(*cells), dict(released), {})
    return settings[cells[-1].metadata.nbgrader["grade_id"]]


def sources(found):
    """The texts of the steps of a setting."""
    return [step.source for step in found.steps]


def test_what_the_preamble_and_solutions_define_needs_no_step():
    found = setting(preamble("import os"), solution("f", "def f(): pass"), check("c", "os, f()"))
    assert (found.steps, found.asked) == ((), ("f",))


def test_a_locked_cell_runs_if_a_name_of_it_is_needed_and_with_it_what_it_needs():
    cells = [locked("a = 1"), locked("b = a + 1"), locked("c = 5"), check("c", "assert b == 2")]
    assert sources(setting(*cells)) == ["a = 1", "b = a + 1"]


def test_of_several_cells_that_define_a_name_the_last_one_before_counts():
    cells = [locked("a = 1"), locked("a = 2"), check("c", "a"), locked("a = 3")]
    assert sources(settings_of(notebook_of(*cells), {}, {})[0]["c"]) == ["a = 2"]


def test_a_locked_cell_that_changes_what_is_needed_runs_as_well():
    cells = [locked("a = [1]\nb = 2"), locked("a.append(2)"), locked("d = a"), check("c", "a")]
    assert sources(setting(*cells)) == ["a = [1]\nb = 2", "a.append(2)"]


def test_a_locked_cell_that_needs_the_student_is_asked_for_but_its_functions_run_here():
    cells = [
        solution("f", "def f(): return 1"),
        locked("import math\nx = f()\ndef helper(y):\n    return math.sqrt(y) + f()"),
        check("c", "helper(x)"),
    ]
    found = setting(*cells)
    assert found.asked == ("f", "x")
    assert [text.split("(")[0] for text in sources(found)] == ["import math", "def helper"]


def test_an_import_in_a_cell_that_students_can_change_is_the_judges():
    cells = [new_code_cell("import numpy as np, os\nx = 1"), check("c", "np, x")]
    found = setting(*cells)
    assert sources(found) == ["import numpy as np"] and found.asked == ("x",)


def test_an_import_that_is_a_part_of_the_solution_needs_the_students():
    cells = [solution("s", "import math as m"), check("c", "m.pi")]
    found = setting(*cells, released={"s": "raise NotImplementedError"})
    assert (found.steps, found.asked, found.imports) == ((), ("m",), {"m": "import math as m"})


def test_names_of_an_earlier_grade_cell_come_with_the_cell_or_with_their_statement():
    first = check("a", "from os import path\nfound = f()\n### BEGIN HIDDEN TESTS\nassert found")
    f = solution("f", "def f(): return 1")
    assert sources(setting(f, first, check("c", "path"))) == ["from os import path"]
    (step,) = setting(f, first, check("c", "found")).steps
    assert step.source == first.source and step.hidden == 0


def test_a_cell_of_the_notebook_may_need_a_grade_cell():
    cells = [check("a", "x = 1"), new_code_cell("y = x"), check("b", "z = 1")]
    assert settings_of(notebook_of(*cells), {}, {})[1] == {"a"}


def test_a_name_that_functions_read_and_the_grade_cell_sets_is_told():
    cells = [
        solution("f", "n = 1\ndef f(x):\n    return x + n\ndef g(x): return f(x)"),
        check("c", "kept = f\ndel f\nn = 2\nexpected = 3\ng(1)"),
    ]
    assert setting(*cells).told == ("f", "n")


def test_a_name_that_functions_change_is_heard():
    cells = [
        solution("f", "a, b, c = {}, 0, 1\ndef f(x):\n    global b\n    a[x] = b = c\n    x.y = 1"),
        check("c", "f(1), a, b, c"),
    ]
    assert setting(*cells).heard == ("a", "b")


def test_classes_are_known_with_the_operators_of_the_instructors_own():
    text = (
        "from dataclasses import dataclass\nclass A:\n    def __eq__(self, o): return 1\n"
        "class B(A):\n    def __add__(self, o): return 2\n@dataclass\nclass C:\n    x: int\n"
        "class D(list): pass\nclass E: pass"
    )
    known_ones = setting(solution("s", text), check("c", "A, B")).classes
    assert known_ones["A"] == ("__eq__",) and known_ones["B"] == ("__add__", "__eq__")
    assert known_ones["C"] == ("__eq__",) and known_ones["E"] == ()
    assert {"__eq__", "__add__", "__contains__"} <= set(known_ones["D"])


def test_figures_and_seeds_are_noted():
    assert setting(check("c", "plt.gca()")).draws and not setting(check("c", "1")).draws
    assert setting(check("c", "np.random.seed(1)")).seeds
    assert not setting(check("c", "np.random.default_rng(1)")).seeds
