"""What runs through in a student's Jupyter runs through where it is graded, with the same results.

Cells that stand in students' notebooks are run in a real Jupyter kernel and in this course's, and
each has to end alike; at the end the same names have the same values. What a grader cannot have,
a window, a network or somebody at the keyboard, ends no cell and says so.
"""

import re

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Gradebook

from grading.adapters.execute import JudgedExecute
from grading.course import words
from grading.course.names import names_meant
from grading.course.notebooks import ROOT
from grading.engine.clocks import Clock
from grading.engine.forks import Kernel
from grading.engine.limits import Limits
from grading.engine.run import Cell, Rules, Work, read_files
from grading.engine.setting import NEVER, Setting
from tests.tiny import POINTS, RIGHT, TINY, hand_in, tiny_course

pytestmark = pytest.mark.slow

HELPER = b"def helped(): return 3\n"
OTHER = nbformat.writes(
    new_notebook(
        cells=[new_code_cell("def other(x): return x + 1"), new_code_cell("five = other(4)")]
    )
).encode()
BESIDE = {"helper.py": HELPER, "other notebook.ipynb": OTHER, "notes.txt": b"one\ntwo\n"}

#: Cells that have to end as in Jupyter, in the order in which they are run.
CELLS = [
    # Commands of the system.
    "!false\nimport math\nafter_command = math.floor(2.5)",
    "!ls no-such-file\nafter_failure = 1",
    "!no-such-program -q\nexit_code = _exit_code",
    "!exit 3\nthree = _exit_code",
    "lines = !cat notes.txt",
    "lines = lines.n",
    "shell_text = 'expanded'\nechoed = !echo $shell_text {len(shell_text)}\nechoed = echoed.s",
    "!python -c 'import numpy' ; echo done\nown_python = _exit_code",
    "%%bash\necho one\ncat notes.txt",
    "%%bash\nexit 2",
    "%%sh\necho one",
    "import getpass\nhas_a_name = bool(getpass.getuser())",
    "%reset_selective -f no_such_name\nafter_reset = 1",
    "%%time\r\ntimed = 1\r\n",
    "%clear\nafter_clear = 1",
    "%%writefile written.py\nFORTY_TWO = 42",
    "from written import FORTY_TWO",
    "import os\nleft = os.system('exit 2')",
    "!sleep 100 &",
    # Magics.
    "%matplotlib inline",
    "%config InlineBackend.figure_format = 'retina'",
    "%config InlineBackend.figure_formats = ['svg']",
    "%load_ext autoreload\n%autoreload 2\nfrom helper import helped\nhelp_value = helped()",
    "%reload_ext autoreload",
    "%%time\ntimed = 4",
    "%time timed_line = 5",
    "%timeit -n1 -r1 1 + 1",
    "%%timeit -n1 -r1\nnot_left_behind = 1",
    "%%capture caught\nprint('caught')",
    "caught_text = caught.stdout",
    "%env SOME_NAME=some value\nfrom_environment = os.environ['SOME_NAME']",
    "%precision 3\n%pwd",
    "%who\n%whos\n%lsmagic",
    "%xmode Plain",
    "%no_such_magic\nnot_reached = 1",
    "%%no_such_magic\nnot_reached_either = 1",
    "%cd /no/such/folder\nafter_cd = 1",
    "here = os.getcwd()\n%cd /\n%cd -q {here}\nback = os.getcwd() == here",
    "%run helper.py",
    "run_value = helped()",
    "%run 'other notebook.ipynb'",
    "other_value = other(five)",
    "%run no_such_file.py",
    "%%javascript\n1",
    "%%html\n<b>bold</b>",
    "%%latex\n$x$",
    "%alias_magic t time\n%t 1",
    "%store shell_text\ndel shell_text\n%store -r shell_text",
    "%history -n 1-2",
    "%pip --version",
    "%autosave 60",
    "%config NoSuchClass.x = 1",
    "start = _dh[0]\nstarts_here = os.path.samefile(start, os.getcwd())\ndel start",
    "?print",
    "print?",
    "print??",
    "%pinfo print",
    # Names and ends.
    "gone = 1\ndel gone",
    "del never_there",
    "import sys\nbefore_exit = 1\nsys.exit()\nafter_exit = 1",
    "raise SystemExit(3)",
    "goes_on = 1",
    "1 / 0",
    "print(undefined_name)",
    "def broken(:\n    pass",
    "x = (1,\n",
    "    indented = 1",
    "%%time\nbroken_off = 1 / 0",
    "raise KeyboardInterrupt",
    "from no_such_package import anything",
    "assert False, 'no'",
    "'last line'",
    "previous = _",
    "_ = 5\nunderscore = _",
    # What is shown.
    "display('shown')\nshown = display('shown', display_id=True)\nshown.update('changed')",
    "from IPython.display import HTML, Markdown, Math, clear_output, display\n"
    "clear_output(wait=True)\ndisplay(HTML('x'), Markdown('x'), Math('x'))",
    "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show(block=True)",
    "plt.ion()\nfigure, axes = plt.subplots()\nplt.pause(0.01)\nplt.close('all')\nplt.ioff()",
    "import logging\nlogging.basicConfig()\nlogging.getLogger().warning('careful')",
    "import warnings\nwarnings.warn('careful')",
    "sys.stdout.flush()\nwritten_letters = sys.stdout.write('x')\nsys.stdout.isatty()",
    "import subprocess\nquiet = subprocess.run(['true'], stdout=sys.stdout).returncode",
    "import faulthandler\nfaulthandler.enable()",
    "from tqdm import tqdm, trange\ntotal = sum(tqdm(range(4))) + sum(trange(3, desc='t'))",
    "from tqdm.auto import tqdm\ntotal += sum(tqdm(range(4)))",
    "sys.stdin.readline()",
    "help(len)",
    # Loops of events, threads and processes.
    "import asyncio\nasync def answer(x): return x\nawaited = await answer(7)",
    "task = asyncio.create_task(answer(8))",
    "from_task = await task",
    "asyncio.run(answer(1))",
    "asyncio.get_event_loop().run_until_complete(answer(1))",
    "gathered = await asyncio.gather(answer(1), answer(2))\nawaited_all = [await answer(1)]",
    "from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(2)\n"
    "squares = list(pool.map(lambda i: i * i, range(4)))",
    "import multiprocessing\nwith multiprocessing.Pool(2) as processes:\n"
    "    absolute = processes.map(abs, [-1, 2])",
    # Files and places.
    "import tempfile\nwith tempfile.NamedTemporaryFile('w+') as file:\n    file.write('x')",
    "from pathlib import Path\nbeside = Path('notes.txt').read_text()\nhome = Path.home().is_dir()",
    "name = __name__\nis_main = __name__ == '__main__'",
    "__file__",
    "in_notebook = get_ipython() is not None and '__file__' not in globals()",
    "import inspect\nsource_of = inspect.getsource(answer)",
    "import pickle\nclass Kept: pass\nkept = pickle.loads(pickle.dumps(Kept())).__class__ is Kept",
    "from __future__ import annotations",
    "def hinted(x: NotThere) -> AlsoNotThere: return x\nhinted_value = hinted(3)",
    "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\nsignal_set = 1",
    "sys.setrecursionlimit(2000)\ndef deep(n): return deep(n + 1)\ndeep(0)",
    "import locale, time\nlocale_name = locale.getpreferredencoding()\ntime.tzset()",
]
#: Functions as students write them, and what a check asks of each.
WRITTEN = {
    "f = lambda x: x * 2": "f(2) == 4",
    "from functools import partial\nf = partial(pow, 2)": "f(3) == 8",
    "from functools import lru_cache\n@lru_cache\ndef f(x): return x + 1": "f(1) == 2",
    "class Adder:\n    def __call__(self, x): return x + 1\nf = Adder()": "f(3) == 4",
    "class Adder:\n    def add(self, x): return x + 1\nf = Adder().add": "f(3) == 4",
    "import torch\n@torch.no_grad()\ndef f(x): return x + 1": "f(1) == 2",
    "%%time\ndef f(x): return x": "f(1) == 1",
    "if True:\n    def f(x): return x": "f(1) == 1",
    "def f():\n    lines = !echo one\n    !ls\n    return lines[0]": "f() == 'one'",
    "!echo 5 > five.txt\ndef f(): return int(open('five.txt').read())": "f() == 5",
    "import os\nos.chdir('/tmp')\nopen('a', 'w').write('7')\ndef f(): return open('a').read()": (
        "f() == '7'"
    ),
    "import subprocess, sys\ndef f():\n    command = [sys.executable, '-c', 'print(6)']\n"
    "    return subprocess.run(command, capture_output=True, text=True).stdout": "f() == '6\\n'",
    "def f():\n    import threading\n    done = []\n"
    "    thread = threading.Thread(target=done.append, args=(1,))\n    thread.start()\n"
    "    thread.join()\n    return done": "f() == [1]",
    "def f():\n    import multiprocessing\n    with multiprocessing.Pool(2) as pool:\n"
    "        return pool.map(abs, [-1])": "f() == [1]",
    "import torch\nfrom torch.utils.data import DataLoader\ndef f():\n"
    "    return sum(float(x) for x in DataLoader(torch.arange(4.0), num_workers=2))": "f() == 6",
    "def f():\n    import asyncio\n    async def three(): return 3\n"
    "    return asyncio.run(three())": "f() == 3",
    "from tqdm.notebook import tqdm\ndef f(): return sum(tqdm(range(3)))": "f() == 3",
    "import matplotlib.pyplot as plt\ndef f():\n    plt.figure()\n    plt.plot([1])\n"
    "    plt.show()\n    return 1": "f() == 1",
    "def f():\n    input('go on? ')\n    display(1)\n    exit()\n    return 1": "f() == 1",
    "import sys\nsys.stdout = open('log.txt', 'w')\ndef f():\n    print('x')\n    return 1": (
        "f() == 1"
    ),
    "import warnings\nwarnings.simplefilter('error')\ndef f():\n    warnings.warn('x')\n"
    "    return 1": "f() == 1",
    "import logging, sys\nlogging.basicConfig(stream=sys.stdout, force=True)\ndef f():\n"
    "    logging.warning('x')\n    return 1": "f() == 1",
    "import __main__\ndef f(): return __main__.f is f": "f()",
    "import inspect\ndef f(): return 'def f()' in inspect.getsource(f)": "f()",
    "n = 0\ndef f():\n    global n\n    n += 1\n    return n": "(f(), f()) == (1, 2)",
}
#: The last one: what is left of all that.
LEFT = """
{
    name: value if isinstance(value, (int, str, list, float, type(None))) else type(value).__name__
    for name, value in sorted(globals().items())
    if not name.startswith("_") and name not in ("In", "Out", "exit", "quit", "here", "task")
}
"""
#: Cells that a grader cannot give what they ask for: they go on, and say why.
GO_ON = {
    "!pip install -q einops": "no network",
    "%pip install -q einops": "no network",
    "!wget -q https://example.org/data.csv": "no network",
    "%conda install einops": "no network",
    "%matplotlib widget": "no display for widget",
    "%matplotlib notebook": "no display for notebook",
    "%matplotlib qt": "no display for qt",
    "%matplotlib no_such_backend": "no display",
    "import matplotlib\nmatplotlib.use('TkAgg')": "no display for TkAgg",
    "plt.switch_backend('Qt5Agg')": "no display for Qt5Agg",
    "breakpoint()": "Nobody can debug",
    "import piplite\nawait piplite.install('einops')": "nothing of it is shown",
    "import pdb; pdb.set_trace()": "Nobody can debug",
    "from IPython.core.debugger import set_trace\nset_trace()": "Nobody can debug",
    "answer_typed = input('Your name: ')": "Nobody can answer",
    "from getpass import getpass\ngetpass()": "Nobody can answer",
    "%load_ext tensorboard": "tensorboard is not installed",
    "%tensorboard --logdir runs": "%tensorboard does nothing",
    "from google.colab import drive\ndrive.mount('/content/drive')": "google.colab is not there",
    "exit()": "the notebook goes on",
    "quit(0)": "the notebook goes on",
    "import torch\n@torch.compile\ndef compiled(x): return torch.sin(x)": "nothing is compiled",
}


