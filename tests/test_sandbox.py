"""The walls of the sandbox, from inside: each test tries to get through one of them."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from grading.course.notebooks import ROOT
from grading.engine import callfilter, groups, memory
from grading.engine.memory import Measured, Memory

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox needs Linux")

MIB = 1 << 20
LIMITS = {
    "memory": 300 * MIB,
    "disk": 32 * MIB,
    "file_size": 16 * MIB,
    "open_files": 64,
    "processes": 16,
    "processor_time": 5,
}

# Enters a sandbox and runs there what stands in a file; answers with what `say` was told.
HARNESS = """
import json, os, sys, tempfile, time, types
sys.path.insert(0, sys.argv[1])
from grading.engine import sandbox
code = open(sys.argv[2]).read()
secret = open(sys.argv[2])  # a descriptor that must not be inherited
reader, writer = os.pipe()
keeper = os.fork()
if not keeper:
    os.close(reader)
    say = lambda *words: os.write(writer, (" ".join(map(str, words)) + "\\n").encode())
    try:
        limits = types.SimpleNamespace(**json.loads(sys.argv[3]))
        files = {"checks.py": b"x = 1", "data/points.txt": b"1 2 3"}
        sandbox.enter(tempfile.mkdtemp(), files, limits, keep=[writer])
    except OSError as error:
        say("REFUSED", error)
        os._exit(9)
    try:
        exec(code, {"say": say, "os": os, "sys": sys})
    except BaseException as error:
        say(type(error).__name__ + ":", error)
    say("END")
    os._exit(0)
os.close(writer)
text = ""
while "END" not in text and (part := os.read(reader, 65536)):
    text += part.decode()
# What is still there after a while, such as a process in the background, is ended as the
# grader does it: by ending the keeper.
for _ in range(40):
    ended, status = os.waitpid(keeper, os.WNOHANG)
    if ended:
        break
    time.sleep(0.05)
else:
    os.kill(keeper, 9)
    status = os.waitpid(keeper, 0)[1]
said = text.split("END")[0]
print(json.dumps({"said": said, "status": os.waitstatus_to_exitcode(status)}))
"""


@pytest.fixture(params=["root", "user"])
def inside(request):
    """Run code in a sandbox, as root or as a user without rights, and return what it said."""
    if request.param == "root":
        if os.geteuid() != 0:
            pytest.skip("needs root: tested as a user only")
        python, identity = sys.executable, {}
    else:
        # The interpreter of root's environment may lie where only root can read.
        python = sys.executable if os.geteuid() else shutil.which("python3", path="/usr/bin:/bin")
        identity = {} if os.geteuid() else {"user": 65533, "group": 65533, "extra_groups": []}
        if python is None:
            pytest.skip("no Python that a user without rights can start")
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    shutil.copytree(ROOT / "grading", folder / "grading")

    def run(code, **limits):
        (folder / "code.py").write_text(code)
        limits = json.dumps(LIMITS | limits)
        result = subprocess.run(
            [python, "-c", HARNESS, str(folder), str(folder / "code.py"), limits],
            cwd="/tmp",
            env={"SECRET": "canary", "PATH": os.environ["PATH"]},
            capture_output=True,
            text=True,
            **identity,
        )
        assert result.returncode == 0, result.stderr
        answer = json.loads(result.stdout)
        if "REFUSED" in answer["said"] and request.param == "user":
            pytest.skip(f"this system refuses users a sandbox: {answer['said'].strip()}")
        return answer["said"].strip(), answer["status"]

    yield run
    shutil.rmtree(folder)
    groups.sweep(patience=1)


def test_files_are_there_and_may_be_changed(inside):
    code = """
say(os.getcwd(), sorted(os.listdir()), open("data/points.txt").read())
open("checks.py", "a").write("# mine")
open("data/new.txt", "w").write("mine")
"""
    said, status = inside(code)
    assert said == "/student/work ['checks.py', 'data'] 1 2 3"
    assert status == 0


def test_nothing_of_the_grader_is_inherited(inside):
    said, _ = inside("""
