"""Toy collisions in the format of the 2021 anomaly detection challenge: 19 objects, 4 numbers each.

Read it freely. Four backgrounds and four signals, named as in E. Govorkova et al., "LHC physics
dataset for unsupervised New Physics detection at 40 MHz", Scientific Data 9, 118 (2022), from where
masses, the mixture of backgrounds and the cuts are taken.

Kept: relativistic two-body decays of particles with the right masses, their recoil against a jet,
neutrinos that are missing in the transverse momentum balance, taus that lose a part of theirs to
neutrinos, resolution, acceptance, and the trigger, a lepton with more than 23 GeV. Left out: matrix
elements and spins (every decay is isotropic), the parton shower (a parton is a jet), pile-up,
isolation, objects that are mistaken for others. Spectra are simple functions with plausible means.
Four-momenta are arrays of shape (n, 4): E, px, py, pz in GeV; light particles have no mass.
"""

from dataclasses import dataclass, field

import numpy as np

#: The four numbers of an object, with units, and what its type means.
COLUMNS = ("pT [GeV]", "eta", "phi [rad]", "type")
TYPES = ("none", "MET", "electron", "muon", "jet")
#: Rows of an event that each type of object may fill, hardest first.
ROWS = {"MET": slice(0, 1), "electron": slice(1, 5), "muon": slice(5, 9), "jet": slice(9, 19)}
#: Smallest transverse momentum in GeV and largest |eta| of recorded objects.
ACCEPTANCE = {"electron": (3.0, 3.0), "muon": (3.0, 2.1), "jet": (15.0, 4.0)}
#: An event is kept if an electron or a muon has more transverse momentum than this, in GeV.
TRIGGER = 23.0
#: Relative resolution of transverse momenta, and noise of each component of the MET in GeV.
LEPTON_RESOLUTION, JET_RESOLUTION, MET_NOISE = 0.02, 0.10, 12.0
#: Masses in GeV.
MASS = {"W": 80.4, "Z": 91.2, "A": 50.0, "LQ": 80.0, "h0": 60.0, "h±": 60.0}
#: Fraction of tau decays with an electron or a muon.
LEPTONIC = 0.35
#: Backgrounds after the trigger, as fractions of the mixture.
BACKGROUNDS = {"W": 0.592, "QCD": 0.338, "Z": 0.067, "tt": 0.003}


@dataclass(frozen=True)
class Particles:
    """What leaves the collision: four-momenta of shape (n, 4), zero where there is no particle.

    Attributes
    ----------
    leptons : list of (ndarray of shape (n, 4), ndarray of shape (n,))
        Momenta of electrons or muons, and their types, 2 or 3.
    jets, invisible : list of ndarray of shape (n, 4)
        Momenta of partons and hadronic taus, and of neutrinos.
    """

    leptons: list = field(default_factory=list)
    jets: list = field(default_factory=list)
    invisible: list = field(default_factory=list)


def make_events(process, n, rng):
    """Events of one process that pass the trigger.

    Parameters
    ----------
    process : str
        A name of `PROCESSES`.
    n : int
        Number of events that are returned.
    rng : numpy.random.Generator

    Returns
    -------
    X : ndarray of shape (n, 19, 4), float32
        Rows: MET, 4 electrons, 4 muons, 10 jets, each kind by falling transverse momentum. Columns
        as in `COLUMNS`. Rows without an object are zero.
    """
    kept, missing, passing = [np.zeros((0, 19, 4), np.float32)], n, 0.25
    while missing > 0:
        size = int(missing / passing) + 100
        X = record(PROCESSES[process](size, rng), rng)
        kept.append(X[X[:, 1:9, 0].max(axis=1) > TRIGGER])
        missing -= len(kept[-1])
        passing = max(len(kept[-1]) / size, 0.01)
    return np.concatenate(kept)[:n]


def make_background(n, rng):
    """The mixture of backgrounds after the trigger, in random order.

    Parameters
    ----------
    n : int
    rng : numpy.random.Generator

    Returns
    -------
    X : ndarray of shape (n, 19, 4), float32
    origin : ndarray of shape (n,), int64
        Which of `BACKGROUNDS` each event comes from, counted from 0.
    """
    shares = np.cumsum([0, *BACKGROUNDS.values()])
    edges = np.rint(n * shares / shares[-1]).astype(int)
    counts = np.diff(edges)
    X = [make_events(name, count, rng) for name, count in zip(BACKGROUNDS, counts, strict=True)]
    origin = np.repeat(np.arange(len(counts)), counts)
    order = rng.permutation(n)
    return np.concatenate(X)[order], origin[order]