@pytest.fixture
def kernel(zygote):
    kernel = Kernel(zygote, BESIDE, Limits(), walls=True)
    yield kernel
    kernel.close()


def in_jupyter(folder, cells):
    """For each cell how it ended in a real kernel, and the result of the last one."""
    for name, content in BESIDE.items():
        (folder / name).write_bytes(content)
    notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells])
    where = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, timeout=60, allow_errors=True, resources=where).execute()
    return [ending(cell.outputs) for cell in notebook.cells], result(notebook.cells[-1].outputs)


def in_course(kernel, cells):
    """The same in a kernel of this course, which says itself whether a cell stopped."""
    clock, endings, outputs = Clock(60, 300), [], []
    for cell in cells:
        outputs = kernel.run(cell, clock)
        endings.append(ending(outputs))
        assert bool(kernel.stop) == bool(endings[-1]) or cell.startswith("%run"), cell
    return endings, result(outputs)


def ending(outputs):
    """The kind of the error with which a cell ended; empty where there was none."""
    for output in outputs:
        if output.output_type == "error":
            return output.ename
    return "UsageError" if "UsageError" in said(outputs) else ""


def said(outputs):
    return "".join(output.text for output in outputs if output.output_type == "stream")


def result(outputs):
    return next(out.data["text/plain"] for out in outputs if out.output_type == "execute_result")


