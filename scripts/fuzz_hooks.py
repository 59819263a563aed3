"""Lets the fuzzer's requests name things that exist, and counts what each operation answered.

Loaded by schemathesis (SCHEMATHESIS_HOOKS). About half of all requests keep their made-up names and ids; the others
get those of $FUZZ_SEEDS, a JSON object written by scripts/api-fuzz.sh. Answers are counted in $FUZZ_ANSWERS.
"""

import json
import os
import threading
import zlib

import schemathesis

SEEDS = json.loads(os.environ.get("FUZZ_SEEDS", "{}"))
ANSWERS = os.environ.get("FUZZ_ANSWERS")
lock = threading.Lock()


def keeps_its_own(value):
    """Decided by the value, so that the same seed sends the same requests."""
    return sum(str(value).encode()) % 2 == 0


def seed(operation, name, value, made_up):
    """What stands for a parameter of an operation; a more particular seed goes first.

    The fuzzer learns ids from answers. Those of `kept` are not for it to change: it would revoke its own token, or
    send what is installed to an address it made up.
    """
    particular = SEEDS.get(f"{operation} {name}")
    if particular and value in SEEDS["kept"]:
        return particular
    return value if made_up else particular or SEEDS.get(name, value)


def is_made_up(case):
    """Whether a request keeps its path; decided by all that differs between the requests of an operation.

    Many have the same path, so that the path alone would decide for all of them; and of another part of the sum than
    the body goes by, or the two would always agree.
    """
    told = [list((case.path_parameters or {}).values()), case.query, case.body, (case.headers or {}).get("If-Match")]
    return zlib.crc32(str(told).encode(errors="replace")) >> 3 & 1 == 0


@schemathesis.hook
def before_call(context, case, kwargs):
    operation = f"{case.method.upper()} {case.path}"
    # Decided once for a whole path: three names of which each is made up half of the time hardly ever exist together.
    parameters = case.path_parameters or {}
    made_up = is_made_up(case)
    for name, value in parameters.items():
        case.path_parameters[name] = seed(operation, f"{case.path.split('/')[2]}.{name}", value, made_up)
    for name, value in (case.query or {}).items():
        particular = SEEDS.get(f"{operation} ?{name}")
        if particular and not keeps_its_own(value):
            case.query[name] = particular
    # A tag that was made up matches nothing.
    if (case.headers or {}).get("If-Match") is not None and not made_up:
        case.headers["If-Match"] = "*"
        case.headers.pop("If-None-Match", None)
    form = f"{operation} {case.media_type}"
    if form in SEEDS and not keeps_its_own(case.body):
        case.body = SEEDS[form]


@schemathesis.hook
def after_call(context, case, response):
    if not ANSWERS:
        return
    line = f"{case.method.upper()} {case.path}\t{response.status_code}\n"
    with lock, open(ANSWERS, "a") as file:
        file.write(line)
