"""What a grade cell may do with a student's functions and objects, and what these cannot."""

import pytest

from grading.course.gradecell import hidden_from
from grading.engine.clocks import Clock
from grading.engine.forks import Judge, Kernel
from grading.engine.limits import Limits
from grading.engine.outcomes import CellTimeout
from grading.engine.setting import Setting

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def judge(zygote):
    with Judge(zygote, {}, "import numpy as np", Limits(), walls=True) as judge:
        yield judge


@pytest.fixture
def kernel(zygote):
    kernel = Kernel(zygote, {}, Limits(), walls=True)
    yield kernel
    kernel.close()


@pytest.fixture
def grade(judge, kernel):
    """Run a student's cell, then a grade cell; returns what this says, or how it fails."""

    def run(student, check, *asked, seconds=20, **setting):
        clock = Clock(seconds, 60)
        kernel.run(student, clock)
        setting = Setting(asked=("f", *asked), hidden=hidden_from(check), **setting)
        outputs = judge.grade(check, [], kernel.witness(clock), clock, setting=setting).outputs
        return "".join(
            output.text if output.output_type == "stream" else f"{output.ename}: {output.evalue}"
            for output in outputs
        ).strip()

    return run


STACK = """
class Stack:
    def __init__(self, items=()):
        self.items = list(items)
    def push(self, item):
        self.items.append(item)
        return self
    def pop(self):
        if not self.items:
            raise Empty("nothing here")
        return self.items.pop()
    def __len__(self): return len(self.items)
    def __eq__(self, other): return self.items == getattr(other, "items", other)
    def __add__(self, other): return Stack(self.items + other.items)
    def __contains__(self, item): return item in self.items
    def __iter__(self): return iter(self.items)
    def __getitem__(self, place): return self.items[place]
    def __repr__(self): return f"Stack({self.items})"
class Empty(LookupError): pass
class Tall(Stack): pass
f = Stack
"""
KNOWN = {"Stack": ("__eq__", "__add__", "__contains__"), "Empty": ()}


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ("s = Stack([1]); s.push(2).push(3); print(len(s), s.pop(), [*s], s[0])", "3 3 [1, 2] 1"),
        ("print(Stack([1]) == Stack([1]), Stack([1]) != Stack([2]), Stack() == [])", "True " * 3),
        ("print(isinstance(Stack(), Stack), type(Stack()) is Stack, isinstance(1, Stack))",
         "True True False"),
        ("print(issubclass(Tall, Stack), isinstance(Tall(), Stack), isinstance(Stack(), Tall))",
         "True True False"),
        ("print(Stack([1, 2]) + Stack([3]), 2 in Stack([2]))", "Stack([1, 2, 3]) True"),
        ("s = Stack(); s.items = [4]; s.colour = 'red'; print(s, s.colour, hasattr(s, 'x'))",
         "Stack([4]) red False"),
        ("try:\n    Stack().pop()\nexcept Empty as e:\n    print(e, isinstance(e, LookupError))",
         "nothing here True"),
        ("import pytest\nwith pytest.raises(LookupError): Stack().pop()\nprint('yes')", "yes"),
        ("s = Stack([Stack([1])]); print(s[0] is s[0], bool(s), bool(Stack()))", "True True False"),
        ("import copy\ns = Stack([1]); t = copy.deepcopy(s); t.push(2); print(s, t)",
         "Stack([1]) Stack([1, 2])"),
        ("print('push' in dir(Stack), 'items' in dir(Stack()), vars(Stack([1])))",
         "True True {'items': [1]}"),
    ],
)  # fmt: skip
def test_classes_and_instances_are_used_as_in_one_process(grade, check, said):
    assert grade(STACK, check, "Stack", "Empty", "Tall", classes=KNOWN) == said.strip()


