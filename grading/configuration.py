"""Whether nbgrader_config.py can be used: it can be loaded, and all that it sets is read and taken.

It needs traitlets only; whatever else of the course an update has left out, this can be said.
"""

import contextlib
import difflib
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from traitlets import TraitError
from traitlets.config import Config, Configurable, LazyConfigValue, PyFileConfigLoader
from traitlets.config.loader import DeferredConfig

CONFIG = "nbgrader_config.py"
#: What stands in the lines around hidden tests, by the setting of nbgrader's that could change it.
HIDDEN_TESTS = {
    "begin_test_delimeter": "BEGIN HIDDEN TESTS",
    "end_test_delimeter": "END HIDDEN TESTS",
}
#: How alike two names are of which one may be a typing error of the other; and how alike they are
#: where one of them is wrong for certain.
ALIKE, SOMEWHAT_ALIKE = 0.8, 0.6


def cause_of(error: BaseException) -> str:
    """An error on one line."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}"


def fault_in(root: str, config: Config) -> str:
    """What is wrong with the configuration of a course.

    Parameters
    ----------
    root : str
        The folder of the course.
    config : Config
        With which the command goes on.

    Returns
    -------
    str
        One sentence, or nothing if all is well.
    """
    path = Path(root, CONFIG)
    again = "Mend it and run the command again; until then nothing is graded."
    try:
        if not path.is_file():
            raise FileNotFoundError(f"there is no such file in {root}")
        own = PyFileConfigLoader(path.name, path=str(path.parent)).load_config()
    except (Exception, SystemExit) as error:
        return f"{CONFIG}{line_of(error)} cannot be loaded ({cause_of(error)}). {again}"
    # What nobody has set stands in a configuration as the promise of a list, not as a list.
    if not isinstance(config.get("Autograde", {}).get("autograde_preprocessors"), list):
        return (
            "c.Autograde.autograde_preprocessors is not set, and nbgrader's own steps would run "
            f"submissions without a sandbox. Set it in {CONFIG}; if it stands there, start this "
            "program again."
        )
    faults = chain(unknown_names(own), wrong_values(own), not_followed(config))
    return next((f"{CONFIG}: {text}. {again}" for text in faults), "")


def line_of(error: BaseException) -> str:
    """Where in the file an error happened, as far as it is known."""
    if isinstance(error, SyntaxError) and str(error.filename).endswith(CONFIG):
        return f", line {error.lineno},"
    line, step = None, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename.endswith(CONFIG):
            line = step.tb_lineno
        step = step.tb_next
    return "" if line is None else f", line {line},"


def unknown_names(config: Config) -> Iterator[str]:
    """Settings of this course's file that nothing reads, of which one letter may be wrong."""
    known = known_settings()
    foreign = {
        kind.__name__
        for kind in kinds(Configurable)
        if kind.__module__.split(".")[0] not in ("nbgrader", "grading")
    }
    for section, settings in config.items():
        if section not in known:
            if meant := perhaps(section, known):
                yield f"nothing is called {section}{meant}"
        elif section not in foreign:
            for setting in settings if isinstance(settings, Config) else ():
                if setting[0].islower() and setting not in known[section]:
                    yield no_setting(section, setting, known[section])


def known_settings() -> dict[str, set[str]]:
    """The settings that are read under the name of each class, its own and those of classes below.

    Returns
    -------
    dict of str to set of str
    """
    known: dict[str, set[str]] = {}
    for kind in kinds(Configurable):
        for above in kind.__mro__:
            if issubclass(above, Configurable):
                names = kind.class_trait_names(config=True)
                known.setdefault(above.__name__, set()).update(names)
    return known


def no_setting(section: str, setting: str, known: Iterable[str]) -> str:
    """What is said of a name that a class does not read."""
    return f"{section} has no setting {setting}{perhaps(setting, known, SOMEWHAT_ALIKE)}"


def perhaps(name: str, known: Iterable[str], alike: float = ALIKE) -> str:
    """The end of a sentence on a name that is wrong: which one was meant, where one is like it."""
    close = difflib.get_close_matches(name, known, 1, alike)
    return f", perhaps {close[0]} was meant" if close else ""


def wrong_values(config: Config, prefix: str = "c.") -> Iterator[str]:
    """Settings with a value that no class of that name takes.

    nbgrader finds out when it first makes the class, which may be weeks later.

    Parameters
    ----------
    config : Config
    prefix : str
        What stands before a setting where it was written.
    """
    for section, settings in config.items():
        named = [kind for kind in kinds(Configurable) if kind.__name__ == section]
        for setting, value in settings.items() if isinstance(settings, Config) else ():
            known = [kind for kind in named if setting in kind.class_trait_names(config=True)]
            refused = [why for kind in known if (why := refusal(kind, setting, value))]
            if known and len(refused) == len(known):
                yield f"{prefix}{section}.{setting} cannot be used: {refused[0]}"


def not_followed(config: Config, prefix: str = "c.") -> Iterator[str]:
    """Settings of nbgrader's that not everything in the course would follow.

    Judges and feedback know the hidden part of a grade cell by nbgrader's own words. With others
    they would take it for visible, and tell students of it.

    Parameters
    ----------
    config : Config
    prefix : str
        As in `wrong_values`.
    """
    for name, value in config.items():
        if isinstance(value, Config):  # of a class, perhaps only where another one makes it
            yield from not_followed(value, f"{prefix}{name}.")
        elif value != (words := HIDDEN_TESTS.get(name, value)):
            yield (
                f"{prefix}{name} is {value!r}, but judges and feedback know hidden tests by "
                f"{words!r} only; mark them so, and leave this setting out"
            )


def refusal(kind: type[Configurable], setting: str, value: object) -> str:
    """Why a class does not take a value for a setting; empty if it does."""
    # Not set up as it would be in a command: that may read files, start or log something.
    blank = kind.__new__(kind)
    if isinstance(value, LazyConfigValue):
        value = value.get_value(getattr(blank, setting))
    elif isinstance(value, DeferredConfig):  # a text of the command line
        value = value.get_value(kind.class_traits()[setting])
    # A check of the class's own may need what is not set up here; the command makes it again.
    with contextlib.suppress(AttributeError, OSError):
        try:
            value = kind.class_traits()[setting]._validate(blank, value)
        except TraitError as error:
            return " ".join(str(error).split()).rstrip(".")
    return unknown_zone(str(value)) if setting == "timezone" else ""


def unknown_zone(name: str) -> str:
    """Why there is no zone of a name, which to nbgrader is any text; empty if there is one."""
    from grading.times import all_zones

    if name in all_zones():
        return ""
    meant = perhaps(name, all_zones())
    return f"expected the name of a zone such as Europe/Berlin, found “{name}”{meant}"


def kinds(kind: type[Configurable]) -> Iterator[type[Configurable]]:
    """All classes that can be configured and are imported by now."""
    for below in kind.__subclasses__():
        yield below
        yield from kinds(below)
