"""The Linux calls that Python does not name; each one fails loudly where the system refuses.

A wall that was not built must not be taken for one: nothing here returns an error code.
"""

import ctypes
import os
from collections.abc import Callable
from pathlib import Path

# <sched.h>, <sys/mount.h>, <fcntl.h>, <sys/prctl.h>, <linux/keyctl.h>, <linux/capability.h>,
# <linux/mman.h>, <linux/seccomp.h>
CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_BIND, MS_REC, MS_PRIVATE = 2, 4, 8, 4096, 16384, 1 << 18
MNT_DETACH = 2
MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOSUID = 1, 2
AT_FDCWD, AT_RECURSIVE = -100, 0x8000
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 4, 24, 38
PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2
KEYCTL_JOIN_SESSION_KEYRING = 1
MADV_COLLAPSE = 25
CAPABILITY_VERSION_3 = 0x20080522

# Calls that the C library does not offer, by number: pivot_root, mount_setattr, keyctl.
NUMBERS = {"x86_64": (155, 442, 250), "aarch64": (41, 442, 219)}


class Refused(OSError):
    """The system does not allow what a wall of the sandbox needs; the text names it."""


def _call(purpose: str, function: Callable[..., int], *arguments: object) -> None:
    """Call the C library and raise `Refused` where it reports an error."""
    if function(*arguments) < 0:
        raise Refused(f"{purpose}: {os.strerror(ctypes.get_errno())}")


def _numbered(purpose: str, position: int, *arguments: object) -> None:
    here = machine()
    if here not in NUMBERS:
        raise Refused(f"{purpose}: not known how on {here}, only on {' and '.join(NUMBERS)}")
    _call(purpose, _libc().syscall, NUMBERS[here][position], *arguments)


def machine() -> str:
    """The kind of processor, such as ``"x86_64"``."""
    return os.uname().machine


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def unshare(kinds: int, purpose: str) -> None:
    """Leave the present namespaces of these kinds for new ones."""
    _call(purpose, _libc().unshare, kinds)


def mount(source: str | Path, target: str | Path, kind: str, flags: int, options: str = "") -> None:
    """Mount a file system, or with ``MS_BIND`` a part of one at another place."""
    texts = [os.fsencode(text) for text in (source, target, kind)]
    _call(f"mounting {target}", _libc().mount, *texts, flags, options.encode())


def make_read_only(path: str | Path, with_mounts_below: bool) -> None:
    """Forbid writing and set-uid programs in a mount (Linux 5.12)."""
    attributes = (ctypes.c_uint64 * 4)(MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID, 0, 0, 0)
    flags = AT_RECURSIVE if with_mounts_below else 0
    arguments = (os.fsencode(path), flags, ctypes.byref(attributes), 32)
    _numbered(f"a read-only {path}", 1, AT_FDCWD, *arguments)


def change_root(folder: str | Path) -> None:
    """Make a mounted folder the root of the mount namespace and forget the old root."""
    os.chdir(folder)
    _numbered("a root folder of its own", 0, b".", b".")
    _call("leaving the old root folder", _libc().umount2, b".", MNT_DETACH)


def set_process(option: int, value: int, purpose: str) -> None:
    """Set an attribute of this process (prctl)."""
    _call(purpose, _libc().prctl, option, value, 0, 0, 0)


def leave_keyring() -> None:
    """Start with an empty keyring in the place of the grader's."""
    _numbered("a keyring of its own", 2, KEYCTL_JOIN_SESSION_KEYRING, None)


def drop_capabilities() -> None:
    """Give up every right that root has, and the way back to it."""
    last = int(Path("/proc/sys/kernel/cap_last_cap").read_text())
    for capability in range(last + 1):
        set_process(PR_CAPBSET_DROP, capability, "dropping capabilities for good")
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    _call("dropping capabilities", _libc().capset, header, (ctypes.c_uint32 * 6)())
    set_process(PR_SET_NO_NEW_PRIVS, 1, "no new privileges")


def run_filter(program: bytes, length: int) -> None:
    """Have Linux run a filter at each system call of this process; it needs no new privileges.

    Parameters
    ----------
    program : bytes
        Its instructions, as `struct sock_filter` of <linux/filter.h>.
    length : int
        How many instructions it has.
    """

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("first", ctypes.c_char_p))

    arguments = (SECCOMP_MODE_FILTER, ctypes.byref(Program(length, program)), 0, 0)
    _call("a filter of system calls", _libc().prctl, PR_SET_SECCOMP, *arguments)


def use_large_pages() -> None:
    """Gather this process' own memory into large pages, where Linux knows how (6.1 and newer).

    A fork then copies one entry for 2 MiB instead of 512, which about halves its time. No wall
    depends on this, so where Linux does not know how, all stays as it was.
    """
    libc, size = _libc(), 2 << 20
    for line in Path("/proc/self/maps").read_text().splitlines():
        addresses, rights, *_, last = line.split()
        if rights != "rw-p" or last.startswith("/"):
            continue
        start, end = (int(address, 16) for address in addresses.split("-"))
        for address in range(-(-start // size) * size, end - size + 1, size):
            libc.madvise(ctypes.c_void_p(address), ctypes.c_size_t(size), MADV_COLLAPSE)
