"""Walls around code that nobody has read: namespaces, a read-only system, no rights, limits.

`enter` is called in a fresh fork, before any byte of a student is run. Linux 5.12 or newer.
"""

import errno
import os
import resource
import signal
import sys
import time
from collections.abc import Collection, Iterable, Mapping
from os.path import realpath
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

from grading.engine import elsewhere, groups
from grading.engine.callfilter import close_calls
from grading.engine.memory import Memory, status
from grading.engine.syscalls import (
    CLONE_NEWIPC,
    CLONE_NEWNET,
    CLONE_NEWNS,
    CLONE_NEWPID,
    CLONE_NEWUSER,
    CLONE_NEWUTS,
    MS_BIND,
    MS_NODEV,
    MS_NOEXEC,
    MS_NOSUID,
    MS_PRIVATE,
    MS_REC,
    PR_SET_DUMPABLE,
    PR_SET_PDEATHSIG,
    Refused,
    change_root,
    drop_capabilities,
    leave_keyring,
    make_read_only,
    mount,
    set_process,
    unshare,
)
from grading.engine.users import Introducer, user_for_root, user_for_user

#: Files by their names relative to a folder.
Files = Mapping[str, bytes]
#: The working folder: the files that were handed in, and room to write.
WORK = Path("/student/work")
#: What the sandbox shows of the system, to read: programs, libraries, fonts, the time zone.
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64")
SETTINGS = ("/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives", "/etc/fonts")
DEVICES = ("null", "zero", "full", "random", "urandom")
#: What a notebook sees of `/proc` beside its processes; the rest are numbers that all users of the
#: system change, and that keep what a notebook did to them after its end.
SYSTEM_STATE = (
    *("cpuinfo", "filesystems", "loadavg", "meminfo", "mounts", "net", "self", "stat", "sys"),
    *("sysvipc", "thread-self", "uptime", "version"),
)
SCRATCH = ("tmp", "dev/shm", "student")
#: An empty folder.
NOTHING = "nothing"
#: Exit status of a sandbox that was ended because it used too much memory. Only its watch and its
#: keeper have it: a process of the student's that ends with the same one counts as any other that
#: fails.
OUT_OF_MEMORY, FAILED = 3, 1
#: Bytes of addresses for each byte of memory: the tables for them stay small beside it.
ADDRESSES = 16
#: Seconds between two looks of the watch, and bytes that are filled in a second at most.
OFTEN, SELDOM, FASTEST = 0.05, 0.25, 8 << 30


def enter(
    mountpoint: str | Path, files: Files, limits: SimpleNamespace, keep: Collection[int] = ()
) -> None:
    """Put walls around this process and return inside of them, in a child.

    The calling process becomes the sandbox's keeper: it waits for the end and passes on the
    exit status. Whoever ends the keeper ends everything in the sandbox.

    Parameters
    ----------
    mountpoint : path
        An empty folder; the sandbox mounts its own tree on it, where nobody else sees it.
    files : dict of str to bytes
        The working folder's files by relative name.
    limits : Limits
    keep : sequence of int
        Descriptors that stay open for the returning process; all others are closed.

    Raises
    ------
    Refused
        If the system forbids one of the walls.
    """
    if sys.platform != "linux":
        raise Refused(f"the sandbox is known for Linux, not for {sys.platform}")
    forget_descriptors(keep)
    os.setsid()
    end_with_parent()
    is_root = os.geteuid() == 0
    user = user_for_root(os.getpid()) if is_root else user_for_user(os.getpid())
    # What the fork brought along is free, and a process that meets the limit set on itself gets a
    # MemoryError, which is kinder: the others step in a little later.
    most = int(1.1 * limits.memory) + status("self")["VmRSS"]
    group = groups.made(most)
    user = leave_namespaces(is_root, user)
    first = os.fork()
    if first:
        if group:
            group.take(first)
        # By number: /proc goes away with the old root as soon as the child has changed it.
        close_all(keep)
        pass_on_the_end(first, group)
    end_with_parent()
    build_tree(mountpoint, files, limits)
    change_root(mountpoint)
    if user != os.geteuid():
        become_user(user, is_root)
    if is_root:
        own_user_namespace(0, "/jail/proc")
    end_with_parent()  # Linux forgets it where the user becomes another one
    # Below the root of the mount namespace, where Linux forbids new user namespaces.
    os.chroot("/jail")
    os.chdir(WORK)
    leave_keyring()
    if group:
        group.joined()
    # The same once more with a device of the sandbox' own, which it cannot change.
    forget_descriptors([*keep, *([group.events] if group else [])])
    become_student(limits, keep, group or Memory(most, SCRATCH))


