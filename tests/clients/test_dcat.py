"""DCAT-AP as harvesters read it: rdflib reads every format, and the catalogue satisfies DCAT-AP's shapes where they are at hand."""

import os
from pathlib import Path

import pytest
from dcat_shapes import CAUSED_BY_RECORDS, DCAT, READERS, catalog, violations
from rdflib import Graph
from rdflib.compare import isomorphic

SHAPES = Path(os.environ.get("TROUVAILLE_SHAPES", "../../../shared/dcat/dcat-ap_3_shacl_shapes.ttl"))


@pytest.mark.parametrize("extension", READERS)
def test_the_catalogue_has_every_record_in_every_format(server, extension):
    graph = catalog(server.url, extension, 1000)
    n_records = len(set(graph.objects(None, DCAT.dataset))) + len(set(graph.objects(None, DCAT.service)))
    assert n_records == server.total()


def test_a_record_is_the_same_in_every_format(server):
    path = "/api/1/datasets/base-adresse-nationale/rdf."
    graphs = [
        Graph().parse(data=server.get(path + extension).content, format=reader) for extension, reader in READERS.items()
    ]
    assert len(graphs[0]) > 30
    assert all(isomorphic(graphs[0], other) for other in graphs[1:])


@pytest.mark.skipif(not SHAPES.exists(), reason="DCAT-AP's shapes are not at hand (TROUVAILLE_SHAPES)")
def test_nothing_but_what_records_lack_is_wrong_by_the_shapes_of_dcat_ap(server):
    found = violations(catalog(server.url, "ttl", 1000), Graph().parse(SHAPES))
    assert set(found) <= CAUSED_BY_RECORDS, found
