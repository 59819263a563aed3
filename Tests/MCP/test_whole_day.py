"""E2E-01 by the Model Context Protocol: what a model, a person who approves, and a terminal see of one skill's day."""

import asyncio
import json
import os
import pathlib
import subprocess

import httpx2
import mcp_types as types
import pytest

from hook_receiver import Hooks
from test_mcp import connected
from yard import ROOT, TOKEN, Yard, skill_zip

SKILL = "release-day"
PASSWORD = "seven green umbrellas"
PROVIDERS = ["openai", "claude", "gemini"]
PROGRAM = os.environ.get("SKILLYARD_BIN", str(ROOT / ".build/debug/skillyard"))
DENIED = {"vendor": "claude", "effect": {"kind": "status", "status": 401}}
# The answer never comes: who waits for it is killed, and whoever comes after looks before sending again.
HANGING = {"vendor": "openai", "effect": {"kind": "hang"}, "times": 1}


@pytest.fixture
def hooks():
    made = Hooks()
    yield made
    made.stop()


@pytest.fixture
def yard():
    running = Yard(TOKEN)
    running.environment = {"SKILLYARD_PRIVATE_CHANNELS": "true"}
    running.start()
    yield running
    running.stop()


class Model:
    """Whose tools are called with a token of a person's own: two people decide, and a token of nobody is none of them."""

    def __init__(self, yard: Yard, name: str, role: str) -> None:
        self.yard = yard
        yard.api("POST", "/api/accounts", {"name": name, "role": role, "password": PASSWORD})
        with httpx2.Client(base_url=yard.base, timeout=60) as person:
            session = person.post("/api/sessions", json={"name": name, "password": PASSWORD}).raise_for_status().json()
            signed_in = {"Authorization": f"Bearer {session['secret']}"}
            request = {"name": "my model", "role": role}
            self.secret = person.post("/api/tokens", json=request, headers=signed_in).raise_for_status().json()["secret"]

    def calls(self, tool: str, **arguments: object) -> dict:
        async def call() -> types.CallToolResult:
            async with connected(self.yard, self.secret) as client:
                return await client.call_tool(tool, arguments)

        result = asyncio.run(call())
        assert not result.is_error, result.content[0].text
        return result.structured_content

    def proposes(self, tool: str, **arguments: object) -> dict:
        proposed = self.calls(tool, **arguments)
        assert proposed["outcome"] == "proposed"
        return proposed

    def confirms(self, proposed: dict) -> dict:
        done = self.calls("confirm", turn=proposed["id"], plan_hash=proposed["proposal"]["plan_hash"])
        assert done["outcome"] == "done"
        return done


def cli(yard: Yard, *arguments: str) -> str:
    environment = {**os.environ, "SKILLYARD_URL": yard.base, "SKILLYARD_TOKEN": TOKEN}
    done = subprocess.run([PROGRAM, *arguments], env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def registered(yard: Yard, folder: pathlib.Path) -> None:
    bundle = folder / f"{SKILL}.zip"
    bundle.write_bytes(skill_zip(SKILL))
    cli(yard, "skill", "add", str(bundle))
    assert json.loads(cli(yard, "skill", "scan", SKILL, "--json"))["verdict"] != "blocked"


def asks_for_approval(yard: Yard, provider: str) -> None:
    settings = yard.api("GET", f"/api/providers/{provider}")["settings"]
    yard.api("PUT", f"/api/providers/{provider}", {**settings, "approval": "risky", "four_eyes": True}, If_Match="*")


def statuses(yard: Yard, model: Model, run: str) -> set[str]:
    """The run's status as a model, the CLI, chat in the CLI and the API have it."""
    return {
        model.calls("status", run=run)["reply"]["runs"][0]["status"],
        json.loads(cli(yard, "run", "show", run, "--json"))["status"],
        json.loads(cli(yard, "chat", f"/status run {run}", "--json"))["reply"]["runs"][0]["status"],
        yard.api("GET", f"/api/install-runs/{run}")["status"],
    }


def open_alerts(model: Model) -> list[dict]:
    return [a for a in model.calls("alerts")["reply"].get("alerts", []) if a["state"] == "open"]


def test_a_whole_day_E2E_01(yard, hooks, tmp_path):
    channel = {"name": "Operations", "kind": "webhook", "url": hooks.url}
    hooks.secret = yard.api("PUT", "/api/channels/ops", channel, If_None_Match="*")["signing_secret"]
    operator, approver = Model(yard, "olga", "operator"), Model(yard, "juno", "approver")
    registered(yard, tmp_path)
    asks_for_approval(yard, "claude")
    yard.faults(DENIED, HANGING)

    proposed = operator.proposes("install", skills=[SKILL], providers=PROVIDERS)
    assert {target["provider"] for target in proposed["proposal"]["targets"]} == set(PROVIDERS)
    assert yard.api("GET", "/api/install-runs")["items"] == []
    run = operator.confirms(proposed)["run_id"]

    # One target waits for its vendor's answer and one for an approval: killed there, both are where they were.
    yard.kill()
    yard.start()
    yard.faults(DENIED)  # The simulators began anew with the server.
    approver.confirms(approver.proposes("approve", run=run, reason="Read the script."))
    ended = yard.ended(run)
    assert ended["status"] == "partial_failed"
    assert {t["provider"] for t in ended["tasks"] if t["status"] == "failed"} == {"claude"}
    opened = hooks.next()
    assert opened["signed"] and opened["body"]["data"]["alert"]["cause"]["code"] == "auth_failed"
    assert [a["id"] for a in open_alerts(operator)] == [opened["body"]["data"]["alert"]["id"]]
    assert statuses(yard, operator, run) == {"partial_failed"}

    yard.faults()
    assert operator.confirms(operator.proposes("retry", run=run))["run_id"] == run
    assert yard.ended(run)["status"] == "success"
    recovered = hooks.next()
    assert recovered["signed"] and "recovered" in recovered["body"]["type"]
    assert recovered["body"]["data"]["alert"]["id"] == opened["body"]["data"]["alert"]["id"]
    assert open_alerts(operator) == []
    assert statuses(yard, operator, run) == {"success"}

    undone = operator.confirms(operator.proposes("rollback", run=run, reason="The words are wrong."))["run_id"]
    assert undone != run and yard.ended(undone)["status"] == "success"
    reversed_run = yard.api("GET", f"/api/install-runs/{undone}")
    assert (reversed_run["parent_run_id"], reversed_run["reason"]) == (run, "The words are wrong.")
    assert yard.api("GET", f"/api/installations?skill={SKILL}")["items"] == []

    for id in (run, undone):
        evidence = tmp_path / f"{id}.json"
        cli(yard, "run", "evidence", id, "--output", str(evidence))
        cli(yard, "evidence", "verify", str(evidence))
    assert json.loads(cli(yard, "audit", "verify", "--json"))
