"""Events as the numbers that a network reads, and back.

Read it freely. An event has 19 rows of four numbers, see `events`; a network reads 152 numbers:
first pT, eta and phi of each row, brought to a common scale, then for each row five numbers that
say what it holds. The module holds nothing that a student is asked to write.
"""

import numpy as np
import torch

#: Kinds of rows: none, MET, electron, muon, jet.
KINDS = 5
#: How pT, eta and phi can be brought to a common scale.
SCALINGS = ("standard", "minmax")


def is_particle(X):
    """Which rows hold something: those with a type other than 0, whatever else stands in them.

    Parameters
    ----------
    X : ndarray of shape (n, m, 4)

    Returns
    -------
    mask : ndarray of shape (n, m), bool
    """
    return X[:, :, 3] != 0


def one_hot(X):
    """The type of each row as five numbers, of which one is 1 and the others are 0.

    A muon (3) is not one and a half electrons (2), and a network that read the type as a number
    would take it for that.

    Parameters
    ----------
    X : ndarray of shape (n, m, 4)

    Returns
    -------
    types : ndarray of shape (n, m, 5)
    """
    return np.eye(KINDS)[X[:, :, 3].astype(int)]


def network_input(X, kind, shift, scale, device="cpu"):
    """Events as rows of numbers, and which of these numbers count.

    Parameters
    ----------
    X : ndarray of shape (n, m, 4)
        Columns: pT in GeV, eta, phi in rad, type.
    kind : str
        "standard", where ln(1 + pT) stands for pT, or "minmax".
    shift, scale : array_like of shape (3,)
        What is taken off each of the three columns, and by what it is divided then.
    device : str or torch.device

    Returns
    -------
    x : tensor of shape (n, 8 m), float32
        First the 3 m scaled numbers, row after row, 0 in the empty rows; then the 5 m of the types.
    counts : tensor of shape (n, 8 m), bool
        The three numbers of an empty row do not count. That it is empty does.
    """
    if kind not in SCALINGS:
        raise ValueError(f"expected one of {', '.join(SCALINGS)}, got {kind}")
    n, mask = len(X), is_particle(X)
    columns = X[:, :, :3].astype(float)
    if kind == "standard":
        columns[:, :, 0] = np.log1p(columns[:, :, 0])
    scaled = (columns - np.asarray(shift)) / np.asarray(scale)
    kinematics = np.where(mask[:, :, None], scaled, 0.0).reshape(n, -1)
    types = one_hot(X).reshape(n, -1)
    counts = np.concatenate([np.repeat(mask, 3, axis=1), np.ones(types.shape, bool)], axis=1)
    x = np.concatenate([kinematics, types], axis=1)
    return (
        torch.as_tensor(x, dtype=torch.float32, device=device),
        torch.as_tensor(counts, device=device),
    )


def as_events(x, kind, shift, scale):
    """Numbers that a network gives, as events again.

    Parameters
    ----------
    x : tensor of shape (n, 8 m)
    kind, shift, scale
        As in `network_input`.

    Returns
    -------
    X : ndarray of shape (n, m, 4)
        A row has the type whose number is the largest of its five, and is zero if that is type 0.
    """
    x = torch.as_tensor(x).detach().cpu().numpy().astype(float)
    rows = x.shape[1] // (3 + KINDS)
    columns = x[:, : 3 * rows].reshape(-1, rows, 3) * np.asarray(scale) + np.asarray(shift)
    if kind == "standard":
        columns[:, :, 0] = np.expm1(columns[:, :, 0])
    types = x[:, 3 * rows :].reshape(-1, rows, KINDS).argmax(axis=2)
    return np.concatenate([columns * (types > 0)[:, :, None], types[:, :, None]], axis=2)
