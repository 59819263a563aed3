"""The official openai SDK, in strict mode, against the OpenAI look-alike."""

import openai
import pytest

from simulator import skill_files, unzipped, zipped


@pytest.fixture
def make_client(simulator):
    def make(key="sk-test", **options):
        return openai.OpenAI(
            api_key=key,
            base_url=simulator.url + "/openai/v1",
            _strict_response_validation=True,
            **{"max_retries": 0, **options},
        )

    return make


@pytest.fixture
def client(make_client):
    return make_client()


def upload(files=None, folder="demo-skill"):
    return (f"{folder}.zip", zipped(files or skill_files(), folder), "application/zip")


def loose(files, folder="demo-skill"):
    return [(f"{folder}/{path}", content) for path, content in files.items()]


def test_create_from_a_zip_and_retrieve(client):
    made = client.skills.create(files=upload())
    assert made.object == "skill"
    assert (made.name, made.description) == ("demo-skill", "Demo.")
    assert (made.default_version, made.latest_version) == ("1", "1")
    assert client.skills.retrieve(made.id) == made


def test_create_from_loose_files(client):
    made = client.skills.create(files=loose(skill_files()))
    content = client.skills.content.retrieve(made.id).read()
    assert unzipped(content, "demo-skill") == skill_files()


def test_content_reads_back_byte_for_byte(client):
    first, second = skill_files(text="One."), skill_files(text="Two.")
    made = client.skills.create(files=upload(first))
    client.skills.versions.create(made.id, files=upload(second))
    assert unzipped(client.skills.content.retrieve(made.id).read(), "demo-skill") == first
    newer = client.skills.versions.content.retrieve("2", skill_id=made.id).read()
    assert unzipped(newer, "demo-skill") == second


def test_the_folder_need_not_be_named_like_the_skill(client):
    made = client.skills.create(files=upload(folder="demo_skill"))
    assert made.name == "demo-skill"


def test_a_new_version_is_default_only_when_asked(client):
    made = client.skills.create(files=upload())
    second = client.skills.versions.create(made.id, files=upload())
    assert (second.object, second.version, second.skill_id) == ("skill.version", "2", made.id)
    after = client.skills.retrieve(made.id)
    assert (after.default_version, after.latest_version) == ("1", "2")
    third = client.skills.versions.create(made.id, files=upload(), default=True)
    assert third.version == "3"
    assert client.skills.retrieve(made.id).default_version == "3"
    assert client.skills.versions.retrieve("2", skill_id=made.id) == second


def test_update_moves_the_default(client):
    made = client.skills.create(files=upload())
    client.skills.versions.create(made.id, files=upload(skill_files(description="Newer.")))
    moved = client.skills.update(made.id, default_version="2")
    assert (moved.default_version, moved.description) == ("2", "Newer.")
    back = client.skills.update(made.id, default_version="1")
    assert (back.default_version, back.description) == ("1", "Demo.")


def test_lists_page_by_page(client):
    ids = [client.skills.create(files=upload()).id for _ in range(3)]
    assert [skill.id for skill in client.skills.list(limit=1, order="asc")] == ids
    assert [skill.id for skill in client.skills.list(limit=1)] == ids[::-1]
    assert [skill.id for skill in client.skills.list(limit=2, order="asc")] == ids
    assert [skill.id for skill in client.skills.list(after=ids[0], order="asc")] == ids[1:]


def test_version_lists_page_by_page(client):
    made = client.skills.create(files=upload())
    for _ in range(2):
        client.skills.versions.create(made.id, files=upload())
    listed = client.skills.versions.list(made.id, limit=1, order="asc")
    assert [version.version for version in listed] == ["1", "2", "3"]
    listed = client.skills.versions.list(made.id, limit=1, order="desc")
    assert [version.version for version in listed] == ["3", "2", "1"]


def test_an_empty_list_is_a_page(client):
    page = client.skills.list()
    assert page.data == [] and page.has_more is False


def test_delete_takes_the_versions_along(client):
    made = client.skills.create(files=upload())
    gone = client.skills.delete(made.id)
    assert (gone.id, gone.object, gone.deleted) == (made.id, "skill.deleted", True)
    with pytest.raises(openai.NotFoundError):
        client.skills.versions.retrieve("1", skill_id=made.id)


