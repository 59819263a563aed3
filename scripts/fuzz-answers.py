#!/usr/bin/env python3
"""Says how often each operation answered with which status; fails when one never succeeded.

  scripts/fuzz-answers.py ANSWERS     lines of "METHOD PATH<tab>STATUS", as scripts/fuzz_hooks.py writes them
"""

import collections
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


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
            if path == "/api/events":
                continue  # left out: it answers without end
            if name == "DELETE /api/sessions/{id}":
                continue  # of one's own alone: the fuzzer comes with a token that belongs to no account
            if path == "/api/skills/import":
                continue  # switched off: no test fetches anything from elsewhere
            counts = answers[name]
            print(f"  {name:62}", ", ".join(f"{count} × {status}" for status, count in sorted(counts.items())))
            if not any(status.startswith("2") for status in counts):
                failed.append(name)
    for name in failed:
        print(f"{name} never succeeded: the fuzzer needs to know something that exists", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
