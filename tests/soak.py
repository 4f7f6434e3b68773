#!/usr/bin/env python3
"""Asks a server twice as much as it can answer, for many minutes, while its index changes each minute.

    soak.py PROGRAM MINUTES SOURCE

SOURCE is a file of records, a JSON object a line. Two indexes are made of it in turn, which differ in their records: each answer
must be that of the one or of the other. What the server can answer is found first. Prints a line for each figure, and fails where
a promise is broken: nothing but 200 and 503 with Retry-After, no wrong answer, memory that stays, answers as soon as at half of what
it can.
"""

import asyncio
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time

from attack import Connection, Server, failures, load, tell

WORDS = "eau vélo budget école transport énergie logement santé carte plan commune risque route culture arbre déchet".split()
N_RECORDS = 20_000
N_CONNECTIONS = 1500
# What says when something was made or how long it took differs from one answer to the next.
VOLATILE = re.compile(rb'"took_us":\d+|(?<=datetime=")[^"]*')


def questions():
    draw = random.Random(5)
    paths = []
    for _ in range(120):
        words = " ".join(draw.sample(WORDS, draw.randint(1, 3)))
        paths.append(draw.choice(["/api/search?q={}", "/?q={}", "/api/search?q={}&sort=-views", "/?q={}&page=2"]).format(words))
    return paths


def split(source, folder):
    """Writes two files of records that have half of their records in common; returns their paths."""
    lines = []
    with subprocess.Popen(["zstdcat", source], stdout=subprocess.PIPE, text=True) as records:
        for line in records.stdout:
            if not json.loads(line).get("archived"):
                lines.append(line)
            if len(lines) == N_RECORDS * 3 // 2:
                records.kill()
                break
    parts = []
    for number, first in enumerate((0, N_RECORDS // 2)):
        parts.append(os.path.join(folder, f"{number}.jsonl"))
        with open(parts[-1], "w") as part:
            part.writelines(lines[first:first + N_RECORDS])
    return parts


def rebuild(program, index, source):
    """Starts a rebuild as a timer would, behind the searches."""
    command = ["nice", "-n", "10", program, "rebuild-index", "--index", index, "--source", source, "--force"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


async def answers(port, paths):
    """Returns what each path is answered with, as far as that is the same twice."""
    connection = Connection(port)
    kept = {}
    for path in paths:
        first, second = [VOLATILE.sub(b"", (await connection.ask(path))[2]) for _ in range(2)]
        if first == second:
            kept[path] = first
    connection.close()
    return kept


class TimedServer(Server):
    """A server that tells by its log how long its answers took: the clients here are too busy to see each one come."""

    def __init__(self, *args):
        self.milliseconds = []
        super().__init__(*args)

    def read_log(self):
        for line in self.process.stderr:
            if found := re.search(r" status=200 ms=([0-9.]+)", line):
                self.milliseconds.append(float(found[1]))

    def percentile(self, share):
        """Returns what that share of the answers took at most since this was last asked, in milliseconds."""
        taken, self.milliseconds = sorted(self.milliseconds), []
        return taken[int(len(taken) * share)] if taken else 0.0


class Clients:
    """Clients that do not wait for each other: so many requests a second, whatever the answers."""

    def __init__(self, port, expected):
        self.port, self.expected = port, expected
        self.idle = [Connection(port) for _ in range(N_CONNECTIONS)]
        self.good, self.refused, self.unsent = 0, 0, 0
        self.wrong = []

    async def ask(self, path, connection):
        try:
            status, head, body = await asyncio.wait_for(connection.ask(path), 30)
        except (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError) as error:
            connection.close()
            self.wrong.append(f"{path}: {error!r}")
        else:
            if status == 200 and VOLATILE.sub(b"", body) in self.expected[path]:
                self.good += 1
            elif status == 503 and "retry-after: " in head and body:
                self.refused += 1
            else:
                self.wrong.append(f"{path}: {status}, another answer")
        self.idle.append(connection)

    async def run(self, rate, seconds):
        """Asks for so long at so many requests a second."""
        draw, paths = random.Random(7), list(self.expected)
        tasks = set()
        started, n_sent = time.monotonic(), 0
        while (passed := time.monotonic() - started) < seconds:
            while n_sent < passed * rate:
                n_sent += 1
                if not self.idle:
                    self.unsent += 1
                    continue
                task = asyncio.create_task(self.ask(draw.choice(paths), self.idle.pop()))
                tasks.add(task)
                task.add_done_callback(tasks.discard)
            await asyncio.sleep(0.002)
        await asyncio.gather(*tasks)
        for connection in self.idle:
            connection.close()
        return self


async def soak(program, minutes, source):
    with tempfile.TemporaryDirectory() as folder:
        parts, index = split(source, folder), os.path.join(folder, "index")
        assert rebuild(program, index, parts[0]).wait() == 0
        with TimedServer(program, index) as server:
            of_first = await answers(server.port, questions())
            assert rebuild(program, index, parts[1]).wait() == 0
            await asyncio.sleep(2)
            of_second = await answers(server.port, questions())
            expected = {path: {of_first[path], of_second[path]} for path in of_first if path in of_second}
            n_differing = sum(len(both) == 2 for both in expected.values())
            tell("questions", f"{len(expected)}, of which {n_differing} are answered otherwise by the other index", n_differing > 50)
            full = await load(server.port, list(expected), 8, 20)
            capacity = full.good / 20
            tell("answers a second with 8 clients", round(capacity))
            server.percentile(0.99)
            # With a rebuild in this minute too: what is compared is the load alone.
            building = rebuild(program, index, parts[1])
            half = await Clients(server.port, expected).run(capacity / 2, 60)
            usual = server.percentile(0.99)
            building.wait()
            tell("at half of that, 99 of 100 take at most, ms", f"{usual:.0f} ({half.refused} refused)", not half.wrong)
            clients = Clients(server.port, expected)
            task = asyncio.create_task(clients.run(capacity * 2, minutes * 60))
            memory, number, began, building = [], 0, time.monotonic(), None
            while not task.done():
                if time.monotonic() - began >= 60 * number and (building is None or building.poll() is not None):
                    building = rebuild(program, index, parts[number % 2])
                    number += 1
                await asyncio.sleep(1)
                memory.append(server.memory())
            await task
            if building is not None:
                building.wait()
            tell("rebuilds meanwhile", number)
            tell("answered", f"{clients.good} ({clients.good / minutes / 60:.0f} a second), refused {clients.refused}, not sent {clients.unsent}")
            tell("anything else", f"{len(clients.wrong)} {clients.wrong[:3]}", not clients.wrong)
            late = server.percentile(0.99)
            tell("99 of 100 answers take at most, ms", f"{late:.0f} ({late / usual:.1f} times)", late <= 3 * usual)
            quarter = len(memory) // 4
            quarters = [statistics.mean(memory[quarter * n:quarter * (n + 1)]) for n in range(4)]
            told = ", ".join(f"{mean:.0f}" for mean in quarters)
            tell("own memory in each quarter, MB", told, quarters[3] <= quarters[0] * 1.05)


def main():
    program, minutes, source = sys.argv[1:]
    asyncio.run(soak(program, float(minutes), source))
    if failures:
        sys.exit(f"{len(failures)} promises are broken: {', '.join(failures)}")


if __name__ == "__main__":
    main()
