#!/usr/bin/env python3
"""Writes geozones.tsv, the gazetteer of the catalogue crate, and zone_codes.tsv.

Usage:
    make-geozones.py DIR_WITH_UNPACKED_PACKAGES GEOZONES ZONE_CODES

DIR_WITH_UNPACKED_PACKAGES holds two npm packages, each unpacked in a folder of
its own, whatever its name (a package is recognised by the "name" of its
package.json):

    @etalab/decoupage-administratif    regions, départements, EPCI, communes
    i18n-iso-countries                 countries, named in French

`just geozones` fetches both and runs this script. The versions in use are in
README.md, beside this file.

GEOZONES gets a header line, then one zone a line, sorted by (level, id), four
columns separated by tabs:

    id          as data.gouv.fr writes it, "fr:commune:75056"
    name        as the package writes it
    population  an integer, or nothing when it is not known
    parents     ids of the zones directly above, nearest first, separated by
                spaces; nothing for the world. A zone's ancestors are for the
                reader to work out.

ZONE_CODES gets one code a line, sorted: a postal code (5 digits) or the SIREN
of a commune (9 digits), a tab, and the ids of its zones without "fr:", "commune:"
left out too ("35238", "arrondissement:75111"), separated by spaces. A SIREN from
which INSEE's rule tells the commune is left out.

The output depends on the input files only. Nothing is written when a check
fails: ids are unique, every parent exists, and there is no cycle.
"""

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

GEOGRAPHY_PACKAGE = "@etalab/decoupage-administratif"
COUNTRIES_PACKAGE = "i18n-iso-countries"

# Levels in the order of the file: udata's `admin_level`, widest first.
LEVELS = [
    "country-group",
    "country",
    "country-subset",
    "fr:region",
    "fr:departement",
    "fr:epci",
    "fr:arrondissement",
    "fr:commune",
]

WORLD = "country-group:world"
EUROPEAN_UNION = "country-group:ue"
FRANCE = "country:fr"
METRO = "country-subset:fr:metro"
DROM = "country-subset:fr:drom"
DROM_COM = "country-subset:fr:dromcom"

# Zones that no package holds, named as data.gouv.fr names them.
FIXED_ZONES = [
    (WORLD, "Monde", []),
    (EUROPEAN_UNION, "Union Européenne", [WORLD]),
    (METRO, "France métropolitaine", [FRANCE]),
    (DROM_COM, "DROM-COM", [FRANCE]),
    (DROM, "DROM", [DROM_COM]),
]

# The 27 members since 2020-02-01.
EU_MEMBERS = set(
    "at be bg cy cz de dk ee es fi fr gr hr hu ie it lt lu lv mt nl pl pt ro se si sk".split()
)

# ISO 3166 gives parts of France a code of their own. data.gouv.fr's list stops
# at sovereign states, and these are here already as `fr:departement`: a second
# "Guadeloupe" would only make the name ambiguous.
FRENCH_TERRITORIES = set("bl gf gp mf mq nc pf pm re tf wf yt".split())

# What the package calls `zone`, to the subset of France directly above.
SUBSETS = {"metro": METRO, "drom": DROM, "com": DROM_COM}


class Gazetteer:
    """The zones gathered so far, by id."""

    def __init__(self):
        self.zones = {}

    def add(self, id, name, parents, population=None):
        if id in self.zones:
            sys.exit(f"duplicate id: {id}")
        # Runs of blanks become one: a name holds no tab, and an EPCI of the
        # 2026 file has two spaces in the middle of its name.
        self.zones[id] = (" ".join(name.split()), population, parents)

    def check(self):
        """Stops at a parent that does not exist, or at a cycle."""
        for id, (_, _, parents) in self.zones.items():
            for parent in parents:
                if parent not in self.zones:
                    sys.exit(f"{id}: unknown parent {parent}")
        finished = set()
        for id in self.zones:
            self._check_cycle(id, (), finished)

    def _check_cycle(self, id, path, finished):
        if id in path:
            sys.exit("cycle: " + " -> ".join(path + (id,)))
        if id in finished:
            return
        for parent in self.zones[id][2]:
            self._check_cycle(parent, path + (id,), finished)
        finished.add(id)

    def lines(self):
        """The lines of the file, header first."""
        yield "id\tname\tpopulation\tparents"
        for id in sorted(self.zones, key=lambda id: (LEVELS.index(level_of(id)), id)):
            name, population, parents = self.zones[id]
            population = "" if population is None else str(population)
            yield "\t".join([id, name, population, " ".join(parents)])


