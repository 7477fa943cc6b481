"""A gradebook on a database server: whether it answers, and what is said where it does not.

Sentences from here never hold the password, which is a part of the address.
"""

from sqlalchemy import NullPool, create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

ADDRESS = (
    "The address of the gradebook, c.CourseDirectory.db_url, cannot be read. Expected one such as "
    "postgresql://user:password@host/name, in which signs of the password such as @, : and % are "
    "written as %40, %3A and %25. Mend it, and run the command again."
)
NO_DRIVER = (
    "The gradebook is on a database server, and the driver that talks to it is not installed "
    '({said}). For PostgreSQL call .venv/bin/pip install "psycopg[binary]" "sqlalchemy>=2.1", and '
    "run the command again."
)
FAILED = (
    "The gradebook on the database server cannot be used ({said}). See whether the server runs, "
    "whether c.CourseDirectory.db_url has its address, your name and your password, and whether "
    "another program keeps rows of it locked; then run the command again."
)


def refusal(url: str) -> str:
    """Look whether a gradebook on a server can be used, before a command begins.

    Parameters
    ----------
    url : str
        Of the gradebook; one in SQLite is not looked at.

    Returns
    -------
    str
        A sentence on what is wrong and what to do; empty where all is well.
    """
    address = parts_of(url)
    if address is None:
        return ADDRESS
    if address.get_backend_name() == "sqlite":
        return ""
    try:
        create_engine(address, poolclass=NullPool).connect().close()
    except (ArgumentError, ValueError):  # no such kind of database, or no name that a host can have
        return ADDRESS
    except ImportError as error:
        return NO_DRIVER.format(said=first_line(error))
    except SQLAlchemyError as error:
        return FAILED.format(said=said_by(error))
    return ""


def parts_of(url: str) -> URL | None:
    """An address in its parts; None where it cannot be read.

    The error is not passed on, as it may quote the password.
    """
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        return None
    # A password in which @ stands as it is ends there, and its rest is taken for the host.
    return None if "@" in (address.host or "") else address


def said_by(error: SQLAlchemyError) -> str:
    """What the database, or its driver, says of an error, in one line."""
    return first_line(getattr(error, "orig", None) or error)


def first_line(error: BaseException) -> str:
    """An error in one line; drivers add advice and statements in further ones."""
    return str(error).split("\n")[0].strip().removeprefix("connection failed: ").rstrip(".")