def test_cells_end_as_in_jupyter_and_leave_the_same_names(kernel, tmp_path, monkeypatch):
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # a kernel that knows of tests has other streams
    (tmp_path / "work").mkdir()
    theirs, their_names = in_jupyter(tmp_path / "work", [*CELLS, LEFT])
    ours, our_names = in_course(kernel, [*CELLS, LEFT])
    differ = {
        cell: (there, here)
        for cell, there, here in zip(CELLS, theirs[:-1], ours[:-1], strict=True)
        if there != here
    }
    assert differ == {}
    assert our_names == their_names


def test_what_a_grader_does_not_have_ends_no_cell_and_says_so(kernel):
    clock = Clock(60, 300)
    kernel.run("import matplotlib.pyplot as plt", clock)
    for cell, sentence in GO_ON.items():
        outputs = kernel.run(f"{cell}\nreached = {cell!r}", clock)
        assert (kernel.stop, ending(outputs)) == (None, ""), cell
        assert sentence in " ".join(said(outputs).split()), cell
        (left,) = kernel.run("reached", clock)
        assert left.data["text/plain"] == repr(cell), cell


@pytest.mark.parametrize(
    "wish",
    [
        "%config InlineBackend.figure_format = 'svg'",
        "from matplotlib_inline.backend_inline import set_matplotlib_formats\n"
        "set_matplotlib_formats('pdf', 'svg')",
        "%matplotlib inline",
        "%matplotlib widget",
        "import matplotlib\nmatplotlib.use('QtAgg')",
    ],
)
def test_a_figure_is_shown_as_png_whatever_a_cell_asks_for(kernel, wish):
    cell = f"{wish}\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()"
    for _ in range(2):
        outputs = kernel.run(cell, Clock(20, 60))
        pictures = [out for out in outputs if "image/png" in out.get("data", {})]
        assert len(pictures) == 1 and kernel.stop is None


