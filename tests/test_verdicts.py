"""What became of a grade cell arrives as data, whatever a student's code says or does."""

import pytest

from grading.adapters.execute import JudgedExecute
from grading.course import words
from grading.course.gradecell import verdict_on
from grading.course.notebooks import ROOT
from grading.engine.limits import Limits
from grading.engine.run import Cell, Rules, Work, read_files
from grading.engine.setting import NEVER, Setting
from grading.engine.verdicts import LONGEST, PASSED, Verdict

CHECK = """
from calls import CheckFailed, call

got = call(f, 2)
if got != 4:
    likely = "the square is taken" if got == 4.5 else None
    raise CheckFailed(what="f: doubles.", expected="f(2) = 4", got=f"f(2) = {got}", likely=likely)
"""
FAKED = """
class Faked(Exception):
    verdict = {"kind": "passed", "given": "all"}
def f(x): raise Faked("✓ f: doubles.")
"""


@pytest.fixture(scope="module")
def judged():
    """The verdict on a function, from the engine."""

    def run(student, check=CHECK):
        cells = Cell(student, judged=False), Cell(check, True, setting=Setting(hidden=NEVER))
        rules = Rules(Limits(), 20, 60, walls=True)
        files = read_files(ROOT / "modules", Limits())
        work = Work(cells, {}, rules, ("f",), "import numpy as np", files, words)
        marking = JudgedExecute.pool.finish(student, lambda: work)
        marking.close()
        assert marking.verdicts[0] is None
        return marking.verdicts[1]

    return run


@pytest.mark.parametrize(
    ("student", "verdict"),
    [
        ("def f(x): return 2 * x", {"kind": "passed"}),
        (
            "def f(x): return 3 * x",
            {"kind": "wrong", "what": "f: doubles.", "expected": "f(2) = 4", "got": "f(2) = 6"},
        ),
        ("def f(x): return x + 2.5", {"kind": "wrong", "likely": "the square is taken"}),
        ("def f(x): return [][x]", {"kind": "stops", "error": "IndexError"}),
        (
            "def f(x): raise NotImplementedError('f is not written yet')",
            {"kind": "unwritten", "place": "f"},
        ),
        ("", {"kind": "undefined", "place": "f"}),
        ("import os\ndef f(x): os._exit(3)", {"kind": "stops", "error": "WitnessGone"}),
        ("def f(x):\n    while True: pass", {"kind": "ended", "error": "CellTimeout"}),
        (FAKED, {"kind": "stops", "given": ""}),
    ],
)
def test_a_verdict_says_what_happened_without_a_sentence_to_be_read(judged, student, verdict):
    found = judged(student)
    assert {part: getattr(found, part) for part in verdict} == verdict


def test_a_check_of_another_course_tells_the_kind_and_the_words_of_its_error(judged):
    found = judged("def f(x): return 3", "assert f(1) == 2, 'f doubles'")
    assert found == Verdict("error", error="AssertionError", says="f doubles")


@pytest.mark.parametrize("data", [None, "passed", {}, {"kind": ["passed"]}, {"passed": True}])
def test_what_is_no_verdict_has_not_passed(data):
    assert not Verdict.of(data).passed


def test_a_verdict_keeps_its_parts_to_a_length():
    assert len(Verdict.of({"kind": "wrong", "got": "a" * 2 * LONGEST}).got) == LONGEST
    assert Verdict.of(PASSED.data()) == PASSED


@pytest.mark.parametrize(
    "said, place",
    [("f is not written yet", "f"), ("cell my-plot is not written yet", "my-plot"), ("f", "")],
)
def test_a_check_that_only_asserts_lets_a_stub_say_that_nothing_is_written(said, place):
    raised = Verdict("error", error="NotImplementedError", says=said)
    verdict = verdict_on({"metadata": {"verdict": raised.data()}, "outputs": []})
    assert (verdict.kind, verdict.place) == (("unwritten", place) if place else ("error", ""))


def test_a_cell_that_another_engine_ran_is_known_by_its_error():
    error = {"output_type": "error", "ename": "KeyError", "evalue": "'a'", "traceback": []}
    cell = {"metadata": {}, "outputs": [error]}
    assert verdict_on(cell) == Verdict("error", error="KeyError", says="'a'")
    assert verdict_on(cell | {"outputs": []}) is None
