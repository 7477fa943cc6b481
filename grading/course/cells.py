"""What nbgrader calls the roles of a cell: the one module outside of `adapters` that asks it."""

from nbgrader.utils import (
    compute_checksum,
    determine_grade,
    is_grade,
    is_locked,
    is_solution,
    is_task,
)

__all__ = [
    "compute_checksum",
    "determine_grade",
    "is_grade",
    "is_locked",
    "is_solution",
    "is_task",
]
