"""What the scheduler is told and asked: functions that the grader has run in its process."""

import time

from distributed import Scheduler


def take_up(dask_scheduler: Scheduler) -> None:
    """Give a notebook back to the grader as soon as its worker is lost.

    The grader has it run again, alone on a worker; the scheduler would let it end several workers,
    and blame those that run beside it.
    """
    dask_scheduler.allowed_failures = 0


def since_a_loss(dask_scheduler: Scheduler) -> float:
    """Seconds since a worker left, however it did, or since all that an earlier scheduler had."""
    left = [
        when
        for when, event in dask_scheduler.get_events("all")
        if isinstance(event, dict) and event.get("action") == "remove-worker"
    ]
    return time.time() - max([dask_scheduler.time_started, *left])
