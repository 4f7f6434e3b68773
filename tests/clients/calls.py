"""What clients ask for (calls.toml), and how an answer differs from what they expect."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

RECORDED = tomllib.loads(Path(__file__).with_name("calls.toml").read_text())
SHAPES = RECORDED["shapes"]

PATTERNS = {
    "day": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d",
    "address": r"https?://\S+",
    "id": r"[0-9a-f]{24}",
    "file": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
}
PAGE = {"page": "count", "page_size": "count", "total": "count", "next_page": "address?", "previous_page": "address?"}
FACET = {"name": "text", "count": "count"}


@dataclass(frozen=True)
class Call:
    """A call of a client, with its names filled in."""

    client: str
    method: str
    path: str
    expected: dict

    def __str__(self):
        headers = " ".join(f"{name}: {value}" for name, value in self.expected.get("headers", {}).items())
        return f"{self.client}: {self.method} {self.path} {headers}".rstrip()


def recorded() -> list[Call]:
    """All calls, in their order."""
    calls = []
    for client in RECORDED["client"]:
        for call in client["calls"]:
            method = "head" if "head" in call else "get"
            calls.append(Call(client["name"], method.upper(), filled(call[method]), filled(call)))
    return calls


def filled(value):
    """Puts the sample's ids in the place of the names in braces."""
    if isinstance(value, dict):
        return {name: filled(member) for name, member in value.items()}
    if isinstance(value, str):
        # A mask has braces of its own.
        return re.sub(r"\{(\w+)\}", lambda name: RECORDED["names"].get(name[1], name[0]), value)
    return value


def differences(call: Call, server: str, response) -> list[str]:
    """Says what of an answer is not as the client expects it."""
    expected = call.expected
    is_outside = "outside" in expected
    status = expected.get("status", 404 if is_outside else 200)
    media_type = expected.get("type", "application/json")
    told = []
    if response.status_code != status:
        told.append(f"status {response.status_code} instead of {status}")
    found = response.headers.get("content-type", "").partition(";")[0]
    if found != media_type:
        told.append(f"type {found} instead of {media_type}")
    if "to" in expected:
        target = response.headers.get("location", "").removeprefix(server)
        if target != expected["to"]:
            told.append(f"leads to {target} instead of {expected['to']}")
    if response.headers.get("access-control-allow-origin") != "*":
        told.append("not for pages of other origins")
    gives = expected.get("gives", "Message" if is_outside and media_type == "application/json" else None)
    if not told and gives:
        told += of_body(gives, response.json(), expected)
    return told


def of_body(gives: str, body, expected: dict) -> list[str]:
    """Says what of a body is not as it should be."""
    envelope, _, item = gives.partition(" of ")
    item, _, member = item.partition(" in ")
    only = expected.get("only", False)
    if gives == "texts":
        return of_value("text[]", body, "", only)
    if not item:
        told = of_value(gives, body, "", only)
        return told + [of for path, value in expected.get("says", {}).items() for of in of_member(body, path, value)]
    items, told = body, []
    if envelope != "list":
        told += of_members({**PAGE, "data": "object[]"}, body, "", False)
        items = body.get("data") or []
    if member:
        items = body[member]
    if envelope == "search":
        facets = body.get("facets") or {}
        told += [] if facets else ["no facets"]
        for name, values in facets.items():
            told += [of for value in values for of in of_members(FACET, value, f"facets.{name}", True)]
            told += [] if values[:1] and values[0]["name"] == "all" else [f"facets.{name}: `all` is not first"]
    for number, record in enumerate(items):
        told += of_value(item, record, f"[{number}]", only)
    if bool(items) == expected.get("none", False):
        told.append(f"{len(items)} found")
    if "finds" in expected and expected["finds"] not in [record.get("id") for record in items]:
        told.append(f"{expected['finds']} is not found")
    if "total" in expected and body["total"] != expected["total"]:
        told.append(f"{body['total']} found instead of {expected['total']}")
    return told


def of_member(body, path: str, expected) -> list[str]:
    value = body
    for name in path.split("."):
        value = value[name]
    return [] if value == expected else [f"{path} is {value!r} instead of {expected!r}"]


def of_value(kind: str, value, at: str, only: bool) -> list[str]:
    """Says what of a value is not of its kind."""
    if kind[-1] in "?~":
        return [] if value is None else of_value(kind[:-1], value, at, only)
    if kind.endswith("[]"):
        if not isinstance(value, list):
            return [f"{at} is no list: {value!r}"]
        return [of for number, item in enumerate(value) for of in of_value(kind[:-2], item, f"{at}[{number}]", only)]
    if kind in SHAPES:
        return of_members(shape(kind), value, at, only)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    fits = {
        "text": isinstance(value, str),
        "flag": isinstance(value, bool),
        "count": isinstance(value, int) and is_number and value >= 0,
        "number": is_number,
        "object": isinstance(value, dict),
    }
    if kind in PATTERNS:
        fits[kind] = isinstance(value, str) and re.fullmatch(PATTERNS[kind], value) is not None
    return [] if fits[kind] else [f"{at} is no {kind}: {value!r}"]


def of_members(members: dict, value, at: str, only: bool) -> list[str]:
    if not isinstance(value, dict):
        return [f"{at} is no object: {value!r}"]
    told = [f"{at}.{name} is not there" for name in members if name not in value]
    for name, kind in members.items():
        if name in value:
            told += of_value(kind, value[name], f"{at}.{name}", only)
    if only:
        told += [f"{at}.{name} is there" for name in value if name not in members]
    return told


def shape(name: str) -> dict:
    """The members of a shape, with those of the one that it is like."""
    members = dict(SHAPES[name])
    like = members.pop("like", None)
    return {**shape(like), **members} if like else members
