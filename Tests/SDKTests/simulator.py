"""The control routes of the simulators, and skills to upload."""

import io
import json
import os
import urllib.request
import zipfile


class Simulator:
    """Talks to `skillyard simulate`; its address comes from SIMULATOR_URL."""

    def __init__(self):
        self.url = os.environ["SIMULATOR_URL"].rstrip("/")

    def _ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data=data, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def reset(self):
        self._ask("POST", "/_reset")

    def state(self, vendor):
        return self._ask("GET", "/_state")[vendor]

    def requests(self, vendor):
        return self._ask("GET", "/_requests")[vendor]["routes"]

    def faults(self, *rules):
        return self._ask("POST", "/_faults", {"rules": list(rules)})

    def fault(self, vendor, effect, **rule):
        """One rule for every request of `vendor`, unless `rule` says otherwise."""
        return self.faults({"vendor": vendor, "effect": effect, **rule})


def skill_files(name="demo-skill", text="Say hello.", description="Demo."):
    """The files of a small skill, with a folder and bytes that are no text."""
    return {
        "SKILL.md": f"---\nname: {name}\ndescription: {description}\n---\n\n{text}\n".encode(),
        "references/notes.md": "한국어 메모\n".encode(),
        "assets/data.bin": bytes(range(256)),
    }


def zipped(files, folder=None):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            archive.writestr(f"{folder}/{path}" if folder else path, files[path])
    return buffer.getvalue()


def unzipped(content, folder=None):
    """The files of a zip; with `folder`, every one must lie in it and it is taken off."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        files = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    if folder is None:
        return files
    assert all(path.startswith(folder + "/") for path in files)
    return {path[len(folder) + 1 :]: content for path, content in files.items()}
