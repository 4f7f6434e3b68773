"""Whether a comparison sees what it should: `python3 tests/compare/self_test.py`."""

import json
import random
import unittest

from differences import Difference, differences, excerpts
from exceptions import Exceptions, allow
from facts import Facts
from questions import FIXED, Question, draw
from report import Report
from servers import Answer

QUESTION = Question("search", "/api/search?q=eau")


def answer(value, status=200, **headers):
    body = value.encode() if isinstance(value, str) else json.dumps(value).encode()
    content_type = "text/html" if isinstance(value, str) else "application/json"
    return Answer(status, {"content-type": content_type, **headers}, body)


def places(before, after, question=QUESTION):
    return [difference.place for difference in differences(question, before, after)]


class Differences(unittest.TestCase):
    def test_scores_may_differ_in_their_last_digits_and_times_at_all(self):
        before = answer({"data": [{"score": 10.00001}], "took_us": 5, "total": 1}, date="now", etag='W/"1"')
        after = answer({"data": [{"score": 10.00002}], "took_us": 7, "total": 1}, date="then", etag='W/"2"')
        self.assertEqual(places(before, after), [])

    def test_every_other_difference_is_told_with_its_place(self):
        before = answer({"data": [{"score": 10.0, "id": "a"}], "total": 1, "x": None, "n": 1}, etag='W/"1"')
        after = answer({"data": [{"id": "b", "score": 10.1}], "total": 2, "x": 0, "n": True, "y/z": 1}, 404)
        expected = ["status", "header etag", "/data/0", "/data/0/score", "/data/0/id", "/total", "/x", "/n", "/y~1z"]
        self.assertEqual(places(before, after), expected)
        self.assertEqual(places(answer([1, 2]), answer([1])), [""])

    def test_the_order_counts_but_in_the_description_of_the_api(self):
        before = answer({"a": [{"name": "q", "in": "query"}, {"name": "page", "in": "query"}], "b": 1})
        after = answer({"b": 1, "a": [{"in": "query", "name": "page"}, {"name": "q", "in": "query"}]})
        self.assertEqual(places(before, after)[0], "/")
        self.assertEqual(places(before, after, Question("fixed", "/openapi.json")), [])

    def test_a_text_is_compared_but_for_the_version_of_static_files(self):
        before, after = (answer(f'<link href="/static/{version * 16}/style.css">{end}') for version, end in (("0", "é"), ("a", "e")))
        (difference,) = differences(QUESTION, before, after)
        self.assertEqual(excerpts(difference)[0], '<link href="/static/(version)/style.css">é')
        after.body = after.body.replace(b">e", ">é".encode())
        self.assertEqual(places(before, after), [])


class AllowedDifferences(unittest.TestCase):
    def test_an_exception_allows_what_it_names_and_no_more(self):
        entry = {"request": "^GET /api/search", "place": r"/data/\d+/score", "reason": "other weights"}
        exceptions = Exceptions([entry, {"request": "^GET /docs", "text": "old|new", "reason": "other words"}])
        score, total = Difference("/data/3/score", "1", "2"), Difference("/total", "1", "2")
        self.assertEqual(exceptions.sift(QUESTION, [score, total]), [total])
        self.assertEqual(exceptions.sift(Question("page", "/?q=eau"), [score]), [score])
        self.assertEqual(exceptions.unused(), ["other words"])

    def test_a_text_is_compared_without_what_is_allowed(self):
        entry = {"text": "old|new"}
        self.assertEqual(allow(entry, Difference("body", "an old book", "an new book")), [])
        self.assertEqual(allow(entry, Difference("body", "old a", "new b")), [Difference("body", " a", " b")])


class Reports(unittest.TestCase):
    def test_errors_alone_compare_nothing(self):
        report = Report()
        report.add(QUESTION, [answer({}, 404)] * 2, [])
        self.assertEqual((report.vacuous(), report.is_clean()), (["search"], False))
        report.add(QUESTION, [answer({})] * 2, [])
        self.assertTrue(report.is_clean())
        report.add(QUESTION, [answer({}, 503)] * 2, [])
        self.assertFalse(report.is_clean())


class Questions(unittest.TestCase):
    def test_the_list_is_the_same_for_the_same_seed(self):
        hit = {"type": "dataset", "id": "1", "slug": "eau", "title": "Qualité de l’eau", "acronym": None, "tags": ["eau"],
               "organization": {"id": "2", "name": "Eaux"}, "license": None, "formats": ["csv"], "badges": [],
               "geozones": ["fr"], "inferred_geozones": [], "last_update": None, "archived": None}
        facts = Facts([hit], {"tag": ["eau"], "organization": ["2"], "geozone": ["fr"]}, ["eau", "été"], [], ["eau"])
        lists = [draw(facts, 1_000, random.Random(seed)) for seed in (1, 1, 2)]
        self.assertEqual(lists[0], lists[1])
        self.assertNotEqual(lists[0], lists[2])
        self.assertEqual(len(lists[0]), 1_000)
        self.assertEqual([question.address for question in lists[0][:len(FIXED)]], list(FIXED))


if __name__ == "__main__":
    unittest.main()
