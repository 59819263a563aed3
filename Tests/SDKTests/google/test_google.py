"""The official google-cloud-aiplatform SDK against the Skill Registry look-alike."""

import base64
import hashlib

import agentplatform
import pytest
from google.genai import errors
from google.oauth2.credentials import Credentials

from simulator import skill_files, unzipped, zipped

PARENT = "projects/test-project/locations/us-central1"


@pytest.fixture
def make_client(simulator):
    def make(token="ya29.test", **options):
        return agentplatform.Client(
            project="test-project",
            location="us-central1",
            credentials=Credentials(token),
            http_options={"base_url": simulator.url + "/google", **options},
        )

    return make


@pytest.fixture
def client(make_client):
    return make_client()


def create(client, skill_id="demo-skill", files=None, **config):
    archive = config.pop("archive", None) or zipped(files or skill_files())
    return client.skills.create(
        skill_id=skill_id,
        display_name=skill_id,
        description="Demo.",
        config={"zipped_filesystem": archive, **config},
    )


def name(skill_id="demo-skill"):
    return f"{PARENT}/skills/{skill_id}"


def poll(client, operation):
    return client.skills._get_skill_operation(operation_name=operation.name)


def test_create_waits_and_reads_back(client):
    archive = zipped(skill_files())
    made = create(client, archive=archive)
    assert (made.name, made.display_name, made.description) == (name(), "demo-skill", "Demo.")
    assert made.state.value == "ACTIVE" and made.skill_source.value == "USER"
    assert made.sha256 == hashlib.sha256(archive).hexdigest()
    again = client.skills.get(name=name())
    assert again == made
    content = again.zipped_filesystem
    content = content if isinstance(content, bytes) and content[:2] == b"PK" else base64.b64decode(content)
    assert content == archive and unzipped(content) == skill_files()


def test_create_from_a_folder(client, tmp_path):
    folder = tmp_path / "demo-skill"
    for path, content in skill_files().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    made = client.skills.create(
        skill_id="demo-skill", display_name="d", description="Demo.", config={"local_path": str(folder)}
    )
    assert made.state.value == "ACTIVE"


def test_an_operation_is_done_with_its_first_poll(client):
    operation = create(client, wait_for_completion=False)
    assert operation.name.startswith(name() + "/operations/") and not operation.done
    assert client.skills.get(name=name()).state.value == "CREATING"
    operation = poll(client, operation)
    assert operation.done and operation.response.name == name()
    assert client.skills.get(name=name()).state.value == "ACTIVE"


def test_update_adds_a_revision(client):
    create(client)
    newer = zipped(skill_files(text="Newer."))
    changed = client.skills.update(
        name=name(), config={"description": "Newer.", "zipped_filesystem": newer}
    )
    assert changed.description == "Newer." and changed.display_name == "demo-skill"
    assert changed.sha256 == hashlib.sha256(newer).hexdigest()
    revisions = client.skills.revisions.list(name=name()).skill_revisions
    assert [item.name for item in revisions] == [f"{name()}/revisions/2", f"{name()}/revisions/1"]
    first = client.skills.revisions.get(name=f"{name()}/revisions/1")
    assert first.skill.description == "Demo." and first.skill.sha256 != changed.sha256


def test_update_of_texts_alone_adds_no_revision(client):
    create(client)
    client.skills.update(name=name(), config={"display_name": "Shown"})
    assert client.skills.get(name=name()).display_name == "Shown"
    assert len(client.skills.revisions.list(name=name()).skill_revisions) == 1


def test_lists_page_by_page(client):
    ids = ["one", "three", "two"]
    for skill_id in ids:
        create(client, skill_id)
    listed = [skill.name for skill in client.skills.list(config={"page_size": 1})]
    assert listed == [name(skill_id) for skill_id in ids]


