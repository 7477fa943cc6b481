"""What a worker of Dask's does: it runs notebooks with a `Pool`, as the grader itself would.

Dask runs tasks in threads that come and go, and Linux ends the warm process with the thread that
started it. So a thread that lasts starts it, and the threads of tasks wait for their runs.
"""

import asyncio
import functools
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import ClassVar

from distributed import Status, Worker, get_worker
from distributed.utils import sync

from grading.cluster.fitness import Fitness
from grading.cluster.parcels import Common, unpacked
from grading.cluster.shifts import BEAT, LEASE, OtherShift, Shift
from grading.course import words
from grading.engine.marking import Marking
from grading.engine.pool import Pool
from grading.engine.results import RunResult
from grading.engine.run import Run, Work
from grading.engine.zygote import Zygote

# --- Tasks ---------------------------------------------------------------------------------------


def run(parcel: bytes, common: Common, shift: Shift) -> RunResult:
    """Run a notebook, and return what that has found."""
    station = Station.of(get_worker())
    station.join(shift)
    return station.pool.found(unpacked(parcel, common), shift.kind)


def check(parcel: bytes, common: Common, shift: Shift) -> None:
    """See whether a notebook can be judged."""
    station = Station.of(get_worker())
    station.join(shift)
    station.pool.check(unpacked(parcel, common))


def keep(common: Common) -> Common:
    """What many notebooks share, which a worker keeps and passes on to others."""
    return common


# --- What the grader tells all workers -----------------------------------------------------------


async def begin(shift: Shift, dask_worker: Worker) -> None:
    """End everything of an earlier shift, and see whether this worker can be in a new one."""
    await asyncio.to_thread(Station.of(dask_worker).begin, shift)


async def leave(dask_worker: Worker) -> None:
    """End everything, until somebody grades again."""
    station = Station.stations.pop(dask_worker.address, None)
    if station is not None:
        await asyncio.to_thread(station.close)


# --- The worker itself ---------------------------------------------------------------------------


@functools.cache
def fitness() -> Fitness:
    """What this worker has had since it was first asked; what has come since is not in use here."""
    return Fitness.here()


class Station:
    """Where notebooks run on a worker.

    Attributes
    ----------
    pool : WorkerPool
    shift : Shift or None
        None on a worker that has come while others were at work, until its first notebook comes.
    """

    stations: ClassVar[dict[str, "Station"]] = {}
    making: ClassVar = threading.Lock()

    def __init__(self, worker: Worker) -> None:
        self.worker, self.pool = worker, WorkerPool(worker.state.nthreads)
        self.shift: Shift | None = None
        self.turn, self.closed = threading.Lock(), threading.Event()
        threading.Thread(target=self.stay, daemon=True).start()

    @classmethod
    def of(cls, worker: Worker) -> "Station":
        """That of a worker."""
        with cls.making:
            if worker.address not in cls.stations:
                cls.stations[worker.address] = cls(worker)
            return cls.stations[worker.address]

    def join(self, shift: Shift) -> None:
        """Be in the shift of a notebook that has come.

        Raises
        ------
        OtherShift
        """
        with self.turn:
            if self.shift is None:
                self.settle(shift)
            if self.shift is None or self.shift.number != shift.number:
                raise OtherShift

    def begin(self, shift: Shift) -> None:
        """Be in a new shift."""
        with self.turn:
            self.settle(shift)

    def settle(self, shift: Shift) -> None:
        """End what runs, and see whether this worker can be in a shift.

        Raises
        ------
        Unfit
        SandboxRefused
        """
        shift.fitness.demand(fitness())
        self.shift = None
        if not self.renew():
            raise OtherShift("its scheduler does not count on it")
        self.pool.turn_to(shift.kind)
        self.pool.check(Work((), {}, shift.rules, (), "", {}, words))
        self.pool.seats.dismiss()
        self.shift = shift

    def stay(self) -> None:
        """Renew the lease again and again, until this worker ends."""
        while not self.closed.wait(BEAT) and self.worker.status != Status.closed:
            self.renew()

    def renew(self) -> bool:
        """Renew the lease if the scheduler counts on this worker; whether it does."""
        worker, ask, now = self.worker, self.worker.scheduler.ncores, time.monotonic()
        try:
            known = sync(worker.loop, ask, workers=[worker.address], callback_timeout=LEASE)
        except Exception:  # whatever it is, nobody has said so
            return False
        if worker.address not in known:
            return False
        self.pool.keep_on(now + LEASE)
        return True

    def close(self) -> None:
        """End all that runs, and the warm process."""
        self.closed.set()
        with self.turn:
            self.shift = None
            self.pool.close()


class WorkerPool(Pool):
    """A pool that is asked from many threads, and runs nothing when its lease is over."""

    def __init__(self, workers: int) -> None:
        super().__init__(workers, until=0)
        self.starter = ThreadPoolExecutor(1)
        self.turn = threading.RLock()

    def warm(self) -> Zygote:
        """The warm process; started by a thread that lasts as long as this pool."""
        with self.turn:
            return self.starter.submit(super().warm).result()

    def keep_on(self, until: float) -> None:
        """Renew the lease, that of the warm process as well if there is one."""
        self.until = until
        if self.zygote is not None and not self.zygote.gone:
            self.zygote.keep_on(until)

    def turn_to(self, kind: type[Run]) -> None:
        """End all runs and all judges; from then on only runs of one kind start."""
        with self.turn:
            self.forget()
            self.seats.dismiss()
            self.kind = kind

    def start(self, work: Work, kind: type[Run] = Marking) -> Run:
        """A run that has begun, where its kind is the present one.

        Raises
        ------
        OtherShift
        """
        while time.monotonic() > self.until:  # for ever where this worker is lost
            time.sleep(BEAT)
        with self.turn:
            if kind is not self.kind:
                raise OtherShift
            run = self.started[id(work)] = super().start(work, kind)
            return run

    def found(self, work: Work, kind: type[Run]) -> RunResult:
        """What a run has found, whose processes have ended.

        Raises
        ------
        OtherShift
            If it was ended meanwhile with all others.
        """
        try:
            run = self.seen_through(self.start(work, kind))
            with self.turn:
                if self.started.get(id(work)) is not run:
                    raise OtherShift
                run.close()
            return run.result()
        finally:
            with self.turn:
                self.started.pop(id(work), None)

    def close(self) -> None:
        """End all runs, all judges and the warm process."""
        with self.turn:
            self.turn_to(self.kind)
            if self.zygote is not None:
                self.zygote.close()
            self.starter.shutdown()
