"""Which notebook runs on which worker, and what becomes of those whose worker is lost.

No worker gets more notebooks than it has threads, so it is known what ran on one that is lost. Each
of these runs again, alone on its worker; where that one is lost as well, this notebook is to blame
and no other one.
"""

import asyncio
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

from distributed import Future, KilledWorker

from grading.engine.results import RunResult
from grading.engine.run import Work

#: How many workers a notebook may lose.
MOST_LOST = 2


@dataclass(eq=False)
class Job:
    """A notebook that is to run on some worker.

    Attributes
    ----------
    task : callable
        What the worker calls.
    work : Work
    future : Future or None
        What Dask knows of it while some worker has it, or is about to get it.
    worker : str
        Where it was sent last.
    lost : int
        How many workers were lost while they had it.
    is_over : bool
        Whether something has come of it: a result, an error, or the loss of too many workers.
    result : RunResult or None
    error : BaseException or None
    """

    task: Callable
    work: Work
    future: Future | None = None
    worker: str = ""
    lost: int = 0
    is_over: bool = False
    result: RunResult | None = None
    error: BaseException | None = None

    @property
    def waits(self) -> bool:
        """Whether it is to be sent to a worker."""
        return self.future is None and not self.is_over

    def look(self) -> None:
        """Fetch what has come of it; where its worker was lost, it waits anew.

        Raises
        ------
        CancelledError
            If the scheduler knows nothing of it any more.
        """
        if self.future is None or not self.future.done():
            return
        future, self.future = self.future, None
        if future.status == "error":
            error = future.exception()
            self.lost += isinstance(error, KilledWorker)
            if self.lost == MOST_LOST or not isinstance(error, KilledWorker):
                self.error, self.is_over = error, True
        elif future.status == "finished":
            self.result, self.is_over = future.result(), True
        else:
            raise asyncio.CancelledError

    def takes(self, threads: int) -> int:
        """How many threads of its worker nobody else may have."""
        return threads if self.lost else 1


class Jobs(dict[Hashable, Job]):
    """All that was announced and is not asked for yet, in the order in which it is sent."""

    def first(self, key: Hashable) -> None:
        """Let one have its turn before the others."""
        others = {other: job for other, job in self.items() if other != key}
        one = self[key]
        self.clear()
        self.update({key: one} | others)

    def look(self) -> None:
        """See which of them have lost their workers."""
        for job in self.values():
            job.look()

    def placed(self, threads: Mapping[str, int]) -> list[tuple[Job, str]]:
        """Those that there is room for, each with its worker.

        Parameters
        ----------
        threads : mapping of str to int
            How many each worker may have.
        """
        free = dict(threads)
        for job in self.values():
            if job.future is not None and job.worker in free:
                free[job.worker] -= job.takes(threads[job.worker])
        found = []
        for job in sorted((job for job in self.values() if job.waits), key=lambda job: -job.lost):
            place = max(free, key=lambda worker: free[worker] / threads[worker], default="")
            if not place or free[place] < job.takes(threads[place]):
                break  # what must be alone is not overtaken
            free[place] -= job.takes(threads[place])
            found.append((job, place))
        return found
