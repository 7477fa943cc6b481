"""What all notebooks of one grading run share: the warm process, a judge, the next notebooks.

While one notebook is judged, the cells of those after it run, also those of the next student.
"""

import gc
import os
import threading
from collections import deque

from grading.forks import ForkFailed, Judge
from grading.reference import References
from grading.submission import Submission
from grading.zygote import Zygote

#: Notebooks whose cells run at the same time. More would not help: what nbgrader does itself
#: takes about half as long as they do.
RUNNING = min(2, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1)
#: Notebooks that run, are judged or wait to be booked at the same time.
AHEAD = RUNNING + 2
#: How often a notebook is begun whose processes were ended from outside of it.
MOST_BEGINNINGS = 6


class Engine:
    """Starts on first use, and ends with the grading process."""

    def __init__(self):
        self.zygote = self.judge = self.judge_for = None
        self.waiting, self.started = deque(), deque()
        self.room_to_run = threading.Semaphore(RUNNING)
        self.latest = None
        self.references = References()

    def warm(self):
        """The warm process, started anew where it ended unexpectedly.

        Called in the grader's main thread only: Linux ends the warm process together with the
        thread that started it.
        """
        if self.zygote is None or self.zygote.gone or self.zygote.process.poll() is not None:
            self.zygote, self.judge_for = Zygote(), None
            # What nbgrader has imported stays; there is no need to look for garbage in it again.
            gc.freeze()
        return self.zygote

    def expect(self, key, work):
        """Announce a notebook; it is graded as soon as earlier ones leave room.

        Parameters
        ----------
        key : hashable
            By which `grade` is going to ask for it.
        work : Work
        """
        self.waiting.append((key, work))
        self.go_on()

    def go_on(self):
        while self.waiting and len(self.started) < AHEAD:
            key, work = self.waiting.popleft()
            self.started.append((key, self.start(work)))

    def start(self, work):
        self.latest = Submission(self.warm(), self, work, after=self.latest)
        self.latest.start()
        return self.latest

    def grade(self, key, work):
        """A submission that has been graded, perhaps ahead of time.

        Parameters
        ----------
        key : hashable
        work : callable
            Returns the `Work`; called where the notebook was not announced.

        Returns
        -------
        Submission
        """
        if not self.started or self.started[0][0] != key:
            self.forget()
            self.expect(key, work())
        _, submission = self.started.popleft()
        for _ in range(MOST_BEGINNINGS - 1):
            try:
                submission.graded()
                break
            except ForkFailed:
                # Nothing that a student did: the system, or somebody, ended what ran it.
                submission.close()
                submission = self.start(submission.work)
        else:
            submission.graded()
        self.go_on()
        return submission

    def check(self, work):
        """Start the warm process and the judge for an assignment; see whether there are walls.

        Raises
        ------
        SystemExit
            If the system refuses a sandbox, or the preamble fails.
        """
        self.judge_of(self.warm(), work, first=True)

    def forget(self):
        """End what runs ahead; the grader went on with something else."""
        self.waiting.clear()
        while self.started:
            self.started.popleft()[1].close()

    def judge_of(self, zygote, work, first=False):
        """The judge for an assignment, kept from one notebook to the next."""
        key = zygote, work.preamble, work.rules.walls, tuple(work.judge_files.items())
        if self.judge_for != key or not self.judge.usable:
            if self.judge_for is not None:
                self.judge.close()
            self.judge_for = None
            limits, walls = work.rules.limits, work.rules.walls
            self.judge = Judge(zygote, work.judge_files, work.preamble, limits, walls, first)
            self.judge_for = key
        return self.judge

    def reference_of(self, zygote, work):
        """The kernel that has run the reference of a notebook; None where there is none."""
        return self.references.kernel(zygote, work.reference, work.rules)
