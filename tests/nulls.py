"""Counts where data.gouv.fr's API says null although its clients rely on a value, in all live datasets of a server.

    python3 tests/nulls.py URL NAME

asks for every page of the list (version 1) and of the search (version 2), and ends with 1 where a value is null or missing.
"""

import json
import sys
import urllib.request
from collections import Counter

# What udata always gives, and clients walk through or compare: by the path of the member.
NEVER_NULL = [
    "last_update",
    "last_modified",
    "created_at",
    "badges",
    "tags",
    "organization.badges",
    "organization.page",
    "frequency",
    "license",
    "access_type",
    "private",
    "page",
    "internal",
    "internal.created_at_internal",
    "internal.last_modified_internal",
    "resources",
    "resources.internal",
    "resources.internal.created_at_internal",
    "resources.internal.last_modified_internal",
]
ROUTES = ["/api/1/datasets/", "/api/2/datasets/search/"]


def mask(paths):
    """Writes the paths as the header X-Fields does: what is not counted need not travel."""
    tree = {}
    for path in paths:
        node = tree
        for name in path.split("."):
            node = node.setdefault(name, {})

    def written(node):
        return ",".join(name + (f"{{{written(inner)}}}" if inner else "") for name, inner in node.items())

    return f"data{{{written(tree)}}},next_page,total"


def pages(url, paths):
    """Yields the pages of a route, to the last."""
    address = f"{url}?page_size=1000"
    while address:
        request = urllib.request.Request(address, headers={"X-Fields": mask(paths)})
        with urllib.request.urlopen(request, timeout=60) as response:
            page = json.load(response)
        yield page
        address = page["next_page"]


def values(record, path):
    """Yields the values at a path: none where what would have it is null itself, several where it is in a list."""
    name, _, rest = path.partition(".")
    value = record.get(name)
    if not rest:
        yield value
        return
    for item in value if isinstance(value, list) else [value]:
        if item is not None:
            yield from values(item, rest)


def main():
    url, name = sys.argv[1:3]
    n_nulls = 0
    for route in ROUTES:
        # In version 2 files are a link.
        paths = [path for path in NEVER_NULL if not (route.startswith("/api/2/") and path.startswith("resources."))]
        seen, nulls, n_records = Counter(), Counter(), 0
        for page in pages(url + route, paths):
            n_records += len(page["data"])
            for record in page["data"]:
                for path in paths:
                    found = list(values(record, path))
                    seen[path] += len(found)
                    nulls[path] += found.count(None)
        if n_records != page["total"] or n_records == 0:
            sys.exit(f"{name} {route}: {n_records} records of {page['total']}")
        print(f"{name} {route}: {n_records} datasets, {sum(seen.values())} values, {sum(nulls.values())} null")
        for path, count in (+nulls).items():
            print(f"{count:9} of {seen[path]} {path}")
        n_nulls += sum(nulls.values())
    return int(n_nulls > 0)


if __name__ == "__main__":
    sys.exit(main())