# Kinematics


def momentum(pt, eta, phi, mass=0.0):
    """Four-momenta from transverse momentum, pseudorapidity, azimuth and mass."""
    pz = pt * np.sinh(eta)
    return np.stack(
        [np.sqrt(pt**2 + pz**2 + mass**2), pt * np.cos(phi), pt * np.sin(phi), pz], axis=1
    )


def coordinates(p):
    """Transverse momentum, pseudorapidity and azimuth of four-momenta; zeros stay zero."""
    pt = np.hypot(p[:, 1], p[:, 2])
    return pt, np.arcsinh(p[:, 3] / np.maximum(pt, 1e-9)), np.arctan2(p[:, 2], p[:, 1])


def mass_of(p):
    """Invariant masses of four-momenta."""
    return np.sqrt(np.maximum(p[:, 0] ** 2 - np.sum(p[:, 1:] ** 2, axis=1), 0.0))


def boost(p, frame):
    """Four-momenta given at rest in a moving frame, as seen in the laboratory."""
    gamma = frame[:, 0] / mass_of(frame)
    beta = frame[:, 1:] / frame[:, :1]
    along = np.sum(beta * p[:, 1:], axis=1)
    push = gamma**2 / (gamma + 1) * along + gamma * p[:, 0]
    return np.column_stack([gamma * (p[:, 0] + along), p[:, 1:] + push[:, None] * beta])


def decay(parent, rng, masses=(0.0, 0.0)):
    """Decay into two particles, isotropic in the rest frame of the parent.

    Parameters
    ----------
    parent : ndarray of shape (n, 4)
    rng : numpy.random.Generator
    masses : pair of float or ndarray of shape (n,)

    Returns
    -------
    first, second : ndarrays of shape (n, 4)
    """
    M, (a, b) = mass_of(parent), masses
    # Two-body phase space: momentum in the rest frame from the three masses.
    k = np.sqrt(np.maximum((M**2 - (a + b) ** 2) * (M**2 - (a - b) ** 2), 0.0)) / (2 * M)
    cosine, phi = rng.uniform(-1, 1, len(M)), rng.uniform(-np.pi, np.pi, len(M))
    sine = np.sqrt(1 - cosine**2)
    p = k[:, None] * np.stack([sine * np.cos(phi), sine * np.sin(phi), cosine], axis=1)
    first = np.column_stack([np.sqrt(k**2 + a**2), p])
    second = np.column_stack([np.sqrt(k**2 + b**2), -p])
    return boost(first, parent), boost(second, parent)


def resonance(name, n, rng, width, pt, spread=1.2):
    """A heavy particle and the jet against which it recoils.

    Parameters
    ----------
    name : str
        A name of `MASS`.
    n : int
    rng : numpy.random.Generator
    width : float
        Half width of the mass peak in GeV; the peak is cut at half and at twice the mass.
    pt : float
        Mean transverse momentum in GeV, of an exponential spectrum.
    spread : float
        Standard deviation of the rapidity.

    Returns
    -------
    heavy, recoil : ndarrays of shape (n, 4)
    """
    mass = MASS[name] + width * rng.standard_cauchy(n)
    mass = np.clip(mass, MASS[name] / 2, 2 * MASS[name])
    transverse, rapidity = rng.exponential(pt, n), rng.normal(0, spread, n)
    phi = rng.uniform(-np.pi, np.pi, n)
    longitudinal = np.hypot(mass, transverse) * np.sinh(rapidity)
    heavy = momentum(transverse, np.arcsinh(longitudinal / transverse), phi, mass)
    return heavy, momentum(transverse, rng.normal(0, 2.0, n), phi + np.pi)


# Decays of taus


def flavours(n, rng):
    """Electrons (2) or muons (3), as often as each other."""
    return rng.integers(2, 4, n)


