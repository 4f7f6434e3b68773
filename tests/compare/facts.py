"""What a server says of its catalogue: requests are made of these values."""

import json
import re
from dataclasses import dataclass
from urllib.parse import urlencode

N_PAGES = 12
SORTS = ("-views", "title", "-title", "-created", "last_update", "-reuses")


@dataclass
class Facts:
    """Hits of the catalogue, values by facet, words of titles, ids of resources, and queries that people would type."""

    hits: list
    values: dict
    words: list
    resources: list
    queries: list

    @classmethod
    def ask(cls, server, catalogue, chance):
        hits = some_hits(server, chance)
        texts = [f"{hit['title']} {' '.join(hit['tags'])}" for hit in hits]
        return cls(
            hits=hits,
            values=facet_values(server),
            words=sorted({word for text in texts for word in re.findall(r"[\w’'-]{2,}", text)}),
            resources=some_resources(server, hits),
            queries=known_queries(catalogue) or [hit["title"] for hit in hits],
        )

    @property
    def facets(self):
        return list(self.values)

    def datasets(self):
        return [hit for hit in self.hits if hit["type"] == "dataset"]

    def dataservices(self):
        return [hit for hit in self.hits if hit["type"] == "dataservice"]


def some_hits(server, chance):
    """Returns the hits of some pages, from all over the catalogue, archived ones and dataservices among them."""
    hits = []
    for record_type, n_pages in (("dataset", N_PAGES), ("dataservice", 1)):
        search = {"type": record_type, "archived": "any", "facets": "none", "page_size": 100}
        total = get(server, "/api/search", search)["total"]
        for _ in range(n_pages):
            page = chance.randint(1, -(-total // 100))
            hits += get(server, "/api/search", {**search, "page": page, "sort": chance.choice(SORTS)})["data"]
    # One that nobody can miss: a record with resources, badges and all.
    return hits + get(server, "/api/search", {"sort": "-views", "facets": "none", "page_size": 50})["data"]


def facet_values(server):
    """Returns the values by facet, those of facets included that are for filtering alone."""
    document = get(server, "/openapi.json")
    described = document["paths"]["/api/search"]["get"]["parameters"]
    # Those that several routes have are described once, elsewhere.
    named = document["components"].get("parameters", {})
    described = [named[it["$ref"].rpartition("/")[2]] if "$ref" in it else it for it in described]
    answer = get(server, "/api/search", {"archived": "any", "facet_size": 1000})
    names = [*answer["facets"], *(parameter["name"] for parameter in described)]
    values = {}
    for name in dict.fromkeys(names):
        found = server.request("GET", f"/api/facets/{name}?archived=any&page_size=1000")
        if found.status == 200:
            values[name] = [value["name"] for value in json.loads(found.body)["data"]]
    return {name: some for name, some in values.items() if some}


def some_resources(server, hits):
    """Returns pairs of a dataset's id and a resource's."""
    pairs = []
    for hit in hits[-50:]:
        if hit["type"] == "dataset":
            resources = get(server, f"/api/2/datasets/{hit['id']}/resources/")["data"]
            pairs += [(hit["id"], resource["id"]) for resource in resources]
    return pairs


def known_queries(catalogue):
    """Returns the queries that lie beside the real catalogue: those for timing and the judged ones."""
    if catalogue is None or not catalogue.exists():
        return []
    queries = []
    for line in (catalogue / "queries-mixed.txt").read_text(encoding="utf-8").splitlines():
        queries.append(line.split("\t")[1])
    for file in sorted((catalogue / "relevance").glob("queries-*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            queries.append(json.loads(line)["query"])
    return [query for query in dict.fromkeys(queries) if query]


def get(server, path, parameters=None):
    answer = server.request("GET", f"{path}?{urlencode(parameters or {})}")
    if answer.status != 200:
        raise SystemExit(f"{path} was answered with {answer.status}")
    return json.loads(answer.body)