def test_revision_lists_page_by_page(client):
    create(client)
    client.skills.update(name=name(), config={"zipped_filesystem": zipped(skill_files(text="2"))})
    page = client.skills.revisions.list(name=name(), config={"page_size": 1})
    assert [item.name for item in page.skill_revisions] == [f"{name()}/revisions/2"]
    page = client.skills.revisions.list(
        name=name(), config={"page_size": 1, "page_token": page.next_page_token}
    )
    assert [item.name for item in page.skill_revisions] == [f"{name()}/revisions/1"]
    assert page.next_page_token is None


def test_an_empty_list_is_a_page(client):
    assert list(client.skills.list()) == []


def test_retrieve_finds_by_words(client):
    create(client, "weather")
    create(client, "cooking")
    found = client.skills.retrieve(query="the weather", config={"top_k": 5}).retrieved_skills
    assert [item.skill_name for item in found] == [name("weather")]


def test_delete_keeps_the_id_reserved(client):
    create(client)
    assert client.skills.delete(name=name(), config={"wait_for_completion": True}) is None
    with pytest.raises(errors.ClientError) as refused:
        client.skills.get(name=name())
    assert (refused.value.code, refused.value.status) == (404, "NOT_FOUND")
    with pytest.raises(errors.ClientError) as refused:
        create(client)
    assert (refused.value.code, refused.value.status) == (409, "ALREADY_EXISTS")


def test_a_second_skill_of_that_id_is_a_conflict(client):
    create(client)
    with pytest.raises(errors.ClientError) as refused:
        create(client)
    assert (refused.value.code, refused.value.status) == (409, "ALREADY_EXISTS")


def test_one_operation_at_a_time(client, simulator):
    create(client)
    simulator.fault("google", {"kind": "operation_stuck"}, method="PATCH")
    client.skills.update(name=name(), config={"description": "x", "wait_for_completion": False})
    with pytest.raises(errors.ClientError) as refused:
        client.skills.delete(name=name(), config={"wait_for_completion": False})
    assert (refused.value.code, refused.value.status) == (409, "ABORTED")


@pytest.mark.parametrize("skill_id", ["gcp-demo", "1demo", "Demo", "demo-", "x" * 64])
def test_bad_ids_are_refused_at_once(client, simulator, skill_id):
    with pytest.raises(errors.ClientError) as refused:
        create(client, skill_id)
    assert (refused.value.code, refused.value.status) == (400, "INVALID_ARGUMENT")
    assert simulator.state("google") == []


INVALID = {
    "no SKILL.md": zipped({"README.md": b"x"}),
    "a top folder": zipped(skill_files(), "demo-skill"),
    "no frontmatter": zipped({"SKILL.md": b"# Hi\n"}),
    "not a zip": b"garbage",
    "outside": zipped({**skill_files(), "../evil": b"x"}),
    "too deep": zipped({**skill_files(), "a/b/c/d/e/f/g/h/i/j.txt": b"x"}),
    "a bomb": zipped({**skill_files(), "zero.bin": b"\0" * 8_000_000}),
}


@pytest.mark.parametrize("case", INVALID)
def test_invalid_skills_fail_the_operation_not_the_request(client, case):
    operation = create(client, archive=INVALID[case], wait_for_completion=False)
    operation = poll(client, operation)
    assert operation.done and operation.error["code"] == 3
    assert client.skills.get(name=name()).state.value == "FAILED"


def test_the_sdk_raises_for_a_failed_operation(client):
    with pytest.raises(RuntimeError, match="Failed to create Skill"):
        create(client, archive=zipped({"README.md": b"x"}))


def test_an_operation_fails_by_script(client, simulator):
    create(client)
    effect = {"kind": "operation_fails", "operation_code": 13, "message": "Scripted."}
    simulator.fault("google", effect, method="PATCH")
    operation = client.skills.update(
        name=name(), config={"description": "x", "wait_for_completion": False}
    )
    operation = poll(client, operation)
    assert operation.done and operation.error == {"code": 13, "message": "Scripted."}
    assert client.skills.get(name=name()).description == "Demo."


def test_an_operation_takes_as_many_polls_as_scripted(client, simulator):
    simulator.fault("google", {"kind": "operation_polls", "polls": 3}, method="POST")
    operation = create(client, wait_for_completion=False)
    assert [bool(poll(client, operation).done) for _ in range(4)] == [False, False, True, True]


