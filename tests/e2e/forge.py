"""A forge on loopback that holds tidemark to what GitHub documents, and GitLab
(docs.gitlab.com/api: "Commits", "Notes"). Below /repos it is GitHub or Gitea,
below /projects GitLab.

Usage: forge.py FOLDER [CERTIFICATE KEY]

Its port is in FOLDER/port once it listens. What it has is in FOLDER/state.json,
what it was asked in FOLDER/log, a JSON object a line. FOLDER/plan.json is a list
of faults, each taken by the first request that it matches:
{"match": "POST .*/statuses/", "do": "500"}. FOLDER/settings.json may say
"permissions" of the token, and "app": false for a person's.

The rules are those of docs.github.com/rest: "Commit statuses", "Check runs",
"Issue comments", "Rate limits for the REST API", "Using pagination in the REST
API", "Troubleshooting the REST API".
"""
import json
import os
import re
import ssl
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock

TOKEN = "forge-token-5f2c9d"
REPOSITORY = "owner/name"
DESCRIPTION_MAX = 140
SUMMARY_MAX = 65535
COMMENT_MAX = 65536
ANNOTATIONS_MAX = 50
STATUSES_MAX = 1000

folder = sys.argv[1]
lock = Lock()
state = {"statuses": [], "check_runs": [], "comments": [], "next": 1}


def load(name, otherwise):
    try:
        with open(os.path.join(folder, name)) as file:
            return json.load(file)
    except FileNotFoundError:
        return otherwise


def save(name, value):
    path = os.path.join(folder, name)
    with open(path + ".new", "w") as file:
        json.dump(value, file)
    os.replace(path + ".new", path)


class Refused(Exception):
    def __init__(self, status, message, errors=None, headers=None):
        super().__init__(message)
        self.status = status
        self.headers = headers or {}
        self.body = {"message": message, "documentation_url": "https://docs"}
        if errors:
            self.body["errors"] = errors


def invalid(resource, field, code="invalid"):
    return Refused(422, "Validation Failed",
                   [{"resource": resource, "field": field, "code": code}])


def need(resource, body, field, kind=str):
    if not isinstance(body.get(field), kind):
        raise invalid(resource, field, "missing_field")
    return body[field]


def permit(name):
    held = load("settings.json", {}).get(
        "permissions", ["statuses", "checks", "pull_requests"])
    if name not in held:
        raise Refused(403, "Resource not accessible by integration",
                      headers={"X-Accepted-GitHub-Permissions": name + "=write"})


def is_app():
    return load("settings.json", {}).get("app", True)


def new_id():
    state["next"] += 1
    return state["next"]


# ---- what may be asked ----
def post_status(body, sha):
    permit("statuses")
    if need("Status", body, "state") not in (
            "error", "failure", "pending", "success"):
        raise invalid("Status", "state", "custom")
    if len(body.get("description") or "") > DESCRIPTION_MAX:
        raise invalid("Status", "description", "too_long")
    same = [s for s in state["statuses"] if s["sha"] == sha
            and s["context"] == body.get("context", "default")]
    if len(same) >= STATUSES_MAX:
        raise Refused(422, "This SHA and context has reached the maximum "
                           "number of statuses.")
    state["statuses"].append(
        {"context": "default", **body, "sha": sha, "id": new_id()})
    return 201, {"id": state["next"]}


def check_output(output):
    need("CheckRun", output, "title")
    if len(need("CheckRun", output, "summary")) > SUMMARY_MAX:
        raise invalid("CheckRun", "summary", "too_long")
    annotations = output.get("annotations", [])
    if len(annotations) > ANNOTATIONS_MAX:
        raise invalid("CheckRun", "annotations", "too_many")
    for row in annotations:
        for field in ("path", "annotation_level", "message"):
            need("CheckRunAnnotation", row, field)
        for field in ("start_line", "end_line"):
            need("CheckRunAnnotation", row, field, int)
        if row["annotation_level"] not in ("notice", "warning", "failure"):
            raise invalid("CheckRunAnnotation", "annotation_level")
        if len(row.get("title", "")) > 255:
            raise invalid("CheckRunAnnotation", "title", "too_long")


def take_run(run, body):
    permit("checks")
    if not is_app():
        raise Refused(403, "You must authenticate via a GitHub App.")
    if body.get("status", "queued") not in (
            "queued", "in_progress", "completed"):
        raise invalid("CheckRun", "status")
    if body.get("status") == "completed" and body.get("conclusion") not in (
            "action_required", "cancelled", "failure", "neutral", "success",
            "skipped", "stale", "timed_out"):
        raise invalid("CheckRun", "conclusion")
    if "output" in body:
        check_output(body["output"])
    kept = run.get("annotations", [])
    run.update(body)
    run["annotations"] = kept + body.get("output", {}).get("annotations", [])
    return run