def leave_namespaces(is_root: bool, user: int | None) -> int:
    """Share no mounts, processes, segments, network or names with the system from here on.

    Parameters
    ----------
    is_root : bool
        Of the system; it has its rights without a user namespace.
    user : int or None
        Who is to exist beside the present user.

    Returns
    -------
    int
        That user; the present one where there is no other.
    """
    others = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWUTS
    if is_root and user is not None:
        unshare(others, "mount, process, IPC and network namespaces")
        return user
    return own_user_namespace(others, "/proc", user)


def become_student(
    limits: SimpleNamespace, keep: Collection[int], memory: Memory | groups.Group
) -> None:
    """Return without rights and within limits, in a child; this process becomes its watch."""
    wait, begin = os.pipe()
    set_process(PR_SET_DUMPABLE, 0, "hiding from the student's debugger")
    student = os.fork()
    if student:
        close_all([*keep, begin])
        drop_capabilities()
        os.read(wait, 1)
        keep_watch(student, memory)
    os.close(wait)
    if isinstance(memory, groups.Group):
        os.close(memory.events)
    set_limits(limits)
    drop_capabilities()
    set_process(PR_SET_DUMPABLE, 1, "reading its own process files")
    close_calls()
    os.close(begin)  # from here on the watch may look at this process
    os.setsid()
    os.environ.clear()
    os.environ.update(HOME=str(WORK.parent), TMPDIR="/tmp", PATH="/usr/bin:/bin", LANG="C.UTF-8")
    # The system has no name for this user, and programs ask for one.
    os.environ.update(USER=WORK.parts[1], LOGNAME=WORK.parts[1])


def pass_on_the_end(child: int, group: groups.Group | None) -> NoReturn:
    """Wait for a child, and end with its exit status, or with that of too much memory."""
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    ran_over = ended and group and group.left() < 0
    os._exit(OUT_OF_MEMORY if ran_over else ended & 0xFF)


def become_user(user: int, with_groups: bool) -> None:
    """Become a user who owns nothing outside: limits do not bind root."""
    try:
        if with_groups:
            os.setgroups([])
            os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    except OSError as error:  # such as a container in which no other user exists
        raise Refused(f"becoming a user without rights: {error.strerror}") from None
    set_process(PR_SET_DUMPABLE, 1, "reading its own process files")


def forget_descriptors(keep: Collection[int]) -> None:
    """Let what the fork inherited lead nowhere.

    The numbers stay taken: an object that was inherited may still close its own one day, and must
    not close what the student has opened under the same number.
    """
    nowhere = os.open("/dev/null", os.O_RDWR)
    inherited = [int(name) for name in os.listdir("/proc/self/fd")]
    for descriptor in {0, 1, 2, *inherited} - {nowhere, *keep}:
        os.dup2(nowhere, descriptor, inheritable=descriptor <= 2)


def close_all(descriptors: Iterable[int]) -> None:
    """Close what only the student's process is to keep."""
    for descriptor in descriptors:
        os.close(descriptor)


def end_with_parent() -> None:
    """Be killed when the parent ends, however it ends."""
    set_process(PR_SET_PDEATHSIG, signal.SIGKILL, "an end together with the grader")


def own_user_namespace(others: int, proc: str, user: int | None = None) -> int:
    """New namespaces in which the present user is itself, and at most one other user exists.

    Returns
    -------
    int
        The other user, or the present one where nobody could make the other known.
    """
    own, own_group = os.geteuid(), os.getegid()
    with Introducer(user) as introducer:
        unshare(CLONE_NEWUSER | others, "a user namespace")
        is_known = introducer.introduce()
    try:
        Path(proc, "self/setgroups").write_text("deny")
        if not is_known:
            Path(proc, "self/uid_map").write_text(f"{own} {own} 1")
        Path(proc, "self/gid_map").write_text(f"{own_group} {own_group} 1")
    except OSError as error:
        raise Refused(f"a user of its own: {error.strerror}") from None
    return user if is_known and user is not None else own


