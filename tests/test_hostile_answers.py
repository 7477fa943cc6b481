"""All problems against answers that only look like answers, and right ones amid noise."""

import pytest

from bank.direct import Grader, Problem
from grading.course.names import declared
from grading.course.notebooks import solution_cells, unwrapped
from tests.cheats import NOISE

pytestmark = pytest.mark.slow

#: Takes numbers and texts out of what a function returns; kinds and shapes stay as they are.
SPOIL = """
import functools, inspect, numbers

def spoiled(value):
    if isinstance(value, torch.nn.Module):
        with torch.no_grad():
            for weights in value.parameters():
                weights.fill_(WORST)
        return value
    if isinstance(value, torch.Tensor):
        return torch.full_like(value.detach(), WORST, dtype=torch.float64)
    if isinstance(value, np.ndarray | np.generic):
        return np.full(np.shape(value), WORST)
    if isinstance(value, numbers.Number):
        return float(WORST)
    if isinstance(value, str):
        return "nan"
    if isinstance(value, list | tuple):
        return type(value)(map(spoiled, value))
    if isinstance(value, dict):
        return {key: spoiled(part) for key, part in value.items()}
    return value

def spoil(function):
    if inspect.isclass(function):
        for name, method in list(vars(function).items()):
            if inspect.isfunction(method) and name != "__init__":
                setattr(function, name, spoil(method))
        return function
    return functools.wraps(function)(lambda *args, **options: spoiled(function(*args, **options)))
"""


def solutions(notebook):
    """Name and source of each function and class that a problem asks for."""
    sources = map(unwrapped, solution_cells(notebook))
    return [(name, source) for source in sources for name in declared(source)[:1]]


WORST = ["np.nan", "np.inf", "0"]


@pytest.mark.parametrize("worst", WORST)
def test_answers_of_the_right_shape_without_a_number_in_them_earn_nothing(
    source, assignment, worst, only_some
):
    only_some(worst, WORST, 1)
    spoil, earned = SPOIL.replace("WORST", worst), {}
    for notebook, cells in source.items():
        answers = [spoil] + [f"{text}\n\n{name} = spoil({name})" for name, text in solutions(cells)]
        told = Grader().grade(assignment, notebook.split("_")[0], answers)
        passed = {name for name, message in told.items() if message is None}
        # Questions keep their right answers.
        functions = {name for name, _ in solutions(cells)}
        tasks = Problem.of(assignment, notebook).tasks
        passed = {name for name in passed if tasks[name].names & functions}
        if passed:
            earned[notebook] = passed
    assert earned == {}


def test_right_answers_stay_right_amid_noise(source, assignment):
    lost = {}
    for notebook, cells in source.items():
        answers = [part for _, text in solutions(cells) for part in (NOISE, text)]
        told = Grader().grade(assignment, notebook.split("_")[0], [*answers, NOISE])
        lost[notebook] = {name: text for name, text in told.items() if text}
    assert not any(lost.values()), lost
