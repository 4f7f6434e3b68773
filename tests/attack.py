#!/usr/bin/env python3
"""Attacks a server of this machine for some seconds and tells how it bore it: `attack.py ATTACK PROGRAM INDEX`.

ATTACK is `burst`, `gone`, `descriptions`, `idle`, `slow`, `endings` or `all`; PROGRAM the built command, INDEX the directory of an index of the
real catalogue. Each attack starts a server of its own on a free port of the loopback, prints a line for each figure, and fails
where a promise of SECURITY.md is broken.
"""

import asyncio
import json
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
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
        threading.Thread(target=self.read_log, daemon=True).start()

    def read_log(self):
        """Reads the log to its end."""
        for _ in self.process.stderr:
            pass

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
        """Returns the status, the headers in lower case, and the body. A connection that was closed while nothing was asked is
        opened again, as every client does.
        """
        is_used = self.streams is not None
        try:
            return await self.ask_once(path)
        except (ConnectionError, asyncio.IncompleteReadError) as error:
            self.close()
            if not is_used or getattr(error, "partial", b""):
                raise
        return await self.ask_once(path)

    async def ask_once(self, path):
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


async def descriptions(program, index):
    """Records whose descriptions repeat what lies in each other, 100 kB each: each page takes less than half a second."""
    print("descriptions: nested Markdown and HTML")
    draw = random.Random(17)
    texts = ["> " * 50_000, "- " * 50_000, "<ul><li>" * 12_500, "<ul><li>" * 64_000, "[" * 100_000, "<a href=x><p>" * 7_500,
             "<a href=" + "x" * 50_000 + ">" + "<p>mot" * 8_000, "<table>" + "x<tr>" * 20_000, "|a" * 25_000 + "\n" + "|-" * 25_000]
    while len(texts) < 200:
        text = ""
        while len(text) < 100_000:
            pieces = "".join(draw.choices(PIECES, k=draw.randint(1, 4)))
            text += pieces * min(2 ** draw.randint(0, 16), (100_000 - len(text)) // len(pieces) + 1)
        texts.append(text)
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "records.jsonl")
        with open(source, "w") as records:
            for number, text in enumerate(texts):
                record = {"id": f"{number:024}", "slug": f"d{number}", "title": f"Fiche {number}", "description": text}
                records.write(json.dumps(record) + "\n")
        own = os.path.join(folder, "index")
        started = time.monotonic()
        subprocess.run([program, "rebuild-index", "--index", own, "--source", source], check=True, capture_output=True)
        tell("rebuild, s", round(time.monotonic() - started, 1))
        with Server(program, own) as server:
            connection = Connection(server.port)
            most, worst = 0, None
            for number in range(len(texts)):
                before = server.processor()
                started = time.monotonic()
                status, _, body = await connection.ask(f"/datasets/d{number}")
                seconds = max(server.processor() - before, 0)
                if status != 200:
                    tell(f"page {number}", f"{status} after {time.monotonic() - started:.1f} s", False)
                    await asyncio.sleep(0.1)
                if seconds > most:
                    most, worst = seconds, number
            tell(f"most processor for one of {len(texts)} pages, s", f"{most:.2f} ({texts[worst][:40]!r})", most < 0.5)


PIECES = [
    "> ", "- ", "* ", "1. ", "+ ", "# ", "[", "![", "](", "](x)", "[a]", "`", "``", "*", "**", "_", "~~", "<", "&", "|", "|-", "\n",
    "\n\n", "    ", "\t", "<!--", "<?", "<![CDATA[", "<ul><li>", "<p>", "<b>", "<i><b>", "<a href=x>", "</a>", "</b>", "<table>",
    "<tr><td>", "<br>", "<div>", "<blockquote>", "<em><p>", "</p>", "<script>", "mot",
]


async def opened(port, address, text=b""):
    """Opens a connection from an address and sends a text."""
    streams = await asyncio.open_connection("127.0.0.1", port, local_addr=(address, 0))
    streams[1].write(text)
    return streams


async def is_closed(streams, seconds):
    """Returns whether the server closes a connection within so many seconds."""
    try:
        async with asyncio.timeout(seconds):
            while await streams[0].read(65536):
                pass
        return True
    except TimeoutError:
        return False
    except OSError:
        return True