say(dict(os.environ))
say(sorted(os.readlink(f"/proc/self/fd/{n}").split(":")[0] for n in os.listdir("/proc/self/fd")
           if os.path.lexists(f"/proc/self/fd/{n}")))
""")
    environment, descriptors = said.split("\n")
    assert "canary" not in environment
    assert set(eval(descriptors)) <= {"/dev/null", "pipe", "/proc/2/fd"}


def test_no_other_files_or_processes_are_seen(inside):
    said, _ = inside(f"""
say(os.path.exists({str(ROOT / "source")!r}), os.path.exists("/etc/passwd"))
# Libraries that lie below /tmp are shown there, and nothing else.
libraries = (sys.prefix, sys.base_prefix)
say([n for n in os.listdir("/tmp") if not any(l.startswith("/tmp/" + n) for l in libraries)],
    os.listdir("/dev/shm"))
say(sorted(name for name in os.listdir("/proc") if name.isdigit()))
""")
    assert said.split("\n") == ["False False", "[] []", "['1', '2']"]


@pytest.mark.parametrize("folder", ["/usr", "/", "/proc/sys/kernel", "/proc/1"])
def test_the_system_cannot_be_written(inside, folder):
    said, _ = inside(f"open({folder!r} + '/mine', 'w')")
    assert said.split(":")[0] in ("OSError", "PermissionError", "FileNotFoundError")


def test_libraries_cannot_be_changed(inside):
    said, _ = inside("open(os.__file__, 'a')")
    assert "Read-only file system" in said or "Permission denied" in said


def test_no_network_is_reached(inside):
    said, _ = inside("import socket; socket.create_connection(('127.0.0.1', 22), timeout=2)")
    assert said.startswith("OSError") and "unreachable" in said


def test_no_right_is_left_and_none_comes_back(inside):
    said, _ = inside("""
lines = dict(line.split(":", 1) for line in open("/proc/self/status"))
say(*[int(lines[name], 16) for name in ("CapPrm", "CapEff", "CapBnd", "CapInh", "CapAmb")])
say(int(lines["NoNewPrivs"]), os.getuid() != 0)
""")
    assert said.split("\n") == ["0 0 0 0 0", "1 True"]


@pytest.mark.parametrize("kind", ["ipc", "mnt", "net", "pid", "user", "uts"])
def test_every_namespace_is_one_of_its_own(inside, kind):
    said, _ = inside(f"say(os.readlink('/proc/self/ns/{kind}'))")
    assert said.startswith(f"{kind}:[") and said != os.readlink(f"/proc/self/ns/{kind}")


def test_no_group_of_the_grader_is_left(inside):
    said, _ = inside("say(os.getgroups(), os.getgid() != 0)")
    assert said == "[] True"


#: Asks for the number of the keyring of this session: keys of the grader lie in its own.
KEYRING = """
import ctypes, platform
number = {"x86_64": 250, "aarch64": 219}[platform.machine()]
keyring = ctypes.CDLL(None).syscall(number, 0, -3, 0)
"""


def test_the_keyring_is_one_of_its_own(inside):
    # In a process of its own: who asks gets a keyring that counts for all that it starts.
    asked = subprocess.run(
        [sys.executable, "-c", f"{KEYRING}print(keyring)"], stdout=subprocess.PIPE, text=True
    )
    here = int(asked.stdout)
    if here < 0:
        pytest.skip("this system has no keyrings")
    said, _ = inside(f"{KEYRING}say(keyring)")
    assert int(said) != here


@pytest.mark.parametrize("kind", ["CLONE_NEWUSER", "CLONE_NEWNS", "CLONE_NEWPID"])
def test_no_namespace_can_be_made_inside(inside, kind):
    numbers = {"CLONE_NEWUSER": 0x10000000, "CLONE_NEWNS": 0x00020000, "CLONE_NEWPID": 0x20000000}
    said, _ = inside(f"""
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
say(libc.unshare({numbers[kind]}), ctypes.get_errno())
""")
    assert said == "-1 1"


@pytest.mark.parametrize("call", callfilter.MISSING, ids=lambda call: call.name)
def test_a_call_that_is_taken_away_is_missing(inside, call):
    if call.number() is None:
        pytest.skip(f"this processor has no {call.name}")
    said, _ = inside(f"""
