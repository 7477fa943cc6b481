"""What coming late takes off points; whatever shows points to anybody asks here.

How large the penalty is has been booked with the points: `grading.adapters.late`.
"""

from typing import TypeVar

import numpy as np

Points = TypeVar("Points", float, np.ndarray)


def what_counts(points: Points, penalty: Points) -> Points:
    """Points without the penalty for being late, which never leads below zero.

    Parameters
    ----------
    points, penalty : float or ndarray
        Of one student or notebook, or of many.

    Returns
    -------
    float or ndarray
    """
    return np.maximum(points - penalty, 0.0)
