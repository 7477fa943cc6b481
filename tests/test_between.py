"""Two sandboxes beside each other: neither learns anything of the other."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from grading.course.notebooks import ROOT
from grading.engine import groups

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the sandbox needs Linux"),
]

# The first sandbox says that it is ready, the second one does something, then the first goes on.
HARNESS = """
import json, os, sys, tempfile, types
sys.path.insert(0, sys.argv[1])
from grading.engine import sandbox
if sys.argv[2] == "open":
    sandbox.close_calls = lambda: None
    sandbox.user_for_root = lambda process: 64321

limits = types.SimpleNamespace(memory=300 << 20, disk=32 << 20, file_size=16 << 20, open_files=64,
                               processes=16, processor_time=5)

def begin(code, heard=""):
    (said, say), (wait, go) = os.pipe(), os.pipe()
    keeper = os.fork()
    if not keeper:
        os.close(said), os.close(go)
        words = lambda *words: os.write(say, (" ".join(map(str, words)) + "\\n").encode())
        try:
            sandbox.enter(tempfile.mkdtemp(), {}, limits, keep=[say, wait])
            exec(code, {"say": words, "wait": lambda: os.read(wait, 1), "heard": heard})
        except OSError as error:
            words("REFUSED", error)
        os._exit(0)
    os.close(say), os.close(wait)
    return keeper, said, go

def rest(keeper, said):
    text = ""
    while part := os.read(said, 4096).decode():
        text += part
    os.waitpid(keeper, 0)
    return text

first, said, go = begin(sys.argv[3])
ready = os.read(said, 4096).decode()
second, answer, other = begin(sys.argv[4], ready)
told = rest(second, answer)
os.write(go, b"x")
print(json.dumps([ready, told, rest(first, said)]))
"""

SESSION_KEYRING = -3
CALL = """
import ctypes, errno, fcntl, os, struct, time
libc = ctypes.CDLL(None, use_errno=True)
NUMBERS = {"x86_64": (248, 250, 294), "aarch64": (217, 219, 26)}[os.uname().machine]
add_key, keyctl, inotify_init1 = NUMBERS
"""
#: What the first sandbox does, what the second one does, what the first one does then.
TALKS = {
    "a lock on a library": (
        "file = open(os.__file__); fcntl.flock(file, fcntl.LOCK_EX); say('ready')",
        "fcntl.flock(open(os.__file__), fcntl.LOCK_EX | fcntl.LOCK_NB); say('nothing')",
        "",
    ),
    "a lock on a device": (
        "file = open('/dev/null', 'w'); fcntl.lockf(file, fcntl.LOCK_EX); say('ready')",
        "fcntl.lockf(open('/dev/null', 'w'), fcntl.LOCK_EX | fcntl.LOCK_NB); say('nothing')",
        "",
    ),
    "a question about a lock": (
        "file = open('/dev/null', 'w'); fcntl.lockf(file, fcntl.LOCK_EX); say('ready')",
        "lock = struct.pack('hhqqi4x', fcntl.F_WRLCK, 0, 0, 0, 0)\n"
        "lock = fcntl.fcntl(open('/dev/null', 'w'), fcntl.F_GETLK, lock)\n"
        "say('nothing' if struct.unpack('hhqqi4x', lock)[0] == fcntl.F_UNLCK else 'a lock')",
        "",
    ),
    "a watch on a device": (
        "watch = libc.syscall(inotify_init1, 0o4000)\n"
        "libc.inotify_add_watch(watch, b'/dev/full', 0x20); say('ready')",
        "open('/dev/full').close(); say('nothing')",
        "try:\n    say('felt' if watch >= 0 and os.read(watch, 4096) else 'nothing')\n"
        "except OSError:\n    say('nothing')",
    ),
    "a key": (
        f"key = libc.syscall(add_key, b'user', b'talk', b'1', 1, {SESSION_KEYRING})\n"
        "libc.syscall(keyctl, 5, key, 0x3F3F0000); say(key)",
        "text = ctypes.create_string_buffer(8)\n"
        "size = libc.syscall(keyctl, 11, int(heard), text, 8)\n"
        "say('nothing' if size < 0 else text.value)",
        "",
    ),
    "a used up quota of keys": (
        "for number in range(300):\n"
        f"    libc.syscall(add_key, b'user', str(number).encode(), b'1', 1, {SESSION_KEYRING})\n"
        "say('ready')",
        f"key = libc.syscall(add_key, b'user', b'mine', b'1', 1, {SESSION_KEYRING})\n"
        "say('nothing' if key >= 0 or ctypes.get_errno() == errno.ENOSYS else 'no room')",
        "",
    ),
}


def both(first, second, then, walls="closed", identity=None):
    """What the first sandbox says at the end, and before it the second one."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    shutil.copytree(ROOT / "grading", folder / "grading")
    codes = [f"{CALL}\n{first}\nwait()\n{then}", f"{CALL}\n{second}"]
    python = sys.executable
    if identity:  # the interpreter of root's environment may lie where only root can read
        python = shutil.which("python3", path="/usr/bin:/bin")
    try:
        result = subprocess.run(
            [python, "-c", HARNESS, str(folder), walls, *codes],
            cwd="/tmp",
            capture_output=True,
            text=True,
            **(identity or {}),
        )
    finally:
        shutil.rmtree(folder)
        groups.sweep(patience=1)
    assert result.returncode == 0, result.stderr
    ready, told, felt = json.loads(result.stdout)
    if "REFUSED" in ready:
        pytest.skip(f"this system has no sandbox: {ready}")
    return f"{told}{felt}".split("\n")[:-1]


@pytest.mark.parametrize("talk", TALKS)
def test_nothing_that_one_does_is_felt_by_the_other(talk):
    assert set(both(*TALKS[talk])) == {"nothing"}


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root: who grades as a user tries it above")
@pytest.mark.parametrize("talk", TALKS)
def test_nor_where_somebody_grades_who_is_not_root(talk):
    user = {"user": 65533, "group": 65533, "extra_groups": []}
    assert set(both(*TALKS[talk], identity=user)) == {"nothing"}


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
@pytest.mark.parametrize("talk", TALKS)
def test_it_would_be_felt_without_the_filter_by_the_same_user(talk):
    assert set(both(*TALKS[talk], walls="open")) != {"nothing"}


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, or numbers that are set apart")
def test_each_has_a_user_of_its_own():
    here = "say(os.getuid(), open('/proc/self/uid_map').read().split()[1])"
    ready, told = both("say('ready')", here, here)
    assert len({*ready.split(), *told.split()}) == 2, "each is the same user inside and outside"
    assert "0" not in ready.split() and "0" not in told.split()
