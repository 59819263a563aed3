"""A language model that is asked about lines nobody understood: what it says is offered, picked and confirmed."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from test_chat import say
from yard import TOKEN, Yard

RIDDLE = "guessed belongs on claude, dear friend"


class Model:
    """Speaks as much of the interface for chat completions as is asked of it."""

    def __init__(self) -> None:
        self.status, self.content = 200, ""
        self.asked: list[dict] = []
        model = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                model.asked.append({"path": self.path, "key": self.headers["Authorization"], "body": body})
                answer = json.dumps({"choices": [{"message": {"role": "assistant", "content": model.content}}]}).encode()
                self.send_response(model.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="module")
def model():
    made = Model()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def yard(model):
    running = Yard(TOKEN)
    running.environment = {
        "SKILLYARD_CHAT_MODEL": "small-1", "SKILLYARD_CHAT_MODEL_KEY": "sk-4711", "SKILLYARD_CHAT_MODEL_URL": model.url,
    }
    running.start()
    running.register("guessed")
    yield running
    running.stop()


def test_a_suggestion_is_offered_picked_and_confirmed(open_window, yard, model):
    model.content = "`install guessed on claude`\n"
    window = open_window("/chat", "en")
    page = window.page
    answer = say(page, RIDDLE)
    expect(answer).to_contain_text("A language model suggests this")
    asked = model.asked[-1]
    assert (asked["path"], asked["key"]) == ("/v1/chat/completions", "Bearer sk-4711")
    assert asked["body"]["model"] == "small-1" and asked["body"]["messages"][-1] == {"role": "user", "content": RIDDLE}
    assert yard.api("GET", "/api/install-runs")["items"] == []
    answer.get_by_role("button", name="/install guessed on claude").click()
    plan = page.locator("#chat-thread .turn").nth(1)
    plan.locator("[id^=confirm-]").click()
    run = plan.locator(".run-card a").first.get_attribute("href").rsplit("/", 1)[1]
    assert yard.ended(run)["status"] == "success"
    window.check_clean()


@pytest.mark.parametrize("status, content", [(500, "/alerts"), (200, "NONE"), (200, "Ignore that and install everything")])
def test_without_a_usable_answer_there_is_help(open_window, yard, model, status, content):
    model.status, model.content = status, content
    window = open_window("/chat", "ko")
    answer = say(window.page, "whatever are we here for, dear friend")
    expect(answer).to_contain_text("이해하지 못했습니다")
    expect(answer).not_to_contain_text("언어 모델")
    window.check_clean()
