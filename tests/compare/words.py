"""What somebody may type."""

FIELDS = ("titre", "sigle", "description", "tag", "organisation", "ressource", "territoire", "schema", "format", "licence", "type")
PLACES = ("à Rennes", "dans le 35", "en Bretagne", "bordelaises", "Seine-Saint-Denis", "Paris 2023", "69")


class Words:
    """Draws queries, names and the beginnings of them."""

    def __init__(self, facts, chance):
        self.facts = facts
        self.chance = chance
        self.names = sorted({hit["title"] for hit in facts.hits}
                            | {hit["organization"]["name"] for hit in facts.hits if hit["organization"]}
                            | {hit["acronym"] for hit in facts.hits if hit["acronym"]}
                            | {tag for hit in facts.hits for tag in hit["tags"]})

    def query(self):
        """A query of some kind, at most as long as one may be."""
        kinds = (self.known, self.known, self.known, self.mistyped, self.some, self.some, self.neighbours, self.phrase,
                 self.exclusion, self.in_a_field, self.identifier, self.with_a_place, self.name)
        return self.chance.choice(kinds)()[:900]

    def known(self):
        return self.chance.choice(self.facts.queries)

    def name(self):
        return self.chance.choice(self.names)

    def word(self):
        return self.chance.choice(self.facts.words)

    def some(self):
        return " ".join(self.word() for _ in range(self.chance.randint(1, 3)))

    def neighbours(self, name=None):
        """Words that follow each other in a name."""
        words = (name or self.name()).split()
        start = self.chance.randrange(len(words))
        return " ".join(words[start:start + self.chance.randint(1, 4)])

    def few(self):
        """Words that few records have all of."""
        return f"{self.name()} {self.word()}"[:900]

    def mistyped(self):
        """A query with one letter wrong: left out, doubled, exchanged with the next or another one."""
        text = self.known() if self.chance.random() < 0.5 else self.neighbours()
        at = self.chance.randrange(len(text))
        swapped = text[:at] + text[at + 1:at + 2] + text[at] + text[at + 2:]
        return self.chance.choice((text[:at] + text[at + 1:], text[:at] + text[at] + text[at:], swapped,
                                   text[:at] + "e" + text[at + 1:])) or text

    def phrase(self):
        return f'"{self.neighbours()}" {self.word() if self.chance.random() < 0.3 else ""}'.strip()

    def exclusion(self):
        return f"{self.known()} -{self.word()}"

    def in_a_field(self):
        field = self.chance.choice(FIELDS)
        return f"{field}:{self.word()} {self.word() if self.chance.random() < 0.3 else ''}".strip()

    def identifier(self):
        return self.chance.choice(self.facts.hits)[self.chance.choice(("id", "slug"))]

    def with_a_place(self):
        return f"{self.known()} {self.chance.choice(PLACES)}"

    def beginning(self, text):
        """What was typed so far of a text."""
        return text[:self.chance.randint(1, max(1, min(30, len(text))))]