def test_a_stuck_operation_is_never_done(client, simulator):
    simulator.fault("google", {"kind": "operation_stuck"}, method="POST")
    operation = create(client, wait_for_completion=False)
    assert not any(poll(client, operation).done for _ in range(5))
    assert client.skills.get(name=name()).state.value == "CREATING"


@pytest.mark.parametrize(
    ("token", "code", "status"),
    [("invalid", 401, "UNAUTHENTICATED"), ("forbidden", 403, "PERMISSION_DENIED")],
)
def test_credentials(make_client, token, code, status):
    with pytest.raises(errors.ClientError) as refused:
        make_client(token).skills.get(name=name())
    assert (refused.value.code, refused.value.status) == (code, status)


STATUSES = [
    (400, errors.ClientError, "INVALID_ARGUMENT"),
    (401, errors.ClientError, "UNAUTHENTICATED"),
    (403, errors.ClientError, "PERMISSION_DENIED"),
    (404, errors.ClientError, "NOT_FOUND"),
    (408, errors.ClientError, "DEADLINE_EXCEEDED"),
    (409, errors.ClientError, "ABORTED"),
    (413, errors.ClientError, "INVALID_ARGUMENT"),
    (429, errors.ClientError, "RESOURCE_EXHAUSTED"),
    (499, errors.ClientError, "CANCELLED"),
    (500, errors.ServerError, "INTERNAL"),
    (501, errors.ServerError, "UNIMPLEMENTED"),
    (502, errors.ServerError, "INTERNAL"),
    (503, errors.ServerError, "UNAVAILABLE"),
    (504, errors.ServerError, "DEADLINE_EXCEEDED"),
]


@pytest.mark.parametrize(("code", "kind", "status"), STATUSES)
def test_each_status_has_its_class(client, simulator, code, kind, status):
    simulator.fault("google", {"kind": "status", "status": code})
    with pytest.raises(kind) as refused:
        create(client)
    assert (refused.value.code, refused.value.status) == (code, status)
    assert simulator.requests("google") == {
        "POST /v1beta1/projects/{project}/locations/{location}/skills": 1
    }


def test_failed_preconditions_are_scripted_by_their_status(client, simulator):
    effect = {"kind": "status", "status": 400, "code": "FAILED_PRECONDITION"}
    simulator.fault("google", effect)
    with pytest.raises(errors.ClientError) as refused:
        create(client)
    assert refused.value.status == "FAILED_PRECONDITION"


def test_a_rate_limit_says_when_in_its_details(client, simulator):
    simulator.fault("google", {"kind": "rate_limit", "retry_after_seconds": 30})
    with pytest.raises(errors.ClientError) as refused:
        create(client)
    (detail,) = refused.value.details["error"]["details"]
    assert detail == {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "30s"}


def test_a_used_up_quota_says_so_in_its_details(client, simulator):
    simulator.fault("google", {"kind": "quota"})
    with pytest.raises(errors.ClientError) as refused:
        create(client)
    (detail,) = refused.value.details["error"]["details"]
    assert detail["@type"].endswith("QuotaFailure")


@pytest.mark.parametrize(("kind", "held"), [("drop", 0), ("commit_then_drop", 1)])
def test_a_dropped_connection_has_no_answer(client, simulator, kind, held):
    simulator.fault("google", {"kind": kind}, method="POST")
    with pytest.raises(Exception):
        create(client)
    assert len(simulator.state("google")) == held


def test_the_id_makes_a_second_try_harmless(client, simulator):
    """Unlike at the others, a retry after a lost answer cannot make a second skill."""
    simulator.fault("google", {"kind": "commit_then_drop"}, method="POST", times=1)
    with pytest.raises(Exception):
        create(client)
    with pytest.raises(errors.ClientError) as refused:
        create(client)
    assert refused.value.status == "ALREADY_EXISTS"
    assert len(simulator.state("google")) == 1
