"""The same comparison for every detector: simple scores, curves, and numbers with their errors.

A score is one number per event: the higher, the more anomalous. Background events are the normal
ones, signal events the anomalous ones. A detector that was trained from several starting points has
one pair of scores, background and signal, for each of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

#: Scores of background and of signal events.
Scores = tuple[np.ndarray, np.ndarray]
#: Grey and line style of each detector that gets no style of its own: they also differ in print.
GREYS = ("0.25", "0.55", "0.4", "0.65", "0.3", "0.5")
DASHES = ((0, (5, 2)), (0, (2, 1)), (0, (4, 1, 1, 1)), (0, (8, 1, 1, 1, 1, 1)), (0, (1, 1)), "-")
#: Background efficiencies at which curves of several starts are compared.
GRID = 200


def mahalanobis(train: np.ndarray, events: np.ndarray, ridge: float = 1e-6) -> np.ndarray:
    """Squared Mahalanobis distance from the background.

    Parameters
    ----------
    train : ndarray of shape (n, d)
        Background events, from which mean and covariance are taken.
    events : ndarray of shape (m, d)
    ridge : float
        Fraction of the average variance that is added to each variance, so that the covariance
        of features without spread can be inverted.

    Returns
    -------
    scores : ndarray of shape (m,)
        Distances in units of the spread along each direction.
    """
    train, events = np.asarray(train, float), np.asarray(events, float)
    covariance = np.cov(train, rowvar=False)
    covariance += ridge * np.trace(covariance) / len(covariance) * np.eye(len(covariance))
    offset = events - train.mean(0)
    return np.sum(offset * np.linalg.solve(covariance, offset.T).T, axis=1)


def pca_error(train: np.ndarray, events: np.ndarray, k: int) -> np.ndarray:
    """Squared distance from the plane of the k leading principal axes of the background.

    Parameters
    ----------
    train : ndarray of shape (n, d)
        Background events, which set the plane.
    events : ndarray of shape (m, d)
    k : int
        Axes that are kept.

    Returns
    -------
    scores : ndarray of shape (m,)
    """
    train, events = np.asarray(train, float), np.asarray(events, float)
    _, _, axes = np.linalg.svd(train - train.mean(0), full_matrices=False)
    # What the kept axes do not rebuild is what the other axes hold.
    return np.sum(((events - train.mean(0)) @ axes[k:].T) ** 2, axis=1)


def curve(background: np.ndarray, signal: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Efficiencies at every threshold that lies between two scores, by scikit-learn.

    Parameters
    ----------
    background, signal : ndarrays of shapes (n,) and (m,)
        Scores.

    Returns
    -------
    background_efficiency, signal_efficiency : ndarrays
        Fractions of the events at or above each threshold, from 0 to 1.
    """
    from sklearn.metrics import roc_curve

    background_efficiency, signal_efficiency, _ = roc_curve(*_labelled(background, signal))
    return background_efficiency, signal_efficiency


def area(background: np.ndarray, signal: np.ndarray) -> float:
    """Area under the ROC curve (AUC), by scikit-learn.

    It is the chance that a signal event scores above a background event, where equal scores count
    one half. 0.5 is a coin, 1 is perfect, and below 0.5 the score says the opposite of what it
    should.
    """
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(*_labelled(background, signal)))


def area_error(background: np.ndarray, signal: np.ndarray) -> float:
    """Standard error of the AUC that comes from the numbers of events.

    The approximation of Hanley and McNeil, Radiology 143 (1982) 29, which needs the AUC alone.
    """
    auc, n, m = area(background, signal), len(background), len(signal)
    two_signal, two_background = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    variance = auc * (1 - auc) + (m - 1) * (two_signal - auc**2)
    return float(np.sqrt((variance + (n - 1) * (two_background - auc**2)) / (n * m)))


def efficiency_at(background: np.ndarray, signal: np.ndarray, level: float) -> float:
    """Fraction of the signal that is kept by the cut that keeps a fraction `level` of background.

    Where many events have the same score, no cut keeps just this fraction; then the curve is
    followed between the two nearest cuts, as if a coin decided about the events in between.
    """
    return float(_caught(background, signal, np.array(level)))


