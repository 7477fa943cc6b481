"""The two plugins of ``nbgrader zip_collect``: one opens archives, one says whose the files are.

How the platform names files is said in nbgrader_config.py by `MOODLE` or `CANVAS`, which can be
imported from here.
"""

import os
import re
from functools import cached_property
from pathlib import Path
from typing import Any

from nbgrader.apps import ZipCollectApp
from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin
from traitlets import default

from grading.collect.archives import ENDINGS, Unpacking, files_in
from grading.collect.collector import Collection, NotCollected
from grading.collect.extracted import Extracted
from grading.collect.forms import CANVAS, MOODLE
from grading.intake.files import is_litter
from grading.interrupts import interrupts
from grading.records.turns import Turn

__all__ = ["CANVAS", "MOODLE", "RosterCollector", "Unpacker"]

NO_FORM = (
    "c.FileNameCollectorPlugin.named_regexp in nbgrader_config.py says how the platform names "
    "files: expected MOODLE or CANVAS of grading.adapters.collect, or a pattern with the groups "
    "student_id and file_id, found %r."
)
NOTHING_THERE = (
    "%s: expected the zip from the learning platform in this folder, found nothing. Put it there "
    "and run the command again."
)
NOTHING_IN_IT = "%s: no file could be taken out of what lies there. No submission was changed."
NOT_EMPTY = (
    "%s holds what was collected before, so nothing was changed. Add --force to replace it, and "
    "the submissions of those students who are in the archive, by what is there now."
)
NOT_WRITTEN = (
    "%s cannot be read or written: %s. No submission was changed. Put that right and run the "
    "command again with --force."
)


class Unpacker(ExtractorPlugin):
    """Opens what lies in ``archive/`` into ``extracted/``."""

    @default("zip_ext")
    def _endings(self) -> list[str]:
        return ENDINGS

    def __init__(self, **kw: Any) -> None:
        super().__init__(**kw)
        self.failures: dict[Path, str] = {}
        if self.parent is not None:
            Turn.take(self.parent)
            expect_order(self.parent)

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Open each archive, and copy other files.

        Parameters
        ----------
        archive_path, extracted_path : str
            Folders, of which the second is empty.
        """
        form = self.parent.collector_plugin_inst.named_regexp
        unpacking = Unpacking(form, self.zip_ext, self.log)
        self.failures = unpacking.failures
        try:
            unpacking.extract_all(Path(archive_path), Path(extracted_path))
        except OSError as error:
            self.parent.fail(NOT_WRITTEN, error.filename or extracted_path, error.strerror)
        if not files_in(Path(extracted_path)):
            self.parent.fail(NOTHING_IN_IT, archive_path)


class RosterCollector(FileNameCollectorPlugin):
    """Looks up whose file it is: by ``lms_user_id`` of the roster, or by first and last name."""

    @default("valid_ext")
    def _all_kinds(self) -> list[str]:
        return []  # a notebook may need other files, and grading says what is none

    def __init__(self, **kw: Any) -> None:
        super().__init__(**kw)
        try:
            groups = set(re.compile(self.named_regexp).groupindex)
        except re.error:
            groups = set()
        if not {"student_id", "file_id"} <= groups:
            self.parent.fail(NO_FORM, self.named_regexp)
        interrupts.install()
        # In the place of nbgrader's own, which makes other names of those that it is answered, ends
        # where two of these are alike, and copies file by file.
        self.parent._collect_files = self.collected
        self.parent._transfer_files = self.transfer

    @cached_property
    def collection(self) -> Collection:
        """All files at once: made when nbgrader asks for the first."""
        app = self.parent
        extracted = Extracted(
            Path(app._format_collect_path(app.extracted_directory)),
            Path(app._format_collect_path(app.archive_directory)),
            self.named_regexp,
            self.valid_ext,
            getattr(app.extractor_plugin_inst, "failures", {}),
        )
        return Collection(app.coursedir, extracted, app.force, self.log, app.logfile)

    def collected(self, src_files: list[str]) -> dict[str, dict]:
        """What goes where, by student."""
        found: dict[str, dict] = {}
        try:
            found = self.collection.collected(src_files)
        except NotCollected as error:
            self.parent.fail("%s", error)
        return found

    def transfer(self, collected: dict[str, dict]) -> None:
        """Put the files of all students in place, and say what became of them."""
        try:
            self.collection.transfer(collected)
        except NotCollected:  # the reason is said already
            raise SystemExit(1) from None

    def collect(self, submitted_file: str) -> dict | None:
        """Whose file it is, and its place in the submission; None where it is not collected."""
        return self.collection.plan.get(Path(submitted_file))


def expect_order(app: ZipCollectApp) -> None:
    """End the command before it changes anything, where it could not do what it is called for."""
    archive, extracted = (
        Path(app._format_collect_path(step))
        for step in (app.archive_directory, app.extracted_directory)
    )
    if not any(not is_litter(path.name) for path in files_in(archive)):
        app.fail(NOTHING_THERE, archive)
    if extracted.is_dir() and os.listdir(extracted) and not app.force:
        app.fail(NOT_EMPTY, extracted)
