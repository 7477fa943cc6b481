"""Which system calls a sandbox does not have: a filter that Linux asks at every call.

The filter is a small program of the classic Berkeley packet filter, which Linux runs on the number
of a call, the processor's mode and the arguments as numbers (`man 2 seccomp`). It cannot read
memory. What is missing answers as on a system that was built without it, because libraries know
such systems and do something else instead.
"""

import errno
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from grading.engine.syscalls import Refused, machine, run_filter

#: The name of the filter in receipts; another number whenever a line of it changes.
NAME = "calls-4"
#: <linux/audit.h>: the mode of a processor in which it makes calls of 64 bits.
MODES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
#: From here on numbers on x86-64 are those of its mode with short addresses.
SHORT_ADDRESSES = 0x40000000
# <linux/filter.h>: load a word, compare with a constant, return.
LOAD, EQUAL, NOT_LESS, RETURN = 0x20, 0x15, 0x35, 0x06
# <linux/seccomp.h>: make the call; or do not, and answer with an error number (0: success).
ALLOW, ANSWER = 0x7FFF0000, 0x00050000
# Where a word lies in what the filter is told.
NUMBER, MODE, FIRST_ARGUMENT, SECOND_ARGUMENT, THIRD_ARGUMENT = 0, 4, 16, 24, 32

Instruction = tuple[int, int, int, int]


@dataclass(frozen=True)
class Missing:
    """A call that a sandbox does not have.

    Attributes
    ----------
    name : str
    x86_64, aarch64 : int or None
        Its number; None where a processor has no such call.
    why : str
        What it would open.
    """

    name: str
    x86_64: int | None
    aarch64: int | None
    why: str

    def number(self) -> int | None:
        """Its number on this machine."""
        return self.x86_64 if machine() == "x86_64" else self.aarch64


KEYS = "Keys are kept by the user's number and outlast the notebook; their quota can be used up."
WATCHES = "A watch on a library's file tells what other notebooks open, and the number is limited."
REACH = "It reaches deep into Linux, and many of its faults have been ways to become root."
UNSEEN = "It holds memory that no watch sees."
FILTERS = "Linux has room for a number of filters, for all users together."
MISSING = (
    Missing("add_key", 248, 217, KEYS),
    Missing("request_key", 249, 218, KEYS),
    Missing("keyctl", 250, 219, KEYS),
    Missing("inotify_init", 253, None, WATCHES),
    Missing("inotify_init1", 294, 26, WATCHES),
    Missing("fanotify_init", 300, 262, WATCHES),
    Missing("io_uring_setup", 425, 425, f"{REACH} What it does is seen by no filter of calls."),
    Missing("io_uring_enter", 426, 426, "As io_uring_setup."),
    Missing("io_uring_register", 427, 427, "As io_uring_setup."),
    Missing("bpf", 321, 280, REACH),
    Missing("perf_event_open", 298, 241, f"{REACH} It also measures other processes."),
    Missing("userfaultfd", 323, 282, f"{REACH} It makes Linux wait in the middle of a call."),
    Missing("modify_ldt", 154, None, f"{REACH} Only programs of 16 bits need it."),
    Missing("io_setup", 206, 0, "Linux has a number of such queues for all users together."),
    Missing("syslog", 103, 116, "What a process does may be written there, and stays."),
    Missing("semget", 64, 190, f"{UNSEEN} Python's semaphores are others."),
    Missing("msgget", 68, 186, UNSEEN),
    Missing("splice", 275, 76, f"{UNSEEN} It keeps whole pages of files in pipes."),
    Missing("tee", 276, 77, "As splice."),
    Missing("sendfile", 40, 71, "As splice; libraries copy in another way then."),
    Missing("seccomp", 317, 277, FILTERS),
    Missing("memfd_secret", 447, 447, UNSEEN),
    Missing("vmsplice", 278, 75, "As splice."),
)
#: `socket` and `socketpair`, and the families that they may have: unix, inet and inet6. All
#: others, such as netlink or vsock, talk to Linux or to what lies below it, not to the namespace.
SOCKETS = {"x86_64": (41, 53), "aarch64": (198, 199)}
FAMILIES = (1, 2, 10)
#: `setsockopt`, the level SOL_SOCKET, and its options SO_ATTACH_FILTER, SO_ATTACH_BPF and the two
#: of SO_ATTACH_REUSEPORT: filters, as `seccomp` and the option PR_SET_SECCOMP of `prctl` make them.
OF_SOCKET, OF_ALL_SOCKETS = {"x86_64": 54, "aarch64": 208}, 1
SOCKET_FILTERS = (26, 50, 51, 52)
PRCTL, SET_FILTER = {"x86_64": 157, "aarch64": 167}, 22
#: `flock` and `fcntl`. Sandboxes show the same files of libraries and devices, and a lock on one
#: of them would be felt in another sandbox. A filter cannot tell which file is meant. So a lock is
#: answered as on a disk without locks: everybody gets it, and it holds nobody off. Who asks for
#: the locks of others is told the truth, which is that there are none.
FLOCK, FCNTL = {"x86_64": 73, "aarch64": 32}, {"x86_64": 72, "aarch64": 25}
#: F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW.
LOCKS = (6, 7, 37, 38)
#: F_SETLEASE, F_NOTIFY, F_SETDELEG, F_SET_RW_HINT, F_SET_FILE_RW_HINT: felt elsewhere as well, and
#: refused.
NOTES_ON_FILES = (1024, 1026, 1040, 1036, 1038)
#: Process 1 of a sandbox is its watch, and the same user as the student's where nobody else is to
#: be had: what slows a process down is refused for this one. ``sched_setparam``,
#: ``sched_setscheduler``, ``sched_setaffinity``, ``sched_setattr``, ``prlimit64``.
WATCH = 1
OF_ONE = {"x86_64": (142, 144, 203, 314, 302), "aarch64": (118, 119, 122, 274, 261)}
#: ``setpriority`` and ``ioprio_set`` say first whose number follows, a process' or a whole user's:
#: the calls, each with what means a process, the only kind that is allowed.
OF_MANY = {"x86_64": {141: 0, 251: 1}, "aarch64": {140: 0, 30: 1}}


