"""The one switchboard: which folders, stubs, pipelines and limits nbgrader uses in this course.

nbgrader reads this file when it is started from the folder that holds it.
"""

import contextlib
import os
import sys
import warnings
from pathlib import Path

# nbgrader is a console script: the course folder is not on its path, `grading` lives there.
sys.path.insert(0, str(Path(__file__).resolve().parent))
# nbgrader starts `alembic` by name; it lies beside Python, also where .venv is not activated.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

# nbgrader's own queries make SQLAlchemy remark on the order in which it adds rows.
warnings.filterwarnings("ignore", module=r"nbgrader\.api", message="Object of type")

from nbconvert.exporters import NotebookExporter
from nbconvert.preprocessors import ClearMetadataPreprocessor, CoalesceStreamsPreprocessor
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    Execute,
    LimitOutput,
    LockCells,
    SaveAutoGrades,
    SaveCells,
)

from grading.execute import JudgedExecute
from grading.feedback.exporter import FeedbackExporter
from grading.formgrader import FILTERS, FewCells
from grading.intake.door import Doorkeeper
from grading.intake.exporter import SubmissionExporter
from grading.progress import Progress
from grading.solutions import NameStubs, UnwrapSolutions
from grading.turns import in_turn

c = get_config()
COURSE = Path(__file__).resolve().parent

# --- Folders -------------------------------------------------------------------------------

c.CourseDirectory.course_id = "anomaly-detection"
c.CourseDirectory.solution_directory = "solutions"

# Where assignments are released to students' accounts on this machine, and collected from. An
# administrator can make nbgrader's own place for that; without it the course keeps its own.
SHARED = Path("/usr/local/share/nbgrader/exchange")
EXCHANGE = SHARED if os.access(SHARED, os.W_OK | os.X_OK) else COURSE / "exchange"
with contextlib.suppress(OSError):  # nbgrader says so when it needs what could not be made
    EXCHANGE.mkdir(exist_ok=True)
c.Exchange.root = str(EXCHANGE)

# --- What is shown and what is logged ----------------------------------------------------------
# nbgrader's remarks on each file go to the log file. Errors are also shown, above the progress bar.

c.NbGrader.logfile = ".nbgrader.log"
c.Application.logging_config = {
    "handlers": {"console": {"class": "grading.progress.Console", "level": "ERROR"}}
}

# --- source -> release -----------------------------------------------------------------------
# `release/` is generated and committed. Regenerating is what the command is called for, and it
# also fills the gradebook of a fresh clone, so it never skips.

c.GenerateAssignment.force = True
c.GenerateAssignment.exporter_class = in_turn(NotebookExporter)  # commands take turns
c.ClearSolutions.code_stub = {
    "python": '# Your code here.\nraise NotImplementedError("{function} is not written yet")'
}
c.GenerateAssignment.preprocessors = [
    LockCells,
    ClearSolutions,
    NameStubs,  # puts the function's name into its stub
    ClearOutput,
    CheckCellMetadata,
    ComputeChecksums,
    SaveCells,  # the gradebook keeps the hidden tests, so they are cleared after it
    ClearHiddenTests,
    ClearMarkScheme,
    ComputeChecksums,
    CheckCellMetadata,
]

# --- source -> solutions ---------------------------------------------------------------------

c.GenerateSolution.force = True
c.GenerateSolution.exporter_class = in_turn(NotebookExporter)
c.GenerateSolution.preprocessors = [
    LockCells,
    ClearOutput,
    UnwrapSolutions,  # keeps the solution, drops the markers around it
    ClearHiddenTests,
    ClearMarkScheme,
    Execute,
    CoalesceStreamsPreprocessor,  # a kernel sends what a cell prints in pieces, each time others
]
c.CoalesceStreamsPreprocessor.enabled = True

# --- submitted -> autograded -----------------------------------------------------------------

# What is handed in is repaired first, or refused in words: it costs its own points at most.
c.Autograde.exporter_class = in_turn(SubmissionExporter)
c.Authenticator.plugin_class = Doorkeeper  # also where nbgrader would find nothing to grade
c.Autograde.autograde_preprocessors = [
    ClearMetadataPreprocessor,
    JudgedExecute,  # cells in a sandbox, grade cells in front of a judge
    LimitOutput,
    SaveAutoGrades,
    AssignLatePenalties,
    Progress,
]
# Seconds for a cell and for a notebook; what else a notebook may use is listed, with its
# defaults, in grading/limits.py and set like this: c.Limits.memory = 4 << 30
c.JudgedExecute.cell_time = 60
c.JudgedExecute.notebook_time = 300
# False lets submissions run without walls where the system refuses them. Log and graded
# notebooks then say so.
c.JudgedExecute.sandbox = True

# --- autograded -> feedback ------------------------------------------------------------------
# Pages follow the gradebook, in which points and comments change without a new submission, so
# they are always written anew.

c.GenerateFeedback.force = True
c.GenerateFeedback.exporter_class = in_turn(FeedbackExporter)
c.GenerateFeedback.preprocessors = []
# From which day on pages also show the reference solution; assignments left out never do.
# c.FeedbackExporter.solutions_from = {"hw11": "2027-01-15"}

# --- Formgrader's pages ------------------------------------------------------------------------
# They show what students wrote, beside buttons that change grades: none of it may run there.

c.HTMLExporter.sanitize_html = True
c.HTMLExporter.filters = FILTERS
c.HTMLExporter.preprocessors = [FewCells]

# --- Running solutions, and `nbgrader validate` ----------------------------------------------

c.Execute.timeout = 60  # seconds that a cell of a solution may run
c.Execute.record_timing = False  # times of day would make every regenerated notebook differ
# The first argument is nbgrader's own default; the second silences remarks about transport.
c.Execute.extra_arguments = ["--HistoryManager.hist_file=:memory:", "--log-level=ERROR"]
