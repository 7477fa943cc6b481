"""A slip costs its own points once: pairs of answers from the bank, and answers without work."""

from itertools import combinations

import pytest

from bank.direct import Grader, Problem
from bank.pairs import UNSERVED, pairs, problems, some, verdicts
from grading.course.answers import notebook_of

pytestmark = pytest.mark.slow
#: Pairs of each two tasks that are tried where not the whole bank is.
MOST = 1
#: One of so many pairs of tasks is tried with a later one that hands its arguments on.
HANDED_ON = 4
#: A later task that does nothing but hand its arguments on.
HANDS_ON = "def {later}(*args, **kwargs):\n    return {earlier}(*args, **kwargs)"
STUB = "def {name}(*args, **kwargs):\n    raise NotImplementedError('{name} is not written yet')"


@pytest.fixture
def tried(request):
    """Picks the pairs to try."""
    whole = request.config.getoption("whole_bank")
    return lambda tasks: [p for task in tasks for p in task] if whole else some(tasks, MOST)


def test_a_right_later_answer_over_a_wrong_earlier_one_earns_its_points(assignment, tried):
    found = verdicts(tried(pairs(assignment, right=True)))
    lost = [str(pair) for pair, passed in found.items() if not passed and pair.key not in UNSERVED]
    assert found and lost == []


def test_two_wrong_answers_earn_nothing(assignment, tried):
    found = verdicts(tried(pairs(assignment, right=False)))
    assert found and [str(pair) for pair, passed in found.items() if passed] == []


def test_what_proxies_cannot_serve_is_listed_with_a_reason_and_still_so(assignment):
    known = {p.key: p for task in pairs(assignment, right=True) for p in task}
    listed = {key: reason for key, reason in UNSERVED.items() if key[0] == assignment}
    assert listed.keys() <= known.keys() and all(listed.values())
    assert not any(verdicts([known[key] for key in listed]).values())


def test_a_task_that_only_hands_its_arguments_to_an_earlier_one_earns_nothing(assignment, request):
    earned = []
    step = 1 if request.config.getoption("whole_bank") else HANDED_ON
    for problem in problems(assignment):
        source = Problem.of(assignment, notebook_of(assignment, problem))
        answers = {}
        functions = [check for check, task in source.tasks.items() if task.names]
        for first, second in list(combinations(functions, 2))[::step]:
            (earlier,), (later,) = source.tasks[first].names, source.tasks[second].names
            cells = [STUB.format(name=earlier), HANDS_ON.format(earlier=earlier, later=later)]
            answers[second, earlier] = cells
        told = Grader().grade_all(assignment, problem, list(answers.values()))
        earned += [key for key, t in zip(answers, told, strict=True) if t[key[0]] is None]
    assert earned == []
