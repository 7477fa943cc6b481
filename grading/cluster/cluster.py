"""The `Workforce` of a scheduler of Dask's: its workers run what the grader hands out."""

import functools
import threading
import time
from collections.abc import Hashable

from distributed import Future, KilledWorker

from grading.cluster import worker
from grading.cluster.connection import Connection, NoCluster, said
from grading.cluster.fitness import Unfit
from grading.cluster.jobs import Job, Jobs
from grading.cluster.parcels import Common, packed
from grading.cluster.shifts import LEASE, Shift
from grading.course import words
from grading.engine.marking import Marking
from grading.engine.outcomes import SandboxRefused, WorkersLost
from grading.engine.results import RunResult
from grading.engine.run import Rules, Run, Work
from grading.engine.showing import Showing

#: Seconds in which a cluster without workers gets one.
PATIENCE = 30
#: By which what no student has handed in is known among the jobs.
CHECK = object()

NO_WORKERS = (
    "The scheduler at {address} has no workers. Start some in the course folder, with "
    ".venv/bin/python -m dask worker {address}, and run the command again."
)
LOST_AT_ONCE = (
    "Two workers of the scheduler at {address} were lost while they made a judge ready. See what "
    "their machines lack, and run the command again."
)
UNFIT = (
    "The worker {worker} cannot take part: {cause}. All workers need the code and the packages "
    "that are here; restart it when it has them, and run the command again."
)


class Cluster:
    """Takes notebooks when they come, sends as many as workers have room for, and waits.

    Parameters
    ----------
    address : str
        Of the scheduler.

    Attributes
    ----------
    shift : Shift or None
        What the workers are at.
    common : dict
        What notebooks share, by the identity of its parts, and where Dask has it.
    changed : threading.Event
        Set when something has come of a job.
    """

    def __init__(self, address: str) -> None:
        self.line = Connection(address)
        self.shift: Shift | None = None
        self.jobs = Jobs()
        self.common: dict[tuple[int, int], tuple[Common, Future]] = {}
        self.changed = threading.Event()

    @property
    def ahead(self) -> int:
        """Notebooks that run, and as many that are through or wait for their turn."""
        return 2 * max(1, sum(self.line.threads().values()))

    def warm(self) -> None:
        """Connect to the scheduler.

        Raises
        ------
        NoCluster
        """
        self.line.threads()

    def leave(self) -> None:
        """Have workers end what they have started, and leave the cluster to others."""
        self.shift = None
        self.common.clear()
        self.line.close(last=worker.leave)

    # --- Shifts --------------------------------------------------------------------------------

    def turn_to(self, kind: type[Run], rules: Rules) -> None:
        """Begin another shift, where there is none or one of another kind.

        When this returns, nothing of the one before is known to run, and no judge at all where
        pages are next; see `grading.cluster.shifts`.
        """
        if self.shift is not None and self.shift.kind is kind:
            return
        self.forget()
        self.await_workers()
        shift = Shift.new(kind, rules)
        for address, answer in self.line.tell_all(worker.begin, shift).items():
            if isinstance(answer, Exception):
                raise self.unfit(address, answer)
        if kind is Showing:
            self.await_the_lost()
        self.shift = shift

    def await_the_lost(self) -> None:
        """Wait until nothing runs any more on workers that can be asked nothing."""
        while (since := self.line.since_a_loss()) < LEASE:
            time.sleep(LEASE - since)

    def await_workers(self) -> None:
        """Wait until there is a worker."""
        end = time.monotonic() + PATIENCE
        while not self.line.threads():
            if time.monotonic() > end:
                raise self.line.failure(NO_WORKERS)
            time.sleep(0.1)

    def unfit(self, address: str, error: Exception) -> NoCluster:
        """What ends the run where a worker cannot take part in it."""
        match error:
            case Unfit():
                cause = str(error)
            case SandboxRefused():
                cause = words.sandbox_refused(error)
            case _:
                cause = said(error)
        return self.line.failure(UNFIT, cause.rstrip("."), worker=address)

    # --- Notebooks -----------------------------------------------------------------------------

    def check(self, work: Work) -> None:
        """See on all workers whether there are walls, and on one whether there can be a judge."""
        self.turn_to(Marking, work.rules)
        self.jobs[CHECK] = Job(worker.check, work)
        try:
            self.found(CHECK)
        except WorkersLost:
            raise self.line.failure(LOST_AT_ONCE) from None

    def expect(self, key: Hashable, work: Work, kind: type[Run]) -> None:
        """Announce a notebook; see `Workforce.expect`."""
        self.turn_to(kind, work.rules)
        self.jobs[key] = Job(worker.run, work)
        self.go_on()

    def result(self, key: Hashable, work: Work, kind: type[Run]) -> RunResult:
        """What the run of a notebook has found; see `Workforce.result`.

        Raises
        ------
        WorkersLost
        """
        if key not in self.jobs or self.shift is None or self.shift.kind is not kind:
            self.expect(key, work, kind)
        found = self.found(key)
        assert found is not None
        return found

    def found(self, key: Hashable) -> RunResult | None:
        """Wait for what comes of a job, which has its turn before others."""
        self.jobs.first(key)
        job = self.jobs[key]
        self.go_on()
        while not job.is_over:
            self.changed.wait(1)
            self.changed.clear()
            self.await_workers()
            self.go_on()
        del self.jobs[key]
        match job.error:
            case None:
                return job.result
            case KilledWorker():
                raise WorkersLost
            case Unfit() | SandboxRefused() as error:
                raise self.unfit(job.worker, error)
            case error:
                raise error

    def go_on(self) -> None:
        """Send as many notebooks as workers have room for."""
        with self.line.in_touch():
            self.jobs.look()
        if any(job.waits for job in self.jobs.values()):
            for job, place in self.jobs.placed(self.line.threads()):
                self.send(job, place)

    def send(self, job: Job, place: str) -> None:
        """Send a notebook to a worker, or to another one if that is gone when it arrives."""
        common, shared = self.shared(job.work)
        parcel = packed(job.work, common)
        with self.line.in_touch() as client:
            job.worker = place
            job.future = client.submit(
                job.task,
                parcel,
                shared,
                self.shift,
                pure=False,
                workers=[place],
                allow_other_workers=True,
            )
        job.future.add_done_callback(lambda _: self.changed.set())

    def shared(self, work: Work) -> tuple[Common, Future]:
        """What a notebook shares with others, and the same on its way; workers pass it on."""
        key = id(work.judge_files), id(work.reference)
        common, future = self.common.get(key, (Common.of(work), None))
        if future is None or future.status not in ("pending", "finished"):
            with self.line.in_touch() as client:
                future = client.submit(worker.keep, common, pure=False)
            self.common[key] = common, future
        return common, future

    def forget(self) -> None:
        """Cancel what was announced; the grader went on with something else."""
        self.line.cancel([job.future for job in self.jobs.values() if job.future is not None])
        self.jobs.clear()


@functools.cache
def cluster_at(address: str) -> Cluster:
    """The cluster of a scheduler: one for each address."""
    return Cluster(address)