def tau_decay(tau, leptonic, rng):
    """Visible and invisible part of taus.

    The visible part flies along with the tau. It carries less where two neutrinos share the rest.
    """
    n = len(tau)
    share = np.where(leptonic, rng.beta(1.5, 2.5, n), rng.beta(2.5, 2.0, n))
    return share[:, None] * tau, (1 - share)[:, None] * tau


def two_taus(first, second, rng):
    """Two taus of which at least one decays to an electron or a muon, or nothing would trigger."""
    n = len(first)
    # Of pairs with at least one such decay, this fraction has two.
    both = rng.random(n) < LEPTONIC / (2 - LEPTONIC)
    seen, lost = tau_decay(first, np.ones(n, bool), rng)
    seen2, lost2 = tau_decay(second, both, rng)
    leptons = [(seen, flavours(n, rng)), (seen2 * both[:, None], flavours(n, rng))]
    return Particles(leptons, [seen2 * ~both[:, None]], [lost, lost2])


# Backgrounds


def w_boson(n, rng):
    w, recoil = resonance("W", n, rng, width=1.0, pt=20)
    lepton, neutrino = decay(w, rng)
    return Particles([(lepton, flavours(n, rng))], [recoil], [neutrino])


def z_boson(n, rng):
    z, recoil = resonance("Z", n, rng, width=1.2, pt=20)
    pair, kind = decay(z, rng), flavours(n, rng)
    return Particles([(lepton, kind) for lepton in pair], [recoil])


def qcd(n, rng):
    """Two jets back to back, one with a lepton from the decay of a heavy quark inside."""
    pt = 30 * (1 - rng.random(n)) ** (-1 / 3.5)
    phi = rng.uniform(-np.pi, np.pi, n)
    jet = momentum(pt, rng.normal(0, 1.3, n), phi)
    other = momentum(pt, rng.normal(0, 1.3, n), phi + np.pi + rng.normal(0, 0.1, n))
    share = rng.beta(2, 4, n)[:, None]
    return Particles([(share * jet, flavours(n, rng))], [(1 - share) * jet, other])


def top_pair(n, rng):
    """Two tops, each to a W and a b jet; one W or both give a lepton and a neutrino."""
    pt, phi = rng.exponential(90, n), rng.uniform(-np.pi, np.pi, n)
    middle = rng.normal(0, 0.8, n)
    leptons, jets, invisible = [], [], []
    for side in (0, 1):
        top = momentum(pt, middle + rng.normal(0, 0.7, n), phi + side * np.pi, mass=173.0)
        w, bottom = decay(top, rng, masses=(MASS["W"], 0.0))
        a, b = decay(w, rng)
        leptonic = (rng.random(n) < 0.33) | (side == 0)
        leptons.append((a * leptonic[:, None], flavours(n, rng)))
        invisible.append(b * leptonic[:, None])
        jets += [bottom, a * ~leptonic[:, None], b * ~leptonic[:, None]]
    return Particles(leptons, jets, invisible)


# Signals


def a_to_four_leptons(n, rng):
    """A neutral boson to two virtual Z bosons of 15 GeV, each to a pair of leptons."""
    a, recoil = resonance("A", n, rng, width=1.0, pt=40)
    pair_mass = np.minimum(15.0, 0.49 * mass_of(a))
    leptons = []
    for z in decay(a, rng, masses=(pair_mass, pair_mass)):
        kind = flavours(n, rng)
        leptons += [(lepton, kind) for lepton in decay(z, rng)]
    return Particles(leptons, [recoil])


def leptoquarks(n, rng):
    """Two leptoquarks that recoil against each other, each to a b jet and a tau."""
    first, _ = resonance("LQ", n, rng, width=2.0, pt=40)
    second, _ = resonance("LQ", n, rng, width=2.0, pt=40)
    # The second one takes the transverse momentum of the first, in the opposite direction.
    longitudinal, mass = second[:, 3], mass_of(second)
    energy = np.sqrt(mass**2 + np.sum(first[:, 1:3] ** 2, axis=1) + longitudinal**2)
    second = np.column_stack([energy, -first[:, 1:3], longitudinal])
    bottom, tau = decay(first, rng)
    bottom2, tau2 = decay(second, rng)
    taus = two_taus(tau, tau2, rng)
    return Particles(taus.leptons, [bottom, bottom2, *taus.jets], taus.invisible)


