"""Marks that follow through: later tasks are judged again given right earlier ones."""

import contextlib
import socket
import threading
from dataclasses import replace

import nbformat
import numpy as np
import pytest
import torch
from nbformat.v4 import new_code_cell, new_markdown_cell

from grading.adapters.execute import JudgedExecute
from grading.course import words
from grading.course.names import names_meant
from grading.course.notebooks import ROOT, solution_cells
from grading.course.tasks import reference_cells, tasks_of
from grading.engine.limits import Limits
from grading.engine.outcomes import KernelDied
from grading.engine.protocol import AskAttribute, CallProxied, SetAttribute
from grading.engine.proxies import Peer, put_in
from grading.engine.reference import Reference
from grading.engine.run import Cell, Rules, Work, read_files
from grading.engine.setting import NEVER, JudgedTask, Setting
from grading.engine.wire import receive, send
from tests.own_course import (
    ASSIGNMENT,
    OwnCourse,
    check,
    known,
    marked,
    notebook_of,
    preamble,
    solution,
)
from tests.pages import words as words_of_page

FILES = read_files(ROOT / "modules", Limits())
#: A notebook of four tasks; the later ones may call those before them.
REFERENCE = """
import numpy as np, torch
from torch import nn

def double(x):
    return 2 * x

def halve(x):
    x /= 2

class Counter:
    def __init__(self, start):
        self.value = start
    def step(self, n):
        self.value += n
        return self.value

def last(x):
    return double(x) + 1
"""


@pytest.fixture
def link():
    """Names that stand for those of a reference, with two peers in this process."""
    lines, threads = [], []

    def connect(**names):
        here, there = socket.socketpair()
        lines.append((here, there))
        called = []
        peer = Peer(there, names, called.append)
        threads.append(threading.Thread(target=peer.serve, daemon=True))
        threads[-1].start()
        namespace = dict.fromkeys(names)
        put_in(namespace, list(names), here)
        return namespace, called

    yield connect
    for here, _ in lines:
        here.close()
    for thread in threads:
        thread.join(5)
        assert not thread.is_alive()
    for _, there in lines:
        there.close()


def test_a_proxy_gives_the_values_of_the_reference(link):
    def f(x, *, to):
        return {"sum": x.sum() + to, "parts": (x, [1, None, "a"])}

    names, called = link(f=f, g=f)
    assert called == []
    found = names["f"](np.arange(3), to=2.5)
    assert found["sum"] == 5.5 and found["parts"][1] == [1, None, "a"]
    np.testing.assert_array_equal(found["parts"][0], [0, 1, 2])
    assert called == ["f"]


def test_an_error_of_the_reference_keeps_its_kind(link):
    def f(kind):
        raise ValueError(f"no such kind: {kind}")

    names, _ = link(f=f)
    with pytest.raises(ValueError, match="no such kind: odd"):
        names["f"]("odd")
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'kind'"):
        names["f"]()


def test_gradients_flow_through_a_proxy(link):
    def loss(x, weights, *, scale):
        return scale * ((x * weights["w"]) ** 2).sum(), x.detach()

    names, _ = link(loss=loss)
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    w = torch.tensor([3.0, 4.0], requires_grad=True)
    y = torch.tensor([1.0, 1.0])
    found, still = names["loss"](x * 1, {"w": w}, scale=0.5)
    assert found.requires_grad and not still.requires_grad
    (3 * found).backward()
    torch.testing.assert_close(x.grad, 3 * x.detach() * w.detach() ** 2)
    torch.testing.assert_close(w.grad, 3 * w.detach() * x.detach() ** 2)
    with torch.no_grad():
        assert not names["loss"](x, {"w": w}, scale=1.0)[0].requires_grad
    assert not names["loss"](y, {"w": y}, scale=1.0)[0].requires_grad


def test_gradients_flow_to_the_weights_of_a_network_that_a_proxy_is_given(link):
    names, _ = link(error=lambda model, x: ((model(x) - x) ** 2).mean())
    torch.manual_seed(3)
    model = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.Tanh(), torch.nn.Linear(2, 3))
    x = torch.randn(5, 3)
    wanted = torch.autograd.grad(((model(x) - x) ** 2).mean(), [*model.parameters()])
    found = torch.autograd.grad(names["error"](model, x), [*model.parameters()])
    torch.testing.assert_close(found, wanted)


