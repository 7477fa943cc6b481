"""The jets: shapes, seeds, kinematics of the decays, and what distinguishes the kinds."""

import numpy as np
import pytest
import torch

from authoring.solved import modules


@pytest.fixture(scope="module")
def jets():
    return modules("hw12")["jets"]


@pytest.mark.parametrize("kind", ["qcd", "w", "top"])
def test_jets_are_padded_and_fall_in_energy(jets, kind):
    energy, x, y = jets.make_jets(kind, 200, seed=1)
    assert energy.shape == x.shape == y.shape == (200, jets.CONSTITUENTS)
    assert energy.dtype == x.dtype == y.dtype == np.float64
    assert (np.diff(energy, axis=1) <= 0).all() and (energy >= 0).all()
    assert (x[energy == 0] == 0).all() and (y[energy == 0] == 0).all()
    assert (energy[:, -1] == 0).all(), "no jet is cut short"


def test_the_seed_decides_the_jets(jets):
    first, again, other = (jets.make_jets("top", 20, seed=seed) for seed in (3, 3, 4))
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert not np.array_equal(first[0], other[0])


def test_an_unknown_kind_is_refused_with_the_known_ones(jets):
    with pytest.raises(ValueError, match=r"qcd.*w.*top"):
        jets.make_jets("higgs", 10, seed=1)


@pytest.mark.parametrize("kind", ["qcd", "w", "top"])
def test_jets_carry_their_energy_along_the_axis(jets, kind):
    energy, x, y = jets.make_jets(kind, 500, seed=2)
    total = energy.sum(axis=1)
    assert (total > 549.99).all() and (total < 650.01).all()
    # Quarks that fly backwards in a decay leave the range in which angles and momenta agree.
    centre = np.hypot((energy * x).sum(axis=1), (energy * y).sum(axis=1)) / total
    assert np.median(centre) < 0.02 and np.quantile(centre, 0.95) < 0.1


def test_an_emitter_recoils(jets):
    rng = np.random.default_rng(5)
    start = rng.normal(size=(2, 300)) * 0.2
    whole = rng.uniform(50, 500, 300)
    energy, x, y = jets.shower(rng, whole, *start, np.full(300, 0.5), np.full(300, jets.GLUON))
    assert np.allclose(energy.sum(axis=1), whole)
    assert np.allclose((energy * x).sum(axis=1) / whole, start[0])
    assert np.allclose((energy * y).sum(axis=1) / whole, start[1])


def test_gluons_emit_more_than_quarks_by_the_ratio_of_their_colour_factors(jets):
    rng, zero = np.random.default_rng(6), np.zeros(4000)
    emissions = [
        (jets.shower(rng, zero + 600, zero, zero, zero + 0.8, zero + colour)[0] > 0).sum() / 4000
        - 1
        for colour in (jets.QUARK, jets.GLUON)
    ]
    assert emissions[1] / emissions[0] == pytest.approx(9 / 4, rel=0.05)


def test_the_coupling_falls_and_stays_constant_below_its_scale(jets):
    assert jets.coupling(91.0) == pytest.approx(0.123, abs=0.003)
    assert jets.coupling(10.0) > jets.coupling(100.0)
    assert jets.coupling(0.1) == jets.coupling(0.5) == jets.coupling(jets.FROZEN)


def mass(momenta):
    """Invariant mass of the sum of momenta [GeV]."""
    total = np.sum(momenta, axis=0)
    return np.sqrt(np.maximum(total[:, 0] ** 2 - (total[:, 1:] ** 2).sum(axis=1), 0))


@pytest.mark.parametrize(("kind", "count"), [("w", 2), ("top", 3)])
def test_decays_conserve_energy_and_momentum(jets, kind, count):
    energy = np.linspace(550, 650, 400)
    quarks = jets.decay(np.random.default_rng(7), kind, energy)
    expected = jets.TOP_MASS if kind == "top" else jets.W_MASS
    assert len(quarks) == count
    assert np.allclose(sum(quarks)[:, 0], energy)
    assert np.allclose(sum(quarks)[:, 1:3], 0, atol=1e-8)
    assert np.allclose(mass(quarks), expected)
    assert np.allclose(mass(quarks[-2:]), jets.W_MASS)
    assert all((abs(mass([quark])) < 1e-2).all() for quark in quarks)


def test_decays_have_no_preferred_direction(jets):
    rest = np.tile([jets.TOP_MASS, 0.0, 0.0, 0.0], (40_000, 1))
    _, b = jets.two_body(np.random.default_rng(8), rest, jets.TOP_MASS, jets.W_MASS)
    direction = b[:, 1:] / b[:, :1]
    # Six standard errors of 1/sqrt(3 n) and of the second moment.
    assert np.abs(direction.mean(axis=0)).max() < 6 / np.sqrt(3 * 40_000)
    assert np.allclose(direction.T @ direction / 40_000, np.eye(3) / 3, atol=0.01)


def test_tops_are_heavy_and_wide_and_qcd_jets_have_one_bright_core(jets):
    brightest, masses = {}, {}
    for kind in ("qcd", "top"):
        energy, x, y = jets.make_jets(kind, 2000, seed=9)
        total = energy.sum(axis=1)
        brightest[kind] = np.median(energy[:, 0] / total)
        spread = (energy * (x**2 + y**2)).sum(axis=1) / total
        masses[kind] = np.median(total * np.sqrt(spread))
    assert brightest["qcd"] > 0.6 > 0.5 > brightest["top"]
    assert masses["top"] == pytest.approx(jets.TOP_MASS, rel=0.2)
    assert masses["qcd"] < 0.8 * masses["top"]


def test_images_are_compared_after_a_blur(jets):
    rng = np.random.default_rng(10)
    xhat, x, kernel = rng.normal(size=(4, 6)), rng.normal(size=(4, 6)), rng.normal(size=(6, 6))
    found = jets.image_error(*map(torch.tensor, (xhat, x, kernel))).numpy()
    blurred = np.einsum("ka,ab->kb", xhat - x, kernel)
    assert np.allclose(found, np.sum(blurred**2, axis=1) / 6)
