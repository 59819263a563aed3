"""Pictures of pages for people to look at: SKILLYARD_SHOTS names their folder, and without it there are none."""

import os
import pathlib


def take(page, name, **more):
    if folder := os.environ.get("SKILLYARD_SHOTS"):
        pathlib.Path(folder).mkdir(exist_ok=True, parents=True)
        page.screenshot(path=pathlib.Path(folder) / f"{name}.png", **more)