def efficiency_error(background: np.ndarray, signal: np.ndarray, level: float) -> float:
    """Standard error of `efficiency_at`, from both numbers of events, by 200 bootstrap samples.

    A threshold that keeps few background events fluctuates, and the kept signal with it.
    """
    rng = np.random.default_rng(0)
    # Equal scores are told apart at random.
    width = 1e-9 * np.ptp(np.concatenate([background, signal]))
    background, signal = (x + width * rng.random(len(x)) for x in (background, signal))
    some = background[rng.integers(len(background), size=(200, len(background)))]
    lines = np.quantile(some, 1 - level, axis=1)
    drawn = signal[rng.integers(len(signal), size=(200, len(signal)))]
    return float(np.mean(drawn > lines[:, None], axis=1).std(ddof=1))


def gain(
    background_efficiency: np.ndarray, signal_efficiency: np.ndarray, fewest: float
) -> np.ndarray:
    """Factor by which a cut raises the significance, signal over root of background.

    Parameters
    ----------
    background_efficiency, signal_efficiency : ndarrays of shape (n,)
    fewest : float
        Background efficiency below which so few events are left that the ratio is noise; there
        the gain is NaN.

    Returns
    -------
    gain : ndarray of shape (n,)
        1 means that the cut changes nothing.
    """
    enough = background_efficiency >= fewest
    root = np.sqrt(np.where(enough, background_efficiency, 1.0))
    return np.where(enough, signal_efficiency / root, np.nan)


def gain_at(background: np.ndarray, signal: np.ndarray, level: float) -> tuple[float, float]:
    """Gain in significance of the cut that keeps a fraction `level` of the background.

    Returns
    -------
    gain, error : float
        The error is what both numbers of events, before and after the cut, leave open.
    """
    kept = efficiency_at(background, signal, level)
    found = kept / np.sqrt(level)
    of_background = (1 - level) / (4 * level * len(background))
    of_signal = (1 - kept) / (kept * len(signal)) if kept else 0.0
    return float(found), float(found * np.sqrt(of_background + of_signal))


def fewest_background(scores: np.ndarray) -> float:
    """Background efficiency that leaves twenty events."""
    return 20 / len(scores)


def print_table(scores: Mapping[str, Scores | Sequence[Scores]], level: float = 0.01) -> None:
    """Print what each detector reaches, beside flagging nothing and flagging everything.

    Errors are those of the numbers of events; of several starts the mean is printed, and their
    standard deviation. That of the signal includes that the threshold moves with the background,
    that of the gain is the error of a fixed threshold.

    Parameters
    ----------
    scores : dict
        For each detector by name the scores of background and of signal events, or a list of such
        pairs.
    level : float
        Background efficiency of the cut for which signal efficiency and gain are printed.
    """
    cut = f"at {level:.0%} background"
    print(f"{'':26}{'AUC':^15}{'signal ' + cut:^25}{'gain ' + cut:^23}")
    for name, given in scores.items():
        pairs = _pairs(given)
        if len(pairs) == 1:
            ((background, signal),) = pairs
            kept = efficiency_at(background, signal, level)
            found = [
                (area(background, signal), area_error(background, signal)),
                (kept, efficiency_error(background, signal, level)),
                gain_at(background, signal, level),
            ]
        else:
            several = [
                (area(*pair), efficiency_at(*pair, level), gain_at(*pair, level)[0])
                for pair in pairs
            ]
            found = list(zip(np.mean(several, 0), np.std(several, 0, ddof=1), strict=True))
        (auc, d_auc), (kept, d_kept), (won, d_won) = found
        print(
            f"{name:26}{f'{auc:.3f} ± {d_auc:.3f}':^15}{f'{kept:.3f} ± {d_kept:.3f}':^25}"
            f"{f'{won:.2f} ± {d_won:.2f}':^23}"
        )
    print(f"{'flag nothing':26}{'0.5':^15}{'0':^25}{'0':^23}")
    print(f"{'flag everything':26}{'0.5':^15}{'1 at 100% background':^25}{'1':^23}")
    print("± of the signal: the threshold moves with the background; ± of the gain: it is fixed")


