"""The engine from the grader's side: kernels, witnesses, judges, and the limits around them."""

import os
import select
import socket
import subprocess
import sys
import time
from dataclasses import replace
from types import SimpleNamespace

import pytest

from grading.adapters.execute import JudgedExecute
from grading.course import words
from grading.course.gradecell import hidden_from
from grading.course.notebooks import ROOT
from grading.engine import forks
from grading.engine.clocks import STARVED, Clock, Deadline
from grading.engine.forks import Judge, Kernel
from grading.engine.limits import Limits
from grading.engine.marking import Marking
from grading.engine.outcomes import (
    CellTimeout,
    ForkFailed,
    KernelDied,
    OutOfMemory,
    PreambleFailed,
    SandboxRefused,
)
from grading.engine.pool import Pool, large_modules
from grading.engine.processes import Process
from grading.engine.run import Cell, Rules, Work, read_files
from grading.engine.sandbox import OUT_OF_MEMORY
from grading.engine.seats import Seat, Seats
from grading.engine.setting import Setting
from grading.engine.showing import Showing
from grading.engine.wire import BLOCK_BYTES, DEPTH, DIGITS, HEADER_BYTES, NODES

pytestmark = pytest.mark.slow


FILES = read_files(ROOT / "modules", Limits())


@pytest.fixture(scope="module")
def judge(zygote):
    with Judge(zygote, FILES, "import numpy as np", Limits(), walls=True) as judge:
        yield judge


@pytest.fixture
def kernel(zygote):
    kernel = Kernel(zygote, {"notes.txt": b"mine"}, Limits(), walls=True)
    yield kernel
    kernel.close()


@pytest.fixture
def grade(judge, kernel):
    """Run a student's cell, then a grade cell against it; returns the grade cell's outputs."""

    def run(student, check, students=("f",), seconds=20):
        clock = Clock(seconds, 60)
        kernel.run(student, clock)
        setting = Setting(hidden=hidden_from(check))
        witness = kernel.witness(clock)
        return judge.grade(check, list(students), witness, clock, setting=setting).outputs

    return run


def work_of(*sources, limits=None, seconds=20, preamble="", students=("f", "g")):
    """A notebook of cells, of which those that begin with ``#check`` are for a judge."""
    cells = tuple(
        Cell(source, source.startswith("#check"), setting=Setting(hidden=hidden_from(source)))
        for source in sources
    )
    rules = Rules(limits or Limits(), seconds, 60, walls=True)
    return Work(cells, {}, rules, students, preamble, FILES, words)


@pytest.fixture
def hand_in(zygote):
    """Run a notebook of cells, those that begin with ``check`` in front of a judge."""
    submissions = []

    def run(*sources, limits=None, seconds=20):
        work = work_of(*sources, limits=limits, seconds=seconds)
        submission = Marking(zygote, JudgedExecute.pool, work)
        submissions.append(submission)
        submission.start()
        submission.finished()
        return submission

    yield run
    for submission in submissions:
        submission.close()


def errors(outputs):
    return [f"{out.ename}: {out.evalue}" for out in outputs if out.output_type == "error"]


def text(outputs):
    return "".join(out.text for out in outputs if out.output_type == "stream")


def test_a_cell_has_the_outputs_that_jupyter_shows(kernel):
    outputs = kernel.run(
        "import matplotlib.pyplot as plt\nprint('hello')\nplt.plot([1, 2])\nplt.show()\n6 * 7",
        Clock(20, 60),
    )
    kinds = [out.output_type for out in outputs]
    assert kinds == ["stream", "display_data", "execute_result"]
    assert outputs[0].text == "hello\n"
    assert "image/png" in outputs[1].data
    assert outputs[2].data["text/plain"] == "42"


def test_a_notebook_draws_as_many_formulas_as_it_likes(kernel):
    """More than matplotlib keeps, so that what the warm process has drawn is forgotten."""
    source = """
import matplotlib.pyplot as plt
for n in [2, *range(100)]:
    fig, ax = plt.subplots(figsize=(1, 1))
    ax.set_title(f"$x^{{{n}}}$, {n}")
    fig.canvas.draw()
    plt.close(fig)
plt.title("$x^2$")
plt.show()
"""
    outputs = kernel.run(source, Clock(60, 60))
    assert [out.output_type for out in outputs] == ["display_data"], errors(outputs)


def test_what_a_fork_inherits_stays_open_and_leads_nowhere(kernel):
    """Otherwise an inherited object could close what was opened later under its number."""
    source = """
import os
for name in os.listdir("/proc/self/fd"):
    if os.path.lexists(f"/proc/self/fd/{name}"):
        print(os.readlink(f"/proc/self/fd/{name}").split(":")[0])
"""
    kinds = text(kernel.run(source, Clock(20, 60))).split()
    files = {kind for kind in kinds if kind.startswith("/")} - {"/proc/2/fd"}
    assert files == {"/dev/null"}


