#!/usr/bin/env python3
"""Asks another revision and this work tree the same requests, and tells every answer that differs.

Both are built in release mode, index the same sources, and are served at the same time. The list of requests is drawn with a
seed from what the other revision says of its catalogue, so that it is the same list for the same catalogue.

    python3 tests/compare REVISION --catalogue ../shared/catalogue

What a change intends to answer otherwise stands in `exceptions.toml`. Exit codes: 0 all answers are the same, 1 some differ,
2 wrong usage.
"""

import argparse
import random
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from differences import differences
from exceptions import Exceptions
from facts import Facts
from questions import draw
from report import Report
from servers import Server, cache, commit_of, program_of, program_of_work_tree, rebuild, sources

# Both revisions have to write the same links.
PUBLIC_URL = "https://recherche.example.fr"


def main():
    arguments = read_arguments()
    commit = commit_of(arguments.revision)
    exceptions = Exceptions.load(Path(__file__).with_name("exceptions.toml"), commit)
    programs = {
        "before": program_of(commit),
        "after": arguments.program or program_of_work_tree(),
    }
    with tempfile.TemporaryDirectory() as folder:
        indexes = {name: Path(folder, name) for name in programs}
        from_sources = sources(arguments.catalogue, arguments.source)
        say(f"indexing {', '.join(map(str, from_sources))}")
        in_parallel(lambda name: rebuild(programs[name], indexes[name], from_sources), programs)
        with Server(programs["before"], indexes["before"], PUBLIC_URL) as before:
            with Server(programs["after"], indexes["after"], PUBLIC_URL) as after:
                report = compare(before, after, exceptions, arguments)
    details = cache() / "differences.txt"
    details.write_text(report.details(), encoding="utf-8")
    print(report.summary(exceptions.unused(), details))
    sys.exit(0 if report.is_clean() else 1)


def read_arguments():
    parser = argparse.ArgumentParser(prog="compare", description=__doc__.split("\n")[0])
    parser.add_argument("revision", help="what to compare the work tree with, as git names it")
    parser.add_argument("--catalogue", type=Path, help="the folder of the real catalogue; without it, the bundled sample")
    parser.add_argument("--source", action="append", default=[], help="what to index instead; repeatable")
    parser.add_argument("--program", type=Path, help="ask this program instead of building the work tree")
    parser.add_argument("--requests", type=int, default=2_000, help="how many requests (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another list of requests (%(default)s)")
    return parser.parse_args()


def compare(before, after, exceptions, arguments):
    """Asks both servers all requests, one after the other, each request at the same time."""
    chance = random.Random(arguments.seed)
    facts = Facts.ask(before, arguments.catalogue, chance)
    questions = draw(facts, arguments.requests, chance)
    say(f"asking both {len(questions)} requests")
    report = Report()
    for question in questions:
        answers = in_parallel(lambda server: server.ask(question), (before, after))
        found = differences(question, *answers)
        report.add(question, answers, exceptions.sift(question, found))
    return report


def in_parallel(work, items):
    """Does the work for both items at once: there are two processors, and as many programs."""
    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(work, items))


def say(text):
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
