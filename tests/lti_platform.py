"""A learning platform on this machine's own network, written from 1EdTech's specifications.

"AGS" below is "Assignment and Grade Services" 2.0, and "SEC" is "Security Framework" 1.0. The
platform knows nothing of the client: it takes a signed assertion apart by itself and checks the
signature with the public key, and it refuses whatever the specifications do not allow.
"""

import base64
import json
import re
import threading
import time
from collections import deque
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

SCOPES = "https://purl.imsglobal.org/spec/lti-ags/scope/"
READ_ITEMS = {f"{SCOPES}lineitem", f"{SCOPES}lineitem.readonly"}
#: By method and service: which media type is read or sent, and which scopes allow it.
SERVICES = {
    ("GET", "lineitems"): ("vnd.ims.lis.v2.lineitemcontainer+json", READ_ITEMS),
    ("POST", "lineitems"): ("vnd.ims.lis.v2.lineitem+json", {f"{SCOPES}lineitem"}),
    ("GET", "results"): ("vnd.ims.lis.v2.resultcontainer+json", {f"{SCOPES}result.readonly"}),
    ("POST", "scores"): ("vnd.ims.lis.v1.score+json", {f"{SCOPES}score"}),
}
ALL = READ_ITEMS | {f"{SCOPES}result.readonly", f"{SCOPES}score"}
JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ACTIVITY = {"Initialized", "Started", "InProgress", "Submitted", "Completed"}
GRADING = {"FullyGraded", "Pending", "PendingManual", "Failed", "NotReady"}
#: AGS 3.4.9: ISO 8601 with a sub-second precision and a time zone designator.
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(Z|[+-]\d\d(:?\d\d)?)")


class Refused(Exception):
    """An answer that is none of the good ones."""

    def __init__(self, status, why):
        super().__init__(why)
        self.status, self.why = status, why


