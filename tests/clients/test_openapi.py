"""The description of the API: valid, and true under schemathesis, which asks every route for what it says it takes."""

import os
import subprocess
import sys
from pathlib import Path

from openapi_spec_validator import OpenAPIV31SpecValidator


def test_the_description_is_valid_openapi_3_1(server):
    description = server.get("/openapi.json").json()
    assert description["openapi"].startswith("3.1.")
    OpenAPIV31SpecValidator(description).validate()


def test_schemathesis_finds_the_answers_as_described(server, tmp_path):
    # How much, what is checked and why: schemathesis.toml, beside this file.
    settings = Path(__file__).with_name("schemathesis.toml")
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", settings, "run", f"{server.url}/openapi.json"]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    finished = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    print(finished.stdout)
    assert finished.returncode == 0, finished.stdout + finished.stderr
