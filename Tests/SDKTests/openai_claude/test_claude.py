"""The official anthropic SDK, in strict mode, against the Claude look-alike."""

import anthropic
import pytest

from simulator import skill_files, unzipped, zipped


@pytest.fixture
def make_client(simulator):
    def make(key="sk-ant-test", **options):
        return anthropic.Anthropic(
            api_key=key,
            base_url=simulator.url + "/claude",
            _strict_response_validation=True,
            **{"max_retries": 0, **options},
        )

    return make


@pytest.fixture
def client(make_client):
    return make_client()


def upload(files=None, folder="demo-skill"):
    return [(f"{folder}.zip", zipped(files or skill_files(), folder), "application/zip")]


def loose(files, folder="demo-skill"):
    return [(f"{folder}/{path}", content) for path, content in files.items()]


def test_create_from_a_zip_and_retrieve(client):
    made = client.skills.create(files=upload(), display_name="Demo [sk:1]")
    assert (made.type, made.display_name, made.source.type) == ("skill", "Demo [sk:1]", "custom")
    assert made.id.startswith("skill_01") and made.latest_version_id.startswith("skver_01")
    assert client.skills.retrieve(made.id) == made


def test_the_display_name_defaults_to_the_name_and_may_repeat(client):
    first, second = (client.skills.create(files=loose(skill_files())) for _ in range(2))
    assert first.display_name == second.display_name == "demo-skill"
    assert first.id != second.id


def test_skill_md_may_lie_at_the_root(client):
    archive = [("demo.zip", zipped(skill_files()), "application/zip")]
    assert client.skills.create(files=archive).display_name == "demo-skill"


def test_content_reads_back_byte_for_byte(client):
    first, second = skill_files(text="One."), skill_files(text="Two.")
    made = client.skills.create(files=upload(first))
    newer = client.skills.versions.create(made.id, files=loose(second))
    for version, files in ((made.latest_version_id, first), (newer.id, second)):
        answer = client.beta.skills.versions.download(version, skill_id=made.id)
        assert answer.headers["content-disposition"] == "attachment; filename*=utf-8''demo-skill.zip"
        assert unzipped(answer.read(), "demo-skill") == files


def test_versions_and_latest(client):
    made = client.skills.create(files=upload())
    newer = client.skills.versions.create(made.id, files=upload(skill_files(description="Newer.")))
    assert (newer.type, newer.skill_id, newer.name) == ("skill_version", made.id, "demo-skill")
    assert newer.description == "Newer."
    assert client.skills.versions.retrieve(newer.id, skill_id=made.id) == newer
    assert client.skills.versions.retrieve("latest", skill_id=made.id) == newer
    assert client.skills.retrieve(made.id).latest_version_id == newer.id


def test_lists_page_by_page_newest_first(client):
    ids = [client.skills.create(files=upload()).id for _ in range(3)]
    custom = [skill.id for skill in client.skills.list(limit=1, source="custom")]
    assert custom == ids[::-1]
    prebuilt = [skill.id for skill in client.skills.list(limit=1, source="anthropic")]
    assert sorted(prebuilt) == ["docx", "pdf", "pptx", "xlsx"]
    for limit in (1, 2, 3, 20):
        assert [skill.id for skill in client.skills.list(limit=limit)] == custom + prebuilt


def test_version_lists_page_by_page_newest_first(client):
    made = client.skills.create(files=upload())
    newer = [client.skills.versions.create(made.id, files=upload()).id for _ in range(2)]
    listed = [version.id for version in client.skills.versions.list(made.id, limit=1)]
    assert listed == newer[::-1] + [made.latest_version_id]


def test_an_empty_list_is_a_page(client):
    page = client.skills.list(source="custom")
    assert page.data == [] and page.next_page is None


def test_delete_takes_the_versions_along(client):
    made = client.skills.create(files=upload())
    client.skills.versions.create(made.id, files=upload())
    gone = client.skills.delete(made.id)
    assert (gone.id, gone.type) == (made.id, "skill_deleted")
    with pytest.raises(anthropic.NotFoundError):
        client.skills.versions.retrieve(made.latest_version_id, skill_id=made.id)


def test_deleting_the_newest_version_falls_back(client):
    made = client.skills.create(files=upload())
    newer = client.skills.versions.create(made.id, files=upload())
    gone = client.skills.versions.delete(newer.id, skill_id=made.id)
    assert (gone.id, gone.type) == (newer.id, "skill_version_deleted")
    assert client.skills.retrieve(made.id).latest_version_id == made.latest_version_id