@pytest.mark.parametrize(
    ("student", "check", "said"),
    [
        ("def f(g, x): return g(g(x))", "print(f(lambda x: x * 3, 2))", "18"),
        ("def f(g, xs): return [*map(g, xs)]", "print(f(np.sqrt, [4.0]), f(str, [1]))", None),
        ("def f(n): return lambda x: x + n", "print(f(2)(3))", "5"),
        ("def f(g):\n    def h(*a): return ['<', g(*a), '>']\n    return h",
         "@f\ndef g(x): return x + 1\nprint(g(1))", "['<', 2, '>']"),
        ("def f(xs): xs.sort()", "xs = [3, 1, 2]\nf(xs)\nprint(xs)", "[1, 2, 3]"),
        ("def f(board): board[0][1] = 'x'",
         "row = ['.', '.']\nf([row])\nb = [row]\nf(b)\nprint(b, row)", None),
        ("def f(d): d['n'] = d.get('n', 0) + 1; d.pop('old')",
         "d = {'old': 1}\nf(d)\nprint(d)", "{'n': 1}"),
        ("def f(n):\n    for i in range(n): yield i * i", "g = f(9); print(next(g), sum(g))",
         "0 204"),
        ("def f(n):\n    while True: n = (yield n) or n + 1",
         "g = f(5); print(next(g), next(g), g.send(9))", "5 6 9"),
        ("def f(xs, n): return [next(xs) for _ in range(n)]",
         "import itertools\nprint(f(itertools.count(3), 2))", "[3, 4]"),
        ("import asyncio\nasync def f(x):\n    await asyncio.sleep(0)\n    return x + 1",
         "print(await f(1))\nimport asyncio\nprint(asyncio.run(f(2)) if 0 else 3)", "2\n3"),
        ("async def f(x): return x + 1", "import asyncio\nprint(asyncio.run(f(2)))", "3"),
        ("def f(): print('hello'); return 1",
         "import io, contextlib\nout = io.StringIO()\nwith contextlib.redirect_stdout(out): f()\n"
         "print(repr(out.getvalue()))", r"'hello\n'"),
        ("def f(): return input('name? ') + '!'",
         "from unittest.mock import patch\nwith patch('builtins.input', return_value='Ada'):\n"
         "    print(f())", "Ada!"),
        ("def f(g):\n    try: g()\n    except KeyError: return 'caught'",
         "def g(): raise KeyError('x')\nprint(f(g))", "caught"),
        ("from collections import Counter, deque, namedtuple\nP = namedtuple('P', 'x y')\n"
         "def f(): return Counter('aab'), deque([1]), P(1, 2), range(3), frozenset([1])",
         "print(*f(), f()[2].y)",
         "Counter({'a': 2, 'b': 1}) deque([1]) P(x=1, y=2) range(0, 3) frozenset({1}) 2"),
        ("import numpy as np\ndef f(t): return np.array(['a', 'bc']), t + np.timedelta64(1, 'D')",
         "a, t = f(np.array(['2024-02-28'], 'M8[D]'))\nprint(a, t)", "['a' 'bc'] ['2024-02-29']"),
        ("from fractions import Fraction\nimport datetime\n"
         "def f(x): return x + Fraction(1, 3), datetime.date(2024, 1, 2)",
         "from fractions import Fraction\nprint(*f(Fraction(1, 3)))", "2/3 2024-01-02"),
        ("import matplotlib.pyplot as plt\ndef f():\n    plt.plot([1, 2], [3, 4], label='a')\n"
         "    plt.xlabel('x'); return plt.gca()",
         "from matplotlib.axes import Axes\nax = f()\n"
         "print(ax.get_xlabel(), ax.lines[0].get_xydata().tolist(), isinstance(ax, Axes))",
         "x [[1.0, 3.0], [2.0, 4.0]] True"),
        ("def f(): return 1", "%matplotlib inline\nget_ipython()\ndisplay(f())\nprint('shown')",
         "shown"),
    ],
)  # fmt: skip
def test_values_and_functions_go_both_ways(grade, student, check, said):
    told = grade(student, check)
    if said is None:
        assert "Error" not in told and told
    else:
        assert told == said


def test_figures_of_a_check_are_made_where_the_student_draws(grade):
    student = "def f(ax): ax.set_title('mine'); ax.plot([1, 2])"
    check = (
        "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nf(ax)\n"
        "print(ax.get_title(), len(plt.gca().lines))\nplt.close(fig)"
    )
    assert grade(student, check, draws=True) == "mine 1"


def test_a_check_puts_another_function_in_the_place_of_a_helper(grade):
    student = "def helper(x): return x\ndef f(x): return helper(x) + 1"
    check = (
        "kept = helper\nhelper = lambda x: 40\nprint(f(1))\ndel helper\n"
        "try: f(1)\nexcept NameError: print('used')\nhelper = kept\nprint(f(1))"
    )
    assert grade(student, check, "helper", told=("helper",)) == "41\nused\n2"