class Platform:
    """Serves one course in which one tool is registered.

    Parameters
    ----------
    client_id, public_key, key_id : str
        Of the tool; the key is in PEM form.
    users : iterable of str
        LTI user ids of the students.

    Attributes
    ----------
    allowed : set of str
        Scopes that the tool may have.
    columns : dict of str to dict
        By address: the line item, and ``results`` and ``times`` by user.
    busy : deque of tuple
        Statuses and headers with which the next requests are answered, whatever they are.
    asked : list of tuple
        Method, path and body of every request.
    page : int
        How many columns or results are on a page.
    """

    def __init__(self, client_id, public_key, key_id, users):
        self.client_id, self.key_id = client_id, key_id
        self.key = load_pem_public_key(public_key.encode())
        self.users, self.allowed = set(users), set(ALL)
        self.columns, self.tokens, self.used = {}, {}, set()
        self.busy, self.asked, self.page, self.lifetime = deque(), [], 2, 3600
        platform = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                platform.serve(self, b"")

            def do_POST(self):
                platform.serve(self, self.rfile.read(int(self.headers.get("Content-Length", 0))))

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.token_url, self.audience = f"{self.url}/token", f"{self.url}/audience"
        # As Moodle writes it: what stands after the question mark has to stay in all addresses.
        self.line_items_url = f"{self.url}/2344/lineitems?type_id=7"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    # --- What a test looks at ------------------------------------------------------------------

    @property
    def scores(self):
        """Bodies of all scores that were sent, in their order."""
        return [
            json.loads(body)
            for method, path, body in self.asked
            if method == "POST" and urlsplit(path).path.endswith("/scores")
        ]

    def add_column(self, label="hw", resource="hw", maximum=100.0):
        """Make a column, as a teacher or a tool does; returns its address."""
        address = f"{self.url}/2344/lineitems/{len(self.columns) + 1}/lineitem?type_id=7"
        item = {"id": address, "label": label, "resourceId": resource, "scoreMaximum": maximum}
        self.columns[address] = {"item": item, "results": {}, "times": {}}
        return address

    def shown(self, user, column=None):
        """What stands in the cell of a student, and the comment."""
        (column,) = [column] if column else self.columns
        result = self.columns[column]["results"].get(user, {})
        return result.get("resultScore"), result.get("comment")

    def teacher_gives(self, user, points):
        """A teacher types points into the platform's gradebook."""
        (column,) = self.columns.values()
        column["results"][user] = {
            "userId": user,
            "resultScore": points,
            "resultMaximum": column["item"]["scoreMaximum"],
        }

    # --- Requests ------------------------------------------------------------------------------

    def serve(self, request, body):
        self.asked.append((request.command, request.path, body.decode()))
        headers = {}
        try:
            if self.busy:
                status, headers = self.busy.popleft()
                data, kind = {"message": headers.pop("message", "busy")}, "application/json"
            else:
                status, data, kind, headers = self.answered(request, body)
        except Refused as refused:
            status, data, kind = refused.status, {"error": refused.why}, "application/json"
        content = b"" if data is None else json.dumps(data).encode()
        request.send_response(status)
        for name, value in ({"Content-Type": kind} | headers).items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)

    def answered(self, request, body):
        parts = urlsplit(request.path)
        if parts.path == "/token":
            data = self.access(request, parse_qs(body.decode(), strict_parsing=True))
            return 200, data, "application/json", {}
        service = parts.path.rpartition("/")[2]
        if (request.command, service) not in SERVICES:
            raise Refused(404, "no such service")
        kind, scopes = SERVICES[request.command, service]
        self.check_access(request, scopes)
        kind = f"application/{kind}"
        given = request.headers.get("Accept" if request.command == "GET" else "Content-Type")
        if given != kind:
            raise Refused(406 if request.command == "GET" else 415, f"expected {kind}")
        query = parse_qs(parts.query)
        if query.get("type_id") != ["7"]:
            raise Refused(404, "a query of the address was left out")
        if service == "lineitems":
            return self.line_items(request, query, body, kind)
        column = self.columns.get(f"{self.url}{parts.path.rpartition('/')[0]}?type_id=7")
        if column is None:
            raise Refused(404, "no such line item")
        if service == "scores":
            return self.take_score(column, json.loads(body))
        return self.paged(request, query, list(column["results"].values()), kind)

    # --- Access: SEC 4.1 -----------------------------------------------------------------------

    def access(self, request, form):
        if request.command != "POST" or "x-www-form-urlencoded" not in request.headers.get(
            "Content-Type", ""
        ):
            raise Refused(400, "invalid_request")
        form = {name: values[0] for name, values in form.items() if len(values) == 1}
        if form.get("grant_type") != "client_credentials":
            raise Refused(400, "unsupported_grant_type")
        if form.get("client_assertion_type") != JWT_BEARER:
            raise Refused(400, "invalid_request")
        self.check_assertion(form.get("client_assertion", ""))
        scopes = set(form.get("scope", "").split()) & self.allowed
        if not scopes:
            raise Refused(400, "invalid_scope")
        token = f"access-token-number-{len(self.tokens)}"
        self.tokens[token] = time.time() + self.lifetime, scopes
        return {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": self.lifetime,
            "scope": " ".join(sorted(scopes)),
        }

    def check_assertion(self, assertion):
        try:
            head, claims, signature = assertion.split(".")
            header, said = json.loads(plain(head)), json.loads(plain(claims))
        except ValueError:
            raise Refused(400, "invalid_request") from None
        now = time.time()
        audience = said.get("aud")
        for right, name in (
            (header.get("alg") == "RS256", "alg"),
            (header.get("typ") == "JWT", "typ"),
            (header.get("kid") == self.key_id, "kid"),
            (said.get("iss") == self.client_id, "iss"),
            (said.get("sub") == self.client_id, "sub"),
            (self.audience in (audience if isinstance(audience, list) else [audience]), "aud"),
            (is_number(said.get("iat")) and said["iat"] <= now + 5, "iat"),
            (is_number(said.get("exp")) and now < said["exp"] <= now + 3600, "exp"),
            (isinstance(said.get("jti"), str) and said["jti"] not in self.used, "jti"),
        ):
            if not right:
                raise Refused(400, f"invalid_client: {name}")
        try:
            self.key.verify(plain(signature), f"{head}.{claims}".encode(), PKCS1v15(), SHA256())
        except InvalidSignature:
            raise Refused(400, "invalid_client: signature") from None
        self.used.add(said["jti"])

    def check_access(self, request, scopes):
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        ends, given = self.tokens.get(token, (0, set()))
        if kind != "Bearer" or time.time() > ends:
            raise Refused(401, "no access")
        if not scopes & given:
            raise Refused(403, "not in the scopes of this access")

    # --- Services: AGS 3 -----------------------------------------------------------------------

    def line_items(self, request, query, body, kind):
        if request.command == "POST":
            item = json.loads(body)
            label, maximum = item.get("label"), item.get("scoreMaximum")
            if not (isinstance(label, str) and label.strip()):  # 3.2.7
                raise Refused(400, "label")
            if not is_number(maximum) or maximum <= 0:  # 3.2.8
                raise Refused(400, "scoreMaximum")
            address = self.add_column(label, item.get("resourceId"), maximum)
            return 201, self.columns[address]["item"], kind, {}
        items = [column["item"] for column in self.columns.values()]
        for resource in query.get("resource_id", []):  # 3.2.4
            items = [item for item in items if item["resourceId"] == resource]
        return self.paged(request, query, items, kind)

    def paged(self, request, query, found, kind):
        begin = int(query.get("from", ["0"])[0])
        end = begin + self.page
        headers = {}
        if end < len(found):
            path = re.sub(r"&from=\d+", "", request.path)
            headers["Link"] = f'<{self.url}{path}&from={end}>; rel="next"'
        return 200, found[begin:end], kind, headers

    def take_score(self, column, score):
        user, given = score.get("userId"), score.get("scoreGiven")
        if not isinstance(user, str) or user not in self.users:  # 3.4.5
            raise Refused(422, "User not found in course or is not a student")
        if not TIMESTAMP.fullmatch(str(score.get("timestamp"))):  # 3.4.9
            raise Refused(400, "timestamp")
        if score.get("activityProgress") not in ACTIVITY:  # 3.4.7
            raise Refused(400, "activityProgress")
        if score.get("gradingProgress") not in GRADING:  # 3.4.8
            raise Refused(400, "gradingProgress")
        if given is not None:  # 3.4.4
            if not is_number(given) or given < 0:
                raise Refused(400, "scoreGiven")
            if not is_number(score.get("scoreMaximum")) or score["scoreMaximum"] <= 0:
                raise Refused(400, "scoreMaximum")
        if not isinstance(score.get("comment", ""), str):  # 3.4.11
            raise Refused(400, "comment")
        at = datetime.fromisoformat(score["timestamp"])
        if user in column["times"] and column["times"][user] >= at:
            raise Refused(409, "a newer score is on record")
        column["times"][user] = at
        most = column["item"]["scoreMaximum"]
        column["results"].pop(user, None)
        if given is not None and score["gradingProgress"] == "FullyGraded":
            column["results"][user] = {
                "userId": user,
                "resultScore": given * most / score["scoreMaximum"],
                "resultMaximum": most,
                "comment": score.get("comment"),
            }
        return 204, None, "application/json", {}


def plain(text):
    """The bytes of a part of a JSON Web Token (RFC 7515)."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)
