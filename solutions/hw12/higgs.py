"""Toy events with H -> tau tau and its backgrounds, as a table like that of the Higgs challenge.

One tau decays to an electron or muon, the other to hadrons. What is kept of the physics: masses and
widths of H, Z and W; isotropic decays, boosted; the momentum that neutrinos carry away; transverse
momenta that balance between boson, jets and soft particles; the forward jets of vector boson
fusion; the resolution of the detector; the cuts of the challenge; all derived columns, computed
from the measured ones as the challenge defines them (Adam-Bourdarios and others, "Learning to
discover: the Higgs boson machine learning challenge", appendix B); expected numbers of events. What
is left out: matrix elements, spin and polarisation of the taus, the shower inside a jet, the energy
scale, jets taken for electrons, real fits for the mass of the tau pair (`estimated_mass` stands in
for them). Numbers of jets and spectra are tuned by eye to the public events, not fitted.

A table is a dict from column name to array of shape (n,): thirty features, ``Weight``, ``Label``.
Energies, momenta and masses are in GeV.
"""

from dataclasses import dataclass

import numpy as np

from higgs_file import FEATURES, UNDEFINED

#: Expected signal and background events in the data of 2012, after the cuts.
EXPECTED_SIGNAL, EXPECTED_BACKGROUND = 691.99, 410_999.85
#: More jets than these are not drawn.
MOST_JETS = 6
#: How often the fit of the mass fails at large transverse masses, by the number of jets. In the
#: public events it fails for 0.32, 0.13, 0.10 and 0.08 of the background; so it does here.
FIT_FAILS = (0.93, 0.38, 0.22, 0.15)


@dataclass(frozen=True)
class Process:
    """One way in which such an event comes about.

    Attributes
    ----------
    kind : str
        ``"tau pair"``, ``"W and jet"`` or ``"top pair"``.
    label : int
        1 for signal.
    share : float
        Part of the simulated events of its label.
    expected : float
        Part of the expected events of its label.
    mass, width : float
        Of the boson.
    jets : float
        Average number of jets.
    jet_scale : float
        How slowly the momenta of the jets fall.
    forward : bool
        Whether two jets point forwards and backwards, as in vector boson fusion.
    """

    kind: str
    label: int
    share: float
    expected: float
    mass: float
    width: float
    jets: float
    jet_scale: float
    forward: bool = False


#: Masses and widths: Particle Data Group, Review of Particle Physics.
PROCESSES = (
    Process("tau pair", 1, 0.75, 0.90, 125.0, 0.004, 0.60, 38.0),
    Process("tau pair", 1, 0.25, 0.10, 125.0, 0.004, 0.30, 42.0, forward=True),
    Process("tau pair", 0, 0.50, 0.60, 91.19, 2.50, 0.36, 26.0),
    Process("W and jet", 0, 0.32, 0.36, 80.37, 2.09, 0.45, 28.0),
    Process("top pair", 0, 0.18, 0.04, 80.37, 2.09, 2.50, 42.0),
)


def make_higgs_data(n_background=4000, n_signal=2080, seed=0):
    """Draw events that pass the cuts of the challenge.

    Parameters
    ----------
    n_background, n_signal : int
        Simulated events; what they stand for is in ``Weight``.
    seed : int

    Returns
    -------
    table : dict of str to ndarray of shape (n_background + n_signal,)
        The thirty features and ``Weight``, float64, and ``Label``, int64, 1 for signal. The events
        are in random order. The weights sum to the expected events of each label.
    """
    rng = np.random.default_rng(seed)
    parts = []
    for label, n in ((0, n_background), (1, n_signal)):
        chosen = [process for process in PROCESSES if process.label == label]
        ends = np.rint(n * np.cumsum([0.0, *(process.share for process in chosen)])).astype(int)
        expected = EXPECTED_SIGNAL if label else EXPECTED_BACKGROUND
        for process, count in zip(chosen, np.diff(ends), strict=True):
            part = simulate(process, int(count), rng)
            part["Weight"] = np.full(count, process.expected * expected / max(count, 1))
            part["Label"] = np.full(count, label, dtype=np.int64)
            parts.append(part)
    order = rng.permutation(n_background + n_signal)
    return {name: np.concatenate([part[name] for part in parts])[order] for name in parts[0]}


