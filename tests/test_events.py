"""The toy collisions: format, seeds, and the physics that they keep."""

import numpy as np
import pytest

from authoring.solved import modules


@pytest.fixture(scope="module")
def events():
    return modules("hw12")["events"]


@pytest.fixture(scope="module")
def samples(events):
    rng = np.random.default_rng(5)
    return {name: events.make_events(name, 3000, rng) for name in events.PROCESSES}


def momenta(X):
    """Four-momenta of massless objects, shape (n, 19, 4)."""
    pt, eta, phi = X[..., 0], X[..., 1], X[..., 2]
    return np.stack([pt * np.cosh(eta), pt * np.cos(phi), pt * np.sin(phi), pt * np.sinh(eta)], -1)


def test_events_have_the_format_of_the_challenge(events, samples):
    for X in samples.values():
        assert X.shape == (3000, 19, 4) and X.dtype == np.float32
        for number, name in enumerate(events.TYPES[1:], 1):
            kinds = X[:, events.ROWS[name], 3]
            assert np.isin(kinds, (0, number)).all()
            pt = X[:, events.ROWS[name], 0]
            assert (np.diff(pt, axis=1) <= 0).all(), "hardest first"
        empty = X[..., 3] == 0
        assert (X[empty] == 0).all()
        assert (X[..., 0][~empty] > 0).all()
        assert np.abs(X[..., 2]).max() <= np.float32(np.pi)
        assert (X[:, 0, 1] == 0).all() and (X[:, 0, 3] == 1).all()


def test_every_object_is_inside_the_acceptance_and_every_event_triggers(events, samples):
    for X in samples.values():
        for name, (softest, widest) in events.ACCEPTANCE.items():
            rows = X[:, events.ROWS[name]]
            there = rows[..., 3] > 0
            assert (rows[there][:, 0] > softest).all()
            assert (np.abs(rows[there][:, 1]) < widest).all()
        assert (X[:, 1:9, 0].max(axis=1) > events.TRIGGER).all()


def test_the_seed_decides_the_events(events):
    draw = [events.make_events("tt", 50, np.random.default_rng(seed)) for seed in (1, 1, 2)]
    assert np.array_equal(draw[0], draw[1]) and not np.array_equal(draw[0], draw[2])


def test_a_decay_conserves_momentum_and_keeps_the_masses(events):
    rng = np.random.default_rng(6)
    parent = events.momentum(rng.exponential(50, 500), rng.normal(0, 1, 500), 0.3, mass=173.0)
    first, second = events.decay(parent, rng, masses=(80.4, 4.7))
    assert np.allclose(first + second, parent, rtol=1e-9, atol=1e-6)
    assert np.allclose(events.mass_of(first), 80.4) and np.allclose(events.mass_of(second), 4.7)


def test_a_decay_at_rest_is_isotropic(events):
    rest = np.tile([91.2, 0, 0, 0], (20_000, 1)).astype(float)
    first, _ = events.decay(rest, np.random.default_rng(7))
    cosine = first[:, 3] / first[:, 0]
    # Five standard errors of 20 000 draws.
    assert abs(cosine.mean()) < 0.021 and abs(cosine.var() - 1 / 3) < 0.011


def test_particles_before_the_detector_balance_their_transverse_momentum(events):
    for name in ("W", "Z", "tt", *events.SIGNALS):
        particles = events.PROCESSES[name](400, np.random.default_rng(8))
        seen = [p for p, _ in particles.leptons] + particles.jets + particles.invisible
        assert np.allclose(sum(seen)[:, 1:3], 0, atol=1e-6), name


@pytest.mark.parametrize(("name", "leptons", "mass"), [("Z", 2, 91.2), ("A → 4ℓ", 4, 50.0)])
def test_the_mass_peaks_are_where_they_belong(samples, name, leptons, mass):
    X = samples[name]
    found = X[(X[:, 1:9, 3] > 0).sum(axis=1) == leptons][:, 1:9]
    p = momenta(found).sum(axis=1)
    masses = np.sqrt(np.maximum(p[:, 0] ** 2 - (p[:, 1:] ** 2).sum(axis=1), 0))
    assert abs(np.median(masses) / mass - 1) < 0.02
    assert np.mean(np.abs(masses / mass - 1) < 0.1) > 0.8


def test_pairs_of_leptons_from_a_z_have_one_flavour(samples):
    kinds = samples["Z"][:, 1:9, 3]
    electrons, muons = (kinds == 2).sum(axis=1), (kinds == 3).sum(axis=1)
    assert not np.any((electrons > 0) & (muons > 0))


def test_the_transverse_mass_of_the_w_ends_at_its_mass(samples):
    X = samples["W"]
    lepton = X[:, 1:9][np.arange(3000), X[:, 1:9, 0].argmax(axis=1)]
    angle = lepton[:, 2] - X[:, 0, 2]
    squared = 2 * lepton[:, 0] * X[:, 0, 0] * (1 - np.cos(angle))
    transverse = np.sqrt(squared)
    # The edge is smeared by 12 GeV of noise along each axis.
    assert 55 < np.median(transverse) < 80 and np.mean(transverse > 115) < 0.03


def test_neutrinos_are_missing(samples):
    missing = {name: X[:, 0, 0].mean() for name, X in samples.items()}
    # Noise alone has a mean of 12 GeV times the root of pi / 2.
    for name in ("QCD", "Z", "A → 4ℓ"):
        assert abs(missing[name] - 15.0) < 1.0
    assert min(missing["W"], missing["tt"], missing["h± → τν"]) > 30


def test_backgrounds_come_in_the_stated_mixture(events):
    X, origin = events.make_background(4000, np.random.default_rng(9))
    assert X.shape == (4000, 19, 4)
    assert np.bincount(origin).tolist() == [2368, 1352, 268, 12]
    assert abs(np.mean(origin[:2000] == 0) - 0.592) < 0.06


@pytest.mark.parametrize("n", [1, 7, 301])
def test_any_number_of_background_events_can_be_drawn(events, n):
    X, origin = events.make_background(n, np.random.default_rng(10))
    assert len(X) == len(origin) == n


def test_of_taus_in_pairs_at_least_one_decays_to_a_lepton(events):
    particles = events.neutral_higgs(20_000, np.random.default_rng(11))
    first, second = (p[:, 0] > 0 for p, _ in particles.leptons)
    assert first.all()
    # 0.35 / 1.65, within five standard errors.
    assert abs(second.mean() - 0.212) < 0.015
