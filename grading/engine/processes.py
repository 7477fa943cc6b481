"""A process as it is seen from another one."""

import os
import select
import signal
from pathlib import Path

from grading.engine import callfilter, groups, users

#: How Linux says that the system calls of a process are filtered.
FILTERED = "2"
#: Seconds in which a process that is killed is gone.
LONGEST_DYING = 10


class Process:
    """A process, known by a descriptor.

    Once it has ended its number may become another's: Linux counts to 32,768 and begins anew. A
    descriptor never stands for anybody else.
    """

    def __init__(self, pid: int) -> None:
        self.pid, self.descriptor = pid, os.pidfd_open(pid)

    def signal(self, kind: int) -> None:
        signal.pidfd_send_signal(self.descriptor, kind)

    def waited(self) -> float:
        """Seconds in which it and its first child had work but no processor, as far as known."""
        try:
            tasks = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
            files = [Path(f"/proc/{pid}/schedstat") for pid in (self.pid, *tasks[:1])]
            return sum(int(file.read_text().split()[1]) for file in files) / 1e9
        except (OSError, IndexError):
            return 0.0

    def worked(self) -> float:
        """Seconds in which its first thread had a processor, as far as known."""
        try:
            return int(Path(f"/proc/{self.pid}/schedstat").read_text().split()[0]) / 1e9
        except (OSError, IndexError):
            return 0.0

    def walls(self) -> dict[str, str]:
        """Those of its walls that differ between systems, as Linux knows them from outside.

        Returns
        -------
        dict of str to str
            ``user``: the sandbox' ``"own"``, the ``"grader"``, or ``"nobody"``, who is the same in
            all sandboxes; ``calls``: the name of the filter of system calls; ``memory_by``: what
            counts its memory, a ``"control group"`` or a ``"watch"``.
        """
        try:
            text = Path(f"/proc/{self.pid}/status").read_text(errors="replace")
            lines = text.splitlines()
            said = {
                name: value.split() for name, _, value in (line.partition(":") for line in lines)
            }
            group = Path(f"/proc/{self.pid}/cgroup").read_text()
        except OSError:
            return {}  # it has ended
        user = int(said["Uid"][0])
        shared = {os.geteuid(): "grader", users.NOBODY: "nobody"}
        return {
            "user": shared.get(user, "own"),
            "calls": callfilter.NAME if said.get("Seccomp") == [FILTERED] else "not filtered",
            "memory_by": "control group" if f"/{groups.PREFIX}" in group else "watch",
        }

    def wait(self, seconds: float = LONGEST_DYING) -> None:
        """Wait until it has ended, for some seconds at most."""
        if self.descriptor >= 0:
            select.select([self.descriptor], [], [], seconds)

    def close(self) -> None:
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1


def computed(pid: int | str) -> float:
    """Processor seconds of a process and of children that it has waited for; 0 if it is gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(errors="replace")  # its name may be any bytes
    except OSError:
        return 0.0
    ticks = text.rpartition(")")[2].split()[11:15]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