def test_a_figure_that_is_drawn_again_and_again_is_shown_once(kernel):
    cell = """
import matplotlib.pyplot as plt
from IPython.display import clear_output
for step in range(3):
    clear_output(wait=True)
    plt.plot([step])
    plt.show()
"""
    assert len(kernel.run(cell, Clock(20, 60))) == 1


def test_a_notebook_that_asks_on_and_on_is_stopped(kernel):
    kernel.run("while input('again? ') != 'no': pass", Clock(20, 60))
    assert kernel.stop.kind == "EOFError"


# --- Stand-ins for what only shows something ----------------------------------------------------


def test_what_only_shows_something_is_imported_where_it_is_not_installed(kernel):
    outputs = kernel.run(WITHOUT_THEM, Clock(20, 60))
    assert kernel.stop is None, kernel.stop
    assert outputs[-1].data["text/plain"] == "(6, 3, [0, 1], 4, 5)"


WITHOUT_THEM = """
import importlib.abc, sys
for name in [name for name in sys.modules if name.split(".")[0] in ("tqdm", "ipywidgets")]:
    del sys.modules[name]
class Hide(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("tqdm", "ipywidgets"):
            return sys.meta_path[-1].find_spec(name)
sys.meta_path.insert(0, Hide())

from tqdm.notebook import tqdm, trange
from tqdm import tqdm as plain
from tqdm.auto import tqdm as auto
import ipywidgets as widgets
from ipywidgets import interact, IntSlider, VBox
from google.colab import drive, files

total = sum(tqdm(range(4), desc="t"))
with plain(total=3) as bar:
    for _ in range(3):
        bar.update()
        bar.set_postfix(loss=1.0)
plain.write("said")

@interact(x=(0, 3))
def shown(x=1):
    return x + 4

slider = IntSlider(value=4, min=0, max=9)
slider.observe(print, names="value")
VBox([slider, widgets.Output()])
with widgets.Output():
    pass
drive.mount("/content/drive")
total, bar.n, list(trange(2)), slider.value, shown(1)
"""


