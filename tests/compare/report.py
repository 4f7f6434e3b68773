"""What came of it."""

from collections import Counter, defaultdict

from differences import Difference, excerpts

N_SHOWN = 10
N_PLACES = 3
# What stands in answers that show something: hits and values as JSON, records and resources, pages, feeds, rows.
FOUND = (b'"data":[{', b'"id":"', b'class="results"', b'class="values"', b"<entry>", b"ld+json", b"\r\ndata")
# Kinds that are about what cannot be.
WITHOUT_SUCCESS = {"unknown", "method", "bad value", "conditional"}


class Report:
    """How many of each kind were asked, and which were answered otherwise."""

    def __init__(self):
        self.n_asked = Counter()
        self.n_found = Counter()
        self.statuses = defaultdict(Counter)
        self.differing = []

    def add(self, question, answers, differences):
        self.n_asked[question.kind] += 1
        self.n_found[question.kind] += has_found(answers[0])
        self.statuses[question.kind][answers[0].status] += 1
        if answers[0].status >= 500 and not differences:
            differences = [Difference("status", *(f"{answer.status}, which compares nothing" for answer in answers))]
        if differences:
            self.differing.append((question, differences))

    def is_clean(self):
        return not self.differing and not self.vacuous()

    def vacuous(self):
        """Returns the kinds of which no request was answered with what it asks for: they compare errors only."""
        return [kind for kind in self.n_asked if kind not in WITHOUT_SUCCESS and not self.statuses[kind][200]]

    def summary(self, unused, details):
        n_differing = Counter(question.kind for question, _ in self.differing)
        lines = [f"{'kind':<18}{'asked':>6}{'found':>7}{'differ':>8}  statuses"]
        for kind, n_asked in self.n_asked.items():
            statuses = ", ".join(f"{status}: {n}" for status, n in sorted(self.statuses[kind].items()))
            lines.append(f"{kind:<18}{n_asked:>6}{self.n_found[kind]:>7}{n_differing[kind]:>8}  {statuses}")
        lines.append(f"{'all':<18}{self.n_asked.total():>6}{self.n_found.total():>7}{n_differing.total():>8}")
        lines += [f"no request of this kind was answered with 200: {kind}" for kind in self.vacuous()]
        lines += [f"an exception that no answer needed: {reason}" for reason in unused]
        if self.differing:
            lines += [described(*one) for one in self.differing[:N_SHOWN]]
            lines.append(f"all that differ: {details}")
        return "\n".join(lines)

    def details(self):
        return "\n".join(described(*one, n_places=len(one[1])) for one in self.differing)


def has_found(answer):
    """Whether an answer shows a record or a value, as far as its text says so."""
    return answer.body.startswith(b'[{"') or any(mark in answer.body for mark in FOUND)


def described(question, differences, n_places=N_PLACES):
    lines = ["", str(question)]
    for difference in differences[:n_places]:
        before, after = excerpts(difference)
        lines += [f"  {difference.place}", f"  - {before}", f"  + {after}"]
    if len(differences) > n_places:
        lines.append(f"  and {len(differences) - n_places} more")
    return "\n".join(lines)
