"""What is kept of results so that gradients can be asked for later, and how results are tied."""

import pytest
import torch

from grading.engine import gradients
from grading.engine.gradients import COMPUTED, Graphs, Traces, tied


def test_the_oldest_results_are_forgotten(monkeypatch):
    monkeypatch.setattr(gradients, "MOST_GRAPHS", 2)
    graphs, x = Graphs(), torch.ones(2, requires_grad=True)
    first, second, third = (graphs.keep([factor * x], [x]) for factor in (1, 2, 3))
    for number, factor in ((second, 2), (third, 3)):
        assert graphs.product(number, [torch.ones(2)])[0].tolist() == [factor, factor]
    with pytest.raises(KeyError):
        graphs.product(first, [torch.ones(2)])


def test_a_product_has_a_place_for_each_input_and_none_where_nothing_flows():
    graphs, x, y = Graphs(), torch.ones(2, requires_grad=True), torch.ones(2)
    z = torch.ones(2, requires_grad=True)
    number = graphs.keep([x * y, x.sum()], [x, y])
    found = graphs.product(number, [torch.ones(2), None], [z])
    assert found[0].tolist() == [1, 1] and found[1:] == [None, None]
    assert graphs.product(number, [None, None]) == [None, None]


def test_a_trace_tells_weights_from_what_was_computed_and_knows_them_again():
    traces, weight = Traces(), torch.nn.Parameter(torch.ones(2))
    x = torch.ones(2, requires_grad=True)
    assert traces.trace({"w": weight, "other": [3.0, torch.ones(2)]}) == [0, [0]]
    number, marks = traces.trace((weight * x, x, weight), [x])
    assert marks == [COMPUTED, COMPUTED, 0]
    found = traces.product(number, [torch.ones(2), None], [0])
    assert [part.tolist() for part in found] == [[1, 1], [1, 1]]


def test_tied_results_ask_once_for_all_that_is_wanted():
    asked, x = [], torch.zeros(2, requires_grad=True)

    def ask(given):
        asked.append(given)
        return [5 * given[0]]

    result = {"a": [torch.ones(2, requires_grad=True)], "b": "text"}
    new = tied(result, result["a"], [x], ask)
    assert new["b"] == "text" and new["a"][0].tolist() == [1, 1]
    new["a"][0].sum().backward()
    assert x.grad.tolist() == [5, 5] and len(asked) == 1
