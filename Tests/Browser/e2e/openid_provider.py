"""A small OpenID provider as a process of its own, with everything that a hostile or broken one may do.

It keeps to OpenID Connect Core 1.0 (code flow), Discovery 1.0, RFC 7636 (S256) and RFC 9207, and checks what it is sent:
the client's secret, the redirect address, the code and its verifier. `POST /_script` says what it does wrong from then
on; `POST /_rotate` gives it another key.
"""

import base64
import hashlib
import http.server
import json
import secrets
import sys
import threading
import time
import urllib.parse

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

CLIENT = ("skillyard", "a client's secret: 100 % + more")
FORM = """<!doctype html><html lang="en"><title>Example ID</title><form method="post">{hidden}
<label>User <input name="user" autofocus></label><label>Groups <input name="groups"></label>
<button id="allow" name="do" value="allow">Sign in</button><button id="deny" name="do" value="deny">Cancel</button>
</form></html>"""


class Provider:
    def __init__(self, port: int, redirect: str) -> None:
        self.base, self.redirect, self.lock = f"http://127.0.0.1:{port}", redirect, threading.Lock()
        self.codes: dict[str, dict] = {}
        self.script: dict = {}
        self.log: list[str] = []
        self.rotate()

    def rotate(self) -> None:
        self.key = ECKey.generate_key("P-256", {"kid": secrets.token_hex(4), "alg": "ES256", "use": "sig"})

    def discovery(self) -> dict:
        return {
            "issuer": self.script.get("discovery_issuer", self.base),
            "authorization_endpoint": self.base + "/authorize",
            "token_endpoint": self.base + "/token",
            "jwks_uri": self.base + "/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
        }

    def allow(self, asked: dict, user: str, groups: str) -> str:
        code = secrets.token_urlsafe(24)
        self.codes[code] = {**asked, "user": user, "groups": groups.split(), "used": False}
        return code

    def token(self, form: dict, authorization: str) -> tuple[int, dict]:
        pair = base64.b64decode(authorization.removeprefix("Basic ")).decode().split(":")
        if [urllib.parse.unquote(part) for part in pair] != list(CLIENT):
            return 401, {"error": "invalid_client"}
        asked = self.codes.get(form.get("code", ""))
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            form.get("grant_type") != "authorization_code"
            or not asked
            or asked["used"] and not self.script.get("codes_count_twice")
            or challenge != asked["code_challenge"]
            or form.get("redirect_uri") != asked["redirect_uri"]
        ):
            return 400, {"error": "invalid_grant"}
        asked["used"] = True
        now = int(time.time())
        claims = {
            "iss": self.base,
            "sub": "id-of-" + asked["user"],
            "aud": CLIENT[0],
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            "preferred_username": asked["user"],
            "name": asked["user"].title() + " Kim",
            "groups": asked["groups"],
            **self.script.get("claims", {}),
        }
        header = {"alg": "ES256", "kid": self.key.kid, **self.script.get("header", {})}
        key = ECKey.generate_key("P-256") if self.script.get("forge") else self.key
        answer = {"access_token": secrets.token_urlsafe(24), "token_type": "Bearer", "expires_in": 300}
        return 200, {**answer, "id_token": jwt.encode(header, claims, key)}


def handler(provider: Provider):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self, status: int, body: object, kind: str = "application/json", **headers: str) -> None:
            data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def do_GET(self) -> None:
            url = urllib.parse.urlsplit(self.path)
            with provider.lock:
                provider.log.append(f"GET {url.path}")
                if url.path == "/.well-known/openid-configuration":
                    self.answer(provider.script.get("discovery_status", 200), provider.discovery())
                elif url.path == "/keys":
                    self.answer(200, KeySet([provider.key]).as_dict(private=False))
                elif url.path == "/authorize":
                    self.ask(dict(urllib.parse.parse_qsl(url.query)))
                elif url.path == "/favicon.ico":
                    self.answer(204, "")
                elif url.path == "/_log":
                    self.answer(200, provider.log)
                else:
                    self.answer(404, {})

        def ask(self, asked: dict) -> None:
            wanted = {"response_type": "code", "client_id": CLIENT[0], "redirect_uri": provider.redirect}
            wanted["code_challenge_method"] = "S256"
            wrong = [name for name, value in wanted.items() if asked.get(name) != value]
            wrong += [n for n in ("state", "nonce", "code_challenge") if not asked.get(n)]
            if wrong or "openid" not in asked.get("scope", "").split():
                return self.answer(400, f"Refused: {wrong}", "text/plain")
            hidden = "".join(f'<input type="hidden" name="{n}" value="{v}">' for n, v in asked.items())
            self.answer(200, FORM.replace("{hidden}", hidden), "text/html")

        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            path = urllib.parse.urlsplit(self.path).path
            with provider.lock:
                provider.log.append(f"POST {path}")
                if path == "/_script":
                    provider.script = json.loads(text)
                    return self.answer(200, {})
                if path == "/_rotate":
                    provider.rotate()
                    return self.answer(200, {})
                form = dict(urllib.parse.parse_qsl(text, keep_blank_values=True))
                if path == "/token":
                    return self.answer(*provider.token(form, self.headers.get("Authorization", "")))
                back = {"state": provider.script.get("state", form["state"])}
                back["iss"] = provider.script.get("answer_issuer", provider.base)
                if form["do"] == "deny":
                    back["error"] = "access_denied"
                else:
                    back["code"] = provider.allow(form, form["user"], form["groups"])
                place = form["redirect_uri"] + "?" + urllib.parse.urlencode(back)
                self.answer(303, "", Location=place)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


if __name__ == "__main__":
    port, redirect = int(sys.argv[1]), sys.argv[2]
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler(Provider(port, redirect)))
    print("ready", flush=True)
    server.serve_forever()
