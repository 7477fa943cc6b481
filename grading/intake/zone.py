"""The zone in which nbgrader writes times, where a course sets one: ``c.Exchange.timezone``."""

from typing import ClassVar

from traitlets.config import Config


class Settings:
    """By which configuration times are read: the one that `read_with` was given last.

    The functions that nbgrader calls get none, and a course's folder has one of the time before
    nbgrader_config.py was read.
    """

    config: ClassVar[Config] = Config()


def read_with(config: Config) -> None:
    """Have times read by a configuration, which is looked up when one is read."""
    Settings.config = config


def configured_zone() -> str | None:
    """The zone in which nbgrader writes times, where one is configured."""
    return Settings.config.Exchange.get("timezone")
