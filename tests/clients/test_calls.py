"""The calls of clients that are not run here, as they are recorded in calls.toml: each is answered as its client expects it."""

import pytest
import requests
from calls import SHAPES, differences, of_body, of_value, recorded, shape

ORIGIN = {"Origin": "https://carte.example.org"}


@pytest.mark.parametrize("call", recorded(), ids=str)
def test_a_client_is_answered_as_it_expects(server, call):
    headers = {**ORIGIN, **call.expected.get("headers", {})}
    response = requests.request(call.method, server.url + call.path, headers=headers, timeout=60, allow_redirects=False)
    assert not differences(call, server.url, response), call.expected


def test_no_call_is_recorded_twice_and_every_shape_is_used():
    names = [str(call) for call in recorded()]
    assert len(names) == len(set(names)) > 102
    kinds = [kind.rstrip("?~").removesuffix("[]") for name in SHAPES for kind in shape(name).values()]
    given = [call.expected.get("gives", "").partition(" of ") for call in recorded()]
    named = [item.partition(" in ")[0] if of else envelope for envelope, of, item in given]
    assert set(SHAPES) - {"Message"} <= {*kinds, *named}


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        ("text", None, " is no text: None"),
        ("text?", None, None),
        ("count", True, " is no count: True"),
        ("day", "2015-01-01T00:00:00", " is no day: '2015-01-01T00:00:00'"),
        ("address", "/datasets/eau", " is no address: '/datasets/eau'"),
        ("Badge[]", None, " is no list: None"),
        ("Badge[]", [{"kind": "spd"}, {"kind": None}], "[1].kind is no text: None"),
        ("Period", {"start": "2015-01-01T00:00:00+00:00"}, ".end is not there"),
        ("Badge", {"kind": "spd", "more": 1}, None),
    ],
)
def test_what_is_not_as_expected_is_told(kind, value, told):
    assert of_value(kind, value, "", False) == ([told] if told else [])


def test_what_a_mask_leaves_beside_is_told_and_so_is_an_empty_page():
    page = {"data": [], "page": 1, "page_size": 20, "total": 0, "next_page": None, "previous_page": None}
    assert of_body("page of IdAndTitle", page, {}) == ["0 found"]
    assert of_body("page of IdAndTitle", page, {"none": True}) == []
    record = {"id": "5" * 24, "title": "Eau", "slug": "eau"}
    assert of_body("list of IdAndTitle", [record], {"only": True}) == ["[0].slug is there"]
    assert of_body("list of IdAndTitle", [record], {"finds": "6" * 24}) == [f"{'6' * 24} is not found"]
