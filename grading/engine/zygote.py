"""One warm process that has imported everything once; kernels and judges are forks of it.

It starts before the first notebook and ends with the grading process, however that ends.
"""

import atexit
import contextlib
import gc
import importlib
import math
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

import msgpack

from grading.engine import company, groups, sandbox
from grading.engine.limits import Limits
from grading.engine.protocol import (
    IS_READY,
    LONGEST_REASON,
    NO_WALL,
    NOT_READY,
    AskStatus,
    Become,
    EndFork,
    KeepOn,
    LoadModule,
    MakeFork,
    Packet,
    read,
)
from grading.engine.syscalls import Refused, use_large_pages
from grading.engine.wire import exactly
from grading.scratch import run_folder

#: With what the random numbers of Python, numpy and torch begin in each fork.
SEED = 0
#: What a fork can become: functions of its channel and its limits, by name.
Roles = dict[str, Callable[[socket.socket, SimpleNamespace], None]]
#: The folder from which the warm process imports.
COURSE = Path(__file__).resolve().parents[2]
#: Seconds in which a sandbox whose Python has ended can end as well.
PATIENCE = 0.5
#: Seconds in which the warm process answers, once it is there, and in which it ends when asked to.
LONGEST_SILENCE, LONGEST_END = 120, 5
#: What the warm process is asked for.
REQUESTS = (MakeFork, EndFork, AskStatus, LoadModule, KeepOn)
#: Statuses of a fork that has not ended, and of one that ended together with the warm process.
GOES_ON, GONE = 1000, -1000
START = """
import sys
sys.path.insert(0, sys.argv[1])
from grading.engine.zygote import serve
serve(int(sys.argv[2]), float(sys.argv[3]))
"""


class Zygote:
    """The grader's side: asks for forks.

    Parameters
    ----------
    until : float
        The time, as `time.monotonic` counts it, at which it ends with all its forks, unless it is
        told another one before; see `grading.cluster.shifts`.

    Attributes
    ----------
    process : subprocess.Popen
        The warm process.
    gone : bool
        Whether it has ended, and all its forks with it.
    """

    def __init__(self, until: float = math.inf) -> None:
        self.control, there = socket.socketpair()
        self.control.settimeout(LONGEST_SILENCE)
        self.turn, self.gone = threading.Lock(), False
        self.loaded: set[str] = set()
        scratch = run_folder() / "warm"
        scratch.mkdir(exist_ok=True)
        with there:
            self.process = subprocess.Popen(
                [sys.executable, "-c", START, str(COURSE), str(there.fileno()), str(until)],
                stdin=subprocess.DEVNULL,
                pass_fds=[there.fileno()],
                cwd="/",
                start_new_session=True,  # Ctrl-C is for the grader, which ends this process itself
                env={
                    "PATH": os.environ["PATH"],
                    "LANG": "C.UTF-8",
                    "MPLBACKEND": "agg",
                    "TMPDIR": str(scratch),
                },
            )
        atexit.register(self.close)

    def fork(
        self, role: str, *, files: dict[str, bytes], limits: Limits, walls: bool
    ) -> tuple[socket.socket, int]:
        """A new kernel or judge.

        Parameters
        ----------
        role : str
            ``"kernel"`` or ``"judge"``.
        files : dict of str to bytes
            Its working folder.
        limits : Limits
        walls : bool
            Whether it enters a sandbox.

        Returns
        -------
        channel : socket
            Connected to the fork.
        pid : int
            Of the fork's keeper; 0 if the warm process is gone.
        """
        here, there = socket.socketpair()
        here.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        request = Become(role, files, limits.numbers(), walls)
        with there:
            pid = self.ask(MakeFork(str(place())), there.fileno())
        # Read by the fork only: what the warm process reads lies in the memory of all later forks.
        with contextlib.suppress(OSError):  # whoever waits for its first byte learns of its end
            send_packed(here, request)
        return here, pid

    def load(self, module: str) -> None:
        """Import a module once, so that forks need not do it each."""
        if module not in self.loaded:
            self.ask(LoadModule(module))
            self.loaded.add(module)

    def keep_on(self, until: float) -> None:
        """Have it go on until another time."""
        self.ask(KeepOn(until))

    def end(self, pid: int) -> None:
        """End a fork with all that it started."""
        if pid:
            self.ask(EndFork(pid))
            shutil.rmtree(without_walls(place(), pid), ignore_errors=True)

    def status(self, pid: int) -> int:
        """How a fork's keeper ended, which may just be ending.

        Returns
        -------
        int
            Its exit status; minus the number of the signal that ended it; `GOES_ON` or `GONE`.
        """
        status = self.ask(AskStatus(pid))
        return GONE if self.gone else status

    def ask(self, request: Packet, *descriptors: int) -> int:
        try:
            with self.turn:
                socket.send_fds(self.control, [b"+"], descriptors)
                send_packed(self.control, request)
                return int.from_bytes(exactly(self.control, 8), "big", signed=True)
        except BaseException as error:
            # Also where it does not answer in time, or somebody interrupts: what it says later
            # would be taken for the answer to another request.
            self.gone = True
            self.process.kill()
            if not isinstance(error, OSError | EOFError):
                raise
            return 0

    def close(self) -> None:
        self.control.close()
        try:
            self.process.wait(LONGEST_END)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        groups.sweep(PATIENCE)