def test_large_modules_are_loaded_where_a_cell_or_a_file_tells_of_them():
    work = replace(work_of("f = g = len"), judge_files={})
    assert large_modules(work) == []
    assert large_modules(replace(work, preamble="import torch  # optimal")) == ["torch"]
    training = work_of("import torch\ntorch.optim.SGD")
    assert large_modules(replace(training, judge_files={})) == ["torch", "torch._dynamo"]
    beside = {"metrics.py": b"from sklearn.metrics import auc", "notes.txt": b"optim"}
    assert large_modules(replace(work, files=beside)) == ["sklearn.metrics"]
    assert large_modules(replace(work, judge_files=beside)) == ["sklearn.metrics"]


def test_the_warm_process_begins_without_large_modules():
    code = "from grading.engine import zygote; zygote.warm_up(); import sys; print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    loaded = result.stdout.split()
    assert "matplotlib.pyplot" in loaded and not {"torch", "sklearn"} & {*loaded}


def test_an_error_is_an_output_and_the_next_cell_runs(kernel):
    (error,) = kernel.run("1 / 0", Clock(20, 60))
    assert (error.ename, error.evalue) == ("ZeroDivisionError", "division by zero")
    assert text(kernel.run("print(open('notes.txt').read())", Clock(20, 60))) == "mine\n"


def test_output_has_a_limit(zygote, kernel):
    flood = "for _ in range(100_000): print('x' * 1000)"
    outputs = kernel.run(flood, Clock(20, 60))
    assert len(text(outputs)) <= 1 << 20 and "cut off" in text(outputs)
    tight = Kernel(zygote, {}, Limits(output=5000), walls=True)
    outputs = tight.run(flood, Clock(20, 60))
    assert len(text(outputs)) <= 5000 and "cut off" in text(outputs)
    tight.close()


def test_every_kernel_starts_from_the_same_random_state(zygote):
    draws = []
    for _ in range(2):
        kernel = Kernel(zygote, {}, Limits(), walls=True)
        code = "import random, numpy, torch\nrandom.random(), numpy.random.rand(), torch.rand(1)"
        draws.append(kernel.run(code, Clock(20, 60))[0].data["text/plain"])
        kernel.close()
    assert draws[0] == draws[1]


def test_a_cell_that_takes_too_long_is_stopped_and_the_next_one_runs(kernel):
    with pytest.raises(CellTimeout) as stop:
        kernel.run("while True: pass", Clock(1, 60))
    assert (stop.value.seconds, stop.value.of_notebook) == (1, False)
    assert kernel.run("1", Clock(20, 60))[0].data["text/plain"] == "1"


def test_a_cell_that_cannot_be_stopped_is_ended(kernel):
    with pytest.raises(CellTimeout):
        kernel.run("import time\nwhile True:\n  try: time.sleep(60)\n  except: pass", Clock(1, 60))
    with pytest.raises(KernelDied):
        kernel.run("1", Clock(20, 60))


def test_a_right_function_passes_and_a_wrong_one_fails(grade):
    assert errors(grade("def f(x): return x ** 2", "assert f(3) == 9")) == []
    assert errors(grade("def f(x): return x", "assert f(3) == 9")) == ["AssertionError: "]


def test_what_a_check_prints_is_shown_and_what_the_student_prints_is_not(grade):
    outputs = grade("def f(x): print('secret'); return x", "print('checked', f(1))")
    assert text(outputs) == "checked 1\n"


def test_arguments_that_are_changed_in_place_are_changed_for_the_judge(grade):
    check = "import torch\na, t = np.ones(3), torch.ones(2)\nf(a, t)\nprint(a, t)"
    outputs = grade("def f(a, t):\n    a += 1\n    t[0] = 5", check)
    assert text(outputs) == "[2. 2. 2.] tensor([5., 1.])\n"


def test_a_network_is_trained_in_place_and_its_weights_come_back(grade):
    check = """
from torch import nn
import torch
model = nn.Sequential(nn.Linear(2, 1), nn.ReLU())
before = model[0].weight.detach().clone()
f(model)
print(torch.equal(model[0].weight, before + 1))
"""
    student = "import torch\n@torch.no_grad()\ndef f(m): m[0].weight += 1"
    assert text(grade(student, check)) == "True\n"


NETWORK = """
import torch
from torch import nn
class f(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(3, 2)
    def forward(self, x): return {}
"""


def test_gradients_of_a_students_network_are_asked_for_where_it_is(grade):
    check = """
import torch
model = f()
model.load_state_dict({"inner.weight": torch.ones(2, 3), "inner.bias": torch.zeros(2)})
w, x = model.get_parameter("inner.weight"), torch.arange(3.0).reshape(1, 3).requires_grad_()
got = model(x)
print(torch.autograd.grad(got, [x, w], torch.tensor([[1.0, 2.0]]), allow_unused=True))
"""
    found = "(tensor([[3., 3., 3.]]), tensor([[0., 1., 2.],\n        [0., 2., 4.]]))\n"
    assert text(grade(NETWORK.format("self.inner(x)"), check)) == found
    cut = "(None, tensor([[0., 1., 2.],\n        [0., 2., 4.]]))\n"
    assert text(grade(NETWORK.format("self.inner(x.detach())"), check)) == cut
    leaf = "torch.ones(1, 2, requires_grad=True)"
    assert text(grade(NETWORK.format(leaf), check)) == "(None, None)\n"


