"""The toy events: shapes, dtypes, seeds, and the populations that they are drawn from."""

import numpy as np
import pytest

from authoring.solved import modules_in
from grading.course.notebooks import ROOT


@pytest.fixture(scope="module")
def make_detector_data():
    return modules_in(ROOT / "modules")["detector"].make_detector_data


def test_events_and_labels_have_the_promised_shapes_and_dtypes(make_detector_data):
    X, y = make_detector_data()
    assert X.shape == (1260, 4) and X.dtype == np.float32
    assert y.shape == (1260,) and y.dtype == np.int64
    assert (y[:1200] == 0).all() and (y[1200:] == 1).all()


def test_the_seed_decides_the_events(make_detector_data):
    assert np.array_equal(make_detector_data(seed=3)[0], make_detector_data(seed=3)[0])
    assert not np.array_equal(make_detector_data(seed=3)[0], make_detector_data(seed=4)[0])


def test_an_odd_number_of_normal_events_gives_the_second_population_one_more(make_detector_data):
    X, y = make_detector_data(n_normal=5, n_anomaly=0)
    assert X.shape == (5, 4) and (y == 0).all()


def test_the_populations_are_those_of_the_text(make_detector_data):
    X, _ = make_detector_data(n_normal=80_000, n_anomaly=40_000)
    means = [[4.8, 1.4, 0.1, 0.9], [7.3, 2.7, -0.4, 1.9], [10.5, 4.6, 2.0, 3.0]]
    variances = [[0.30, 0.20, 0.15, 0.12], [0.45, 0.28, 0.18, 0.20], [0.55, 0.35, 0.25, 0.25]]
    first_row = [[0.05, 0.00, 0.02], [0.02, 0.03, 0.04], [0.10, 0.05, 0.00]]
    last = [0.01, 0.00, 0.01]
    for population, events in enumerate(np.split(X, 3)):
        covariance = np.cov(events.T)
        # Five standard errors of 40 000 events stay below 0.02.
        assert np.allclose(events.mean(0), means[population], atol=0.02)
        assert np.allclose(np.diag(covariance), variances[population], atol=0.02)
        assert np.allclose(covariance[0, 1:], first_row[population], atol=0.02)
        assert np.isclose(covariance[2, 3], last[population], atol=0.02)


def test_events_do_not_depend_on_the_signs_that_linear_algebra_gives_to_axes(
    make_detector_data, monkeypatch
):
    events, svd = make_detector_data()[0], np.linalg.svd
    for signs in ([-1, 1, 1, 1], [1, -1, 1, -1], [-1, -1, -1, -1]):

        def turned(matrix, signs=signs):
            left, values, right = svd(matrix)
            return left * signs, values, np.transpose(signs * right.T)

        monkeypatch.setattr(np.linalg, "svd", turned)
        assert np.array_equal(make_detector_data()[0], events)
        monkeypatch.undo()