import ctypes, errno
libc = ctypes.CDLL(None, use_errno=True)
say(libc.syscall({call.number()}, 0, 0, 0, 0), errno.errorcode[ctypes.get_errno()])
""")
    assert said == "-1 ENOSYS"


def test_sockets_are_those_of_the_namespace(inside):
    said, _ = inside("""
import errno, socket
for family in range(1, 46):
    try:
        socket.socket(family, socket.SOCK_DGRAM)
        say(family)
    except OSError as error:
        if error.errno != errno.EAFNOSUPPORT:
            say(family, error)
try:
    socket.socketpair(socket.AF_NETLINK)
except OSError as error:
    say(errno.errorcode[error.errno])
""")
    assert said.split("\n") == ["1", "2", "10", "EAFNOSUPPORT"]


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="x86-64 has programs of 32 bits")
def test_no_call_is_made_in_the_way_of_another_mode(inside):
    # getpid of 32 bits (int 0x80), and of 64 bits with short addresses.
    said, _ = inside("""
import ctypes, errno, mmap
code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
code.write(bytes.fromhex("b814000000cd80c3"))
old = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))
child = os.fork()
if not child:
    os._exit(0 if old() == -errno.ENOSYS else 1)
status = os.waitpid(child, 0)[1]
# A system may also be built without programs of 32 bits, and ends them.
say(os.WIFSIGNALED(status) or status == 0)
libc = ctypes.CDLL(None, use_errno=True)
say(libc.syscall(0x40000000 + 39), errno.errorcode[ctypes.get_errno()])
""")
    assert said == "True\n-1 ENOSYS"


def test_no_filter_can_be_added(inside):
    said, _ = inside("""
import ctypes, socket
end, _ = socket.socketpair()
for option in (26, 50, 51, 52):
    try:
        end.setsockopt(socket.SOL_SOCKET, option, bytes(16))
        say(option, "was set")
    except OSError as error:
        say(error.strerror)
libc = ctypes.CDLL(None, use_errno=True)
say(libc.prctl(22, 2, 0, 0, 0), ctypes.get_errno())
end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
say(libc.prctl(15, b"mine", 0, 0, 0))
""")
    assert said.split("\n") == ["Invalid argument"] * 4 + ["-1 22", "0"]


@pytest.mark.parametrize("name", [b"x kB", b"\xff\xfe", b"Vm: 1 kB", b"VmHWM: 9 kB"])
def test_a_process_may_give_itself_any_name(inside, name):
    said, status = inside(f"""
import ctypes, time
ctypes.CDLL(None).prctl(15, {name!r}, 0, 0, 0)
time.sleep(0.5)
say("unharmed")
""")
    assert (said, status) == ("unharmed", 0)


def test_the_filter_stays_with_all_that_is_started(inside):
    said, _ = inside("""
import subprocess, sys
asked = "print([line.split()[1] for line in open('/proc/self/status') if 'Seccomp:' in line])"
say(subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True).stdout)
""")
    assert said == "['2']"


def test_locks_on_files_are_granted(inside):
    said, _ = inside("""
import fcntl, sqlite3
file = open("mine", "w")
fcntl.flock(file, fcntl.LOCK_EX)
fcntl.lockf(file, fcntl.LOCK_EX)
for mode in ("delete", "wal"):
    with sqlite3.connect("mine.db") as first, sqlite3.connect("mine.db") as second:
        first.execute(f"pragma journal_mode={mode}")
        first.execute("create table if not exists events (mass)")
        first.execute("insert into events values (125)")
        first.commit()
        say(second.execute("select count(*) from events").fetchone())
""")
    assert said == "(1,)\n(2,)"


def test_a_device_keeps_its_times_and_rights(inside):
    said, _ = inside("""
