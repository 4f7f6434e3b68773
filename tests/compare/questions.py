"""The requests: a fixed few, and for each kind as many as its share, drawn from what the catalogue holds."""

from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from words import Words

SORTS = ("created", "last_update", "reuses", "followers", "views", "title", "relevance")
# Those that a list of data.gouv.fr's API takes too.
LIST_SORTS = ("created", "last_update", "reuses", "followers", "views")
LANGUAGES = ("en", "en", "fr", "xx")
MASKS = (
    "data{id,title},total",
    "data{id,organization{name,badges},resources{id,format}},next_page",
    "{id,title,spatial{zones},metrics}",
    "data{*},page",
    "id,slug,license,harvest",
    "data{nothing},",
    "data{id",
)
# Values that cannot be, or that nobody has.
BAD_PARAMETERS = (
    ("page", "0"), ("page", "-1"), ("page", "x"), ("page", "99999999"), ("page_size", "0"), ("page_size", "101"),
    ("page_size", "100000"), ("sort", "xyz"), ("sort", "-relevance"), ("facets", "license,nope"), ("facet_size", "1001"),
    ("all_of", "eau"), ("all_of", "badge:nope"), ("all_of", "nope:1"), ("temporal_coverage", "2020"), ("archived", "maybe"),
    ("temporal_coverage", "2021-01-01-2020-01-01"), ("collapse", "perhaps"), ("verbatim", "2"), ("explain", "yes"),
    ("inferred", "no"), ("include_geozone_ancestors", "1x"), ("badge", "nope"), ("type", "reuse"), ("featured", "x"),
    ("producer_type", "x"), ("format_family", "x"), ("last_update_range", "x"), ("coverage", "x"), ("q", "a" * 1001),
    ("q", "\x00\ud83d".encode("utf-8", "surrogatepass")), ("copies_of", "nobody"), ("size", "21"), ("size", "x"),
    ("organization", "no id"), ("owner", "-"), ("topic", "x"), ("access_type", "nope"), ("organization_badge", "nope"),
    ("kind", "nope"), ("lang", "nope"), ("format", "opensearch"), ("search", "b" * 1001),
)
FIXED = (
    "/", "/?lang=en", "/docs", "/docs?lang=en", "/openapi.json", "/opensearchdescription.xml", "/robots.txt", "/favicon.ico",
    "/healthz", "/readyz", "/sitemap.xml", "/sitemap-1.xml", "/sitemap-99999.xml", "/sitemap-x.xml", "/static/x/style.css",
    "/static/x/search.js", "/static/x/favicon.svg", "/static/x/nothing", "/api/search", "/api/suggest", "/feed.atom",
    "/api/1/datasets/licenses/", "/api/1/datasets/frequencies/", "/api/1/datasets/resource_types/",
    "/api/1/datasets/extensions/", "/api/1/datasets/badges/", "/api/1/dataservices/badges/",
    "/api/1/organizations/badges/", "/api/1/spatial/granularities/", "/api/1/spatial/levels/", "/api/1/datasets/schemas/",
)
UNKNOWN = (
    "/nothing", "/nothing?lang=en", "/datasets/nothing", "/datasets/nothing?lang=en", "/dataservices/nothing", "/datasets/%FF",
    "/facets/nothing", "/api/nothing", "/api/facets/nothing", "/api/1/nothing/", "/api/2/nothing/", "/api/1/datasets/nothing/",
    "/api/2/datasets/nothing/", "/api/1/dataservices/nothing/", "/api/1/organizations/nothing/", "/export.txt", "/datasets/",
    "/api/1/organizations/nothing/datasets/", "/api/1/spatial/zone/nothing/", "/api/2/datasets/resources/nothing/",
)


@dataclass(frozen=True)
class Question:
    """A request. `known_by` makes it a conditional one: the answer's header and the request's that takes its value."""

    kind: str
    address: str
    method: str = "GET"
    headers: dict = field(default_factory=dict)
    known_by: tuple = ()

    def __str__(self):
        headers = "".join(f" {name}: {value}" for name, value in self.headers.items())
        return f"{self.method} {self.address}{headers}{' (conditional)' if self.known_by else ''}"


