"""SEC-06: secrets are put in wherever they may be, everything is done with them, and then they are looked for in
everything that came out: logs, answers, events, the audit log, evidence, metrics, a crash, backups, the database."""

import base64
import html
import json
import pathlib
import re
import secrets
import signal
import subprocess
import urllib.parse

import pytest

from canaries import Canaries, rows, unpacked
from parrot import Parrot
from suspect import Suspect
from yard import skill_zip

# Where a secret has to be, or may: all of them, by where it was found and which one it is.
ALLOWED = {
    # What the program makes for somebody it tells them, this once.
    ("printed-1", "first-token"),
    ("token", "first-token"),
    ("printed-1", "set-up-code"),
    ("POST /setup", "session-of-set-up"),
    ("POST /sign-in", "session-of-page"),
    ("POST /settings/password", "session-after-change"),
    ("POST /api/sessions", "session-of-api"),
    ("PUT /api/me/password", "session-after-change-by-api"),
    ("POST /api/tokens", "token-of-api"),
    ("POST /settings/tokens", "token-of-page"),
    ("token create", "token-of-command"),
    ("POST /settings/accounts", "initial-password"),
    # A page repeats its own address, or the name that was typed into it, to whoever sent that and to nobody else.
    ("GET /setup", "set-up-code"),
    ("GET /skills", "query-of-page"),
    ("POST /sign-in", "password-as-name"),
}


@pytest.fixture(scope="module")
def suspect(tmp_path_factory):
    canaries, parrot = Canaries(), Parrot()
    made = Suspect(tmp_path_factory.mktemp("canaries"), canaries, parrot)
    parrot.access_token = canaries.make("access-token")
    yield made
    if made.process and made.process.poll() is None:
        made.end(signal.SIGTERM)
    parrot.shutdown()


def first_start(suspect: Suspect) -> None:
    """Nobody gave a token: the program makes one, and a link for the first administrator's account."""
    make, adopt = suspect.canaries.make, suspect.canaries.adopt
    suspect.start()
    printed = suspect.printed_file.read_text()
    suspect.token = adopt("first-token", re.search(r"sky_\w{16,}", printed)[0])
    code = adopt("set-up-code", re.search(r"code=(skc_\w+)", printed)[1])
    assert suspect.ask("GET", f"/setup?code={code}", cookie=True)[0] == 200
    password = make("first-password")
    assert suspect.form("/setup", code=code, name="mina", password=password, again=password)[0] == 303
    adopt("session-of-set-up", suspect.session)
    # The link again, when it is of no use any more.
    assert suspect.form("/setup", code=code, name="eve", password=password, again=password)[0] == 422
    suspect.end(signal.SIGTERM)
    suspect.token = make("bootstrap-token", plain=True)
    suspect.start(token=suspect.token)
    assert suspect.json("GET", "/api/me")["role"] == "admin"


def people(suspect: Suspect) -> None:
    """Accounts, sessions and tokens, by every door."""
    make, adopt, secret = suspect.canaries.make, suspect.canaries.adopt, suspect.canaries.secret
    assert suspect.form("/sign-in", name="mina", password=secret("first-password"))[0] == 303
    adopt("session-of-page", suspect.session)
    account = {"name": "sora", "role": "operator", "password": make("password-by-api")}
    suspect.json("POST", "/api/accounts", account)
    issued = suspect.json("POST", "/api/sessions", {"name": "sora", "password": account["password"]})
    mine = {"Authorization": f"Bearer {adopt('session-of-api', issued['secret'])}"}
    change = {"current": account["password"], "new": make("changed-password")}
    changed = suspect.json("PUT", "/api/me/password", change, **mine)
    adopt("session-after-change-by-api", changed["secret"])
    ran = suspect.command("account", "add", "juno", "--role", "viewer", given=make("password-by-command") + "\n")
    assert ran.returncode == 0, ran.stderr
    given = make("password-again-by-command") + "\n"
    assert suspect.command("account", "change", "juno", "--password", given=given).returncode == 0
    status, page = suspect.form("/settings/accounts", name="bora", role="auditor")
    initial = re.search(r'id="new-password"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*id="new-password"', page)
    assert status == 200 and initial
    adopt("initial-password", html.unescape(initial[1] or initial[2]))
    new = make("password-by-page")
    fields = {"current": secret("first-password"), "new": new, "again": new}
    assert suspect.form("/settings/password", **fields)[0] == 303
    adopt("session-after-change", suspect.session)
    issued = suspect.json("POST", "/api/tokens", {"name": "of-api", "role": "auditor"})
    adopt("token-of-api", issued["secret"])
    status, page = suspect.form("/settings/tokens", name="of-page", role="viewer", days="30")
    assert status == 200
    adopt("token-of-page", re.search(r"sky_\w{16,}", page)[0])
    adopt("token-of-command", suspect.command("token", "create", "of-command").stdout.strip())
    for name in ("token-of-api", "token-of-page", "token-of-command"):
        assert suspect.command("whoami", SKILLYARD_TOKEN=secret(name)).returncode == 0


