"""Starts an MCP server for data.gouv.fr on standard input and output, with another base URL and nothing else changed.

    python mcp_server.py official|albert|maps http://127.0.0.1:8080
"""

import os
import sys


def official(url: str):
    """The data.gouv.fr team's server (datagouv/datagouv-mcp), from the package iflow-mcp_datagouv_datagouv-mcp."""
    from helpers import env_config
    from main import main

    for addresses in env_config._ENV_TARGETS.values():
        addresses.update({name: f"{url}/" if name == "site" else f"{url}/api/" for name in addresses})
    os.environ["MCP_TRANSPORT"] = "stdio"
    main()


def albert(url: str):
    """The State's AI team's server (etalab-ia/data_gouv_fr_mcp_server), from the package data-gouv-fr-mcp-server."""
    from data_gouv_mcp_server.infra.clients.http_client import HttpClient
    from data_gouv_mcp_server.main import McpDataGouv

    McpDataGouv(HttpClient(f"{url}/api/1"), "DataGouvFr").mcp.run()


def maps(url: str):
    """A server for data.gouv.fr and the State's maps, from the package iflow-mcp-nikoko107-mcp-datagouv-ign."""
    import asyncio

    import french_opendata_complete_mcp as server

    server.API_BASE_URL = f"{url}/api/1"
    asyncio.run(server.main())


if __name__ == "__main__":
    {"official": official, "albert": albert, "maps": maps}[sys.argv[1]](sys.argv[2])
