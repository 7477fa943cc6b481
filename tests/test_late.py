"""What comes late costs a share of its points, and never more than it earned."""

import numpy as np
import pytest
from traitlets import TraitError
from traitlets.config import Config

from grading.adapters.late import DAY, LatePenalty
from grading.outputs.lateness import what_counts


def penalty(seconds, **options):
    plugin = LatePenalty(config=Config(LatePenalty=options))
    return plugin.late_submission_penalty("ada", 20.0, seconds)


def test_each_day_that_has_begun_costs_a_tenth():
    assert [penalty(late) for late in (1, DAY, DAY + 1, 3 * DAY)] == pytest.approx([2, 2, 4, 6])


def test_nothing_costs_more_than_it_earned():
    assert penalty(40 * DAY) == 20


def test_the_grace_costs_nothing_and_is_no_day():
    assert penalty(900, grace=900) == 0
    assert penalty(901, grace=900) == pytest.approx(2)


def test_a_share_above_one_is_refused():
    with pytest.raises(TraitError):
        penalty(1, per_day=10)


def test_what_counts_is_never_below_zero_for_one_or_for_many():
    assert what_counts(4.5, 2.0) == 2.5 and what_counts(1.0, 2.0) == 0
    assert what_counts(np.array([4.5, 1.0]), np.array([2.0, 2.0])).tolist() == [2.5, 0.0]
