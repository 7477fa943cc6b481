"""Walls around code that nobody has read: namespaces, a read-only system, no rights, limits.

`enter` is called in a fresh fork, before any byte of a student is run. Linux 5.12 or newer.
"""

import contextlib
import errno
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from os.path import realpath
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn, TypeVar

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

#: Files by their names relative to a folder.
Files = Mapping[str, bytes]
#: A process as /proc knows it: its number, a thread's place, or "self".
Process = int | str
Seen = TypeVar("Seen")
#: Who code in the sandbox is, outside of it, where the grader is root.
NOBODY = 65534
#: The working folder: the files that were handed in, and room to write.
WORK = Path("/student/work")
#: What the sandbox shows of the system, to read: programs, libraries, fonts, the time zone.
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64")
SETTINGS = ("/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives", "/etc/fonts")
DEVICES = ("null", "zero", "full", "random", "urandom")
SCRATCH = ("tmp", "dev/shm", "student")
#: Bytes in which /proc counts.
PAGE = resource.getpagesize()
#: Exit status of a sandbox that was ended because it used too much memory. Only the watch has it:
#: a process of the student's that ends with the same one counts as any other that fails.
OUT_OF_MEMORY, FAILED = 3, 1


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
        raise Refused(f"the walls are known for Linux, not for {sys.platform}")
    close_descriptors(keep)
    os.setsid()
    end_with_parent()
    is_root = os.geteuid() == 0
    leave_namespaces(is_root)
    first = os.fork()
    if first:
        # By number: /proc goes away with the old root as soon as the child has changed it.
        close_all(keep)
        pass_on_the_end(first)
    end_with_parent()
    build_tree(mountpoint, files, limits)
    change_root(mountpoint)
    if is_root:
        give_up_root()
    # Below the root of the mount namespace, where Linux forbids new user namespaces.
    os.chroot("/jail")
    os.chdir(WORK)
    leave_keyring()
    become_student(limits, keep)


def leave_namespaces(is_root: bool) -> None:
    """Share no mounts, processes, segments, network or names with the system from here on."""
    others = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWUTS
    if is_root:
        unshare(others, "mount, process, IPC and network namespaces")
    else:
        own_user_namespace(others, "/proc")


def become_student(limits: SimpleNamespace, keep: Collection[int]) -> None:
    """Return without rights and within limits, in a child; this process becomes its watch."""
    wait, begin = os.pipe()
    student = os.fork()
    if student:
        close_all([*keep, begin])
        drop_capabilities()
        set_process(PR_SET_DUMPABLE, 0, "hiding from the student's debugger")
        os.read(wait, 1)
        keep_watch(student, limits)
    os.close(wait)
    set_limits(limits)
    drop_capabilities()
    set_process(PR_SET_DUMPABLE, 1, "reading its own process files")
    os.close(begin)  # from here on the watch may look at this process
    os.setsid()
    os.environ.clear()
    os.environ.update(HOME=str(WORK.parent), TMPDIR="/tmp", PATH="/usr/bin:/bin", LANG="C.UTF-8")


def pass_on_the_end(child: int) -> NoReturn:
    """Wait for a child, and end with its exit status."""
    os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 0xFF)


def give_up_root() -> None:
    """Become a user who owns nothing outside: limits do not bind root."""
    become_nobody()
    set_process(PR_SET_DUMPABLE, 1, "reading its own process files")
    own_user_namespace(0, "/jail/proc")
    end_with_parent()


def become_nobody() -> None:
    try:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    except OSError as error:  # such as a container in which no other user exists
        raise Refused(f"becoming a user without rights: {error.strerror}") from None


def close_descriptors(keep: Collection[int]) -> None:
    """Close what the fork inherited; input and output lead nowhere."""
    nowhere = os.open("/dev/null", os.O_RDWR)
    for descriptor in (0, 1, 2):
        if descriptor not in keep:
            os.dup2(nowhere, descriptor)
    for name in os.listdir("/proc/self/fd"):
        if int(name) > 2 and int(name) not in keep:
            try:
                os.close(int(name))
            except OSError:
                continue  # the descriptor with which the folder itself was listed


def close_all(descriptors: Iterable[int]) -> None:
    """Close what only the student's process is to keep."""
    for descriptor in descriptors:
        os.close(descriptor)


def end_with_parent() -> None:
    """Be killed when the parent ends, however it ends."""
    set_process(PR_SET_PDEATHSIG, signal.SIGKILL, "an end together with the grader")