def test_the_default_version_cannot_be_deleted(client):
    made = client.skills.create(files=upload())
    client.skills.versions.create(made.id, files=upload())
    with pytest.raises(openai.BadRequestError) as refused:
        client.skills.versions.delete("1", skill_id=made.id)
    assert refused.value.param == "version"
    gone = client.skills.versions.delete("2", skill_id=made.id)
    assert (gone.object, gone.deleted, gone.version) == ("skill.version.deleted", True, "2")
    assert client.skills.retrieve(made.id).latest_version == "1"


def test_deleting_the_last_version_deletes_the_skill(client):
    made = client.skills.create(files=upload())
    client.skills.versions.delete("1", skill_id=made.id)
    with pytest.raises(openai.NotFoundError):
        client.skills.retrieve(made.id)


def test_the_simulator_tells_what_it_holds(client, simulator):
    made = client.skills.create(files=upload())
    client.skills.versions.create(made.id, files=upload(), default=True)
    (held,) = simulator.state("openai")
    assert held["id"] == made.id and held["default_version"] == "2"
    digests = {version["digest"] for version in held["versions"]}
    assert len(digests) == 1 and len(digests.pop()) == 64
    assert held["versions"][0]["files"] == sorted(skill_files())


def without(path):
    return {name: content for name, content in skill_files().items() if name != path}


INVALID = {
    "no SKILL.md": upload(without("SKILL.md")),
    "two SKILL.md": upload({**skill_files(), "more/skill.md": b"x"}),
    "no top folder": ("x.zip", zipped(skill_files()), "application/zip"),
    "no frontmatter": upload({"SKILL.md": b"# Hi\n"}),
    "bad name": upload(skill_files(name="Demo Skill")),
    "501 files": upload({**skill_files(), **{f"f/{i}.txt": b"x" for i in range(499)}}),
    "not a zip": ("x.zip", b"PK\x03\x04 garbage", "application/zip"),
    "outside its folder": ("x.zip", zipped({**skill_files(), "../../evil": b"x"}, "demo-skill"), "application/zip"),
}


@pytest.mark.parametrize("case", INVALID)
def test_invalid_skills_are_refused(client, simulator, case):
    with pytest.raises(openai.APIStatusError) as refused:
        client.skills.create(files=INVALID[case])
    expected = (413, "file_too_large") if case == "501 files" else (400, "invalid_value")
    assert (refused.value.status_code, refused.value.code) == expected
    assert (refused.value.type, refused.value.param) == ("invalid_request_error", "files")
    assert simulator.state("openai") == []


def test_a_create_without_files_is_refused(client):
    with pytest.raises(openai.BadRequestError) as refused:
        client.skills.create()
    assert (refused.value.code, refused.value.param) == ("missing_required_parameter", "files")


@pytest.mark.parametrize(
    ("key", "kind", "code"),
    [
        ("invalid", openai.AuthenticationError, "invalid_api_key"),
        ("forbidden", openai.PermissionDeniedError, "insufficient_permissions"),
    ],
)
def test_credentials(make_client, key, kind, code):
    with pytest.raises(kind) as refused:
        make_client(key).skills.list()
    assert refused.value.code == code and refused.value.request_id.startswith("req_")


STATUSES = [
    (400, openai.BadRequestError, None, "invalid_request_error"),
    (401, openai.AuthenticationError, "invalid_api_key", "invalid_request_error"),
    (402, openai.APIStatusError, None, "invalid_request_error"),
    (403, openai.PermissionDeniedError, "insufficient_permissions", "invalid_request_error"),
    (404, openai.NotFoundError, "not_found", "invalid_request_error"),
    (408, openai.APIStatusError, None, "invalid_request_error"),
    (409, openai.ConflictError, "conflict", "invalid_request_error"),
    (413, openai.APIStatusError, "file_too_large", "invalid_request_error"),
    (422, openai.UnprocessableEntityError, None, "invalid_request_error"),
    (429, openai.RateLimitError, "rate_limit_exceeded", "requests"),
    (499, openai.APIStatusError, None, "invalid_request_error"),
    (500, openai.InternalServerError, "server_error", "server_error"),
    (501, openai.InternalServerError, "server_error", "server_error"),
    (502, openai.InternalServerError, "server_error", "server_error"),
    (503, openai.InternalServerError, "server_error", "server_error"),
    (504, openai.InternalServerError, "server_error", "server_error"),
]


