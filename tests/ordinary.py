"""An assignment as others write them for stock nbgrader, which knows nothing of a judge.

Its grade cells look at variables, classes, errors, figures and printed text, use names from other
cells, give functions to functions, and put other things in the place of helpers.
"""

import nbformat
from nbformat.v4 import new_code_cell

from tests.own_course import ASSIGNMENT, OwnCourse, check, known, solution

NAME = "problem1_library"


def locked(name, source):
    """A cell of the instructor's that students cannot change."""
    return known(new_code_cell(source), name, locked=True)


def answer(body):
    """A marked solution."""
    inside = body[: len(body) - len(body.lstrip())]
    return f"{inside}### BEGIN SOLUTION\n{body}\n{inside}### END SOLUTION"


#: Pairs of a name and the source of a cell; what begins with ``test_`` is a grade cell.
CELLS = [
    ("plain", "%matplotlib inline\nimport numpy as np\nimport matplotlib.pyplot as plt"),
    (
        "locked_data",
        "years = np.array([1965, 1937, 1954])\ntitles = np.array(['Dune', 'Hobbit', 'Rings'])\n"
        "prices = {'Dune': 9.5, 'Hobbit': 7.25}\n\n"
        "def close(a, b):\n    return abs(a - b) < 1e-9",
    ),
    ("constants", answer("rate = 0.19\nlabels = [title.upper() for title in titles]")),
    (
        "test_constants",
        "assert rate == 0.19\nassert labels == ['DUNE', 'HOBBIT', 'RINGS']\n"
        "assert isinstance(labels, list) and len(labels) == len(titles)",
    ),
    (
        "gross",
        "def gross(net):\n"
        + answer(
            "    if np.any(net < 0):\n        raise ValueError('negative')\n"
            "    return net * (1 + rate)"
        ),
    ),
    (
        "test_gross",
        "import unittest\n\nimport pytest\nfrom numpy.testing import assert_allclose\n\n"
        "tools = unittest.TestCase()\ntools.assertRaises(ValueError, gross, -1)\n"
        "with pytest.raises(ValueError, match='negative'):\n    gross(-2)\n"
        "assert close(gross(100), 119)\nfound = gross(np.array([100.0, 200.0]))\n"
        "assert_allclose(found, [119, 238])",
    ),
    (
        "test_gross_once_more",
        "assert_allclose(found[::-1], [238, 119])\n### BEGIN HIDDEN TESTS\n"
        "try:\n    gross(-3)\nexcept ValueError:\n    pass\nelse:\n    raise AssertionError\n"
        "### END HIDDEN TESTS",
    ),
    ("total", "def total(nets):\n" + answer("    return sum(gross(net) for net in nets)")),
    (
        "test_total_calls_gross",
        "kept = gross\ndel gross\ntry:\n    total([1])\nexcept NameError:\n    pass\nelse:\n"
        "    raise AssertionError('total does not call gross')\nfinally:\n    gross = kept\n"
        "assert close(total([100, 200]), 357)",
    ),
    (
        "classes",
        "class Empty(Exception):\n    pass\n\n\nclass Shelf:\n    def __init__(self, books=()):\n"
        "        self.books = list(books)\n\n    def add(self, book):\n"
        + answer("        self.books.append(book)\n        return self")
        + "\n\n    def take(self):\n"
        + answer("        if not self.books:\n            raise Empty('no book')\n"
                 "        return self.books.pop()")
        + "\n\n    def __len__(self):\n" + answer("        return len(self.books)")
        + "\n\n    def __iter__(self):\n" + answer("        return iter(self.books)")
        + "\n\n    def __eq__(self, other):\n" + answer("        return self.books == other.books")
        + "\n\n    def __add__(self, other):\n"
        + answer("        return Shelf(self.books + other.books)")
        + "\n\n    def __str__(self):\n" + answer("        return ' | '.join(self.books)"),
    ),
    (
        "test_shelf",
        "shelf = Shelf(['Dune'])\nassert isinstance(shelf, Shelf)\n"
        "assert shelf.add('Emma') is shelf\n"
        "assert len(shelf) == 2 and list(shelf) == ['Dune', 'Emma'] and 'Emma' in shelf\n"
        "assert shelf == Shelf(['Dune', 'Emma']) and shelf != Shelf()\n"
        "assert str(shelf + Shelf(['Ulysses'])) == 'Dune | Emma | Ulysses'\n"
        "shelf.colour = 'red'\nassert shelf.colour == 'red' and not hasattr(shelf, 'height')",
    ),
    (
        "test_empty_shelf",
        "shelf.books.clear()\nwith pytest.raises(Empty):\n    Shelf().take()\n"
        "try:\n    Shelf().take()\nexcept Empty as error:\n    assert str(error) == 'no book'",
    ),
    ("compose", "def compose(f, g):\n" + answer("    return lambda x: f(g(x))")),
    (
        "test_compose",
        "assert compose(lambda x: x + 1, lambda x: 2 * x)(5) == 11\n"
        "assert compose(len, str)(12345) == 5\nassert callable(compose(abs, abs))",
    ),
    ("countdown", "def countdown(n):\n" + answer("    while n:\n        yield n\n        n -= 1")),
    (
        "test_countdown",
        "numbers = countdown(3)\nassert next(numbers) == 3\nassert list(numbers) == [2, 1]\n"
        "with pytest.raises(StopIteration):\n    next(numbers)",
    ),
    (
        "fetch",
        "import asyncio\n\n\nasync def fetch(x):\n"
        + answer("    await asyncio.sleep(0)\n    return x + 1"),
    ),
    (
        "test_fetch",
        "assert await fetch(1) == 2\n"
        "assert (await asyncio.gather(fetch(2), fetch(3))) == [3, 4]",
    ),
    (
        "tally",
        "from collections import Counter\n\n\ndef tally(words):\n"
        + answer("    return Counter(words), {len(word) for word in words}"),
    ),
    (
        "test_tally",
        "counts, lengths = tally(['a', 'bb', 'a'])\nassert isinstance(counts, Counter)\n"
        "assert counts.most_common(1) == [('a', 2)] and lengths == {1, 2}",
    ),
    ("sorting", "def insert(xs, x):\n" + answer("    xs.append(x)\n    xs.sort()")),
    ("test_insert", "xs = [1, 5]\nassert insert(xs, 3) is None\nassert xs == [1, 3, 5]"),
    ("older", "def older(titles, years, than):\n" + answer("    return titles[years < than]")),
    (
        "test_older",
        "assert older(titles, years, 1960).tolist() == ['Hobbit', 'Rings']\n"
        "days = np.array(['1999-12-31', '2001-01-01'], dtype='datetime64[D]')\n"
        "assert older(days, days, np.datetime64('2000-01-01')).tolist() == [days[0].item()]",
    ),
    (
        "drawing",
        "def draw(ax):\n"
        + answer("    ax.plot(years, 'o-')\n    ax.set_xlabel('book')\n    ax.set_title('Years')"),
    ),
    (
        "test_drawing",
        "figure, ax = plt.subplots()\ndraw(ax)\nassert ax.get_xlabel() == 'book'\n"
        "assert len(ax.lines) == 1\nassert ax.lines[0].get_ydata().tolist() == years.tolist()\n"
        "assert plt.gca().get_title() == 'Years'\nplt.close(figure)",
    ),
    ("greeting", "def greet():\n" + answer("    print('Hello, ' + input('Who? ') + '!')")),
    (
        "test_greeting",
        "import contextlib\nimport io\nfrom unittest.mock import patch\n\nout = io.StringIO()\n"
        "with patch('builtins.input', return_value='Ada'), contextlib.redirect_stdout(out):\n"
        "    greet()\nassert out.getvalue() == 'Hello, Ada!\\n'",
    ),
    (
        "stock",
        "stock = {}\n\n\ndef deliver(title, n):\n"
        + answer("    stock[title] = stock.get(title, 0) + n"),
    ),
    (
        "test_stock",
        "stock.clear()\ndeliver('Dune', 2)\ndeliver('Dune', 1)\nassert stock == {'Dune': 3}",
    ),
    ("limit", "limit = len(xs)\ndouble_limit = " "2 * limit"),
    ("test_limit", "assert double_limit == 6"),
    (
        "simulate",
        "import random\n\n\ndef throw():\n" + answer("    return random.randint(1, 6)"),
    ),
    (
        "test_simulate",
        "random.seed(5)\nthrown = [throw() for _ in range(4)]\nrandom.seed(5)\n"
        "assert thrown == [random.randint(1, 6) for _ in range(4)]",
    ),
]  # fmt: skip
#: Wrong answers: each a text of the solution with what stands there instead.
WRONG = {
    "forgets-the-errors": ("if np.any(net < 0):", "if False:"),
    "forgets-the-rate": ("net * (1 + rate)", "net"),
    "calls-no-helper": ("sum(gross(net) for net in nets)", "sum(net * 1.19 for net in nets)"),
    "has-a-wrong-constant": ("rate = 0.19", "rate = 0.2"),
    "raises-another-error": ("raise Empty('no book')", "raise IndexError('no book')"),
    "adds-wrongly": ("Shelf(self.books + other.books)", "Shelf(other.books + self.books)"),
    "is-never-equal": ("self.books == other.books", "False"),
    "composes-the-other-way": ("f(g(x))", "g(f(x))"),
    "counts-too-far": ("while n:", "while n >= 0:"),
    "waits-for-nothing": ("    await asyncio.sleep(0)\n    return x + 1", "    return x"),
    "sorts-a-copy": ("xs.append(x)\n    xs.sort()", "xs = sorted([*xs, x])"),
    "draws-without-a-label": ("ax.set_xlabel('book')", "pass"),
    "greets-without-a-name": ("+ input('Who? ') + '!'", "+ '!'"),
    "replaces-the-stock": ("stock.get(title, 0) + n", "n"),
    "counts-each-once": ("Counter(words)", "Counter(set(words))"),
    "throws-another-die": ("random.randint(1, 6)", "random.randint(2, 7)"),
}


