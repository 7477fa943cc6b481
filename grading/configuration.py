"""Whether nbgrader_config.py can be used: it can be loaded, and all that it sets is read and taken.

It needs traitlets only; whatever else of the course an update has left out, this can be said.
"""

import contextlib
import difflib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from traitlets import TraitError
from traitlets.config import Config, Configurable, LazyConfigValue, PyFileConfigLoader

CONFIG = "nbgrader_config.py"
#: How alike two names are of which one may be a typing error of the other.
ALIKE = 0.8


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
    faults = chain(unknown_names(own), wrong_values(own))
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
    known: dict[str, set[str]] = {}
    foreign = set()
    for kind in kinds(Configurable):
        known.setdefault(kind.__name__, set()).update(kind.class_trait_names(config=True))
        if kind.__module__.split(".")[0] not in ("nbgrader", "grading"):
            foreign.add(kind.__name__)
    for section, settings in config.items():
        if section not in known:
            for name in difflib.get_close_matches(section, known, 1, ALIKE):
                yield f"nothing is called {section}, perhaps {name} was meant"
        elif section not in foreign:
            traits = known[section]
            for setting in settings if isinstance(settings, Config) else ():
                if setting[0].islower() and setting not in traits:
                    close = difflib.get_close_matches(setting, traits, 1, 0)
                    perhaps = f", perhaps {close[0]} was meant" if close else ""
                    yield f"{section} has no setting {setting}{perhaps}"


def wrong_values(config: Config) -> Iterator[str]:
    """Settings of this course's file with a value that no class of that name takes.

    nbgrader finds out when it first makes the class, which may be weeks later.
    """
    for section, settings in config.items():
        named = [kind for kind in kinds(Configurable) if kind.__name__ == section]
        for setting, value in settings.items() if isinstance(settings, Config) else ():
            known = [kind for kind in named if setting in kind.class_trait_names(config=True)]
            refused = [why for kind in known if (why := refusal(kind, setting, value))]
            if known and len(refused) == len(known):
                yield f"c.{section}.{setting} cannot be used: {refused[0]}"


def refusal(kind: type[Configurable], setting: str, value: object) -> str:
    """Why a class does not take a value for a setting; empty if it does."""
    # Not set up as it would be in a command: that may read files, start or log something.
    blank = kind.__new__(kind)
    if isinstance(value, LazyConfigValue):
        value = value.get_value(getattr(blank, setting))
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
    close = difflib.get_close_matches(name, all_zones(), 1, ALIKE)
    perhaps = f", perhaps {close[0]} was meant" if close else ""
    return f"expected the name of a zone such as Europe/Berlin, found “{name}”{perhaps}"


def kinds(kind: type[Configurable]) -> Iterator[type[Configurable]]:
    """All classes that can be configured and are imported by now."""
    for below in kind.__subclasses__():
        yield below
        yield from kinds(below)