for name in ("null", "zero", "full", "random", "urandom"):
    for change in (lambda path: os.utime(path, (1, 1)), lambda path: os.chmod(path, 0o600)):
        try:
            change(f"/dev/{name}")
            say(name, "was changed")
        except OSError:
            pass
for descriptor in (0, 1, 2):
    try:
        os.utime(descriptor, (1, 1))
        say(descriptor, "was changed")
    except OSError:
        pass
open("/dev/null", "w").write("nothing")
say(open("/dev/zero", "rb").read(2), len(open("/dev/urandom", "rb").read(2)))
""")
    assert said == r"b'\x00\x00' 2"


def test_numbers_that_keep_what_a_notebook_did_are_not_shown(inside):
    said, _ = inside("""
for name in ("vmstat", "zoneinfo", "buddyinfo", "locks", "keys", "key-users", "interrupts"):
    if os.path.exists(f"/proc/{name}"):
        say(open(f"/proc/{name}").read())
say(os.listdir("/proc/sys/fs"), [n for n in ("pressure", "fs") if os.path.isdir(f"/proc/{n}")
                                 and os.listdir(f"/proc/{n}")])
try:
    open("/proc/sys/fs/mine", "w")
except OSError as error:
    say(type(error).__name__)
say("processor" in open("/proc/cpuinfo").read(), "MemFree" in open("/proc/meminfo").read())
""")
    assert said.split("\n")[-3:] == ["[] []", "OSError", "True True"]
    assert set(said.split("\n")[:-3]) <= {""}


@pytest.mark.parametrize(
    "slow",
    [
        "os.sched_setaffinity(1, {0})",
        "os.sched_setscheduler(1, os.SCHED_IDLE, os.sched_param(0))",
        "os.sched_setparam(1, os.sched_param(0))",
        "os.setpriority(os.PRIO_PROCESS, 1, 19)",
        "os.setpriority(os.PRIO_USER, os.getuid(), 19)",
        "os.setpriority(os.PRIO_PGRP, os.getpgid(1), 19)",
        "resource.prlimit(1, resource.RLIMIT_CPU, (1, 1))",
    ],
)
def test_the_watch_cannot_be_slowed_down(inside, slow):
    said, status = inside(f"""
import resource
resource.prlimit(0, resource.RLIMIT_CORE, (0, 0))
os.sched_setaffinity(0, os.sched_getaffinity(0))
os.nice(1)
say("may do so itself")
{slow}
""")
    assert said.startswith("may do so itself\nPermissionError") and status == 0


def test_the_first_process_cannot_be_ended_or_traced(inside):
    said, status = inside("""
import ctypes
os.kill(1, 9)
libc = ctypes.CDLL(None, use_errno=True)
say(libc.ptrace(16, 1, None, None), "still here")
""")
    assert said == "-1 still here" and status == 0


def test_processes_are_limited(inside):
    said, _ = inside("""
import time
count = 0
try:
    while count < 500:
        if os.fork() == 0:
            time.sleep(30)
        count += 1
except OSError as error:
    say(count, error.strerror)
""")
    count, reason = said.split(" ", 1)
    assert int(count) <= LIMITS["processes"] and "temporarily unavailable" in reason


def test_memory_ends_in_an_error_that_python_knows(inside):
    said, status = inside("blocks = [bytearray(50 << 20) for _ in range(100)]")
    assert said.startswith("MemoryError") and status == 0


@pytest.mark.parametrize(
    "hoard",
    [
        # Memory that no limit of a single process counts.
        "os.ftruncate(f := os.memfd_create('x'), 1 << 20); os.write(f, b'x' * (15 << 20))",
        "open(f'/dev/shm/{n}', 'wb').write(b'x' * (10 << 20))",
        "import mmap; keep.append(mmap.mmap(-1, 15 << 20)); keep[-1].write(b'x' * (15 << 20))",
        # Given back to the system, but for the file behind it: resident in no process, yet held.
        "import mmap; keep.append(m := mmap.mmap(-1, 15 << 20)); m.write(b'x' * (15 << 20)); "
        "m.madvise(mmap.MADV_DONTNEED)",
        # Whoever hides from debuggers hides its files from the watch.
        "import ctypes; ctypes.CDLL(None).prctl(4, 0, 0, 0, 0); "
        "os.write(os.memfd_create('x'), b'x' * (15 << 20))",
        # Held by a mapping alone, which is private and only read.
        "import mmap\n    f = os.memfd_create('x'); os.write(f, bytes(8 << 20))\n"
        "    keep.append(mmap.mmap(f, 8 << 20, mmap.MAP_PRIVATE, mmap.PROT_READ)); os.close(f)",
    ],
)
def test_memory_outside_of_processes_is_watched(inside, hoard):
    said, status = inside(
        f"""