def with_expected_weights(table):
    """A table whose weights are scaled to the expected events of each label.

    Needed where events were taken out of a sample, as in a test sample.
    """
    weight = table["Weight"].astype(float)
    for label, expected in ((1, EXPECTED_SIGNAL), (0, EXPECTED_BACKGROUND)):
        chosen = table["Label"] == label
        weight[chosen] *= expected / weight[chosen].sum()
    return table | {"Weight": weight}


def ranks(normal, scores):
    """Fractions of the normal events whose score is lower: they put several networks on one scale.

    Parameters
    ----------
    normal : ndarray of shape (n,)
        Scores of the training background.
    scores : ndarray of shape (m,)

    Returns
    -------
    fractions : ndarray of shape (m,)
        From 0 to 1; the higher, the more anomalous.
    """
    return np.searchsorted(np.sort(normal), scores) / len(normal)


def simulate(process, n, rng):
    """The features of n events of a process that pass the cuts, as a table."""
    tables, found = [], 0
    while not tables or found < n:
        events = collide(process, 4 * n + 50, rng)
        # Trigger and acceptance of the challenge's events.
        passed = (events["PRI_tau_pt"] > 20) & (events["PRI_lep_pt"] > 26)
        passed &= (abs(events["PRI_tau_eta"]) < 2.5) & (abs(events["PRI_lep_eta"]) < 2.47)
        tables.append({name: values[passed] for name, values in events.items()})
        found += passed.sum()
    return {name: np.concatenate([t[name] for t in tables])[:n] for name in FEATURES}


def collide(process, n, rng):
    """The features of n events before any cut."""
    jets = draw_jets(process, n, rng)
    soft = rng.normal(0, 8, (n, 2))
    recoil = -jets["pt"][..., None] * np.stack([np.cos(jets["phi"]), np.sin(jets["phi"])], axis=-1)
    system = np.sum(recoil, axis=1) - soft
    lep, tau, neutrinos = decay_products(process, system, rng)
    lep_pt, lep_eta, lep_phi = cylinder(lep)
    tau_pt, tau_eta, tau_phi = cylinder(tau)
    lep_pt = lep_pt * rng.normal(1, 0.02, n)
    tau_pt = tau_pt * rng.normal(1, 0.08, n)
    missing = neutrinos[:, :2] + rng.normal(0, 11, (n, 2))

    measured = {
        "PRI_tau_pt": tau_pt,
        "PRI_tau_eta": tau_eta,
        "PRI_tau_phi": tau_phi,
        "PRI_lep_pt": lep_pt,
        "PRI_lep_eta": lep_eta,
        "PRI_lep_phi": lep_phi,
        "PRI_met": np.hypot(*missing.T),
        "PRI_met_phi": np.arctan2(*missing.T[::-1]),
        "PRI_jet_num": np.minimum(jets["number"], 3).astype(float),
        "PRI_jet_all_pt": jets["pt"].sum(axis=1),
    }
    measured["PRI_met_sumet"] = (
        lep_pt + tau_pt + measured["PRI_jet_all_pt"] + rng.gamma(6.0, 12.0, n)
    )
    for place, name in enumerate(("leading", "subleading")):
        there = jets["number"] > place
        for part in ("pt", "eta", "phi"):
            values = np.where(there, jets[part][:, place], UNDEFINED)
            measured[f"PRI_jet_{name}_{part}"] = values
    derived = derived_features(measured)
    derived["DER_mass_MMC"] = estimated_mass(measured, derived, rng)
    return measured | derived


def draw_jets(process, n, rng):
    """Jets in the order of falling momentum: number of shape (n,); pt, eta, phi of (n, MOST_JETS).

    The momenta of jets that are not there are 0.
    """
    number = np.minimum(rng.poisson(process.jets, n) + 2 * process.forward, MOST_JETS)
    there = np.arange(MOST_JETS) < number[:, None]
    pt = np.where(there, 30 + rng.exponential(process.jet_scale, (n, MOST_JETS)), 0.0)
    eta = np.clip(rng.normal(0, 1.9, (n, MOST_JETS)), -4.5, 4.5)
    if process.forward:
        away = np.clip(rng.normal(2.5, 0.9, (n, 2)), 0.3, 4.5) * rng.choice([-1, 1], (n, 1))
        eta[:, :2] = away * [1, -1]
    phi = rng.uniform(-np.pi, np.pi, (n, MOST_JETS))
    order = np.argsort(-pt, axis=1)
    pt, eta, phi = (np.take_along_axis(values, order, axis=1) for values in (pt, eta, phi))
    return {"number": number, "pt": pt, "eta": eta, "phi": phi}


