"""The experiments of a thesis repeated on public events of the Higgs challenge, ATLAS simulation.

The thesis is A. Nardelli, *New physics detection in high energy physics experiments through
unsupervised deep learning* (Trento, 2015/2016). ``HIGGSML_CSV=… python -m benchmarks.higgs_real``
trains on several splits and prints its tables 4.3 to 4.6 beside ours; with ``--write`` it also
writes ``higgs_real.json`` and ``higgs_real.npz`` here, from which the checkpoint of problem 4 of
homework 12 takes what its notebook shows. Where the file of the challenge has 818,238 events,
about 10,000 of them are enough here, so that trainings are about 150 times smaller.
"""

import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from authoring.solved import reference

RESULTS = Path(__file__).with_suffix(".json")
ARRAYS = Path(__file__).with_suffix(".npz")
METRICS = ("AMS", "accuracy", "precision", "recall", "F1", "MCC")
LINES = ("q40", "median", "mean")
#: What a row of a table is: experiment, network, threshold.
ROWS = [(n, network, line) for network in ("AE", "VAE") for n in (1, 2) for line in LINES]
#: Tables 4.3, 4.4, 4.5 and 4.6 of the thesis, in the order of `ROWS` and `METRICS`.
THESIS = np.array(
    [
        [0.862, 0.491, 0.363, 0.659, 0.468, 0.0610],
        [0.778, 0.521, 0.365, 0.555, 0.440, 0.0545],
        [0.618, 0.569, 0.368, 0.370, 0.369, 0.0421],
        [0.914, 0.495, 0.367, 0.673, 0.475, 0.0738],
        [0.840, 0.524, 0.370, 0.568, 0.448, 0.0661],
        [0.686, 0.570, 0.372, 0.386, 0.379, 0.0505],
        [1.046, 0.520, 0.392, 0.745, 0.514, 0.147],
        [0.971, 0.551, 0.400, 0.643, 0.494, 0.139],
        [0.914, 0.565, 0.402, 0.573, 0.473, 0.127],
        [1.047, 0.520, 0.392, 0.748, 0.515, 0.149],
        [0.990, 0.552, 0.402, 0.647, 0.496, 0.143],
        [0.932, 0.575, 0.410, 0.567, 0.476, 0.139],
    ]
)
SPLITS, EPOCHS = 4, 300
#: Share of the events that trains, and of signal among the events of the challenge.
TRAINING, SIGNAL = 0.6, 0.342
#: Experiment 1 trains on set t, experiment 2 on t and v: this share of the training events.
FIRST = 250_000 / (250_000 + 450_000)
#: Expected events in the data of 2012, to which the weights of every test sample are scaled.
EXPECTED = {1: 691.99, 0: 410_999.85}
#: Encoders of figure 4.1 of the thesis, from which its depth study is made, and starts of each.
DEPTHS, STARTS = ((50, 25), (100, 50, 25), (250, 100, 50, 25)), 3
#: Table 4.2 of the thesis; what it chose comes first.
GRID = {
    "optimizer": ("Adam", "SGD", "Adadelta", "RMSprop"),
    "activation": ("ReLU6", "Sigmoid", "Softplus", "Tanh"),
    "lr": (1e-4, 1e-5, 1e-3, 1e-2),
    "batch": (512, 256, 128, 1024),
    "hidden": ((10, 5), (25, 10, 5), (100, 50, 25), (500, 250, 100, 50)),
    "latent": (2, 1, 4, 8),
}
#: Settings that are drawn from the grid, starts and epochs of each, share that validates.
TRIALS, TRIAL_STARTS, TRIAL_EPOCHS, VALIDATION = 16, 2, 64, 0.25


def split(table, rng):
    """A training and a test table, the latter with the share of signal of the challenge.

    Parameters
    ----------
    table : dict of str to ndarray of shape (n,)
    rng : numpy Generator

    Returns
    -------
    train, test : dicts
        The weights of `test` are scaled to the expected events.
    """
    label = table["Label"]
    chosen = rng.random(len(label)) < TRAINING
    train, test = rows(table, chosen), rows(table, ~chosen)
    label = test["Label"]
    wanted = int(np.sum(label == 0) * SIGNAL / (1 - SIGNAL))
    signal = np.flatnonzero(label == 1)
    kept = label == 0
    kept[rng.permutation(signal)[:wanted]] = True
    test = rows(test, kept)
    for value, sum_of_weights in EXPECTED.items():
        of_class = test["Label"] == value
        test["Weight"][of_class] *= sum_of_weights / test["Weight"][of_class].sum()
    return train, test


def rows(table, chosen):
    return {name: values[chosen] for name, values in table.items()}


def sets(ref, train, test):
    """Background that trains, and test events, standardised, for each number of jets.

    Yields
    ------
    background, events : tensors of shapes (n, d) and (m, d)
    test : dict
        The test events as a table.
    """
    for n in range(4):
        pair = ref["prepare"](train, test, n)
        yield *ref["higgs_networks"].standardised(*pair), rows(test, jet_set(test) == n)


