"""How far right trainings of problem 2 scatter, on the cases of `train` and `train_until`."""

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

GRADE_IDS = {
    "train": "train_follows_adam_and_the_schedule",
    "train_until": "train_until_measures_at_the_first_fall",
}
TOLERANCE, DRAWS = 1e-4, 60
#: What the contract leaves open: how the loss is written, and how Adam runs.
LOSSES = (
    lambda off, z, lam: (off**2).mean() + lam * z.abs().mean(),
    lambda off, z, lam: (off**2).mean(1).mean() + (lam * z).norm(p=1) / z.numel(),
    lambda off, z, lam: (off.double() ** 2).mean() + lam * z.double().abs().mean(),
)
OPTIONS = ({}, {"foreach": True}, {"foreach": False})


@cache
def cases(function):
    """Cases of a task in which rounding matters: network, data, what follows, options, right."""
    plain_network = modules_in(ROOT / "modules")["probes"].plain_network
    with contextlib.chdir(ROOT / "source" / "hw12"):
        name = "problem2_sparse"
        every = tasks(name, read_notebook(f"{name}.ipynb"))
        (task,) = (task for named, _, task in every if named == function)
    found = []
    for trial in task.trials([*task.seen, *task.unseen]):
        weights, x, *more = trial.arguments
        model = plain_network(weights, x.dtype)
        # Where events are zeros a level equals the loss, and where the network rebuilds its events
        # exactly the penalty alone gives the first step. So it is on every machine, but not when
        # start and data are rounded.
        if not torch.any(x) or torch.equal(model(x), x):
            continue
        if trial.options.get("n_steps", 100) < 100 or more:
            found.append((model, x, more, trial.options, trial.right[0]))
    return found


def descend(model, x, n_steps, lr, lam, loss_of, options, algorithm=torch.optim.Adam):
    """A right training: the loss before each update, and the network at that moment."""
    optimizer = algorithm(model.parameters(), lr=lr, **options)
    for step in range(n_steps):
        z = model.encoder(x) if lam else torch.zeros(1)
        loss = loss_of((model.decoder(z) if lam else model(x)) - x, z, lam)
        rate = yield step, loss.item()
        for group in optimizer.param_groups:
            group["lr"] = rate or lr
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def weights_of(model):
    return nn.utils.parameters_to_vector(model.parameters()).detach().numpy()


def trained(case, way, algorithm):
    """Losses and weights of a training as `train` does it."""
    model, x, _, options, right = case
    settings = {"n_steps": 100, "lr": 1e-2, "lam": 1e-4} | options
    rates = settings.pop("rates", None)
    model, x = as_another_processor(model, x)
    steps, losses, rate = descend(model, x, **settings, **way, algorithm=algorithm), [], None
    with contextlib.suppress(StopIteration):
        _, loss = next(steps)
        while True:
            losses.append(loss)
            _, loss = steps.send(rate)
            # The rate of an update is named after the one before.
            rate = None if rates is None else rates[min(len(losses), len(rates)) - 1]
    return (losses, right["losses"]), (weights_of(model), right["trained weights"])


def stopped(case, way, algorithm):
    """Values and weights of a training as `train_until` does it."""
    model, x, (levels, events), options, right = case
    settings = {"n_steps": 200, "lr": 1e-2} | options
    model, x = as_another_processor(model, x)
    levels, values = np.array(levels), np.full(len(levels), np.nan)
    for _, loss in descend(model, x, **settings, lam=0, **way, algorithm=algorithm):
        new = np.isnan(values) & (loss < levels)
        if new.any():
            values[new] = model(events).mean().item()
        if not np.isnan(values).any():
            break
    return (values, right["values"]), (weights_of(model), right["trained weights"])


def deviations(function, case, draws, algorithm=torch.optim.Adam):
    """Largest deviations from what the grade cell takes for right, relative to the largest value.

    Each draw trains in another way and rounds start and data otherwise, as another processor would.
    """
    run = trained if function == "train" else stopped
    ways, found = itertools.cycle(itertools.product(LOSSES, OPTIONS)), []
    for _ in range(draws):
        loss_of, options = next(ways)
        pairs = run(case, {"loss_of": loss_of, "options": options}, algorithm)
        sizes = [max(np.nanmax(np.abs(want), initial=0), 1e-12) for _, want in pairs]
        apart = [np.nanmax(np.abs(got - want), initial=0) for got, want in map(arrays, pairs)]
        found.append(max(np.divide(apart, sizes)))
    return np.array(found)


def arrays(pair):
    return [np.asarray(part, float) for part in pair]


def calibrate():
    """What was seen for each grade cell with a tolerance of its own.

    The nearest mistake is AdamW, where it is seen best among the cases.
    """
    found = {}
    for function, grade_id in GRADE_IDS.items():
        some = cases(function)
        scatter = np.concatenate([deviations(function, case, DRAWS) for case in some])
        decays = [deviations(function, case, 9, torch.optim.AdamW).min() for case in some]
        found[grade_id] = {
            **{f"quantile {q:g}": float(np.quantile(scatter, q)) for q in (0.5, 0.99, 1)},
            "nearest_mistake": float(max(decays)),
            "tolerance": TOLERANCE,
            "chance_of_failing": float(chance_above(scatter, TOLERANCE)),
        }
    return found