# --- Threads, pools and processes that a copy is without ----------------------------------------


def judged(*sources, seconds=10):
    """The verdicts on a notebook; cells that begin with ``#check`` are for a judge."""
    cells = tuple(
        Cell(source, judged=True, setting=Setting(hidden=NEVER))
        if source.startswith("#check")
        else Cell(source, judged=False, names=names_meant(source))
        for source in sources
    )
    rules = Rules(Limits(), seconds, 120, walls=True)
    files = read_files(ROOT / "modules", Limits())
    work = Work(cells, {}, rules, ("f", "g"), "", files, words)
    submission = JudgedExecute.pool.start(work)
    try:
        submission.finished()
    finally:
        submission.close()
    return submission


POOLS = {
    "a pool of threads": (
        "from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(4)\n"
        "used = list(pool.map(abs, range(9)))",
        "def f(x): return list(pool.map(lambda i: i * i, range(x)))",
        "assert f(3) == [0, 1, 4]",
    ),
    "a pool of processes": (
        "import multiprocessing\npool = multiprocessing.Pool(2)",
        "def f(x): return pool.map(abs, [-x, x])",
        "assert f(3) == [3, 3]",
    ),
    "a pool of processes for futures": (
        "from concurrent.futures import ProcessPoolExecutor\npool = ProcessPoolExecutor(2)\n"
        "used = list(pool.map(abs, [1]))",
        "def f(x): return list(pool.map(abs, [-x, x]))",
        "assert f(3) == [3, 3]",
    ),
    "threads of torch": (
        "import torch\ntorch.set_num_threads(8)\nbig = torch.ones(900, 900) @ torch.ones(900, 900)",
        "def f(x):\n    torch.set_num_threads(4)\n"
        "    return float((torch.ones(600, 600) @ torch.ones(600, 600)).sum()) * x",
        "assert f(1) == 600.0**3",
    ),
    "workers that load data": (
        "import torch\nfrom torch.utils.data import DataLoader\n"
        "loader = DataLoader(torch.arange(8.0), num_workers=2, persistent_workers=True)\n"
        "used = [float(part) for part in loader]",
        "def f(x): return x * sum(float(part) for part in loader)",
        "assert f(2) == 56",
    ),
    "a loop of events in a thread": (
        "import asyncio, threading\nloop = asyncio.new_event_loop()\n"
        "threading.Thread(target=loop.run_forever, daemon=True).start()\n"
        "async def twice(x): return 2 * x",
        "def f(x): return asyncio.run_coroutine_threadsafe(twice(x), loop).result()",
        "assert f(4) == 8",
    ),
    "a queue and a worker": (
        "import queue, threading\nasked, answered = queue.Queue(), queue.Queue()\ndef work():\n"
        "    while True: answered.put(asked.get() + 1)\n"
        "threading.Thread(target=work, daemon=True).start()",
        "def f(x):\n    asked.put(x)\n    return answered.get()",
        "assert f(4) == 5",
    ),
    "a process that answers through pipes": (
        "import multiprocessing\nhere, there = multiprocessing.Pipe()\ndef work(line):\n"
        "    while True: line.send(line.recv() + 1)\n"
        "worker = multiprocessing.Process(target=work, args=(there,), daemon=True)\nworker.start()",
        "def f(x):\n    assert worker.is_alive()\n    here.send(x)\n    return here.recv()",
        "assert f(4) == 5",
    ),
}


