"""The best score without labels on public events of the Higgs challenge, ATLAS simulation.

``HIGGSML_CSV=… python -m benchmarks.higgs_search`` prints AUC, MCC and AMS with mean and spread
over the splits. Each split has a training sample, of which the first group of methods sees the
background only; a validation sample, by which a method and its features are chosen and from whose
background thresholds come; and a test sample, which is looked at once, at the very end. The second
group is told less about the world and more about the data: its training sample is background and,
beside it, a mixture of background and signal without labels, as data would be. Its settings are
fixed, and it stops by how well background and mixture are told apart.
"""

import argparse
import itertools
import time

import numpy as np
import torch
from sklearn.covariance import EmpiricalCovariance
from sklearn.ensemble import HistGradientBoostingClassifier, IsolationForest
from sklearn.mixture import GaussianMixture
from sklearn.neighbors import LocalOutlierFactor, NearestNeighbors
from sklearn.preprocessing import QuantileTransformer, StandardScaler
from sklearn.svm import OneClassSVM

from benchmarks.higgs_real import jet_set, ready, rows, scores, split

SPLITS, EPOCHS = 6, 300
#: Share of the first sample of `split` that validates.
VALIDATION = 0.3
#: Signal in the mixtures without labels; the first is that of the challenge.
MIXTURES = (0.342, 0.10, 0.03)


def centred(k):
    """Squared distance from the plane of the k leading axes."""

    def fit(x):
        mean = x.mean(0)
        axes = np.linalg.svd(x - mean, full_matrices=False)[2][k:]
        return lambda events: np.sum(((events - mean) @ axes.T) ** 2, axis=1)

    return fit


def distance(x):
    model = EmpiricalCovariance().fit(x)
    return model.mahalanobis


def neighbours(k):
    def fit(x):
        model = NearestNeighbors(n_neighbors=k).fit(x)
        return lambda events: model.kneighbors(events)[0].mean(axis=1)

    return fit


def outlier_factor(x):
    model = LocalOutlierFactor(n_neighbors=40, novelty=True).fit(x)
    return lambda events: -model.score_samples(events)


def forest(x):
    model = IsolationForest(n_estimators=200, random_state=0).fit(x)
    return lambda events: -model.score_samples(events)


def support_vectors(x):
    model = OneClassSVM(nu=0.1).fit(x)
    return lambda events: -model.score_samples(events)


def mixture(k):
    def fit(x):
        model = GaussianMixture(k, reg_covar=1e-2, random_state=0).fit(x)
        return lambda events: -model.score_samples(events)

    return fit


METHODS = {
    "PCA-2": centred(2),
    "PCA-6": centred(6),
    "Mahalanobis": distance,
    "nearest 5": neighbours(5),
    "nearest 50": neighbours(50),
    "local outlier factor": outlier_factor,
    "isolation forest": forest,
    "one-class SVM": support_vectors,
    "Gaussian mixture 3": mixture(3),
    "Gaussian mixture 8": mixture(8),
}
#: Which columns a method sees.
COLUMNS = {
    "all": lambda name: True,
    "derived": lambda name: name.startswith("DER_"),
    "measured": lambda name: name.startswith("PRI_"),
    "no jets": lambda name: "jet" not in name and name not in ("DER_lep_eta_centrality",),
}
SCALES = {
    "plain": lambda n: StandardScaler(),
    "Gaussian": lambda n: QuantileTransformer(
        n_quantiles=min(300, n), output_distribution="normal", random_state=0
    ),
}


def background_only(ref, samples, epochs, seed):
    """Scores of validation and test events of every method, trained on background.

    Parameters
    ----------
    ref : dict
    samples : list of three tables
        Training, validation and test.
    epochs, seed : int
        Of the VAE.

    Returns
    -------
    found : dict of str to list of ndarray
        Ranks among the training background, of the validation and the test events in the order of
        the tables.
    """
    train, *others = samples
    jets = [jet_set(other) for other in others]
    found = {}
    for n in range(4):
        few = rows(train, (jet_set(train) == n) & (train["Label"] == 0))
        names = [
            name
            for name in ref["higgs_file"].FEATURES
            if not name.endswith("_phi") and np.ptp(few[name]) > 0
        ]
        x, *tested = (
            ref["prepare"](train, other, n)[min(place, 1)]
            for place, other in enumerate((others[0], *others))
        )
        assert x.shape[1] == len(names)
        for columns, scale in itertools.product(COLUMNS, SCALES):
            kept = [COLUMNS[columns](name) for name in names]
            scaler = SCALES[scale](len(x)).fit(x[:, kept])
            background, *events = (scaler.transform(part[:, kept]) for part in (x, *tested))
            methods = dict(METHODS)
            if columns == "all":
                methods["VAE"] = lambda x: network(ref, x, epochs, seed)
            for method, fit in methods.items():
                score = fit(background)
                parts = found.setdefault((method, columns, scale), [np.zeros(len(j)) for j in jets])
                normal = score(background)
                for part, j, event in zip(parts, jets, events, strict=True):
                    part[j == n] = ref["higgs"].ranks(normal, score(event))
    return found


