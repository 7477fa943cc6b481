"""Autoencoder and VAE on the real events of the Higgs challenge, beside the numbers of a thesis.

``HIGGSML_CSV=… python -m benchmarks.higgs_real`` trains on several splits and prints a table; with
``--write`` it also writes ``benchmarks/higgs_real.json``, from which the checkpoint of problem 4 of
homework 12 takes what its notebook shows. Two networks, three thresholds: six rows.
"""

import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np
import torch

from authoring.solved import reference

RESULTS = Path(__file__).with_suffix(".json")
METRICS = ("accuracy", "precision", "recall", "F1", "MCC", "AMS")
ROWS = [f"{network} {line}" for network in ("AE", "VAE") for line in ("q40", "median", "mean")]
#: What is known to us of the thesis' six rows; the rest is not known to us.
THESIS = {"VAE q40": {"AMS": 1.046, "MCC": 0.147}}
SPLITS, EPOCHS = 4, 300
#: Share of the events that trains, and of signal among the events of the challenge.
TRAINING, SIGNAL = 0.6, 0.342
#: Expected events in the data of 2012, to which the weights of every test sample are scaled.
EXPECTED = {1: 691.99, 0: 410_999.85}


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
    filled = ref["impute_mass"](train, test)
    for few, tested in zip(*map(ref["split_by_jets"], filled), strict=True):
        few = rows(few, few["Label"] == 0)
        names = ref["useful_columns"](few)
        features = [np.stack([part[name] for name in names], axis=1) for part in (few, tested)]
        yield *ref["higgs_networks"].standardised(*features), tested


def scores(ref, network, background, epochs, **options):
    """A trained network as a function from events to scores.

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

    def squared(model, x):
        return ((model(x) - x) ** 2).mean(dim=1)

    def bound(model, x):
        x_mu, x_logvar, mu, logvar = model(x)
        return ref["elbo_loss"](ref["gaussian_nll"](x, x_mu, x_logvar), mu, logvar)

    build = {"AE": networks.Autoencoder, "VAE": networks.VariationalAutoencoder}[network]
    score = {"AE": squared, "VAE": bound}[network]
    model = build(background.shape[1])
    networks.train(model, background, lambda m, x: score(m, x).mean(), epochs, **options)

    def of(events):
        with torch.no_grad():
            return score(model, events).numpy()

    return of


def run(ref, table, seed, epochs=EPOCHS, wanted=("AE", "VAE")):
    """Six rows from one split.

    Parameters
    ----------
    ref : dict
        The reference solution, from `authoring.solved`.
    table : dict of str to ndarray
        Real events.
    seed : int
        Decides the split and the trainings.
    epochs : int
    wanted : sequence of str
        Networks.

    Returns
    -------
    values : dict of str to list of float
        `METRICS` for each row, and for ``"everything"``, flagged; AUC by network with the name
        ``"AE AUC"`` or ``"VAE AUC"``, of scores as fractions of the training background below.
    """
    train, test = split(table, np.random.default_rng(seed))
    flags, ranks, labels, weights = {}, {}, [], []
    for background, events, tested in sets(ref, train, test):
        labels.append(tested["Label"])
        weights.append(tested["Weight"])
        for network in wanted:
            torch.manual_seed(seed)
            score = scores(ref, network, background, epochs)
            normal, found = score(background), score(events)
            ranks.setdefault(network, []).append(ref["higgs"].ranks(normal, found))
            lines = dict(zip(("q40", "median", "mean"), ref["thresholds"](normal), strict=True))
            for line, threshold in lines.items():
                flags.setdefault(f"{network} {line}", []).append(found > threshold)
    y, weight = np.concatenate(labels), np.concatenate(weights)
    flags = {row: np.concatenate(parts) for row, parts in flags.items()}
    flags["everything"] = np.ones(len(y), dtype=bool)
    values = {row: ref["metrics"](y, flag, weight) for row, flag in flags.items()}
    values = {row: [float(found[name]) for name in METRICS] for row, found in values.items()}
    area = ref["comparison"].area
    for network, parts in ranks.items():
        found = np.concatenate(parts)
        values[f"{network} AUC"] = [area(found[y == 0], found[y == 1])]
    return values


def collect(ref, table, splits=SPLITS, epochs=EPOCHS):
    """The results of several splits: for each row an array of shape (splits, metrics)."""
    found = []
    for seed in range(splits):
        started = time.monotonic()
        found.append(run(ref, table, seed, epochs))
        print(f"split {seed}: {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    return {row: np.array([values[row] for values in found]) for row in found[0]}


def print_rows(results):
    """Our rows, mean and spread over the splits, beside what is known of the thesis'."""
    print(f"{'':12}" + "".join(f"{name:>16}" for name in METRICS) + "   thesis: MCC, AMS")
    for row in (*ROWS, "everything"):
        values = results[row]
        spread = values.std(axis=0, ddof=1) if len(values) > 1 else 0 * values[0]
        told = "".join(f"{m:8.3f} ± {s:.3f}" for m, s in zip(values.mean(0), spread, strict=True))
        known = THESIS.get(row)
        theirs = f"{known['MCC']:.3f}, {known['AMS']:.3f}" if known else "not known to us"
        print(f"{row:12}{told}   {theirs if row in ROWS else ''}")
    for network in ("AE", "VAE"):
        values = results[f"{network} AUC"][:, 0]
        print(f"{network} AUC {values.mean():.3f} ± {values.std(ddof=1):.3f}")


def ready():
    """The reference of homework 12 and the real events, or one line that says where to get them."""
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
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS.name}")
    chosen = parser.parse_args()
    ref, table = ready()
    results = collect(ref, table, chosen.splits, chosen.epochs)
    print_rows(results)
    if chosen.write:
        stored = {"epochs": chosen.epochs, "rows": {}}
        stored["rows"] = {row: np.round(values, 5).tolist() for row, values in results.items()}
        RESULTS.write_text(json.dumps(stored, indent=1) + "\n")
        print(f"wrote {RESULTS.name}")


if __name__ == "__main__":
    main()
