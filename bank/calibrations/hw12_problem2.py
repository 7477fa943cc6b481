"""How far right trainings of problem 2 scatter, on the data of the grade cell of `train`."""

import itertools

import numpy as np
import torch
from torch import nn

from bank.calibrate import chance_above
from bank.calibrations import as_another_processor

GRADE_ID = "train_follows_adam_and_the_scheduler"
TOLERANCE, DRAWS = 1e-4, 200
#: Seed, features, hidden units, steps, learning rate and weight of the penalty in the grade cell.
SETTINGS = ((5, 6, 4, 25, 0.05, 0.5), (6, 3, 5, 12, 0.02, 2.0), (7, 7, 2, 12, 0.1, 1e-2))
#: What the contract leaves open: how the loss is written, and how Adam runs.
LOSSES = (
    lambda off, z, lam: (off**2).mean() + lam * z.abs().mean(),
    lambda off, z, lam: (off**2).mean(1).mean() + (lam * z).norm(p=1) / z.numel(),
    lambda off, z, lam: (off.double() ** 2).mean() + lam * z.double().abs().mean(),
)
OPTIONS = ({}, {"foreach": True}, {"foreach": False})


def build(seed, d, k):
    """Encoder, decoder and events as in the grade cell."""
    torch.manual_seed(seed)
    encoder, decoder = nn.Sequential(nn.Linear(d, k), nn.Sigmoid()), nn.Linear(k, d)
    return encoder, decoder, torch.randn(37, d) * (0.5 + torch.arange(d) / 3) + 0.4


def train(parts, x, n_steps, lr, lam, loss_of, options, algorithm=torch.optim.Adam):
    """A right training: the loss before each update."""
    encoder, decoder = parts
    optimizer = algorithm([*encoder.parameters(), *decoder.parameters()], lr=lr, **options)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        z = encoder(x)
        loss = loss_of(decoder(z) - x, z, lam)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return np.array(losses)


def descend(parts, x, n_steps, lr, lam):
    """Adam written out, in double precision: the loss before each update."""
    weights = [w.detach().double() for part in parts for w in part.parameters()]
    x = x.double()
    first, second = ([torch.zeros_like(w) for w in weights] for _ in range(2))
    losses = []
    for step in range(1, n_steps + 1):
        w1, b1, w2, b2 = weights = [w.detach().requires_grad_() for w in weights]
        z = torch.sigmoid(x @ w1.T + b1)
        loss = ((z @ w2.T + b2 - x) ** 2).mean() + lam * z.abs().mean()
        losses.append(loss.item())
        for i, slope in enumerate(torch.autograd.grad(loss, weights)):
            first[i] = 0.9 * first[i] + 0.1 * slope
            second[i] = 0.999 * second[i] + 0.001 * slope**2
            pace = (second[i] / (1 - 0.999**step)).sqrt() + 1e-8
            weights[i] = weights[i].detach() - lr * first[i] / (1 - 0.9**step) / pace
    return np.array(losses)


def deviations(setting, draws, algorithm=torch.optim.Adam):
    """Largest deviations from `descend`, relative to the largest loss.

    Each draw trains in another way and rounds start and data otherwise, as another processor would.
    """
    seed, d, k, n_steps, lr, lam = setting
    *parts, x = build(seed, d, k)
    want = descend(parts, x, n_steps, lr, lam)
    found = []
    ways = itertools.cycle(itertools.product(LOSSES, OPTIONS))
    for _ in range(draws):
        rounded, events = as_another_processor(nn.ModuleList(parts), x)
        got = train(rounded, events, n_steps, lr, lam, *next(ways), algorithm)
        found.append(np.abs(got - want).max() / want.max())
    return np.array(found)


def calibrate():
    """What was seen for each grade cell with a tolerance of its own.

    The nearest mistake is AdamW, where it is seen best among the settings.
    """
    scatter = np.concatenate([deviations(setting, DRAWS) for setting in SETTINGS])
    decays = [deviations(setting, 20, torch.optim.AdamW).min() for setting in SETTINGS]
    return {
        GRADE_ID: {
            **{f"quantile {q:g}": float(np.quantile(scatter, q)) for q in (0.5, 0.99, 1)},
            "nearest_mistake": float(max(decays)),
            "tolerance": TOLERANCE,
            "chance_of_failing": float(chance_above(scatter, TOLERANCE)),
        }
    }