def decay_products(process, system, rng):
    """Momenta of lepton, visible tau and all neutrinos, each of shape (n, 3).

    Parameters
    ----------
    process : Process
    system : ndarray of shape (n, 2)
        Transverse momentum of everything but jets and soft particles.
    rng : numpy Generator
    """
    n = len(system)
    if process.kind == "tau pair":
        first, second = two_body_decay(boson(process, system, rng), rng)
        x = leptonic_fraction(n, rng)[:, None], hadronic_fraction(n, rng)[:, None]
        return first * x[0], second * x[1], first * (1 - x[0]) + second * (1 - x[1])
    if process.kind == "W and jet":
        # A narrow jet is taken for the tau; the W recoils against it.
        pt, eta = 18 + rng.exponential(13, n), rng.normal(0, 1.4, n)
        fake = from_cylinder(pt, eta, rng.uniform(-np.pi, np.pi, n))
        lep, neutrino = two_body_decay(boson(process, system - fake[:, :2], rng), rng)
        return lep, fake, neutrino
    # Two W bosons, one of which decays to a tau.
    apart = rng.normal(0, 45, (n, 2))
    lep, neutrino = two_body_decay(boson(process, system / 2 + apart, rng), rng)
    tau, other = two_body_decay(boson(process, system / 2 - apart, rng), rng)
    x = hadronic_fraction(n, rng)[:, None]
    return lep, tau * x, neutrino + other + tau * (1 - x)


def boson(process, transverse, rng):
    """Four-momenta (E, px, py, pz) of bosons, shape (n, 4), with a Breit-Wigner mass."""
    n = len(transverse)
    # The tails of the resonance are cut at ten widths.
    reach = np.arctan(20.0)
    mass = process.mass + process.width / 2 * np.tan(rng.uniform(-reach, reach, n))
    rapidity = rng.normal(0, 0.9, n)
    transverse_mass = np.sqrt(mass**2 + np.sum(transverse**2, axis=1))
    return np.column_stack(
        [transverse_mass * np.cosh(rapidity), transverse, transverse_mass * np.sinh(rapidity)]
    )


def two_body_decay(parent, rng):
    """Momenta of two massless particles, each of shape (n, 3), isotropic in the parent's frame."""
    n = len(parent)
    energy, momentum = parent[:, :1], parent[:, 1:]
    mass = np.sqrt(energy**2 - np.sum(momentum**2, axis=1, keepdims=True))
    cosine, phi = rng.uniform(-1, 1, n), rng.uniform(-np.pi, np.pi, n)
    sine = np.sqrt(1 - cosine**2)
    direction = np.column_stack([sine * np.cos(phi), sine * np.sin(phi), cosine])
    rest = mass / 2 * direction
    along = np.sum(rest * momentum, axis=1, keepdims=True)
    # Boost along the parent's momentum p: q + p [q·p / (m (E + m)) + e / m], with e = m / 2.
    first = rest + momentum * (along / (mass * (energy + mass)) + 0.5)
    return first, momentum - first


def leptonic_fraction(n, rng):
    """Share of the tau's momentum that its electron or muon takes, unpolarised.

    Density (5 - 9 x² + 4 x³) / 3, from the matrix element of muon decay.
    """
    x = np.linspace(0, 1, 400)
    return np.interp(rng.random(n), (5 * x - 3 * x**3 + x**4) / 3, x)


def hadronic_fraction(n, rng):
    """Share of the tau's momentum that its hadrons take: a beta distribution of average 0.6."""
    return rng.beta(2.1, 1.4, n)


def from_cylinder(pt, eta, phi):
    """Momenta of shape (n, 3) from transverse momentum, pseudorapidity and azimuth."""
    return np.stack([pt * np.cos(phi), pt * np.sin(phi), pt * np.sinh(eta)], axis=-1)


def cylinder(momentum):
    """Transverse momentum, pseudorapidity and azimuth of momenta of shape (n, 3)."""
    pt = np.hypot(momentum[:, 0], momentum[:, 1])
    return pt, np.arcsinh(momentum[:, 2] / pt), np.arctan2(momentum[:, 1], momentum[:, 0])


def turned(angle):
    """Differences of azimuths, brought to the interval from -pi to pi."""
    return (angle + np.pi) % (2 * np.pi) - np.pi


