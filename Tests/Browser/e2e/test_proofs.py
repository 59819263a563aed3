"""SEC-11: evidence and log are taken along from the pages and checked offline; who alters an entry is found out."""

import os
import pathlib
import re
import sqlite3
import subprocess

import pytest
from playwright.sync_api import expect

from yard import ROOT

PROGRAM = os.environ.get("SKILLYARD_BIN", str(ROOT / ".build/debug/skillyard"))
BROKEN = {"en": "entry 3 altered or out of place", "ko": "항목 3의 내용이나 위치가 바뀌었습니다"}


def verify(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=60)


def download(page, selector: str, folder: pathlib.Path) -> pathlib.Path:
    with page.expect_download() as taken:
        page.click(selector)
    path = folder / taken.value.suggested_filename
    taken.value.save_as(path)
    return path


def flipped(path: pathlib.Path) -> pathlib.Path:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    other = path.with_name("flipped-" + path.name)
    other.write_bytes(content)
    return other


def test_evidence_and_log_are_checked_without_the_server(open_window, yard, tmp_path):
    yard.faults()
    yard.register("proved")
    run = yard.install("proved", on=["claude", "openai"])
    window = open_window(f"/runs/{run['id']}")
    evidence = download(window.page, "#run-evidence", tmp_path)
    assert verify("evidence", "verify", str(evidence)).returncode == 0
    assert verify("evidence", "verify", str(flipped(evidence))).returncode == 4
    window.page.goto(f"{yard.base}/audit")
    log = download(window.page, "#audit-export", tmp_path)
    assert verify("audit", "verify", "--file", str(log)).returncode == 0
    assert verify("audit", "verify", "--file", str(flipped(log))).returncode == 4
    window.page.reload()
    checkpoint = download(window.page, 'a[id^="checkpoint-"] >> nth=0', tmp_path)
    assert re.fullmatch(r"checkpoint-\d+\.json", checkpoint.name)
    assert verify("audit", "verify", "--file", str(log), "--against", str(checkpoint)).returncode == 0
    window.check_clean()


@pytest.mark.parametrize("lang", BROKEN)
def test_whoever_alters_an_entry_is_found_out(open_window, yard, lang):
    with sqlite3.connect(next(pathlib.Path(yard.folder.name).glob("skillyard.db")), timeout=10) as database:
        # Only who takes off the guard can change anything.
        for (name,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entries'"
        ).fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE audit_entries SET actor = 'somebody' WHERE chain = 'main' AND sequence = 3")
    window = open_window("/audit", lang)
    window.page.click("#verify")
    expect(window.page.locator("#audit-verification")).to_contain_text(BROKEN[lang])
    window.check_clean()
