"""Makes an export of resources, and one of organizations, that fit an export of datasets: the real ones are not at hand.

    zstdcat --long=27 export-dataset.csv.zst | python3 tests/make-resources.py FOLDER [ROWS] [SEED]

writes FOLDER/resources.csv, with ROWS rows in all (1,400,000 unless given), and FOLDER/organizations.csv. Each dataset has as
many files as its export says, scaled to ROWS, in its formats; one row in 10,000 belongs to a dataset that is not there.
Columns, quoting and the lengths of texts are those of data.gouv.fr's exports; the texts are drawn with SEED.
"""

import csv
import json
import os
import random
import sys

RESOURCE = (
    "dataset.id dataset.title dataset.slug dataset.url dataset.organization dataset.organization_id dataset.license "
    "dataset.private dataset.archived id url title description filetype type format mime filesize checksum.type "
    "checksum.value created_at modified downloads harvest.issued_at harvest.modified_at harvest.last_update schema_name "
    "schema_version preview_url extras"
).split()
ORGANIZATION = (
    "id name acronym slug url description logo badges created_at last_modified business_number_id members_count downloads "
    "metric.datasets metric.followers metric.views"
).split()
MIMES = {"csv": "text/csv", "json": "application/json", "pdf": "application/pdf", "zip": "application/zip"}
SCHEMAS = ["etalab/schema-irve-statique", "etalab/schema-lieux-covoiturage", "scdl/subventions", "scdl/deliberations"]
WORDS = "export données liste carte couche tableau relevé annuel mensuel commune département région fichier notice".split()


def writer(folder, name, columns):
    file = open(os.path.join(folder, name), "w", newline="", encoding="utf-8")
    rows = csv.DictWriter(file, columns, delimiter=";", quoting=csv.QUOTE_NONNUMERIC, restval="")
    rows.writeheader()
    return file, rows


def uuid(draw):
    digits = f"{draw.getrandbits(128):032x}"
    return "-".join([digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]])


def checked(draw, day):
    """What the platform's link checker leaves in a resource's free keys."""
    return {
        "check:available": draw.random() < 0.95,
        "check:status": 200,
        "check:date": f"{day}T03:00:00+00:00",
        "check:headers:content-type": "application/octet-stream",
        "analysis:last-modified-at": f"{day}T00:00:00+00:00",
        "analysis:last-modified-detection": "last-modified-header",
    }


def resource(draw, dataset, formats, number):
    kind = draw.choice(formats)
    day = f"20{draw.randint(14, 25)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
    is_hosted = draw.random() < 0.4
    name = " ".join(draw.choices(WORDS, k=draw.randint(2, 6)))
    identifier = uuid(draw)
    row = {
        "dataset.id": dataset["id"],
        "dataset.title": dataset["title"],
        "dataset.slug": dataset["slug"],
        "dataset.url": dataset["url"],
        "dataset.organization": dataset["organization"],
        "dataset.organization_id": dataset["organization_id"],
        "dataset.license": dataset["license"],
        "dataset.private": False,
        "dataset.archived": dataset["archived"],
        "id": identifier,
        "url": f"https://static.data.test/resources/{dataset['slug'][:60]}/{identifier[:8]}/{number}.{kind[:8]}",
        "title": f"{name} {number}.{kind[:8]}",
        "filetype": "file" if is_hosted else "remote",
        "type": draw.choices(["main", "documentation", "update", "api", "other"], [90, 4, 2, 2, 2])[0],
        "format": kind,
        "mime": MIMES.get(kind, ""),
        "created_at": f"{day}T10:11:12.131000",
        "modified": f"{day}T20:21:22.232000",
        "downloads": int(draw.paretovariate(0.7)) - 1,
        "extras": json.dumps(checked(draw, day) if draw.random() < 0.7 else {}),
    }
    if draw.random() < 0.4:
        row["description"] = " ".join(draw.choices(WORDS, k=draw.randint(5, 60))) + ("\n« note »" if number % 3 == 0 else "")
    if is_hosted:
        row["filesize"] = int(draw.lognormvariate(12, 3))
        row["checksum.type"] = "sha1"
        row["checksum.value"] = f"{draw.getrandbits(160):040x}"
    if draw.random() < 0.02:
        row["schema_name"] = draw.choice(SCHEMAS)
        row["schema_version"] = "1.0.0"
    return row


def organization(draw, identifier, name):
    badges = draw.choice(["", "public-service", "public-service,certified", "local-authority,certified", "company"])
    return {
        "id": identifier,
        "name": name,
        "slug": f"organisation-{identifier}",
        "url": f"https://www.data.test/organizations/organisation-{identifier}/",
        "description": " ".join(draw.choices(WORDS, k=80)),
        "logo": f"https://static.data.test/avatars/{identifier}-100.png",
        "badges": badges,
        "business_number_id": f"{draw.randrange(10**13, 10**14)}" if "," in badges else "",
        "members_count": draw.randint(1, 30),
    }


def main():
    folder = sys.argv[1]
    n_rows = int(sys.argv[2]) if len(sys.argv) > 2 else 1_400_000
    draw = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    csv.field_size_limit(2**30)
    keep = ["id", "title", "slug", "url", "organization", "organization_id", "license", "archived"]
    reader = csv.DictReader(sys.stdin, delimiter=";")
    datasets = [
        ({name: row[name] for name in keep}, row["resources_formats"], int(row["resources_count"] or 0)) for row in reader
    ]
    scale = n_rows / max(1, sum(count for _, _, count in datasets))
    file, rows = writer(folder, "resources.csv", RESOURCE)
    n_left, share = n_rows, 0.0
    for dataset, formats, count in datasets:
        formats = [kind for kind in formats.split(",") if kind] or ["csv"]
        share += count * scale
        # Whole rows: what is left of a share goes to the next dataset.
        n_own, share = min(int(share), n_left), share - int(share)
        for number in range(n_own):
            row = resource(draw, dataset, formats, number)
            if draw.random() < 1e-4:
                row["dataset.id"] = f"{draw.getrandbits(96):024x}"
            rows.writerow(row)
        n_left -= n_own
    file.close()
    names = {dataset["organization_id"]: dataset["organization"] for dataset, _, _ in datasets if dataset["organization_id"]}
    file, rows = writer(folder, "organizations.csv", ORGANIZATION)
    rows.writerows(organization(draw, identifier, name) for identifier, name in names.items())
    file.close()
    print(f"{n_rows - n_left} resources, {len(names)} organizations")


if __name__ == "__main__":
    main()
