"""What a late submission costs: a share of its points for each day that has begun.

Named in nbgrader_config.py: ``c.AssignLatePenalties.plugin_class = LatePenalty``.
"""

import math

from nbgrader.plugins import BasePlugin
from traitlets import Float

DAY = 24 * 3600


class LatePenalty(BasePlugin):
    """Takes points off notebooks that came after the due date in the gradebook."""

    per_day = Float(
        0.1, min=0, max=1, help="Share of the points that each day that has begun costs."
    ).tag(config=True)
    grace = Float(0, min=0, help="Seconds after the due date that cost nothing.").tag(config=True)

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float:
        """Points that a notebook loses.

        Parameters
        ----------
        student_id : str
        score : float
            What the notebook earned.
        total_seconds_late : float
            Time between the due date and the submission's ``timestamp.txt``.

        Returns
        -------
        float
            At most `score`.
        """
        if total_seconds_late <= self.grace:
            return 0.0
        return min(1.0, self.per_day * math.ceil(total_seconds_late / DAY)) * score