def draw_roc(
    ax: Any, scores: Mapping[str, Scores | Sequence[Scores]], styles: Mapping | None = None
) -> None:
    """Draw signal against background efficiency, the latter on a logarithmic axis.

    Parameters
    ----------
    ax : matplotlib Axes
    scores : dict
        As in `print_table`. Of several starts the mean is drawn, in a band of one standard
        deviation.
    styles : dict of str to dict, optional
        Line properties by name; the others are drawn thin and grey, one line style each.
    """
    lowest = min(fewest_background(b) for given in scores.values() for b, _ in _pairs(given)) / 4
    levels = np.geomspace(lowest, 1, GRID)
    for name, pairs, style in _styled(scores, styles):
        found = np.array([_caught(*pair, levels) for pair in pairs])
        auc = np.mean([area(*pair) for pair in pairs])
        ax.plot(levels, found.mean(0), label=f"{name}, AUC {auc:.2f}", **style)
        _band(ax, levels, found, style)
    ax.plot(levels, levels, color="black", linestyle=":", linewidth=1, label="random")
    ax.set_xscale("log", nonpositive="mask")
    ax.set_xlim(lowest, 1)
    ax.set_ylim(0, 1.02)
    ax.set_xlabel("background efficiency $\\epsilon_B$")
    ax.set_ylabel("signal efficiency $\\epsilon_S$")


def draw_gain(
    ax: Any, scores: Mapping[str, Scores | Sequence[Scores]], styles: Mapping | None = None
) -> None:
    """Draw the gain in significance of each detector against its background efficiency.

    Parameters are those of `draw_roc`. A curve begins where twenty background events are left; its
    value is uncertain by a tenth there.
    """
    fewest = max(fewest_background(b) for given in scores.values() for b, _ in _pairs(given))
    levels = np.geomspace(fewest, 1, GRID)
    for name, pairs, style in _styled(scores, styles):
        found = np.array([gain(levels, _caught(*pair, levels), fewest / 2) for pair in pairs])
        ax.plot(levels, found.mean(0), label=name, **style)
        _band(ax, levels, found, style)
    ax.axhline(1, color="black", linestyle=":", linewidth=1, label="flag everything")
    ax.set_xscale("log")
    ax.set_xlim(fewest, 1)
    ax.set_ylim(bottom=0)
    ax.set_xlabel("background efficiency $\\epsilon_B$")
    ax.set_ylabel("gain in significance $\\epsilon_S / \\sqrt{\\epsilon_B}$")


def beside(model: Any, x: Any) -> Any:
    """A tensor on the device of a network, wherever an answer has put that.

    Parameters
    ----------
    model : torch.nn.Module
    x : tensor
    """
    return x.to(next(model.parameters()).device)


def _labelled(background: np.ndarray, signal: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Labels, 1 for signal, and scores of all events."""
    labels = np.repeat([0, 1], [len(background), len(signal)])
    return labels, np.concatenate([background, signal])


def _pairs(given: Scores | Sequence[Scores]) -> list[Scores]:
    """The scores of each start, also where there is one only."""
    return [given] if isinstance(given, tuple) else list(given)


def _caught(background: np.ndarray, signal: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """Signal efficiency at some background efficiencies."""
    return np.interp(levels, *curve(background, signal))


def _band(ax: Any, levels: np.ndarray, found: np.ndarray, style: Mapping) -> None:
    """Draw one standard deviation on either side of the mean of several curves."""
    if len(found) > 1:
        spread = found.std(0, ddof=1)
        low, high = found.mean(0) - spread, found.mean(0) + spread
        ax.fill_between(levels, low, high, color=style["color"], alpha=0.2, linewidth=0)


def _styled(
    scores: Mapping[str, Scores | Sequence[Scores]], styles: Mapping | None
) -> Iterator[tuple[str, list[Scores], dict]]:
    """Each detector with its scores and line properties."""
    styles, simple = styles or {}, 0
    for name, given in scores.items():
        style = styles.get(name)
        if style is None:
            place = simple % len(GREYS)
            style = {"color": GREYS[place], "linestyle": DASHES[place], "linewidth": 1.3}
            simple += 1
        yield name, _pairs(given), dict(style)
