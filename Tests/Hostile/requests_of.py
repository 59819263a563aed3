"""Requests made from docs/openapi.json: some right, most wrong somewhere, some not even HTTP."""

import dataclasses
import io
import json
import pathlib
import random
import zipfile

from wire import AUTHORIZED

DOCUMENT = json.loads((pathlib.Path(__file__).resolve().parents[2] / "docs/openapi.json").read_text("utf-8"))
METHODS = ("get", "put", "post", "delete", "patch")
#: What somebody would write who wants to see something break.
ODD = [
    None, True, 0, -1, 1 << 63, -(1 << 63) - 1, 1e400, 0.1, "", " ", "\0", "\ud800", "../../etc/passwd", "%00", "%2e%2e%2f",
    "한글" * 40, "a" * 5000, "'; DROP TABLE skills; --", "{{7*7}}", "<script>", "\u202e\u2066", "2026-02-30T25:00:00Z",
    "9999-12-31T23:59:59.999999Z", "0001-01-01T00:00:00+14:00", "00000000-0000-0000-0000-000000000000", [], {}, [[]], {"": {}},
]  # fmt: skip
SCRAPS = [
    b"null", b"[", b"{}", b"1e999", b"\\ud800", b'"', b"\0", b"\xff\xfe", b"\r\n", b"\r\n\r\n", b"0\r\n\r\n", b" ", b":", b"%",
    b"%00", b"HTTP/1.1", b"Content-Length: 3\r\n", b"Transfer-Encoding: chunked\r\n", b"/", b"..", b"?", b"&", b"--x", b"PK\x03\x04",
]  # fmt: skip


def resolve(schema: dict) -> dict:
    while "$ref" in schema:
        found = DOCUMENT
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        schema = found
    return schema


@dataclasses.dataclass
class Operation:
    name: str
    method: str
    path: str
    parameters: list[dict]
    #: The schema of each content type.
    bodies: dict[str, dict]


def operations() -> list[Operation]:
    found = []
    for path, item in DOCUMENT["paths"].items():
        for method in METHODS:
            if method in item:
                operation = item[method]
                parameters = [resolve(p) for p in item.get("parameters", []) + operation.get("parameters", [])]
                content = operation.get("requestBody", {}).get("content", {})
                bodies = {kind: body.get("schema", {}) for kind, body in content.items()}
                found.append(Operation(operation["operationId"], method.upper(), path, parameters, bodies))
    return found


