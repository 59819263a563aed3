"""The Model Context Protocol as the official Python client speaks it, with a handshake and without."""

import asyncio
import contextlib
import hashlib
from typing import Any, Literal

import httpx2
import mcp_types as types
import pytest
from mcp import Client, MCPError
from mcp.client.streamable_http import streamable_http_client
from pydantic import ConfigDict

ERAS = ("2026-07-28", "legacy")
READS = ("plan", "preflight", "status", "list_runs", "list_skills", "show_skill", "where", "providers_status", "alerts",
         "audit", "why", "help")
CHANGES = ("install", "uninstall", "retry", "cancel", "approve", "refuse", "rollback", "ack_alert", "pause_provider",
           "resume_provider")


@contextlib.asynccontextmanager
async def connected(yard, secret: str, mode: str = "auto", answer: dict | None = None, asked: list | None = None):
    """A client; with `answer` one that shows forms, of which each is answered so and noted in `asked`."""

    async def elicit(context: Any, params: types.ElicitRequestParams) -> types.ElicitResult:
        if asked is not None:
            asked.append(params)
        return types.ElicitResult(**answer)

    headers = {"Authorization": f"Bearer {secret}"}
    async with httpx2.AsyncClient(headers=headers, timeout=30) as http:
        transport = streamable_http_client(f"{yard.base}/mcp", http_client=http)
        callback = elicit if answer else None
        async with Client(transport, mode=mode, elicitation_callback=callback, read_timeout_seconds=30) as client:
            yield client


def run(coroutine):
    return asyncio.run(coroutine)


def text(result: types.CallToolResult) -> str:
    return result.content[0].text


def runs_of(yard) -> int:
    return len(yard.api("GET", "/api/install-runs?limit=200")["items"])


# Who is here, and what there is


def test_without_a_choice_the_newest_revision_is_spoken(yard, administrator):
    async def look():
        async with connected(yard, administrator) as client:
            assert client.protocol_version == "2026-07-28"
            assert client.server_info.name == "skillyard"
            assert client.server_capabilities.extensions == {"io.modelcontextprotocol/skills": {}}
            assert "confirm" in client.instructions

    run(look())


def test_older_clients_shake_hands(yard, administrator):
    async def look():
        async with connected(yard, administrator, "legacy") as client:
            assert client.protocol_version == "2025-11-25"
            assert client.server_info.name == "skillyard"
            await client.send_ping()

    run(look())


@pytest.mark.parametrize("mode", ERAS)
def test_an_administrator_has_every_tool(yard, administrator, mode):
    async def look():
        async with connected(yard, administrator, mode) as client:
            tools = {tool.name: tool for tool in (await client.list_tools()).tools}
            assert set(tools) == {*READS, *CHANGES, "confirm", "dismiss"}
            assert all(tools[name].annotations.read_only_hint for name in READS)
            assert not any(tools[name].annotations.read_only_hint for name in CHANGES)
            assert all(tool.description and tool.output_schema for tool in tools.values())

    run(look())


@pytest.mark.parametrize("mode", ERAS)
def test_who_only_looks_has_nothing_to_change_with(yard, viewer, mode):
    async def look():
        async with connected(yard, viewer, mode) as client:
            names = {tool.name for tool in (await client.list_tools()).tools}
            assert "list_skills" in names and not names & {*CHANGES, "confirm"}
            refused = await client.call_tool("install", {"skills": ["sql-review"], "providers": ["openai"]})
            assert refused.is_error

    before = runs_of(yard)
    run(look())
    assert runs_of(yard) == before


@pytest.mark.parametrize("mode", ("auto", "legacy"))
def test_without_a_good_token_nobody_gets_in(yard, mode):
    async def look():
        async with httpx2.AsyncClient() as http:
            headers = {"Authorization": "Bearer sky_nobody", "Content-Type": "application/json"}
            refused = await http.post(f"{yard.base}/mcp", headers=headers, content="{}")
            assert refused.status_code == 401 and refused.headers["WWW-Authenticate"].startswith("Bearer")
        with pytest.raises(ExceptionGroup) as failed:
            async with connected(yard, "sky_nobody", mode):
                pass
        assert failed.group_contains(MCPError)

    run(look())