def test_a_name_that_a_function_changes_is_changed_for_the_check(grade):
    student = (
        "stock, total = {}, 0\ndef f(name):\n    global total\n    stock[name] = 1; total += 1"
    )
    check = "f('a'); f('b'); print(stock, total); stock.clear(); f('c'); print(stock)"
    told = grade(student, check, "stock", "total", heard=("stock", "total"))
    assert told == "{'a': 1, 'b': 1} 2\n{'c': 1}"


def test_a_function_changes_no_name_of_the_check_that_is_not_heard(grade):
    student = "expected = 1\ndef f(x):\n    global expected\n    expected = 2 * x\n    return x"
    check = "expected = 3\nf(5)\nprint(expected)"
    assert grade(student, check, "expected", told=("expected",)) == "3"


def test_random_numbers_that_a_check_sets_are_those_of_the_student(grade):
    student = "import random, numpy as np\ndef f(): return random.random(), np.random.rand()"
    check = (
        "import random\nrandom.seed(3); np.random.seed(4); got = f()\n"
        "random.seed(3); np.random.seed(4); print(got == (random.random(), np.random.rand()))"
    )
    assert grade(student, check, seeds=True) == "True"


# --- What a student's object cannot do ---------------------------------------------------------

LIAR = """
class Liar:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return True
    def __le__(self, other): return True
    def __gt__(self, other): return True
    def __sub__(self, other): return 0
    def __contains__(self, other): return True
    def __float__(self): return 9.0
    def __abs__(self): return 0
    def __array__(self, *a, **k): import numpy; return numpy.array(9)
    def __hash__(self): return 9
    __array_ufunc__ = __array_function__ = __torch_function__ = lambda *a, **k: True
    __array_interface__ = {"shape": (1,), "typestr": "<f8", "data": (4096, False), "version": 3}
    __array_priority__ = 1e9
    @property
    def __class__(self): return float
def f(*a): return Liar()
"""


@pytest.mark.parametrize(
    "claim",
    [
        "f() == 9", "9 == f()", "f() < 10 and f() > 8", "abs(f() - 9) < 1e-6", "9 in f()",
        "float(f()) == 9", "np.allclose(f(), 9)", "np.asarray(f()) == 9", "np.isclose(9, f())",
        "f() in [9]", "f() in {9}", "isinstance(f(), float)", "(np.array([9.0]) == f()).all()",
        "round(f()) == 9", "type(f()) is float", "[f()] == [9]", "{'a': f()} == {'a': 9}",
        "np.testing.assert_allclose(f(), 9) is None", "__import__('torch').add(f(), 1) == 10",
    ],
)  # fmt: skip
def test_an_object_that_claims_to_be_right_is_wrong(grade, claim):
    for classes in ({}, {"Other": ("__eq__", "__sub__", "__float__", "__contains__")}):
        told = grade(LIAR, f"assert {claim}\nprint('fooled')", classes=classes)
        assert "fooled" not in told and "Error" in told


def test_a_plain_value_of_a_class_that_lies_is_what_it_is(grade):
    student = (
        "class Lie(list):\n    def __eq__(self, other): return True\n"
        "    def __len__(self): return 7\ndef f(): return Lie([1])"
    )
    assert grade(student, "print(f() == [2], len(f()))", classes={"Lie": ("__eq__",)}) == "False 1"


def test_a_class_cannot_say_that_it_is_one_of_the_judges(grade):
    student = """
class Meta(type):
    def __instancecheck__(cls, other): return True
    def __subclasscheck__(cls, other): return True
class Any(metaclass=Meta): pass
Any.__module__, Any.__name__ = "builtins", "float"
def f(): return Any()
"""
    check = "print(isinstance(1, Any), issubclass(int, Any), isinstance(f(), (int, float)))"
    assert grade(student, check, "Any") == "False False False"


@pytest.mark.parametrize(
    ("student", "check"),
    [
        ("class E:\n    def __iter__(self):\n        while True: yield 1\ndef f(): return E()",
         "sum(f())"),
        ("def f(g):\n    while True:\n        try: g()\n        except BaseException: pass",
         "f(lambda: 1)"),
        ("class L:\n    def __len__(self): return 1 << 62\n    def __getitem__(self, i): return i\n"
         "def f(): return L()", "[*f()]"),
        ("def f():\n    while True: yield 1", "sum(f())"),
    ],
)  # fmt: skip
def test_what_has_no_end_is_stopped(grade, student, check):
    with pytest.raises(CellTimeout):
        assert "Error" in grade(student, check, seconds=1)
        raise CellTimeout