def level_of(id):
    """The level of a zone: its id up to the code.

    The code of a country subset has a colon of its own: "country-subset:fr:drom".
    """
    if id.startswith("country"):
        return id.split(":", 1)[0]
    return id.rsplit(":", 1)[0]


def find_packages(directory):
    """Folders of the unpacked packages, by package name."""
    folders = {}
    for manifest in sorted(Path(directory).glob("**/package.json")):
        name = read_json(manifest).get("name")
        if name not in (GEOGRAPHY_PACKAGE, COUNTRIES_PACKAGE):
            continue
        if name in folders:
            sys.exit(f"{name} is there twice: {folders[name]} and {manifest.parent}")
        folders[name] = manifest.parent
    for name in (GEOGRAPHY_PACKAGE, COUNTRIES_PACKAGE):
        if name not in folders:
            sys.exit(f"no package {name} under {directory}")
    return folders


def read_json(path):
    return json.loads(path.read_text(encoding="utf-8"))


def sum_populations(communes, key):
    """Population of each group of communes; groups of which nothing is known are left out.

    Every zone wider than a commune is such a sum. The package has a figure for
    EPCI, but of an older census than its communes: a zone could come out smaller
    than its parts.
    """
    sums = Counter()
    for commune in communes:
        if "population" in commune:
            sums[key(commune)] += commune["population"]
    return sums


def add_world(gazetteer, countries, population_by_subset):
    populations = {
        METRO: population_by_subset["metro"],
        DROM: population_by_subset["drom"],
        DROM_COM: population_by_subset["drom"] + population_by_subset["com"],
    }
    for id, name, parents in FIXED_ZONES:
        gazetteer.add(id, name, parents, populations.get(id))
    for alpha_2, names in countries.items():
        code = alpha_2.lower()
        if code in FRENCH_TERRITORIES:
            continue
        # A country with several names has a list, the usual name first.
        name = names if isinstance(names, str) else names[0]
        # A member of the Union is in the world through the Union.
        parent = EUROPEAN_UNION if code in EU_MEMBERS else WORLD
        population = sum(population_by_subset.values()) if code == "fr" else None
        gazetteer.add(f"country:{code}", name, [parent], population)


def add_regions_and_departements(gazetteer, regions, departements, communes):
    by_region = sum_populations(communes, lambda c: c["region"])
    by_departement = sum_populations(communes, lambda c: c["departement"])
    for region in regions:
        # The package repeats each overseas collectivity as a region of the
        # same code; for data.gouv.fr it is a département and nothing else.
        if region["zone"] == "com":
            continue
        code = region["code"]
        gazetteer.add(
            f"fr:region:{code}", region["nom"], [SUBSETS[region["zone"]]], by_region.get(code)
        )
    for departement in departements:
        code, zone = departement["code"], departement["zone"]
        parent = DROM_COM if zone == "com" else f"fr:region:{departement['region']}"
        gazetteer.add(
            f"fr:departement:{code}", departement["nom"], [parent], by_departement.get(code)
        )


def add_epcis(gazetteer, epcis, communes):
    """EPCI, each below the narrowest zone that holds all its communes.

    Returns the EPCI id of each commune that is in one.
    """
    by_code = {commune["code"]: commune for commune in communes}
    epci_of = {}
    for epci in epcis:
        id = f"fr:epci:{epci['code']}"
        members = [by_code[member["code"]] for member in epci["membres"]]
        departements = {member["departement"] for member in members}
        regions = {member["region"] for member in members}
        if len(departements) == 1:
            parent = f"fr:departement:{departements.pop()}"
        elif len(regions) == 1:
            parent = f"fr:region:{regions.pop()}"
        else:
            parent = FRANCE
        population = sum_populations(members, lambda _: id).get(id)
        gazetteer.add(id, epci["nom"], [parent], population)
        for member in members:
            if member["code"] in epci_of:
                sys.exit(f"commune {member['code']} is in two EPCI")
            epci_of[member["code"]] = id
    return epci_of


