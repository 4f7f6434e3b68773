"""What a change answers otherwise on purpose."""

import re
import subprocess
import tomllib
from dataclasses import replace


class Exceptions:
    """The entries of `exceptions.toml` that hold for the revision compared with."""

    def __init__(self, entries):
        self.entries = entries
        self.used = set()

    @classmethod
    def load(cls, path, commit):
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("exception", [])
        for entry in entries:
            check(entry)
        return cls([entry for entry in entries if answers_as_before(commit, entry["last_revision"])])

    def sift(self, question, differences):
        """Returns the differences that no exception allows."""
        for entry in self.entries:
            if differences and re.search(entry["request"], str(question)):
                left = [left for difference in differences for left in allow(entry, difference)]
                if left != differences:
                    self.used.add(entry["reason"])
                differences = left
        return differences

    def unused(self):
        return [entry["reason"] for entry in self.entries if entry["reason"] not in self.used]


def check(entry):
    missing = {"request", "reason", "last_revision"} - entry.keys()
    ways = {"place", "text"} & entry.keys()
    if missing or len(ways) != 1 or entry.keys() - {"request", "reason", "last_revision", "place", "text"}:
        raise SystemExit(f"exceptions.toml: each has request, reason, last_revision and one of place and text: {entry}")


def answers_as_before(commit, last_revision):
    """Whether a commit is the last one before the change, or one of those before it."""
    command = ["git", "merge-base", "--is-ancestor", commit, last_revision]
    status = subprocess.run(command, stderr=subprocess.DEVNULL).returncode
    if status > 1:
        raise SystemExit(f"exceptions.toml: git does not know `{last_revision}`")
    return status == 0


def allow(entry, difference):
    """Returns what is left of a difference: itself, nothing, or texts without what the entry allows."""
    if "place" in entry:
        return [] if re.fullmatch(entry["place"], difference.place) else [difference]
    before, after = (re.sub(entry["text"], "", side) for side in (difference.before, difference.after))
    return [] if before == after else [replace(difference, before=before, after=after)]
