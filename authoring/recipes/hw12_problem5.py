"""How detectors of jets end from four starts: what the figures show beside the student's own.

Homework 12, problem 5.
"""

import numpy as np
import torch
from torch import nn

#: Starting points of the stored trainings, and those that the tests repeat.
SEEDS, TRIED = range(4), range(1)
#: Jets to learn from and to test with, pixels along a side, components that are kept.
TRAIN, TEST, SIZE, KEPT = 3000, 2000, 16, 16
#: Fractions of top jets in the contaminated samples, and jets in each of these.
FRACTIONS, SAMPLE = (0.0, 0.01, 0.1, 0.5, 0.9, 1.0), 1500
REMEDIES = ("plain", "root", "kernel", "blur, root", "components")
#: Components for the normalised autoencoder, its updates, and steps of the walk.
FEW, UPDATES, STEPS = 4, 150, 20


def fixed(ref):
    """The fractions of the contaminated samples."""
    return {"fractions": np.array(FRACTIONS)}


def trained(ref, seeds):
    """AUC from different starts.

    ``top``: forward and inverse for QCD against top jets, of the five remedies, shape (n, 5, 2).
    ``w``: the same for QCD against W jets, of the first and the last remedy, shape (n, 2, 2).
    ``conv``: the same as ``top`` of the convolutional network, shape (n, 2). ``contamination``: of
    top jets with more and more of them in the training sample, shape (n, 6). ``normalised``:
    forward and inverse before the normalised training, after it without a walk, with a walk of
    noise only, and with the whole walk, shape (n, 2, 4).
    """
    # What the notebook imports beside the solution cells.
    ref["area"], ref["image_error"] = ref["comparison"].area, ref["jets"].image_error
    pictures = {kind: prepared(ref, kind, 51 + k) for k, kind in enumerate(("qcd", "top", "w"))}
    unit = pictures["qcd"][:TRAIN].std()
    flat = {k: pictures[k].reshape(-1, SIZE**2) / unit for k in ("qcd", "top")}
    found = {
        "top": [both(ref, pictures, "top", seed) for seed in seeds],
        "w": [both(ref, pictures, "w", seed, ("plain", "components")) for seed in seeds],
        "conv": [convolutional(ref, flat, seed) for seed in seeds],
        "contamination": contaminated(ref, flat, len(seeds)),
        "normalised": [normalised(ref, pictures, seed) for seed in seeds],
    }
    return {name: np.array(values, dtype=np.float32) for name, values in found.items()}


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


def components(train, x, k=KEPT):
    """Leading principal components of x, each in units of its spread on the training jets."""
    train, x = train.reshape(len(train), -1), x.reshape(len(x), -1)
    variances, axes = np.linalg.eigh(np.cov(train, rowvar=False))
    return (x - train.mean(axis=0)) @ axes[:, -k:] / np.sqrt(variances[-k:])


def soft(ref, images):
    """Blurred by three pixels, and rooted."""
    return np.sqrt(ref["smear"](images, 3.0))


def tensor(values):
    return torch.tensor(values).float()


def errors(ref, model, x, kernel):
    """Scores of jets by a network."""
    with torch.no_grad():
        return ref["image_error"](model(tensor(x)), tensor(x), kernel).numpy()


def both(ref, pictures, other, seed, names=REMEDIES):
    """AUC forward and inverse of QCD against other jets, one row for each remedy."""
    return [
        [
            ref["area"](*scores(ref, name, pictures, kinds, seed))
            for kinds in (("qcd", other), (other, "qcd"))
        ]
        for name in names
    ]


