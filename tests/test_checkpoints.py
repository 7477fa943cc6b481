"""Checkpoints hold what the reference solution computes, no more and no less."""

import numpy as np
import pytest

from authoring.checkpoints import names, path, recipe, recompute
from grading.course.notebooks import ROOT

pytestmark = pytest.mark.slow  # trainings
#: Files that are computed anew where not all are.
MOST = 3


@pytest.fixture(scope="module", params=names())
def name(request, only_some):
    only_some(request.param, names(), MOST)
    return request.param


@pytest.fixture(scope="module")
def stored(name):
    return dict(np.load(path(name)))


@pytest.fixture(scope="module")
def computed(name):
    """The arrays in which only rounding may differ, and the results of trainings."""
    return recompute(name, tried=True)


def test_every_checkpoint_file_has_a_recipe(assignment):
    files = (ROOT / "source" / assignment / "checkpoints").glob("*.npz")
    assert sorted(file.stem for file in files) == names(assignment)


def test_checkpoints_are_arrays_without_code(name):
    with np.load(path(name), allow_pickle=False) as arrays:
        assert {arrays[key].dtype.kind for key in arrays} <= set("iufU")


def test_stored_arrays_have_the_computed_names_shapes_and_dtypes(name, stored, computed):
    seeds, tried = len(recipe(name).SEEDS), len(recipe(name).TRIED)
    fixed, trained = computed
    wanted = {key: (array.shape, array.dtype) for key, array in fixed.items()}
    for key, array in trained.items():
        # The first axis of a training's results may count the trainings.
        length = (seeds,) if array.shape[:1] == (tried,) else array.shape[:1]
        wanted[key] = (length + array.shape[1:], array.dtype)
    found = {key: (array.shape, array.dtype) for key, array in stored.items()}
    assert found == wanted, "run `make checkpoints` and commit the result"


def test_what_is_not_trained_is_what_the_reference_computes(stored, computed):
    for key, array in computed[0].items():
        if array.dtype.kind == "U":
            assert stored[key].tolist() == array.tolist()
        else:
            assert np.allclose(stored[key], array, rtol=1e-4, atol=1e-5), key


def test_the_trainings_are_such_trainings(name, stored, computed):
    recipe(name).compare(stored, computed[1])
