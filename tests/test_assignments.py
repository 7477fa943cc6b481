"""An assignment that is put into the gradebook and has no source is said, and not refused."""

import pytest
from nbgrader.apps import ExportApp
from nbgrader.apps.dbapp import DbAssignmentAddApp, DbAssignmentImportApp

from grading.adapters.assignments import tell_new


@pytest.fixture
def told(tmp_path, capsys):
    """Call a command in a course of two assignments; returns the lines that it says."""
    for name in ("hw11", "hw12"):
        (tmp_path / "source" / name).mkdir(parents=True)
    (tmp_path / "dates.csv").write_text(
        "\ufeffname, duedate\nhw11,2026-12-01 00:00 +0100\nhw1l,\n", encoding="utf-8"
    )

    def tell(kind, *arguments, source="source"):
        app = kind(log_level="ERROR")
        app.coursedir = kind.coursedir.klass(root=str(tmp_path), source_directory=source)
        app.extra_args = list(arguments)
        tell_new(app)
        return capsys.readouterr().err.splitlines()

    return tell


def test_a_name_without_a_source_is_said_with_the_one_that_may_have_been_meant(told):
    assert told(DbAssignmentAddApp, "hw111") == [
        "hw111 has no folder in source/, perhaps hw11 was meant. It comes into the gradebook all "
        "the same; `nbgrader db assignment remove hw111` takes it out again."
    ]
    (line,) = told(DbAssignmentAddApp, "final exam")
    assert line.startswith("final exam has no folder in source/. It comes into")
    assert "`nbgrader db assignment remove 'final exam'`" in line


def test_so_is_each_of_a_file(told, tmp_path):
    (line,) = told(DbAssignmentImportApp, str(tmp_path / "dates.csv"))
    assert line.startswith("hw1l has no folder in source/")


def test_nothing_is_said_of_what_has_a_source_or_where_nobody_has_written_any_yet(told):
    assert told(DbAssignmentAddApp, "hw11") == told(DbAssignmentAddApp) == []
    assert told(DbAssignmentAddApp, "hw111", source="nowhere") == told(ExportApp, "hw111") == []