def service_account(suspect: Suspect) -> str:
    made = subprocess.run(["openssl", "genrsa", "-traditional", "2048"], capture_output=True, check=True, text=True)
    key = made.stdout
    # A line from its middle stands for the whole.
    suspect.canaries.adopt("service-account", key.splitlines()[10])
    account = {"type": "service_account", "client_email": "a@example.com", "private_key": key}
    return json.dumps(account | {"private_key_id": "1", "token_uri": suspect.parrot.base + "/token"})


def provider(suspect: Suspect, name: str, kind: str, path: str, credential: str | None, **options: str) -> None:
    settings = {"kind": kind, "display_name": name, "base_url": suspect.parrot.base + path, "options": options}
    settings |= {"max_attempts": 2, "attempt_timeout_seconds": 10}
    suspect.json("PUT", f"/api/providers/{name}", settings | ({"credential": credential} if credential else {}))


def vendors(suspect: Suspect) -> None:
    """Keys in the environment, in files, and stored by every door."""
    make, folder = suspect.canaries.make, suspect.folder
    (folder / "claude.key").write_text(make("file") + "\n")
    (folder / "google.json").write_text(service_account(suspect))
    provider(suspect, "p-openai", "openai", "/openai/v1", "env:CANARY_OPENAI")
    provider(suspect, "p-claude", "claude", "/claude", f"file:{folder / 'claude.key'}")
    google = {"project": "p", "location": "l", "token_uri": suspect.parrot.base + "/token"}
    provider(suspect, "p-gemini", "gemini", "/google", f"file:{folder / 'google.json'}", **google)
    for name in ("p-http", "p-page", "p-cli"):
        provider(suspect, name, "http", "/http", None)
    suspect.json("PUT", "/api/providers/p-http/credential", {"secret": make("replaced-by-api")})
    suspect.json("PUT", "/api/providers/p-http/credential", {"secret": make("sealed-by-api")})
    given = make("sealed-by-command") + "\n"
    assert suspect.command("providers", "credential", "set", "p-cli", given=given).returncode == 0
    form = {"kind": "http", "display_name": "p-page", "base_url": suspect.parrot.base + "/http", "concurrency": "2"}
    form |= {"attempt_timeout_seconds": "10", "max_attempts": "2", "queue_timeout_seconds": "600",
             "target_timeout_seconds": "600", "enabled": "yes", "secret": make("sealed-by-page")}
    form["revision"] = suspect.json("GET", "/api/providers/p-page")["updated_at"]
    assert suspect.form("/providers/p-page", **form)[0] == 303


