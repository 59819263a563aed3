#!/usr/bin/env python3
"""Says how often each operation answered with which status; fails when one never succeeded.

  scripts/fuzz-answers.py ANSWERS     lines of "METHOD PATH<tab>STATUS", as scripts/fuzz_hooks.py writes them
"""

import collections
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

# Those that no request of the fuzzer can succeed with, and why; Swift and browser tests cover them.
OWN = "of one's own account: the fuzzer comes with a token that belongs to none"
LEFT_OUT = {
    "GET /api/events": "answers without end",
    "POST /api/skills/import": "switched off: no test fetches anything from elsewhere",
    "PUT /api/skills/{name}/versions/{number}/signature": "a signature cannot be made up",
    "POST /api/setup": "the code works once, and only while there is no administrator with a password",
    "PUT /api/me/password": OWN,
    "GET /api/sessions": OWN,
    "DELETE /api/sessions/{id}": OWN,
    "DELETE /api/sessions/current": OWN,
}


def main():
    answers = collections.defaultdict(collections.Counter)
    for line in pathlib.Path(sys.argv[1]).read_text().splitlines():
        operation, status = line.split("\t")
        answers[operation][status] += 1
    paths = json.loads((ROOT / "docs/openapi.json").read_text())["paths"]
    failed = []
    for path, operations in paths.items():
        for method in operations.keys() - {"parameters"}:
            name = f"{method.upper()} {path}"
            if name in LEFT_OUT:
                continue
            counts = answers[name]
            print(f"  {name:62}", ", ".join(f"{count} × {status}" for status, count in sorted(counts.items())))
            if not any(status.startswith("2") for status in counts):
                failed.append(name)
    for name in failed:
        print(f"{name} never succeeded: the fuzzer needs to know something that exists", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
