#!/usr/bin/env python3
"""Puts this work tree's program in the place of another revision's, as the README tells it, while somebody searches.

    python3 tests/compare/upgrade.py REVISION --catalogue ../shared/catalogue

Both are built in release mode. Exit codes: 0 nobody was left without an answer but while the one process followed the other,
1 somebody was, 2 wrong usage.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from servers import Server, commit_of, program_of, program_of_work_tree, rebuild, sources

PUBLIC_URL = "https://recherche.example.fr"
QUESTION = "/api/search?q=eau&page_size=1"


class Reader(threading.Thread):
    """Asks a server the same again and again, until it is told to stop."""

    def __init__(self, server):
        super().__init__()
        self.server = server
        self.statuses = {}
        self.generations = set()
        self.is_over = False
        self.start()

    def run(self):
        while not self.is_over:
            answer = self.server.request("GET", QUESTION)
            self.statuses[answer.status] = self.statuses.get(answer.status, 0) + 1
            self.generations.add(generation(self.server))
            time.sleep(0.01)

    def end(self):
        self.is_over = True
        self.join()
        return self.statuses


def generation(server):
    return json.loads(server.request("GET", "/readyz").body)["generation"]


def main():
    arguments = read_arguments()
    old = program_of(commit_of(arguments.revision))
    new = arguments.program or program_of_work_tree()
    from_sources = sources(arguments.catalogue, arguments.source)
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder, "index")
        rebuild(old, index, from_sources)
        with Server(old, index, PUBLIC_URL) as server:
            before = generation(server)
            print(f"the old program serves {before}")
            reader = Reader(server)
            started = time.monotonic()
            rebuild(new, index, from_sources)
            print(f"the new program built {live(index)} in {time.monotonic() - started:.1f} s")
            time.sleep(2)
            statuses = reader.end()
            print(f"meanwhile the old one answered {statuses}, from {', '.join(sorted(reader.generations))}")
            if set(statuses) != {200}:
                failures.append("the old program failed while the new one built")
            told = tell_restart(old, index)
            print(f"the old program, started again: {told}")
            stopped = time.monotonic()
        with Server(new, index, PUBLIC_URL) as server:
            gap = time.monotonic() - stopped
            after = generation(server)
            print(f"the new program serves {after}, {gap * 1000:.0f} ms after the old one was told to end")
            if after != live(index) or server.request("GET", QUESTION).status != 200:
                failures.append("the new program does not serve what it built")
        ended = subprocess.run([old, "rollback", "--index", index], capture_output=True, text=True)
        print(f"the old program's rollback: exit code {ended.returncode}: {(ended.stdout or ended.stderr).strip()}")
        # Early revisions have no such command.
        if ended.returncode == 0:
            with Server(old, index, PUBLIC_URL) as server:
                print(f"the old program serves {generation(server)} again")
                if generation(server) != before:
                    failures.append("the way back does not lead back")
    for failure in failures:
        print(failure, file=sys.stderr)
    sys.exit(1 if failures else 0)


def live(index):
    return (index / "current").read_text().strip()


def tell_restart(program, index):
    """Returns what a program does that is started where another version's generation is live."""
    try:
        with Server(program, index, PUBLIC_URL) as server:
            return f"serves {generation(server)}"
    except SystemExit as error:
        return str(error)


def read_arguments():
    parser = argparse.ArgumentParser(prog="upgrade", description=__doc__.split("\n")[0])
    parser.add_argument("revision", help="the old program, as git names its commit")
    parser.add_argument("--catalogue", type=Path, help="the folder of the real catalogue; without it, the bundled sample")
    parser.add_argument("--source", action="append", default=[], help="what to index instead; repeatable")
    parser.add_argument("--program", type=Path, help="the new program instead of building the work tree")
    return parser.parse_args()


if __name__ == "__main__":
    main()