def close_calls() -> None:
    """Put the filter on this process, for good and for all that it starts.

    Raises
    ------
    Refused
        If Linux has no filters, or if the numbers of this processor's calls are not known.
    """
    if machine() not in MODES:
        raise Refused(f"a filter of system calls: not known how on {machine()}")
    program = [struct.pack("=HBBI", *instruction) for instruction in instructions()]
    run_filter(b"".join(program), len(program))


def instructions() -> list[Instruction]:
    """The program: code, steps to skip if true, steps to skip if false, constant."""
    gone, here = ANSWER | errno.ENOSYS, machine()
    program: list[Instruction] = [
        (LOAD, 0, 0, MODE),
        # Programs of 32 bits would make other calls with these numbers.
        (EQUAL, 1, 0, MODES[here]),
        (RETURN, 0, 0, gone),
        (LOAD, 0, 0, NUMBER),
    ]
    if here == "x86_64":
        program += when(NOT_LESS, SHORT_ADDRESSES, [(RETURN, 0, 0, gone)])
    for call in MISSING:
        number = call.number()
        if number is not None:
            program += when(EQUAL, number, [(RETURN, 0, 0, gone)])
    parts = of_sockets(here), of_filters(here), of_files(here), of_the_watch(here)
    return [*program, *chain.from_iterable(parts), (RETURN, 0, 0, ALLOW)]


def of_sockets(here: str) -> Iterator[Instruction]:
    """Instructions on calls that make sockets."""
    no_family = (RETURN, 0, 0, ANSWER | errno.EAFNOSUPPORT)
    for number in SOCKETS[here]:
        yield from when(EQUAL, number, [*chosen(FIRST_ARGUMENT, FAMILIES, ALLOW), no_family])


def of_filters(here: str) -> Iterator[Instruction]:
    """Instructions on calls that give Linux another filter to keep."""
    refused, allowed = (RETURN, 0, 0, ANSWER | errno.EINVAL), (RETURN, 0, 0, ALLOW)
    yield from when(
        EQUAL, PRCTL[here], [*chosen(FIRST_ARGUMENT, (SET_FILTER,), refused[-1]), allowed]
    )
    at_the_level = [(LOAD, 0, 0, SECOND_ARGUMENT), *when(EQUAL, OF_ALL_SOCKETS, [refused]), allowed]
    options = [part for option in SOCKET_FILTERS for part in when(EQUAL, option, at_the_level)]
    yield from when(EQUAL, OF_SOCKET[here], [(LOAD, 0, 0, THIRD_ARGUMENT), *options, allowed])


def of_files(here: str) -> Iterator[Instruction]:
    """Instructions on locks and notes on files."""
    yield from when(EQUAL, FLOCK[here], [(RETURN, 0, 0, ANSWER)])
    locks = chosen(SECOND_ARGUMENT, LOCKS, ANSWER)
    notes = chosen(SECOND_ARGUMENT, NOTES_ON_FILES, ANSWER | errno.EINVAL)
    yield from when(EQUAL, FCNTL[here], [*locks, *notes, (RETURN, 0, 0, ALLOW)])


def of_the_watch(here: str) -> Iterator[Instruction]:
    """Instructions on calls that slow a process down."""
    refused = ANSWER | errno.EPERM
    for number in OF_ONE[here]:
        first = chosen(FIRST_ARGUMENT, (WATCH,), refused)
        yield from when(EQUAL, number, [*first, (RETURN, 0, 0, ALLOW)])
    for number, kind in OF_MANY[here].items():
        second = chosen(SECOND_ARGUMENT, (WATCH,), refused)
        process = chosen(FIRST_ARGUMENT, (kind,), ALLOW)
        yield from when(EQUAL, number, [*second, *process, (RETURN, 0, 0, refused)])


def when(compare: int, constant: int, then: list[Instruction]) -> Iterator[Instruction]:
    """Instructions that run only where the word that was loaded compares with a constant.

    They must end with an answer where they load another word, as `chosen` does.
    """
    yield (compare, 0, len(then), constant)
    yield from then


def chosen(word: int, constants: tuple[int, ...], answer: int) -> Iterator[Instruction]:
    """Load a word, and answer where it is one of some constants."""
    yield (LOAD, 0, 0, word)
    for constant in constants:
        yield from when(EQUAL, constant, [(RETURN, 0, 0, answer)])