def show_run(run):
    output = run.get("output", {})
    return dict(id=run["id"], name=run["name"],
                external_id=run.get("external_id"),
                output=dict(title=output.get("title"),
                            annotations_count=len(run["annotations"])))


def post_run(body):
    need("CheckRun", body, "name")
    if not re.fullmatch("[0-9a-f]{40}", need("CheckRun", body, "head_sha")):
        raise invalid("CheckRun", "head_sha")
    run = take_run({}, body)
    run["id"] = new_id()
    state["check_runs"].append(run)
    return 201, show_run(run)


def patch_run(body, number):
    for run in state["check_runs"]:
        if run["id"] == int(number):
            return 200, show_run(take_run(run, body))
    raise Refused(404, "Not Found")


def get_runs(query, sha):
    runs = [show_run(r) for r in state["check_runs"] if r["head_sha"] == sha
            and r["name"] == query.get("check_name", r["name"])]
    return 200, {"total_count": len(runs), "check_runs": runs}


def comment_body(body):
    permit("pull_requests")
    text = need("IssueComment", body, "body")
    if not text:
        raise invalid("IssueComment", "body", "missing_field")
    if len(text) > COMMENT_MAX:
        raise invalid("IssueComment", "body", "too_long")
    return text


def author():
    return ({"login": "github-actions[bot]", "type": "Bot"} if is_app()
            else {"login": "octo", "type": "User"})


def post_comment(body, number):
    row = {"id": new_id(), "issue": int(number), "user": author(),
           "body": comment_body(body)}
    state["comments"].append(row)
    return 201, row


def find_comment(number):
    for row in state["comments"]:
        if row["id"] == int(number):
            return row
    raise Refused(404, "Not Found")


def patch_comment(body, number):
    text = comment_body(body)
    find_comment(number)["body"] = text
    return 200, find_comment(number)


def delete_comment(body, number):
    permit("pull_requests")
    state["comments"].remove(find_comment(number))
    return 204, None


def get_user(query):
    if is_app():
        raise Refused(403, "Resource not accessible by integration")
    return 200, {"login": "octo", "username": "octo"}


# ---- GitLab ----
def post_gitlab_status(body, sha):
    permit("statuses")
    if need("Status", body, "state") not in (
            "pending", "running", "success", "failed", "canceled", "skipped"):
        raise Refused(400, {"state": ["does not have a valid value"]})
    if len(body.get("description") or "") > 255:
        raise Refused(400, {"description": ["is too long"]})
    same = [s for s in state["statuses"] if s["sha"] == sha
            and s.get("name") == body.get("name")]
    if same and same[-1]["state"] == body["state"]:
        raise Refused(400, "Cannot transition status via :run from :%s"
                      % body["state"])
    state["statuses"].append(dict(body, sha=sha, id=new_id()))
    return 201, {"id": state["next"]}


def note(row):
    return {"id": row["id"], "body": row["body"],
            "author": {"username": row["user"]["login"]}}


def post_note(body, number):
    status, row = post_comment(body, number)
    return status, note(row)


def put_note(body, number, comment):
    status, row = patch_comment(body, comment)
    return status, note(row)


def delete_note(body, number, comment):
    return delete_comment(body, comment)


