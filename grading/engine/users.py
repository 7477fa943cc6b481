"""Which user a sandbox is, as Linux knows it outside: one of its own, where numbers can be had.

Linux counts keys, processes and much else by user, so two sandboxes of one user meet there. Root
may become any user. Another user needs numbers that the system's administrator has set apart for
them in ``/etc/subuid``, and the program ``newuidmap``, which most distributions have in a package
named ``uidmap`` or ``shadow-utils``.
"""

import contextlib
import os
import pwd
import shutil
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

#: The user without rights, where there are too few others.
NOBODY = 65534
#: Numbers of users that neither people, services nor containers get, and how many: as many as
#: Linux has numbers of processes.
FIRST, MOST = 0x70000000, 1 << 22
#: Fewer than these are not shared out: two sandboxes at work together would often have the same.
FEW = 4096
SUBORDINATE = Path("/etc/subuid")
#: Makes another user's number known in a namespace.
HELPER = "newuidmap"

#: First number and how many.
Range = tuple[int, int]


def user_for_root(process: int, file: Path = Path("/proc/self/uid_map")) -> int:
    """The user that a sandbox becomes where the grader is root.

    Parameters
    ----------
    process : int
        The number of a process that lives as long as the sandbox.
    file : Path
        Which users there are: in a container, some of them only.
    """
    lines = (line.split() for line in file.read_text().splitlines())
    known = [(int(first), int(count)) for first, _, count in lines]
    if any(first <= FIRST and first + count >= FIRST + MOST for first, count in known):
        return FIRST + process
    first, count = max(known, key=lambda one: one[1])
    # The upper half: what people and services have lies below.
    return first + count // 2 + process % (count // 2) if count >= FEW else NOBODY


def user_for_user(process: int, file: Path = SUBORDINATE) -> int | None:
    """The user that a sandbox becomes where the grader is not root; None without another one."""
    usable = [one for one in set_apart(file) if one[1] >= FEW]
    if not usable or shutil.which(HELPER) is None or not all(map(read_by_all, libraries())):
        return None
    first, count = usable[0]
    return first + process % count


def set_apart(file: Path) -> list[Range]:
    """The numbers that the administrator has set apart for whoever grades."""
    own = {str(os.geteuid())}
    with contextlib.suppress(KeyError):
        own.add(pwd.getpwuid(os.geteuid()).pw_name)
    try:
        lines = [line.split(":") for line in file.read_text().splitlines()]
    except (OSError, ValueError):
        return []
    mine = [numbers for name, *numbers in lines if name in own]
    return [
        (int(numbers[0]), int(numbers[1]))
        for numbers in mine
        if len(numbers) == 2 and all(map(str.isdecimal, numbers))
    ]


def libraries() -> Iterable[str]:
    """Folders and a file that stand for all that Python reads."""
    return sys.prefix, sys.base_prefix, os.path.dirname(os.__file__), os.__file__


def read_by_all(place: str) -> bool:
    """Whether every user may read a file or folder, whatever the folders above it allow."""
    wanted = stat.S_IROTH | (stat.S_IXOTH if os.path.isdir(place) else 0)
    return os.stat(place).st_mode & wanted == wanted


class Introducer:
    """A process that stays outside of a namespace to make another user known in it.

    Parameters
    ----------
    user : int or None
        None where nobody is to be introduced.
    """

    def __init__(self, user: int | None) -> None:
        self.user, self.pid = user, 0

    def __enter__(self) -> "Introducer":
        if self.user is None:
            return self
        wait, self.begin = os.pipe()
        self.process, own = os.getpid(), os.geteuid()
        self.pid = os.fork()
        if not self.pid:
            try:
                os.close(self.begin)
                if os.read(wait, 1):
                    users = [str(part) for user in (own, self.user) for part in (user, user, 1)]
                    os.execvp(HELPER, [HELPER, str(self.process), *users])
            finally:
                os._exit(1)
        os.close(wait)
        return self

    def introduce(self) -> bool:
        """Whether the user is known in the namespace that this process has now."""
        if not self.pid:
            return False
        os.write(self.begin, b"x")
        return os.waitpid(self.pid, 0)[1] == 0

    def __exit__(self, *error: object) -> None:
        if self.pid:
            os.close(self.begin)
