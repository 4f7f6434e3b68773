"""The server that the clients ask: the built program over the bundled sample, on a free port of this machine."""

import json
import os
import re
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

SAMPLE = Path(__file__).parents[2] / "index" / "sample.jsonl"


@dataclass
class Server:
    """A running server."""

    url: str

    def get(self, path: str, **parameters) -> requests.Response:
        """Asks for a path that must answer 200."""
        response = requests.get(self.url + path, params=parameters, timeout=60)
        assert response.status_code == 200, f"{response.url}: {response.status_code} {response.text}"
        return response

    def total(self, **parameters) -> int:
        """Returns how many records a search finds."""
        return self.get("/api/search", facets="none", **parameters).json()["total"]


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    index = tmp_path_factory.mktemp("index")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TROUVAILLE_")}
    log = index / "server.log"
    with log.open("w") as stderr:
        command = [os.environ["TROUVAILLE_PROGRAM"], "serve", "--index", index, "--listen", "127.0.0.1:0"]
        process = subprocess.Popen(command, env=environment, stderr=stderr)
    try:
        yield Server(address(process, log))
    finally:
        process.terminate()
        process.wait()


def address(process: subprocess.Popen, log: Path) -> str:
    """Waits until the server says where it listens."""
    while process.poll() is None:
        if found := re.search(r"listening on (http://127\.0\.0\.1:\d+)", log.read_text()):
            return found[1]
        time.sleep(0.01)
    raise RuntimeError(f"the server ended: {log.read_text()}")


@pytest.fixture(scope="session")
def datasets() -> list[dict]:
    """The sample's live datasets, as data.gouv.fr's API writes them."""
    return [record for record in sample() if "base_api_url" not in record and not record.get("archived")]


@pytest.fixture(scope="session")
def dataset_with_files(datasets) -> dict:
    """The sample's live dataset with the most files."""
    return max(datasets, key=lambda dataset: len(dataset.get("resources") or []))


def sample() -> list[dict]:
    with SAMPLE.open() as lines:
        return [json.loads(line) for line in lines]