def blunders(suspect: Suspect) -> None:
    """Secrets where none belong: each is refused, and none is repeated."""
    make, ask = suspect.canaries.make, suspect.ask
    settings = {"kind": "openai", "display_name": "x", "base_url": "https://api.openai.com/v1"}
    with_password = settings | {"base_url": f"https://user:{make('key-in-address', plain=True)}@example.com/v1"}
    sent = [
        ask("PUT", "/api/providers/x", settings | {"credential": make("key-as-reference")}),
        ask("PUT", "/api/providers/x", settings | {"api_key": make("key-as-field")}),
        ask("PUT", "/api/providers/x", with_password),
        ask("PUT", "/api/providers/p-http/credential", {"secret": "two words " + make("refused-secret")}),
        ask("PUT", "/api/providers/p-http/credential", {"secret": [make("secret-of-wrong-type")]}),
        ask("PUT", "/api/providers/p-http/credential", b'{"secret": "' + make("broken-json").encode()),
        ask("PUT", "/api/providers/p-claude/credential", make("no-json").encode(), "text/plain"),
        ask("GET", "/api/skills?token=" + urllib.parse.quote(make("token-in-query"))),
        ask("GET", "/api/nothing?key=" + urllib.parse.quote(make("key-in-query"))),
        ask("GET", "/api/me", Authorization=f"Bearer {make('wrong-token', plain=True)}"),
        ask("GET", "/api/me", Authorization="Basic " + base64.b64encode(make("basic").encode()).decode()),
        ask("POST", "/api/sessions", {"name": "mina", "password": make("wrong-password")}),
        ask("POST", "/api/sessions", {"name": make("password-as-name-by-api", plain=True), "password": "x"}),
        ask("POST", "/api/setup", {"code": make("wrong-code"), "name": "eve", "password": make("code-password")}),
        ask("POST", "/api/accounts", {"name": "eve", "role": "king", "password": make("refused-password")}),
    ]
    assert [status for status, _ in sent if not 400 <= status < 500] == []
    page = "/skills?next=" + urllib.parse.quote(make("query-of-page"))
    assert ask("GET", page, cookie=True)[0] == 200
    # In a browser of its own, so that the one that is signed in stays so.
    session, suspect.session = suspect.session, make("wrong-cookie", plain=True)
    assert ask("GET", "/skills", cookie=True)[0] == 303
    tries = [{"token": make("wrong-token-by-page", plain=True)}]
    tries += [{"name": "mina", "password": make("wrong-password-by-page")}]
    tries += [{"name": make("password-as-name", plain=True), "password": "paper boats"}]
    for entered in tries:
        assert suspect.form("/sign-in", **entered)[0] in (401, 422)
    suspect.session = session
    assert suspect.form("/settings/password", current=make("wrong-current"), new="short", again="other")[0] == 422
    uploads(suspect)
    commands_gone_wrong(suspect)


def uploads(suspect: Suspect) -> None:
    make, ask = suspect.canaries.make, suspect.ask
    boundary = "b"
    part = f'--{boundary}\r\nContent-Disposition: form-data; name="api_key"\r\n\r\n{make("multipart-field")}\r\n'
    broken = f'--{boundary}\r\nContent-Disposition: form-data; name="bundle"; filename="SKILL.md"\r\n\r\n'
    broken += f"---\nname: Not A Name\ndescription: x\n---\n{make('refused-skill')}\r\n--{boundary}--\r\n"
    assert ask("POST", "/api/skills", (part + broken).encode(), f"multipart/form-data; boundary={boundary}")[0] == 422
    url = f"https://user:{make('import-password')}@example.com/a.zip?sig={make('import-query')}"
    assert ask("POST", "/api/skills/import", {"url": url})[0] == 422
    # A key that somebody left in a skill is found, and not spread by saying so.
    key = f"sk-ant-api03-{make('key-in-skill', plain=True)}{secrets.token_hex(16)}"
    status, text = ask("POST", "/api/skills/check", skill_zip("careless", body=f"Use {key}."), "application/zip")
    assert status == 200 and b"secret" in text, text


def commands_gone_wrong(suspect: Suspect) -> None:
    make, command = suspect.canaries.make, suspect.command
    assert command("whoami", SKILLYARD_TOKEN=make("wrong-token-of-command")).returncode == 5
    serve = ("serve", "--data", str(suspect.folder / "none"), "--port", "1")
    assert command(*serve, SKILLYARD_SECRETS_KEY=make("sealing-key-that-is-none")).returncode == 2
    location = f"postgres://skillyard:{make('database-password', plain=True)}@127.0.0.1:9/none"
    for arguments in (["secrets", "status"], ["backup", str(suspect.folder / "none.db")], ["migrate"]):
        assert command(*arguments, "--database-url", location).returncode != 0
    (suspect.folder / "no-key").write_text(make("signing-key-that-is-none"))
    (suspect.folder / "no-key").chmod(0o600)
    variables = {"SKILLYARD_SIGNING_KEY_FILE": str(suspect.folder / "no-key")}
    assert command(*serve[:3], "--port", "0", **variables).returncode != 0


