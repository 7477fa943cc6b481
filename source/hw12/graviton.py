"""Events with two heavy jets: QCD, and a bulk graviton that decays into two W bosons.

What is kept: the falling spectrum of QCD jets; the Jacobian peak of the W bosons near half the
mass of the graviton, with the angular distribution of a spin-2 particle; jet masses, from soft
radiation in QCD and at the W mass for a W; n-subjettiness, small tau_2 / tau_1 for two prongs;
one W that decays to a lepton and a neutrino; missing momentum from the neutrino or from jets that
are measured badly; a few soft leptons inside jets.

What is left out: directions (an event is a list of sizes without angles), pile-up, triggers and
thresholds, tau leptons, the events in which both W bosons decay to leptons, other backgrounds such
as top pairs, and correlations among the three n-subjettiness values beyond their order. It is a
toy: the shapes are chosen by hand to look like simulated events, not fitted to them.

Read it freely. The problem takes all its events from here.
"""

import numpy as np

JET = ("pt", "mass", "tau1", "tau2", "tau3")
#: Columns of an event. Momenta, masses and missing transverse momentum (MET) in GeV; the
#: n-subjettiness tau_N has no unit. Jets, electrons and muons are numbered from the hardest on; one
#: that is not there is 0 in all its columns.
FEATURES = (
    "MET_pt",
    *(f"FatJet_{i}_{name}" for i in (0, 1) for name in JET),
    "FatJet_2_pt",
    "FatJet_2_mass",
    "FatJet_3_pt",
    *(f"Electron_{i}_pt" for i in range(4)),
    *(f"Muon_{i}_pt" for i in range(4)),
)
W_MASS = 80.4
FURTHER = 0.2
# Branching fractions of the W: to quarks, and to an electron or a muon (Particle Data Group).
HADRONIC, LEPTONIC = 0.674, 0.216
#: One W in a lepton and the other in quarks, among such events and those with quarks only.
SEMILEPTONIC = 2 * LEPTONIC / (2 * LEPTONIC + HADRONIC)


def qcd_events(n, seed=0):
    """Draw background events: two hard QCD jets and softer ones.

    Parameters
    ----------
    n : int
        Number of events.
    seed : int
        Seed of ``numpy.random.default_rng``. The same seed gives the same events.

    Returns
    -------
    X : ndarray of shape (n, 22), float32
        One event per row, columns as in `FEATURES`.
    """
    rng = np.random.default_rng(seed)
    # A power law above 350 GeV, dN/dpT ~ pT^-4.5, and a second jet that lost some to a third.
    first = 350 * (1 - rng.random(n)) ** (-1 / 3.5)
    second = first * rng.beta(9, 2, n)
    jets = [qcd_jet(rng, first), qcd_jet(rng, second), *soft_jets(rng, second)]
    electrons, muons = soft_leptons(rng, n, 0.10), soft_leptons(rng, n, 0.16)
    return table(mismeasured(rng, first + second), np.stack(jets, axis=1), electrons, muons)


def graviton_events(n, mass=1100.0, seed=1):
    """Draw signal events: a bulk graviton decays into two longitudinal W bosons.

    Parameters
    ----------
    n : int
        Number of events.
    mass : float
        Mass of the graviton in GeV.
    seed : int
        Seed of ``numpy.random.default_rng``. The same seed gives the same events.

    Returns
    -------
    X : ndarray of shape (n, 22), float32
        One event per row, columns as in `FEATURES`.

    Notes
    -----
    Two gluons make a graviton with spin 2 along the beam, and longitudinal W bosons carry no spin
    along their own direction, so that cos(theta) follows |d^2_20|^2 ~ sin^4(theta). In the decay
    of a longitudinal W the lepton's share x of the momentum follows x (1 - x).
    """
    rng = np.random.default_rng(seed)
    cosine = 2 * rng.beta(3, 3, n) - 1
    heavy = mass * rng.normal(1, 0.04, n)
    momentum = np.sqrt(np.maximum(heavy**2 / 4 - W_MASS**2, 0) * (1 - cosine**2))
    first, second = (momentum * rng.normal(1, 0.07, n) for _ in range(2))
    met = mismeasured(rng, first + second)
    electrons, muons = soft_leptons(rng, n, 0.10), soft_leptons(rng, n, 0.16)

    semileptonic = rng.random(n) < SEMILEPTONIC
    share, is_electron = rng.beta(2, 2, n), rng.random(n) < 0.5
    met = np.where(semileptonic, np.hypot(met, momentum * (1 - share)), met)
    for leptons, chosen in ((electrons, is_electron), (muons, ~is_electron)):
        # The fourth soft lepton is nearly always absent: its place goes to the one from the W.
        leptons[:, 3] = np.where(semileptonic & chosen, momentum * share, leptons[:, 3])

    decayed = np.where(semileptonic[:, None], 0.0, w_jet(rng, second))
    jets = [w_jet(rng, first), decayed, *soft_jets(rng, momentum)]
    return table(met, np.stack(jets, axis=1), electrons, muons)


