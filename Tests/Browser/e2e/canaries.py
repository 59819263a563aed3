"""Secrets that are found again in whatever form somebody repeats them."""

import base64
import html
import io
import json
import pathlib
import secrets
import sqlite3
import urllib.parse
import zipfile


def base64_cores(raw: bytes) -> set[bytes]:
    """What of a longer base64 depends on nothing but these bytes, wherever they begin in it."""
    found = set()
    for offset in range(3):
        packed = base64.b64encode(b"\0" * offset + raw).decode().rstrip("=")
        core = packed[0 if offset == 0 else offset + 1 :]
        core = core[: len(core) - (1 if (offset + len(raw)) % 3 else 0)]
        found |= {core.encode(), core.replace("+", "-").replace("/", "_").encode()}
    return found


def dumped(raw: bytes) -> set[bytes]:
    """As hexadecimal, and as a backtrace shows the sixteen bytes that a register leads to."""
    return {raw.hex().encode(), raw.hex().upper().encode(), raw[:12].hex(" ").encode()}


class Canaries:
    """By the place where each was put; the middle of those made here is a word that occurs nowhere else."""

    def __init__(self) -> None:
        self.known: dict[str, tuple[str, str]] = {}
        self.forms: dict[str, set[bytes]] = {}

    def make(self, place: str, plain: bool = False) -> str:
        word = "cnry" + secrets.token_hex(8)
        # With what is written differently in addresses, JSON and HTML.
        return self.adopt(place, word if plain else f'k/{word}+&"<{place}', word)

    def adopt(self, place: str, secret: str, word: str | None = None) -> str:
        """One that the program made itself, or that somebody else did."""
        assert place not in self.known and secret
        word = word or secret
        self.known[place] = (secret, word)
        said = {secret, word, json.dumps(secret)[1:-1], html.escape(secret), urllib.parse.quote(secret, safe="")}
        self.forms[place] = {form.encode() for form in said} | dumped(word.encode()) | base64_cores(word.encode())
        return secret

    def adopt_bytes(self, place: str, raw: bytes) -> None:
        """A key that is no text; its file has it in base64."""
        assert place not in self.known and len(raw) >= 32
        self.known[place] = (raw.hex(), raw.hex())
        self.forms[place] = {raw} | dumped(raw) | base64_cores(raw)

    def secret(self, place: str) -> str:
        return self.known[place][0]

    def word(self, place: str) -> str:
        return self.known[place][1]

    def hits(self, content: bytes) -> list[str]:
        return [place for place, forms in self.forms.items() if any(form in content for form in forms)]


def unpacked(content: bytes) -> bytes:
    """An archive with everything in it; anything else as it is."""
    if not content.startswith(b"PK\x03\x04"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return content + b"\n".join(name.encode() + archive.read(name) for name in archive.namelist())


def rows(database: pathlib.Path) -> bytes:
    """What a database holds as text, since a page of its file may cut a value in two."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        lines = []
        # What an index of words keeps, it keeps in ordinary tables beside it.
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        for (table,) in connection.execute(query).fetchall():
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                lines.append(b"\x1f".join(v if isinstance(v, bytes) else str(v).encode() for v in row))
    return b"\n".join(unpacked(line) for line in lines)