def own_user_namespace(others: int, proc: str) -> None:
    """New namespaces in which the present user is itself, and nobody else exists."""
    uid, gid = os.geteuid(), os.getegid()
    unshare(CLONE_NEWUSER | others, "a user namespace")
    try:
        Path(proc, "self/setgroups").write_text("deny")
        Path(proc, "self/uid_map").write_text(f"{uid} {uid} 1")
        Path(proc, "self/gid_map").write_text(f"{gid} {gid} 1")
    except OSError as error:
        raise Refused(f"a user of its own: {error.strerror}") from None


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
    # An environment may be a link; libraries ask where it really is.
    python = (sys.base_prefix, sys.prefix)
    for place in dict.fromkeys((*SYSTEM, *SETTINGS, *python, *map(realpath, python))):
        show(Path(place), jail)
    (jail / "proc").mkdir()
    mount("proc", jail / "proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
    write_files(jail / WORK.relative_to("/"), files)
    make_read_only(mountpoint, with_mounts_below=False)


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
        (resource.RLIMIT_DATA, limits.memory + mapped()),
        (resource.RLIMIT_FSIZE, limits.file_size),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_NPROC, limits.processes),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_MEMLOCK, 8 << 20),
    ):
        resource.setrlimit(kind, (most, most))


def mapped() -> int:
    """Bytes of private memory that this process has mapped before the limit begins."""
    return status("self")["VmData"]


def status(process: Process) -> dict[str, int]:
    """The sizes in a process' status file, in bytes."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    sizes = (line.split() for line in lines if line.endswith(" kB"))
    return {name.rstrip(":"): int(kilobytes) * 1024 for name, kilobytes, _ in sizes}


def peak_memory(process: Process) -> int:
    """Bytes that a process has had in memory at most, shared ones included; 0 if it is gone."""
    try:
        return status(process)["VmHWM"]
    except (OSError, KeyError):
        return 0


def keep_watch(student: int, limits: SimpleNamespace) -> NoReturn:
    """End the sandbox when no process is left in it or its memory runs over."""
    # What the fork brought along is free, and a process that meets the limit set on itself gets
    # a MemoryError, which is kinder: the watch steps in a little later.
    most = 1.1 * limits.memory + status("self")["VmRSS"]
    files_mapped, verdict = sizes_of("self")[1], 0
    while True:
        try:
            ended, result = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            os._exit(verdict)
        if ended == student:
            verdict = FAILED if result else 0
        if not ended:
            # The end of this process, the first one, ends all others in the sandbox.
            started = time.process_time()
            if too_much_memory(most, files_mapped):
                os._exit(OUT_OF_MEMORY)
            # Never a large part of the processor, however many processes there are.
            time.sleep(max(0.05, 4 * (time.process_time() - started)))


class Hidden(Exception):
    """A process does not let the watch see what it holds."""


def too_much_memory(most: float, files_mapped: int) -> bool:
    """Whether processes, shared memory and scratch folders exceed a size.

    Parameters
    ----------
    most : float
        In bytes.
    files_mapped : int
        Bytes that every process has mapped beside its own memory from the start.
    """
    threads = [threads_of(name) for name in os.listdir("/proc") if name.isdigit() and name != "1"]
    # The first thread may have ended before the others, and a thread may have files of its own.
    living = (next(filter(lambda thread: any(sizes_of(thread)), group), None) for group in threads)
    processes = [thread for thread in living if thread is not None]
    try:
        shared = largest(seen(anonymous_files, thread, {}) for group in threads for thread in group)
        outside = memory_outside_of_processes()
        # What a process may have is quickly known, but counts what is shared in each of them.
        could_be = sum(
            size + max(more - files_mapped, 0) for size, more in map(sizes_of, processes)
        )
        if outside + sum(shared.values()) + could_be <= most:
            return False
        mapped = largest(seen(shared_mappings, process, {}) for process in processes)
        own = sum(seen(own_memory, process, 0) for process in processes)
        return outside + sum(largest([shared, mapped]).values()) + own > most
    except Hidden:
        return True


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


def memory_outside_of_processes() -> int:
    """Bytes in scratch folders and shared segments."""
    total = sum(
        filesystem.f_frsize * (filesystem.f_blocks - filesystem.f_bfree)
        for filesystem in (os.statvfs(f"/{name}") for name in SCRATCH)
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
    for entry in os.scandir(f"/proc/{process}/fd"):
        with contextlib.suppress(FileNotFoundError):  # closed meanwhile
            if os.readlink(entry.path).startswith("/memfd:"):
                file = os.stat(entry.path)
                found[file.st_ino] = file.st_blocks * 512
    return found


def shared_mappings(process: Process) -> dict[int, int]:
    """Bytes of the memory that a process has mapped to share it, by the number of its file.

    As far as it is mapped: what was written once may be resident nowhere, and still be held.
    """
    found: dict[int, int] = {}
    for line in Path(f"/proc/{process}/maps").read_text().splitlines():
        addresses, rights, offset, _, number, *path = line.split(maxsplit=5)
        if rights.endswith("s") and path and path[0].startswith(("/memfd:", "/dev/zero")):
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