def test_backward_reaches_arguments_through_several_calls(grade):
    check = """
import torch
x = torch.tensor([1.0, 2.0], requires_grad=True)
y, rest = f(f(x)["y"][0])["y"]
(3 * y.sum() + rest).backward()
print(x.grad)
"""
    student = 'def f(x): return {"y": (x ** 2, x.sum().detach())}'
    assert text(grade(student, check)) == "tensor([12., 96.])\n"


def test_an_error_on_the_way_back_is_the_students(grade):
    student = """
import torch
class Odd(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return x * 2
    @staticmethod
    def backward(ctx, given): raise ValueError(f"found {given.tolist()}")
def f(x): return Odd.apply(x)
"""
    ask = """
from probes import weighted_gradients
import torch
x = torch.ones(1, requires_grad=True)
{}
weighted_gradients(f(x), [x], np.ones(1), "gradients are cut off")
"""
    assert "ValueError: found [" in said_of(grade(student, ask.format("")))
    for marked in ("### BEGIN HIDDEN TESTS", "# BEGIN HIDDEN TESTS", "#BEGIN HIDDEN TESTS now"):
        hidden = said_of(grade(student, ask.format(marked)))
        assert "ValueError" in hidden and "found" not in hidden


@pytest.mark.parametrize(
    "trace", ["None", "[0]", "[1, [-1, -1]]", "[1, 5]", "['a', [-1]]", "[9, [-1]]"]
)
def test_a_trace_that_lies_makes_the_check_fail_and_nothing_more(grade, trace):
    student = f"""
from grading.engine import gradients
gradients.Traces.trace = lambda self, result, given=(): {trace} if given else [0, []]
def f(x): return 2 * x
"""
    check = """
import torch
x = torch.ones(2, requires_grad=True)
assert torch.autograd.grad(f(x).sum(), x)[0].tolist() == [2, 2]
"""
    assert errors(grade(student, check))


def test_a_tensor_that_begins_to_require_gradients_does_so_for_the_judge(grade):
    check = "import torch\nx = torch.ones(2)\nf(x)\nprint(x.requires_grad)"
    student = "def f(x): {}"
    assert text(grade(student.format("x.requires_grad_()"), check)) == "True\n"
    assert text(grade(student.format("x.detach().requires_grad_()"), check)) == "False\n"


def test_an_object_stays_with_the_student_and_answers_calls_and_names(grade):
    student = """
class f:
    def __init__(self, n): self.n = n
    def double(self, x): return x * 2 + self.n
"""
    outputs = grade(
        student, "thing = f(1)\nprint(thing.n, thing.double(4), thing.double(np.ones(2)))"
    )
    assert text(outputs) == "1 9 [3. 3.]\n"


@pytest.mark.parametrize(
    "use",
    ["float(h)", "h + 1", "h < 1", "[*h]", "len(h)", "h[0]", "np.asarray(h)", "h.__dict__['x']"],
)
def test_an_object_refuses_what_it_does_not_know(grade, use):
    outputs = grade("class A: pass\ndef f(): return A()", f"h = f()\n{use}")
    assert errors(outputs) and text(outputs) == ""


def test_values_that_lie_arrive_as_plain_things(grade):
    student = """
import numpy as np
class Lie(np.ndarray):
    def __eq__(self, other): return np.True_
    def __array_function__(self, *a, **k): return True
def f(): return np.zeros(2).view(Lie)
"""
    assert (
        text(grade(student, "print(type(f()) is np.ndarray, f() == 1)")) == "True [False False]\n"
    )


def test_replaced_functions_of_libraries_do_not_reach_the_judge(grade):
    student = """
import numpy as np, builtins
np.allclose = lambda *a, **k: True
builtins.abs = lambda x: 0
np.testing.assert_allclose = lambda *a, **k: None
def f(): return 1.0
"""
    assert errors(grade(student, "assert np.allclose(f(), 2)\n")) == ["AssertionError: "]
    assert errors(grade(student, "assert abs(f() - 2) < 0.1\n")) == ["AssertionError: "]


def test_only_declared_names_are_the_students(grade):
    outputs = grade("np = None\ndef all(x): return True\ndef f(): return 0", "assert all([f()])")
    assert errors(outputs) == ["AssertionError: "]


def test_a_function_that_is_not_defined_is_missing_by_name(grade):
    assert errors(grade("pass", "f(1)")) == ["NameError: name 'f' is not defined"]


def test_a_call_cannot_look_at_the_judge(grade):
    student = """
import gc, inspect, sys
def f(secret):
    frames = [frame.f_code.co_name for frame in sys._current_frames().values()]
    names = [name for frame in inspect.stack() for name in frame.frame.f_globals]
    return 'the_expected_value' in names or any(
        isinstance(o, dict) and 'the_expected_value' in o for o in gc.get_objects())
"""
    assert text(grade(student, "the_expected_value = 42\nprint(f(1))")) == "False\n"


