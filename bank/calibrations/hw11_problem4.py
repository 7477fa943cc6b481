"""Trainings of homework 11, problem 4: over all variations that the contract allows.

Each draw trains in another way, with other rounding, in the cases of the grade cell.
"""

import contextlib
import itertools
import math
from functools import cache, partial

import numpy as np
import torch
from torch import nn

from authoring.solved import modules_in
from bank.calibrate import chance_above
from bank.calibrations import as_another_processor
from grading.course.notebooks import ROOT, read_notebook
from grading.release.cases import tasks

#: Draws for each case.
DRAWS = 200
QUANTILES = (0.5, 0.9, 0.99, 1.0)

#: What the contract of train_autoencoder leaves open.
VARIATIONS = {
    "loss": ("mean of squares", "mse_loss", "mean of means", "norm"),
    "noted": ("before", "after"),
    "adam": ("plain", "foreach", "zeros kept"),
    "precision": ("float32", "float64 sum"),
}


@cache
def cases():
    """Cases of the grade cell: network, data, options, and what is right, noted before and after.

    That in which every loss is zero is left out: nothing is rounded in it.
    """
    plain_network = modules_in(ROOT / "modules")["probes"].plain_network
    found = []
    with contextlib.chdir(ROOT / "source" / "hw11"):
        name = "problem4_autoencoder"
        every = tasks(name, read_notebook(f"{name}.ipynb"))
        (task,) = (task for function, _, task in every if function == "train_autoencoder")
    for trial in task.trials([*task.seen, *task.unseen]):
        weights, x = trial.arguments
        if np.any(trial.right[0]["losses"]):
            found.append((plain_network(weights, x.dtype), x, trial.options, trial.right))
    return found


def loss_of(kind, precise, xhat, x):
    if precise == "float64 sum":
        xhat, x = xhat.double(), x.double()
    if kind == "mse_loss":
        return nn.functional.mse_loss(xhat, x)
    if kind == "mean of means":
        return ((xhat - x) ** 2).mean(dim=1).mean()
    if kind == "norm":
        return torch.linalg.vector_norm(xhat - x) ** 2 / x.numel()
    return ((xhat - x) ** 2).mean()


def train(
    model, x, n_steps=300, lr=1e-2, *, loss, noted, adam, precision, algorithm=torch.optim.Adam
):
    """A right training, in one of the ways that the contract allows."""
    options = {"foreach": True} if adam == "foreach" else {}
    optimizer = algorithm(model.parameters(), lr=lr, **options)
    measure = partial(loss_of, loss, precision)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad(set_to_none=adam != "zeros kept")
        value = measure(model(x), x)
        value.backward()
        optimizer.step()
        losses.append(value.item() if noted == "before" else measure(model(x), x).item())
    return np.array(losses)


def deviations(case, draws=DRAWS, algorithm=torch.optim.Adam):
    """Largest deviations of trainings from what the grade cell takes for right.

    Each is relative to the largest loss or the largest weight. Each draw trains in another way,
    and rounds the start and the data otherwise, as another processor would.
    """
    model, x, options, right = case
    ways, found = itertools.cycle(itertools.product(*VARIATIONS.values())), []
    for _ in range(draws):
        way = dict(zip(VARIATIONS, next(ways), strict=True))
        rounded, events = as_another_processor(model, x)
        losses = train(rounded, events, **options, algorithm=algorithm, **way)
        weights = nn.utils.parameters_to_vector(rounded.parameters()).detach().numpy()
        wanted = right[way["noted"] == "after"].values()
        found.append(
            max(
                np.abs(got - want).max() / np.abs(want).max()
                for got, want in zip((losses, weights), wanted, strict=True)
            )
        )
    return np.array(found)


def calibrate():
    """Numbers by grade id; see `deviations` for what they are.

    ``nearest_mistake`` is the least deviation of AdamW, which is hardest to tell from Adam.
    """
    torch.manual_seed(0)
    scatter = np.concatenate([deviations(case) for case in cases()])
    nearest = deviations(cases()[0], draws=100, algorithm=torch.optim.AdamW).min()
    # A hundred times what was seen, as a power of ten: processors and libraries not tried here.
    tolerance = 10.0 ** math.ceil(math.log10(100 * scatter.max()))
    found = {
        **{f"quantile {q:g}": np.quantile(scatter, q) for q in QUANTILES},
        "nearest_mistake": nearest,
        "tolerance": tolerance,
        "chance_of_failing": chance_above(scatter, tolerance),
    }
    return {"train_autoencoder_learns_in_place": found}