def neutral_higgs(n, rng):
    h, recoil = resonance("h0", n, rng, width=1.0, pt=40)
    taus = two_taus(*decay(h, rng), rng)
    return Particles(taus.leptons, [recoil, *taus.jets], taus.invisible)


def charged_higgs(n, rng):
    h, recoil = resonance("h±", n, rng, width=1.0, pt=40)
    tau, neutrino = decay(h, rng)
    lepton, lost = tau_decay(tau, np.ones(n, bool), rng)
    return Particles([(lepton, flavours(n, rng))], [recoil], [neutrino, lost])


#: Every process by name: the backgrounds, then the signals.
SIGNALS = {
    "A → 4ℓ": a_to_four_leptons,
    "LQ → bτ": leptoquarks,
    "h⁰ → ττ": neutral_higgs,
    "h± → τν": charged_higgs,
}
PROCESSES = {"W": w_boson, "QCD": qcd, "Z": z_boson, "tt": top_pair, **SIGNALS}


# Detector


def record(particles, rng):
    """What the detector makes of the particles, before the trigger.

    Parameters
    ----------
    particles : Particles
    rng : numpy.random.Generator

    Returns
    -------
    X : ndarray of shape (n, 19, 4), float32
    """
    n = len(particles.leptons[0][0])
    X = np.zeros((n, 19, 4), np.float32)
    X[:, 0] = missing_momentum(particles.invisible, n, rng)
    leptons = [smeared(p, LEPTON_RESOLUTION, rng) for p, _ in particles.leptons]
    kinds = np.stack([kind for _, kind in particles.leptons], axis=1)
    leptons = np.stack(leptons, axis=1)
    jets = [smeared(p, JET_RESOLUTION, rng) for p in particles.jets] + extra_jets(n, rng)
    for number, name in enumerate(TYPES):
        if name in ("electron", "muon"):
            fill(X, name, number, leptons * (kinds == number)[:, :, None])
        elif name == "jet":
            fill(X, name, number, np.stack(jets, axis=1))
    return X


def missing_momentum(invisible, n, rng):
    """The row of the MET: what the neutrinos carry away, and noise; its eta is 0."""
    total = rng.normal(0, MET_NOISE, (n, 2)) + sum(p[:, 1:3] for p in invisible)
    zeros = np.zeros(n)
    size, angle = np.hypot(*total.T), np.arctan2(total[:, 1], total[:, 0])
    return np.stack([size, zeros, angle, zeros + 1], axis=1)


def smeared(p, resolution, rng):
    """Coordinates of shape (n, 3) with the resolution of the detector."""
    pt, eta, phi = coordinates(p)
    return np.stack([pt * np.abs(rng.normal(1, resolution, len(pt))), eta, phi], axis=1)


def extra_jets(n, rng):
    """Up to three soft jets of initial state radiation, as a list of coordinates (n, 3)."""
    number = rng.poisson(0.6, n)
    return [
        np.stack(
            [
                np.where(number > k, ACCEPTANCE["jet"][0] + rng.exponential(20, n), 0.0),
                rng.normal(0, 2, n),
                rng.uniform(-np.pi, np.pi, n),
            ],
            axis=1,
        )
        for k in range(3)
    ]


def fill(X, name, number, found):
    """Write the accepted objects of one type to their rows, hardest first, in place.

    Parameters
    ----------
    X : ndarray of shape (n, 19, 4)
    name : str
        A name of `ROWS`.
    number : int
        The number of the type.
    found : ndarray of shape (n, k, 3)
        Coordinates; transverse momentum 0 where there is nothing.
    """
    softest, widest = ACCEPTANCE[name]
    accepted = (found[:, :, 0] > softest) & (np.abs(found[:, :, 1]) < widest)
    found = np.where(accepted[:, :, None], found, 0.0)
    order = np.argsort(-found[:, :, 0], axis=1)[:, : ROWS[name].stop - ROWS[name].start]
    found = np.take_along_axis(found, order[:, :, None], axis=1)
    rows = slice(ROWS[name].start, ROWS[name].start + order.shape[1])
    X[:, rows, :3] = found
    X[:, rows, 3] = np.where(found[:, :, 0] > 0, number, 0)