import time
keep = []
for n in range(60):
    {hoard}
    time.sleep(0.02)
time.sleep(1)
say("got away with it")
""",
        memory=100 * MIB,
        disk=400 * MIB,
    )
    assert "got away" not in said
    assert status == 3 or said.startswith("OSError")


#: Takes tables of pages for addresses behind which there is nothing.
TABLES = """
import ctypes, mmap, time
def take(addresses):
    there = mmap.mmap(-1, addresses, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000,
                      prot=mmap.PROT_READ)
    there.madvise(15)  # no large pages
    for place in range(0, addresses, 2 << 20):
        there[place]
    return there
"""


def test_tables_of_pages_are_limited_by_the_addresses(inside):
    said, _ = inside(f"{TABLES}\ntake({20 * LIMITS['memory']})")
    assert said.startswith("OSError") and "Cannot allocate memory" in said


def test_tables_of_pages_count(inside):
    code = f"""{TABLES}
for _ in range(90):
    if os.fork() == 0:
        there = take(900 << 20)
        time.sleep(60)
time.sleep(8)
say("got away with it")
"""
    said, status = inside(code, memory=64 * MIB, processes=100)
    assert "got away" not in said and status == 3


def test_buffers_of_sockets_count_where_there_are_control_groups(inside):
    said, status = inside(
        """
import socket, time
pairs = []
say("group" if "/graded-" in open("/proc/self/cgroup").read() else "watch")
for _ in range(25):
    pairs.append(socket.socketpair())
    for end in pairs[-1]:
        end.setblocking(False)
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
        try:
            while True:
                end.send(b"x" * 65536)
        except BlockingIOError:
            pass
time.sleep(1)
say("got away with it")
""",
        memory=4 * MIB,
    )
    if said.startswith("watch"):
        pytest.skip("no control group may be made here")
    assert "got away" not in said and status == 3


def test_memory_of_a_process_whose_first_thread_has_ended_is_watched(inside):
    said, status = inside(
        """
import ctypes, mmap, threading, time
keep = []
def hoard():
    for _ in range(30):
        keep.append(mmap.mmap(-1, 15 << 20))
        keep[-1].write(b'x' * (15 << 20))
        keep[-1].madvise(mmap.MADV_DONTNEED)
    time.sleep(60)
if os.fork() == 0:
    threading.Thread(target=hoard).start()
    ctypes.CDLL(None).pthread_exit(None)
time.sleep(5)
say("got away with it")
""",
        memory=100 * MIB,
    )
    assert "got away" not in said and status == 3


def test_memory_that_one_process_writes_into_others_is_watched(inside):
    said, status = inside(
        """
import ctypes, time
block = bytearray(40 << 20)  # shared with all copies, until somebody writes
children = []
for _ in range(8):
    if (child := os.fork()) == 0:
        time.sleep(60)
    children.append(child)
time.sleep(1)  # all are known to do nothing
say("they wait")

class Piece(ctypes.Structure):
    _fields_ = [("start", ctypes.c_void_p), ("size", ctypes.c_size_t)]

own = (ctypes.c_char * len(block)).from_buffer(block)
piece = Piece(ctypes.addressof(own), len(block))
for child in children:
    written = ctypes.CDLL(None, use_errno=True).process_vm_writev(
        child, ctypes.byref(piece), 1, ctypes.byref(piece), 1, 0
    )
    assert written == len(block), os.strerror(ctypes.get_errno())
