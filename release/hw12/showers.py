"""Electromagnetic showers of photons in six sensors, one behind the other, and three rare kinds.

Read it freely; problem 1 takes its showers from here.

Kept: the average longitudinal profile, a gamma distribution whose maximum moves inwards with the
logarithm of the energy; the depth at which a photon converts, which fluctuates exponentially; the
leakage behind the last sensor; sampling fluctuations and electronic noise of each sensor.

Left out: the transverse extent, fluctuations of the profile itself, hadrons, dead material, and
the calibration of the sensors to each other.
"""

import numpy as np
import torch

#: Each sensor is this thick, in radiation lengths.
THICKNESS = 4.0
N_SENSORS = 6
#: Critical energy of lead in GeV, and the slope of the tail per radiation length: Particle Data
#: Group, "Passage of particles through matter", on electromagnetic cascades.
CRITICAL_ENERGY, SLOPE = 0.0074, 0.5
#: Mean depth in radiation lengths at which a photon converts to an electron pair.
CONVERSION = 9 / 7
#: Relative fluctuation of a sensor that collects 1 GeV, and its noise in GeV.
SAMPLING, NOISE = 0.10, 0.12
#: What an anomalous shower does, and the second number of the seed that draws such showers.
KINDS = {"deep": 2, "noisy": 3, "split": 1}


def make_showers(n_normal=4000, n_anomaly=1000, seed=12, kind="split"):
    """Draw normal showers and showers of one anomalous kind.

    Parameters
    ----------
    n_normal, n_anomaly : int
        Number of showers of each class.
    seed : int
        Seed of ``numpy.random.default_rng``. The same seed gives the same showers.
    kind : str
        What an anomalous shower does. ``"split"``: 30 to 60 % of its energy goes on unseen and
        showers again 8 to 14 radiation lengths behind the first start. ``"deep"``: all of it
        starts 3 to 9 radiation lengths later, as after the decay of a long-lived particle.
        ``"noisy"``: one of the six sensors has noise of 1 GeV.

    Returns
    -------
    showers : ndarray of shape (n_normal + n_anomaly, 6), float64
        Energy in each sensor in GeV, front to back; the normal showers first. Noise makes a few
        energies negative.
    y : ndarray of shape (n_normal + n_anomaly,), int64
        0 for a normal shower, 1 for an anomalous one.

    Raises
    ------
    ValueError
        If the kind is none of `KINDS`.
    """
    if kind not in KINDS:
        raise ValueError(f"kind: expected one of {', '.join(KINDS)}, got {kind!r}")
    # Two generators, so that the normal showers are the same whatever the anomalies are.
    normal = draw(np.random.default_rng(seed), n_normal)
    anomalous = draw(np.random.default_rng([seed, KINDS[kind]]), n_anomaly, kind)
    y = np.repeat(np.array([0, 1], dtype=np.int64), [n_normal, n_anomaly])
    return np.concatenate([normal, anomalous]), y


def draw(rng, n, kind="normal"):
    """Draw showers of one kind, see `make_showers`.

    Parameters
    ----------
    rng : numpy.random.Generator
    n : int
        Number of showers.
    kind : str
        ``"normal"`` or one of `KINDS`.

    Returns
    -------
    showers : ndarray of shape (n, 6), float64
        In GeV.
    """
    # Photons of 20 GeV on average, whatever the kind.
    energy = rng.gamma(4.0, 5.0, size=n)
    start = rng.exponential(CONVERSION, size=n)
    noise = np.full((n, N_SENSORS), NOISE)
    if kind == "deep":
        start += rng.uniform(3.0, 9.0, size=n)
    if kind == "noisy":
        noise[np.arange(n), rng.integers(N_SENSORS, size=n)] = 1.0
    if kind == "split":
        share = rng.uniform(0.3, 0.6, size=n)
        gap = rng.uniform(8.0, 14.0, size=n)
        deposits = profile((1 - share) * energy, start) + profile(share * energy, start + gap)
    else:
        deposits = profile(energy, start)
    width = np.sqrt(SAMPLING**2 * deposits + noise**2)
    return deposits + width * rng.normal(size=deposits.shape)


def profile(energy, start):
    """Average energy that showers leave in each sensor.

    The profile is that of E. Longo and I. Sestili, Nucl. Instrum. Meth. 128, 283 (1975):
    ``dE/dt = E b (bt)**(a - 1) exp(-bt) / Gamma(a)`` at the depth ``t`` behind the start, with its
    maximum ``(a - 1) / b = log(E / E_c) - 0.5`` for a shower that electrons start.

    Parameters
    ----------
    energy, start : ndarrays of shape (n,)
        Energy in GeV, and depth at which the shower starts in radiation lengths.

    Returns
    -------
    deposits : ndarray of shape (n, 6)
        In GeV; what leaks out behind the last sensor is missing.
    """
    maximum = np.log(np.maximum(energy, 0.1) / CRITICAL_ENERGY) - 0.5
    edges = THICKNESS * np.arange(N_SENSORS + 1)
    depth = np.clip(edges - start[:, None], 0.0, None)
    shape = torch.from_numpy(1 + SLOPE * maximum[:, None])
    collected = torch.special.gammainc(shape, torch.from_numpy(SLOPE * depth)).cpu().numpy()
    return energy[:, None] * np.diff(collected, axis=1)