def build_tree(mountpoint: str | Path, files: Files, limits: SimpleNamespace) -> None:
    """Mount what the sandbox sees: the system to read, scratch folders to write."""
    mount("none", "/", "", MS_REC | MS_PRIVATE)
    mount("sandbox", mountpoint, "tmpfs", MS_NOSUID | MS_NODEV, "size=1m,mode=755")
    jail = Path(mountpoint) / "jail"
    # Scratch first: libraries that lie below such a folder are then shown inside of it.
    for name in SCRATCH:
        (jail / name).mkdir(parents=True)
        size = f"size={limits.disk},nr_inodes=20000,mode=777"
        mount("scratch", jail / name, "tmpfs", MS_NOSUID | MS_NODEV, size)
    for name in DEVICES:
        bind(Path("/dev") / name, jail)
        make_read_only(jail / "dev" / name, with_mounts_below=False)
    # An environment may be a link; libraries ask where it really is.
    python = (sys.base_prefix, sys.prefix)
    shown = dict.fromkeys((*SYSTEM, *SETTINGS, *python, *map(realpath, python)))
    make_folders_elsewhere(jail, {Path(place).parts[1] for place in shown})
    for place in shown:
        show(Path(place), jail)
    (jail / "proc").mkdir()
    mount("proc", jail / "proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
    (jail / NOTHING).mkdir()
    write_files(jail / WORK.relative_to("/"), files)
    make_read_only(mountpoint, with_mounts_below=False)
    hide_system_state(jail)


def make_folders_elsewhere(jail: Path, used: Collection[str]) -> None:
    """Make the first folders of `grading.engine.elsewhere`, where the student may write.

    Parameters
    ----------
    jail : Path
    used : collection of str
        Names of folders in which something of the system is shown.
    """
    place = jail / elsewhere.PLACE
    place.mkdir()
    place.chmod(0o777)
    for name in elsewhere.FOLDERS:
        if name in used:
            (place / name).mkdir()
            (place / name).chmod(0o777)
            (jail / name).mkdir()
            mount(place / name, jail / name, "", MS_BIND)
        else:
            (jail / name).symlink_to(f"{elsewhere.PLACE}/{name}")


def hide_system_state(jail: Path) -> None:
    """Cover what `/proc` says of the system as a whole, but for what programs need."""
    proc = jail / "proc"
    system = [name for name in os.listdir(proc) if not name.isdigit()]
    hidden = [proc / name for name in system if name not in SYSTEM_STATE]
    for place in (*hidden, proc / "sys/fs"):
        nothing = jail / (NOTHING if place.is_dir() else "dev/null")
        mount(nothing, place, "", MS_BIND)  # to read, as that is


def show(place: Path, jail: Path) -> None:
    """Show a part of the system in the sandbox, to read."""
    target = jail / place.relative_to("/")
    if not place.exists() or target.exists():
        return
    if place.is_symlink() and place.parent == Path("/"):
        target.symlink_to(os.readlink(place))
    else:
        bind(place, jail)
        make_read_only(target, with_mounts_below=True)


def bind(place: Path, jail: Path) -> None:
    """Show a file or folder at the same place in the sandbox."""
    target = jail / place.relative_to("/")
    if place.is_dir():
        target.mkdir(parents=True, exist_ok=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
    mount(place, target, "", MS_BIND | MS_REC)


def write_files(folder: Path, files: Files) -> None:
    """Put copies of files where the student may do with them what they like."""
    folder.mkdir()
    folder.chmod(0o777)
    for name, content in files.items():
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        except OSError as error:
            if error.errno != errno.ENAMETOOLONG:
                raise
            continue  # nothing inside could open it by its whole name either
        path.chmod(0o666)
        for parent in path.relative_to(folder).parents[:-1]:
            (folder / parent).chmod(0o777)


def set_limits(limits: SimpleNamespace) -> None:
    """What the kernel itself counts; memory that it does not count is watched."""
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, limits.processor_time),
        (resource.RLIMIT_DATA, limits.memory + mapped("VmData")),
        (resource.RLIMIT_AS, ADDRESSES * limits.memory + mapped("VmSize")),
        (resource.RLIMIT_FSIZE, limits.file_size),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_NPROC, limits.processes),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_MEMLOCK, 8 << 20),
    ):
        resource.setrlimit(kind, (most, most))


def mapped(kind: str) -> int:
    """Bytes that this process has mapped before a limit begins: all, or its own alone."""
    return status("self")[kind]


def keep_watch(student: int, memory: Memory | groups.Group) -> NoReturn:
    """End the sandbox when no process is left in it or its memory runs over."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
    verdict, due = 0, 0.0
    while True:
        try:
            ended, result = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            os._exit(verdict)
        if ended == student:
            verdict = FAILED if result else 0
        if not ended:
            if time.monotonic() >= due:
                # The end of this process, the first one, ends all others in the sandbox.
                started = time.process_time()
                left = memory.left()
                if left < 0:
                    os._exit(OUT_OF_MEMORY)
                # Before what is left can be filled, and never a large part of the processor,
                # however many processes there are.
                soon = min(left / FASTEST, SELDOM)
                due = time.monotonic() + max(OFTEN, soon, 4 * (time.process_time() - started))
            signal.sigtimedwait([signal.SIGCHLD], max(due - time.monotonic(), 0))