def jet_set(table):
    """The set that each event belongs to."""
    return np.minimum(table["PRI_jet_num"], 3)


def squared(model, x):
    """Mean squared error of each event."""
    return ((model(x) - x) ** 2).mean(dim=1)


def scores(ref, network, background, epochs, **options):
    """A trained network, and its scores as a function of events.

    Parameters
    ----------
    network : str
        ``"AE"`` or ``"VAE"``.
    background : tensor of shape (n, d)
    epochs : int
    **options
        Learning rate and batch of the training.
    """
    networks = ref["higgs_networks"]

    def bound(model, x):
        return ref["elbo_loss"](x, *model(x))

    build = {"AE": networks.Autoencoder, "VAE": networks.VariationalAutoencoder}[network]
    score = {"AE": squared, "VAE": bound}[network]
    model = build(background.shape[1])
    networks.train(model, background, lambda m, x: score(m, x).mean(), epochs, **options)

    def of(events):
        with torch.no_grad():
            return score(model, events).numpy()

    return model, of


def run(ref, table, seed, epochs=EPOCHS, wanted=("AE", "VAE"), experiments=(1, 2)):
    """The rows of the tables from one split.

    Parameters
    ----------
    ref : dict
        The reference solution, from `authoring.solved`.
    table : dict of str to ndarray
        Events of the challenge.
    seed : int
        Decides the split and the trainings.
    epochs : int
    wanted : sequence of str
        Networks.
    experiments : sequence of int

    Returns
    -------
    values : dict of str to list of float
        `METRICS` for each row, with names such as ``"1 VAE q40"``, and for ``"everything"``,
        flagged; AUC by names such as ``"1 AE AUC"``, of scores as fractions of the training
        background below; ``"1 latent loss"``, the average divergence of the test events.
    arrays : dict of str to ndarray
        Scores and latent coordinates of experiments and sets of jets.
    """
    rng = np.random.default_rng(seed)
    train, test = split(table, rng)
    less = rows(train, rng.random(len(train["Label"])) < FIRST)
    values, arrays = {}, {}
    y = weight = None
    for experiment in experiments:
        found = {network: [] for network in wanted}
        tested, divergences = [], []
        for n, (background, events, part) in enumerate(
            sets(ref, {1: less, 2: train}[experiment], test)
        ):
            tested.append(part)
            arrays[f"label {n}"] = part["Label"].astype(np.int8)
            for network in wanted:
                torch.manual_seed(seed)
                model, score = scores(ref, network, background, epochs)
                pair = score(background), score(events)
                found[network].append(pair)
                name = f"{experiment} {network} {n}"
                arrays[f"normal {name}"], arrays[f"scores {name}"] = pair
                with torch.no_grad():
                    code = model.encode(events)
                if network == "VAE":
                    mu, logvar = code
                    divergences.append(0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1).numpy())
                    code = mu
                arrays[f"latent {name}"] = code.numpy()
        y, weight = ([part[name] for part in tested] for name in ("Label", "Weight"))
        labels = np.concatenate(y)
        for network, pairs in found.items():
            table_of = ref["threshold_rows"](*zip(*pairs, strict=True), y, weight)
            for line, row in zip(LINES, table_of, strict=True):
                values[f"{experiment} {network} {line}"] = row.tolist()
            ranks = np.concatenate([ref["higgs"].ranks(*pair) for pair in pairs])
            area = ref["comparison"].area(ranks[labels == 0], ranks[labels == 1])
            values[f"{experiment} {network} AUC"] = [area]
        if "VAE" in wanted:
            values[f"{experiment} latent loss"] = [float(np.concatenate(divergences).mean())]
    everything = ref["metrics"](labels, labels == labels, np.concatenate(weight))
    values["everything"] = [float(value) for value in everything]
    perfect = ref["metrics"](labels, labels == 1, np.concatenate(weight))
    values["perfect"] = [float(value) for value in perfect]
    return values, arrays


def depth_study(ref, table, epochs=EPOCHS):
    """Figure 4.1: losses of deeper autoencoders on events without jets.

    Returns
    -------
    curves : ndarray of shape (depths, starts, 3, epochs)
        Loss in training, and on background and signal of the test sample, after each epoch.
    """
    train, test = split(table, np.random.default_rng(0))
    background, events, part = next(iter(sets(ref, train, test)))
    signal = part["Label"] == 1
    networks, found = ref["higgs_networks"], []
    for hidden in DEPTHS:
        for start in range(STARTS):
            torch.manual_seed(start)
            tested = []

            def note(model, tested=tested):
                with torch.no_grad():
                    errors = squared(model, events).numpy()
                tested.append((errors[~signal].mean(), errors[signal].mean()))

            model = networks.Autoencoder(background.shape[1], hidden)
            loss = networks.train(
                model, background, lambda m, x: squared(m, x).mean(), epochs, after=note
            )
            found.append([loss, *zip(*tested, strict=True)])
    return np.array(found).reshape(len(DEPTHS), STARTS, 3, epochs)