def scores(ref, name, pictures, kinds, seed):
    """Scores of test jets of two kinds by a network that has learned the first one."""
    kernel = torch.eye(KEPT if name == "components" else SIZE**2)
    if name == "kernel":
        lone = np.eye(SIZE**2).reshape(-1, SIZE, SIZE)
        kernel = tensor(ref["smear"](lone, 1.0).reshape(-1, SIZE**2))

    def treated(kind):
        images = pictures[kind]
        if name in ("blur, root", "components"):
            return soft(ref, images)
        return np.sqrt(images) if name == "root" else images

    if name == "components":
        train = treated(kinds[0])[:TRAIN]
        inputs = {kind: components(train, treated(kind)) for kind in kinds}
        model, options = network(KEPT, 32, 3, seed), {"n_epochs": 20, "lr": 5e-3}
    else:
        unit = treated("qcd")[:TRAIN].std()
        inputs = {kind: treated(kind).reshape(-1, SIZE**2) / unit for kind in kinds}
        model, options = network(SIZE**2, 64, 6, seed), {"n_epochs": 12, "lr": 2e-3}
    known = tensor(inputs[kinds[0]][:TRAIN])
    ref["train_autoencoder"](model, known, kernel, batch=100, **options)
    return [errors(ref, model, inputs[kind][TRAIN:], kernel) for kind in kinds]


def convolution(ref, x, seed, n_epochs):
    """A convolutional network that has learned some jets."""
    torch.manual_seed(seed)
    model = ref["ConvAutoencoder"]()
    ref["train_autoencoder"](model, tensor(x), torch.eye(SIZE**2), n_epochs)
    return model


def convolutional(ref, flat, seed):
    """AUC forward and inverse of the convolutional network."""
    found = []
    for kinds in (("qcd", "top"), ("top", "qcd")):
        model = convolution(ref, flat[kinds[0]][:TRAIN], seed, 6)
        tested = [errors(ref, model, flat[k][TRAIN:], torch.eye(SIZE**2)) for k in kinds]
        found.append(ref["area"](*tested))
    return found


def contaminated(ref, flat, n_starts):
    """AUC of top jets for each start and each fraction of them in training."""

    def fit(x, start):
        model = convolution(ref, x, start, 8)
        return lambda some: errors(ref, model, some, torch.eye(SIZE**2))

    known = [flat[kind][:SAMPLE] for kind in ("qcd", "top")]
    test = tuple(flat[kind][TRAIN:] for kind in ("qcd", "top"))
    rng = np.random.default_rng(5)
    return ref["contamination_curve"](fit, *known, test, list(FRACTIONS), n_starts, rng).T


def normalised(ref, pictures, seed):
    """AUC forward and inverse, before and after three kinds of normalised training."""
    return [
        one_way(ref, {kind: soft(ref, pictures[kind]) for kind in kinds}, kinds, seed)
        for kinds in (("qcd", "top"), ("top", "qcd"))
    ]


def one_way(ref, images, kinds, seed):
    """The four AUCs of `normalised` in one direction."""
    inputs = {kind: components(images[kinds[0]][:TRAIN], images[kind], FEW) for kind in kinds}
    known, unit = tensor(inputs[kinds[0]][:TRAIN]), torch.eye(FEW)

    def area(model):
        return ref["area"](*(errors(ref, model, inputs[kind][TRAIN:], unit) for kind in kinds))

    begin = network(FEW, 32, 2, seed)
    ref["train_autoencoder"](begin, known, unit, 15, batch=100, lr=5e-3)
    found = [area(begin)]
    for n_steps, eta in ((0, 0.2), (STEPS, 0.0), (STEPS, 0.2)):
        model = network(FEW, 32, 2, seed)
        model.load_state_dict(begin.state_dict())
        rng = np.random.default_rng(seed)
        ref["normalised_training"](model, known, UPDATES, n_steps, rng, eta=eta, noise=0.2)
        found.append(area(model))
    return found


def compare(stored, computed):
    """What must hold for stored and computed trainings on every machine."""
    for results in (stored, computed):
        plain, best = results["top"][:, 0], results["top"][:, 4]
        assert (plain[:, 0] > 0.7).all() and (plain[:, 1] < 0.45).all()
        assert (best.min(axis=1) > 0.7).all()
        assert (results["conv"][:, 0] > 0.65).all() and (results["conv"][:, 1] < 0.4).all()
        assert (results["contamination"] > 0.6).all() and (results["contamination"] < 0.82).all()
    # Single trainings scatter, their means over starts much less.
    for name in ("top", "conv", "contamination"):
        assert np.abs(stored[name].mean(axis=0) - computed[name].mean(axis=0)).max() < 0.12, name
