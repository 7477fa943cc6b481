"""A line to a platform: access by a signed assertion, patience where it is busy, and sentences.

Access is asked for by OAuth 2.0's client credentials with a signed JSON Web Token (Security
Framework 1.0, section 4.1). Authlib signs and asks.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT, private_key_jwt_sign
from joserfc.jwk import RSAKey
from urllib3 import Retry
from urllib3.exceptions import InvalidHeader

from grading.counts import counted
from grading.errors import CourseError
from grading.letters import printable
from grading.lti.keys import ALGORITHM, name_of
from grading.lti.registration import Registration, refuse_open_address
from grading.terminal import say

#: Seconds in which a platform answers.
ANSWER = 30
#: Seconds for which an assertion holds; the Security Framework calls five minutes typical.
ASSERTION = 300
#: Seconds before its end at which access counts as over.
NEARLY_OVER = 60
#: Seconds that are waited where a platform says that it is busy, and not for how long.
BUSY = 10
#: Seconds that are waited at most.
MOST_PAUSE = 600
#: How often a busy platform is asked the same.
MOST_TRIES = 6

GOES_ON = "What was sent is kept, and the same command goes on."
UNREACHABLE = "The platform at {host} does not answer ({why}). {goes_on}"
UNTRUSTED = (
    "The certificate of the platform at {host} is not trusted ({why}), so nothing was sent. Where "
    "your institution has an authority of its own, set REQUESTS_CA_BUNDLE to its file."
)
NO_ACCESS = (
    "The platform at {host} gives no access ({why}). Compare client_id, audience and token_url "
    "with what the platform shows of this tool, and the key that it has with what "
    "`python -m grading.adapters.passback --public-key` shows; and look whether the tool is "
    "switched on there."
)
NO_SCOPE = (
    "The platform at {host} does not let this tool do what is needed: {scopes}. Its administrator "
    "can allow it where the tool is registered."
)
TOO_BUSY = "The platform at {host} is busy and asks to wait {pause}. {goes_on}"
WAITING = "The platform asks to wait: going on in {pause}."


class PlatformFailed(CourseError):
    """A platform cannot be used, or not any more; the text is a sentence."""


class ShortAssertion(PrivateKeyJWT):
    """A signed assertion that holds for `ASSERTION` seconds; Authlib's own holds for an hour."""

    def sign(self, auth: OAuth2Session, token_endpoint: str) -> str:
        """An assertion for an audience, signed with the key that the session was given."""
        return private_key_jwt_sign(
            auth.client_secret,
            client_id=auth.client_id,
            token_endpoint=token_endpoint,
            claims=self.claims,
            header=self.headers,
            alg=self.alg,
            expires_in=ASSERTION,
        )


