"""Jets of light quarks and gluons (QCD) and of top quarks, as lists of constituents.

A parton showers by soft and collinear emissions: in the leading approximation of quantum
chromodynamics they fill the plane of log energy and log angle evenly (the Lund plane, B. Andersson
et al., Z. Phys. C 43, 625 (1989)), and wide angles come first. A top quark first decays, t -> b W
and W -> q q, with exact kinematics and without preferred directions; then each of its three quarks
showers within the angle to its nearest neighbour.

Kept: the prongs of a decay and their angles, quarks and gluons with their different numbers of
emissions, a coupling that grows for soft ones, momentum balance. Left out: emissions from
emissions, spin, hadrons, what other collisions add, and the detector.

`image_error` says how far apart two images of jets are.
"""

import numpy as np

#: Masses of the decaying particles [GeV].
TOP_MASS, W_MASS = 172.5, 80.4
#: Range of the jets' energies, and the smallest energy of an emission [GeV].
ENERGY_RANGE, SOFTEST = (550.0, 650.0), 1.0
#: Radius of a jet, and the smallest angle of an emission [rad].
RADIUS, SMALLEST_ANGLE = 0.8, 0.02
#: Colour factors of a quark and of a gluon: how often they emit is proportional to them.
QUARK, GLUON = 4 / 3, 3.0
#: Scale of the coupling [GeV], and the transverse momentum below which it stays constant [GeV].
LAMBDA, FROZEN = 0.2, 1.0
#: Constituents that are kept of a jet, those of highest energy.
CONSTITUENTS = 48


def make_jets(kind, n, seed):
    """Draw jets.

    Parameters
    ----------
    kind : {"qcd", "w", "top"}
        One prong (a quark or a gluon, equally often), two, or three.
    n : int
        Number of jets.
    seed : int
        Seed of ``numpy.random.default_rng``. The same seed gives the same jets.

    Returns
    -------
    energy, x, y : ndarrays of shape (n, CONSTITUENTS), float64
        Energies [GeV] and angles to the jet's direction in two directions across it [rad]: the
        constituents as columns, falling in energy, then padding with energy 0 at angles 0.
    """
    rng = np.random.default_rng(seed)
    total = rng.uniform(*ENERGY_RANGE, size=n)
    if kind == "qcd":
        colour = rng.choice([QUARK, GLUON], size=n)
        prongs = [shower(rng, total, np.zeros(n), np.zeros(n), np.full(n, RADIUS), colour)]
    elif kind in ("w", "top"):
        quarks = decay(rng, kind, total)
        x, y = directions(quarks)
        # Soft gluons at wider angles see both prongs as one: they belong to the decaying particle.
        apart = np.hypot(x[:, None] - x[None], y[:, None] - y[None])
        apart[np.arange(len(x)), np.arange(len(x))] = np.inf
        widest = np.clip(apart.min(axis=0), SMALLEST_ANGLE, RADIUS)
        prongs = [
            shower(rng, quarks[k][:, 0], x[k], y[k], widest[k], np.full(n, QUARK))
            for k in range(len(quarks))
        ]
    else:
        raise ValueError(f'kind is "qcd", "w" or "top", not {kind!r}')
    energy, x, y = (np.concatenate(columns, axis=1) for columns in zip(*prongs, strict=True))
    empty = np.zeros((n, CONSTITUENTS))
    energy, x, y = (np.concatenate([column, empty], axis=1) for column in (energy, x, y))
    falling = np.argsort(-energy, axis=1, kind="stable")[:, :CONSTITUENTS]
    return tuple(np.take_along_axis(column, falling, axis=1) for column in (energy, x, y))


def image_error(xhat, x, kernel):
    """Mean squared difference of images that are blurred by a kernel.

    T. Finke et al., arXiv:2104.09051, use this distance.

    Parameters
    ----------
    xhat, x : tensors of shape (n, d), float
        Rebuilt and true images, one per row.
    kernel : tensor of shape (d, d), float
        Row a says how pixel a is spread over all pixels.

    Returns
    -------
    errors : tensor of shape (n,)
        The higher, the more anomalous.
    """
    return (((xhat - x) @ kernel) ** 2).mean(dim=1)


def coupling(kt):
    """Strong coupling at a transverse momentum [GeV], to one loop with four flavours of quarks."""
    return 6 * np.pi / (25 * np.log(np.maximum(kt, FROZEN) / LAMBDA))


