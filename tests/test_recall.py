"""A mark is a function of its inputs: what is the same runs once, and nothing else is recalled."""

import contextlib
import io
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from dataclasses import replace

import nbformat
import pytest

import grading.course.cases
from grading.course import words
from grading.course.cases import digest_of_cases, may_read
from grading.course.gradecell import grade_id
from grading.course.notebooks import ROOT, grade_cells
from grading.course.surroundings import settings_of
from grading.digests import digest
from grading.engine.limits import Limits
from grading.engine.pool import Pool
from grading.engine.reference import Reference
from grading.engine.results import NOTHING_LOST
from grading.engine.run import Cell, Rules, Work
from grading.engine.setting import JudgedTask
from grading.engine.showing import Showing
from grading.records import inputs
from grading.records.inputs import inputs_of
from grading.records.kept import FORM, RESULTS_FILE, KeptResults, packed
from grading.records.recall import Recall

TABLE = f"results_{FORM}"
F, G = (JudgedTask(n, f"1.{n}", frozenset({name})) for n, name in enumerate("fg", 1))
RIGHT_F, RIGHT_G = "def f(x): return x + 1", "def g(x): return 2 * f(x)"
WRONG_F, LONG = "def f(x): return x", "def f(x):\n    while True: pass"


def cases_of(tasks, index=None, **trials):
    """A file of cases of some tasks."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("index.json", index or json.dumps(tasks))
        for name, content in trials.items():
            archive.writestr(f"{name}/trials.json", json.dumps(content))
    return file.getvalue()


def cases(**tasks):
    """A file of cases, of which each task has one number."""
    return cases_of({name: {} for name in tasks}, **tasks)


def work_of(f=RIGHT_F, g=RIGHT_G, check="assert g(2) == 6", files=(), seconds=20, **changes):
    """A notebook of two tasks, of which the second one calls the first."""
    cells = (
        Cell(f, False, names=frozenset({"f"})),
        Cell("assert f(1) == 2", True, task=F),
        Cell(g, False, names=frozenset({"g"})),
        Cell(check, True, task=G),
        Cell("print('seen')", False),
    )
    files = dict(files)
    rules = Rules(Limits(), seconds, 60, walls=True)
    reference = Reference("ps1", (RIGHT_F, RIGHT_G), files)
    work = Work(cells, files, rules, ("f", "g"), "", files, words, reference=reference)
    return replace(work, **changes)


class Counting(Pool):
    """A pool that counts what it runs, and which grade cells are judged."""

    def __init__(self):
        super().__init__()
        self.runs = []

    def start(self, work, kind):
        run = super().start(work, kind)
        self.runs.append(run)
        return run


@pytest.fixture(scope="module")
def pool():
    pool = Counting()
    yield pool
    pool.forget()
    pool.zygote.close()


@pytest.fixture
def recall(pool, tmp_path):
    """Results in a new file; ``again()`` begins another run of grading with the same file."""

    def begin(recalls=True):
        pool.runs.clear()
        recall.begin(KeptResults(tmp_path / RESULTS_FILE, recalls))

    recall = Recall(pool)
    recall.again = begin
    begin()
    yield recall
    recall.end()


def passed(result):
    return [verdict and verdict.passed for verdict in result.verdicts]


ALL = [None, True, None, True, None]


def test_what_has_run_once_does_not_run_again(recall, pool):
    first = recall.finish("ada", work_of())
    recall.again()
    second = recall.finish("ada", work_of())
    assert not pool.runs and passed(first) == passed(second) == ALL
    assert first.outputs == second.outputs and "found" not in first.account
    assert second.account == {"found": second.account["found"]} | first.account


def test_the_same_work_of_two_students_runs_once_also_where_both_are_announced(recall, pool):
    for student in ("ada", "bob", "cyd"):
        recall.expect(student, work_of(WRONG_F if student == "cyd" else RIGHT_F))
    found = [passed(recall.finish(student, work_of())) for student in ("ada", "bob", "cyd")]
    assert len(pool.runs) == 2 and found == [ALL, ALL, [None, False, None, True, None]]


def test_where_the_first_of_them_is_not_asked_for_the_second_runs(recall, pool):
    for student in ("ada", "bob"):
        recall.expect(student, work_of())
    assert passed(recall.finish("bob", work_of())) == ALL and len(pool.runs) == 2


def test_a_changed_check_that_asks_anything_new_has_the_notebook_run_again(recall, pool):
    recall.finish("ada", work_of())
    recall.again()
    result = recall.finish("ada", work_of(check="assert g(4) == 7"))
    (run,) = pool.runs
    assert passed(result) == [None, True, None, False, None]
    assert run.kernels and [*run.judged] == [1, 3]


def test_a_changed_check_that_asks_nothing_new_is_judged_by_what_was_said_before(recall, pool):
    first = recall.finish("ada", work_of())
    recall.again()
    result = recall.finish("ada", work_of(check="assert g(2) == 7"))
    (run,) = pool.runs
    assert passed(result) == [None, True, None, False, None] and not run.kernels
    of_run = {"found": "", "key": ""}
    assert result.account | of_run == first.account | of_run
    # What came of it is known from then on, and the record serves the next change as well.
    recall.again()
    assert recall.finish("ada", work_of(check="assert g(2) == 7")).verdicts == result.verdicts
    assert not pool.runs
    assert passed(recall.finish("ada", work_of(check="assert g(2) > 5"))) == ALL
    assert not pool.runs[0].kernels


#: The second function answers only if the first one was asked before.
SAVES = "def f(x):\n    open('seen', 'w').close()\n    return x + 1"
LOADS = "def g(x):\n    open('seen')\n    return 2 * (x + 1)"


@pytest.mark.parametrize("check", ["assert g(2) > 5", "assert g(4) == 10"], ids=["same", "new"])
def test_what_an_earlier_check_has_left_is_there_for_a_later_one_that_has_changed(recall, check):
    assert passed(recall.finish("ada", work_of(SAVES, LOADS))) == ALL
    recall.again()
    assert passed(recall.finish("ada", work_of(SAVES, LOADS, check))) == ALL


def test_after_a_check_that_asks_less_than_before_the_notebook_runs_again(recall, pool):
    cells = list(work_of().cells)
    cells[1] = replace(cells[1], source="assert f(1) == 2 and f(2) == 3")
    recall.finish("ada", work_of(cells=tuple(cells)))
    recall.again()
    assert passed(recall.finish("ada", work_of())) == ALL
    assert pool.runs[0].kernels


@pytest.mark.parametrize(
    "f",
    [
        "def f(x): raise MemoryError",
        "def f(x): raise OSError(11, 'no more processes')",
        'def f(x): raise RuntimeError("can\'t start new thread")',
    ],
)
def test_what_a_machine_may_have_been_short_of_is_not_kept(recall, pool, f):
    recall.finish("ada", work_of(f))
    recall.again()
    recall.finish("ada", work_of(f))
    assert len(pool.runs) == 1


def test_what_was_said_with_a_right_earlier_task_is_not_said_again_without_it(recall, pool):
    assert recall.finish("ada", work_of(WRONG_F)).verdicts[3].given
    # The first check is mended so that the wrong function is right: nothing is lost any more.
    cells = list(work_of(WRONG_F).cells)
    cells[1] = replace(cells[1], source="assert f(1) == 1")
    recall.again()
    result = recall.finish("ada", work_of(WRONG_F, cells=tuple(cells)))
    assert passed(result) == [None, True, None, False, None] and pool.runs[0].kernels


def test_an_answer_that_is_too_long_is_not_recorded(recall, pool):
    long = f"import os\n{RIGHT_F}\ndef g(x): return os.urandom(1 << 21)"
    check = "assert len(g(2)) == 1 << 21"
    recall.finish("ada", work_of(long, "", check))
    recall.again()
    assert passed(recall.finish("ada", work_of(long, "", f"{check} > 0")))[3] is True
    assert pool.runs[0].kernels


def test_a_judgement_given_a_right_earlier_task_is_known_by_what_was_lost(recall, pool):
    given = recall.finish("ada", work_of(WRONG_F))
    assert given.verdicts[3].given == "1.1" and given.judged[3][0] != NOTHING_LOST
    recall.again()
    assert recall.finish("bob", work_of(WRONG_F)).verdicts == given.verdicts and not pool.runs
    # Another reference may judge otherwise, but only where it stands in.
    other = Reference("ps1", (RIGHT_F, RIGHT_G, "1"), {})
    assert passed(recall.finish("cyd", work_of(WRONG_F, reference=other))) == passed(given)
    assert len(pool.runs) == 1
    recall.finish("dan", work_of())
    pool.runs.clear()
    assert passed(recall.finish("eve", work_of(reference=other))) == ALL and not pool.runs


def test_what_the_machine_ended_is_not_kept(recall, pool):
    for _ in range(2):
        assert recall.finish("ada", work_of(LONG, seconds=1)).stopped
        recall.again()
    recall.finish("ada", work_of(LONG, seconds=1))
    assert len(pool.runs) == 1


def test_nothing_is_kept_without_walls_where_students_could_write_it(recall, pool):
    bare = replace(work_of().rules, walls=False)
    for _ in range(2):
        recall.finish("ada", work_of(rules=bare))
    assert len(pool.runs) == 2


def test_a_run_that_grades_everything_anew_recalls_only_its_own_results(recall, pool):
    recall.finish("ada", work_of())
    recall.again(recalls=False)
    for student in ("ada", "bob"):
        recall.finish(student, work_of())
    assert len(pool.runs) == 1


def test_pages_are_recalled_apart_from_marks(recall, pool):
    recall.finish("ada", work_of())
    shown = recall.finish("ada", work_of(), Showing)
    assert len(pool.runs) == 2 and shown.outputs[4][0].text == "seen\n"
    # A check that has changed changes no page.
    again = recall.finish("ada", work_of(check="assert g(2) == 7"), Showing)
    assert len(pool.runs) == 2 and again.outputs == shown.outputs


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"no database" * 1000,
        lambda data: data[:100] + b"x" * (len(data) - 100),
        lambda data: data[:4096] + b"x" * (len(data) - 4096),
    ],
    ids=["another file", "all but its head", "all but its first page"],
)
def test_a_damaged_file_of_results_costs_time_only(recall, pool, tmp_path, damage):
    recall.finish("ada", work_of())
    recall.end()
    (tmp_path / RESULTS_FILE).write_bytes(damage((tmp_path / RESULTS_FILE).read_bytes()))
    recall.again()
    assert passed(recall.finish("ada", work_of())) == ALL and len(pool.runs) == 1
    recall.again()
    assert passed(recall.finish("ada", work_of())) == ALL and not pool.runs


@pytest.mark.parametrize("content", ["x", b"x", packed({"other": 1}), packed([1, 2, 3])])
def test_a_damaged_result_is_found_again(recall, pool, tmp_path, content):
    recall.finish("ada", work_of())
    recall.end()
    with sqlite3.connect(tmp_path / RESULTS_FILE) as database:
        database.execute(f"UPDATE {TABLE} SET found = ?", [content])
    recall.again()
    assert passed(recall.finish("ada", work_of())) == ALL and len(pool.runs) == 1


def test_a_file_that_somebody_has_locked_costs_time_and_stays(recall, pool, tmp_path):
    recall.finish("ada", work_of())
    recall.end()
    with contextlib.closing(
        sqlite3.connect(tmp_path / RESULTS_FILE, isolation_level=None)
    ) as database:
        database.execute("BEGIN EXCLUSIVE")
        recall.again()
        assert passed(recall.finish("ada", work_of())) == ALL and len(pool.runs) == 1
    recall.again()
    assert passed(recall.finish("ada", work_of())) == ALL and not pool.runs


def test_a_place_where_nothing_can_be_written_costs_time_only(pool, tmp_path):
    recall = Recall(pool)
    recall.begin(KeptResults(tmp_path / "missing" / RESULTS_FILE))
    pool.runs.clear()
    for _ in range(2):
        assert passed(recall.finish("ada", work_of())) == ALL
    assert len(pool.runs) == 2
    recall.end()


def test_results_that_nobody_asks_for_are_dropped_after_a_long_time(recall, pool, tmp_path):
    ada, bob = work_of(), work_of(f"{RIGHT_F}  # another one")
    for work in (ada, bob):
        recall.finish("anybody", work)
    recall.end()
    with sqlite3.connect(tmp_path / RESULTS_FILE) as database:
        database.execute(f"UPDATE {TABLE} SET day = '2001-01-01'")
    recall.again()
    recall.finish("anybody", ada)  # which asks for hers on the last day
    for work, runs in ((ada, 0), (bob, 1)):
        recall.again()
        recall.finish("anybody", work)
        assert len(pool.runs) == runs


# --- What the inputs are ---------------------------------------------------------------------

SAME = {
    "the time that reading it took": {"taken": 3.0},
    "an equal object": {},
}
OTHER = {
    "a cell": {"f": f"{RIGHT_F} "},
    "a file beside it": {"files": {"data.csv": b"1"}},
    "the time of a cell": {"seconds": 21},
    "the preamble": {"preamble": "import math"},
    "names that students define": {"students": ("f",)},
}


@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
def test_what_does_not_count_is_no_input(change):
    assert inputs_of(work_of(**change)) == inputs_of(work_of())


@pytest.mark.parametrize("change", OTHER.values(), ids=OTHER)
def test_what_counts_is_an_input_of_each_judgement(change):
    before, after = inputs_of(work_of()), inputs_of(work_of(**change))
    assert all(before.alone[n] != after.alone[n] for n in before.alone)


@pytest.mark.parametrize("what", ["engine", "packages"])
def test_engine_and_packages_are_inputs(what, monkeypatch):
    before = inputs_of(work_of())
    monkeypatch.setattr(inputs, what, lambda: "another one")
    after = inputs_of(work_of())
    assert before.own != after.own and all(before.alone[n] != after.alone[n] for n in before.alone)


def test_what_a_package_has_inside_of_it_is_no_package_of_its_own(monkeypatch, tmp_path):
    places = [tmp_path / "site-packages", tmp_path / "site-packages" / "setuptools" / "_vendor"]
    for place in places:
        (place / f"{place.name}-1.dist-info").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [str(place) for place in places])
    assert inputs.installed() == ["site-packages-1.dist-info"]


def test_a_later_cell_counts_for_earlier_judgements_since_it_may_leave_files_for_them():
    before, after = inputs_of(work_of()), inputs_of(work_of(g="def g(x): return 3 * x"))
    assert before.alone[1] != after.alone[1] and before.alone[3] != after.alone[3]


def test_a_check_reads_the_cases_of_the_tasks_that_it_names():
    files = [{"cases.zip": cases(f=1, g=n)} for n in (1, 2)]
    before, after = (inputs_of(work_of(files=file)) for file in files)
    assert before.own == after.own and before.alone[1] == after.alone[1]
    assert before.alone[3] != after.alone[3] and not before.reads_cases


READERS = [
    "import cases",
    "from checks import *",
    "import os.path, glob",
    "exec('1')",
    "builtins.eval('1')",
    "Path().iterdir()",
    "open('cases.zip')",
    "open(f'{name}/cases.zip')",
    "def h():\n    'cases.zip'\nopen(h.__doc__)",
    "!cat cases.zip",
    "%walk",
]


@pytest.mark.parametrize("how", READERS)
def test_for_code_that_may_read_the_cases_all_of_them_count(how):
    assert may_read(how)
    files = [{"cases.zip": cases(f=1, g=n)} for n in (1, 2)]
    before, after = (inputs_of(work_of(f"{RIGHT_F}\n{how}", files=file)) for file in files)
    assert before.reads_cases and before.own != after.own


@pytest.mark.parametrize(
    "how",
    ["network.eval()", "label = 'no walk'", "1  # in all cases", "def h():\n    'Checks nothing.'"],
)
def test_words_that_only_look_like_reading_the_cases_do_not_count(how):
    assert not may_read(how)


def test_a_task_counts_with_the_earlier_ones_that_its_answer_may_call():
    index = {"f": {}, "g": {"rules": {"after": ["f"]}}, "h": {}}
    before, after, other = (cases_of(index, f=f, g=1, h=h) for f, h in ((1, 1), (2, 1), (1, 2)))
    asks_g = [digest_of_cases(file, ["check(g)"]) for file in (before, after, other)]
    assert asks_g[0] != asks_g[1] and asks_g[0] == asks_g[2]


#: Files that would stop who unpacks them, or take all memory.
BOMBS = {
    "nested": cases_of(None, index="[" * 100_000),
    "large": cases_of({"f": {}}, f="0" * (64 << 20)),
    "damaged": cases_of({"f": {}}, f=1)[:40] + b"\0" * 60,
}


@pytest.mark.parametrize("content", BOMBS.values(), ids=BOMBS)
def test_a_file_of_cases_that_a_student_made_is_not_unpacked(content, monkeypatch):
    monkeypatch.setattr(grading.course.cases, "digests_of_tasks", None)  # nobody may call it
    without = {"judge_files": {}, "reference": None}
    work = work_of(files={"cases.zip": content}, **without)
    assert inputs_of(work) != inputs_of(work_of(**without))


def test_keys_are_the_same_in_each_run():
    code = (
        "from tests.test_recall import source_inputs; print(source_inputs('hw11/problem2_kmeans'))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in "012"
    }
    assert len(said) == 1 and len(said.pop()) > 64


def source_inputs(name):
    """The keys of a released notebook, from its source, as a text."""
    notebook = nbformat.read(ROOT / "source" / f"{name}.ipynb", as_version=4)
    checks = {grade_id(cell): cell.source for cell in grade_cells(notebook)}
    settings, _ = settings_of(notebook, {}, checks)
    cells = [Cell(text, True, setting=settings[name]) for name, text in checks.items()]
    return str(inputs_of(Work(tuple(cells), {}, work_of().rules, (), "", {}, words)))


def test_a_file_that_only_has_the_name_of_the_cases_counts_as_a_whole():
    files = [{"cases.zip": content} for content in (b"1", b"2", cases(f=1)[:-9])]
    found = {digest(str(inputs_of(work_of(files=file)).alone).encode()) for file in files}
    assert len(found) == len(files)
