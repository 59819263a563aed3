"""The figures of one run: a plain table for people, JSON for programs."""

import dataclasses
import json
import os
import platform
import time


@dataclasses.dataclass(frozen=True)
class Row:
    """One figure; `reference` is a figure of the same run that `ratio` compares it with."""

    name: str
    value: float
    unit: str
    reference: str = ""
    ratio: float | None = None
    goal: str = ""
    met: bool | None = None
    note: str = ""
    other_cores: float | None = None


class Report:
    def __init__(self, quick):
        self.rows = []
        self._quick = quick
        self._started = time.strftime("%Y-%m-%d %H:%M:%S %z")
        self._load = os.getloadavg()[0]

    def add(self, name, value, unit, **rest):
        row = Row(name, value, unit, **rest)
        self.rows.append(row)
        print(f"  {row.name}: {_number(row.value)} {row.unit}", flush=True)
        return row

    def value(self, name):
        return next((row.value for row in self.rows if row.name == name), None)

    def _machine(self):
        return {
            "started": self._started,
            "cores": os.cpu_count(),
            "processor": _processor(),
            "kernel": platform.release(),
            "load_average_at_start": round(self._load, 2),
            "quick": self._quick,
        }

    def json(self):
        rows = [{key: value for key, value in dataclasses.asdict(row).items() if value not in (None, "")}
                for row in self.rows]  # fmt: skip
        return json.dumps({"machine": self._machine(), "rows": rows}, indent=2) + "\n"

    def table(self):
        machine = self._machine()
        title = (
            f"{machine['started']}, {machine['cores']} cores ({machine['processor']}), Linux {machine['kernel']}, "
            f"load average at the start {machine['load_average_at_start']}"
        )
        head = ["figure", "value", "unit", "ratio to", "ratio", "goal", "met", "others", "note"]
        cells = [head] + [_cells(row) for row in self.rows]
        widths = [max(len(line[column]) for line in cells) for column in range(len(head))]
        right = {1, 4, 7}
        lines = [
            "  ".join(
                text.rjust(width) if column in right else text.ljust(width)
                for column, (text, width) in enumerate(zip(line, widths))
            ).rstrip()
            for line in cells
        ]
        return "\n".join([title, "", *lines, "", "others: cores that the rest of the machine kept busy meanwhile"])


def _cells(row):
    return [
        row.name,
        _number(row.value),
        row.unit,
        row.reference,
        "" if row.ratio is None else f"{row.ratio:.2f}",
        row.goal,
        "" if row.met is None else ("yes" if row.met else "NO"),
        "" if row.other_cores is None else f"{row.other_cores:.1f}",
        row.note,
    ]


def _number(value):
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _processor():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()