def place() -> Path:
    """The folder on which sandboxes mount their trees, each where no other sees it.

    Looked up for every fork: the warm process lives long, and somebody may tidy up.
    """
    folder = run_folder() / "sandbox"
    folder.mkdir(exist_ok=True)
    return folder


def send_packed(channel: socket.socket, request: Packet) -> None:
    """Send what may hold more files than a message of `grading.engine.wire`."""
    data = msgpack.packb(request.parts(), unicode_errors="surrogateescape")
    channel.sendall(len(data).to_bytes(8, "big") + data)


def receive_packed(channel: socket.socket, *kinds: type[Packet]) -> Any:
    data = exactly(channel, int.from_bytes(exactly(channel, 8), "big"))
    parts = msgpack.unpackb(data, max_bin_len=1 << 30, unicode_errors="surrogateescape")
    return read(parts, *kinds)


def serve(descriptor: int, until: float) -> None:
    """Run the warm process: import, then fork on request until the grader is gone or time is up."""
    sandbox.end_with_parent()
    statuses: dict[int, int] = {}
    roles = warm_up()
    with socket.socket(fileno=descriptor) as control:
        while True:
            try:
                control.settimeout(left(until))
                _, descriptors, *_ = socket.recv_fds(control, 1, 1)
                request = receive_packed(control, *REQUESTS)
            except (OSError, EOFError):
                return  # the grader is gone
            if time.monotonic() > until and not isinstance(request, KeepOn):
                return
            if isinstance(request, MakeFork):
                answer = fork(control, roles, descriptors[0], request.place)
                statuses.pop(answer, None)  # of an earlier fork that had the same number
            elif isinstance(request, LoadModule):
                answer = load(request.name)
            elif isinstance(request, KeepOn):
                answer, until = 0, request.until
            else:
                answer = end(request.pid, statuses, kill=isinstance(request, EndFork))
            with contextlib.suppress(OSError):  # the same, which the next look tells
                control.sendall(answer.to_bytes(8, "big", signed=True))


def left(until: float) -> float | None:
    """Seconds until a time that was told; None where that never comes."""
    return None if math.isinf(until) else max(until - time.monotonic(), 0.001)


def fork(control: socket.socket, roles: Roles, descriptor: int, place: str) -> int:
    """The number of a new kernel or judge; 0 if the system has no room for one."""
    try:
        pid = os.fork()
    except OSError:
        pid = None
    if pid == 0:
        control.close()
        become(roles, socket.socket(fileno=descriptor), place)
    os.close(descriptor)  # where there is no fork, whoever waits for its first byte learns of it
    return pid or 0