def test_calls_to_and_fro_are_not_nested_without_end(grade):
    told = grade("def f(g): return g(g)", "def g(h): return f(g)\nprint(f(g))")
    assert told.startswith("RecursionError")


@pytest.mark.parametrize(
    "attempt",
    [
        "g.secret", "g.__globals__", "g.__code__.co_consts", "g.__closure__", "g.__defaults__[0]",
        "inspect.getsource(g)", "g.__class__.__init__.__globals__['secret']",
    ],
)  # fmt: skip
def test_a_function_of_the_check_can_be_called_and_no_more(grade, attempt):
    student = f"import inspect\ndef f(g):\n    try: return {attempt}\n    except Exception: pass"
    check = (
        "### BEGIN HIDDEN TESTS\nsecret = 'canary'\ndef hidden_name(x, other='canary'):\n"
        "    return x + len(secret)\nhidden_name.secret = secret\nprint(f(hidden_name))"
    )
    assert "canary" not in grade(student, check)


def test_a_function_of_the_hidden_part_has_no_name(grade):
    student = "def f(g): return [g.__name__, g.__qualname__, repr(g)]"
    check = "### BEGIN HIDDEN TESTS\ndef for_negative_numbers(x): return x\nprint(f({}))"
    assert "negative" not in grade(student, check.format("for_negative_numbers"))


def test_what_a_function_of_the_check_stumbles_over_is_no_secret_that_is_told(grade):
    student = "def f(g):\n    try: g(1)\n    except Exception as e: return repr(e)"
    check = "### BEGIN HIDDEN TESTS\nprint(f(lambda x: {}['canary']))"
    told = grade(student, check)
    assert told.startswith("KeyError(") and "canary" not in told


def test_an_object_of_the_check_does_not_leave_it(grade):
    student = "def f(x): x.secret = 1"
    check = "class Box: pass\nbox = Box()\ntry: f(box)\nfinally: print(vars(box))"
    told = grade(student, check)
    assert told.startswith("{}") and "a Box cannot be given to a student's function" in told


def test_names_that_code_gives_itself_reach_no_message_of_a_hidden_part(grade):
    student = """
def f(x):
    f.__name__ = f.__qualname__ = f"saw{x}"
    return type(f"saw{x}", (), {})()
"""
    for use in ("f(77) + 1", "raise ValueError(f.__name__)", "raise ValueError(type(f(77)))"):
        told = grade(student, f"### BEGIN HIDDEN TESTS\nf(77)\n{use}")
        assert "Error" in told and "77" not in told


def test_an_error_in_a_hidden_part_has_a_kind_that_python_knows_and_no_words(grade):
    student = "def f(x): raise type(f'saw{x}', (ValueError,), {})(f'{x}')"
    hidden = "### BEGIN HIDDEN TESTS\n"
    assert grade(student, hidden + "f(77)") == "ValueError:"
    check = "try: f(77)\nexcept ValueError as error: print([str(error)], type(error).__name__)"
    assert grade(student, hidden + check) == "[''] ValueError"


def test_a_forged_message_is_wrong(grade):
    student = """
import gc, socket
from grading.engine.wire import Handle, send
def f():
    line = next(o for o in gc.get_objects() if isinstance(o, socket.socket) and o.fileno() > 2)
    send(line, {})
    return 1
"""
    for message in (
        "['Answered', 1]", "['CallBack', 5, 3, [], {}]", "['CallBack', 2, 3, [], {}]",
        "['Answered', 2, [Handle(-9), [], []], [], '']", "['CallBack', 2, 'open', ['x'], {}]",
        "['Answered', 2, [Handle(3, ('object', int)), [], []], [], '']",
        "['Failed', 2, ['SystemExit', 'BaseException'], 'x', 'y', None]",
        "['Failed', 2, [], '', '', 3]", "['Answered', 2, 1, [], '']",
        "['Answered', 2, [Handle(3, ('class',)), [], []], [], '']",
        "['Answered', 2, [1, [], [0, []]], [['np', 1]], '']", "['Answered', 2, 1, [], 7]",
    ):  # fmt: skip
        told = grade(student.replace("{}", message), "f()\nprint(type(np).__name__, np.pi)")
        assert told.endswith("module 3.141592653589793") or ": " in told, message


