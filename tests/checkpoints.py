"""What each problem hands to the next, computed from the reference solution.

``python -m tests.checkpoints`` writes the files; without it they are only compared.
"""

import numpy as np
import torch

from tests.notebooks import ROOT, reference


def hw11(ref):
    """Arrays that problems 1 to 4 of homework 11 produce on the public events.

    Parameters
    ----------
    ref : dict
        The reference solution, see `tests.notebooks.reference`.

    Returns
    -------
    dict of str to ndarray
    """
    X, y = ref["make_detector_data"]()
    normal = y == 0
    Z = ref["apply_standardizer"](X, *ref["fit_standardizer"](X[normal]))
    # The images of the unit vectors under the projection are the axes, as columns.
    project = ref["pca_project_2d"]
    axes = project(np.eye(4), fit_to=Z[normal]) - project(np.zeros((4, 4)), fit_to=Z[normal])
    largest = np.argmax(np.abs(axes), axis=0)
    axes = axes * np.sign(axes[largest, [0, 1]])

    _, centers = ref["run_kmeans"](Z[normal], Z[normal][[0, 10]])
    errors, _ = trained(ref, Z, normal, seed=7)
    return {
        "Z": Z,
        "axes": axes,
        "centers": centers,
        "distance2": ref["nearest_center_distance2"](Z, centers),
        "reconstruction_error": errors,
        "starts": starts(ref, Z, normal, seeds=range(100)),
    }


def trained(ref, Z, normal, seed):
    """Scores of all events, and losses, of an autoencoder that starts from a seed."""
    torch.manual_seed(seed)
    model = ref["AutoEncoder"]()
    events = torch.tensor(Z)
    losses = ref["train_autoencoder"](model, events[torch.tensor(normal)])
    with torch.no_grad():
        return ref["reconstruction_error"](events, model(events)).numpy(), losses


def starts(ref, Z, normal, seeds):
    """Final loss and AUC of trainings that differ in nothing but their seed, shape (n, 2)."""
    rows = []
    for seed in seeds:
        scores, losses = trained(ref, Z, normal, seed)
        area = np.mean(scores[~normal][:, None] > scores[normal][None, :])
        rows.append((losses[-1], area))
    return np.array(rows, dtype=np.float32)


RECIPES = {"hw11": hw11}


def path(assignment):
    return ROOT / "source" / assignment / "checkpoints" / f"{assignment}.npz"


def recompute(assignment):
    """The checkpoint of an assignment, computed anew on one thread."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return RECIPES[assignment](reference(assignment))
    finally:
        torch.set_num_threads(threads)


if __name__ == "__main__":
    for name in RECIPES:
        np.savez_compressed(path(name), **recompute(name))
        print(f"wrote {path(name).relative_to(ROOT)}")
