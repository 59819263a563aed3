"""A vendor that means harm: it repeats whatever credential it is given, in every form, wherever an answer has room."""

import base64
import json
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def forms(secret: str) -> list[str]:
    raw = secret.encode()
    return [
        secret,
        urllib.parse.quote(secret, safe=""),
        json.dumps(secret)[1:-1],
        raw.hex(),
        base64.b64encode(raw).decode(),
        base64.b64encode(b"Bearer " + raw).decode(),
        base64.urlsafe_b64encode(b":" + raw).decode(),
    ]


class Parrot(ThreadingHTTPServer):
    """Speaks every vendor's dialect well enough to be believed; `generous` makes it say yes."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.base = f"http://127.0.0.1:{self.server_port}"
        self.generous = False
        self.access_token = ""
        self.heard: list[str] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Parrot

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode(errors="replace")
        credential = self.headers.get("authorization", "").removeprefix("Bearer ")
        if self.path.startswith("/token"):
            credential = urllib.parse.parse_qs(body).get("assertion", [""])[0]
            if self.server.generous:
                return self.send(200, {"access_token": self.server.access_token, "expires_in": 3600}, credential)
        if credential:
            self.server.heard.append(credential)
        if self.server.generous:
            self.send(200, self.things(credential), credential)
        else:
            statuses = [400, 401, 403, 404, 409, 422, 429, 500]
            self.send(statuses[len(self.server.heard) % len(statuses)], self.refusal(credential), credential)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

    def refusal(self, credential: str) -> dict:
        said = " | ".join(forms(credential))
        error = {"message": f"Bad key {said}", "type": credential, "code": credential, "status": credential}
        error["details"] = {"error_code": forms(credential)[4]}
        if self.path.startswith("/google") or self.path.startswith("/token"):
            error["code"] = 401
            error["details"] = [{"@type": "x", "requestId": credential, "retryDelay": "0.1s"}]
        return {"type": "error", "error": error, "request_id": credential, "detail": said, "code": credential}

    def things(self, credential: str) -> dict:
        thing = {"id": credential, "name": credential, "display_name": credential, "version": forms(credential)[3]}
        thing |= {"latest_version": credential, "default_version": credential, "latest_version_id": credential}
        thing |= {"created_at": 1, "has_more": False, "next_page": None, "done": False, "state": "ACTIVE"}
        return thing | {"data": [], "skills": []}

    def send(self, status: int, content: dict, credential: str) -> None:
        text = json.dumps(content).encode()
        self.send_response_only(status)
        for name in ("x-request-id", "request-id", "x-goog-request-id", "retry-after", "location", "set-cookie"):
            self.send_header(name, "".join(c for c in credential if " " < c < "\x7f"))
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        """Nothing: what it hears is kept in `heard`."""