def derived_features(measured):
    """The derived columns, all but ``DER_mass_MMC``, as the challenge defines them.

    Parameters
    ----------
    measured : dict of str to ndarray of shape (n,)
        The columns that begin with ``PRI_``.

    Returns
    -------
    derived : dict of str to ndarray of shape (n,)
    """
    m = {name.removeprefix("PRI_"): values for name, values in measured.items()}
    lep_pt, tau_pt, met = m["lep_pt"], m["tau_pt"], m["met"]
    between, spread = turned(m["lep_phi"] - m["tau_phi"]), m["lep_eta"] - m["tau_eta"]
    seen = sum(
        from_cylinder(m[f"{name}_pt"], m[f"{name}_eta"], m[f"{name}_phi"])
        for name in ("lep", "tau")
    )[:, :2]
    pair = seen + from_cylinder(met, 0 * met, m["met_phi"])[:, :2]

    def jet(name, there):
        parts = (np.where(there, m[f"jet_{name}_{part}"], 0.0) for part in ("pt", "eta", "phi"))
        return tuple(parts)

    one, two = m["jet_num"] >= 1, m["jet_num"] >= 2
    (pt1, eta1, phi1), (pt2, eta2, phi2) = jet("leading", one), jet("subleading", two)
    total = pair + sum(from_cylinder(*jet)[:, :2] for jet in ((pt1, eta1, phi1), (pt2, eta2, phi2)))
    jet_mass = np.sqrt(2 * pt1 * pt2 * np.maximum(np.cosh(eta1 - eta2) - np.cos(phi1 - phi2), 0))
    gap = np.where(two & (eta1 != eta2), eta1 - eta2, 1.0)
    middle = np.exp(-4 / gap**2 * (m["lep_eta"] - (eta1 + eta2) / 2) ** 2)

    # Where the missing momentum points: between lepton and tau, or away from them.
    side = np.sign(np.sin(m["tau_phi"] - m["lep_phi"]))
    a = np.sin(m["met_phi"] - m["lep_phi"]) * side
    b = np.sin(m["tau_phi"] - m["met_phi"]) * side
    return {
        "DER_mass_transverse_met_lep": np.sqrt(
            2 * lep_pt * met * (1 - np.cos(m["lep_phi"] - m["met_phi"]))
        ),
        "DER_mass_vis": np.sqrt(2 * lep_pt * tau_pt * (np.cosh(spread) - np.cos(between))),
        "DER_pt_h": np.hypot(*pair.T),
        "DER_deltaeta_jet_jet": np.where(two, abs(eta1 - eta2), UNDEFINED),
        "DER_mass_jet_jet": np.where(two, jet_mass, UNDEFINED),
        "DER_prodeta_jet_jet": np.where(two, eta1 * eta2, UNDEFINED),
        "DER_deltar_tau_lep": np.hypot(spread, between),
        "DER_pt_tot": np.hypot(*total.T),
        "DER_sum_pt": lep_pt + tau_pt + m["jet_all_pt"],
        "DER_pt_ratio_lep_tau": lep_pt / tau_pt,
        "DER_met_phi_centrality": (a + b) / np.maximum(np.hypot(a, b), 1e-12),
        "DER_lep_eta_centrality": np.where(two, middle, UNDEFINED),
    }


def estimated_mass(measured, derived, rng):
    """A stand-in for the challenge's fit of the mass of the tau pair, ``DER_mass_MMC``.

    Mass of lepton, tau and missing momentum, the latter put at the pseudorapidity of the visible
    pair, scaled and smeared. Like the fit it fails, with ``UNDEFINED``, mostly where lepton and
    missing momentum look like the decay of a W boson, and the less often the more jets there are.
    """
    lep, tau = (
        from_cylinder(*(measured[f"PRI_{name}_{part}"] for part in ("pt", "eta", "phi")))
        for name in ("lep", "tau")
    )
    _, eta, _ = cylinder(lep + tau)
    missing = from_cylinder(measured["PRI_met"], eta, measured["PRI_met_phi"])
    momentum = lep + tau + missing
    energy = sum(np.linalg.norm(part, axis=1) for part in (lep, tau, missing))
    mass = np.sqrt(np.maximum(energy**2 - np.sum(momentum**2, axis=1), 0))
    mass = np.maximum(1.08 * mass * rng.normal(1, 0.10, len(mass)), 10.0)
    failing = 1 / (1 + np.exp(-(derived["DER_mass_transverse_met_lep"] - 56) / 7))
    failing *= np.array(FIT_FAILS)[measured["PRI_jet_num"].astype(int)]
    return np.where(rng.random(len(mass)) < failing, UNDEFINED, mass)