def test_an_error_shows_the_students_line_and_no_line_of_the_judge(grade):
    outputs = grade("def f(x):\n    return x.nothing", "from calls import call\ncall(f, 1)")
    message = "\n".join(outputs[0].traceback)
    assert "AttributeError" in message and "return x.nothing" in " ".join(message.split())
    assert "judge" not in message and "grading" not in message


def test_in_the_hidden_part_an_error_says_its_type_only(grade):
    student = "def f(x): raise ValueError(f'you asked for {x}')"
    shown = grade(student, "from calls import call\ncall(f, 77)")
    hidden = grade(student, "from calls import call\n### BEGIN HIDDEN TESTS\ncall(f, np.array(77))")
    assert "you asked for 77" in " ".join("\n".join(shown[0].traceback).split())
    assert "ValueError" in hidden[0].traceback[0] + "".join(hidden[0].traceback)
    assert "77" not in "".join(hidden[0].traceback).replace("f'you asked for {x}'", "")


def test_a_helper_of_the_visible_part_hides_an_error_text_where_the_hidden_part_calls_it(grade):
    check = """
from calls import call
def helper(x):
    call(f, np.array(x))
{}
### BEGIN HIDDEN TESTS
helper(77)
"""
    student = "def f(x): raise ValueError(f'you asked for {x}')"
    shown = grade(student, check.format("helper(55)"))
    hidden = grade(student, check.format("pass"))
    assert "you asked for 55" in said_of(shown)
    assert "ValueError" in said_of(hidden) and "77" not in said_of(hidden)


def said_of(outputs):
    """What an error says, in one line."""
    return " ".join("\n".join(outputs[0].traceback).split())


def test_an_error_text_cannot_carry_markup_for_a_terminal(grade):
    outputs = grade("def f(): raise ValueError('\\x1b[2J' + 'x' * 100_000)", "f()")
    assert "\x1b" not in outputs[0].evalue and len(outputs[0].evalue) < 2000


@pytest.mark.parametrize(
    ("ending", "error"),
    [
        ("import os; os._exit(0)", "WitnessGone: the function ended the Python that it ran in"),
        (
            "import os; os.kill(os.getpid(), 9)",
            "WitnessGone: the function ended the Python that it ran in",
        ),
        ("raise SystemExit", "SystemExit: "),
    ],
)
def test_a_call_that_ends_python_is_wrong_and_nothing_more(grade, ending, error):
    assert errors(grade(f"def f(): {ending}", "f()")) == [error]


def test_a_call_that_never_ends_is_stopped(grade):
    with pytest.raises(CellTimeout) as stop:
        grade("def f():\n  while True: pass", "f()", seconds=1)
    assert words.ended(stop.value) == "This cell was stopped: it ran longer than 1 s."


def test_a_call_that_ignores_its_interrupt_is_stopped(grade):
    student = "import time\ndef f():\n  while True:\n    try: time.sleep(60)\n    except: pass"
    with pytest.raises(CellTimeout):
        grade(student, "f()", seconds=1)


@pytest.mark.parametrize(
    ("answer", "limit"),
    [
        ("np.zeros(100_000_000)", f"{BLOCK_BYTES} bytes of arrays"),
        ("[0] * 10_000_000", f"{NODES} values"),
        ("'x' * 10_000_000", f"{HEADER_BYTES} bytes besides arrays"),
        ("(lambda l: (l.append(l), l)[1])([])", f"{DEPTH} levels of nesting"),
        ("1 << 100_000", f"{3 * DIGITS} bits of an integer"),
    ],
)
def test_an_answer_beyond_a_limit_is_wrong_although_the_check_asks_nothing_of_it(
    grade, answer, limit
):
    student = f"import numpy as np\ndef f(): return {answer}"
    (error,) = errors(grade(student, "f()"))
    assert error == f"WireError: too large: more than {limit}"


def test_an_answer_that_is_forged_is_wrong(grade):
    student = """
import socket, os
def f():
    for n in range(3, 20):
        try: os.write(n, b'\\x00' * 8 + b'garbage')
        except OSError: pass
    return 1
"""
    (error,) = errors(grade(student, "assert f() == 1"))
    assert error.startswith("WitnessGone: the function sent what breaks the rules: ")


def test_a_witness_keeps_the_functions_of_its_moment(judge, kernel):
    clock = Clock(20, 60)
    kernel.run("def f(): return 'first'", clock)
    first = kernel.witness(clock)
    kernel.run("def f(): return 'second'", clock)
    second = kernel.witness(clock)
    for witness, word in ((first, "first"), (second, "second")):
        judged = judge.grade("print(f())", ["f"], witness, clock)
        assert (text(judged.outputs), judged.gone) == (f"{word}\n", "")


def test_changes_to_a_table_reach_the_judge(grade):
    check = "import numpy as np\ntable = {'a': np.zeros(2), 'b': 1}\nf(table)\nprint(table['a'])"
    assert text(grade("def f(t): t['a'][0] = 7", check)) == "[7. 0.]\n"
    assert errors(grade("def f(t): del t['a']", check)) == ["KeyError: 'a'"]


