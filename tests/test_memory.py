"""What is right in hidden cases is computed once where a grader has a place for it."""

import numpy as np
import pytest
import torch

from grading.engine.judge import KEEPS
from memory import PLACE, Memory


def specify():
    return 1


def other():
    return 2


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setenv(PLACE, str(tmp_path))
    return tmp_path


@pytest.fixture
def compute():
    """A function that counts its calls, and returns their number."""
    calls = []

    def compute():
        calls.append(1)
        return len(calls)

    return compute


def test_the_judge_names_the_folder_that_checks_look_for():
    assert KEEPS == PLACE


def test_a_value_is_computed_once_for_the_same_specification_and_case(place, compute):
    assert [Memory(specify.__code__).recall("1", (), compute) for _ in range(3)] == [1, 1, 1]
    assert Memory(specify.__code__).recall("2", (), compute) == 2
    assert Memory(other.__code__).recall("1", (), compute) == 3
    assert len(list(place.iterdir())) == 3


def test_it_is_another_value_where_it_is_computed_of_something_else(place, compute):
    def recall(*given):
        return Memory(specify.__code__).recall("1", given, compute)

    for given in (np.arange(3.0), torch.arange(3.0), [1], (1,), {"a": torch.ones(2)}, 1 - 2j):
        assert recall(given) == recall(given), given
    assert len(list(place.iterdir())) == 6
    assert recall(len) == recall(len)  # a function of a module is known by its name
    assert recall(lambda: 1) != recall(lambda: 1)


@pytest.mark.parametrize("code", [specify.__code__, None])
def test_without_a_folder_or_a_specification_nothing_is_kept(code, compute, tmp_path, monkeypatch):
    monkeypatch.delenv(PLACE, raising=False)
    if code is None:
        monkeypatch.setenv(PLACE, str(tmp_path))
    assert [Memory(code).recall("1", (), compute) for _ in range(2)] == [1, 2]
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_kept_is_computed_each_time(place):
    assert Memory(specify.__code__).recall("1", (), lambda: lambda: 5)() == 5
    place.rmdir()
    assert Memory(specify.__code__).recall("2", (), lambda: 6) == 6


def test_each_notebook_is_judged_as_if_nothing_were_known(place):
    from specification import Case, Task

    task = Task(
        does="twice.",
        results={"twice": "number"},
        reference=lambda x: 2 * x,
        seen=[],
        unseen=[Case("three", 3.0), Case("four", 4.0)],
        forms=("float32",),
        likely="double it",
    )
    memory = Memory(specify.__code__)
    first, again = ([t.right for t in task.trials(task.unseen, memory=memory)] for _ in range(2))
    assert first == again == [t.right for t in task.trials(task.unseen)]
    assert len(list(place.iterdir())) == len(first) > 0