def add_communes(gazetteer, by_type, epci_of):
    for commune in by_type["commune-actuelle"]:
        code = commune["code"]
        parents = [epci_of[code]] if code in epci_of else []
        parents.append(f"fr:departement:{commune['departement']}")
        gazetteer.add(f"fr:commune:{code}", commune["nom"], parents, commune.get("population"))
    # Former communes, absorbed yet still named: below the commune they are now
    # part of. That one often keeps the code of the former commune at its seat,
    # which then needs no second line.
    for commune in by_type["commune-deleguee"] + by_type["commune-associee"]:
        id = f"fr:commune:{commune['code']}"
        if id not in gazetteer.zones:
            parents = [f"fr:commune:{commune['chefLieu']}"]
            gazetteer.add(id, commune["nom"], parents, commune.get("population"))
    # Paris, Lyon and Marseille. Other arrondissements, the parts of a
    # département, are not zones of data.gouv.fr.
    for commune in by_type["arrondissement-municipal"]:
        id = f"fr:arrondissement:{commune['code']}"
        parents = [f"fr:commune:{commune['commune']}"]
        gazetteer.add(id, commune["nom"], parents, commune.get("population"))


def siren_by_rule(code):
    """The SIREN that INSEE's rule gives a commune: 21, the département, 0, the
    rest of the commune's code, and a check digit (Luhn)."""
    digits = f"21{code[:2]}0{code[2:]}"
    if not digits.isdecimal():
        return None
    doubled = [2 * int(digit) for digit in digits[-1::-2]]
    others = [int(digit) for digit in digits[-2::-2]]
    total = sum(others) + sum(number // 10 + number % 10 for number in doubled)
    return f"{digits}{-total % 10}"


def zone_codes(communes):
    """The lines of zone_codes.tsv, of a list of communes."""
    zones = defaultdict(list)
    # The codes of Paris, Lyon and Marseille are those of their arrondissements.
    divided = {commune["commune"] for commune in communes if "commune" in commune}
    # No letter goes there, but people write it for the whole town.
    for code in divided:
        zones[f"{code[:2]}000"].append(code)
    for commune in communes:
        code = commune["code"]
        is_part = commune["type"] == "arrondissement-municipal"
        if code not in divided:
            for postal_code in commune.get("codesPostaux", []):
                zones[postal_code].append(f"arrondissement:{code}" if is_part else code)
        siren = commune.get("siren")
        if siren and siren != siren_by_rule(code):
            zones[siren].append(code)
    for code in sorted(zones):
        yield f"{code}\t{' '.join(sorted(set(zones[code])))}"


def make_gazetteer(directory):
    folders = find_packages(directory)
    geography = folders[GEOGRAPHY_PACKAGE] / "data"
    french_names = folders[COUNTRIES_PACKAGE] / "langs" / "fr.json"

    by_type = defaultdict(list)
    for commune in read_json(geography / "communes.json"):
        by_type[commune["type"]].append(commune)
    communes = by_type["commune-actuelle"]

    gazetteer = Gazetteer()
    add_world(
        gazetteer,
        read_json(french_names)["countries"],
        sum_populations(communes, lambda c: c["zone"]),
    )
    add_regions_and_departements(
        gazetteer,
        read_json(geography / "regions.json"),
        read_json(geography / "departements.json"),
        communes,
    )
    epci_of = add_epcis(gazetteer, read_json(geography / "epci.json"), communes)
    add_communes(gazetteer, by_type, epci_of)
    gazetteer.check()
    codes = zone_codes(communes + by_type["arrondissement-municipal"])
    return gazetteer, list(codes)


def main():
    if len(sys.argv) != 4 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    directory, output, codes_output = sys.argv[1:]
    gazetteer, codes = make_gazetteer(directory)
    text = "\n".join(gazetteer.lines()) + "\n"
    Path(output).write_bytes(text.encode("utf-8"))
    Path(codes_output).write_text("\n".join(codes) + "\n", encoding="utf-8")

    counts = Counter(level_of(id) for id in gazetteer.zones)
    for level in LEVELS:
        print(f"{counts[level]:>6} {level}")
    print(f"{len(codes):>6} codes")
    print(f"{len(gazetteer.zones):>6} zones, {len(text.encode('utf-8'))} bytes")


if __name__ == "__main__":
    main()
