"""How remedies against the complexity bias end from eight starts, and the normalised autoencoder.

Homework 12, problem 5: numbers that its figures show beside the student's own.
"""

import numpy as np
import torch
from torch import nn

#: Starting points of the stored trainings, and those that the tests repeat.
SEEDS, TRIED = range(8), range(1)
#: Jets to learn from and to test with, pixels along a side, components that are kept.
TRAIN, TEST, SIZE, KEPT = 3000, 2000, 16, 16


def fixed(ref):
    """Nothing here is the same from start to start."""
    return {}


def trained(ref, seeds):
    """Results from different starts.

    ``top``: AUC forward and inverse of QCD against top jets for the five remedies, shape
    (n, 5, 2). ``w``: the same of QCD against W jets for the first and the last remedy, shape
    (n, 2, 2). ``detector``: AUC on homework 11's events before and after the normalised
    training, shape (n, 2).
    """
    pictures = {kind: prepared(ref, kind, 51 + k) for k, kind in enumerate(("qcd", "top", "w"))}
    top = [both(ref, pictures, "top", seed) for seed in seeds]
    w = [both(ref, pictures, "w", seed, ("plain", "components")) for seed in seeds]
    detector = [normalised(ref, seed) for seed in seeds]
    return {
        "top": np.array(top, dtype=np.float32),
        "w": np.array(w, dtype=np.float32),
        "detector": np.array(detector, dtype=np.float32),
    }


def prepared(ref, kind, seed):
    """Images of jets that are centred, turned and flipped."""
    energy, x, y = ref["jets"].make_jets(kind, TRAIN + TEST, seed)
    return ref["jet_image"](energy, *ref["preprocess"](energy, x, y), SIZE)


def network(d, hidden, latent, seed):
    torch.manual_seed(seed)
    return nn.Sequential(
        *(nn.Linear(d, hidden), nn.ReLU(), nn.Linear(hidden, latent)),
        *(nn.Linear(latent, hidden), nn.ReLU(), nn.Linear(hidden, d)),
    )


def components(train, x):
    """Leading principal components, each in units of its spread on the training jets."""
    train, x = train.reshape(len(train), -1), x.reshape(len(x), -1)
    variances, axes = np.linalg.eigh(np.cov(train, rowvar=False))
    return (x - train.mean(axis=0)) @ axes[:, -KEPT:] / np.sqrt(variances[-KEPT:])


def both(ref, pictures, other, seed, names=("plain", "root", "kernel", "blur, root", "components")):
    """AUC forward and inverse of QCD against other jets, one row for each remedy."""
    return [
        ref["inverse_test"](
            *(
                scores(ref, name, pictures, normal, ("qcd", other), seed)
                for normal in ("qcd", other)
            )
        )
        for name in names
    ]


def scores(ref, name, pictures, normal, kinds, seed):
    """Scores of test jets of two kinds by a network that has learned the normal one."""
    unit = torch.eye(SIZE**2)
    if name == "kernel":
        lone = np.eye(SIZE**2).reshape(-1, SIZE, SIZE)
        kernel = torch.tensor(ref["smear"](lone, 1.0).reshape(-1, SIZE**2)).float()
    else:
        kernel = unit if name != "components" else torch.eye(KEPT)

    def treated(kind):
        images = pictures[kind]
        if name in ("blur, root", "components"):
            images = ref["smear"](images, 3.0)
        return ref["remap"](images, 0.5) if name not in ("plain", "kernel") else images

    if name == "components":
        train = treated(normal)[:TRAIN]
        inputs = {kind: components(train, treated(kind)) for kind in kinds}
        model, options = network(KEPT, 32, 3, seed), {"n_epochs": 20, "lr": 5e-3}
    else:
        unit = treated("qcd")[:TRAIN].std()
        inputs = {kind: treated(kind).reshape(-1, SIZE**2) / unit for kind in kinds}
        model, options = network(SIZE**2, 64, 6, seed), {"n_epochs": 12}
    inputs = {kind: torch.tensor(values).float() for kind, values in inputs.items()}
    ref["train_autoencoder"](model, inputs[normal][:TRAIN], kernel, **options)
    with torch.no_grad():
        tested = [inputs[kind][TRAIN:] for kind in kinds]
        return [ref["kernel_mse"](model(x), x, kernel).numpy() for x in tested]


def normalised(ref, seed):
    """AUC on homework 11's events before and after 200 updates of the normalised training."""
    X, y = ref["detector"].make_detector_data()
    Z = torch.tensor((X - X[y == 0].mean(axis=0)) / X[y == 0].std(axis=0))
    normal, rng = Z[torch.tensor(y == 0)], np.random.default_rng(seed)
    model = network(4, 16, 2, seed)
    ref["train_autoencoder"](model, normal, torch.eye(4), 300, batch=1200, lr=1e-2)

    def energy(x):
        return ((model(x) - x) ** 2).mean(dim=1)

    def area():
        with torch.no_grad():
            found = energy(Z).numpy()
        return ref["comparison"].area(found[y == 0], found[y == 1])

    def starts():
        box = torch.tensor(rng.uniform(-6, 6, (256, 4))).float()
        with torch.no_grad():
            reach = model[:3](normal).abs().max() * 2
            latent = torch.tensor(rng.uniform(-1, 1, (256, 2))).float()
            return torch.cat([box, model[3:](reach * latent).clamp(-6, 6)])

    before = area()
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    for _ in range(200):
        walkers = ref["langevin"](energy, starts(), 30, 0.1, 0.1, rng)
        rows = torch.tensor(rng.integers(0, len(normal), size=512))
        loss = ref["normalised_loss"](energy(normal[rows]), energy(walkers), 1.0)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return before, area()


def compare(stored, computed):
    """What must hold for stored and computed trainings on every machine."""
    for results in (stored, computed):
        plain, components_ = results["top"][:, 0], results["top"][:, 4]
        assert (plain[:, 0] > 0.7).all() and (plain[:, 1] < 0.45).all()
        assert (components_.min(axis=1) > 0.7).all()
        assert (results["detector"][:, 1] > 0.98).all()
    # Single trainings scatter, their means over starts much less.
    assert np.abs(stored["top"].mean(axis=0) - computed["top"].mean(axis=0)).max() < 0.12
