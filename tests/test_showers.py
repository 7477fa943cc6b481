"""The toy showers: shapes, seeds, and the physics that their module promises."""

import numpy as np
import pytest

from authoring.solved import modules


@pytest.fixture(scope="module")
def showers():
    return modules("hw12")["showers"]


def test_showers_and_labels_have_the_promised_shapes_and_dtypes(showers):
    X, y = showers.make_showers(30, 7)
    assert X.shape == (37, 6) and X.dtype == np.float64
    assert y.shape == (37,) and y.dtype == np.int64
    assert (y[:30] == 0).all() and (y[30:] == 1).all()


def test_the_seed_decides_the_showers(showers):
    first, again, other = (showers.make_showers(50, 50, seed=seed)[0] for seed in (3, 3, 4))
    assert np.array_equal(first, again)
    assert not np.isclose(first, other).any()


def test_normal_showers_are_the_same_whatever_the_anomalies_are(showers):
    samples = [showers.make_showers(40, 40, kind=kind)[0] for kind in showers.KINDS]
    assert all(np.array_equal(samples[0][:40], sample[:40]) for sample in samples)
    assert not any(np.array_equal(samples[0][40:], sample[40:]) for sample in samples[1:])


def test_an_unknown_kind_is_refused_with_the_known_ones(showers):
    with pytest.raises(ValueError, match="deep, noisy, split"):
        showers.make_showers(kind="odd")


def test_the_profile_peaks_where_its_formula_says(showers):
    # At 20 GeV the maximum lies log(20 / 0.0074) - 0.5 = 7.4 radiation lengths behind the start:
    # in the second sensor from there, and one sensor later where it starts 4 lengths later.
    deposits = showers.profile(np.array([20.0, 20.0]), np.array([0.0, 4.0]))
    assert deposits.argmax(axis=1).tolist() == [1, 2]
    assert np.allclose(deposits[1, 1:], deposits[0, :-1])
    # Ten times the energy: the centre moves by about log(10) = 2.3 lengths.
    deposits = showers.profile(np.array([2.0, 20.0]), np.zeros(2))
    centre = deposits @ np.arange(6) / deposits.sum(axis=1)
    assert 0.4 < centre[1] - centre[0] < 0.65


def test_the_profile_is_the_integral_of_a_gamma_distribution(showers):
    a, b, t = 1 + 0.5 * (np.log(20 / 0.0074) - 0.5), 0.5, np.linspace(1e-6, 200, 2_000_001)
    density = (b * t) ** (a - 1) * np.exp(-b * t)
    inside = [density[(t >= 4 * i) & (t < 4 * i + 4)].sum() for i in range(6)]
    want = 20 * np.array(inside) / density.sum()
    assert np.allclose(showers.profile(np.array([20.0]), np.zeros(1))[0], want, atol=1e-3)


def test_little_energy_is_lost_unless_a_shower_starts_late(showers):
    kept = showers.profile(np.full(3, 20.0), np.array([0.0, 2.0, 12.0])).sum(axis=1) / 20
    assert kept[0] > 0.98 and kept[1] > 0.95 and 0.5 < kept[2] < 0.9


def test_photons_have_twenty_gev_on_average(showers):
    X, _ = showers.make_showers(20_000, 0)
    # Five standard errors of 0.07 GeV, and up to 1 GeV of leakage.
    assert 19.0 < X.sum(axis=1).mean() < 20.2


def test_each_anomalous_kind_differs_as_it_says(showers):
    depth, late = {}, {}
    for kind in showers.KINDS:
        X, y = showers.make_showers(5000, 5000, kind=kind)
        for name, sample in (("normal", X[y == 0]), (kind, X[y == 1])):
            depth[name] = sample.mean(axis=0) @ np.arange(6) / sample.sum(axis=1).mean()
            late[name] = sample.mean(axis=0)[4]
    assert 1.0 < depth["deep"] - depth["normal"] < 2.0
    assert 0.7 < depth["split"] - depth["normal"] < 1.7
    assert abs(depth["noisy"] - depth["normal"]) < 0.05
    # The second start of a split shower fills the fifth sensor.
    assert late["split"] > 1.5 * late["normal"]


def test_one_sensor_of_a_noisy_shower_has_the_noise_that_the_module_says(showers):
    X, y = showers.make_showers(20_000, 20_000, kind="noisy")
    extra = X[y == 1].var(axis=0) - X[y == 0].var(axis=0)
    # One shower in six has it in this sensor: there the variance is larger by 1 - 0.12**2.
    assert abs(extra[[0, 5]] - (1 - 0.12**2) / 6).max() < 0.06
