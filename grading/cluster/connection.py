"""The grader's line to a scheduler of Dask's, with a sentence wherever that fails."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterator

from distributed import Client, Future, Lock

from grading.cluster import scheduler
from grading.records.turns import in_server
from grading.terminal import say

#: Seconds in which a scheduler answers.
ANSWER = 10
#: Seconds for which a run of grading that was killed still keeps others away from its cluster.
AFTER_A_KILL = 60
#: The name of the lock that the one grader holds who uses the cluster.
GRADING = "grading of a course"

NOBODY_THERE = (
    "No scheduler of Dask answers at {address} ({cause}). See whether it runs, and whether this "
    "machine reaches it; docs/cluster.md says how one is started."
)
NO_COURSE = (
    "The scheduler at {address} does not know this course ({cause}). Start it in the course "
    "folder, with the same packages: .venv/bin/python -m dask scheduler"
)
LOST = (
    "The scheduler at {address} does not answer any more, or has forgotten what it was asked. "
    "Nothing that was booked is lost, and the same command goes on when the scheduler is there."
)
TAKEN = (
    "Somebody else grades on the cluster at {address}. Wait for the end of that, and run the "
    "command again."
)


class NoCluster(SystemExit):
    """The cluster cannot be used, or not any more. Ends the run; the text is a sentence."""


class Connection:
    """Made when it is first needed.

    Parameters
    ----------
    address : str
        As Dask reads it. What it needs of TLS is in Dask's own settings.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.client: Client | None = None
        self.lock: Lock | None = None

    def failure(self, text: str, cause: BaseException | str = "", **more: object) -> NoCluster:
        """What ends the run, with a sentence."""
        return NoCluster(text.format(address=self.address, cause=said(cause), **more))

    # --- Its beginning and its end -------------------------------------------------------------

    @property
    def dask(self) -> Client:
        """Dask's own end of the line.

        Raises
        ------
        NoCluster
        """
        if self.client is None:
            self.client = self.connected()
            self.take_lock()
        return self.client

    def connected(self) -> Client:
        """A new one, to a scheduler that knows this course."""
        be_quiet()
        try:
            client = Client(self.address, timeout=ANSWER, set_as_default=False)
        except Exception as error:  # of the address, the network or TLS: Dask has many kinds
            raise self.failure(NOBODY_THERE, error) from None
        try:
            client.run_on_scheduler(scheduler.take_up)
        except Exception as error:
            client.close()
            raise self.failure(NO_COURSE, error) from None
        return client

    def take_lock(self) -> None:
        """Keep others from grading with these workers."""
        lock = Lock(GRADING, scheduler_rpc=self.dask.scheduler, loop=self.dask.loop)
        if not lock.acquire(timeout=1):
            say(f"Somebody else grades on the cluster at {self.address}, or was killed: waiting.")
            if not lock.acquire(timeout=AFTER_A_KILL):
                self.close()
                raise self.failure(TAKEN)
        self.lock = lock

    def close(self, last: Callable[..., Awaitable] | None = None) -> None:
        """End it; where a function is given, all workers call it before."""
        client, lock, self.client, self.lock = self.client, self.lock, None, None
        if client is None:
            return
        with contextlib.suppress(Exception):  # nobody may be there any more
            if last is not None:
                client.sync(asyncio.wait_for, tell_all(client, last), ANSWER)
            if lock is not None:
                lock.release()
        client.close()

    # --- What passes through it ----------------------------------------------------------------

    @contextlib.contextmanager
    def in_touch(self) -> Iterator[Client]:
        """Dask's end of the line, where its silence ends the run."""
        client = self.dask
        try:
            yield client
        except (OSError, asyncio.CancelledError):
            raise self.failure(LOST) from None

    def threads(self) -> dict[str, int]:
        """Workers by their addresses, and how many notebooks each may have at a time."""
        with self.in_touch() as client:
            return client.nthreads()

    def since_a_loss(self) -> float:
        """Seconds since a worker has left."""
        with self.in_touch() as client:
            return client.run_on_scheduler(scheduler.since_a_loss)

    def tell_all(self, function: Callable[..., Awaitable], *told: object) -> dict[str, object]:
        """Have all workers do something; see the function of this name."""
        with self.in_touch() as client:
            return client.sync(tell_all, client, function, *told)

    def cancel(self, futures: list[Future]) -> None:
        """Nobody wants these any more."""
        if self.client is not None and futures:
            with contextlib.suppress(OSError, asyncio.CancelledError):
                self.client.cancel(futures)


async def tell_all(
    client: Client, function: Callable[..., Awaitable], *told: object
) -> dict[str, object]:
    """Have all workers do something, also those that come meanwhile.

    Who is gone before it has answered is left out; who only keeps silent is waited for, until the
    scheduler gives it up.

    Returns
    -------
    dict of str to object
        By worker, the answer or the error.
    """
    asked: dict[str, asyncio.Task] = {}
    while True:
        there = set(await client.scheduler.ncores())
        for address in there - asked.keys():
            question = client.run(
                function, *told, workers=[address], on_error="return", asynchronous=True
            )
            asked[address] = asyncio.ensure_future(question)
        silent = [asked[address] for address in there if not asked[address].done()]
        if silent:
            await asyncio.wait(silent, timeout=1)
        elif (still := set(await client.scheduler.ncores())) <= asked.keys():
            return {address: asked[address].result()[address] for address in still}


def said(cause: BaseException | str) -> str:
    """A cause in the middle of a sentence."""
    text = cause if isinstance(cause, str) else f"{type(cause).__name__}: {cause}"
    return text.split("\n")[0].rstrip(": .")


def be_quiet() -> None:
    """Leave it to this course to say what happens; Dask's own remarks are for its developers."""
    own = ["distributed", "distributed.client"]
    for name in own if in_server() else [*own, "tornado", "tornado.application"]:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
