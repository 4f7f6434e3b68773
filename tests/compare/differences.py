"""What two answers to one request differ in."""

import json
import math
import re
from dataclasses import dataclass

# Scores are products of floats: another order of the factors changes the last digits.
TOLERANCE = 1e-5
# Headers about the one answer or the one generation; a version has to be there, but is of another generation.
IGNORED_HEADERS = {"date", "x-request-id", "content-length", "transfer-encoding"}
MASKED_HEADERS = {"etag", "last-modified"}
# What says how long something took, or which generation answered.
IGNORED_KEYS = {"took_us", "generation"}
# The contents of style and script are in the addresses that pages load.
STATIC_ADDRESS = re.compile(r"/static/[0-9a-f]{16}/")
AROUND = 70
NOTHING = "(nothing)"


@dataclass(frozen=True)
class Difference:
    """A place (`status`, `header …`, `body`, or a JSON pointer) and what stands there before and after."""

    place: str
    before: str
    after: str


def differences(question, before, after):
    found = []
    if before.status != after.status:
        found.append(Difference("status", str(before.status), str(after.status)))
    found += in_headers(before.headers, after.headers)
    if is_json(before) and is_json(after):
        in_json("", *(read_json(question, answer) for answer in (before, after)), found)
    else:
        found += in_text(text(before), text(after))
    return found


def in_headers(before, after):
    for name in sorted((before.keys() | after.keys()) - IGNORED_HEADERS):
        values = [headers.get(name, NOTHING) for headers in (before, after)]
        if name in MASKED_HEADERS:
            values = [value if value == NOTHING else "(something)" for value in values]
        if values[0] != values[1]:
            yield Difference(f"header {name}", *values)


def is_json(answer):
    return bool(answer.body) and "json" in answer.headers.get("content-type", "") and b"\n{" not in answer.body


def read_json(question, answer):
    value = json.loads(answer.body)
    return in_any_order(value) if question.address.startswith("/openapi.json") else value


def in_any_order(value):
    """The description of the API says the same in any order of its keys and its parameters."""
    if isinstance(value, dict):
        return {key: in_any_order(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        has_names = all(isinstance(item, dict) and "name" in item for item in value)
        items = [in_any_order(item) for item in value]
        return sorted(items, key=lambda item: (item.get("in", ""), item["name"])) if has_names else items
    return value


def in_json(pointer, before, after, found):
    """Adds what differs between two values; the order of keys is part of an answer."""
    if isinstance(before, dict) and isinstance(after, dict):
        in_objects(pointer, before, after, found)
    elif isinstance(before, list) and isinstance(after, list):
        if len(before) != len(after):
            found.append(Difference(pointer, f"{len(before)} items", f"{len(after)} items"))
        for number, pair in enumerate(zip(before, after)):
            in_json(f"{pointer}/{number}", *pair, found)
    elif not is_same(before, after):
        found.append(Difference(pointer or "/", shown(before), shown(after)))


def in_objects(pointer, before, after, found):
    keys = [[key for key in value if key not in IGNORED_KEYS] for value in (before, after)]
    if keys[0] != keys[1] and set(keys[0]) == set(keys[1]):
        found.append(Difference(pointer or "/", f"keys {', '.join(keys[0])}", f"keys {', '.join(keys[1])}"))
    for key in dict.fromkeys(keys[0] + keys[1]):
        place = f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"
        if key in before and key in after:
            in_json(place, before[key], after[key], found)
        else:
            found.append(Difference(place, *(shown(value[key]) if key in value else NOTHING for value in (before, after))))


def is_same(before, after):
    if isinstance(before, float) and isinstance(after, float):
        return math.isclose(before, after, rel_tol=TOLERANCE)
    return type(before) is type(after) and before == after


def shown(value):
    return json.dumps(value, ensure_ascii=False)[:2 * AROUND]


def text(answer):
    return STATIC_ADDRESS.sub("/static/(version)/", answer.body.decode("utf-8", "replace"))


def in_text(before, after):
    """Yields the whole texts where they differ: exceptions look for what they allow."""
    if before != after:
        yield Difference("body", before, after)


def excerpts(difference):
    """Returns both sides, of long texts what is around the first character that differs."""
    before, after = difference.before, difference.after
    at = next((at for at, pair in enumerate(zip(before, after)) if pair[0] != pair[1]), min(len(before), len(after)))
    return [side[max(0, at - AROUND):at + AROUND].replace("\n", "⏎") for side in (before, after)]