def cell_of(name, source):
    """A cell of `CELLS`."""
    if name.startswith("test_"):
        return check(name, source, points=1)
    if name == "plain" or name == "limit":
        return new_code_cell(source)
    return (locked if name.startswith("locked_") else solution)(name, source)


def ordinary_course(root, config="", wrong=tuple(WRONG)):
    """A course with the assignment, released, with a reference, a blank and wrong answers."""
    course = OwnCourse.at(root, config)
    course.write(NAME, *(cell_of(*cell) for cell in CELLS))
    course.generate()
    hand_in(course, "blank", course.released(NAME))
    hand_in(course, "reference", solved(course))
    for name in wrong:
        hand_in(course, name, solved(course, *WRONG[name]))
    return course


def solved(course, right="", wrong=""):
    """The assignment with solutions, and one text in them exchanged."""
    notebook, sources = course.released(NAME), dict(CELLS)
    exchanged = False
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if cell.metadata.get("nbgrader", {}).get("solution"):
            lines = sources[name].split("\n")
            text = "\n".join(line for line in lines if "### " not in line)
            exchanged = exchanged or (right in text)
            cell.source = text.replace(right, wrong) if right else text
    assert exchanged, right
    return notebook


def hand_in(course, student, notebook):
    """Hand in a notebook of the assignment."""
    path = course.root / "submitted" / student / ASSIGNMENT / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)
