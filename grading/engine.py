"""What all notebooks of one grading run share: the warm process, a judge, the next notebooks.

While one notebook is judged and booked, the cells of the next one run.
"""

from collections import deque

from grading.forks import ForkFailed, Judge
from grading.submission import Submission
from grading.zygote import Zygote


class Engine:
    """Starts on first use, and ends with the grading process."""

    def __init__(self):
        self.zygote = self.judge = self.judge_for = None
        self.waiting, self.running = deque(), None

    def warm(self):
        """The warm process, started anew where it ended unexpectedly.

        Called in the grader's main thread only: Linux ends the warm process together with the
        thread that started it.
        """
        if self.zygote is None or self.zygote.process.poll() is not None:
            self.zygote, self.judge_for = Zygote(), None
        return self.zygote

    def expect(self, key, cells, files, rules):
        """Announce a notebook; its cells run as soon as those of earlier ones have run."""
        self.waiting.append((key, cells, files, rules))
        if self.running is None:
            self.run_next()

    def run_next(self):
        self.running = None
        if self.waiting:
            key, *details = self.waiting.popleft()
            self.running = key, Submission(self.warm(), *details)
            self.running[1].start()

    def run(self, key, cells, files, rules):
        """A submission whose own cells have run, perhaps ahead of time."""
        if self.running is None or self.running[0] != key:
            self.forget()
            self.expect(key, cells, files, rules)
        submission = self.running[1]
        try:
            submission.ran()
        except ForkFailed:
            # The warm process itself may be gone: once more with a new one.
            submission.close()
            self.zygote.close()
            submission = Submission(self.warm(), cells, files, rules)
            submission.start()
            submission.ran()
        self.run_next()
        return submission

    def forget(self):
        """End what runs ahead; the grader went on with something else."""
        self.waiting.clear()
        if self.running is not None:
            self.running[1].close()
        self.running = None

    def judge_of(self, files, preamble, rules):
        """The judge for an assignment, kept from one notebook to the next."""
        key = preamble, rules.walls, tuple(files.items())
        if self.judge_for != key or not self.judge.usable:
            if self.judge_for is not None:
                self.judge.close()
            self.judge = Judge(self.warm(), files, preamble, rules.limits, rules.walls)
            self.judge_for = key
        return self.judge
