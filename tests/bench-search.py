#!/usr/bin/env python3
"""Times the same searches at two addresses, in turn: `bench-search.py BEFORE AFTER QUERIES`.

BEFORE and AFTER are addresses that a query is put behind (`http://127.0.0.1:8080/api/search?q=`), QUERIES a file of lines
`kind<TAB>query`. Each query is asked several times of both, the fastest answer of each counts, and the sums are compared:
the machine's noise hits both alike. An answer is a whole one, with its facets and extracts.
"""

import http.client
import sys
import time
from collections import defaultdict
from urllib.parse import quote, urlparse

ROUNDS = 7


def ask(connection, beginning, query):
    started = time.perf_counter()
    connection.request("GET", beginning + quote(query))
    answer = connection.getresponse()
    body = answer.read()
    seconds = time.perf_counter() - started
    if answer.status != 200 or not body:
        sys.exit(f"`{query}` was answered with {answer.status}")
    return seconds


def main():
    addresses = [urlparse(address) for address in sys.argv[1:3]]
    beginnings = [f"{address.path}?{address.query}" for address in addresses]
    connections = [http.client.HTTPConnection(address.netloc) for address in addresses]
    both = list(zip(("before", "after"), connections, beginnings))
    queries = [line.rstrip("\n").split("\t") for line in open(sys.argv[3], encoding="utf-8")]
    fastest = defaultdict(lambda: float("inf"))
    for _ in range(ROUNDS):
        for number, (_, query) in enumerate(queries):
            for name, connection, beginning in both:
                fastest[name, number] = min(fastest[name, number], ask(connection, beginning, query))
    by_kind = defaultdict(list)
    for number, (kind, _) in enumerate(queries):
        by_kind[kind].append(number)
        by_kind["all"].append(number)
    print(f"{'kind':<10} {'n':>4} {'before ms':>10} {'after ms':>10} {'ratio':>6}")
    for kind, numbers in sorted(by_kind.items()):
        sums = [1000 * sum(fastest[name, number] for number in numbers) for name in ("before", "after")]
        print(f"{kind:<10} {len(numbers):>4} {sums[0]:>10.1f} {sums[1]:>10.1f} {sums[1] / sums[0]:>6.2f}")
    slowest = sorted(range(len(queries)), key=lambda number: -fastest["after", number])[:5]
    for number in slowest:
        times = [1000 * fastest[name, number] for name in ("before", "after")]
        print(f"slowest: {queries[number][1]!r}: {times[0]:.1f} ms before, {times[1]:.1f} ms after")


if __name__ == "__main__":
    main()