def test_changes_in_place_are_repeated_wherever_the_array_lies(link):
    def spoil(x, tensors, model):
        x[0] = 7
        tensors["a"][0].mul_(2)
        with torch.no_grad():
            model.weight.zero_()

    names, _ = link(spoil=spoil)
    x, a, model = np.zeros(2), torch.ones(2), torch.nn.Linear(2, 1)
    names["spoil"](x, {"a": [a]}, model)
    assert x.tolist() == [7, 0] and a.tolist() == [2, 2]
    assert not model.weight.any()


def test_a_generator_that_a_proxy_is_given_goes_on_where_the_reference_stopped(link):
    names, _ = link(draw=lambda n, rng: rng.normal(size=n))
    rng, same = np.random.default_rng(5), np.random.default_rng(5)
    np.testing.assert_array_equal(names["draw"](3, rng), same.normal(size=3))
    np.testing.assert_array_equal(names["draw"](2, rng=rng), same.normal(size=2))
    assert rng.random() == same.random()


def classes():
    """Classes as a notebook defines them."""
    names = {"__name__": "__main__"}
    exec(
        REFERENCE
        + """
class Net(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.d = d
        self.body = nn.Sequential(nn.Linear(d, 2), nn.Tanh())
        self.scale = nn.Parameter(torch.ones(2))
    def forward(self, x):
        return self.encode(x) * self.scale
    def encode(self, x):
        return self.body(x) + 1
""",
        names,
    )
    return names


def test_a_class_is_stood_for_with_attributes_methods_and_isinstance(link):
    names, called = link(Counter=classes()["Counter"])
    counter = names["Counter"](start=3)
    assert isinstance(counter, names["Counter"]) and called == ["Counter"]
    assert counter.step(2) == 5 and counter.value == 5
    counter.value = 1
    assert counter.step(1) == 2
    assert not hasattr(counter, "nothing")


def test_a_class_of_networks_is_stood_for_with_weights_that_can_be_trained(link):
    defined = classes()
    names, _ = link(Net=defined["Net"], net_error=lambda model, x: model(x).square().sum())
    model, twin = names["Net"](3), defined["Net"](3)
    assert isinstance(model, torch.nn.Module) and model.d == 3
    twin.load_state_dict(model.state_dict())
    x = torch.randn(4, 3)
    for net in (model, twin):
        optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
        for _ in range(3):
            optimizer.zero_grad()
            (net(x).square().mean() + net.encode(x).mean()).backward()
            optimizer.step()
    assert len(model.state_dict()) == 3
    torch.testing.assert_close(dict(model.state_dict()), dict(twin.state_dict()))
    error, same = names["net_error"](model, x), twin(x).square().sum()
    torch.testing.assert_close(error, same)
    error.backward()
    twin.zero_grad()
    same.backward()
    model_gradient, twin_gradient = model.scale.grad, twin.scale.grad
    assert model_gradient is not None and twin_gradient is not None


def test_functions_and_objects_of_the_student_are_asked_back(link):
    def slope(energy, x):
        x = x.detach().requires_grad_()
        return torch.autograd.grad(energy(x).sum(), x)[0]

    names, _ = link(slope=slope, total=lambda counter: counter.step(2) + counter.value)
    x = torch.tensor([1.0, 2.0])
    torch.testing.assert_close(names["slope"](lambda z: z**3, x), 3 * x**2)
    assert names["total"](classes()["Counter"](1)) == 6


def compiled(peer):
    """Have a network of the reference's do what no notebook's class defines."""
    (handle, *_) = peer.ask(CallProxied("Net", "", [], [3], {}, True))
    peer.ask(CallProxied(handle, "compile", [], [], {"backend": "inductor"}, True))


