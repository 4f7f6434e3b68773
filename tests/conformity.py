"""Asks every route that OpenAPI describes about records drawn at random, and holds each answer against its description.

    python tests/conformity.py [--records 300] [--seed 1] URL NAME

asks the server at URL: the routes of one record about each of so many records of each type, lists and searches for words of their
titles, every other route once. NAME stands before the figures. Ends with 1 where an answer is not as described: its status,
media type or body.
"""

import argparse
import json
import re
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter

import jsonschema_rs

MOST_IN_FORMATS = 20
# A search draws no more.
MOST_DRAWN = 100
FACETS_CROSSED = [("license", "format"), ("organization", "badge"), ("extent", "last_update_range")]
RDF_FORMATS = ["json", "jsonld", "xml", "rdf", "ttl", "n3", "nt", "trig"]


class Descriptions:
    """What `/openapi.json` says of each route."""

    def __init__(self, description):
        self.description = description
        self.validators = {}

    def mistake(self, route, answer):
        """Returns what is not as described, None where all is."""
        responses = self.description["paths"][route]["get"]["responses"]
        described = responses.get(str(answer.status)) or responses.get("default")
        if described is None:
            return f"status {answer.status} is not described"
        described = self.resolved(described)
        if 300 <= answer.status < 400:
            return None
        media_type = answer.media_type
        if media_type not in described.get("content", {}):
            return f"media type {media_type} is not described for {answer.status}"
        schema = described["content"][media_type].get("schema")
        if schema is None or not media_type.endswith("json"):
            return None
        validator = self.validator(json.dumps(schema, sort_keys=True), schema)
        error = next(validator.iter_errors(json.loads(answer.body)), None)
        return error and f"{'/'.join(str(part) for part in error.instance_path)}: {error.message[:200]}"

    def validator(self, key, schema):
        if key not in self.validators:
            whole = {"components": self.description["components"], "allOf": [schema]}
            self.validators[key] = jsonschema_rs.Draft202012Validator(whole)
        return self.validators[key]

    def resolved(self, node):
        """Follows a reference to a component."""
        if "$ref" not in node:
            return node
        found = self.description
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        return found


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.body = status, body
        self.media_type = (headers.get("Content-Type") or "").partition(";")[0]


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


OPENER = urllib.request.build_opener(NoRedirect)


def ask(url):
    try:
        with OPENER.open(url, timeout=120) as response:
            return Answer(response.status, response.headers, response.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.headers, error.read())


def drawn(url, records, seed):
    """Draws records of both types, and some that are archived."""
    found = []
    for choice in ({"type": "dataset"}, {"type": "dataservice"}, {"archived": "true"}):
        for first in range(0, records, MOST_DRAWN):
            query = {**choice, "sample": min(records - first, MOST_DRAWN), "seed": seed + first, "page_size": MOST_DRAWN}
            address = f"{url}/api/search?{urllib.parse.urlencode(query)}"
            answer = ask(address)
            if answer.status != 200:
                sys.exit(f"{address}: {answer.status} {answer.body[:300]}")
            found += json.loads(answer.body)["data"]
    return list({(hit["type"], hit["id"]): hit for hit in found}.values())


def known_values(url, hits, facets):
    """Returns what may stand for each parameter in a path: by a part of the route, and the parameters."""
    datasets = [hit for hit in hits if hit["type"] == "dataset"]
    dataservices = [hit for hit in hits if hit["type"] == "dataservice"]
    organizations = {hit["organization"]["id"] for hit in hits if hit["organization"] and hit["organization"]["id"]}
    organizations = [(organization,) for organization in sorted(organizations)]
    zones = [(zone,) for zone in sorted({zone for hit in hits for zone in hit["geozones"] or []})]
    names = [(name,) for hit in datasets for name in (hit["id"], hit["slug"]) if name]
    files = []
    for hit in datasets:
        record = json.loads(ask(f"{url}/api/1/datasets/{hit['id']}/").body)
        files += [(hit["id"], file["id"]) for file in (record.get("resources") or [])[:3]]
    return [
        ("/organizations/", organizations),
        ("/spatial/", zones),
        ("/dataservices/", [(name,) for hit in dataservices for name in (hit["id"], hit["slug"]) if name]),
        ("/datasets/resources/{resource_id}/", [(file,) for _, file in files]),
        ("{resource_id}", files),
        ("/datasets/", names),
        ("/by/", FACETS_CROSSED),
        ("/facets/", [(facet,) for facet in facets]),
        ("/sitemap-", [(file,) for file in re.findall(r"/sitemap-([^<]+)</loc>", ask(url + "/sitemap.xml").body.decode())]),
    ]


def paths(route, parameters, values, words):
    """Yields the paths to ask a route by."""
    names = [name for name in re.findall(r"{(\w+)}", route) if name != "format"]
    fillings = [()]
    if names:
        fillings = next(values for part, values in values if part in route)
    asked = {parameter["name"] for parameter in parameters if parameter["in"] == "query"}
    sizes = {name: str(size) for name, size in (("page_size", 50), ("size", 20)) if name in asked}
    texts = words if "q" in asked and not names else [None]
    if "{format}" in route:
        # One in eight formats is dear to make; some are as good as all.
        fillings = fillings[:MOST_IN_FORMATS]
    for filling in fillings:
        path = route
        for name, value in zip(names, filling):
            path = path.replace(f"{{{name}}}", urllib.parse.quote(value))
        for name in RDF_FORMATS if "{format}" in path else [""]:
            for text in texts:
                query = urllib.parse.urlencode({**sizes, **({"q": text} if text else {})})
                yield path.replace("{format}", name) + ("?" + query if query else "")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--records", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("url")
    parser.add_argument("name")
    asked = parser.parse_args()
    url, name = asked.url, asked.name
    description = json.loads(ask(url + "/openapi.json").body)
    descriptions = Descriptions(description)
    hits = drawn(url, asked.records, asked.seed)
    facets = [facet["name"] for facet in json.loads(ask(url + "/api/facets").body)["data"]]
    values = known_values(url, hits, facets)
    words = [" ".join(hit["title"].split()[:2]) for hit in hits]
    statuses, mistakes, unanswered = Counter(), Counter(), []
    for route, operations in description["paths"].items():
        good = 0
        parameters = [descriptions.resolved(parameter) for parameter in operations["get"].get("parameters", [])]
        for path in paths(route, parameters, values, words):
            answer = ask(url + path)
            statuses[answer.status] += 1
            good += answer.status < 400
            if mistake := descriptions.mistake(route, answer):
                mistakes[f"{route}: {mistake}"] += 1
                if mistakes[f"{route}: {mistake}"] == 1:
                    print(f"{path}: {mistake}")
        if not good:
            unanswered.append(route)
    counts = ", ".join(f"{status}: {count}" for status, count in sorted(statuses.items()))
    print(f"{name}: {len(description['paths'])} routes, answers {counts}; not as described: {sum(mistakes.values())}")
    for route in unanswered:
        print(f"{name}: nothing good from {route}")
    return int(bool(mistakes))


if __name__ == "__main__":
    sys.exit(main())
