#!/usr/bin/env python3
"""Attacks a server of this machine for some seconds and tells how it bore it: `attack.py ATTACK PROGRAM INDEX`.

ATTACK is `burst`, `gone` or `all`; PROGRAM the built command, INDEX the directory of an index of the
real catalogue. Each attack starts a server of its own on a free port of the loopback, prints a line for each figure, and fails
where a promise of SECURITY.md is broken.
"""

import asyncio
import os
import re
import subprocess
import sys
import threading
import time
from urllib.parse import quote

# The most frequent words of the catalogue that are looked for: 400 characters of them.
WORDS = (
    "plan prévention risques naturels commune département service carte zone urbanisme document local nombre projet "
    "information géographique niveau national régional année site eau route bâtiment population logement transport école "
    "santé énergie emploi"
)
# Each word finds its own records, some of them half of the catalogue.
BURST = "/api/search?q=" + quote(" OR ".join(WORDS.split()))
MIXED = [
    "/?q=eau", "/api/search?q=qualité de l air", "/api/search?q=covoiturrage", "/?q=plan local urbanisme&license=lov2",
    "/api/suggest?q=qual", "/api/search?q=bus OR tramway", "/facets/license?q=eau", "/api/1/datasets/?q=velo",
    "/feed.atom?q=arbres", "/?q=", "/api/search?q=titre:arbres", "/?q=population commune&sort=-views&collapse=true",
]

failures = []


def tell(name, value, holds=True):
    print(f"  {name}: {value}{'' if holds else '   <- broken'}")
    if not holds:
        failures.append(name)


class Server:
    """A server of its own, ended with the block."""

    def __init__(self, program, index, *options):
        command = [program, "serve", "--index", index, "--listen", "127.0.0.1:0", *options]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            if found := re.search(r"listening on http://127\.0\.0\.1:(\d+)", line):
                self.port = int(found[1])
                break
        else:
            sys.exit("the server does not start")
        # A server whose log nobody reads stands still.
        threading.Thread(target=self.process.stderr.read, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(15)

    def memory(self, name="RssAnon"):
        """Returns a figure of the process's memory in MB."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(rf"{name}:\s+(\d+) kB", status.read())[1]) / 1024

    def processor(self):
        """Returns the seconds of processor that the process has taken."""
        with open(f"/proc/{self.process.pid}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Connection:
    """A connection that asks one thing after the other."""

    def __init__(self, port):
        self.port = port
        self.streams = None

    async def ask(self, path):
        """Returns the status, the headers in lower case, and the body."""
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.streams
        writer.write(f"GET {quote(path, safe='/?&=%:+-')} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        status = int(head.split(" ", 2)[1])
        if length := re.search(r"content-length: (\d+)", head):
            body = await reader.readexactly(int(length[1]))
        else:
            body = b""
            while size := int(await reader.readuntil(b"\r\n"), 16):
                body += (await reader.readexactly(size + 2))[:-2]
            await reader.readuntil(b"\r\n")
        return status, head, body

    def close(self):
        if self.streams is not None:
            self.streams[1].close()
            self.streams = None


class Load:
    """What came of many requests."""

    def __init__(self):
        self.good, self.refused, self.wrong, self.seconds = 0, 0, [], []

    async def client(self, port, paths, until, first=0):
        connection, number = Connection(port), first
        while time.monotonic() < until:
            started = time.monotonic()
            try:
                status, head, body = await asyncio.wait_for(connection.ask(paths[number % len(paths)]), 30)
            except (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError) as error:
                self.wrong.append(repr(error))
                connection.close()
                continue
            number += 1
            if status == 200:
                self.good += 1
                self.seconds.append(time.monotonic() - started)
            elif status == 503 and "retry-after: " in head and body:
                self.refused += 1
            else:
                self.wrong.append(status)
        connection.close()


async def load(port, paths, n_clients, seconds):
    result = Load()
    until = time.monotonic() + seconds
    await asyncio.gather(*(result.client(port, paths, until, first) for first in range(n_clients)))
    return result


async def burst(program, index):
    """200 clients ask 400 characters of frequent words for ten seconds, after 10,000 requests of all kinds; then 1,500 clients."""
    print("burst: many clients ask many frequent words")
    with Server(program, index) as server:
        await load(server.port, MIXED, 4, 1)
        tell("own memory when fresh, MB", round(server.memory()))
        n_mixed, started = 0, time.monotonic()
        while n_mixed < 10_000 and time.monotonic() - started < 120:
            n_mixed += (await load(server.port, MIXED, 8, 5)).good
        tell(f"after {n_mixed} mixed requests, MB", round(server.memory()), server.memory() < 250)
        few = await load(server.port, [BURST], 8, 8)
        tell("good answers a second with 8 clients", round(few.good / 8, 1))
        for n_clients in (200, 1500):
            peak = 0
            task = asyncio.create_task(load(server.port, [BURST], n_clients, 10))
            while not task.done():
                peak = max(peak, server.memory())
                await asyncio.sleep(0.05)
            many = task.result()
            share = many.good / 10 / max(few.good / 8, 0.1)
            tell(f"good answers a second with {n_clients} clients", f"{many.good / 10} ({share:.2f} of those with 8)", share >= 0.8)
            tell("refused with Retry-After and a reason", many.refused)
            tell("anything else", f"{len(many.wrong)} {many.wrong[:3]}", not many.wrong)
            tell("most own memory meanwhile, MB", round(peak), peak < 1000)
            health = time.monotonic()
            connection = Connection(server.port)
            statuses = [(await connection.ask(path))[0] for path in ("/healthz", "/readyz", "/metrics")]
            tell("health and figures answer", statuses, statuses == [200] * 3)
            tell("after, ms", round(1000 * (time.monotonic() - health)))
        await asyncio.sleep(20)
        tell("own memory 20 s later, MB", round(server.memory()), server.memory() < 300)


async def gone(program, index):
    """100 clients ask for much and leave: nothing is worked on for them any more."""
    print("gone: clients that do not wait for their answers")
    with Server(program, index) as server:
        await load(server.port, MIXED, 4, 1)
        started = server.processor()
        n_clients = 100
        for _ in range(n_clients):
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
            writer.write(f"GET {BURST} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            await writer.drain()
            await asyncio.sleep(0.002)
            writer.close()
        left = time.monotonic()
        await Connection(server.port).ask("/api/search?q=eau")
        tell("the next one waits, ms", round(1000 * (time.monotonic() - left)), time.monotonic() - left < 1)
        await asyncio.sleep(1)
        at_rest = server.processor()
        tell("processor for 100 searches that were left, s", round(at_rest - started, 2))
        await asyncio.sleep(1)
        tell("and in the second after, s", round(server.processor() - at_rest, 2), server.processor() - at_rest < 0.2)


ATTACKS = {"burst": burst, "gone": gone}


def main():
    attack, program, index = sys.argv[1:]
    for name in ATTACKS if attack == "all" else [attack]:
        asyncio.run(ATTACKS[name](program, index))
    if failures:
        sys.exit(f"{len(failures)} promises are broken: {', '.join(failures)}")


if __name__ == "__main__":
    main()
