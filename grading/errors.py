"""What ends a command of the course when it has said why; `grading.adapters` tells nbgrader."""


class CourseError(Exception):
    """Ends a command. Its text is a sentence that stands in the log, or in the lines of the run."""