@pytest.mark.parametrize(
    "reach",
    [
        lambda f: f.__code__,
        lambda f: f._peer.ask(AskAttribute("f", "__code__")),
        lambda f: f._peer.ask(AskAttribute("f", "real")),
        lambda f: f._peer.ask(CallProxied("f", "__init__", [], [], {}, True)),
        lambda f: f._peer.ask(AskAttribute("g", "gi_frame")),
        lambda f: f._peer.ask(CallProxied("hidden", "", [], [], {}, True)),
        lambda f: f._peer.ask(SetAttribute("f", "x", 1)),
        lambda f: compiled(f._peer),
    ],
)
def test_the_reference_gives_values_and_never_code(link, reach):
    names, _ = link(f=lambda x: x, g=(n for n in [1]), Net=classes()["Net"])
    with pytest.raises((AttributeError, RuntimeError, KeyError)):
        reach(names["f"])


@pytest.mark.parametrize(
    "message",
    [
        b"\0" * 100,
        b"\xff" * 8,
        [],
        ["CallProxied"],
        ["RunCell", "f", True],
        [["list"], 1],
        ["CallProxied", "f", "", [[1, 2]], [], {}, True],
        ["CallProxied", 5, "", [], [], {}, True],
        ["CallProxied", "f", "", [], [], {}, "yes"],
        ["AskProduct", 99, []],
        ["Given", []],
        "text",
        None,
    ],
)
def test_a_hostile_message_ends_the_line_or_is_answered_with_an_error(message):
    here, there = socket.socketpair()
    peer = Peer(there, {"f": len})
    thread = threading.Thread(target=lambda: (peer.serve(), there.close()), daemon=True)
    thread.start()
    here.settimeout(10)
    with here:
        if isinstance(message, bytes):
            here.sendall(message)
        else:
            send(here, message)
        here.shutdown(socket.SHUT_WR)
        with contextlib.suppress(EOFError, OSError):
            assert receive(here)[0] == "NotGiven"
    thread.join(10)
    assert not thread.is_alive()


# --- What a source notebook says ------------------------------------------------------------------


def test_each_grade_cell_judges_what_the_solution_cells_above_define():
    notebook = notebook_of(
        new_markdown_cell("# Problem 7"),
        preamble("import numpy as np"),
        new_markdown_cell("text\n\n## 7.1 One"),
        solution("one", "def one(): return 1"),
        check("one_is_one", "assert one() == 1"),
        check("one_is_odd", "assert one() % 2"),
        new_markdown_cell("### 7.2 Two and three"),
        solution("two", "def two(): return one() + 1"),
        solution("three", "class Three: pass"),
        check("two_is_two", "assert two() == one() + 1"),
        check("three_is", "assert Three()"),
    )
    tasks = {name: (task.label, set(task.names)) for name, task in tasks_of(notebook).items()}
    assert tasks == {
        "one_is_one": ("7.1", {"one"}),
        "one_is_odd": ("7.1", {"one"}),
        "two_is_two": ("7.2", {"two"}),
        "three_is": ("7.2", {"Three"}),
    }
    assert [task.number for task in tasks_of(notebook).values()] == [0, 1, 2, 3]


def test_a_task_without_a_numbered_heading_is_known_by_its_function():
    notebook = notebook_of(solution("f", "def f(): pass"), check("g", "f()"))
    assert tasks_of(notebook)["g"].label == "f"


def test_a_reference_runs_what_its_solutions_need_and_no_figure():
    cells = {
        "preamble": "import numpy as np",
        "grid": "grid = np.arange(3)",
        "constants": "from math import pi\nSCALE = [n for n in grid]",
        "f": "def f(x): return SCALE * x",
        "figure": "curve = f(pi)",
        "check": "assert f(0) == 0",
    }
    known_cells = [
        preamble(cells["preamble"]),
        known(new_code_cell(cells["grid"]), "grid", locked=True),
        known(new_code_cell(cells["constants"]), "constants", locked=True),
        solution("f", cells["f"]),
        known(new_code_cell(cells["figure"]), "figure", locked=True),
        check("check", cells["check"]),
    ]
    wanted = [cells[name] for name in ("preamble", "grid", "constants", "f")]
    assert list(reference_cells(notebook_of(*known_cells))) == wanted


# --- Whole notebooks ----------------------------------------------------------------------------


