"""Events of problem 2 of homework 12: shapes, seeds, and the physics that the module promises."""

import numpy as np
import pytest

from authoring.solved import modules


@pytest.fixture(scope="module")
def graviton():
    return modules("hw12")["graviton"]


@pytest.fixture(scope="module")
def column(graviton):
    """A column of a table of events by its name."""
    return lambda X, name: X[:, graviton.FEATURES.index(name)].astype(float)


def test_events_have_the_promised_shapes_and_dtypes(graviton):
    assert len(graviton.FEATURES) == len(set(graviton.FEATURES)) == 22
    for X in (graviton.qcd_events(50), graviton.graviton_events(50, mass=2000)):
        assert X.shape == (50, 22) and X.dtype == np.float32
        assert np.all(np.isfinite(X)) and np.all(X >= 0)


def test_the_seed_decides_the_events(graviton):
    for make in (graviton.qcd_events, graviton.graviton_events):
        assert np.array_equal(make(40, seed=3), make(40, seed=3))
        assert not np.array_equal(make(40, seed=3), make(40, seed=4))


@pytest.mark.parametrize("kind", ["qcd", "graviton"])
def test_objects_are_ordered_by_momentum(graviton, column, kind):
    X = graviton.qcd_events(3000) if kind == "qcd" else graviton.graviton_events(3000)
    for name in ("FatJet", "Electron", "Muon"):
        momenta = np.stack([column(X, f"{name}_{i}_pt") for i in range(4)], axis=1)
        assert np.all(np.diff(momenta, axis=1) <= 0), name


def test_a_missing_jet_is_zero_in_all_its_columns(graviton, column):
    X = graviton.graviton_events(3000)
    missing = column(X, "FatJet_1_pt") == 0
    assert 0.05 < missing.mean() < 0.4
    assert np.all(X[missing][:, 6:11] == 0) and np.all(X[~missing][:, 6:11] > 0)


def test_masses_stay_below_momenta_and_subjettiness_falls(graviton, column):
    for X in (graviton.qcd_events(5000), graviton.graviton_events(5000, mass=2000)):
        for i in (0, 1):
            there = column(X, f"FatJet_{i}_pt") > 0
            tau = [column(X, f"FatJet_{i}_tau{n}")[there] for n in (1, 2, 3)]
            assert np.all(tau[0] > tau[1]) and np.all(tau[1] > tau[2])
    qcd = graviton.qcd_events(5000)
    assert np.all(column(qcd, "FatJet_0_mass") <= 0.501 * column(qcd, "FatJet_0_pt"))


def test_the_spectrum_of_background_jets_falls_as_a_power_law(graviton, column):
    first = column(graviton.qcd_events(40_000), "FatJet_0_pt")
    assert first.min() >= 349.9
    # Above 350 GeV the integral falls as pT^-3.5.
    assert np.isclose(np.mean(first > 700), 2**-3.5, atol=0.01)


@pytest.mark.parametrize("mass", [1100, 2000, 3000])
def test_signal_jets_carry_half_the_mass_and_weigh_as_a_w(graviton, column, mass):
    X = graviton.graviton_events(8000, mass=mass)
    # Centrally produced: the mean of sin(theta) is 0.92 of its largest value for sin^4.
    momentum = column(X, "FatJet_0_pt")
    assert 0.42 * mass < np.median(momentum) < 0.56 * mass
    hard = momentum > 0.35 * mass
    assert 80 < np.median(column(X, "FatJet_0_mass")[hard]) < 92


def test_two_prongs_are_told_from_one(graviton, column):
    def ratio(X):
        return np.median(column(X, "FatJet_0_tau2") / column(X, "FatJet_0_tau1"))

    assert ratio(graviton.graviton_events(4000)) < 0.45
    assert ratio(graviton.qcd_events(4000)) > 0.65


def test_the_lepton_of_a_w_and_its_neutrino_share_the_momentum(graviton, column):
    X = graviton.graviton_events(20_000, mass=2000)
    lepton = np.maximum(column(X, "Electron_0_pt"), column(X, "Muon_0_pt"))
    hard = lepton > 150
    assert abs(np.mean(hard) - 0.92 * graviton.SEMILEPTONIC) < 0.04
    total = lepton[hard] + column(X, "MET_pt")[hard]
    # Together they are a W of half the graviton's mass, as the jet on the other side is.
    assert np.isclose(np.median(total / column(X, "FatJet_0_pt")[hard]), 1, atol=0.08)
    assert np.mean(column(X, "MET_pt")[hard]) > 3 * np.mean(column(X, "MET_pt")[lepton < 100])


def test_no_feature_of_the_background_is_constant(graviton):
    assert np.all(graviton.qcd_events(8000).std(0) > 0)
