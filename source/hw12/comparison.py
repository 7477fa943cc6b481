"""The same honest comparison for every detector: simple scores, and the usual curves.

Read it freely. A score is one number per event: the higher, the more anomalous. Background events
are the normal ones, signal events the anomalous ones.
"""

import numpy as np

#: One line style for each simple score, so that they also differ in print.
SIMPLE_STYLES = ((0, (5, 2)), (0, (2, 1)), (0, (4, 1, 1, 1)), (0, (8, 1, 1, 1, 1, 1)))


def mahalanobis(train, events, ridge=1e-6):
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


def pca_error(train, events, k):
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


def curve(background, signal):
    """Efficiencies at every threshold that lies between two scores.

    Parameters
    ----------
    background, signal : ndarrays of shapes (n,) and (m,)
        Scores.

    Returns
    -------
    background_efficiency, signal_efficiency : ndarrays
        Fractions of the events at or above each threshold, from 0 to 1.
    """
    thresholds = np.unique(np.concatenate([background, signal]))[::-1]
    efficiencies = [
        1 - np.searchsorted(np.sort(scores), thresholds, side="left") / len(scores)
        for scores in (background, signal)
    ]
    return tuple(np.concatenate([[0.0], efficiency]) for efficiency in efficiencies)


def area(background, signal):
    """Area under the ROC curve: the chance that a signal event scores above a background event.

    Equal scores count one half. 0.5 is a coin, 1 is perfect, and below 0.5 the score says the
    opposite of what it should.
    """
    order = np.sort(background)
    below = np.searchsorted(order, signal, side="left")
    not_above = np.searchsorted(order, signal, side="right")
    return float(np.mean(below + not_above) / (2 * len(background)))


def efficiency_at(background, signal, level):
    """Fraction of the signal that scores above all but a fraction `level` of the background."""
    return float(np.mean(signal > np.quantile(background, 1 - level)))


def gain(background_efficiency, signal_efficiency, fewest):
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


def fewest_background(scores):
    """Background efficiency that leaves twenty events."""
    return 20 / len(scores)


def print_table(scores, level=0.01):
    """Print what each detector reaches, beside flagging nothing and flagging everything.

    Parameters
    ----------
    scores : dict of str to (ndarray, ndarray)
        For each detector by name the scores of background and of signal events.
    level : float
        Background efficiency at which the signal efficiency is read.
    """
    print(f"{'':26}{'AUC':>6}  {f'signal at {level:.0%}':>13}  {'best gain':>9}")
    for name, (background, signal) in scores.items():
        fewest = fewest_background(background)
        best = np.nanmax(gain(*curve(background, signal), fewest))
        caught = efficiency_at(background, signal, level)
        print(f"{name:26}{area(background, signal):6.3f}  {caught:13.3f}  {best:9.2f}")
    print(f"{'flag nothing':26}{0.5:6.3f}  {'0.000 at 0%':>13}  {0:9.2f}")
    print(f"{'flag everything':26}{0.5:6.3f}  {'1.000 at 100%':>13}  {1:9.2f}")


def draw_roc(ax, scores, styles=None):
    """Draw signal against background efficiency, the latter on a logarithmic axis.

    Parameters
    ----------
    ax : matplotlib Axes
    scores : dict of str to (ndarray, ndarray)
        For each detector by name the scores of background and of signal events.
    styles : dict of str to dict, optional
        Line properties by name; the others are drawn thin and grey, one line style each.
    """
    for name, (background, signal), style in _styled(scores, styles):
        kept, caught = curve(background, signal)
        ax.plot(kept, caught, label=f"{name}, AUC {area(background, signal):.2f}", **style)
    lowest = min(fewest_background(background) for background, _ in scores.values()) / 4
    chance = np.geomspace(lowest, 1, 100)
    ax.plot(chance, chance, color="black", linestyle=":", linewidth=1, label="random")
    ax.set_xscale("log", nonpositive="mask")
    ax.set_xlim(lowest, 1)
    ax.set_ylim(0, 1.02)
    ax.set_xlabel("background efficiency")
    ax.set_ylabel("signal efficiency")


def draw_gain(ax, scores, styles=None):
    """Draw the significance improvement of each detector against its signal efficiency.

    Parameters are those of `draw_roc`. A curve begins where twenty background events are left.
    """
    for name, (background, signal), style in _styled(scores, styles):
        kept, caught = curve(background, signal)
        ax.plot(caught, gain(kept, caught, fewest_background(background)), label=name, **style)
    caught = np.linspace(0, 1, 100)
    ax.plot(caught, np.sqrt(caught), color="black", linestyle=":", linewidth=1, label="random")
    ax.set_xlim(0, 1)
    ax.set_ylim(bottom=0)
    ax.set_xlabel("signal efficiency $\\epsilon_S$")
    ax.set_ylabel("gain in significance $\\epsilon_S / \\sqrt{\\epsilon_B}$")


def _styled(scores, styles):
    """Each detector with its scores and line properties."""
    styles, simple = styles or {}, 0
    for name, pair in scores.items():
        style = styles.get(name)
        if style is None:
            grey = str((0.25, 0.55, 0.4, 0.65)[simple % 4])
            dashes = SIMPLE_STYLES[simple % len(SIMPLE_STYLES)]
            style, simple = {"color": grey, "linestyle": dashes, "linewidth": 1.3}, simple + 1
        yield name, pair, style