# Reading


@pytest.mark.parametrize("mode", ERAS)
def test_every_tool_that_reads_answers(yard, administrator, mode):
    newest = yard.api("GET", "/api/install-runs?limit=1")["items"][0]["id"]
    arguments = {
        "plan": {"skills": ["sql-review"], "providers": ["openai"]},
        "preflight": {"skills": ["sql-review"], "providers": "all"},
        "status": {"run": newest},
        "list_runs": {"status": "success", "limit": 5},
        "list_skills": {"query": "release"},
        "show_skill": {"skill": "release-notes"},
        "where": {"skill": "release-notes"},
        "audit": {"since": "2026-01-01T00:00:00Z"},
        "why": {"run": newest},
        "help": {"topic": "install"},
    }

    async def look():
        async with connected(yard, administrator, mode) as client:
            for name in READS:
                result = await client.call_tool(name, arguments.get(name, {}))
                assert not result.is_error, (name, text(result))
                assert result.structured_content["outcome"] == "answered", name
                assert result.structured_content["command"]["intent"] == name
                assert text(result) == result.structured_content["reply"]["text"]
            threads = {
                (await client.call_tool("alerts", {})).structured_content["thread"] for _ in range(2)
            }
            assert len(threads) == 1

    before = runs_of(yard)
    run(look())
    assert runs_of(yard) == before


def test_a_model_is_told_what_is_wrong_with_its_arguments(yard, administrator):
    async def look():
        async with connected(yard, administrator) as client:
            odd = await client.call_tool("show_skill", {"skill": "Not A Name"})
            assert odd.is_error and "`skill`" in text(odd)
            unknown = await client.call_tool("show_skill", {"skill": "no-such-skill"})
            assert unknown.is_error
            nobody = await client.call_tool("audit", {"actor": "nobody-of-this-name"})
            assert nobody.is_error
            with pytest.raises(MCPError) as refused:
                await client.call_tool("rm", {})
            assert refused.value.code == types.INVALID_PARAMS

    run(look())


# Changing


@pytest.mark.parametrize("mode", ERAS)
def test_without_forms_a_change_takes_two_calls(yard, administrator, mode):
    yard.register(f"twice-{mode}")
    arguments = {"skills": [f"twice-{mode}"], "providers": ["claude"], "reason": f"two calls, {mode}"}

    async def change():
        async with connected(yard, administrator, mode) as client:
            proposed = await client.call_tool("install", arguments)
            turn = proposed.structured_content
            assert not proposed.is_error and turn["outcome"] == "proposed" and turn["id"] in text(proposed)
            assert runs_of(yard) == before
            wrong = {"turn": turn["id"], "plan_hash": "0" * 64}
            assert (await client.call_tool("confirm", wrong)).is_error
            assert runs_of(yard) == before
            again = (await client.call_tool("install", arguments)).structured_content
            right = {"turn": again["id"], "plan_hash": again["proposal"]["plan_hash"]}
            done = await client.call_tool("confirm", right)
            assert not done.is_error and done.structured_content["outcome"] == "done"
            twice = await client.call_tool("confirm", right)
            assert twice.structured_content["run_id"] == done.structured_content["run_id"]
            return done.structured_content["run_id"], done.content[-1].uri

    before = runs_of(yard)
    run_id, uri = run(change())
    assert runs_of(yard) == before + 1 and uri == f"skillyard://runs/{run_id}"
    ended = yard.ended(run_id)
    assert ended["status"] == "success" and ended["source"] == "chat"


@pytest.mark.parametrize("mode", ERAS)
def test_a_person_who_is_asked_and_agrees_has_it_carried_out(yard, administrator, mode):
    yard.register(f"asked-{mode}")
    asked: list = []
    yes = {"action": "accept", "content": {"confirm": True}}

    async def change():
        async with connected(yard, administrator, mode, yes, asked) as client:
            return await client.call_tool("install", {"skills": [f"asked-{mode}"], "providers": ["gemini"]})

    before = runs_of(yard)
    done = run(change())
    assert len(asked) == 1 and f"asked-{mode}" in asked[0].message
    assert asked[0].requested_schema["properties"]["confirm"]["type"] == "boolean"
    assert done.structured_content["outcome"] == "done" and runs_of(yard) == before + 1
    assert yard.ended(done.structured_content["run_id"])["status"] == "success"


