"""Whether a kernel has threads or processes at work that a copy of it would be without.

A fork has its first thread only. A function that hands its work to a pool would wait there for an
answer that never comes, and Python lets nobody but their parent wait for processes.
"""

import contextlib
import os
import sys
from pathlib import Path
from typing import Any

#: Numbers of the copies that this process has made of itself.
COPIES: set[int] = set()


def is_there() -> bool:
    """Whether anything that the cells started is at work beside the first thread."""
    end_bars()
    return bool(children()) or (threads() > 1 and threads_after_a_fork() > 1)


def threads() -> int:
    """How many threads this process has."""
    return len(os.listdir("/proc/self/task"))


def threads_after_a_fork() -> int:
    """How many of them are left by libraries that know how to begin anew in a fork.

    Such a library, as OpenBLAS, ends its threads before any fork and starts them when it needs
    them.
    """
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return threads()


def children() -> list[int]:
    """Processes that the cells started and that have not ended."""
    found = []
    for task in Path("/proc/self/task").iterdir():
        with contextlib.suppress(OSError):  # ended meanwhile, or a system that does not tell
            found += map(int, (task / "children").read_text().split())
    return [child for child in found if child not in COPIES and lives(child)]


def lives(process: int) -> bool:
    """Whether a process has not ended; one that nobody waited for still has a number."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def end_bars() -> None:
    """End the thread that only looks whether bars of progress are up to date."""
    monitor: Any = getattr(getattr(sys.modules.get("tqdm"), "tqdm", None), "monitor", None)
    with contextlib.suppress(Exception):  # a module of that name that is the student's own
        monitor.exit()


def use_one_thread() -> None:
    """Let torch, where it is loaded, compute in the first thread, which is all that a fork has."""
    if torch := sys.modules.get("torch"):
        torch.set_num_threads(1)
