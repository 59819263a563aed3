"""The product's API and the simulator's control routes, as a client sees them."""

import concurrent.futures
import contextlib
import http.client
import json

PROVIDER = "bench"


def call(connection, method, path, body=None, token=None, content_type="application/json", more=None):
    """Sends one request.

    Returns the JSON of the answer, or None when it has none. Anything but 2xx fails.
    """
    headers = {"Content-Type": content_type} if body is not None else {}
    headers |= more or {}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = body if body is None or isinstance(body, str) else json.dumps(body)
    connection.request(method, path, data, headers)
    answer = connection.getresponse()
    text = answer.read()
    if not 200 <= answer.status < 300:
        raise RuntimeError(f"{method} {path}: {answer.status} {text[:500].decode(errors='replace')}")
    return json.loads(text) if text else None


class ControlPlane:
    """A running server."""

    def __init__(self, port, token):
        self._port = port
        self._token = token
        self._connection = self._connect()

    def _connect(self):
        return http.client.HTTPConnection("127.0.0.1", self._port, timeout=120)

    def put_provider(self, vendor_port, concurrency, name=PROVIDER, kind="http", path="/http", options=None, tries=5):
        settings = {
            "kind": kind,
            "display_name": "Benchmark registry",
            "base_url": f"http://127.0.0.1:{vendor_port}{path}",
            "concurrency": concurrency,
            "max_attempts": tries,
            "attempt_timeout_seconds": 60,
            "enabled": True,
            "sandbox": True,
            "credential": "env:SKILLYARD_SANDBOX_KEY",
            "options": options or {},
        }
        call(self._connection, "PUT", f"/api/providers/{name}", settings, self._token, more={"If-None-Match": "*"})

    def put_alert_rule(self, name, condition):
        settings = {"title": name, "condition": condition, "severity": "warning", "enabled": True}
        call(self._connection, "PUT", f"/api/alert-rules/{name}", settings, self._token, more={"If-None-Match": "*"})

    def register_skills(self, count, clients=16):
        """Registers skills of one small file each, as `skill_name` calls them."""

        def register(numbers):
            connection = self._connect()
            for number in numbers:
                call(connection, "POST", "/api/skills", manifest(number), self._token, "text/markdown")
            connection.close()

        shares = [range(first, count, clients) for first in range(clients)]
        with concurrent.futures.ThreadPoolExecutor(clients) as pool:
            for done in [pool.submit(register, share) for share in shares]:
                done.result()

    def get(self, path):
        """On a connection of its own: whoever waits in between would find an idle one closed."""
        with contextlib.closing(self._connect()) as connection:
            return call(connection, "GET", path, token=self._token)

    def start_run(self, kind, names, provider=PROVIDER):
        body = {"kind": kind, "skills": [{"name": name} for name in names], "providers": [provider]}
        return call(self._connection, "POST", "/api/install-runs", body, self._token)["id"]

    def say(self, text, thread=None):
        """The turn that a line of chat made."""
        body = {"text": text} | ({"thread": thread} if thread else {})
        return call(self._connection, "POST", "/api/chat-ops", body, self._token)

    def confirm(self, turn):
        body = {"plan_hash": turn["proposal"]["plan_hash"]}
        return call(self._connection, "POST", f"/api/chat-ops/{turn['id']}/confirm", body, self._token)


class Vendor:
    """A running simulator."""

    def __init__(self, port):
        self.port = port

    def answer_after(self, milliseconds):
        effect = {"kind": "latency", "milliseconds": milliseconds}
        self.forget()
        self.script([{"vendor": "http", "effect": effect}] if milliseconds else [])

    def forget(self):
        self._send("POST", "/_reset", "")

    def script(self, rules):
        self._send("POST", "/_faults", json.dumps({"seed": 1, "rules": rules}))

    def calls(self, vendor):
        """How many requests a vendor has had since it forgot everything."""
        return self._send("GET", "/_requests").get(vendor, {}).get("total", 0)

    def _send(self, method, path, body=None):
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            return call(connection, method, path, body)


def skill_name(number):
    return f"bench-{number:05d}"


def manifest(number):
    return (
        f"---\nname: {skill_name(number)}\n"
        f"description: Benchmark skill number {number}, which tells an agent nothing of use.\n---\n\n"
        f"# Skill {number}\n\nDo nothing, {number} times over, and say that it is done.\n"
    )