async def idle(program, index):
    """2,500 connections that idle or drip, from one address: others are answered, and these are closed."""
    print("idle: connections that ask for nothing")
    with Server(program, index, "--idle-timeout", "3", "--admin-listen", "127.0.0.1:17099") as server:
        half = b"GET / HTTP/1.1\r\nHost: loc"
        held = [await opened(server.port, "127.0.0.2", half if number % 2 else b"") for number in range(2500)]
        started = time.monotonic()
        other = Connection(server.port)
        other.streams = await opened(server.port, "127.0.0.3")
        status, _, _ = await asyncio.wait_for(other.ask("/api/search?q=eau"), 5)
        tell("another client is answered", f"{status}, after {round(1000 * (time.monotonic() - started))} ms", status == 200)
        admin = Connection(17099)
        tell("figures, at their own address", (await admin.ask("/metrics"))[0], True)
        tell("figures, at the public one", (await other.ask("/metrics"))[0])
        dripping = asyncio.create_task(drip(held[1::2], 6))
        closed = await asyncio.gather(*(is_closed(streams, 8) for streams in held))
        dripping.cancel()
        tell("closed within 8 s", f"{sum(closed)} of {len(held)}", all(closed))


async def drip(connections, seconds):
    for _ in range(seconds):
        for _, writer in connections:
            writer.write(b"x")
        await asyncio.sleep(1)


async def slow(program, index):
    """64 readers of exports take 4 kB a second: others get exports, and these are closed."""
    print("slow: readers that take their time")
    with Server(program, index) as server:
        request = b"GET /export.jsonl HTTP/1.1\r\nHost: localhost\r\n\r\n"
        readers = []
        for number in range(64):
            client = socket.socket()
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.bind(("127.0.0.2", 0))
            client.connect(("127.0.0.1", server.port))
            client.sendall(request)
            client.settimeout(0)
            readers.append(client)
            await asyncio.sleep(0.01)
        await asyncio.sleep(3)
        other = Connection(server.port)
        other.streams = await opened(server.port, "127.0.0.3")
        status, _, _ = await asyncio.wait_for(other.ask("/export.csv?q=covoiturage"), 30)
        tell("another client gets an export", status, status == 200)
        same = Connection(server.port)
        same.streams = await opened(server.port, "127.0.0.2")
        status, head, body = await asyncio.wait_for(same.ask("/export.csv?q=covoiturage"), 30)
        tell("the same client", f"{status} {body[:120]}")
        until = time.monotonic() + 40
        while time.monotonic() < until:
            await asyncio.sleep(1)
            for client in readers:
                try:
                    client.recv(4096)
                except OSError:
                    pass
        # What the kernel has for a reader still comes; the server has let them go.
        again = Connection(server.port)
        again.streams = await opened(server.port, "127.0.0.2")
        status, _, _ = await asyncio.wait_for(again.ask("/export.csv?q=covoiturage"), 30)
        tell("the same client, 40 s later", status, status == 200)


async def endings(program, index):
    """HTTP/2 in clear is not spoken; SIGHUP does not kill; a half-sent request does not delay SIGTERM."""
    print("endings: other protocols and signals")
    server = Server(program, index)
    streams = await opened(server.port, "127.0.0.1", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
    answer = await asyncio.wait_for(streams[0].read(200), 5)
    tell("HTTP/2 in clear", answer.split(b"\r\n")[0] or b"closed", not answer or answer.startswith(b"HTTP/1.1 4") or answer.startswith(b"HTTP/1.1 5"))
    server.process.send_signal(1)
    await asyncio.sleep(0.3)
    tell("lives after SIGHUP", server.process.poll() is None, server.process.poll() is None)
    half = await opened(server.port, "127.0.0.1", b"GET / HTTP/1.1\r\nHost: ")
    quiet = await opened(server.port, "127.0.0.1")
    await asyncio.sleep(0.2)
    started = time.monotonic()
    server.process.terminate()
    code = server.process.wait(15)
    seconds = time.monotonic() - started
    tell("SIGTERM with a half-sent request, s", f"{seconds:.2f}, exit code {code}", seconds < 1 and code == 0)
    half[1].close(), quiet[1].close()


ATTACKS = {
    "burst": burst, "gone": gone, "descriptions": descriptions, "idle": idle, "slow": slow, "endings": endings,
}


def main():
    attack, program, index = sys.argv[1:]
    for name in ATTACKS if attack == "all" else [attack]:
        asyncio.run(ATTACKS[name](program, index))
    if failures:
        sys.exit(f"{len(failures)} promises are broken: {', '.join(failures)}")


if __name__ == "__main__":
    main()
