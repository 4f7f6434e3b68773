"""udata-dl, which downloads what a producer has from any portal made of udata: asked what it would download."""

import os
import subprocess
import sys


def would_download(server, tmp_path, *arguments) -> str:
    command = [sys.executable, "-B", "-c", "from udata_dl.cli import main; main()", "--dry-run"]
    command += ["--api-url", f"{server.url}/api/1", "--output", tmp_path, *arguments]
    # Its lines are as long as the terminal is wide.
    environment = {**os.environ, "COLUMNS": "1000"}
    finished = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout


def test_the_files_of_a_dataset_are_found(server, tmp_path, dataset_with_files):
    text = would_download(server, tmp_path, "--dataset", dataset_with_files["slug"])
    for name in [file["url"].rpartition("/")[2] for file in dataset_with_files["resources"]]:
        assert f"Would download: {name}" in text, text


def test_all_datasets_of_an_organization_are_found(server, tmp_path, dataset_with_files):
    organization = dataset_with_files["organization"]
    total = server.get("/api/1/datasets/", organization=organization["id"]).json()["total"]
    text = would_download(server, tmp_path, organization["slug"])
    assert f"Total datasets found: {total}" in text
