"""What a learning platform and this course know of each other.

Its administrator registers the course as a tool: the platform gets the public key, the course the
addresses and a client id.
"""

import ipaddress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from grading.errors import CourseError
from grading.letters import printable

NO_ADDRESS = (
    "{name} has to be an address that begins with https://, found {found}. Grades and access to "
    "the platform must not be read by others on their way."
)


class NotSetUp(CourseError):
    """Something that this course has to have or to know is not there; the text says what."""


@dataclass(frozen=True)
class Registration:
    """A platform at which the course is registered.

    Attributes
    ----------
    token_url : str
        Where access is asked for.
    client_id : str
        Under which the platform knows the course.
    key_file : Path
        Of the private key.
    audience : str
        What the platform calls its server for access; often that is `token_url`.
    """

    token_url: str
    client_id: str
    key_file: Path
    audience: str


def refuse_open_address(name: str, address: str) -> None:
    """Refuse an address at which others could read along.

    Parameters
    ----------
    name : str
        Of the setting, or of what the platform has given.
    address : str

    Raises
    ------
    NotSetUp
    """
    try:
        parts = urlsplit(address)
        safe = bool(parts.hostname) and (
            parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))
        )
    except ValueError:
        safe = False
    if not safe:
        raise NotSetUp(NO_ADDRESS.format(name=name, found=printable(address) or "nothing"))


def is_loopback(host: str | None) -> bool:
    """Whether a host is this machine, as where a platform is tried out."""
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return host == "localhost"