def work_of(*answers, checks, reference=REFERENCE, seconds=20):
    """A notebook of tasks, each with an answer and a check by the name that it asks for."""
    cells = [Cell("import numpy as np, torch", False)]
    for number, (answer, (name, test)) in enumerate(zip(answers, checks.items(), strict=True)):
        task = JudgedTask(number, f"2.{number + 1}", frozenset([name]))
        cells += [
            Cell(answer, False, names=names_meant(answer)),
            Cell(test, True, task, setting=Setting(hidden=NEVER)),
        ]
    rules = Rules(Limits(), seconds, 60, walls=True)
    solved = Reference("tiny", (reference,), {})
    return Work(tuple(cells), {}, rules, tuple(checks), "", FILES, words, reference=solved)


def told_by(output):
    if output.output_type == "stream":
        return output.text
    return f"{output.ename}: {output.evalue}" if output.evalue else output.ename


@pytest.fixture
def hand_in():
    """Grade a notebook of tasks; what each check said."""
    submissions = []

    def run(*answers, **options):
        pool = JudgedExecute.pool
        submission = pool.start(work_of(*answers, **options))
        submissions.append(submission)
        submission.finished()
        told = [o for o, c in zip(submission.outputs, submission.cells, strict=True) if c.judged]
        return [" ".join(map(told_by, outputs)) for outputs in told]

    run.submissions = submissions
    yield run
    for submission in submissions:
        submission.close()


CHECKS = {"double": "assert double(3) == 6", "last": "assert last(3) == 7\nprint('✓')"}
LAST = "def last(x): return double(x) + 1"
GIVEN = "✓\n  (right, given a right 2.1)\n"
slow = pytest.mark.slow


@slow
@pytest.mark.parametrize(
    "double",
    [
        "def double(x): return x",
        "def double(x): raise NotImplementedError",
        "def double(x): return 'no number'",
        "double = None",
        "",
        "import os\ndef double(x): os._exit(1)",
        "import os, signal\ndef double(x): os.kill(os.getpid(), signal.SIGSEGV)",
        "def double(x): raise SystemExit",
        "def double(x): return [0] * 10**12",
    ],
)
def test_a_slip_costs_its_own_points_and_not_those_of_a_later_task(hand_in, double):
    first, second = hand_in(double, LAST, checks=CHECKS)
    assert "✓" not in first and first
    assert second == GIVEN


@slow
@pytest.mark.parametrize(
    "scratch", ["double = double(2)", "def double(x): return x", "double = None"]
)
def test_a_right_answer_that_a_later_cell_overwrites_costs_the_next_task_nothing(hand_in, scratch):
    right = "def double(x): return 2 * x"
    first, second = hand_in(right, f"{scratch}\n{LAST}", checks=CHECKS)
    assert (first, second) == ("", GIVEN)


@slow
def test_a_hang_costs_the_later_task_nothing_and_only_its_own_time(hand_in):
    loop = "def double(x):\n    while True: pass"
    more = {**CHECKS, "third": "assert third(1) == 3\nprint('✓')"}
    _, second, third = hand_in(
        loop, LAST, "def third(x): return double(x) + 1", checks=more, seconds=2
    )
    assert [second, third] == [GIVEN, GIVEN]


@slow
@pytest.mark.parametrize(
    "last",
    [
        "def last(x): return double(x)",
        "last = lambda *args: double(*args)",
        "last = double",
        "def last(x): raise NotImplementedError",
        "",
        "def last(x): return 0",
        "def last(x):\n    double(x)\n    return 0",
        "def last(x):\n    while True: double(x)",
    ],
)
def test_two_wrong_tasks_earn_nothing(hand_in, last):
    first, second = hand_in("def double(x): return 0", last, checks=CHECKS, seconds=2)
    assert "✓" not in first + second


@slow
def test_a_second_verdict_counts_only_where_a_proxy_was_called(hand_in):
    calls = "def last(x): return 7 if 'proxies' in str(type(double)) else 0"
    assert "✓" not in hand_in("def double(x): return 0", calls, checks=CHECKS)[1]
    # One that calls nothing and is right is right by itself.
    alone = hand_in("def double(x): return 0", "def last(x): return 2 * x + 1", checks=CHECKS)
    assert alone[1] == "✓\n"