def test_a_number_at_the_end_of_a_grade_cell_is_no_grade(grade):
    assert grade("def f(): return 0.5", "f()") == []


@pytest.mark.parametrize(("walls", "draws"), [(True, False), (True, True), (False, False)])
def test_a_judge_keeps_something_only_where_no_student_can_reach_it(zygote, walls, draws):
    cell = "import os; print('JUDGE_KEEPS' in os.environ)"
    clock, kernel = Clock(60, 300), Kernel(zygote, {}, Limits(), walls=walls)
    kernel.run("import matplotlib.pyplot as plt", clock)
    with Judge(zygote, FILES, "import matplotlib.pyplot as plt", Limits(), walls) as judge:
        setting = Setting(draws=draws)
        judged = judge.grade(cell, [], kernel.witness(clock), clock, setting=setting)
    kernel.close()
    assert text(judged.outputs) == f"{walls and not draws}\n"


def test_nothing_is_left_running(zygote, kernel):
    kernel.run("import os\nif os.fork() == 0:\n    import time; time.sleep(600)", Clock(5, 60))
    kernel.close()
    with pytest.raises(ProcessLookupError):
        for _ in range(40):
            os.kill(kernel.pid, 0)
            time.sleep(0.05)
    kernel.close = lambda: None


def test_a_zygote_that_ended_is_started_anew():
    pool = Pool()
    first = pool.warm()
    assert pool.warm() is first
    first.process.kill()
    first.process.wait()
    with pytest.raises(ForkFailed):
        Kernel(first, {}, Limits(), walls=True)
    second = pool.warm()
    assert second is not first
    kernel = Kernel(second, {}, Limits(), walls=True)
    assert kernel.run("1", Clock(20, 60))[0].data["text/plain"] == "1"
    kernel.close()
    second.close()


def says(name):
    """A cell whose error says a name."""
    return f"raise Exception('{name}')"


def grade_all(pool, *names):
    """Announce notebooks whose first cells say their names, then ask for each."""
    work = {name: work_of(says(name), "#check\nprint(f())") for name in names}
    for name in names:
        pool.expect(name, work[name])
    for name in names:
        submission = pool.finish(name, lambda name=name: work[name])
        yield submission
        submission.close()


def test_a_zygote_that_ends_between_two_notebooks_costs_nothing():
    pool = Pool()
    for word in ("first", "second"):
        work = work_of(says(word))
        submission = pool.finish(word, lambda work=work: work)
        assert errors(submission.outputs[0]) == [f"Exception: {word}"]
        submission.close()
        pool.zygote.process.kill()
        pool.zygote.process.wait()


def test_a_zygote_that_ends_while_notebooks_run_ahead_costs_nothing():
    pool = Pool()
    names = [f"notebook {number}" for number in range(5)]
    graded = grade_all(pool, *names)
    for name in names:
        submission = next(graded)
        assert errors(submission.outputs[0]) == [f"Exception: {name}"]
        if name == names[1]:
            pool.zygote.process.kill()
            pool.zygote.process.wait()
    pool.zygote.close()


def test_the_next_notebooks_are_graded_while_one_is_booked():
    pool = Pool()
    names = [f"notebook {number}" for number in range(pool.ahead + 3)]
    work = {name: work_of(says(name)) for name in names}
    for name in names:
        pool.expect(name, work[name])
    first, *ahead = names
    submissions = [pool.finish(first, lambda: work[first])]
    assert [*pool.started] == ahead[: pool.ahead] and len(pool.waiting) == 2
    # Who is asked for has its turn before others, and what was not announced is the end of these.
    last = names[-1]
    submissions.append(pool.finish(last, lambda: work[last]))
    assert [*pool.started] == ahead[: pool.ahead] and len(pool.waiting) == 1
    submissions.append(pool.finish("another", lambda: work_of(says("another"))))
    assert not pool.started and not pool.waiting
    assert [errors(submission.outputs[0]) for submission in submissions] == [
        [f"Exception: {first}"],
        [f"Exception: {last}"],
        ["Exception: another"],
    ]
    for submission in submissions:
        submission.close()
    pool.zygote.close()


def test_a_notebook_that_takes_long_does_not_hold_up_the_next():
    pool = Pool(workers=2)
    slow, quick = work_of("while True: pass", seconds=15), work_of(says("done"))
    pool.expect("slow", slow)
    pool.expect("quick", quick)
    first, second = pool.started.values()
    while second.outputs[0] is None and first.is_alive():
        second.join(0.1)
    assert errors(second.outputs[0]) == ["Exception: done"] and first.outputs[0] is None
    pool.forget()
    pool.zygote.close()


def test_marks_keep_no_word_of_what_cells_print_or_draw(hand_in):
    submission = hand_in("print('said')\n1 + 1", "import matplotlib.pyplot as plt\nplt.plot([1])")
    assert submission.outputs == [[], []]


