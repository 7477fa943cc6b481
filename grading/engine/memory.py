"""How much memory a sandbox uses: seen from inside by its watch, and asked for by the grader."""

import contextlib
import os
import re
import resource
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

#: A process as /proc knows it: its number, a thread's place, or "self".
Process = int | str
Seen = TypeVar("Seen")
#: Bytes in which /proc counts.
PAGE = resource.getpagesize()
#: Where no file is seen.
NONE: dict[int, int] = {}
#: A line of a status file that tells a size.
SIZE = re.compile(r"(Vm|Rss)\w+:\s*\d+ kB")
#: Mappings beyond which a process is taken to hide what it has: reading them takes too long.
MOST_MAPPINGS = 20_000
#: Seconds for which a process that has not run since is taken to hold what it held.
BELIEVED = 2


class Hidden(Exception):
    """A process does not let the watch see what it holds."""


@dataclass(frozen=True)
class Measured:
    """What a process held when it was measured.

    Attributes
    ----------
    own : int
        Bytes of its own, and its part of what it shares with others.
    mapped : dict of int to int
        Bytes that it has mapped to share them, by the number of their file.
    state : tuple or None
        How long it had run by then, and its size; None where that is not known.
    """

    own: int
    mapped: dict[int, int]
    state: tuple | None


class Memory:
    """What all processes of a sandbox hold together.

    Linux goes through all pages of a process to say which are its own. So a bound is tried first
    that is quickly known, which counts what processes share in each of them. Where that is too
    much they are measured, but those that have not run since they were measured last: most of them
    are copies that wait to be asked. What one that has ended held may belong to the others now, so
    it counts until all are measured anew, which they are every two seconds: one process can write
    into the memory of another.

    Parameters
    ----------
    most : float
        In bytes.
    folders : iterable of str
        Names of scratch folders, whose files lie in memory.
    """

    def __init__(self, most: float, folders: Collection[str]) -> None:
        self.most, self.folders = most, folders
        #: Bytes that every process has mapped beside its own memory from the start.
        self.files_mapped = sizes_of("self")[1]
        #: Bytes of tables of its pages that every process has from the start.
        self.tables = page_tables("self")
        self.measured: dict[Process, Measured] = {}
        self.ended, self.since = 0, 0.0

    def left(self) -> float:
        """Bytes that processes, shared memory and scratch folders may at least still take.

        Below 0 where they are too much, or where a process hides what it has.
        """
        groups = [
            threads_of(name) for name in os.listdir("/proc") if name.isdigit() and name != "1"
        ]
        found = ((living_thread(group), group) for group in groups)
        living = {thread: (sizes, group) for (thread, sizes), group in found if any(sizes)}
        bounds = {thread: self.bound(*sizes) for thread, (sizes, _) in living.items()}
        try:
            # A thread may have files of its own.
            files = [seen(anonymous_files, thread, NONE) for group in groups for thread in group]
            tables = (seen(page_tables, thread, 0) - self.tables for thread in living)
            outside = outside_of_processes(self.folders) + sum(max(more, 0) for more in tables)
            left = self.most - outside - total(files) - sum(bounds.values())
            if left >= 0:
                return left
            states = {thread: state_of(*known) for thread, known in living.items()}
            return self.measured_left(outside, files, bounds, states)
        except Hidden:
            return -1

    def bound(self, size: int, mapped: int) -> int:
        """Bytes that a process of these sizes can have at most, with all that it shares."""
        return size + max(mapped - self.files_mapped, 0)

    def measured_left(self, outside: int, files: list, bounds: dict, states: dict) -> float:
        """The same where the bounds are too large: processes are measured until it is known."""
        if time.monotonic() - self.since > BELIEVED:
            self.forget()
        for process in set(self.measured).difference(states):
            self.ended += self.measured.pop(process).own
        unknown = {process for process in states if not self.knows(process, states[process])}
        new: set[Process] = set()
        while True:
            known = [self.measured[process] for process in states if process not in unknown]
            own = sum(measured.own for measured in known) + sum(bounds[p] for p in unknown)
            shared = total([*files, *(measured.mapped for measured in known)])
            left = self.most - outside - shared - own - self.ended
            if left >= 0:
                return left
            if unknown:
                process = max(unknown, key=bounds.__getitem__)
                unknown.remove(process)
                new.add(process)
                self.measured[process] = measure(process, states[process])
            elif len(new) == len(states) and not self.ended:
                return left
            else:
                self.forget()
                unknown = set(states)
                new.clear()

    def knows(self, process: Process, state: tuple | None) -> bool:
        """Whether a process has not run since it was measured."""
        return process in self.measured and self.measured[process].state == state is not None

    def forget(self) -> None:
        """Measure all processes anew."""
        self.measured.clear()
        self.ended, self.since = 0, time.monotonic()


def measure(process: Process, state: tuple | None) -> Measured:
    """What a process holds; nothing where it is gone.

    Raises
    ------
    Hidden
    """
    mapped = seen(shared_mappings, process, NONE)
    return Measured(seen(own_memory, process, 0), mapped, state)


def state_of(sizes: tuple[int, int], threads: Iterable[Process]) -> tuple | None:
    """Sizes of a process, and how long its threads have run; None where Linux does not say."""
    try:
        ran = [Path(f"/proc/{thread}/schedstat").read_text().split()[0] for thread in threads]
        return *ran, sizes
    except (OSError, IndexError):
        return None