@pytest.mark.parametrize(("status", "kind", "code", "category"), STATUSES)
def test_each_status_has_its_class(client, simulator, status, kind, code, category):
    simulator.fault("openai", {"kind": "status", "status": status})
    with pytest.raises(openai.APIStatusError) as refused:
        client.skills.create(files=upload())
    error = refused.value
    assert type(error) is kind
    assert (error.status_code, error.code, error.type) == (status, code, category)
    assert error.request_id.startswith("req_")
    assert simulator.state("openai") == []


def test_scripted_codes_and_parameters_come_through(client, simulator):
    effect = {"kind": "status", "status": 400, "code": "invalid_value", "param": "files"}
    simulator.fault("openai", effect)
    with pytest.raises(openai.BadRequestError) as refused:
        client.skills.create(files=upload())
    assert (refused.value.code, refused.value.param) == ("invalid_value", "files")


def test_a_rate_limit_says_when(client, simulator):
    simulator.fault("openai", {"kind": "rate_limit", "retry_after_seconds": 7})
    with pytest.raises(openai.RateLimitError) as refused:
        client.skills.list()
    headers = refused.value.response.headers
    assert headers["retry-after"] == "7" and headers["x-ratelimit-reset-requests"] == "7s"


def test_a_used_up_quota_is_not_a_rate_limit(client, simulator):
    simulator.fault("openai", {"kind": "quota"})
    with pytest.raises(openai.RateLimitError) as refused:
        client.skills.list()
    assert (refused.value.code, refused.value.type) == ("insufficient_quota", "insufficient_quota")
    assert "retry-after" not in refused.value.response.headers


def test_the_sdk_waits_as_told_and_succeeds(make_client, simulator):
    simulator.fault("openai", {"kind": "rate_limit", "retry_after_ms": 20}, times=2)
    assert make_client(max_retries=2).skills.list().data == []
    assert simulator.requests("openai") == {"GET /v1/skills": 3}


def test_a_late_answer_is_a_timeout(make_client, simulator):
    simulator.fault("openai", {"kind": "latency", "milliseconds": 3000, "commit": True}, method="POST")
    with pytest.raises(openai.APITimeoutError):
        make_client(timeout=0.5).skills.create(files=upload())
    assert len(simulator.state("openai")) == 1


def test_a_hanging_request_is_a_timeout(make_client, simulator):
    simulator.fault("openai", {"kind": "hang"}, method="POST")
    with pytest.raises(openai.APITimeoutError):
        make_client(timeout=0.5).skills.create(files=upload())
    assert simulator.state("openai") == []


@pytest.mark.parametrize(("kind", "held"), [("drop", 0), ("commit_then_drop", 1)])
def test_a_dropped_connection_has_no_answer(client, simulator, kind, held):
    simulator.fault("openai", {"kind": kind}, method="POST")
    with pytest.raises(openai.APIConnectionError):
        client.skills.create(files=upload())
    assert len(simulator.state("openai")) == held


@pytest.mark.parametrize("kind", ["malformed", "truncated"])
def test_a_broken_body_comes_after_the_work(client, simulator, kind):
    simulator.fault("openai", {"kind": kind}, method="POST")
    with pytest.raises(Exception):
        client.skills.create(files=upload())
    assert len(simulator.state("openai")) == 1


def test_hazard_the_sdk_itself_makes_three_skills_of_one(make_client, simulator):
    """503 after the work was done, answered by the SDK's own two retries."""
    simulator.fault("openai", {"kind": "status", "status": 503, "commit": True}, method="POST")
    with pytest.raises(openai.InternalServerError):
        make_client(max_retries=2).skills.create(files=upload())
    assert len(simulator.state("openai")) == 3


def test_hazard_a_dropped_connection_makes_a_second_skill(make_client, simulator):
    simulator.fault("openai", {"kind": "commit_then_drop"}, method="POST", times=1)
    make_client(max_retries=2).skills.create(files=upload())
    assert len(simulator.state("openai")) == 2
    assert simulator.requests("claude") == {} and simulator.requests("google") == {}
