"""The one switchboard: which folders, stubs, pipelines and limits nbgrader uses in this course.

nbgrader reads this file when it is started from the folder that holds it.
"""

import contextlib
import logging
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

from nbconvert.preprocessors import ClearMetadataPreprocessor, CoalesceStreamsPreprocessor
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ComputeChecksums,
    Execute,
    IncludeHeaderFooter,
    LimitOutput,
    LockCells,
    SaveCells,
)

from grading.adapters.accessible import make_accessible
from grading.adapters.anew import open_anew
from grading.adapters.autotests import AutoTests
from grading.adapters.collect import RosterCollector, Unpacker
from grading.adapters.duedates import read_strictly
from grading.adapters.execute import JudgedExecute
from grading.adapters.exports import GradesFile
from grading.adapters.feedback import FeedbackExporter
from grading.adapters.formgrader import (
    FILTERS,
    PAGE_OF_SUBMISSION,
    PAGES_OF_COURSE,
    FewCells,
    Offering,
    Pending,
    WithinLimits,
)
from grading.adapters.forms import show_refusals
from grading.adapters.logs import log_file, log_visibly
from grading.adapters.solutions import NamedStubs, UnwrapSolutions
from grading.adapters.source import SourceExporter
from grading.adapters.turns import in_turn
from grading.records.patience import let_gradebooks_wait

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
# Students whose work came another way are named, and stop nothing.
c.ExchangeFactory.release_feedback = "grading.adapters.released.ReleaseFeedback"

# --- Due dates and times of handing in -----------------------------------------------------------

read_strictly(c)  # nbgrader would guess what a time means

# --- The gradebook -----------------------------------------------------------------------------

let_gradebooks_wait()  # while another command writes, which nbgrader takes for an error
open_anew()  # in each request of formgrader, since a database server may be started again

# --- What is shown and what is logged ----------------------------------------------------------
# nbgrader's remarks on each file go to the log file. Errors are also shown, above the progress bar.

c.NbGrader.logfile = log_file(".nbgrader.log")
logging.raiseExceptions = False  # a line for which the disk has no room is left out
log_visibly()  # names in it steer no terminal
c.Application.logging_config = {
    "handlers": {"console": {"class": "grading.adapters.logs.Console", "level": "ERROR"}}
}

# --- source -> release -----------------------------------------------------------------------
# `release/` is generated and committed. Regenerating is what the command is called for, and it
# also fills the gradebook of a fresh clone, so it never skips.

c.GenerateAssignment.force = True
c.GenerateAssignment.exporter_class = in_turn(SourceExporter)  # commands take turns
c.ClearSolutions.code_stub = {
    "python": '# Your code here.\nraise NotImplementedError("{function} is not written yet")'
}
c.GenerateAssignment.preprocessors = [
    IncludeHeaderFooter,
    AutoTests,  # writes the checks that lines with AUTOTEST ask for
    LockCells,
    NamedStubs,  # puts stubs, with the function's name, where solutions were
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
c.GenerateSolution.exporter_class = in_turn(SourceExporter)
c.GenerateSolution.preprocessors = [
    IncludeHeaderFooter,
    AutoTests,
    LockCells,
    ClearOutput,
    UnwrapSolutions,  # keeps the solution, drops the markers around it
    ClearHiddenTests,
    ClearMarkScheme,
    Execute,
    CoalesceStreamsPreprocessor,  # a kernel sends what a cell prints in pieces, each time others
]
c.CoalesceStreamsPreprocessor.enabled = True

# --- downloaded -> submitted -------------------------------------------------------------------
# Archives from a learning platform. How it names files must be said too: docs/collecting.md,
# "Collecting", has the line.

c.ZipCollectApp.extractor_plugin = Unpacker
c.ZipCollectApp.collector_plugin = RosterCollector

# --- submitted -> autograded -----------------------------------------------------------------

# What is handed in is repaired first, or refused in words: it costs its own points at most.
# These two stand in nbgrader_config.json as well: they guard against this file not being loaded.
c.Autograde.exporter_class = "grading.adapters.guard.GuardedExporter"
c.Authenticator.plugin_class = "grading.adapters.guard.Guard"
c.Autograde.autograde_preprocessors = [
    ClearMetadataPreprocessor,
    JudgedExecute,  # cells in a sandbox, grade cells in front of a judge
    LimitOutput,
]  # points and penalties are booked when all notebooks of a submission are through
# Seconds for a cell and for a notebook; what else a notebook may use is listed, with its
# defaults, in grading/engine/limits.py and set like this: c.Limits.memory = 4 << 30
c.JudgedExecute.cell_time = 60
c.JudgedExecute.notebook_time = 300
# False lets submissions run without a sandbox where the system refuses them. Log and graded
# notebooks then say so.
c.JudgedExecute.sandbox = True
# False books marks only; the next run without it makes outputs and figures of the same notebooks.
c.JudgedExecute.pages = True

# --- autograded -> feedback ------------------------------------------------------------------
# Pages follow the gradebook, in which points and comments change without a new submission, so
# they are always written anew.

c.GenerateFeedback.force = True
c.GenerateFeedback.exporter_class = in_turn(FeedbackExporter)
c.GenerateFeedback.preprocessors = []
# From which day on pages also show the reference solution; assignments left out never do.
# c.FeedbackExporter.solutions_from = {"hw11": "2027-01-15"}

# --- Grades ------------------------------------------------------------------------------------

c.ExportApp.plugin_class = GradesFile  # `nbgrader export`, where no other exporter is named

# --- Formgrader's pages ------------------------------------------------------------------------
# They show what students wrote, beside buttons that change grades: none of it may run there, also
# where this file cannot be loaded. So nbgrader_config.json says the same.

c.HTMLExporter.sanitize_html = True
c.HTMLExporter.filters = FILTERS
c.HTMLExporter.preprocessors = [FewCells, Pending, WithinLimits, Offering]
# Beside each answer: the rubric of docs/teaching/, and the comments of comments.toml.
c.HTMLExporter.extra_template_paths = PAGES_OF_COURSE
c.HTMLExporter.template_file = PAGE_OF_SUBMISSION
c.Offering.course = str(COURSE)
show_refusals()  # in its forms, which would wait for ever
make_accessible()  # for those who use a keyboard alone, or a screen reader

# --- Running solutions, and `nbgrader validate` ----------------------------------------------

c.Execute.timeout = 60  # seconds that a cell may run
# A solution may take longer where the machine is busy; a cell that was cut short is none.
c.GenerateSolution.NotebookExporter.Execute.timeout = 600
c.GenerateSolution.NotebookExporter.Execute.interrupt_on_timeout = False
c.Execute.record_timing = False  # times of day would make every regenerated notebook differ
# The first argument is nbgrader's own default; the second silences remarks about transport.
c.Execute.extra_arguments = ["--HistoryManager.hist_file=:memory:", "--log-level=ERROR"]