def network(ref, x, epochs, seed):
    torch.manual_seed(seed)
    _, score = scores(ref, "VAE", torch.tensor(x, dtype=torch.float32), epochs)
    return lambda events: score(torch.tensor(events, dtype=torch.float32))


def features(ref, table):
    """All useful columns with undefined values as NaN, which the trees below understand."""
    names = [name for name in ref["higgs_file"].FEATURES if not name.endswith("_phi")]
    values = np.stack([table[name] for name in names], axis=1)
    return np.where(values == -999, np.nan, values)


def boosted(seed):
    return HistGradientBoostingClassifier(
        learning_rate=0.05,
        max_leaf_nodes=8,
        min_samples_leaf=40,
        max_iter=400,
        l2_regularization=1.0,
        early_stopping=True,
        random_state=seed,
    )


def mixed(ref, samples, share, rng, seed):
    """Scores of a classifier between background and a mixture without labels.

    Half of the training background stands for simulation, the other half with some signal for data
    (Metodiev, Nachman, Thaler 2017). An average over eight halvings.
    """
    train, *others = samples
    x, y = features(ref, train), train["Label"]
    found = [np.zeros(len(other["Label"])) for other in others]
    for turn in range(8):
        background = rng.permutation(np.flatnonzero(y == 0))
        half = len(background) // 2
        signal = rng.permutation(np.flatnonzero(y == 1))[: int(half * share / (1 - share))]
        data = np.concatenate([background[half:], signal])
        chosen = np.concatenate([background[:half], data])
        model = boosted(seed + turn).fit(x[chosen], np.isin(chosen, data))
        for part, other in zip(found, others, strict=True):
            part += model.decision_function(features(ref, other))
    return found


def run(ref, table, seed, epochs=EPOCHS):
    """AUC, MCC and AMS of every method on one split.

    Returns
    -------
    results : dict of str to (float, float, float)
        Also with the key ``"chosen"``, the best method of the first group on the validation sample.
    chosen : tuple of str
        Its method, columns and scale.
    """
    rng = np.random.default_rng(seed)
    train, test = split(table, rng)
    validating = rng.random(len(train["Label"])) < VALIDATION
    samples = [rows(train, ~validating), rows(train, validating), test]
    labels = [sample["Label"] for sample in samples[1:]]
    area = ref["comparison"].area

    def values(found):
        validation, tested = found
        threshold = np.quantile(validation[labels[0] == 0], 0.4)
        reached = ref["metrics"](labels[1], tested > threshold, test["Weight"])
        return area(tested[labels[1] == 0], tested[labels[1] == 1]), reached[5], reached[0]

    first = background_only(ref, samples, epochs, seed)
    judged = {
        key: area(found[0][labels[0] == 0], found[0][labels[0] == 1])
        for key, found in first.items()
    }
    chosen = max(judged, key=judged.get)
    results = {
        f"{method}, {scale}": values(first[method, "all", scale])
        for method, scale in itertools.product((*METHODS, "VAE"), SCALES)
    }
    results["chosen by validation"] = values(first[chosen])
    for share in MIXTURES:
        results[f"mixture, {share:.0%} signal"] = values(mixed(ref, samples, share, rng, seed))
    labelled = boosted(seed).fit(features(ref, samples[0]), samples[0]["Label"])
    results["with labels"] = values(
        [labelled.decision_function(features(ref, sample)) for sample in samples[1:]]
    )
    results["flag everything"] = (0.5, 0.0, 1.079)
    return results, chosen


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--splits", type=int, default=SPLITS)
    parser.add_argument("--epochs", type=int, default=EPOCHS, help="of the VAE")
    chosen = parser.parse_args()
    ref, table = ready()
    found = []
    for seed in range(chosen.splits):
        started = time.monotonic()
        results, best = run(ref, table, seed, chosen.epochs)
        found.append(results)
        seconds = time.monotonic() - started
        print(f"split {seed}: {seconds:.0f} s, validation chose {', '.join(best)}", flush=True)
    print(f"{'':32}{'AUC':>15}{'MCC at q40':>16}{'AMS at q40':>16}")
    for name in found[0]:
        table = np.array([results[name] for results in found])
        spread = table.std(axis=0, ddof=1) if len(found) > 1 else 0 * table[0]
        told = "".join(f"{m:8.3f} ± {s:.3f}" for m, s in zip(table.mean(0), spread, strict=True))
        print(f"{name:32}{told}")


if __name__ == "__main__":
    main()