def work(suspect: Suspect) -> None:
    """Register, sign, install, fail, retry and roll back, by every door, at a vendor that repeats what it hears."""
    taken, command = suspect.folder / "taken", suspect.command
    taken.mkdir()
    key = suspect.folder / "signer.pem"
    assert command("skill", "keygen", str(key)).returncode == 0
    suspect.canaries.adopt_bytes("signer", private_bytes(key))
    (taken / "greeter.zip").write_bytes(skill_zip("greeter"))
    assert command("skill", "add", str(taken / "greeter.zip"), "--key", str(key)).returncode == 0
    assert suspect.ask("POST", "/api/skills", skill_zip("waver"), "application/zip")[0] == 201
    assert command("skill", "sign", "waver@1", "--key", str(key)).returncode == 0
    names = ["p-openai", "p-claude", "p-gemini", "p-http", "p-page", "p-cli", "openai"]
    for generous in (False, True, False):
        suspect.parrot.generous = generous
        for name in names:
            suspect.ask("POST", f"/api/providers/{name}/check")
        for skill in ("greeter", "waver"):
            request = {"skills": [{"name": skill}], "providers": names}
            run = suspect.json("POST", "/api/install-runs", request)["id"]
            suspect.ended(run)
            suspect.ask("POST", f"/api/install-runs/{run}/retry")
            suspect.ended(run)
            suspect.ask("POST", f"/api/install-runs/{run}/rollback", {"reason": "only trying"})
            suspect.ask("GET", f"/runs/{run}", cookie=True)
    command("install", "greeter", "--on", ",".join(names), "--wait")
    command("run", "retry", "latest", "--wait")
    command("run", "rollback", "latest", "--reason", "only trying", "--wait")
    used = ("environment", "file", "sealed-by-api", "sealed-by-command", "sealed-by-page", "access-token")
    words = {place: suspect.canaries.word(place) for place in used}
    # A secret that the vendor never heard proves nothing.
    assert [p for p in used if not any(words[p] in heard for heard in suspect.parrot.heard)] == []


def private_bytes(path: pathlib.Path) -> bytes:
    """What of an Ed25519 key in PEM is secret: the last 32 bytes (RFC 8410)."""
    return base64.b64decode("".join(path.read_text().splitlines()[1:-1]))[-32:]


def look_around(suspect: Suspect) -> None:
    """Everything that can be read is read, and everything that can be taken along is taken."""
    paths = ["/api/providers", "/api/skills", "/api/install-runs?limit=200", "/api/tokens", "/api/accounts"]
    paths += ["/api/overview", "/api/matrix", "/api/installations", "/api/me", "/metrics"]
    paths += ["/openapi.json", "/readyz", "/healthz", "/api/audit/verification", "/api/audit/checkpoints"]
    paths += ["/api/audit/export", "/api/skills/greeter/versions/1", "/api/skills/greeter/signers"]
    for path in paths:
        assert suspect.ask("GET", path)[0] == 200, path
    # Sessions are one's own, and a program's token has none.
    suspect.json("GET", "/api/sessions", Authorization=f"Bearer {suspect.session}")
    runs = suspect.json("GET", "/api/install-runs?limit=200")["items"]
    for run in runs:
        suspect.ask("GET", f"/api/install-runs/{run['id']}")
    done = next(run["id"] for run in runs if run["status"] not in ("queued", "running"))
    for path, cookie in ((f"/api/install-runs/{done}/evidence", False), (f"/runs/{done}/evidence", True)):
        assert suspect.ask("GET", path, cookie=cookie)[0] == 200, path
    cursor = ""
    while True:
        page = suspect.json("GET", f"/api/audit?limit=200{cursor}")
        if not page.get("next_cursor"):
            break
        cursor = "&cursor=" + urllib.parse.quote(page["next_cursor"])
    pages = ["/dashboard", "/skills", "/skills/greeter", "/runs", f"/runs/{done}", "/providers", "/audit", "/audit/export"]
    pages += ["/settings", "/settings/accounts", "/skills/new"]
    for path in pages + [f"/providers/{n}" for n in ("p-http", "p-page", "p-openai", "p-gemini")]:
        assert suspect.ask("GET", path, cookie=True)[0] == 200, path
    assert suspect.form("/audit/verify")[0] == 200
    suspect.follow()
    shown = [["doctor"], ["providers", "list"], ["providers", "show", "p-http"], ["audit", "list"], ["token", "list"]]
    for arguments in shown:
        suspect.command(*arguments)
        suspect.command(*arguments, "--json")
    taken = suspect.folder / "taken"
    for arguments in (["audit", "export"], ["audit", "checkpoint", "export"], ["run", "evidence", done]):
        ran = suspect.command(*arguments, "-o", str(taken / f"{'-'.join(arguments[:2])}-{suspect.starts}"))
        assert ran.returncode == 0, ran.stderr


