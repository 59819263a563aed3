#!/usr/bin/env python3
"""Checks that docs/openapi.json is valid OpenAPI 3.1 and that docs/fixtures fit it.

Every operation needs a fixture; objects in fixtures may have no field that the document does not list,
although clients are told to ignore such fields: here they mean that the document was forgotten.
"""

import copy
import json
import pathlib
import sys

from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

DOCS = pathlib.Path(__file__).resolve().parent.parent / "docs"
FIXTURES = DOCS / "fixtures"
# These answer with the document itself, a zip, a file, text, a stream and lines.
WITHOUT_JSON = {
    "getOpenAPI": None,
    "getSkillVersionContent": "zip",
    "getSkillFile": "txt",
    "getMetrics": "txt",
    "streamEvents": "sse",
    "exportAudit": "jsonl",
    "getRunEvidence": "zip",
}


def closed(schema):
    """The same schema, with every object closed to fields it does not name."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result = {key: closed(value) for key, value in schema.items()}
    if schema.get("type") == "object" and "properties" in schema:
        result.setdefault("additionalProperties", False)
    return result


class Document:
    def __init__(self, document):
        self.document = document
        self.root = closed(copy.deepcopy(document))

    def operations(self):
        for path, item in self.document["paths"].items():
            for method, operation in item.items():
                if method != "parameters":
                    yield f"{method.upper()} {path}", operation

    def faults(self, schema, value):
        validator = Draft202012Validator(
            {**closed(schema), "components": self.root["components"]},
            format_checker=Draft202012Validator.FORMAT_CHECKER,
        )
        return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def success_schema(operation):
    for status, response in operation["responses"].items():
        if status.startswith("2"):
            return response["content"]["application/json"]["schema"]
    raise KeyError(operation["operationId"])


def check_operations(document):
    for name, operation in document.operations():
        operation_id = operation["operationId"]
        if operation_id in WITHOUT_JSON:
            suffix = WITHOUT_JSON[operation_id]
            if suffix and not (FIXTURES / f"{operation_id}.{suffix}").exists():
                yield f"{name}: the fixture {operation_id}.{suffix} is missing"
            continue
        fixture = FIXTURES / f"{operation_id}.json"
        if not fixture.exists():
            yield f"{name}: the fixture {fixture.name} is missing"
            continue
        for fault in document.faults(success_schema(operation), json.loads(fixture.read_text("utf-8"))):
            yield f"{fixture.name}: {fault}"


def check_problems(document):
    schemas = document.document["components"]["schemas"]
    for code in schemas["ProblemCode"]["enum"]:
        fixture = FIXTURES / f"problem-{code}.json"
        if not fixture.exists():
            yield f"the fixture {fixture.name} is missing"
            continue
        problem = json.loads(fixture.read_text("utf-8"))
        for fault in document.faults({"$ref": "#/components/schemas/Problem"}, problem):
            yield f"{fixture.name}: {fault}"
    for name, operation in document.operations():
        # Whether a server lives is asked by machines that nobody counts.
        if name not in ("GET /healthz", "GET /readyz") and "429" not in operation["responses"]:
            yield f"{name}: every caller may ask too much, so 429 belongs to its answers"
        for status, response in operation["responses"].items():
            reference = response.get("$ref", "")
            if int(status) >= 400 and not reference and status != "503":
                yield f"{name}: {status} is not a shared problem response"


def check_events(document):
    for line in (FIXTURES / "streamEvents.sse").read_text("utf-8").splitlines():
        if line.startswith("data: "):
            event = json.loads(line.removeprefix("data: "))
            schema = "Event" if "kind" in event else "Resync"
            for fault in document.faults({"$ref": f"#/components/schemas/{schema}"}, event):
                yield f"streamEvents.sse: {fault}"


def check_leftovers(document):
    ids = {operation["operationId"] for _, operation in document.operations()}
    codes = document.document["components"]["schemas"]["ProblemCode"]["enum"]
    known = ids | {f"problem-{code}" for code in codes}
    for fixture in sorted(FIXTURES.iterdir()):
        if fixture.stem not in known:
            yield f"{fixture.name} belongs to no operation and no problem"


def main():
    content = json.loads((DOCS / "openapi.json").read_text("utf-8"))
    validate(content)
    document = Document(content)
    checks = (check_operations, check_problems, check_events, check_leftovers)
    faults = [fault for check in checks for fault in check(document)]
    for fault in faults:
        print(fault, file=sys.stderr)
    if not faults:
        count = sum(1 for _ in document.operations())
        print(f"docs/openapi.json is valid OpenAPI 3.1; its {count} operations and their fixtures agree.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
