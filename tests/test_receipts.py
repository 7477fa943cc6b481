"""A receipt says of what a grade was made, and grading again gives the same."""

import json
import re
import shutil

import pytest

from grading.adapters.receipt import lines
from grading.engine.processes import computed
from grading.records.receipts import Receipt
from tests.own_course import ASSIGNMENT, OwnCourse, in_words
from tests.test_booking import receipt
from tests.tiny import RIGHT, TINY, WRONG, hand_in, tiny_course, write_source

FIRST, SECOND = TINY
#: Computes for a while, and ends Python in the second function.
BUSY = "def {function}(x):\n    sum(range(10**7))\n    return {value}"


def test_the_time_that_a_process_has_computed_is_known():
    before = computed("self")
    sum(range(3 * 10**7))
    assert computed("self") > before >= 0 and computed(2**22 + 1) == 0


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A class of two, graded."""
    course = tiny_course(tmp_path_factory.mktemp("receipts"), more=[in_words("why", "Why?")])
    hand_in(course, "ada", BUSY, RIGHT)
    hand_in(course, "bob", BUSY, WRONG)
    assert course.grade().returncode == 0
    return course


@pytest.fixture
def course(graded, tmp_path):
    return OwnCourse(shutil.copytree(graded.root, tmp_path / "course"))


def ask(course, *words):
    """What the command says, and its status."""
    result = course.run_module("grading.adapters.receipt", *words)
    return result.returncode, (result.stdout + result.stderr).strip().split("\n")


@pytest.mark.slow
def test_a_receipt_has_all_that_a_grade_was_made_of(graded):
    one = json.loads(receipt(graded, "bob", SECOND).read_text())
    account = one["account"]
    digests = [one["work"], one["checks"], one["notebook"]]
    digests += [account[part] for part in ("key", "engine", "packages", "reference")]
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in digests)
    assert account["seed"] == 0 and account["limits"]["cell_time"] == 60
    assert account["sandbox"]["calls"].startswith("calls-") and account["memory"] > 0
    failed = one["tasks"]["third_of_6"]
    assert failed == {"points": 0, "of": 2, "kind": "error", "message": "AssertionError"}
    assert one["marks"] == {"third_of_6": 0, "fourth_of_6": 0, "why": 0}
    busy = json.loads(receipt(graded, "ada", FIRST).read_text())["account"]
    assert busy["processor"] > 0.2 and "found" not in busy
    # Who hands in the same has the same receipt, and when that was found.
    same = json.loads(receipt(graded, "bob", FIRST).read_text())["account"]
    assert same["key"] == busy["key"] and same["found"]


@pytest.mark.slow
def test_receipts_are_shown_in_words(graded):
    status, said = ask(graded, "show", ASSIGNMENT, "--student=bob")
    assert status == 0
    assert said[0] == f"bob, {ASSIGNMENT}, {FIRST}" and "  double_of_6: 2 of 2, passed" in said
    assert "  third_of_6: 0 of 2, error: AssertionError" in said and "  why: 0" in said
    _, one = ask(graded, "show", ASSIGNMENT, "--student=bob", f"--notebook={SECOND}")
    assert one[0] == f"bob, {ASSIGNMENT}, {SECOND}" and len(one) < len(said)


@pytest.mark.slow
def test_grading_again_gives_what_the_receipts_say(course):
    before = {path: path.read_bytes() for path in course.root.glob("receipts/**/*.json")}
    status, said = ask(course, "verify", ASSIGNMENT)
    assert status == 0 and said[-1] == f"{ASSIGNMENT}: 4 of 4 notebooks verified."
    assert said[0] == f"ada, {FIRST}: verified, 4 of 4 automatic points."
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.slow
def test_a_receipt_that_is_not_true_is_found(course):
    path = receipt(course, "bob", SECOND)
    data = json.loads(path.read_text())
    where = f"bob, {SECOND}: third_of_6: "
    for part, line in (
        ({"tasks": 2}, "the receipt does not agree with itself."),
        ({"marks": 2}, "2 on the receipt, 0.0 in the gradebook."),
        ({"tasks": 2, "marks": 2}, "2 of 2 on the receipt, 0 of 2 now (AssertionError)."),
    ):
        changed = json.loads(json.dumps(data))
        if "tasks" in part:
            changed["tasks"]["third_of_6"]["points"] = part["tasks"]
        if "marks" in part:
            changed["marks"]["third_of_6"] = part["marks"]
        path.write_text(json.dumps(changed))
        status, said = ask(course, "verify", ASSIGNMENT, "--student=bob", f"--notebook={SECOND}")
        assert status == 1 and f"{where}{line}" in said
        assert f"{ASSIGNMENT}: 0 of 1 notebook verified." in said


@pytest.mark.slow
def test_a_notebook_without_a_receipt_is_named(course):
    receipt(course, "bob", SECOND).unlink()
    status, said = ask(course, "verify", ASSIGNMENT, "--student=bob")
    assert status == 1
    assert f"bob, {SECOND}: it has no receipt, so nothing is compared." in said
    assert f"{ASSIGNMENT}: 1 of 2 notebooks verified." in said


@pytest.mark.slow
def test_points_that_were_kept_are_named(course):
    write_source(course, [in_words("why", "Why?")], hidden="assert '{function}' != 'half', 'new'")
    course.generate()
    assert course.grade().returncode == 0
    status, said = ask(course, "verify", ASSIGNMENT, "--student=ada")
    assert status == 0
    assert f"ada, {FIRST}: half_of_6 keeps its points; its check gives 0 of 2." in said


@pytest.mark.slow
def test_what_has_changed_since_is_said(course):
    hand_in(course, "ada", RIGHT, RIGHT)
    write_source(course, [in_words("why", "Why?")], hidden="assert '{function}' != 'half', 'new'")
    course.generate()
    status, said = ask(course, "verify", ASSIGNMENT)
    assert status == 1
    changed = "what was handed in is not what it was when it was graded, so nothing is compared."
    assert f"ada, {FIRST}: {changed}" in said
    assert f"bob, {FIRST}: half_of_6: 2 of 2 on the receipt, 0 of 2 now (new)." in said
    assert (
        f"bob, {FIRST}: its checks, or files beside it, have changed since it was graded." in said
    )


@pytest.mark.slow
@pytest.mark.parametrize("words", [(), ("shew", ASSIGNMENT), ("show",), ("show", "ps9")])
def test_a_command_that_is_not_understood_says_what_is_expected(course, words):
    status, said = ask(course, *words)
    assert status == 1 and len(said) == 1
    assert "Expected" in said[0] or "no receipt of assignment ps9" in said[0]


def test_a_receipt_of_an_earlier_release_is_shown_as_far_as_it_goes():
    said = list(lines(Receipt("w", "c", "n", {"f": 2.0, "why": None}, {})))
    assert said[:2] == ["f: 2", "why: by hand"]