def without_walls(place: str | Path, pid: int) -> Path:
    """The folder of a fork that enters no sandbox."""
    return Path(place, str(pid))


def end(pid: int, statuses: dict[int, int], kill: bool) -> int:
    """The exit status of a fork, after its end or as soon as it has ended by itself."""
    deadline = time.monotonic() + PATIENCE
    while pid not in statuses:
        if kill:
            os.kill(pid, signal.SIGKILL)
        ended, status = os.waitpid(pid, 0 if kill else os.WNOHANG)
        if ended:
            statuses[pid] = os.waitstatus_to_exitcode(status)
            groups.sweep()
        elif time.monotonic() > deadline:
            return GOES_ON
        else:
            time.sleep(0.01)
    return statuses[pid]


def warm_up() -> Roles:
    """Import what nearly all notebooks use, down to what the first figure loads.

    Returns
    -------
    dict of str to callable
        What a fork can become.
    """
    gc.disable()  # what is loaded stays
    import matplotlib.pyplot as plt
    from matplotlib.mathtext import MathTextParser

    from grading.engine import judge, kernel

    roles: Roles = {"kernel": kernel.serve, "judge": judge.serve}
    kernel.warm_up()
    figure, axes = plt.subplots()
    axes.set_title("$x^2$")
    figure.savefig(os.devnull, format="png")
    plt.close(figure)
    # What was drawn is kept with its fonts, whose files are not open any more in a fork. Nothing
    # public forgets it.
    MathTextParser._parse_cached.cache_clear()  # type: ignore[attr-defined]
    share()
    return roles


def load(module: str) -> int:
    """1 if a module could be imported, else 0: a notebook that needs it says so itself."""
    gc.disable()
    try:
        importlib.import_module(module)
        company.use_one_thread()
    except Exception:
        return 0
    finally:
        share()
    return 1


def share() -> None:
    """Leave to all later forks in common what has been loaded so far.

    Forks share what is never written: the collector's marks would be a write to all of it.
    """
    gc.collect()
    gc.freeze()
    gc.enable()
    # A figure makes so many small objects that the default rhythm costs a tenth of it.
    gc.set_threshold(20_000, 10, 10)
    use_large_pages()


def become(roles: Roles, channel: socket.socket, place: str) -> NoReturn:
    """Turn a fresh fork into a kernel or a judge; never returns, whatever happens.

    Its first byte says whether it is one; see `grading.engine.protocol`.
    """
    import numpy as np

    status = 1
    try:
        request = receive_packed(channel, Become)
        limits = SimpleNamespace(**request.limits)
        if settled(request, limits, channel, place):
            random.seed(SEED)
            np.random.seed(SEED)
            if torch := sys.modules.get("torch"):
                torch.manual_seed(SEED)
            roles[request.role](channel, limits)
            status = 0
    finally:
        os._exit(status)


def settled(request: Become, limits: SimpleNamespace, channel: socket.socket, place: str) -> bool:
    """Whether this fork is where it is to run, which its first byte tells."""
    try:
        if request.walls:
            sandbox.enter(place, request.files, limits, keep=[channel.fileno()])
        else:
            sandbox.end_with_parent()
            sandbox.forget_descriptors([channel.fileno()])
            os.setsid()
            folder = without_walls(place, os.getpid())
            folder.mkdir(mode=0o700)
            sandbox.write_files(folder / "work", request.files)
            os.chdir(folder / "work")
    except (Refused, OSError) as error:
        sign = NO_WALL if isinstance(error, Refused) else NOT_READY
        channel.sendall(sign + str(error).encode(errors="replace")[:LONGEST_REASON])
        return False
    channel.sendall(IS_READY)
    return True
