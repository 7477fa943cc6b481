"""Whether the options of a command are read and taken.

traitlets leaves out an option that it does not know, and nbgrader goes on without it: with
``--studnet=ada`` it would grade everybody. Like `configuration`, this needs traitlets only.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import chain, takewhile

from traitlets.config import Application

from grading.configuration import (
    SOMEWHAT_ALIKE,
    known_settings,
    no_setting,
    not_followed,
    perhaps,
    wrong_values,
)

#: An option as it is typed: ``--student``, ``-f`` or ``--Class.setting``, with a value or without.
OPTION = re.compile(r"(?P<dashes>--?)(?P<name>[A-Za-z][\w-]*(?:\.\w+)*)(?:=.*)?", re.DOTALL)


def fault_of(app: Application) -> str:
    """What is wrong with the options of a command.

    Parameters
    ----------
    app : Application
        The command, when it has read them and nbgrader_config.py.

    Returns
    -------
    str
        One sentence, or nothing if all is well.
    """
    given = app.cli_config
    faults = chain(unknown_options(app), wrong_values(given, "--"), not_followed(given, "--"))
    again = "Mend it and run the command again; nothing was done."
    return next((f"On the command line {text}. {again}" for text in faults), "")


def unknown_options(app: Application) -> Iterator[str]:
    """Options that nothing reads."""
    short = {name for keys in (*app.aliases, *app.flags) for name in names_of(keys)}
    known = known_settings()
    for typed in takewhile(lambda argument: argument != "--", app.argv):
        found = OPTION.fullmatch(typed)
        if found is None or found["name"] in short:
            continue
        *sections, setting = found["name"].split(".")
        if sections:
            yield from unknown_setting(sections, setting, known)
        else:
            meant = perhaps(setting, short, SOMEWHAT_ALIKE)
            yield f"there is no option {found['dashes']}{setting}{meant}"


def names_of(keys: str | tuple[str, ...]) -> tuple[str, ...]:
    """The names of one option, of which traitlets lets it have several."""
    return (keys,) if isinstance(keys, str) else keys


def unknown_setting(
    sections: list[str], setting: str, known: Mapping[str, set[str]]
) -> Iterator[str]:
    """What is wrong with the names of classes, or with that of the setting of the last one."""
    for section in sections:
        if section not in known:
            yield f"nothing that is in use is called {section}{perhaps(section, known)}"
            return
    if setting not in known[sections[-1]]:
        yield no_setting(sections[-1], setting, known[sections[-1]])
