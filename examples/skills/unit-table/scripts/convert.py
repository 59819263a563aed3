#!/usr/bin/env python3
"""Print a CSV file as a Markdown table with one column also in another unit."""

import argparse
import csv
import sys

FACTORS = {("km", "mi"): 0.621371192, ("m", "ft"): 3.280839895, ("kg", "lb"): 2.204622622}


def convert(value, source, target):
    if (source, target) == ("c", "f"):
        return value * 9 / 5 + 32
    if (source, target) == ("f", "c"):
        return (value - 32) * 5 / 9
    if (source, target) in FACTORS:
        return value * FACTORS[source, target]
    return value / FACTORS[target, source]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--column", required=True)
    parser.add_argument("--from", dest="source", required=True)
    parser.add_argument("--to", dest="target", required=True)
    parser.add_argument("--separator", default=",")
    options = parser.parse_args()

    pairs = {("c", "f"), ("f", "c"), *FACTORS, *((b, a) for a, b in FACTORS)}
    if (options.source, options.target) not in pairs:
        sys.exit(f"cannot convert {options.source} to {options.target}")

    with open(options.file, newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file, delimiter=options.separator))
    if not rows or options.column not in rows[0]:
        sys.exit(f"there is no column {options.column}")

    added = f"{options.column} ({options.target})"
    print("| " + " | ".join([*rows[0], added]) + " |")
    print("| " + " | ".join(["---"] * (len(rows[0]) + 1)) + " |")
    for number, row in enumerate(rows, start=2):
        try:
            value = convert(float(row[options.column]), options.source, options.target)
        except ValueError:
            print(f"line {number}: {row[options.column]!r} is no number", file=sys.stderr)
            return 2
        print("| " + " | ".join([*(cell or "" for cell in row.values()), f"{value:.2f}"]) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
