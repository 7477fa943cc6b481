"""``nbgrader zip_collect`` for archives from Moodle and Canvas, under the ids of the roster.

`archives` opens what the platform gave, `forms` says how it names files, `extracted` reads those
names, `people` finds out who is meant, `names` compares what they are called, `places` puts each
file at a place of its own, `collector` answers nbgrader, and `transfer` replaces folders as a
whole. What is used in nbgrader_config.py is imported here; docs/instructors.md has the settings.
"""

from grading.collect.archives import Unpacker
from grading.collect.collector import RosterCollector
from grading.collect.forms import CANVAS, MOODLE

__all__ = ["CANVAS", "MOODLE", "RosterCollector", "Unpacker"]
