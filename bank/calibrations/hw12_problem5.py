"""Trainings of homework 12, problem 5: over all variations that the contract allows.

Each draw trains in another way, with other rounding, in the cases of the grade cell.
"""

import contextlib
import itertools
from functools import cache

import numpy as np
import torch
from torch import nn

from authoring.solved import modules_in
from bank.calibrate import chance_above
from bank.calibrations import as_another_processor
from grading.course.notebooks import ROOT, read_notebook
from grading.release.cases import tasks

#: Draws for each case.
DRAWS = 80
TOLERANCE = 1e-4
#: What the contract of train_autoencoder leaves open.
VARIATIONS = {
    "loss": ("mean of squares", "mse_loss of both blurred", "mean of means", "norm"),
    "adam": ("plain", "foreach", "zeros kept"),
    "precision": ("as given", "float64 sum"),
}


@cache
def cases():
    """Cases of the grade cell: network, images, options, and what is right."""
    plain_network = modules_in(ROOT / "modules")["probes"].plain_network
    with contextlib.chdir(ROOT / "source" / "hw12"):
        name = "problem5_jets"
        every = tasks(name, read_notebook(f"{name}.ipynb"))
        (task,) = (found[2] for found in every if found[0] == "train_autoencoder")
    found = []
    for trial in task.trials([*task.seen, *task.unseen]):
        weights, x = trial.arguments
        found.append((plain_network(weights, x.dtype), x, trial.options, trial.right[0]))
    return found


def loss_of(kind, precise, xhat, x, kernel):
    if precise == "float64 sum":
        xhat, x, kernel = xhat.double(), x.double(), kernel.double()
    if kind == "mse_loss of both blurred":
        return nn.functional.mse_loss(xhat @ kernel, x @ kernel)
    blurred = (xhat - x) @ kernel
    if kind == "mean of means":
        return (blurred**2).mean(dim=1).mean()
    if kind == "norm":
        return torch.linalg.vector_norm(blurred) ** 2 / blurred.numel()
    return (blurred**2).mean()


def train(
    model,
    x,
    kernel,
    n_epochs,
    batch=50,
    lr=3e-3,
    *,
    loss,
    adam,
    precision,
    algorithm=torch.optim.Adam,
):
    """A right training, in one of the ways that the contract allows."""
    options = {"foreach": True} if adam == "foreach" else {}
    optimizer = algorithm(model.parameters(), lr=lr, **options)
    losses = []
    for rows in [*x.split(batch)] * n_epochs:
        value = loss_of(loss, precision, model(rows), rows, kernel)
        optimizer.zero_grad(set_to_none=adam != "zeros kept")
        value.backward()
        optimizer.step()
        losses.append(value.item())
    return np.array(losses)


def deviations(case, draws=DRAWS, algorithm=torch.optim.Adam):
    """Largest deviations from what the grade cell takes for right, in losses and in weights."""
    model, x, options, right = case
    ways, found = itertools.cycle(itertools.product(*VARIATIONS.values())), []
    for _ in range(draws):
        way = dict(zip(VARIATIONS, next(ways), strict=True))
        rounded, images = as_another_processor(model, x)
        losses = train(rounded, images, **options, **way, algorithm=algorithm)
        weights = nn.utils.parameters_to_vector(rounded.parameters()).detach().numpy()
        found.append(
            max(
                np.abs(got - want).max() / np.abs(want).max()
                for got, want in zip((losses, weights), right.values(), strict=True)
            )
        )
    return np.array(found)


def calibrate():
    """How far right trainings scatter, and what follows for the tolerance of the grade cell."""
    torch.manual_seed(0)
    scatter = np.concatenate([deviations(case) for case in cases()])
    # A cell fails if any of its trainings does: AdamW must be seen in the one that shows it best.
    nearest = max(deviations(case, draws=10, algorithm=torch.optim.AdamW).min() for case in cases())
    return {
        "train_autoencoder_takes_batches_in_order": {
            "quantile 0.5": float(np.quantile(scatter, 0.5)),
            "quantile 0.99": float(np.quantile(scatter, 0.99)),
            "quantile 1": float(scatter.max()),
            "nearest_mistake": float(nearest),
            "tolerance": TOLERANCE,
            "chance_of_failing": float(chance_above(scatter, TOLERANCE)),
        }
    }
