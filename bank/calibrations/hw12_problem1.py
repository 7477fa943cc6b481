"""How far right trainings of the linear autoencoder end from the eigenvalues left out.

Homework 12, problem 1. Adam works element by element, so many starts are trained side by side.
"""

import numpy as np
import torch

from bank.calibrate import chance_above

CHECK = "train_linear_autoencoder_finds_the_principal_plane"
DRAWS, N_STEPS, TOLERANCE = 600, 700, 0.05
#: Events, spreads and latent coordinates of the grade cell.
CASES = ((40, (4.0, 3.0, 1.0, 0.8, 0.5), 2), (30, (3.0, 2.5, 2.0, 0.6, 0.5, 0.4), 3))


def draw(rng, n, spreads):
    """Centred events as in the grade cell."""
    turn = np.linalg.qr(rng.normal(size=(len(spreads), len(spreads))))[0]
    events = rng.normal(size=(n, len(spreads)))
    events = np.linalg.svd(events - events.mean(0), full_matrices=False)[0] * np.sqrt(n)
    return events * spreads @ turn


def start(draws, n_out, n_in, dtype):
    """Weights as nn.Linear draws them, for many layers at once."""
    bound = n_in**-0.5
    weight = torch.empty(draws, n_out, n_in, dtype=dtype).uniform_(-bound, bound)
    return weight.requires_grad_()


def train(x, k, draws, bend):
    """Losses of many starts before each step and after the last, shape (N_STEPS + 1, draws).

    With a bend, the mistake of a ReLU between encoder and decoder is made.
    """
    d = x.shape[1]
    encoder, decoder = start(draws, k, d, x.dtype), start(draws, d, k, x.dtype)
    optimizer = torch.optim.Adam([encoder, decoder], lr=1e-2)
    losses = []
    for step in range(N_STEPS + 1):
        latent = x @ encoder.mT
        latent = torch.relu(latent) if bend else latent
        loss = ((latent @ decoder.mT - x) ** 2).sum(dim=2).mean(dim=1)
        losses.append(loss.detach().double().numpy())
        if step < N_STEPS:
            optimizer.zero_grad()
            loss.sum().backward()
            optimizer.step()
    return np.array(losses)


def excesses(case, seed, dtype=torch.float64, draws=DRAWS, bend=False):
    """Losses in units of the eigenvalues left out, minus one, shape (N_STEPS + 1, draws)."""
    n, spreads, k = case
    torch.manual_seed(seed)
    x = torch.tensor(draw(np.random.default_rng(seed), n, spreads), dtype=dtype)
    return train(x, k, draws, bend) / np.sum(np.array(spreads)[k:] ** 2) - 1


def steps_needed(excess):
    """The step from which on each training stays within the tolerance."""
    return np.where(np.abs(excess) < TOLERANCE, 0, np.arange(1, len(excess) + 1)[:, None]).max(0)


def calibrate():
    """What the grade cell of the training sees: right trainings, and the nearest mistake.

    The excess falls by a constant factor per step, so it scatters over many decades and says
    little about its tail. The steps that a training needs do: a right one fails where it needs
    more steps than it gets.
    """
    right = [
        excesses(case, seed, dtype)
        for seed, dtype in enumerate((torch.float64, torch.float32, torch.float64))
        for case in CASES
    ]
    # The last noted loss and that of the weights in the end count, whichever is further off.
    found = np.concatenate([np.abs(excess[-2:]).max(axis=0) for excess in right])
    bent = [excesses(case, 9, draws=200, bend=True)[-1].min() for case in CASES]
    return {
        CHECK: {
            **{f"quantile {q:g}": float(np.quantile(found, q)) for q in (0.5, 0.99, 1.0)},
            "nearest_mistake": float(min(bent)),
            "tolerance": TOLERANCE,
            "chance_of_failing": float(
                max(chance_above(steps_needed(excess), N_STEPS) for excess in right)
            ),
        }
    }