def qcd_jet(rng, pt):
    """Jets from one quark or gluon, as columns `JET`; a jet without momentum is all zeros.

    The mass is a fraction of the momentum, log-normal; one prong means that tau_2 stays near tau_1.
    """
    n = len(pt)
    mass = pt * np.minimum(np.exp(rng.normal(np.log(0.09), 0.55, n)), 0.5)
    return jet(pt, mass, rng.gamma(3, 0.06, n), rng.beta(7, 3, n), rng.beta(8, 2.5, n))


def w_jet(rng, pt):
    """Jets that hold both quarks of a W, as columns `JET`.

    The mass is that of the W, smeared, with a tail from particles that belong elsewhere; two
    prongs mean that tau_2 is well below tau_1.
    """
    n = len(pt)
    mass = rng.normal(W_MASS, 9, n) + rng.exponential(6, n)
    return jet(pt, mass, rng.gamma(8, 0.02, n), rng.beta(3.5, 6.5, n), rng.beta(7, 3, n))


def jet(pt, mass, width, tau21, tau32):
    """Columns `JET` of jets; heavier jets are wider, so tau_1 grows with mass over momentum."""
    there = pt > 0
    tau1 = width * (mass / np.where(there, pt, 1.0) / 0.1) ** 0.6
    columns = np.stack([pt, mass, tau1, tau1 * tau21, tau1 * tau21 * tau32], axis=1)
    return np.where(there[:, None], columns, 0.0)


def soft_jets(rng, pt):
    """A third and a fourth jet, radiated off jets of momentum `pt`; each may be missing."""
    count = rng.poisson(0.8, len(pt))
    third = np.where(count > 0, pt * rng.beta(2, 5, len(pt)), 0.0)
    fourth = np.where(count > 1, third * rng.beta(3, 3, len(pt)), 0.0)
    return qcd_jet(rng, third), qcd_jet(rng, fourth)


def soft_leptons(rng, n, chance):
    """Momenta in GeV of up to four leptons inside jets.

    `chance` is that of the first one; after each, a further one comes with a chance of 0.2.
    """
    there = rng.random((n, 1)) < chance * FURTHER ** np.arange(4)
    return np.where(there, 5 + rng.exponential(12, (n, 4)), 0.0)


def mismeasured(rng, total):
    """Missing momentum in GeV without a neutrino: 3.5 % of the jets' sum, and soft particles."""
    return np.abs(rng.normal(0, 0.035 * total)) + rng.exponential(12, len(total))


def table(met, jets, electrons, muons):
    """Events as rows of numbers, each kind of object ordered by momentum.

    Parameters
    ----------
    met : ndarray of shape (n,)
    jets : ndarray of shape (n, 4, 5)
        Columns of the last axis as in `JET`.
    electrons, muons : ndarrays of shape (n, 4)

    Returns
    -------
    X : ndarray of shape (n, 22), float32
    """
    order = np.argsort(-jets[:, :, 0], axis=1)
    jets = np.take_along_axis(jets, order[:, :, None], axis=1)
    columns = [
        met[:, None],
        jets[:, 0],
        jets[:, 1],
        jets[:, 2, :2],
        jets[:, 3, :1],
        np.sort(electrons, axis=1)[:, ::-1],
        np.sort(muons, axis=1)[:, ::-1],
    ]
    return np.concatenate(columns, axis=1).astype(np.float32)
