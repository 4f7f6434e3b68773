"""What leaves the server in a standard's form, read by somebody else's reader of that standard."""

import csv
import io
import json
from html.parser import HTMLParser

import feedparser
import pytest


@pytest.mark.parametrize("search", [{}, {"q": "eau"}, {"type": "dataservice"}, {"q": "introuvablissime"}])
def test_feedparser_reads_the_feed(server, search):
    response = server.get("/feed.atom", **search)
    feed = feedparser.parse(response.content, response_headers={"content-type": response.headers["content-type"]})
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    assert feed.feed.title and feed.feed.id and feed.feed.updated_parsed
    assert bool(feed.entries) == (server.total(**search) > 0)
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    for entry in feed.entries:
        assert entry.title and entry.link and entry.updated_parsed


@pytest.mark.parametrize("search", [{}, {"q": "eau"}, {"archived": "any", "format": "csv"}, {"q": "introuvablissime"}])
def test_the_csv_file_has_every_result(server, search):
    response = server.get("/export.csv", **search)
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline=""), strict=True))
    # What only mentions the words is left out, and told.
    assert len(rows) == server.total(mentions="false", **search)
    n_mentions = int(response.headers.get("x-mentions-total", 0))
    assert len(rows) + n_mentions == server.total(**search)
    # No row has a cell too many or too few.
    assert all(None not in row and None not in row.values() for row in rows)
    assert len({(row["type"], row["id"]) for row in rows}) == len(rows)


@pytest.mark.parametrize("search", [{}, {"q": "eau"}])
def test_the_json_lines_file_has_every_result(server, search):
    lines = server.get("/export.jsonl", mentions="true", **search).content.splitlines()
    records = [json.loads(line) for line in lines]
    assert len({record["id"] for record in records}) == len(records) == server.total(**search)


def test_the_json_ld_of_every_record_parses(server):
    n_records = 0
    for line in server.get("/export.jsonl", archived="any").content.splitlines():
        record = json.loads(line)
        folder = {"dataset": "datasets", "dataservice": "dataservices"}[record["type"]]
        finder = JsonLdFinder()
        finder.feed(server.get(f"/{folder}/{record['id']}").text)
        for text in finder.found:
            data = json.loads(text)
            assert "schema.org" in data["@context"]
            assert data["name"] == record["title"]
        assert len(finder.found) == 1, record["id"]
        n_records += 1
    assert n_records == server.total(archived="any")


class JsonLdFinder(HTMLParser):
    """Finds what a page holds for machines, as a search engine's robot does."""

    def __init__(self):
        super().__init__()
        self.found = []
        self.is_inside = False

    def handle_starttag(self, tag, attributes):
        self.is_inside = tag == "script" and ("type", "application/ld+json") in attributes

    def handle_data(self, data):
        if self.is_inside:
            self.found.append(data)
            self.is_inside = False
