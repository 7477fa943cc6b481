"""Sends what has changed, student by student, and says what became of each."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from grading.counts import counted, points
from grading.letters import printable
from grading.lti.deciding import Action, Wanted, decide
from grading.lti.sent import Journal, Sent
from grading.lti.services import GradeServices, LineItem, Score, ScoreRefused, ShownGrade
from grading.terminal import show

#: Moodle keeps whole seconds of a score's time, and takes no second one of the same second.
LATER = timedelta(seconds=1)

SENT = "{who}: {points} sent{before}"
TO_SEND = "{who}: {points} would be sent{before}"
WAITS = "{who}: waits for points of a person, and the platform {told}"
SHOWN = "{who}: the platform shows {points} already"
STAYS = (
    "{who}: waits for points of a person here; what the platform shows stays until these are given"
)
CHANGED_THERE = (
    "{who}: the platform shows {shown}, {sent}, and {points} are booked here, so somebody has "
    "changed it there. It stays; --overwrite sends what is booked here."
)
REFUSED = "{who}: the platform does not take the score of its user {user} ({why})"


@dataclass(frozen=True)
class Options:
    """How grades are sent.

    Attributes
    ----------
    compares, overwrites : bool
        See `decide`.
    dry_run : bool
        Whether nothing is sent, and only said what would be.
    extensions : mapping
        See `Score`.
    """

    compares: bool = True
    overwrites: bool = False
    dry_run: bool = False
    extensions: Mapping = field(default_factory=dict)


class Sender:
    """Sends the grades of one assignment to one column.

    Parameters
    ----------
    services : GradeServices
    column : LineItem
    journal : Journal
    options : Options
    now : callable
        The time, in UTC.

    Attributes
    ----------
    counts : Counter
        How many students there were of each action, and under ``refused``.
    """

    def __init__(
        self,
        services: GradeServices,
        column: LineItem,
        journal: Journal,
        options: Options,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.services, self.column, self.journal = services, column, journal
        self.options, self.now = options, now
        self.counts: Counter = Counter()

    @property
    def failed(self) -> bool:
        """Whether the platform now shows something else than is booked, and nobody waits."""
        return bool(self.counts["refused"] or self.counts[Action.CHANGED_THERE])

    def send_all(self, grades: Iterable[Wanted]) -> None:
        """Send what has to be sent.

        Raises
        ------
        PlatformFailed, NotSetUp
        """
        results = self.services.results(self.column) if self.options.compares else {}
        for wanted in grades:
            self.send(wanted, results.get(wanted.user))

    def send(self, wanted: Wanted, result: ShownGrade | None) -> None:
        """Do what has to be done about one student, and say it."""
        sent = self.journal.last(self.column.address, wanted.student, wanted.user)
        action = decide(wanted, sent, result, self.options.compares, self.options.overwrites)
        who = printable(wanted.student)
        self.counts[action] += 1
        if action is Action.SEND:
            self.post(wanted, sent)
        elif action is Action.SHOWN:
            show(SHOWN.format(who=who, points=of(wanted.given, wanted.maximum)))
            self.keep(wanted, self.score(wanted, sent))
        elif action is Action.STAYS:
            show(STAYS.format(who=who))
        elif action is Action.CHANGED_THERE:
            shown = "nothing" if result is None else of(result.points, result.maximum)
            before = (
                "nothing was sent" if sent is None else f"{of(sent.given, sent.maximum)} were sent"
            )
            booked = of(wanted.given, wanted.maximum)
            show(CHANGED_THERE.format(who=who, shown=shown, sent=before, points=booked))

    def post(self, wanted: Wanted, sent: Sent | None) -> None:
        """Send a score, and keep that it was sent."""
        score = self.score(wanted, sent)
        if not self.options.dry_run:
            try:
                self.services.post(self.column, score)
            except ScoreRefused as error:
                self.counts[Action.SEND] -= 1
                self.counts["refused"] += 1
                who, user = printable(wanted.student), printable(wanted.user)
                show(REFUSED.format(who=who, user=user, why=error))
                return
            self.keep(wanted, score)
        show(line(wanted, sent, self.options.dry_run))

    def score(self, wanted: Wanted, sent: Sent | None) -> Score:
        """What is sent of a student, with a time after that of the last score."""
        now = self.now()
        if sent is not None:
            now = max(now, datetime.fromisoformat(sent.timestamp) + LATER)
        return Score(
            wanted.user,
            wanted.maximum,
            now.isoformat(timespec="milliseconds"),
            wanted.given,
            wanted.comment,
            self.options.extensions,
        )

    def keep(self, wanted: Wanted, score: Score) -> None:
        """Write down what the platform knows now; in a dry run it is not told anything."""
        if not self.options.dry_run:
            self.journal.keep(self.column.address, wanted.student, Sent.of(score))

    def summary(self) -> str:
        """What became of all, in a line."""
        would = "would be sent" if self.options.dry_run else "sent"
        parts = [
            (Action.SEND, would),
            (Action.UNCHANGED, "unchanged"),
            (Action.SHOWN, "shown there already"),
            (Action.STAYS, "left until a person has given points"),
            (Action.CHANGED_THERE, "changed on the platform and left so"),
            ("refused", "refused by the platform"),
        ]
        said = [f"{self.counts[key]} {words}" for key, words in parts if self.counts[key]]
        return ", ".join(said) or "nothing to send"


def line(wanted: Wanted, sent: Sent | None, dry_run: bool) -> str:
    """What is said of a score that is sent."""
    who = printable(wanted.student)
    if wanted.given is None:
        return WAITS.format(who=who, told="would be told so" if dry_run else "was told so")
    before = ""
    if sent is not None and sent.given is not None:
        same = (sent.given, sent.maximum) == (wanted.given, wanted.maximum)
        earlier = of(sent.given, sent.maximum)
        before = ", with another comment" if same else f", {earlier} were sent before"
    text = TO_SEND if dry_run else SENT
    return text.format(who=who, points=of(wanted.given, wanted.maximum), before=before)


def of(given: float | None, maximum: float) -> str:
    """Points and of how many."""
    if given is None:
        return "no points"
    return f"{points(given)} of {counted(maximum, 'point')}"