def test_a_notebook_is_shown_from_top_to_bottom_without_its_grade_cells(zygote):
    pool = Pool()
    work = work_of("x = 1", "#check\nprint(f())", "print(x)", "x + 1")
    cells = [replace(work.cells[0], only_displayed=True), *work.cells[1:]]
    cells[3] = replace(cells[3], known_end=True)
    showing = pool.finish("only one", lambda: replace(work, cells=tuple(cells)), Showing)
    showing.close()
    assert [outputs and text(outputs) for outputs in showing.outputs] == [[], None, "1\n", None]
    pool.zygote.close()


def test_no_judge_is_there_while_notebooks_are_shown(zygote):
    pool = Pool()
    work = work_of("def f(): return 1", "#check\nprint(f())")
    submission = pool.finish("marked", lambda: work)
    submission.close()
    (seat,) = [seat for seat in pool.seats.all if seat.judge]
    judge = os.pidfd_open(seat.judge.process.pid)
    pool.expect("not asked for", work)
    (ahead,) = pool.started.values()
    pool.expect("shown", work, Showing)
    assert select.select([judge], [], [], 0)[0] and seat.judge is None
    assert not ahead.is_alive() and all(kernel.closed for kernel in ahead.kernels)
    pool.finish("shown", lambda: work, Showing).close()
    # The next marks have a judge again.
    pool.finish("marked", lambda: work).close()
    assert seat.judge is not None
    pool.forget()
    os.close(judge)
    pool.zygote.close()


def test_without_walls_cells_run_all_the_same(zygote):
    kernel = Kernel(zygote, {"notes.txt": b"mine"}, Limits(), walls=False)
    assert text(kernel.run("print(open('notes.txt').read())", Clock(20, 60))) == "mine\n"
    kernel.close()


def refusing():
    """A warm process whose forks say that the system refuses a wall."""

    def fork(*args, **options):
        here, there = socket.socketpair()
        here.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        there.sendall(b"-a user namespace: Operation not permitted")
        return here, 1

    return SimpleNamespace(fork=fork, end=lambda keeper: None)


def test_a_system_that_refuses_walls_stops_the_grading_with_one_line():
    with pytest.raises(SandboxRefused) as stop:
        Judge(refusing(), {}, "", Limits(), walls=True, first=True)
    said = words.sandbox_refused(stop.value)
    assert "a user namespace: Operation not permitted" in said
    assert "c.JudgedExecute.sandbox = False" in said and "\n" not in said


def test_once_there_were_walls_a_refusal_is_a_fault_of_one_fork():
    with pytest.raises(ForkFailed):
        Kernel(refusing(), {}, Limits(), walls=True)


def test_a_cell_that_ends_python_costs_only_itself(hand_in):
    submission = hand_in(
        "def f(): return 'before'",
        "#check\nprint(f())",
        "import os; os._exit(0)",
        "def g(): return f() + ' and after'",
        "#check\nprint(g())",
    )
    (error,) = submission.outputs[2]
    assert error.ename == "KernelDied" and "Python ended" in error.evalue
    assert text(submission.outputs[1]) == "before\n"
    assert text(submission.outputs[4]) == "before and after\n"
    assert submission.account()["restarts"] == 1 and list(submission.stopped) == [2]


@pytest.mark.parametrize("walls", [True, False])
def test_no_cell_can_end_with_the_status_that_stands_for_too_much_memory(zygote, walls):
    kernel = Kernel(zygote, {}, Limits(), walls=walls)
    with pytest.raises(KernelDied) as end:
        kernel.run(f"import os; os._exit({OUT_OF_MEMORY})", Clock(20, 60))
    assert "it called exit or crashed" in words.ended(end.value)
    kernel.close()


def test_a_tensor_in_the_place_of_an_output_is_not_even_read(kernel, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)  # whoever imports it gets an error
    with pytest.raises(KernelDied) as end:
        kernel.run("import torch\nget_ipython().outputs.append(torch.ones(1))", Clock(20, 60))
    assert "a value of no known kind" in end.value.broken


def test_a_judged_call_that_ends_everything_costs_only_its_own_cell(hand_in):
    submission = hand_in(
        "import os\ndef f(): os.kill(-1, 9)\ndef g(): return 'unharmed'",
        "#check\nprint(f())",
        "#check\nprint(g())",
    )
    assert text(submission.outputs[2]) == "unharmed\n"


def test_a_cell_that_takes_too_much_memory_says_so(hand_in):
    hoard = """
import os
def f():
    for n in range(99):
        file = os.memfd_create(str(n))
        os.write(file, bytes(10 << 20))
"""
    submission = hand_in(
        hoard,
        "f()",
        "def g(): return 'unharmed'",
        "#check\nf()",
        "#check\nprint(g())",
        limits=Limits(memory=400 << 20),
    )
    (cell,) = submission.outputs[1]
    (check,) = submission.outputs[3]
    for error in (cell, check):
        assert error.ename == OutOfMemory.__name__ and "400 MiB" in error.evalue
    assert text(submission.outputs[4]) == "unharmed\n"