@slow
def test_where_both_verdicts_are_bad_the_message_is_that_given_a_right_earlier_task(hand_in):
    test = "found = last(3)\nassert found == 7, f'got {found}'"
    submission_checks = {**CHECKS, "last": test}
    wrong = "def double(x): return 0"
    told = hand_in(wrong, "def last(x): return double(x) + 2", checks=submission_checks)[1]
    assert told == "  (wrong also given a right 2.1)\n AssertionError: got 8"
    # It says nothing of an error that the student's code could have filled with what it saw.
    spy = "def last(x): raise ValueError(f'saw {double(20)}')"
    told = hand_in(wrong, spy, checks=submission_checks)
    assert told[1] == "  (wrong also given a right 2.1)\n ValueError"


@slow
def test_a_look_of_the_check_at_an_earlier_function_is_no_call_of_it(hand_in):
    checks = {**CHECKS, "last": "assert double(2) == 4 and last(3) == 7"}
    told = hand_in("def double(x): return 0", "def last(x): return 7", checks=checks)
    assert told[1] == "AssertionError"


@slow
def test_a_right_answer_over_a_wrong_one_stays_right(hand_in):
    both = hand_in(
        "def double(x): return 3 * x", "def last(x): return double(x) - 2", checks=CHECKS
    )
    assert both[1] == "✓\n"


@slow
def test_an_earlier_task_is_never_given_a_later_one(hand_in):
    """Where a notebook's checks come in another order than the homework's."""
    cells = work_of("def double(x): return 0", "def last(x): return 0", checks=CHECKS)
    start, wrong, first, later, second = cells.cells
    cheat = Cell("def double(x): return last(x) - 1", False)
    swapped = (start, wrong, later, second, cheat, first)
    submission = JudgedExecute.pool.start(replace(cells, cells=swapped))
    submission.finished()
    assert [out.output_type for out in submission.outputs[-1]] == ["error"]
    submission.close()


@slow
def test_a_class_of_an_earlier_task_is_stood_for_in_what_a_check_makes(hand_in):
    checks = {
        "Counter": "assert Counter(1).step(2) == 3",
        "last": "c = Counter(5)\nassert last(c) == 12 and c.value == 7\nprint('✓')",
    }
    right = "def last(c): return c.step(2) + 5"
    assert hand_in(WRONG_COUNTER, right, checks=checks)[1] == GIVEN


MORE = """
def total(x): return sum(x)
def draw(rng): return 7
def fill(net): torch.nn.init.constant_(net.weight, 7.0)
"""
#: What a proxy cannot serve, as docs/changing_problems.md lists it: a wrong earlier answer, and a
#: right later one.
WRONG_COUNTER = "class Counter:\n    def __init__(self, start): self.value = 0"
UNSERVED = {
    "a class that inherits from an earlier one": (
        "Counter",
        WRONG_COUNTER,
        "class Mine(Counter): pass\ndef last(x): return Mine(x).value + 4",
    ),
    "an object that was made while the cell ran": (
        "Counter",
        WRONG_COUNTER,
        "four = Counter(4)\ndef last(x): return four.value + x",
    ),
    "a default argument": (
        "double",
        "def double(x): return 0",
        "def last(x, f=double): return f(x) + 1",
    ),
    "an iterator": (
        "total",
        "def total(x): return 0",
        "def last(x): return total(iter([x, 4]))",
    ),
    "another random generator": (
        "draw",
        "def draw(rng): return 0",
        "def last(x): return draw(np.random.Generator(np.random.MT19937(1)))",
    ),
    "training of a network of the student's own class": (
        "fill",
        "def fill(net): pass",
        "class Net(torch.nn.Linear): pass\n"
        "def last(x):\n    net = Net(1, 1)\n    fill(net)\n    return float(net.weight)",
    ),
}


@slow
@pytest.mark.parametrize("reason", UNSERVED)
def test_what_is_listed_as_not_served_is_not_served(hand_in, reason):
    name, wrong, later = UNSERVED[reason]
    checks = {name: "assert False", "last": CHECKS["last"]}
    told = hand_in(wrong, later, checks=checks, reference=f"{REFERENCE}\n{MORE}")
    assert "✓" not in told[1]


SERVED = [
    ("Counter", WRONG_COUNTER, "def last(x): return Counter(4).step(x)"),
    ("double", "def double(x): return 0", "other = double\ndef last(x): return other(x) + 1"),
    ("total", "def total(x): return 0", "def last(x): return total([x, 4])"),
    ("draw", "def draw(rng): return 0", "def last(x): return draw(np.random.default_rng(1))"),
    (
        "fill",
        "def fill(net): pass",
        "net = torch.nn.Linear(1, 1)\ndef last(x):\n    fill(net)\n    return float(net.weight)",
    ),
]


