"""A control group for each sandbox, where the grader may make one: Linux itself counts its memory.

That includes what no process shows: tables of pages, buffers of sockets, files that are on their
way between two processes. A user may make control groups below those that systemd has given them:
``systemd-run --user --scope`` starts a command there.
"""

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

#: How the names of these groups begin; the number of the sandbox' keeper follows.
PREFIX = "graded-"
SYSTEM = Path("/proc/self")


@dataclass(frozen=True)
class Home:
    """Where groups are made.

    Attributes
    ----------
    folder : Path
    limit, events : str
        The files of a group with its limit, and with the number of processes ended for it.
    """

    folder: Path
    limit: str
    events: str


class Group:
    """A control group of one sandbox.

    Its files stay open: they vanish from the keeper's view as soon as the sandbox has its tree.

    Parameters
    ----------
    home : Home
    most : int
        Bytes of memory.

    Raises
    ------
    OSError
        If the system does not allow it.
    """

    def __init__(self, home: Home, most: int) -> None:
        folder = home.folder / f"{PREFIX}{os.getpid()}"
        with contextlib.suppress(FileNotFoundError):
            folder.rmdir()  # of a process that had the same number
        folder.mkdir()
        (folder / home.limit).write_text(str(most))
        swap = ("memory.swap.max", "0"), ("memory.memsw.limit_in_bytes", str(most))
        for name, value in (*swap, ("memory.oom.group", "1")):
            if (folder / name).exists():
                (folder / name).write_text(value)
        self.members = os.open(folder / "cgroup.procs", os.O_WRONLY)
        self.events = os.open(folder / home.events, os.O_RDONLY)
        self.waits, self.taken = os.pipe()

    def take(self, process: int) -> None:
        """Count what a child of this process takes from here on, and all that it starts.

        Linux may need some milliseconds for it, in which the child can do something else.
        """
        os.write(self.members, str(process).encode())
        for descriptor in (self.members, self.waits, self.taken):
            os.close(descriptor)

    def joined(self) -> None:
        """Wait in the child until it is counted."""
        os.close(self.taken)
        os.read(self.waits, 1)  # ends when the parent has closed its own
        for descriptor in (self.members, self.waits):
            os.close(descriptor)

    def left(self) -> float:
        """Below 0 where too much was taken; else 0, for that may come at any moment.

        Linux has then ended a process of the group, or all of them where it is new enough.
        """
        lines = os.pread(self.events, 4096, 0).decode().splitlines()
        over = any(name == "oom_kill" and int(number) for name, number in map(str.split, lines))
        return -1 if over else 0


def made(most: int) -> Group | None:
    """A new group with a limit, or None where the grader may make none."""
    home = find_home()
    try:
        return Group(home, most) if home else None
    except OSError:
        return None


def sweep(patience: float = 0) -> None:
    """Remove the groups whose keepers are gone; wait some seconds where something still ends."""
    end = time.monotonic() + patience
    while any(map(is_left, abandoned())) and time.monotonic() < end:
        time.sleep(0.01)


def abandoned() -> list[Path]:
    """The groups whose keepers have ended."""
    home = find_home()
    groups = home.folder.glob(f"{PREFIX}*") if home else ()
    return [path for path in groups if not Path("/proc", path.name.removeprefix(PREFIX)).exists()]


def is_left(group: Path) -> bool:
    """Whether a group is still there after an attempt to remove it."""
    with contextlib.suppress(OSError):
        group.rmdir()
    return group.exists()


@cache
def find_home(system: Path = SYSTEM) -> Home | None:
    """Where the grader may make groups with a limit of memory; None if nowhere.

    Parameters
    ----------
    system : Path
        Where Linux tells a process its groups and what is mounted.
    """
    try:
        places = list(hierarchies(system))
    except (OSError, ValueError):  # another form of these files than Linux' own
        return None
    for own, top, is_unified in places:
        # Linux 4.5 and newer: beside the group that this process is in, since a group with groups
        # in it holds no processes. Older: in it.
        folder = own if own == top or not is_unified else own.parent
        if is_unified and "memory" not in words(folder / "cgroup.subtree_control"):
            continue
        if os.access(folder, os.W_OK):
            names = ("memory.max", "memory.events"), ("memory.limit_in_bytes", "memory.oom_control")
            return Home(folder, *names[not is_unified])
    return None


def hierarchies(system: Path) -> Iterator[tuple[Path, Path, bool]]:
    """This process' group and the top one, as folders, wherever groups may count memory."""
    lines = (line.split(":", 2) for line in (system / "cgroup").read_text().splitlines())
    own = {name: path for _, names, path in lines for name in names.split(",")}
    for line in (system / "mountinfo").read_text().splitlines():
        mount, _, filesystem = line.partition(" - ")
        root, place = mount.split()[3:5]
        kind, _, options = filesystem.split()
        is_unified = kind == "cgroup2"
        if is_unified or (kind == "cgroup" and "memory" in options.split(",")):
            path = own.get("" if is_unified else "memory", "")
            if path.startswith(root):
                yield Path(place, path.removeprefix(root).lstrip("/")), Path(place), is_unified


def words(path: Path) -> list[str]:
    """The words in a file; none where it cannot be read."""
    try:
        return path.read_text().split()
    except OSError:
        return []
