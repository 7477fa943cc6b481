"""Notebooks run wherever a student puts networks: on the processor, or on a graphics card."""

import contextlib
import io
import sys

import matplotlib.pyplot as plt
import pytest
import torch
from torch import nn
from torch.utils._pytree import tree_map_only

from grading.course.answers import fill_in
from grading.course.gradecell import grade_id
from grading.course.notebooks import ROOT, code_cells, grade_cells
from tests.homeworks import needs
from tests.simulated_card import OnCard, card

KINDS = ("cuda", "mps")


def on_the_card(function, kind):
    """The function, which first takes all tensors and networks to the card that it gets."""

    def moving(*args, **options):
        return function(
            *tree_map_only((torch.Tensor, nn.Module), lambda one: one.to(kind), args), **options
        )

    return moving


# --- The simulated card refuses what a card refuses ------------------------------------------


@pytest.fixture(params=KINDS)
def kind(request):
    with card(request.param):
        yield request.param


def test_tensors_on_the_card_and_elsewhere_do_not_meet(kind):
    with pytest.raises(RuntimeError, match="on the same device"):
        torch.ones(3, device=kind) + torch.ones(3)
    assert (torch.ones(3, device=kind) + torch.tensor(1.0)).device.type == kind


def test_a_tensor_on_the_card_becomes_an_array_on_the_processor_only(kind):
    with pytest.raises(TypeError, match="device type tensor to numpy"):
        torch.ones(3, device=kind).numpy()
    assert torch.ones(3, device=kind).cpu().numpy().tolist() == [1, 1, 1]


def test_only_the_card_of_a_mac_refuses_double_precision(kind):
    refuses = pytest.raises(TypeError, match="support float64")
    with refuses if kind == "mps" else contextlib.nullcontext():
        torch.ones(3, dtype=torch.float64).to(kind)


def test_a_network_is_trained_on_the_card(kind):
    torch.manual_seed(0)
    x = torch.randn(20, 3).to(kind)
    network = nn.Sequential(nn.Linear(3, 2), nn.Tanh(), nn.Linear(2, 3)).to(kind)
    optimizer, losses = torch.optim.Adam(network.parameters(), lr=1e-2), []
    for _ in range(50):
        optimizer.zero_grad()
        losses.append(((network(x) - x) ** 2).mean())
        losses[-1].backward()
        optimizer.step()
    assert losses[-1] < losses[0]
    assert {weight.device.type for weight in network.parameters()} == {kind}
    assert network.to("cpu")(x.cpu()).device.type == "cpu"


# --- Notebooks -----------------------------------------------------------------------------------


@pytest.fixture
def folder(monkeypatch):
    """The folder in which students work on homework 11, with its modules and no others."""
    needs("hw11")
    folder = ROOT / "release" / "hw11"
    own = {path.stem for path in folder.glob("*.py")}
    before = {name: sys.modules.pop(name) for name in own & set(sys.modules)}
    monkeypatch.chdir(folder)
    monkeypatch.syspath_prepend(folder)
    yield folder
    for name in own:
        sys.modules.pop(name, None)
    sys.modules.update(before)


def run(change, **space):
    """Run the solved notebook on autoencoders, each cell as `change` makes it.

    Returns
    -------
    dict
        What the notebook has defined.
    """
    _, notebook = fill_in("hw11", "problem4")
    checks = {grade_id(cell) for cell in grade_cells(notebook)}
    for cell in code_cells(notebook):
        name = grade_id(cell) if "nbgrader" in cell.metadata else ""
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(compile(change(name, cell.source), f"<{name}>", "exec"), space)
        assert name not in checks or "✓" in printed.getvalue()
        plt.close("all")
    return space


@pytest.mark.slow
def test_figures_follow_an_answer_that_takes_its_network_to_the_card(folder):
    def change(name, source):
        return source + (f"\n\n{name} = moving({name})" if name == "train_autoencoder" else "")

    with card("cuda"):
        space = run(change, moving=lambda function: on_the_card(function, "cuda"))
    assert isinstance(next(space["model"].parameters()), OnCard)
    assert not isinstance(space["Z"], OnCard)


@pytest.mark.slow
def test_answers_follow_a_notebook_whose_tensors_are_on_the_card_of_a_mac(folder):
    with card("mps"):
        space = run(lambda _, source: source.replace('device("cpu")', 'device("mps")'))
    assert isinstance(space["Z"], OnCard)


@pytest.mark.slow
def test_checks_and_figures_bear_a_card_on_which_all_new_tensors_are(folder):
    with card("cuda"):
        torch.set_default_device("cuda")
        space = run(lambda _, source: source)
    assert isinstance(next(space["model"].parameters()), OnCard)