@pytest.mark.parametrize("kind", POOLS)
def test_a_function_that_hands_its_work_to_others_is_judged_as_it_runs_in_jupyter(kind):
    begins, defines, asks = POOLS[kind]
    more = "def g(): return 'more'"
    checks = f"#check\n{asks}", f"#check\n{asks}\nassert g() == 'more'"
    submission = judged(begins, defines, checks[0], more, checks[1])
    assert [verdict and verdict.says for verdict in submission.verdicts if verdict] == ["", ""]
    assert submission.account()["restarts"] == 0 and len(submission.kernels) == 3


def test_a_notebook_without_threads_of_its_own_is_run_once():
    uses = """
import numpy as np, torch
from torch.utils.data import DataLoader
from tqdm import tqdm
big = np.ones((900, 900)) @ np.ones((900, 900))
loss = torch.nn.Linear(3, 3)(torch.ones(5, 3)).sum()
loss.backward()
loaded = [part for part in DataLoader(torch.arange(8.0), num_workers=2)]
counted = list(tqdm(range(3)))
listed = !ls
def f(): return 1
"""
    submission = judged(uses, "#check\nassert f() == 1", "#check\nassert f() == 1")
    assert all(verdict.passed for verdict in submission.verdicts if verdict)
    assert len(submission.kernels) == 1


def test_an_answer_that_a_copy_waits_for_in_vain_is_asked_for_in_a_fresh_kernel():
    student = """
import os
mine = os.getpid()
def f():
    while os.getpid() != mine and os.getpid() - mine < 1000:
        import time; time.sleep(0.1)
    return 1
"""
    submission = judged(student, "#check\nassert f() == 1", seconds=2)
    assert submission.verdicts[1].passed, submission.verdicts


def test_a_loop_without_end_is_stopped_once():
    student = "def f():\n    while True: pass"
    submission = judged(student, "#check\nf()", seconds=1)
    assert submission.verdicts[1].error == "CellTimeout" and len(submission.kernels) == 1


def test_what_is_given_to_a_compiler_runs_as_it_stands():
    student = """
import torch
@torch.compile(mode="max-autotune", fullgraph=True)
def f(x): return torch.sin(x) * 2
model = torch.compile(torch.nn.Linear(2, 1), backend="inductor")
class Net(torch.nn.Module):
    def forward(self, x): return x + 1
net = Net()
net.compile()
def g(): return sorted(model.state_dict()), model(torch.ones(1, 2)).shape[1], float(net(1.0))
"""
    check = """#check
import torch
assert torch.allclose(f(torch.ones(3)), 2 * torch.sin(torch.ones(3)))
assert g() == (["_orig_mod.bias", "_orig_mod.weight"], 1, 2.0)
"""
    submission = judged(student, check)
    assert submission.verdicts[1].passed, submission.verdicts
    assert len(submission.kernels) == 1


def test_functions_are_judged_however_they_are_written():
    sources = [s for cell, asks in WRITTEN.items() for s in (cell, f"#check\nassert {asks}")]
    submission = judged(*sources)
    checks = submission.verdicts[1::2]
    lost = {
        cell: verdict for cell, verdict in zip(WRITTEN, checks, strict=True) if not verdict.passed
    }
    assert lost == {} and len(submission.kernels) == 1


# --- Cells that stop early -----------------------------------------------------------------------