def rotate_and_copy(suspect: Suspect) -> None:
    data, command = ["--data", str(suspect.data)], suspect.command
    sealing = suspect.data / "keys/secrets"
    suspect.canaries.adopt_bytes("sealing-key-before", base64.b64decode(sealing.read_text()))
    assert command("secrets", "rotate", *data).returncode == 0
    assert command("secrets", "prune", *data).returncode == 0
    suspect.canaries.adopt_bytes("sealing-key", base64.b64decode(sealing.read_text()))
    suspect.canaries.adopt_bytes("key-of-audit-log", private_bytes(suspect.data / "keys/audit.pem"))
    assert command("secrets", "status", *data, "--json").returncode == 0
    assert command("backup", str(suspect.folder / "backup.db"), *data).returncode == 0
    target = ["--to", f"sqlite:{suspect.folder / 'copy.db'}", "--rehearse"]
    assert command("copy", *target, *data).returncode == 0
    # Still of use after rotation: the vendor hears the same key.
    suspect.parrot.heard.clear()
    suspect.ask("POST", "/api/providers/p-http/check")
    assert any(suspect.canaries.word("sealed-by-api") in heard for heard in suspect.parrot.heard)


def everything(suspect: Suspect) -> list[tuple[str, bytes]]:
    """What came out, and what lies on the disk, but for the places that hold keys: `keys/` and what was given in files."""
    found = [("log", suspect.log()), *suspect.said]
    found += [(path.name, path.read_bytes()) for path in sorted(suspect.folder.glob("printed-*"))]
    found += [(f"taken: {path.name}", unpacked(path.read_bytes())) for path in sorted((suspect.folder / "taken").iterdir())]
    for name in ("data/skillyard.db", "backup.db", "copy.db"):
        found += [(f"rows of {name}", rows(suspect.folder / name)), (name, (suspect.folder / name).read_bytes())]
    for path in sorted(suspect.data.rglob("*")):
        if path.is_file() and path.parent != suspect.data / "keys":
            found.append((str(path.relative_to(suspect.data)), path.read_bytes()))
    return found




def test_no_secret_comes_out_anywhere(suspect):
    suspect.environment["CANARY_OPENAI"] = suspect.canaries.make("environment")
    suspect.environment["CANARY_UNUSED"] = suspect.canaries.make("unused-variable")
    first_start(suspect)
    people(suspect)
    vendors(suspect)
    blunders(suspect)
    work(suspect)
    look_around(suspect)
    # A crash in the middle of work, with everything a backtrace can tell.
    suspect.parrot.generous = False
    request = {"skills": [{"name": "greeter"}], "providers": ["p-openai", "p-http"]}
    suspect.json("POST", "/api/install-runs", request)
    suspect.end(signal.SIGABRT)
    assert re.search(rb"(?m)^(rax|x0) 0x", suspect.log()), "the crash told nothing"
    suspect.start(token=suspect.token)
    look_around(suspect)
    rotate_and_copy(suspect)
    suspect.end(signal.SIGTERM)
    places = everything(suspect)
    assert len(places) > 200
    found = {(name, place) for name, content in places for place in suspect.canaries.hits(content)}
    assert found - ALLOWED == set()
    # What is allowed and never happens would only hide something.
    assert ALLOWED - found == set()


def test_what_is_looked_for_would_be_found(suspect):
    """A search that finds nothing proves something only if it finds what is there."""
    canaries = suspect.canaries
    secret, word = canaries.known["environment"]
    said = [secret, json.dumps(secret), html.escape(secret), urllib.parse.quote(secret, safe=""), secret.encode().hex()]
    said += [base64.b64encode((" " * n + secret).encode()).decode() for n in range(3)]
    said += [base64.urlsafe_b64encode((" " * n + word).encode()).decode() for n in range(3)]
    for text in said:
        assert canaries.hits(f"…{text}…".encode()) == ["environment"], text
    # And where a secret has to be, it is: the places that this test leaves out.
    assert canaries.hits((suspect.data / "keys/secrets").read_bytes()) == ["sealing-key"]
    assert canaries.hits((suspect.data / "keys/audit.pem").read_bytes()) == ["key-of-audit-log"]
    assert canaries.hits((suspect.folder / "signer.pem").read_bytes()) == ["signer"]
    assert canaries.hits((suspect.folder / "claude.key").read_bytes()) == ["file"]
