"""Loaded into workers of `tests/test_cluster.py` before they work: what is strange about them.

The environment says what that is: ``STRANGE_LEASE`` is another lease, ``STRANGE_END`` a text in a
notebook at which the worker ends as if the machine had killed it, ``STRANGE_CODE`` that its code is
another one.
"""

import os
import signal

from grading.cluster import fitness, worker


def change() -> None:
    """Make this process as strange as the environment says."""
    worker.LEASE = float(os.environ.get("STRANGE_LEASE", worker.LEASE))
    worker.BEAT = worker.LEASE / 10
    if "STRANGE_CODE" in os.environ:
        fitness.engine = lambda: os.environ["STRANGE_CODE"]
    if text := os.environ.get("STRANGE_END"):
        usual = worker.unpacked

        def unpacked(parcel, common):
            work = usual(parcel, common)
            if any(text in cell.source for cell in work.cells):
                os.kill(os.getpid(), signal.SIGKILL)
            return work

        worker.unpacked = unpacked


change()
