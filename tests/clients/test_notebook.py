"""The notebook of the documentation, cell after cell."""

import json
from pathlib import Path

NOTEBOOK = Path(__file__).parents[2] / "docs" / "notebook" / "catalogue.ipynb"


def test_each_cell_of_the_notebook_runs_and_shows_something(server, monkeypatch):
    monkeypatch.setenv("TROUVAILLE_URL", server.url)
    notebook = json.loads(NOTEBOOK.read_text())
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert len(cells) == 10
    names = {}
    for cell in cells:
        assert cell["outputs"] == [] and cell["execution_count"] is None, "a notebook is kept without what it once showed"
        exec(compile("".join(cell["source"]), cell["id"], "exec"), names)
    assert names["found"]["total"] >= len(names["hits"]) > 0
    assert set(names["hits"][0]) == {"id", "title", "organization", "last_update"}
    assert sum(value["count"] for value in names["licenses"]) > 0
    assert all(int(row["count"]) > 0 for row in names["crossed"]) and len(names["crossed"]) >= 5
    assert names["rows"] and list(names["rows"][0])[:3] == ["id", "title", "granularity"]
    assert len(set(names["drawn"])) == 10
    assert sum(names["created"].values()) > 100 and min(names["created"].values()) >= 0
    assert names["record"]["id"] == names["hits"][0]["id"]
    assert len(names["copy"]) > 1