def draw(facts, n_questions, chance):
    """Returns so many questions: the fixed ones, the rest drawn."""
    questions = [Question("fixed", address) for address in FIXED]
    questions += [Question("unknown", address) for address in UNKNOWN]
    questions += [Question("method", address, method) for address in ("/", "/api/search", "/api/1/datasets/")
                  for method in ("POST", "PUT", "DELETE", "HEAD", "OPTIONS")]
    questions += [Question("bad value", f"{path}?{urlencode([parameter])}") for parameter in BAD_PARAMETERS
                  for path in chance.sample(("/", "/api/search", "/api/suggest", "/api/facets/tag", "/feed.atom",
                                             "/api/1/datasets/", "/api/2/datasets/search/"), 3)]
    drawing = Drawing(facts, chance)
    kinds = list(drawing.KINDS)
    shares = [share for _, share in drawing.KINDS.values()]
    for kind in chance.choices(kinds, shares, k=max(0, n_questions - len(questions))):
        method, _ = drawing.KINDS[kind]
        questions.append(method(drawing, kind))
    return questions[:n_questions]


class Drawing:
    """Draws questions of each kind."""

    def __init__(self, facts, chance):
        self.facts = facts
        self.chance = chance
        self.words = Words(facts, chance)

    def perhaps(self, probability):
        return self.chance.random() < probability

    def value(self, facet):
        """A value of a facet: common ones more often, since they stand first."""
        values = self.facts.values[facet]
        return values[int(len(values) * self.chance.random() ** 3)]

    def filters(self, most=2, hit=None):
        """Some filters, in all the ways that there are; those of a hit are such as it passes."""
        parameters = [filter for _ in range(self.chance.randint(0, most)) for filter in self.filter(hit)]
        if self.perhaps(0.15):
            facet = self.chance.choice(("tag", "format", "geozone", "schema"))
            parameters += [("all_of", f"{name}:{value}") for name, value in self.filter(hit, facet)]
        if self.perhaps(0.05):
            parameters.append(("temporal_coverage", self.period()))
        for name, probability in (("include_geozone_ancestors", 0.06), ("inferred", 0.08), ("verbatim", 0.1),
                                  ("collapse", 0.25)):
            if self.perhaps(probability):
                parameters.append((name, self.chance.choice(("true", "false", "1", "0"))))
        if self.perhaps(0.03):
            parameters.append(("copies_of", (hit or self.chance.choice(self.facts.hits))["id"]))
        return parameters

    def filter(self, hit, facet=None):
        """A facet with one value or, as they are put together, two."""
        facet = facet or self.chance.choice(self.facts.facets)
        if facet == "archived":
            return [(facet, self.chance.choice(("true", "any", "false")))]
        if facet not in self.facts.values:
            return []
        values = values_of_hit(hit, facet)[:1] if hit else [self.value(facet)]
        if values and self.perhaps(0.2):
            values.append(self.value(facet))
        return [(facet, value) for value in values]

    def period(self):
        first = self.chance.randint(1990, 2024)
        last = first + self.chance.choice((0, 0, 1, 5))
        return f"{first}-01-01-{last}-12-31"

    def search(self, most_filters=2):
        """The parameters of a search: one of any words and filters, or one that a record is the answer to."""
        if self.perhaps(0.4):
            hit = self.chance.choice(self.facts.hits)
            parameters = [("q", self.words.neighbours(hit["title"]))] if self.perhaps(0.6) else []
            parameters += self.filters(most_filters, hit)
            parameters += [("archived", "any")] if hit["archived"] else []
        else:
            parameters = [("q", self.words.query())] if self.perhaps(0.85) else []
            parameters += self.filters(self.chance.choice((0, 1, most_filters)))
        if self.perhaps(0.25):
            parameters.append(("sort", self.chance.choice(("", "-")) + self.chance.choice(SORTS[:-1])))
        if self.perhaps(0.2):
            parameters.append(("page", self.chance.choice((1, 2, 2, 3, 50))))
        if self.perhaps(0.2):
            parameters.append(("page_size", self.chance.choice((1, 5, 50, 100))))
        return parameters

    def page(self, kind):
        parameters = self.search() + self.language()
        if self.perhaps(0.1):
            parameters.append(("explain", "true"))
        headers = {"Accept-Encoding": "gzip"} if self.perhaps(0.1) else {}
        return Question(kind, address("/", parameters), headers=headers)

    def language(self):
        return [("lang", self.chance.choice(LANGUAGES))] if self.perhaps(0.25) else []

    def record_page(self, kind):
        of_services = self.facts.dataservices()
        is_service = bool(of_services) and self.perhaps(0.25)
        hit = self.chance.choice(of_services if is_service else self.facts.datasets())
        path = "/dataservices/" if is_service else "/datasets/"
        search = self.search(1) if self.perhaps(0.3) else []
        return Question(kind, address(path + quote(hit[self.chance.choice(("slug", "slug", "id"))]), search + self.language()))

    def facet_page(self, kind):
        facet = self.chance.choice(self.facts.facets)
        return Question(kind, address(f"/facets/{facet}", self.values_of(facet) + self.language()))

    def json_search(self, kind):
        parameters = self.search(3)
        if self.perhaps(0.3):
            parameters.append(("explain", "true"))
        if self.perhaps(0.2):
            some = self.chance.sample(self.facts.facets, self.chance.randint(1, min(5, len(self.facts.facets))))
            parameters.append(("facets", self.chance.choice(("none", ",".join(some)))))
        if self.perhaps(0.2):
            parameters.append(("facet_size", self.chance.choice((0, 1, 5, 100))))
        self.chance.shuffle(parameters)
        return Question(kind, address("/api/search", parameters))

    def json_facet(self, kind):
        facet = self.chance.choice(self.facts.facets)
        return Question(kind, address(f"/api/facets/{facet}", self.values_of(facet)))

    def values_of(self, facet):
        """The parameters of a list of a facet's values: words to look for among them, and a search."""
        hit = self.chance.choice(self.facts.hits)
        parameters = self.filters(1, hit)
        if self.perhaps(0.4):
            values = values_of_hit(hit, facet) or [self.value(facet)]
            parameters.append(("q", self.words.beginning(values[0])))
        if self.perhaps(0.3):
            parameters.append(("search", self.words.neighbours(hit["title"]) if self.perhaps(0.6) else self.words.query()))
        if self.perhaps(0.3):
            parameters.append(("page", self.chance.choice((1, 1, 2))))
        if self.perhaps(0.3):
            parameters.append(("page_size", self.chance.choice((1, 10, 200))))
        return parameters

    def suggestion(self, kind):
        text = self.words.beginning(self.words.name() if self.perhaps(0.7) else self.words.query())
        parameters = [("q", text)]
        if self.perhaps(0.3):
            parameters.append(("size", self.chance.randint(1, 20)))
        if self.perhaps(0.2):
            kinds = ("dataset", "dataservice", "organization", "tag", "geozone", "format")
            parameters += [("kind", name) for name in self.chance.sample(kinds, self.chance.randint(1, 2))]
        if self.perhaps(0.2):
            parameters.append(("format", self.chance.choice(("opensearch", "json"))))
        return Question(kind, address("/api/suggest", parameters + self.language()))

    def feed(self, kind):
        return Question(kind, address("/feed.atom", self.search()))

    def export(self, kind):
        """Few records: an export ignores the pages, and nobody asks for the whole catalogue a hundred times."""
        filters = [("organization", self.value("organization"))] if self.perhaps(0.5) else []
        filters += [("q", self.words.few()), ("verbatim", "true")] if not filters or self.perhaps(0.3) else []
        if self.perhaps(0.3):
            filters.append(("archived", "any"))
        if self.perhaps(0.3):
            filters.append(("sort", self.chance.choice(SORTS)))
        return Question(kind, address(self.chance.choice(("/export.csv", "/export.jsonl")), filters))

    def datagouv_list(self, kind):
        version, record_type = self.chance.choice(((1, "datasets"), (2, "datasets"), (1, "dataservices")))
        parameters = self.datagouv_search()
        path = f"/api/{version}/{record_type}/"
        if version == 1 and record_type == "datasets" and self.perhaps(0.2):
            path = f"/api/1/organizations/{self.value('organization')}/datasets/"
        return Question(kind, address(path, parameters), headers=self.mask())

    def datagouv_find(self, kind):
        path = f"/api/2/{self.chance.choice(('datasets', 'datasets', 'dataservices'))}/search/"
        parameters = self.datagouv_search()
        if self.perhaps(0.3):
            parameters.append(("facet_size", self.chance.choice((1, 10, 100))))
        return Question(kind, address(path, parameters), headers=self.mask())

    def datagouv_search(self):
        hit = self.chance.choice(self.facts.hits)
        parameters = [("q", self.words.neighbours(hit["title"]) if self.perhaps(0.6) else self.words.query())]
        parameters = parameters if self.perhaps(0.6) else []
        parameters += [(name, value) for name, value in self.filters(2, hit) if name in self.facts.facets and name != "type"]
        if self.perhaps(0.3):
            parameters.append(("sort", self.chance.choice(("", "-")) + self.chance.choice(LIST_SORTS)))
        if self.perhaps(0.2):
            parameters.append(("page", self.chance.choice((1, 1, 2))))
        if self.perhaps(0.05):
            parameters.append(("temporal_coverage", self.period()))
        parameters.append(("page_size", self.chance.choice((1, 5, 20))))
        return parameters

    def datagouv_record(self, kind):
        hit = self.chance.choice(self.facts.hits)
        name = hit[self.chance.choice(("id", "slug"))]
        paths = ["/api/1/datasets/{}/", "/api/2/datasets/{}/", "/api/2/datasets/{}/resources/", "/api/1/datasets/{}"]
        if hit["type"] == "dataservice":
            paths = ["/api/1/dataservices/{}/"]
        path = self.chance.choice(paths).format(quote(name))
        if hit["organization"] and self.perhaps(0.15):
            path = f"/api/1/organizations/{hit['organization']['id']}/"
        if self.facts.resources and self.perhaps(0.15):
            dataset, resource = self.chance.choice(self.facts.resources)
            path = self.chance.choice((f"/api/1/datasets/{dataset}/resources/{resource}/",
                                       f"/api/2/datasets/resources/{resource}/"))
        return Question(kind, path, headers=self.mask())

    def datagouv_suggestion(self, kind):
        if self.perhaps(0.2):
            zone = quote(self.value("geozone"))
            return Question(kind, self.chance.choice((f"/api/1/spatial/zone/{zone}/", f"/api/1/spatial/zones/{zone}/")))
        name = self.chance.choice(("datasets", "dataservices", "organizations", "tags", "datasets/suggest/formats",
                                   "datasets/suggest/mime", "spatial/zones"))
        path = f"/api/1/{name}/" if "suggest" in name else f"/api/1/{name}/suggest/"
        parameters = [("q", self.words.beginning(self.words.name())), ("size", self.chance.choice((1, 5, 20)))]
        return Question(kind, address(path, parameters), headers=self.mask())

    def mask(self):
        return {"X-Fields": self.chance.choice(MASKS)} if self.perhaps(0.3) else {}

    def conditional(self, kind):
        paths = ("/feed.atom", "/feed.atom", "/feed.atom", "/sitemap.xml", "/sitemap.xml", "/api/search", "/", "/openapi.json", "/export.csv")
        path = self.chance.choice(paths)
        known_by = self.chance.choice((("etag", "If-None-Match"), ("last-modified", "If-Modified-Since")))
        parameters = [("q", self.words.few()), ("verbatim", "true")] if path != "/sitemap.xml" else []
        return Question(kind, address(path, parameters), known_by=known_by)

    # By kind: what draws one, and its share.
    KINDS = {
        "page": (page, 20),
        "record page": (record_page, 9),
        "facet page": (facet_page, 6),
        "search": (json_search, 30),
        "facet": (json_facet, 7),
        "suggest": (suggestion, 10),
        "feed": (feed, 4),
        "export": (export, 5),
        "datagouv list": (datagouv_list, 5),
        "datagouv search": (datagouv_find, 5),
        "datagouv record": (datagouv_record, 5),
        "datagouv suggest": (datagouv_suggestion, 3),
        "conditional": (conditional, 2),
    }


def values_of_hit(hit, facet):
    """Returns the values of a facet that a hit shows, as far as it shows them."""
    values = {
        "license": [hit["license"]],
        "format": hit["formats"],
        "tag": hit["tags"],
        "badge": hit["badges"],
        "geozone": hit["geozones"] + hit["inferred_geozones"],
        "organization": [(hit["organization"] or {}).get("id")],
        "type": [hit["type"]],
        "last_update_year": [(hit["last_update"] or "")[:4]],
    }
    return [value for value in values.get(facet, []) if value]


def address(path, parameters):
    return f"{path}?{urlencode(parameters)}" if parameters else path