def search(ref, table):
    """Settings drawn from table 4.2, trained on events without jets.

    Returns
    -------
    settings : list of dict
        The first is that of the thesis.
    curves : ndarray of shape (settings, starts, epochs)
        Validation loss after each epoch.
    areas : ndarray of shape (settings, starts)
        AUC on the test sample, of which the search knows nothing.
    """
    rng = np.random.default_rng(0)
    train, test = split(table, rng)
    background, events, part = next(iter(sets(ref, train, test)))
    order = torch.as_tensor(rng.permutation(len(background)))
    validating, training = background[order].split(
        [int(VALIDATION * len(order)), len(order) - int(VALIDATION * len(order))]
    )
    settings = [{name: values[0] for name, values in GRID.items()}]
    while len(settings) < TRIALS:
        drawn = {name: values[rng.integers(len(values))] for name, values in GRID.items()}
        if drawn not in settings:
            settings.append(drawn)
    networks, area, found, areas = ref["higgs_networks"], ref["comparison"].area, [], []
    for setting in settings:
        for start in range(TRIAL_STARTS):
            torch.manual_seed(start)
            model = networks.Autoencoder(
                background.shape[1],
                setting["hidden"],
                setting["latent"],
                getattr(nn, setting["activation"]),
            )
            losses = []

            def note(model, losses=losses):
                with torch.no_grad():
                    losses.append(squared(model, validating).mean().item())

            networks.train(
                model,
                training,
                lambda m, x: squared(m, x).mean(),
                TRIAL_EPOCHS,
                setting["lr"],
                setting["batch"],
                getattr(torch.optim, setting["optimizer"]),
                note,
            )
            with torch.no_grad():
                errors = np.nan_to_num(squared(model, events).numpy(), nan=np.inf)
            found.append(losses)
            areas.append(area(errors[part["Label"] == 0], errors[part["Label"] == 1]))
    shape = len(settings), TRIAL_STARTS
    return settings, np.array(found).reshape(*shape, -1), np.array(areas).reshape(shape)


def collect(ref, table, splits=SPLITS, epochs=EPOCHS):
    """The results of several splits, for each row an array of shape (splits, metrics), and arrays.

    Latent coordinates and scores are those of the first split.
    """
    found, kept = [], {}
    for seed in range(splits):
        started = time.monotonic()
        values, arrays = run(ref, table, seed, epochs)
        found.append(values)
        kept = kept or arrays
        print(f"split {seed}: {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    return {row: np.array([values[row] for values in found]) for row in found[0]}, kept


def print_rows(results):
    """Our rows, mean and spread over the splits, each with that of the thesis below it."""
    print(f"{'':14}" + "".join(f"{name:>16}" for name in METRICS))
    for row, theirs in zip(ROWS, THESIS, strict=True):
        name = " ".join(map(str, row))
        print(f"{name:14}{told(results[name])}")
        print(f"{'  thesis':14}" + "".join(f"{value:8.3f}{'':8}" for value in theirs))
    for name in results:
        if name not in {" ".join(map(str, row)) for row in ROWS}:
            print(f"{name:14}{told(results[name])}")


def told(values):
    spread = values.std(axis=0, ddof=1) if len(values) > 1 else 0 * values[0]
    return "".join(f"{m:8.3f} ± {s:.3f}" for m, s in zip(values.mean(0), spread, strict=True))


def ready():
    """The reference of homework 12 and the events, or one line that says where to get them."""
    torch.set_num_threads(1)
    ref = reference("hw12")
    try:
        return ref, ref["higgs_file"].read()
    except (OSError, ValueError) as error:
        raise SystemExit(str(error)) from None


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--splits", type=int, default=SPLITS)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS.name}, {ARRAYS.name}")
    chosen = parser.parse_args()
    ref, table = ready()
    results, arrays = collect(ref, table, chosen.splits, chosen.epochs)
    print_rows(results)
    curves = depth_study(ref, table, chosen.epochs)
    for hidden, per_start in zip(DEPTHS, curves, strict=True):
        print(hidden, "last losses:", told(per_start[:, :, -1]))
    settings, losses, areas = search(ref, table)
    for setting, loss, area in zip(settings, losses, areas, strict=True):
        print(f"{loss[:, -1].mean():8.3f} {area.mean():6.3f}", *setting.values())
    if chosen.write:
        stored = {"epochs": chosen.epochs, "rows": {}, "settings": settings}
        stored["rows"] = {row: np.round(values, 5).tolist() for row, values in results.items()}
        RESULTS.write_text(json.dumps(stored, indent=1) + "\n")
        arrays |= {"depth curves": curves, "search curves": losses, "search areas": areas}
        small = {
            name: values.astype(np.float32) if values.dtype.kind == "f" else values
            for name, values in arrays.items()
        }
        np.savez_compressed(ARRAYS, **small)
        print(f"wrote {RESULTS.name} and {ARRAYS.name}")


if __name__ == "__main__":
    main()