class Access:
    """Requests to a platform, with access to some of its services.

    Parameters
    ----------
    registration : Registration
    key : RSAKey
    scopes : sequence of str
        Names of what the course is going to do.
    wait : callable
        Lets seconds pass.
    """

    def __init__(
        self,
        registration: Registration,
        key: RSAKey,
        scopes: Sequence[str],
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        refuse_open_address("c.Passback.token_url", registration.token_url)
        self.host = host_of(registration.token_url)
        self.scopes, self.wait = scopes, wait
        self.answer: requests.Response | None = None
        self.session = OAuth2Session(
            client_id=registration.client_id,
            client_secret=key,
            token_endpoint_auth_method="private_key_jwt",
            token_endpoint=registration.token_url,
            grant_type="client_credentials",
            scope=" ".join(scopes),
            default_timeout=ANSWER,
            leeway=0,  # access is renewed here, before a request, so that a failure has a sentence
        )
        # Each assertion gets a `jti` of its own, as long as no claims are given here.
        self.session.register_client_auth_method(
            ShortAssertion(
                registration.audience,
                headers={"typ": "JWT", "kid": name_of(key)},
                alg=ALGORITHM,
            )
        )
        self.session.register_compliance_hook("access_token_response", self.keep_answer)

    # --- Access --------------------------------------------------------------------------------

    def take_access(self) -> None:
        """Ask for access, and look whether it is to all that is needed.

        Raises
        ------
        PlatformFailed
        """
        self.session.token = None
        answer = self.patiently(self.asked_for_access)
        if not self.session.token:
            raise PlatformFailed(NO_ACCESS.format(host=self.host, why=reason(answer)))
        # A platform has to say to what it gives access; one that does not gives all.
        given = str(self.session.token.get("scope") or " ".join(self.scopes)).split()
        if missing := [scope for scope in self.scopes if scope not in given]:
            raise PlatformFailed(NO_SCOPE.format(host=self.host, scopes=", ".join(missing)))

    def asked_for_access(self) -> requests.Response:
        """The answer to a new assertion; where it is access, the session has it."""
        self.answer = None
        try:
            self.session.fetch_token(allow_redirects=False)
        except (requests.HTTPError, AuthlibBaseError, ValueError, KeyError):
            if self.answer is None:
                raise
        assert self.answer is not None
        return self.answer

    def keep_answer(self, answer: requests.Response) -> requests.Response:
        """Keep what a platform says about access, since Authlib keeps only what it gives."""
        self.answer = answer
        return answer

    # --- Requests ------------------------------------------------------------------------------

    def ask(
        self,
        method: str,
        address: str,
        headers: Mapping[str, str],
        body: bytes | None = None,
    ) -> requests.Response:
        """The answer to a request, whatever its status, when the platform is not busy.

        Raises
        ------
        PlatformFailed
            If the platform is not reached, or stays busy.
        """
        refuse_open_address("What the platform names", address)
        token = self.session.token
        if not token or token.is_expired(NEARLY_OVER):
            self.take_access()

        def request() -> requests.Response:
            return self.session.request(
                method, address, headers=dict(headers), data=body, allow_redirects=False
            )

        answer = self.patiently(request)
        if answer.status_code == requests.codes.unauthorized:
            self.take_access()  # it may have been taken back before its time
            answer = self.patiently(request)
        return answer

    def patiently(self, request: Callable[[], requests.Response]) -> requests.Response:
        """The answer to a request, sent again as long as the platform asks to wait."""
        for _ in range(MOST_TRIES):
            answer = self.reached(request)
            pause = pause_asked_for(answer)
            if pause is None:
                return answer
            shown = counted(round(pause), "second")
            if pause > MOST_PAUSE:
                break
            say(WAITING.format(pause=shown))
            self.wait(pause)
        raise PlatformFailed(TOO_BUSY.format(host=self.host, pause=shown, goes_on=GOES_ON))

    def reached(self, request: Callable[[], requests.Response]) -> requests.Response:
        """The answer to a request, or a sentence where there is none."""
        try:
            return request()
        except requests.exceptions.SSLError as error:
            raise PlatformFailed(UNTRUSTED.format(host=self.host, why=cause(error))) from None
        except requests.RequestException as error:
            raise PlatformFailed(
                UNREACHABLE.format(host=self.host, why=cause(error), goes_on=GOES_ON)
            ) from None


def pause_asked_for(answer: requests.Response) -> float | None:
    """For how many seconds a platform asks to wait; None where it does not."""
    said = answer.headers.get("Retry-After")
    busy = answer.status_code == requests.codes.too_many_requests
    busy |= answer.status_code == requests.codes.service_unavailable and said is not None
    # Canvas says so with another number (its documentation, "Throttling").
    busy |= answer.status_code == requests.codes.forbidden and "Rate Limit" in answer.text
    if not busy:
        return None
    try:
        return Retry().parse_retry_after(said) if said else BUSY
    except InvalidHeader:
        return BUSY


def reason(answer: requests.Response) -> str:
    """Why a platform refuses, in its own words as far as it says some, and with its number."""
    words: object = ""
    try:
        data = answer.json()
    except ValueError:
        data = None
    if isinstance(data, dict):
        named = (data.get(name) for name in ("error_description", "error", "message", "errors"))
        words = next(filter(None, named), "")
    words = printable(words or answer.reason or "")
    return f"{answer.status_code}{words and ', '}{words}"


def cause(error: BaseException) -> str:
    """Why nothing was reached, on one line: the innermost error, around which libraries put theirs.

    Parameters
    ----------
    error : BaseException
        Of requests.
    """
    inner: BaseException | None = error
    while inner is not None:
        error = inner
        around = error.args[0] if error.args else None
        inner = around if isinstance(around, Exception) else error.__context__
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return printable(" ".join(words.split()) or type(error).__name__)


def host_of(address: str) -> str:
    """The host in an address."""
    return printable(urlsplit(address).netloc)
