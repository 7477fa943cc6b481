"""The key with which the course signs what it asks a platform for: RSA, in a file of its own.

Whoever has the file can change grades on the platform, so nobody else may read it.
"""

import json
import os
import stat
from pathlib import Path

from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from grading.letters import visible
from grading.lti.registration import NotSetUp

#: How keys sign: the Security Framework names RS256, and platforms know it.
ALGORITHM = "RS256"
BITS = 3072

UNREADABLE = (
    "The key file {path} cannot be read ({why}). Name the file of the private key, or make one: "
    "python -m grading.adapters.passback --new-key"
)
OPEN = (
    "The key file {path} may be read by others than you (its mode is {mode:o}), and who has it can "
    "change grades. Take that away: chmod 600 {path}"
)
NO_KEY = "The key file {path} holds no private RSA key in PEM form without a password."
THERE = "{path} is there already, and a new key would make the registration useless. Move it away."
UNWRITABLE = "The key file {path} could not be written: {why}."


def read_key(path: Path) -> RSAKey:
    """The private key in a file.

    Raises
    ------
    NotSetUp
        If there is none, or others may read it.
    """
    shown = visible(str(path))
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        data = path.read_bytes()
    except OSError as error:
        raise NotSetUp(UNREADABLE.format(path=shown, why=error.strerror)) from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise NotSetUp(OPEN.format(path=shown, mode=mode))
    try:
        key = RSAKey.import_key(data)
    except (JoseError, ValueError, TypeError):
        raise NotSetUp(NO_KEY.format(path=shown)) from None
    if not key.is_private:
        raise NotSetUp(NO_KEY.format(path=shown))
    return key


def make_key(path: Path) -> RSAKey:
    """A new private key, in a file that nobody else may read.

    Raises
    ------
    NotSetUp
        If there is a file of that name, or none can be written.
    """
    key = RSAKey.generate_key(BITS)
    try:
        descriptor = os.open(
            path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR
        )
    except FileExistsError:
        raise NotSetUp(THERE.format(path=visible(str(path)))) from None
    except OSError as error:
        raise NotSetUp(UNWRITABLE.format(path=visible(str(path)), why=error.strerror)) from None
    with os.fdopen(descriptor, "wb") as file:
        file.write(key.as_pem(private=True))
    return key


def name_of(key: RSAKey) -> str:
    """The key id: a number that follows from the key (RFC 7638)."""
    return key.thumbprint()


def public_pem(key: RSAKey) -> str:
    """The public key as Moodle takes it."""
    return key.as_pem(private=False).decode()


def public_jwk(key: RSAKey) -> str:
    """The public key as Canvas takes it: a JSON Web Key."""
    known = {"kid": name_of(key), "alg": ALGORITHM, "use": "sig"}
    return json.dumps(key.as_dict(private=False) | known, indent=1)
