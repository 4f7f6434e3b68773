"""Reads the catalogue as harvesters do, page after page, and holds it against DCAT-AP's shapes.

    dcat_shapes.py URL SHAPES RECORDS

What is wrong because the record lacks it or says it is counted by kind; anything else ends with 1.
"""

import sys
from collections import Counter

import requests
from pyshacl import validate
from rdflib import Graph, Namespace
from rdflib.namespace import RDF, SH

HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCT = Namespace("http://purl.org/dc/terms/")

READERS = {"ttl": "turtle", "xml": "xml", "json": "json-ld", "nt": "nt"}

# What only a record can cause: it has no such text or address, or names a dataset that is not in the catalogue.
CAUSED_BY_RECORDS = {
    (DCT.description, SH.MinCountConstraintComponent),
    (DCAT.accessURL, SH.MinCountConstraintComponent),
    (DCAT.endpointURL, SH.MinCountConstraintComponent),
    (DCAT.servesDataset, SH.ClassConstraintComponent),
}


def catalog(url: str, extension: str, n_records: int, page_size: int = 100) -> Graph:
    """Returns what the first pages of the catalogue say, as many as have so many records."""
    whole = Graph()
    address = f"{url}/api/1/site/catalog.{extension}?page_size={page_size}"
    n_read = 0
    while address and n_read < n_records:
        response = requests.get(address, timeout=60)
        response.raise_for_status()
        page = Graph().parse(data=response.content, format=READERS[extension])
        n_read += len(set(page.objects(None, DCAT.dataset)) | set(page.objects(None, DCAT.service)))
        address = next(map(str, page.objects(None, HYDRA.next)), None)
        whole += page
    return whole


def violations(graph: Graph, shapes: Graph) -> Counter:
    """Counts what the shapes find wrong, by property and kind."""
    _, report, _ = validate(graph, shacl_graph=shapes)
    results = report.subjects(RDF.type, SH.ValidationResult)
    return Counter(
        (report.value(result, SH.resultPath), report.value(result, SH.sourceConstraintComponent))
        for result in results
        if report.value(result, SH.resultSeverity) == SH.Violation
    )


def main() -> int:
    url, shapes, n_records = sys.argv[1], sys.argv[2], int(sys.argv[3])
    graph = catalog(url, "ttl", n_records)
    n_datasets = len(set(graph.objects(None, DCAT.dataset)))
    n_services = len(set(graph.objects(None, DCAT.service)))
    print(f"{n_datasets} datasets, {n_services} dataservices, {len(graph)} triples")
    found = violations(graph, Graph().parse(shapes))
    for (path, kind), n in found.most_common():
        cause = "record" if (path, kind) in CAUSED_BY_RECORDS else "DESCRIPTION"
        print(f"{n:6} {path} {kind.fragment} ({cause})")
    return int(any(key not in CAUSED_BY_RECORDS for key in found))


if __name__ == "__main__":
    sys.exit(main())
