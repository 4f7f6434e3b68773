"""datagouv-client, data.gouv.fr's own Python client, with nothing changed but `client.base_url`.

Calls: `get_all_from_api_query` (searches and lists in both versions, all pages, masks, results as `Dataset`), `dataset`,
`resource`, `Resource.refresh`, `Resource.dataset`, `organization`, `Organization.datasets`.
"""

import json

import pytest
from datagouv import Client, Dataset
from datagouv.utils.base_object import BaseObject
from tenacity import wait_none


@pytest.fixture
def client(server):
    client = Client()
    client.base_url = server.url
    return client


@pytest.mark.parametrize(
    ("route", "record_type"),
    [
        ("api/1/datasets/", "dataset"),
        ("api/2/datasets/", "dataset"),
        ("api/2/datasets/search/", "dataset"),
        ("api/1/dataservices/", "dataservice"),
        ("api/2/dataservices/search/", "dataservice"),
    ],
)
@pytest.mark.parametrize("words", ["", "eau"])
def test_pages_are_iterated_to_the_last_record(server, client, route, record_type, words):
    found = list(client.get_all_from_api_query(f"{route}?q={words}&page_size=7"))
    assert len(found) == server.total(type=record_type, q=words) > 0
    assert len({record["id"] for record in found}) == len(found)


def test_a_search_is_filtered(server, client):
    query = "api/2/datasets/search/?license=lov2&tag=eau&page_size=5"
    found = list(client.get_all_from_api_query(query))
    assert found
    assert all(dataset["license"] == "lov2" and "eau" in dataset["tags"] for dataset in found)


def test_a_mask_leaves_only_what_it_names_on_every_page(server, client):
    found = list(client.get_all_from_api_query("api/1/datasets/?page_size=50", mask="data{id,title}"))
    assert len(found) == server.total(type="dataset")
    assert all(dataset.keys() == {"id", "title"} for dataset in found)


@pytest.mark.parametrize("route", ["api/1/datasets/", "api/2/datasets/search/"])
def test_results_are_datasets_with_their_files(client, dataset_with_files, route):
    """In version 2 a dataset has a link to its files, which the client follows page by page."""
    query = f"{route}?q={dataset_with_files['slug']}"
    found = {dataset.id: dataset for dataset in client.get_all_from_api_query(query, cast_as=Dataset)}
    check(found[dataset_with_files["id"]], dataset_with_files)


@pytest.mark.parametrize("name", ["id", "slug"])
def test_a_dataset_is_got(client, dataset_with_files, name):
    check(client.dataset(dataset_with_files[name]), dataset_with_files)


def check(dataset: Dataset, record: dict):
    """Checks a dataset of the client against the record that the server read."""
    for field in ["title", "tags", "frequency", "featured"]:
        assert getattr(dataset, field) == record[field], field
    for field in ["created_at", "last_modified"]:
        assert getattr(dataset, field)[:19] == record[field][:19], field
    assert dataset.license == record["license"]
    assert dataset.metrics["views"] == record["metrics"]["views"]
    assert dataset.spatial["zones"] == record["spatial"]["zones"]
    assert dataset.organization.id == record["organization"]["id"]
    assert dataset.organization.name == record["organization"]["name"]
    assert {resource.url for resource in dataset.resources} == {resource["url"] for resource in record["resources"]}
    # What the source did not give stays unknown.
    assert dataset.description_short is None
    assert dataset.contact_points in (None, [])


def test_a_file_is_got_and_leads_to_its_dataset(client, dataset_with_files):
    record = dataset_with_files["resources"][0]
    resource = client.resource(record["id"])
    for _ in range(2):
        for field in ["title", "format", "filesize", "url", "mime", "type", "checksum"]:
            assert getattr(resource, field) == record.get(field), field
        # From the route of version 1, after that of version 2.
        resource.refresh()
    assert resource.dataset.title == dataset_with_files["title"]


def test_an_unknown_dataset_is_told(client, monkeypatch):
    # The client asks five times; it need not wait in between.
    monkeypatch.setattr(BaseObject.refresh.retry, "wait", wait_none())
    with pytest.raises(Exception) as raised:
        client.dataset("0" * 24)
    assert json.loads(str(raised.value))["message"]


def test_a_bad_value_is_told(client):
    with pytest.raises(Exception) as raised:
        list(client.get_all_from_api_query("api/1/datasets/?page_size=abc"))
    assert "abc" in json.loads(str(raised.value))["errors"]["page_size"]


@pytest.mark.parametrize("name", ["id", "slug"])
def test_an_organization_is_got_with_its_datasets(server, client, dataset_with_files, name):
    known = server.get(f"/api/1/organizations/{dataset_with_files['organization']['id']}/").json()
    organization = client.organization(known[name])
    assert organization.name == dataset_with_files["organization"]["name"]
    assert organization.metrics["datasets"] > 0
    assert isinstance(organization.description, str)
    assert isinstance(organization.created_at, str)
    titles = {dataset.title for dataset in organization.datasets}
    assert dataset_with_files["title"] in titles
    assert len(titles) <= organization.metrics["datasets"]


@pytest.mark.parametrize("route", ["api/1/organizations/", "api/2/organizations/search/"])
def test_organizations_are_iterated_to_the_last(client, route):
    everybody = list(client.get_all_from_api_query(f"{route}?page_size=7"))
    assert len({organization["id"] for organization in everybody}) == len(everybody) > 7
    found = list(client.get_all_from_api_query(f"{route}?q={everybody[0]['name']}"))
    assert everybody[0]["id"] in {organization["id"] for organization in found}