@pytest.mark.parametrize("name", [b"x kB", b"\xff\xfe"])
def test_a_notebook_whose_process_has_a_strange_name_ends_as_any_other(hand_in, name):
    rename = f"import ctypes; ctypes.CDLL(None).prctl(15, {name!r}, 0, 0, 0)\ndef f(): return 1"
    submission = hand_in(rename, "#check\nprint(f())")
    assert text(submission.outputs[1]) == "1\n"
    submission.close()
    assert all(kernel.closed and kernel.memory() > 0 for kernel in submission.kernels)


def test_a_witness_whose_sandbox_had_to_go_is_made_anew(hand_in):
    sources = ["def f(): return 'kept'", "#check\nprint(f())", *["import os; os._exit(0)"] * 4]
    submission = hand_in(*sources)
    assert text(submission.outputs[1]) == "kept\n"
    assert sum(not kernel.closed for kernel in submission.kernels) <= 3


def test_the_time_in_which_others_hold_the_processors_is_not_the_cells():
    here, there = socket.socketpair()
    waited = 0.0
    with here, there:
        line = Deadline(here, 10, [SimpleNamespace(waited=lambda: waited, worked=lambda: 0.0)])
        waited = 5.0
        assert line.starved() == 5 and line.spent() == 0
        waited = 1e6
        assert line.starved() == STARVED * 10


def test_a_process_that_has_ended_is_never_signalled_by_its_number():
    number = os.fork()
    if number == 0:
        os._exit(0)
    process = Process(number)
    os.waitpid(number, 0)
    with pytest.raises(ProcessLookupError):
        process.signal(9)
    process.close()


def test_a_character_that_no_other_program_knows_ends_nothing(kernel):
    assert text(kernel.run("print('a\\ud800b')", Clock(20, 60))) == "a?b\n"


def test_waiting_for_earlier_notebooks_costs_a_notebook_no_time(hand_in):
    submission = hand_in("1")
    spent = submission.clock.spent
    time.sleep(0.2)
    assert submission.clock.spent == spent


def test_a_judge_that_hangs_is_replaced(hand_in):
    pool = JudgedExecute.pool
    with pool.seats.taken() as seat:  # and by the next notebook as well
        judge = seat.judge_of(pool.warm(), work_of())
    sources = "def f(): return 1", "#check\nwhile True: pass", "#check\nprint(f())"
    submission = hand_in(*sources, seconds=1)
    assert errors(submission.outputs[1])[0].startswith("CellTimeout")
    assert text(submission.outputs[2]) == "1\n"
    assert not judge.usable and seat.judge is not judge


def test_a_notebook_may_compute_for_as_long_as_it_may_run():
    for seconds, expected in ((60, 300), (900, 900)):
        assert JudgedExecute(notebook_time=seconds).limits().processor_time == expected


def test_a_judge_is_kept_as_long_as_its_source_stays_the_same():
    seat, zygote, work = Seat(), JudgedExecute.pool.warm(), work_of()
    first = seat.judge_of(zygote, work)
    assert seat.judge_of(zygote, replace(work, judge_files=dict(FILES))) is first
    more = replace(work, rules=replace(work.rules, limits=Limits(memory=4 << 30)))
    assert seat.judge_of(zygote, more) is not first
    first = seat.judge_of(zygote, work)
    other = replace(work, judge_files=FILES | {"checks.py": b""})
    assert seat.judge_of(zygote, other) is not first
    seat.dismiss()


def test_a_preamble_is_to_blame_only_where_no_student_was_at_work_before(zygote):
    work = replace(work_of(), preamble="1 / 0")
    with pytest.raises(PreambleFailed):
        Seat().judge_of(zygote, work, first=True)
    with pytest.raises(ForkFailed, match="could not be prepared: ZeroDivisionError"):
        Seat().judge_of(zygote, work)


def interrupted(*_, **__):
    raise KeyboardInterrupt


@pytest.mark.parametrize("what", ["kernel", "judge"])
def test_a_fork_that_does_not_say_that_it_is_ready_is_ended(zygote, monkeypatch, what):
    keepers = []
    fork = zygote.fork

    def noting(*arguments, **options):
        channel, keeper = fork(*arguments, **options)
        keepers.append(keeper)
        return channel, keeper

    monkeypatch.setattr(zygote, "fork", noting)
    monkeypatch.setattr(forks, "hello", interrupted)
    with pytest.raises(KeyboardInterrupt):
        if what == "kernel":
            Kernel(zygote, {}, Limits(), walls=True)
        else:
            Judge(zygote, {}, "", Limits(), walls=True)
    (keeper,) = keepers
    assert not os.path.exists(f"/proc/{keeper}")


def test_a_judge_whose_preamble_fails_is_ended(zygote, monkeypatch):
    closed = []
    monkeypatch.setattr(
        Judge, "close", lambda judge, close=Judge.close: closed.append(close(judge))
    )
    with pytest.raises(PreambleFailed):
        Judge(zygote, {}, "1 / 0", Limits(), walls=True)
    assert len(closed) == 1