PROJECT = "/projects/" + REPOSITORY.replace("/", "%2F")
BASE = "/repos/" + REPOSITORY
ROUTES = [
    ("POST", BASE + r"/statuses/([0-9a-f]{40})", post_status),
    ("POST", BASE + r"/check-runs", post_run),
    ("PATCH", BASE + r"/check-runs/(\d+)", patch_run),
    ("GET", BASE + r"/commits/([0-9a-f]{40})/check-runs", get_runs),
    ("POST", BASE + r"/issues/(\d+)/comments", post_comment),
    ("PATCH", BASE + r"/issues/comments/(\d+)", patch_comment),
    ("DELETE", BASE + r"/issues/comments/(\d+)", delete_comment),
    ("GET", r"/user", get_user),
    ("POST", PROJECT + r"/statuses/([0-9a-f]{40})", post_gitlab_status),
    ("POST", PROJECT + r"/merge_requests/(\d+)/notes", post_note),
    ("PUT", PROJECT + r"/merge_requests/(\d+)/notes/(\d+)", put_note),
    ("DELETE", PROJECT + r"/merge_requests/(\d+)/notes/(\d+)", delete_note),
]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 20

    def log_message(self, *arguments):
        pass

    def answer(self, status, body, headers=None, raw=None):
        data = raw if raw is not None else (
            b"" if body is None else json.dumps(body).encode())
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def list_comments(self, number, query, path):
        size = min(int(query.get("per_page", 30)), 100)
        page = int(query.get("page", 1))
        rows = [c for c in state["comments"] if c["issue"] == int(number)]
        headers = {}
        if page * size < len(rows):
            headers["Link"] = "<%s%s?per_page=%d&page=%d>; rel=\"next\"" % (
                self.base(), path, size, page + 1)
        return rows[(page - 1) * size:page * size], headers

    def base(self):
        return "%s://%s" % ("https" if len(sys.argv) > 2 else "http",
                            self.headers["Host"])

    def serve(self, body):
        path, _, rest = self.path.partition("?")
        query = dict(p.split("=", 1) for p in rest.split("&") if "=" in p)
        comments = re.fullmatch(
            BASE + r"/issues/(\d+)/comments|" +
            PROJECT + r"/merge_requests/(\d+)/notes", path)
        if self.command == "GET" and comments:
            number = comments.group(1) or comments.group(2)
            rows, headers = self.list_comments(number, query, path)
            if comments.group(2):  # GitLab's newest come first
                rows = [note(row) for row in reversed(rows)]
            return 200, rows, headers
        for method, pattern, route in ROUTES:
            match = re.fullmatch(pattern, path)
            if match and method == self.command:
                given = query if method == "GET" else body
                return route(given, *match.groups()) + ({},)
        raise Refused(404, "Not Found")

    def authorize(self):
        if self.path.startswith("/projects"):
            given = self.headers.get("PRIVATE-TOKEN")
        else:
            # Gitea's word, or GitHub's.
            given = re.sub("^(Bearer|token) ", "",
                           self.headers.get("Authorization", ""))
            if self.path == "/user":
                given = given or self.headers.get("PRIVATE-TOKEN")
        if given != TOKEN:
            raise Refused(401, "Bad credentials")
        if not self.headers.get("User-Agent"):
            raise Refused(403, "Request forbidden by administrative rules.")

    def fault(self):
        plan = load("plan.json", [])
        for i, row in enumerate(plan):
            if re.search(row["match"], "%s %s" % (self.command, self.path)):
                save("plan.json", plan[:i] + plan[i + 1:])
                return row
        return {"do": "nothing"}

    def cut(self):
        self.close_connection = True
        self.connection.shutdown(2)

    def before(self, row):
        """@return whether the request is over."""
        what = row["do"]
        if what in ("500", "502", "503"):
            self.answer(int(what), {"message": "Server Error"})
        elif what == "429":
            self.answer(429, {"message": "slow down"},
                        {"Retry-After": str(row.get("after", 1))})
        elif what == "limit":
            self.answer(403, {"message": "API rate limit exceeded"}, {
                "X-RateLimit-Remaining": "0",
                "X-RateLimit-Reset": str(int(time.time()) + row["after"])})
        elif what == "cut":
            self.cut()
        elif what == "redirect":
            self.answer(row.get("status", 307), {"message": "Moved"}, {
                "Location": row["to"].replace("BASE", self.base())})
        elif what == "garbage":
            self.answer(200, None, raw=b"<html>{not json")
        elif what == "huge":
            self.answer(200, None, raw=b" " * (9 << 20))
        elif what == "slow":
            time.sleep(row["after"])
            return False
        else:
            return False
        return True

    def handle_one(self):
        length = int(self.headers.get("Content-Length") or 0)
        text = self.rfile.read(length)
        with lock:
            with open(os.path.join(folder, "log"), "a") as file:
                file.write(json.dumps({
                    "at": time.time(), "method": self.command,
                    "path": self.path,
                    "token": TOKEN in str(self.headers)}) + "\n")
            row = self.fault()
        if self.before(row):
            return
        with lock:
            # Whoever writes the file anew makes it another forge.
            state.update(load("state.json", {}))
            try:
                self.authorize()
                status, body, headers = self.serve(
                    json.loads(text) if text else {})
            except Refused as refused:
                status, body, headers = (
                    refused.status, refused.body, refused.headers)
            save("state.json", state)
        if row["do"] == "500-after":
            self.answer(500, {"message": "Server Error"})
        elif row["do"] == "cut-after":
            self.cut()
        else:
            self.answer(status, body, headers)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = handle_one


class Server(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        # Whoever asked may have been killed; all else is our mistake.
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


state.update(load("state.json", {}))
server = Server(("127.0.0.1", 0), Handler)
server.daemon_threads = True
if len(sys.argv) > 2:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2], sys.argv[3])
    server.socket = context.wrap_socket(server.socket, server_side=True)
save("state.json", state)
save("port", server.server_address[1])
server.serve_forever()