def living_thread(threads: Iterable[Process]) -> tuple[Process, tuple[int, int]]:
    """A thread that has not ended, and the sizes of its process; the first one may have ended."""
    sizes = ((thread, sizes_of(thread)) for thread in threads)
    return next(((thread, known) for thread, known in sizes if any(known)), ("", (0, 0)))


def total(found: Iterable[dict[int, int]]) -> int:
    """Bytes of files that several processes may have, each file once."""
    return sum(largest(found).values())


def status(process: Process) -> dict[str, int]:
    """The sizes in a process' status file, in bytes.

    A process may give itself any name, which stands there as well.
    """
    lines = Path(f"/proc/{process}/status").read_text(errors="replace").splitlines()
    sizes = (line.split() for line in lines if SIZE.fullmatch(line))
    return {name.rstrip(":"): int(kilobytes) * 1024 for name, kilobytes, _ in sizes}


def page_tables(process: Process) -> int:
    """Bytes of the tables in which Linux keeps where the memory of a process lies."""
    return status(process).get("VmPTE", 0)


def peak_memory(process: Process) -> int:
    """Bytes that a process has had in memory at most, shared ones included; 0 if it is gone."""
    try:
        return status(process)["VmHWM"]
    except (OSError, KeyError, ValueError):
        return 0


def threads_of(process: Process) -> list[str]:
    """The threads of a process, as places in /proc."""
    try:
        return [f"{process}/task/{number}" for number in os.listdir(f"/proc/{process}/task")]
    except OSError:
        return []


def largest(found: Iterable[dict[int, int]]) -> dict[int, int]:
    """The largest of the sizes by which files are known, by their numbers."""
    sizes: dict[int, int] = {}
    for files in found:
        for number, size in files.items():
            sizes[number] = max(size, sizes.get(number, 0))
    return sizes


def outside_of_processes(folders: Iterable[str]) -> int:
    """Bytes in scratch folders and shared segments."""
    total = sum(
        filesystem.f_frsize * (filesystem.f_blocks - filesystem.f_bfree)
        for filesystem in (os.statvfs(f"/{name}") for name in folders)
    )
    segments = Path("/proc/sysvipc/shm").read_text().splitlines()[1:]
    return total + sum(int(segment.split()[-2]) for segment in segments)


def seen(look: Callable[[Process], Seen], process: Process, nothing: Seen) -> Seen:
    """What a look at a process shows, or `nothing` where it is gone, as it may be at any time.

    Raises
    ------
    Hidden
        If the process lives, but does not let the watch see.
    """
    try:
        return look(process)
    except PermissionError:
        if any(sizes_of(process)):  # one that has ended has no size any more
            raise Hidden from None
    except (OSError, KeyError):
        pass
    return nothing


def anonymous_files(process: Process) -> dict[int, int]:
    """Bytes in the files that a process has open and that exist in memory only, by number."""
    found: dict[int, int] = {}
    # One that is run as a program may be open nowhere.
    for place in (f"/proc/{process}/exe", *map(os.fspath, os.scandir(f"/proc/{process}/fd"))):
        with contextlib.suppress(FileNotFoundError):  # closed meanwhile
            if os.readlink(place).startswith("/memfd:"):
                file = os.stat(place)
                found[file.st_ino] = file.st_blocks * 512
    return found


def shared_mappings(process: Process) -> dict[int, int]:
    """Bytes of files in memory that a process has mapped, by the number of the file.

    As far as they are mapped: what was written once may be resident nowhere, and still be held.

    Raises
    ------
    Hidden
        If there are too many mappings to read.
    """
    found: dict[int, int] = {}
    lines = Path(f"/proc/{process}/maps").read_text(errors="replace").splitlines()
    if len(lines) > MOST_MAPPINGS:
        raise Hidden
    for line in lines:
        addresses, _, offset, _, number, *path = line.split(maxsplit=5)
        if path and path[0].startswith(("/memfd:", "/dev/zero")):
            start, end = (int(address, 16) for address in addresses.split("-"))
            size = int(offset, 16) + end - start
            found[int(number)] = max(size, found.get(int(number), 0))
    return found


def own_memory(process: Process) -> int:
    """Bytes of a process without shared memory; other parts that it shares are divided."""
    sizes = rollup(process)
    return sizes["Pss"] - sizes["Pss_Shmem"]


def proportional(process: Process) -> int:
    """Bytes of a process, those that it shares divided by their number of users; 0 if gone."""
    try:
        return rollup(process)["Pss"]
    except (OSError, KeyError):
        return 0


def rollup(process: Process) -> dict[str, int]:
    """The sums over all that a process has mapped, in bytes."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
    return {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines}


def sizes_of(process: Process) -> tuple[int, int]:
    """Bytes that a process has in memory, and those that it has mapped from files or to share.

    Both are 0 where the process is gone.
    """
    try:
        mapped, here, _, _, _, own, _ = Path(f"/proc/{process}/statm").read_text().split()
        return int(here) * PAGE, (int(mapped) - int(own)) * PAGE
    except (OSError, ValueError):
        return 0, 0