def shower(rng, energy, x, y, widest, colour):
    """Constituents of partons: what each emits, and what is left of it.

    Per unit of log energy fraction and log angle a parton emits 2 alpha_s C / pi times, uniformly
    in azimuth. Each emission takes its fraction of what those at wider angles have left.

    Parameters
    ----------
    rng : numpy.random.Generator
    energy : ndarray of shape (n,)
        Energies of the partons [GeV].
    x, y : ndarrays of shape (n,)
        Their directions [rad].
    widest : ndarray of shape (n,)
        Largest angles of emissions to the parton [rad].
    colour : ndarray of shape (n,)
        Colour factors C of the partons.

    Returns
    -------
    energy, x, y : ndarrays of shape (n, m)
        What is left of the parton in the first column, then its emissions. Padding has energy 0
        and angles 0. Energies add up to that of the parton, and their centre is its direction.
    """
    decades = np.log(np.maximum(energy / 2 / SOFTEST, 1.0)), np.log(widest / SMALLEST_ANGLE)
    strongest = coupling(FROZEN)
    count = rng.poisson(2 * strongest * colour / np.pi * decades[0] * decades[1])
    shape = len(energy), count.max(initial=0)
    fraction = 0.5 * np.exp(-decades[0][:, None] * rng.random(shape))
    angle = widest[:, None] * np.exp(-decades[1][:, None] * np.sort(rng.random(shape), axis=1))
    # As many as the strongest coupling gives, then thinned out to the coupling of each.
    kept = coupling(fraction * energy[:, None] * angle) > strongest * rng.random(shape)
    fraction = np.where(kept & (np.arange(shape[1]) < count[:, None]), fraction, 0.0)
    azimuth = rng.uniform(0, 2 * np.pi, size=shape)
    left = energy[:, None] * np.cumprod(1 - fraction, axis=1)
    before = np.concatenate([energy[:, None], left], axis=1)
    emitted = fraction * before[:, :-1]
    energies = np.concatenate([before[:, -1:], emitted], axis=1)
    places = []
    for start, shift in ((x, angle * np.cos(azimuth)), (y, angle * np.sin(azimuth))):
        place = np.concatenate([np.zeros((shape[0], 1)), shift], axis=1)
        # The emitter recoils, so that the whole still flies in the direction of the parton.
        recoil = np.sum(energies * place, axis=1) / energy
        places.append(np.where(energies > 0, place + (start - recoil)[:, None], 0.0))
    return energies, *places


def decay(rng, kind, energy):
    """Momenta of the quarks from decaying particles that fly along the third axis.

    Parameters
    ----------
    rng : numpy.random.Generator
    kind : {"w", "top"}
    energy : ndarray of shape (n,)
        Energies of the particles [GeV], above their mass.

    Returns
    -------
    momenta : list of ndarrays of shape (n, 4)
        One for each quark: energy and three components of the momentum [GeV].
    """
    mass = TOP_MASS if kind == "top" else W_MASS
    flight = np.sqrt(energy**2 - mass**2)
    parent = np.stack([energy, 0 * energy, 0 * energy, flight], axis=1)
    if kind == "w":
        return list(two_body(rng, parent, W_MASS, 0.0))
    w, b = two_body(rng, parent, TOP_MASS, W_MASS)
    return [b, *two_body(rng, w, W_MASS, 0.0)]


def two_body(rng, parent, mass, product):
    """Decay particles into one of mass `product` and a massless one, without preferred direction.

    Parameters
    ----------
    rng : numpy.random.Generator
    parent : ndarray of shape (n, 4)
        Energies and momenta [GeV].
    mass, product : float
        Masses of the parent and of its first product [GeV].

    Returns
    -------
    first, second : ndarrays of shape (n, 4)
        Energies and momenta of the products; they add up to the parent's.
    """
    direction = rng.normal(size=(len(parent), 3))
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    momentum = (mass**2 - product**2) / (2 * mass)
    # The massless one at rest with the parent, then boosted to the parent's motion.
    gamma, boost = parent[:, :1] / mass, parent[:, 1:] / mass
    along = np.sum(boost * direction, axis=1, keepdims=True)
    second = momentum * np.concatenate(
        [gamma + along, direction + boost * (1 + along / (gamma + 1))], axis=1
    )
    return parent - second, second


def directions(momenta):
    """Angles of momenta to the third axis, in two directions across it [rad].

    Returns
    -------
    x, y : ndarrays of shape (k, n), for k arrays of n momenta
    """
    px, py, pz = np.stack([momentum[:, 1:] for momentum in momenta]).transpose(2, 0, 1)
    angle, azimuth = np.arctan2(np.hypot(px, py), pz), np.arctan2(py, px)
    return angle * np.cos(azimuth), angle * np.sin(azimuth)