def archive(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(f"{name}/SKILL.md", f"---\nname: {name}\ndescription: Made of dice.\n---\n\nRoll.\n")
        packed.writestr(f"{name}/notes.txt", "x" * 200)
    return buffer.getvalue()


class Dice:
    """Makes the same requests from the same seed."""

    def __init__(self, seed: int, known: dict[str, list[str]]) -> None:
        #: Things that exist, by the name of the parameter that names them.
        self.known = known
        self.random = random.Random(seed)

    def often(self, part: float) -> bool:
        return self.random.random() < part

    def pick(self, choices):
        return self.random.choice(choices)

    def value(self, schema: dict, name: str = "", depth: int = 0):
        """One that fits, or nearly."""
        # Checking one that could be a password takes a core for seconds.
        if name == "password" and self.often(0.99):
            return self.pick([None, 7, "", "a" * 300, ["x"]])
        if self.often(0.08):
            return self.pick(ODD)
        if name in self.known and self.often(0.8):
            return self.pick(self.known[name])
        schema = resolve(schema)
        for key in ("oneOf", "anyOf"):
            if key in schema:
                return self.value(self.pick(schema[key]), name, depth)
        if "allOf" in schema:
            return self.value(schema["allOf"][0], name, depth)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self.pick(schema["enum"])
        kind = schema.get("type", "string")
        kind = self.pick(kind) if isinstance(kind, list) else kind
        return self._of(kind, schema, name, depth)

    def _of(self, kind: str, schema: dict, name: str, depth: int):
        match kind:
            case "object":
                return self._object(schema, depth)
            case "array":
                count = 0 if depth > 4 else self.random.randint(schema.get("minItems", 0), 3)
                return [self.value(schema.get("items", {}), name.removesuffix("s"), depth + 1) for _ in range(count)]
            case "integer" | "number":
                return self.random.randint(schema.get("minimum", 0), min(schema.get("maximum", 100), 1000))
            case "boolean":
                return self.often(0.5)
            case "null":
                return None
        if schema.get("format") == "date-time":
            return "2027-01-01T00:00:00Z"
        return self.pick(["alpha", "release-notes", "a", "0" * 64, "00000000-0000-7000-8000-000000000000", "reason"])

    def _object(self, schema: dict, depth: int) -> dict:
        made = {}
        for name, property_ in schema.get("properties", {}).items():
            if self.often(0.95 if name in schema.get("required", []) else 0.4):
                made[name] = self.value(property_, name, depth + 1)
        if self.often(0.05):
            made[self.pick(["nobody_knows", "", "__proto__", "a" * 1000])] = self.pick(ODD)
        return made

    def request(self, operation: Operation) -> bytes:
        method = operation.method if self.often(0.95) else self.pick(["HEAD", "OPTIONS", "TRACE", "PATCH", "BREW", "DELETE"])
        path, query, fields = operation.path, [], self._fields()
        for parameter in operation.parameters:
            text = self._text(parameter)
            if parameter["in"] == "path":
                path = path.replace(f"{{{parameter['name']}}}", text.replace("/", "%2F").replace(" ", "%20") or "x")
            elif self.often(0.25) and parameter["in"] == "query":
                query.append(f"{parameter['name']}={text}")
            elif self.often(0.25):
                fields.append(f"{parameter['name']}: {text}")
        if self.often(0.05):
            query.append(self.pick(["a", "=", "%ff=%fe", "limit=0", "limit=1&limit=2", "cursor=%00"]))
        body, kind = self._body(operation)
        if kind:
            fields += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
        target = path + ("?" + "&".join(query) if query else "")
        head = f"{method} {self._printable(target)} HTTP/1.1\r\n" + "".join(f"{self._line(f)}\r\n" for f in fields) + "\r\n"
        whole = head.encode("utf-8", "replace") + body
        return self.mangled(whole, 4) if self.often(0.3) else whole

    def _fields(self) -> list[str]:
        fields = AUTHORIZED.strip().split("\r\n") if self.often(0.93) else ["Host: a"]
        if self.often(0.05):
            fields.append("Accept: " + self.pick(["text/html", ",,;", "*/*;q=", "application/json;q=0"]))
        if self.often(0.1):
            fields.append(self.pick(["If-Match: *", "If-None-Match: *", 'If-Match: "x', "If-Match: W/", "Idempotency-Key: k"]))
        if self.often(0.05):
            fields.append("X-Request-Id: " + self.pick(["own-id", "", "a" * 200, "a b"]))
        return fields

    def _text(self, parameter: dict) -> str:
        value = self.value(parameter.get("schema", {}), parameter["name"])
        return value if isinstance(value, str) else json.dumps(value)

    @staticmethod
    def _printable(text: str) -> str:
        return "".join("%20" if c == " " else c for c in text if c not in "\r\n")

    @staticmethod
    def _line(text: str) -> str:
        return text.replace("\r", "").replace("\n", "")

    def _body(self, operation: Operation) -> tuple[bytes, str]:
        if not operation.bodies and self.often(0.97):
            return b"", ""
        kind = self.pick(list(operation.bodies) or ["application/json"])
        schema = operation.bodies.get(kind, {"type": "object"})
        match kind:
            case "application/json":
                body = json.dumps(self.value(schema), ensure_ascii=self.often(0.5)).encode("utf-8", "replace")
            case "text/markdown":
                body = b"---\nname: dice\ndescription: Made of dice.\n---\n\nRoll.\n"
            case "multipart/form-data":
                part = b'--x\r\nContent-Disposition: form-data; name="bundle"; filename="a.zip"\r\n\r\n'
                body, kind = part + archive("dice") + b"\r\n--x--\r\n", "multipart/form-data; boundary=x"
            case _:
                body = archive("dice")
        if self.often(0.3):
            body = self.mangled(body, 3)
        if self.often(0.05):
            kind = self.pick(["text/plain", ";;=;", 'application/json; charset="', "multipart/form-data", "application/zip"])
        return body, kind

    def mangled(self, data: bytes, most: int) -> bytes:
        """Cuts, repeats, overwrites and inserts."""
        made = bytearray(data)
        for _ in range(self.random.randint(1, most)):
            place = self.random.randrange(len(made) + 1)
            match self.random.randrange(6):
                case 0:
                    del made[place : place + self.random.randint(1, 30)]
                case 1 if place < len(made):
                    made[place] = self.random.randrange(256)
                case 2 if place < len(made):
                    made[place] ^= 1 << self.random.randrange(8)
                case 3:
                    made[place:place] = made[place : place + self.random.randint(1, 60)]
                case 4:
                    made[place:place] = self.pick(SCRAPS)
                case _ if self.often(0.2):
                    del made[place:]
        return bytes(made)
