"""An option that nothing reads, or a value that it does not take, is said in a sentence."""

import pytest
from nbgrader.apps import AutogradeApp, ExportApp
from nbgrader.apps.dbapp import DbStudentAddApp
from nbgrader.apps.nbgraderapp import NbGraderApp

from grading.adapters.late import LatePenalty
from grading.commandline import fault_of
from tests.small_course import configuration


def said_of(kind, *arguments):
    """What is said of a command that is called with some arguments."""
    assert configuration() and LatePenalty  # imports the classes of the course, as in every command
    app = kind()
    app.parse_command_line(list(arguments))
    return fault_of(app)


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("--studnet=ada", "there is no option --studnet, perhaps student was meant."),
        ("--qwfpg=ada", "there is no option --qwfpg."),
        ("--JudgedExecute.sandbxo=False", "has no setting sandbxo, perhaps sandbox was meant."),
        (
            "--JudgedExecut.sandbox=False",
            "nothing that is in use is called JudgedExecut, perhaps JudgedExecute",
        ),
        ("--Autograde.foo=1", "Autograde has no setting foo"),
        ("--Zebra.foo=1", "nothing that is in use is called Zebra."),
        ("--GenerateSolution.NotebookExporter.Execute.tmeout=1", "perhaps timeout was meant."),
    ],
)
def test_an_option_that_nothing_reads_is_named_with_the_one_that_was_meant(option, expected):
    said = said_of(AutogradeApp, "hw11", option)
    assert said.startswith("On the command line ") and expected in said
    assert said.endswith("Mend it and run the command again; nothing was done.")


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("--JudgedExecute.sandbox=Flase", "expected a boolean, not the str 'Flase'"),
        ("--JudgedExecute.cell_time=0", "should not be less than 1"),
        ("--Limits.memory=4GB", "expected an int"),
        ("--Exchange.timezone=Europe/Berln", "perhaps Europe/Berlin was meant"),
    ],
)
def test_a_value_that_an_option_does_not_take_is_no_fault_of_the_file(option, expected):
    said = said_of(AutogradeApp, "hw11", option)
    name, _ = option.split("=")
    assert said.startswith(f"On the command line {name} cannot be used: ") and expected in said
    assert "nbgrader_config" not in said


def test_options_of_a_command_are_looked_for_among_its_own():
    assert said_of(DbStudentAddApp, "--email=ada@example.org", "ada") == ""
    assert "perhaps email was meant" in said_of(DbStudentAddApp, "--emial=a@b.c", "ada")
    assert "no option --email" in said_of(AutogradeApp, "hw11", "--email=ada@example.org")


@pytest.mark.parametrize(
    "arguments",
    [
        ["hw11", "-f", "--debug", "--student=ada", "--notebook", "problem1_pca"],
        ["hw11", "--JudgedExecute.pages=False", "--Limits.memory=4294967296"],
        ["hw11", "--LateSubmissionPlugin.penalty_method=zero", "--LatePenalty.per_day", "-0"],
        ["--exporter=grading.adapters.exports.CanvasGrades", "--ExportPlugin.missing_as_zero=True"],
        ["hw11", "--GenerateSolution.NotebookExporter.Execute.timeout=600", "--", "--anything"],
    ],
)
def test_an_option_that_is_read_is_not_complained_about(arguments):
    kind = ExportApp if "--exporter" in arguments[0] else AutogradeApp
    assert said_of(kind, *arguments) == ""


def commands(above=NbGraderApp):
    """All commands of nbgrader."""
    if isinstance(above.subcommands, dict) and above.subcommands:
        for below, _ in above.subcommands.values():
            yield from commands(below)
    else:
        yield above


@pytest.mark.parametrize("kind", sorted(set(commands()), key=lambda kind: kind.__name__))
def test_every_flag_of_every_command_of_nbgrader_is_read(kind):
    flags = [f"--{name}" if len(name) > 1 else f"-{name}" for name in kind.flags]
    assert said_of(kind, *flags) == ""