def test_a_warm_process_that_was_interrupted_answers_nothing_else(monkeypatch):
    pool = Pool()
    zygote = pool.warm()
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("grading.engine.zygote.exactly", interrupted)
        zygote.status(1)
    assert zygote.gone and zygote.process.wait(5) != 0
    assert pool.warm() is not zygote
    pool.zygote.close()


def test_what_runs_ahead_is_unwanted_all_at_once():
    class Waits:
        """A run that ends when the one behind it is unwanted."""

        unwanted, behind = False, None

        def close(self):
            assert self.unwanted and (self.behind is None or self.behind.unwanted)

    pool, first, second = Pool(), Waits(), Waits()
    first.behind = second
    pool.started |= {"first": first, "second": second}
    pool.waiting["third"] = None
    pool.forget()
    assert not pool.started and not pool.waiting


def test_a_notebook_for_which_there_is_no_thread_waits_and_costs_no_other_anything(monkeypatch):
    pool, room = Pool(), 1

    def start(work, kind):
        if len(pool.started) >= room:
            raise RuntimeError("can't start new thread")
        return SimpleNamespace(work=work, finished=lambda: None, close=lambda: None)

    monkeypatch.setattr(pool, "start", start)
    for name in ("first", "second"):
        pool.expect(name, f"the work of {name}")
    assert [*pool.started] == ["first"]
    assert pool.finish("first", None).work == "the work of first"
    assert pool.finish("second", None).work == "the work of second"
    room = 0
    with pytest.raises(ForkFailed, match="can't start new thread"):
        pool.finish("third", lambda: "the work of third")


def test_a_notebook_is_judged_while_the_check_of_another_takes_long():
    pool = Pool()
    slow = work_of("def f(): return 1", "#check\nimport time\ntime.sleep(3)\nprint(f())")
    pool.expect("slow", slow)
    pool.expect("quick", work_of("def f(): return 1", "#check\nprint(f())"))
    first, second = pool.started.values()
    second.join()
    assert text(second.outputs[1]) == "1\n" and first.is_alive()
    pool.forget()
    pool.zygote.close()


def test_a_seat_is_free_for_one_notebook_at_a_time():
    seats = Seats(2)
    with seats.taken() as one:
        with seats.taken() as other:
            assert other is not one and seats.free.empty()
        with seats.taken() as again:
            assert again is other


def test_a_preamble_that_fails_stops_the_grading_with_one_line(zygote):
    with pytest.raises(PreambleFailed) as stop:
        Judge(zygote, FILES, "1 / 0", Limits(), walls=True)
    said = words.preamble_failed(stop.value)
    assert said.endswith("ZeroDivisionError: division by zero. Mend it there.")


def test_files_beside_a_notebook_are_read_as_far_as_they_fit(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "points.txt").write_bytes(b"1 2 3")
    (tmp_path / "problem.ipynb").write_text("{}")
    (tmp_path / "big").write_bytes(bytes(2000))
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / os.fsdecode(b"not-\xff-utf8")).write_bytes(b"odd name")
    files = read_files(tmp_path, Limits(file_size=1000))
    assert set(files) == {"data/points.txt", os.fsdecode(b"not-\xff-utf8")}


def test_links_that_an_instructor_or_intake_made_are_followed(tmp_path):
    (tmp_path / "elsewhere").write_bytes(b"text")
    (tmp_path / "beside").mkdir()
    (tmp_path / "beside" / "link").symlink_to("../elsewhere")
    assert read_files(tmp_path / "beside", Limits()) == {"link": b"text"}


@pytest.mark.parametrize(
    "cell", ["print('\N{FULL BLOCK}' * 1_000_000)", "for n in range(20_000): display(n)"]
)
def test_an_output_beyond_the_limit_is_cut_and_what_came_before_it_stays(kernel, cell):
    outputs = kernel.run(
        f"from IPython.display import display\nprint('first')\n{cell}", Clock(60, 60)
    )
    assert outputs[0].text.startswith("first\n")
    assert text(outputs).endswith("more output than fits was cut off here")
    assert errors(outputs) == []


def test_a_fork_that_cannot_begin_harms_no_other(zygote):
    kernel = Kernel(zygote, {"notes.txt": b"mine"}, Limits(), walls=False)
    with pytest.raises(ForkFailed):
        Kernel(zygote, {"a": b"a file", "a/b": b"as if it were a folder"}, Limits(), walls=False)
    assert text(kernel.run("print(open('notes.txt').read())", Clock(20, 60))) == "mine\n"
    kernel.close()
    Kernel(zygote, {}, Limits(), walls=True).close()


def test_files_with_odd_names_reach_the_kernel(zygote):
    name = os.fsdecode(b"not-\xff-utf8")
    kernel = Kernel(zygote, {name: b"odd"}, Limits(), walls=True)
    code = "import os\nprint(os.listdir(b'.'))"
    assert text(kernel.run(code, Clock(20, 60))) == "[b'not-\\xff-utf8']\n"
    kernel.close()