CHECK = """#check
from calls import call
call(f, 1)
"""


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        (
            "import numpy as np\nh = undefined_thing\ndef f(x): return x",
            "The cell that should define f stopped in line 2 with NameError$",
        ),
        (
            "def f(x:\n    return x",
            r"The cell that should define f stopped in line 1 with SyntaxError, in Python 3\.\d+$",
        ),
        (
            "%nope\ndef f(x): return x",
            "The cell that should define f stopped in line 1 with an error",
        ),
        (
            "while True: pass\ndef f(x): return x",
            "About the cell that should define f: This cell was stopped: it ran longer than 2 s.",
        ),
        (
            "import os; os._exit(0)\nf = abs",
            "About the cell that should define f: Python ended while this cell ran",
        ),
        ("%%timeit -n 1 -r 1\ndef f(x): return x", "The cell that should define f begins with %%t"),
        (
            "%%script false\ndef f(x): return x",
            "The cell that should define f begins with %%script",
        ),
        ("def F(x): return x", r"No cell of this notebook defines f\.$"),
        ("def f2(x): return x", r"No cell of this notebook defines f; one defines f2\.$"),
        ("# nothing", r"No cell of this notebook defines f\.$"),
    ],
)
def test_a_check_names_the_cell_that_should_define_what_it_misses(cell, sentence):
    submission = judged(cell, CHECK, seconds=2)
    verdict = submission.verdicts[1]
    assert (verdict.kind, verdict.place) == ("undefined", "f")
    assert re.match(sentence, verdict.because), verdict.because
    assert verdict.because in submission.outputs[1][0].evalue


def test_a_check_names_the_cell_that_a_function_misses_a_helper_of():
    cells = "def helper(x): return x", "rate = 1\n\nratio = rate / 0", "def f(x): return x * ratio"
    verdict = judged(*cells, CHECK).verdicts[3]
    assert verdict.kind == "stops" and verdict.because == (
        "The cell that should define ratio stopped in line 3 with ZeroDivisionError"
    )


def test_a_check_says_that_what_a_function_misses_comes_later():
    verdict = judged("def f(x): return x * rate", CHECK, "rate = 2").verdicts[1]
    assert verdict.kind == "stops" and verdict.because == (
        "rate is defined in a later cell only; cells run from top to bottom."
    )


def test_a_name_that_no_cell_was_to_define_is_blamed_on_none():
    verdict = judged("1 / 0", "def f(x): return y", CHECK).verdicts[2]
    assert verdict.kind == "stops" and verdict.because == ""


def test_a_syntax_error_says_which_python_grades(kernel):
    (error,) = kernel.run("print(f'{x!}')", Clock(20, 60))
    assert re.search(r"; graded with Python 3\.\d+$", error.evalue)
    assert error.traceback[-1].startswith("(graded with Python 3.")


# --- Notebooks beside this one -------------------------------------------------------------------


def test_a_notebook_may_run_another_one_of_its_student_as_that_was_handed_in(tmp_path):
    course = tiny_course(tmp_path)
    first, second = TINY
    runs = f"%run {first}.ipynb\ndef {{function}}(x):\n    return double(x) / 2 * ({{value}} / x)"
    peeks = (
        f"text = open('{first}.ipynb').read()\nassert 'HIDDEN' not in text and '(60)' not in text\n"
        "def {function}(x):\n    return {value}"
    )
    hand_in(course, "ada", RIGHT, runs)
    hand_in(course, "bob", RIGHT, peeks)
    hand_in(course, "cyd", None, runs)
    result = course.grade()
    assert result.returncode == 0, result.stdout
    assert points(course) == {("ada", second): POINTS, ("bob", second): POINTS, ("cyd", second): 0}
    # What one notebook takes from another belongs to its work.
    hand_in(course, "ada", RIGHT.replace("{value}", "0 * x + {value}"), None)
    result = course.grade()
    assert f"ada ({first}, {second})" in result.stdout, result.stdout


def points(course):
    with Gradebook(course.gradebook) as gradebook:
        return {
            (submission.student.id, notebook.name): sum(g.auto_score or 0 for g in notebook.grades)
            for submission in gradebook.assignment_submissions("ps1")
            for notebook in submission.notebooks
            if notebook.name == list(TINY)[1]
        }