LYING = """
class Lying:
    answers = iter(range(100))
    def __len__(self): return 3
    def __iter__(self): return iter(())
class Counting:
    answers = iter(range(100))
    def __getitem__(self, place): return next(self.answers)
class Honest:
    def __len__(self): return 3
    def __iter__(self): return iter([1, 2, 3])
    def __getitem__(self, place): return [1, 2, 3][place]
def f(kind): return {"lying": Lying, "counting": Counting, "honest": Honest}[kind]()
"""


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ("print(len(f('lying')))", "TypeError: its length and its items differ"),
        ("r = f('counting'); print(r[0] == r[0], r[0], r[0])", "True 0 0"),
        ("r = f('honest'); print(len(r), [*r], [*reversed(r)], r[1], r[-1])",
         "3 [1, 2, 3] [3, 2, 1] 2 3"),
        ("r = f('honest'); print([*zip(r, r)], list(r) == list(r))",
         "[(1, 1), (2, 2), (3, 3)] True"),
    ],
)  # fmt: skip
def test_what_an_object_of_an_unknown_class_says_fits_together(grade, check, said):
    assert grade(LYING, check) == said


def test_a_function_cannot_end_a_loop_of_the_check(grade):
    student = "def f(x): raise StopIteration"
    assert "RuntimeError" in grade(student, "print(all(map(lambda x: f(x) == 1, [1, 2])))")


def test_an_iterator_of_the_students_ends_where_it_ends(grade):
    student = (
        "class Count:\n    n = 0\n    def __iter__(self): return self\n    def __next__(self):"
    )
    student += (
        "\n        self.n += 1\n        if self.n > 3: raise StopIteration\n        return self.n"
    )
    assert grade(f"{student}\ndef f(): return Count()", "print([*f()])") == "[1, 2, 3]"


def test_what_claims_to_be_a_function_of_a_library_is_not_told_which_one_is_expected(grade):
    student = """
class Any:
    seen = []
    def __eq__(self, other): self.seen.append(other); return True
    def __hash__(self): return 0
    def __call__(self): return len(self.seen)
import math
def f(kind): return {"any": Any(), "own": lambda x: x, "library": math.tanh}[kind]
"""
    check = "import math; print([f(k) == math.tanh for k in ('any', 'own', 'library')])"
    assert grade(student, check) == "[False, False, True]"


def test_a_module_of_the_check_stays_what_it_is_whatever_a_function_does_to_its_name(grade):
    student = """
import numpy as np
class Fake:
    def __getattr__(self, name): return lambda *a, **k: True
def f():
    globals()["np"] = Fake()
    return 1
"""
    check = "f()\nprint(np.allclose(1, 2))"
    assert grade(student, check, heard=("np",)) == "False"


def test_a_class_that_stands_for_all_errors_does_not_catch_those_of_the_check(grade):
    check = "try:\n    assert False\nexcept Negative:\n    print('caught')"
    said = grade("Negative = Exception\ndef f(): pass", check, "Negative")
    assert said.startswith("NameError") and "caught" not in said


@pytest.mark.parametrize(
    ("module", "name"),
    [("matplotlib._afm", "GlyphIndexType"), ("matplotlib.collections", "Number")],
)
def test_what_a_library_imports_from_python_is_none_of_its_classes(grade, module, name):
    student = f"""
import {module}
class N: pass
N.__module__, N.__name__ = "{module}", "{name}"
def f(): return N()
"""
    check = "import numbers\nprint(isinstance(f(), int), isinstance(f(), numbers.Number))"
    assert grade(student, check) == "False False"


def test_what_a_function_prints_is_heard_only_where_the_check_listens(grade):
    student = """
import sys
def f(x):
    for frame in sys._current_frames().values():
        while frame:
            if "answers" in frame.f_locals:
                answers = frame.f_locals["answers"]
                answers.call = lambda *a, **k: ([1, [], None], f"SECRET {x}")
            frame = frame.f_back
    return 1
"""
    assert "SECRET" not in grade(student, "f(41); f(42)\nprint('over')")


def test_a_verdict_on_the_hidden_part_says_a_few_numbers_at_most(judge, kernel):
    check = """
class Failed(Exception):
    def __init__(self, got): self.verdict = {"kind": "wrong", "got": got}
    def __str__(self): return "got " + self.verdict["got"]
### BEGIN HIDDEN TESTS
raise Failed(", ".join(f()))
### END HIDDEN TESTS
"""
    clock = Clock(20, 60)
    kernel.run("def f(): return ['7' * 1000] * 50", clock)
    judged = judge.grade(check, ["f"], kernel.witness(clock), clock)
    assert len(judged.verdict.got) < 300 and len(judged.outputs[0].evalue) < 300