time.sleep(6)
say("got away with it")
""",
        memory=100 * MIB,
    )
    assert said.startswith("they wait")
    assert ("got away" not in said and status == 3) or "not permitted" in said


def test_memory_that_ended_processes_leave_to_others_is_watched(inside):
    said, status = inside(
        """
import time
block = bytearray(80 << 20)
for _ in range(6):
    if os.fork() == 0:
        time.sleep(60)
going = []
for _ in range(6):
    if (child := os.fork()) == 0:
        time.sleep(60)
    going.append(child)
if os.fork() == 0:
    del block
    time.sleep(1)  # each of the others counts for a part of the block
    for child in going:
        os.kill(child, 9)
    more = bytearray(60 << 20)
    time.sleep(6)
    say("got away with it")
    os._exit(0)
time.sleep(60)
""",
        memory=100 * MIB,
    )
    assert "got away" not in said and status == 3


def test_copies_that_do_nothing_are_measured_once_in_a_while(monkeypatch):
    measured = []
    monkeypatch.setattr(memory, "measure", lambda process, state: noted(process, state, measured))
    watched = Memory(most=1, folders=[])
    watched.most = watched_size = 10 << 30
    states, bounds = {"7": (1, 5), "8": (1, 5)}, {"7": 8 << 30, "8": 5 << 30}
    for _ in range(3):
        assert watched.measured_left(0, [], bounds, states) >= 0
    assert measured == ["7"], "the bound of the other one still fits"
    assert watched.measured_left(watched_size - 10, [], bounds, states) >= 0
    assert measured == ["7", "8"]
    states["7"] = (2, 5)  # it has run
    assert watched.measured_left(watched_size - 10, [], bounds, states) >= 0
    assert measured == ["7", "8", "7"]
    watched.since -= memory.BELIEVED + 1
    assert watched.measured_left(watched_size - 10, [], bounds, states) >= 0
    assert sorted(measured[3:]) == ["7", "8"]
    assert watched.measured_left(watched_size, [], bounds, states) == -6


def noted(process, state, measured):
    measured.append(process)
    return Measured(own=3, mapped={}, state=state)


def test_a_file_and_a_disk_are_limited(inside):
    said, _ = inside("open('big', 'wb').write(b'0' * (20 << 20))")
    assert "File too large" in said
    said, _ = inside("[open(f'/tmp/{n}', 'wb').write(b'0' * (10 << 20)) for n in range(9)]")
    assert "No space left" in said


def test_the_number_of_files_is_limited(inside):
    said, _ = inside("""
for number in range(30_000):
    open(f"/tmp/{number}", "w").close()
""")
    assert "No space left" in said


def test_memory_that_is_locked_or_queued_is_limited(inside):
    said, _ = inside("""
import ctypes, mmap, resource
block = mmap.mmap(-1, 9 << 20)
start = ctypes.addressof(ctypes.c_char.from_buffer(block))
say(ctypes.CDLL(None).mlock(ctypes.c_void_p(start), ctypes.c_size_t(9 << 20)))
say(resource.getrlimit(resource.RLIMIT_MSGQUEUE), resource.getrlimit(resource.RLIMIT_CORE))
""")
    assert said.split("\n") == ["-1", "(0, 0) (0, 0)"]


def test_open_files_are_limited(inside):
    assert "Too many open files" in inside("files = [open('/dev/null') for _ in range(100)]")[0]


def test_an_endless_loop_ends_with_its_processor_time(inside):
    said, status = inside("while True: pass", processor_time=1)
    assert said == "" and status != 0


def test_what_is_started_ends_with_the_notebook(inside, tmp_path):
    mark = f"sleep-{os.getpid()}-{tmp_path.name}"
    code = f"""
import signal
if os.fork() == 0:
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.execv("/bin/sh", [{mark!r}, "-c", "sleep 60; true"])
import time
time.sleep(0.3)
"""
    assert inside(code) == ("", -9)
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True).stdout
    assert mark not in listed
