"""Who is told of alerts by signed webhooks, on this machine."""

import base64
import hashlib
import hmac
import json
import queue
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Hooks:
    """Takes webhooks and checks their signatures as the Standard Webhooks say, by itself."""

    def __init__(self) -> None:
        self.secret = ""
        self.answer = 204
        self.received: queue.Queue[dict] = queue.Queue()
        self.ids: list[str] = []
        hooks = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hooks.take({k.lower(): v for k, v in self.headers.items()}, body)
                self.send_response(hooks.answer)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self, headers: dict, body: bytes) -> None:
        self.ids.append(headers.get("webhook-id", ""))
        if self.answer >= 300:
            return
        self.received.put({"headers": headers, "body": json.loads(body), "signed": self.is_signed(headers, body)})

    def is_signed(self, headers: dict, body: bytes) -> bool:
        if not self.secret or "webhook-id" not in headers:
            return False
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        wanted = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        is_new = abs(time.time() - int(headers["webhook-timestamp"])) < 300
        return is_new and hmac.compare_digest(wanted, headers["webhook-signature"])

    def next(self, seconds: float = 30) -> dict:
        return self.received.get(timeout=seconds)

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
