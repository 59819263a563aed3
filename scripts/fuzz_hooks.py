"""Lets the fuzzer's requests name things that exist, and counts what each operation answered.

Loaded by schemathesis (SCHEMATHESIS_HOOKS). Half of all requests keep their made-up names and ids; the others
get those of $FUZZ_SEEDS, a JSON object written by scripts/api-fuzz.sh. Answers are counted in $FUZZ_ANSWERS.
"""

import collections
import itertools
import json
import os
import threading

import schemathesis

SEEDS = json.loads(os.environ.get("FUZZ_SEEDS", "{}"))
ANSWERS = os.environ.get("FUZZ_ANSWERS")
lock = threading.Lock()
turns = collections.defaultdict(itertools.count)


def choice(operation):
    """Whether a request's path names what exists, and whether the rest of it is to make sense: all four in turn.

    Chance would leave some operation without any request that can succeed.
    """
    turn = next(turns[operation])
    return turn % 2 == 0, turn % 4 < 2


def seed(operation, name, value, made_up):
    """What stands for a parameter of an operation; a more particular seed goes first.

    The fuzzer learns ids from answers. Those of `kept` are not for it to change: it would revoke its own token, or
    send what is installed to an address it made up.
    """
    particular = SEEDS.get(f"{operation} {name}")
    if particular and value in SEEDS["kept"]:
        return particular
    return value if made_up else particular or SEEDS.get(name, value)


@schemathesis.hook
def before_call(context, case, kwargs):
    operation = f"{case.method.upper()} {case.path}"
    # Decided once for a whole path: three names of which each is made up half of the time hardly ever exist together.
    parameters = case.path_parameters or {}
    exists, makes_sense = choice(operation)
    for name, value in parameters.items():
        case.path_parameters[name] = seed(operation, f"{case.path.split('/')[2]}.{name}", value, not exists)
    for name, value in (case.query or {}).items():
        particular = SEEDS.get(f"{operation} ?{name}")
        if particular and makes_sense:
            case.query[name] = particular
    # A tag that was made up matches nothing.
    if (case.headers or {}).get("If-Match") is not None and exists:
        case.headers["If-Match"] = "*"
        case.headers.pop("If-None-Match", None)
    form = f"{operation} {case.media_type}"
    if form in SEEDS and makes_sense:
        case.body = SEEDS[form]


@schemathesis.hook
def after_call(context, case, response):
    if not ANSWERS:
        return
    line = f"{case.method.upper()} {case.path}\t{response.status_code}\n"
    with lock, open(ANSWERS, "a") as file:
        file.write(line)
