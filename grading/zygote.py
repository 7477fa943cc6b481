"""One warm process that has imported everything once; kernels and judges are forks of it.

It starts with the first notebook and ends with the grading process, however that ends.
"""

import atexit
import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import msgpack

from grading import sandbox
from grading.syscalls import Refused
from grading.wire import exactly

COURSE = Path(__file__).resolve().parent.parent
START = """
import sys
sys.path.insert(0, sys.argv[1])
from grading.zygote import serve
serve(int(sys.argv[2]))
"""


class Zygote:
    """The grader's side: asks for forks.

    Attributes
    ----------
    process : subprocess.Popen
        The warm process.
    """

    def __init__(self):
        self.control, there = socket.socketpair()
        with there:
            self.process = subprocess.Popen(
                [sys.executable, "-c", START, str(COURSE), str(there.fileno())],
                stdin=subprocess.DEVNULL,
                pass_fds=[there.fileno()],
                cwd="/",
                env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "MPLBACKEND": "agg"},
            )
        atexit.register(self.close)

    def fork(self, role, *, files=None, limits=None, walls=True):
        """A new kernel or judge.

        Parameters
        ----------
        role : str
            ``"kernel"`` or ``"judge"``.
        files : dict of str to bytes
            Working folder of a kernel.
        limits : Limits
            Of a kernel.
        walls : bool
            Whether a kernel enters a sandbox.

        Returns
        -------
        channel : socket
            Connected to the fork.
        pid : int
        """
        here, there = socket.socketpair()
        here.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        names = limits.trait_names(config=True) if limits else ()
        numbers = {name: getattr(limits, name) for name in names}
        request = {"role": role, "files": files or {}, "limits": numbers, "walls": walls}
        data = msgpack.packb(request)
        with there:
            socket.send_fds(self.control, [len(data).to_bytes(8, "big")], [there.fileno()])
            self.control.sendall(data)
        pid = int.from_bytes(self.control.recv(8), "big")
        return here, pid

    def end(self, pid):
        """End a fork with all that it started; returns its exit status."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        socket.send_fds(self.control, [(0).to_bytes(8, "big")], [])
        self.control.sendall(pid.to_bytes(8, "big"))
        return int.from_bytes(self.control.recv(8), "big", signed=True)

    def close(self):
        self.control.close()
        self.process.wait()


def serve(descriptor):
    """Run the warm process: import, then fork on request until the grader is gone."""
    sandbox.end_with_parent()
    roles = warm_up()
    with socket.socket(fileno=descriptor) as control, tempfile.TemporaryDirectory() as mountpoint:
        while True:
            header, descriptors, *_ = socket.recv_fds(control, 8, 1)
            if not header:
                return
            size = int.from_bytes(header, "big")
            if size == 0:
                pid = int.from_bytes(control.recv(8), "big")
                status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
                control.sendall(status.to_bytes(8, "big", signed=True))
                continue
            request = msgpack.unpackb(exactly(control, size), max_bin_len=1 << 30)
            pid = os.fork()
            if pid == 0:
                control.close()
                become(roles, request, socket.socket(fileno=descriptors[0]), mountpoint)
            os.close(descriptors[0])
            control.sendall(pid.to_bytes(8, "big"))


def warm_up():
    """Import what notebooks use, down to what the first optimiser and the first figure load."""
    import matplotlib.pyplot as plt
    import torch

    from grading import judge, kernel

    torch.set_num_threads(1)
    torch.optim.Adam(torch.nn.Linear(1, 1).parameters())
    kernel.warm_up()
    figure, axes = plt.subplots()
    axes.set_title("$x^2$")
    figure.savefig(os.devnull, format="png")
    plt.close(figure)
    return {"kernel": kernel.serve, "judge": judge.serve}


def become(roles, request, channel, mountpoint):
    """Turn a fresh fork into a kernel or a judge; never returns."""
    import numpy as np
    import torch

    try:
        if request["role"] == "kernel" and request["walls"]:
            limits = SimpleNamespace(**request["limits"])
            sandbox.enter(mountpoint, request["files"], limits, keep=[channel.fileno()])
        else:
            sandbox.end_with_parent()
            sandbox.close_descriptors([channel.fileno()])
            os.setsid()
            if request["role"] == "kernel":
                folder = tempfile.mkdtemp(dir=mountpoint)
                sandbox.write_files(Path(folder, "work"), request["files"])
                os.chdir(Path(folder, "work"))
        channel.sendall(b"+")
    except Refused as error:
        channel.sendall(b"-" + str(error).encode()[:500])
        os._exit(1)
    random.seed(0)
    np.random.seed(0)
    torch.manual_seed(0)
    status = 1
    try:
        roles[request["role"]](channel)
        status = 0
    finally:
        os._exit(status)