@slow
@pytest.mark.parametrize(("name", "wrong", "later"), SERVED)
def test_what_is_much_like_it_is_served(hand_in, name, wrong, later):
    checks = {name: "assert False", "last": CHECKS["last"]}
    assert hand_in(wrong, later, checks=checks, reference=f"{REFERENCE}\n{MORE}")[1] == GIVEN


@slow
def test_a_reference_that_fails_changes_nothing_and_is_told_with_its_cause(hand_in):
    for reference in ("1 / 0", "import os\nos._exit(1)"):
        told = hand_in("def double(x): return 0", LAST, checks=CHECKS, reference=reference)
        assert told[1] == "AssertionError"
    causes = [submission.no_reference.cause for submission in hand_in.submissions]
    assert causes[0] == "ZeroDivisionError: division by zero"
    assert isinstance(causes[1], KernelDied)


@slow
def test_a_reference_that_is_kept_busy_is_stopped_and_the_next_one_is_served(hand_in):
    busy = REFERENCE.replace("    return 2 * x", "    while x == 'wait': pass\n    return 2 * x")
    answers = (
        "def double(x): return 0",
        "def last(x): return double('wait') + 1",
        "def third(x): return double(x) + 1",
    )
    checks = {**CHECKS, "third": "assert third(3) == 7\nprint('✓')"}
    _, second, third = hand_in(*answers, checks=checks, reference=busy, seconds=2)
    assert "✓" not in second and third == GIVEN


@slow
def test_the_reference_is_gone_when_the_marks_of_a_notebook_are_known(hand_in):
    hand_in("def double(x): return 0", LAST, checks=CHECKS)
    (submission,) = hand_in.submissions
    assert submission.reference.closed


# --- Through nbgrader --------------------------------------------------------------------------

HEAD = "def {}(x):"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course of two tasks, of which the second one calls the first, and two students."""
    course = OwnCourse.at(tmp_path_factory.mktemp("following") / "course")
    course.write(
        "problem1",
        preamble("import numpy as np"),
        known(new_code_cell("FACTOR = 2"), "constants", locked=True),
        known(new_code_cell("raise SystemError('figures are not the reference')"), "figure"),
        new_markdown_cell("## 1.1 Twice"),
        solution("double", marked("return FACTOR * x", HEAD.format("double"))),
        check("doubles", "assert double(3) == 6"),
        new_markdown_cell("## 1.2 Four times"),
        solution("fourfold", marked("return double(double(x))", HEAD.format("fourfold"))),
        check("quadruples", "assert fourfold(3) == 12"),
    )
    course.generate()
    for student in ("ada", "bob"):
        notebook = course.released("problem1")
        one, two = solution_cells(notebook)
        one.source = "def double(x): return x"
        two.source = "def fourfold(x): return double(double(x))"
        folder = course.root / "submitted" / student / ASSIGNMENT
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / "problem1.ipynb")
    return course


@slow
def test_points_follow_through_and_the_page_says_so(course):
    assert course.grade("--student=ada").returncode == 0
    assert course.scores(ASSIGNMENT, "ada") == {"doubles": (0, 2), "quadruples": (2, 2)}
    result = course.run("generate_feedback", ASSIGNMENT, "--student=ada")
    assert result.returncode == 0, result.stdout
    (page,) = (course.root / "feedback" / "ada" / ASSIGNMENT).glob("problem1.html")
    assert words_of_page(page.read_text()).count("right, given a right 1.1") >= 1


@slow
def test_without_a_source_notebook_grading_goes_on_without_second_judgements(course):
    source = course.source / "problem1.ipynb"
    source.rename(source.with_suffix(".away"))
    try:
        assert course.grade("--student=bob").returncode == 0
    finally:
        source.with_suffix(".away").rename(source)
    assert course.scores(ASSIGNMENT, "bob") == {"doubles": (0, 2), "quadruples": (0, 2)}
    log = (course.root / ".nbgrader.log").read_text()
    assert log.count("not judged again") == 1
