"""Three MCP servers for data.gouv.fr, asked as a chatbot asks them: over MCP, on standard input and output.

The official one's tools `search_datasets`, `get_dataset_info`, `list_dataset_resources` and `get_resource_info` are called,
and `search_datasets` of the one by the State's AI team. The official one's other tools read files through other services. Of the
one with maps all tools are called that ask data.gouv.fr and are not about reuses.
"""

import asyncio
import json
import os
import re
import sys
from pathlib import Path

import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client


@pytest.fixture
def ask(server):
    """Returns a function that calls a tool of an MCP server and returns its answer's text."""

    async def call(name: str, tool: str, arguments: dict) -> str:
        script = str(Path(__file__).with_name("mcp_server.py"))
        command = StdioServerParameters(command=sys.executable, args=["-B", script, name, server.url])
        with open(os.devnull, "w") as log:
            async with stdio_client(command, log) as streams, ClientSession(*streams) as session:
                await session.initialize()
                tools = await session.list_tools()
                assert tool in {tool.name for tool in tools.tools}
                answer = await session.call_tool(tool, arguments)
        text = "\n".join(content.text for content in answer.content)
        assert not answer.isError, text
        return text

    return lambda name, tool, **arguments: asyncio.run(call(name, tool, arguments))


def test_the_official_server_searches_datasets(server, ask):
    text = ask("official", "search_datasets", query="eau", page=2, page_size=5)
    assert f"Found {server.total(q='eau', type='dataset')} dataset(s)" in text
    second_page = server.get("/api/1/datasets/", q="eau", page=2, page_size=5).json()["data"]
    assert re.findall(r"ID: (\w+)", text) == [dataset["id"] for dataset in second_page]
    assert len(second_page) == 5


def test_the_official_server_leaves_generic_words_out_and_finds_nothing_politely(ask):
    assert "Found" in ask("official", "search_datasets", query="données eau csv")
    assert "No datasets found" in ask("official", "search_datasets", query="introuvablissime")


def test_the_official_server_tells_about_a_dataset(ask, dataset_with_files):
    text = ask("official", "get_dataset_info", dataset_id=dataset_with_files["slug"])
    for expected in [
        f"Dataset Information: {dataset_with_files['title']}",
        f"ID: {dataset_with_files['id']}",
        f"Organization: {dataset_with_files['organization']['name']}",
        f"Resources: {len(dataset_with_files['resources'])} file(s)",
        f"License: {dataset_with_files['license']}",
        f"Update frequency: {dataset_with_files['frequency']}",
    ]:
        assert expected in text
    unknown = ask("official", "get_dataset_info", dataset_id="0" * 24)
    assert unknown == f"Error: Dataset with ID '{'0' * 24}' not found."


def test_the_official_server_lists_files(ask, dataset_with_files):
    text = ask("official", "list_dataset_resources", dataset_id=dataset_with_files["id"])
    assert f"Total resources: {len(dataset_with_files['resources'])}" in text
    for resource in dataset_with_files["resources"]:
        for expected in [resource["title"], f"ID: {resource['id']}", f"URL: {resource['url']}"]:
            assert expected in text


def test_the_official_server_tells_about_a_file(ask, dataset_with_files):
    resource = dataset_with_files["resources"][0]
    text = ask("official", "get_resource_info", resource_id=resource["id"])
    for expected in [resource["title"], f"URL: {resource['url']}", f"Dataset: {dataset_with_files['title']}"]:
        assert expected in text


def test_the_ai_team_s_server_searches_datasets(server, ask):
    answer = json.loads(ask("albert", "search_datasets", query="qualité de l'eau", limit=5))
    total = server.total(q="qualité de l'eau", type="dataset")
    assert answer["total_disponible"] == total
    assert answer["nombre_resultats"] == len(answer["resultats"]) == min(total, 5) > 0
    for dataset in answer["resultats"]:
        assert dataset["titre"] and dataset["description"] and dataset["url"]


def test_the_server_with_maps_finds_datasets_and_organizations(server, ask, dataset_with_files):
    organization = dataset_with_files["organization"]
    answer = json.loads(ask("maps", "search_datasets", q="sirene", organization=organization["id"], page_size=5))
    expected = server.get("/api/1/datasets/", q="sirene", organization=organization["id"], page_size=5).json()
    assert answer["total"] == expected["total"] > 0
    assert [found["id"] for found in answer["results"]] == [dataset["id"] for dataset in expected["data"]]
    answer = json.loads(ask("maps", "search_organizations", q="insee"))
    assert organization["id"] in [found["id"] for found in answer]


def test_the_server_with_maps_tells_about_a_dataset_its_files_and_its_organization(ask, dataset_with_files):
    slug, organization = dataset_with_files["slug"], dataset_with_files["organization"]
    told = json.loads(ask("maps", "get_dataset", dataset_id=slug))
    assert (told["title"], told["organization"]) == (dataset_with_files["title"], organization["name"])
    assert told["resources_count"] == len(dataset_with_files["resources"])
    files = json.loads(ask("maps", "get_dataset_resources", dataset_id=slug))
    assert [file["url"] for file in files] == [file["url"] for file in dataset_with_files["resources"]]
    told = json.loads(ask("maps", "get_organization", org_id=organization["id"]))
    assert told["name"] == organization["name"]
    assert told["datasets_count"] > 0
