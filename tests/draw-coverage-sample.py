#!/usr/bin/env python3
"""Draws datasets at random for judging inferred coverage by hand.

Usage:
    zstdcat --long=27 datasets.jsonl.zst | draw-coverage-sample.py SEED COUNT

Reads the real catalogue, a dataset a line, from standard input, and writes the
ids of COUNT of its live datasets that declare no zone, in the order drawn.
Live is what is neither archived nor gone from the export.

The order is that of the SHA-256 of "SEED:id": the same catalogue and seed give
the same ids wherever this runs, and one dataset more or less in the catalogue
changes one line.

`tests/fixtures/README.md` says which seeds gave which file.
"""

import hashlib
import json
import sys


def is_live(dataset):
    return not dataset.get("archived") and not dataset.get("_gone_from_export")


def declares_zones(dataset):
    by_id = (dataset.get("spatial") or {}).get("zones")
    by_name = (dataset.get("_export") or {}).get("spatial_zones")
    return bool(by_id or by_name)


def main():
    seed, count = sys.argv[1], int(sys.argv[2])
    datasets = (json.loads(line) for line in sys.stdin)
    ids = [
        dataset["id"]
        for dataset in datasets
        if is_live(dataset) and not declares_zones(dataset)
    ]
    ids.sort(key=lambda id: hashlib.sha256(f"{seed}:{id}".encode()).digest())
    print("\n".join(ids[:count]))


if __name__ == "__main__":
    main()