@pytest.mark.parametrize("mode", ERAS)
@pytest.mark.parametrize(
    "answer",
    [{"action": "decline"}, {"action": "cancel"}, {"action": "accept", "content": {"confirm": False}}],
    ids=["decline", "cancel", "unchecked"],
)
def test_a_person_who_does_not_agree_changes_nothing(yard, administrator, mode, answer):
    asked: list = []

    async def change():
        async with connected(yard, administrator, mode, answer, asked) as client:
            result = await client.call_tool("pause_provider", {"provider": "openai"})
            turn = result.structured_content
            assert turn["outcome"] == "dismissed"
            late = {"turn": turn["id"], "plan_hash": turn["proposal"]["plan_hash"]}
            assert (await client.call_tool("confirm", late)).is_error

    run(change())
    assert len(asked) == 1
    assert "pause" not in yard.api("GET", "/api/providers/openai")


# Resources and skills


@pytest.mark.parametrize("mode", ERAS)
def test_skills_and_runs_are_resources(yard, administrator, mode):
    async def look():
        async with connected(yard, administrator, mode) as client:
            uris, cursor = [], None
            while True:
                page = await client.list_resources(cursor=cursor)
                uris += [resource.uri for resource in page.resources]
                cursor = page.next_cursor
                if cursor is None:
                    break
            assert {"skillyard://skills/release-notes", "skill://release-notes/SKILL.md"} <= set(uris)
            assert any(uri.startswith("skillyard://runs/") for uri in uris)
            for uri in uris:
                assert (await client.read_resource(uri)).contents[0].uri == uri
            script = await client.read_resource("skillyard://skills/release-notes/versions/1/files/scripts/hello.sh")
            assert script.contents[0].text == "#!/bin/sh\necho hello\n"
            templates = (await client.list_resource_templates()).resource_templates
            template = next(t.uri_template for t in templates if t.name == "skill")
            reference = types.ResourceTemplateReference(type="ref/resource", uri=template)
            completed = await client.complete(reference, {"name": "name", "value": "rel"})
            assert completed.completion.values == ["release-notes"]
            with pytest.raises(MCPError) as missing:
                await client.read_resource("skillyard://skills/no-such-skill")
            assert missing.value.code == (-32602 if mode != "legacy" else -32002)

    run(look())


class Skills(types.Result):
    model_config = ConfigDict(extra="allow")


class ListSkills(types.Request[dict[str, Any], Literal["skills/list"]]):
    method: Literal["skills/list"] = "skills/list"
    params: dict[str, Any] = {}


class GetSkill(types.Request[dict[str, Any], Literal["skills/get"]]):
    method: Literal["skills/get"] = "skills/get"
    params: dict[str, Any] = {}


def test_skills_are_published_with_the_digest_of_every_file(yard, viewer):
    async def look():
        async with connected(yard, viewer) as client:
            listed = (await client.session.send_request(ListSkills(), Skills)).model_dump()["skills"]
            entry = next(s for s in listed if s["uri"] == "skill://release-notes/SKILL.md")
            assert entry["frontmatter"]["name"] == "release-notes" and entry["frontmatter"]["description"]
            assert {r["uri"].split("/", 3)[3] for r in entry["resources"]} == {"SKILL.md", "scripts/hello.sh"}
            for resource in entry["resources"]:
                content = (await client.read_resource(resource["uri"])).contents[0].text.encode()
                assert len(content) == resource["size"]
                assert resource["digest"] == "sha256:" + hashlib.sha256(content).hexdigest()
            got = await client.session.send_request(GetSkill(params={"uri": entry["uri"]}), Skills)
            assert got.model_dump()["skill"] == entry

    run(look())