REFUSED = {
    "the only version": lambda c, m: c.skills.versions.delete(m.latest_version_id, skill_id=m.id),
    "latest in a delete": lambda c, m: c.skills.versions.delete("latest", skill_id=m.id),
    "latest in a download": lambda c, m: c.beta.skills.versions.download("latest", skill_id=m.id),
    "a version id of the beta": lambda c, m: c.skills.versions.retrieve("1759178010641129", skill_id=m.id),
    "another name": lambda c, m: c.skills.versions.create(m.id, files=upload(skill_files(name="other"))),
    "a version of a prebuilt skill": lambda c, m: c.skills.versions.create("xlsx", files=upload()),
    "a limit of 1001": lambda c, m: c.skills.list(limit=1001),
    "a bad page": lambda c, m: c.skills.list(page="nonsense"),
    "a long display name": lambda c, m: c.skills.create(files=upload(), display_name="x" * 256),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_400(client, simulator, case):
    made = client.skills.create(files=upload())
    before = simulator.state("claude")
    with pytest.raises(anthropic.BadRequestError) as refused:
        REFUSED[case](client, made)
    assert refused.value.type == "invalid_request_error"
    assert refused.value.response.headers["x-should-retry"] == "false"
    assert simulator.state("claude") == before


@pytest.mark.parametrize(
    "call",
    [
        lambda c, m: c.skills.retrieve("skill_01absent"),
        lambda c, m: c.skills.delete("skill_01absent"),
        lambda c, m: c.skills.versions.create("skill_01absent", files=upload()),
        lambda c, m: c.skills.versions.retrieve("skver_01absent", skill_id=m.id),
        lambda c, m: c.skills.versions.delete("skver_01absent", skill_id=m.id),
    ],
)
def test_refused_with_404(client, call):
    made = client.skills.create(files=upload())
    client.skills.versions.create(made.id, files=upload())
    with pytest.raises(anthropic.NotFoundError) as refused:
        call(client, made)
    assert refused.value.type == "not_found_error"


INVALID = {
    "no SKILL.md": {"README.md": b"x"},
    "no frontmatter": {"SKILL.md": b"# Hi\n"},
    "upper case in the name": skill_files(name="Demo"),
    "a reserved word": skill_files(name="claude-tools"),
    "another reserved word": skill_files(name="my-anthropic"),
    "tags in the description": skill_files(description="Use <b>this</b>."),
    "a long description": skill_files(description="x" * 1025),
    "a letter beyond ASCII": skill_files(name="데모"),
}


@pytest.mark.parametrize("case", INVALID)
def test_invalid_skills_are_refused(client, simulator, case):
    with pytest.raises(anthropic.BadRequestError) as refused:
        client.skills.create(files=upload(INVALID[case]))
    assert refused.value.type == "invalid_request_error"
    assert simulator.state("claude") == []


def test_thirty_megabytes_are_too_many(client):
    files = {**skill_files(), "big.bin": b"\0" * 29_000_000}
    assert client.skills.create(files=loose(files)).id
    with pytest.raises(anthropic.ContentTooLargeError) as refused:
        client.skills.create(files=loose({**files, "more.bin": b"\0" * 1_000_000}))
    assert refused.value.type == "request_too_large"


def test_files_without_a_filename_are_refused(client):
    with pytest.raises(anthropic.BadRequestError):
        client.skills.create(files=[b"---\nname: demo-skill\n---\n"])


@pytest.mark.parametrize(
    ("key", "kind", "category"),
    [
        ("invalid", anthropic.AuthenticationError, "authentication_error"),
        ("forbidden", anthropic.PermissionDeniedError, "permission_error"),
    ],
)
def test_credentials(make_client, key, kind, category):
    with pytest.raises(kind) as refused:
        make_client(key).skills.list()
    assert refused.value.type == category


def test_the_older_header_for_keys_is_taken(make_client, simulator):
    client = make_client(default_headers={"x-api-key": "sk-ant-test", "Authorization": anthropic.Omit()})
    assert client.skills.list(source="custom").data == []


STATUSES = [
    (400, anthropic.BadRequestError, "invalid_request_error"),
    (401, anthropic.AuthenticationError, "authentication_error"),
    (402, anthropic.PaymentRequiredError, "billing_error"),
    (403, anthropic.PermissionDeniedError, "permission_error"),
    (404, anthropic.NotFoundError, "not_found_error"),
    (408, anthropic.RequestTimeoutError, "timeout_error"),
    (409, anthropic.ConflictError, "conflict_error"),
    (413, anthropic.ContentTooLargeError, "request_too_large"),
    (422, anthropic.UnprocessableEntityError, "invalid_request_error"),
    (429, anthropic.RateLimitError, "rate_limit_error"),
    (499, anthropic.ClientClosedRequestError, "invalid_request_error"),
    (500, anthropic.InternalServerError, "api_error"),
    (501, anthropic.HTTPNotImplementedError, "api_error"),
    (503, anthropic.ServiceUnavailableError, "api_error"),
    (504, anthropic.GatewayTimeoutError, "timeout_error"),
    (529, anthropic.OverloadedError, "overloaded_error"),
]


@pytest.mark.parametrize(("status", "kind", "category"), STATUSES)
def test_each_status_has_its_class(client, simulator, status, kind, category):
    simulator.fault("claude", {"kind": "status", "status": status})
    with pytest.raises(anthropic.APIStatusError) as refused:
        client.skills.create(files=upload())
    error = refused.value
    assert type(error) is kind
    assert (error.status_code, error.type, error.error_code) == (status, category, None)
    assert error.request_id.startswith("req_011") and error.body["request_id"] == error.request_id
    assert error.workspace_id == "wrkspc_simulated"


CODES = [
    (400, "organization_on_hold", anthropic.BadRequestError),
    (400, "claude_code_key_creator_not_member", anthropic.BadRequestError),
    (400, "cmek_key_disabled", anthropic.BadRequestError),
    (400, "cmek_key_network_blocked", anthropic.BadRequestError),
    (503, "cmek_context_unavailable", anthropic.ServiceUnavailableError),
    (429, "ramp_limit_exceeded", anthropic.RateLimitError),
]


@pytest.mark.parametrize(("status", "code", "kind"), CODES)
def test_declared_codes_have_a_class_of_their_own(client, simulator, status, code, kind):
    simulator.fault("claude", {"kind": "status", "status": status, "code": code})
    with pytest.raises(kind) as refused:
        client.skills.list()
    assert refused.value.error_code == code and type(refused.value) is not kind


def test_a_rate_limit_says_when(client, simulator):
    simulator.fault("claude", {"kind": "rate_limit", "retry_after_seconds": 7})
    with pytest.raises(anthropic.RateLimitError) as refused:
        client.skills.list()
    headers = refused.value.response.headers
    assert headers["retry-after"] == "7"
    assert headers["anthropic-ratelimit-requests-remaining"] == "0"
    assert headers["anthropic-ratelimit-requests-reset"].endswith("Z")


@pytest.mark.parametrize(
    ("status", "kind", "code"),
    [
        (402, anthropic.PaymentRequiredError, None),
        (429, anthropic.RateLimitError, "enforced_spend_limit_reached"),
    ],
)
def test_a_used_up_quota_has_no_retry_after(client, simulator, status, kind, code):
    simulator.fault("claude", {"kind": "quota", "status": status})
    with pytest.raises(kind) as refused:
        client.skills.list()
    assert refused.value.error_code == code
    assert "retry-after" not in refused.value.response.headers


def test_a_late_answer_is_a_timeout(make_client, simulator):
    simulator.fault("claude", {"kind": "latency", "milliseconds": 3000, "commit": True}, method="POST")
    with pytest.raises(anthropic.APITimeoutError):
        make_client(timeout=0.5).skills.create(files=upload())
    assert len(simulator.state("claude")) == 1


@pytest.mark.parametrize(("kind", "held"), [("drop", 0), ("commit_then_drop", 1)])
def test_a_dropped_connection_has_no_answer(client, simulator, kind, held):
    simulator.fault("claude", {"kind": kind}, method="POST")
    with pytest.raises(anthropic.APIConnectionError):
        client.skills.create(files=upload())
    assert len(simulator.state("claude")) == held


@pytest.mark.parametrize("kind", ["malformed", "truncated"])
def test_a_broken_body_comes_after_the_work(client, simulator, kind):
    simulator.fault("claude", {"kind": kind}, method="POST")
    with pytest.raises(Exception):
        client.skills.create(files=upload())
    assert len(simulator.state("claude")) == 1


def test_hazard_the_sdk_itself_makes_three_skills_of_one(make_client, simulator):
    """503 after the work was done, answered by the SDK's own two retries."""
    simulator.fault("claude", {"kind": "status", "status": 503, "commit": True}, method="POST")
    with pytest.raises(anthropic.ServiceUnavailableError):
        make_client(max_retries=2).skills.create(files=upload())
    assert len(simulator.state("claude")) == 3
