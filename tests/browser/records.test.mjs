// The page of a record that has everything, as it comes from the API of the catalogue.

import assert from "node:assert/strict";
import { suite } from "./support.mjs";
import { assertNoSidewaysScrolling, text } from "./pages.mjs";
import { dataservice, dataset, resource } from "./records.mjs";

const DESCRIPTION = `# Mesures

Un texte avec **du gras**, un [lien](https://exemple.test/notice) et \`du code\`.

- une liste
- de deux points

| Colonne | Sens |
| --- | --- |
| ${"nom_de_colonne_très_long_".repeat(8)} | rien |

    du texte préformaté, ${"long, ".repeat(40)}
`;
const RESOURCES = Array.from({ length: 12 }, (_, n) => resource(`mesures-${n}-${"nom".repeat(20)}.csv`));
const COMPLETE = {
  acronym: "MQE",
  description: DESCRIPTION,
  tags: ["eau", "rivière"],
  spatial: { geom: null, zones: ["fr:departement:35"], granularity: "fr:commune" },
  temporal_coverage: { start: "2019-01-01", end: "2023-12-31" },
};

const { scenario } = suite([
  dataset(1, { title: "Qualité de l’eau", resources: RESOURCES, badges: [{ kind: "hvd" }], ...COMPLETE }),
  dataservice(1, { title: "Interface des rivières", ...COMPLETE }),
  dataset(2, { title: "Une fiche archivée", archived: "2025-01-01T00:00:00+00:00" }),
]);

const KINDS = [
  { path: "/datasets/dataset-1", type: "Dataset", title: "Qualité de l’eau" },
  { path: "/dataservices/dataservice-1", type: "WebAPI", title: "Interface des rivières" },
];
for (const { path, type, title } of KINDS) {
  scenario(`the page of a ${type} names its source, and describes it to machines`, {}, async ({ page }) => {
    await page.goto(path);
    assert.equal(await text(page.locator("h1")), `${title} MQE`);
    const source = `https://www.data.gouv.fr${path}`;
    assert.equal(await page.locator("link[rel=canonical]").getAttribute("href"), source);
    assert.equal(await page.getByRole("link", { name: "Voir sur data.gouv.fr" }).getAttribute("href"), source);
    const data = JSON.parse(await page.locator("script[type='application/ld+json']").textContent());
    assert.equal(data["@context"], "https://schema.org");
    assert.equal(data["@type"], type);
    assert.equal(data.name, title);
    assert.equal(new URL(data["@id"]).pathname, path);
  });

  scenario(`the page of a ${type} shows its description as it was written`, {}, async ({ page, shot }) => {
    await page.goto(path);
    const description = page.getByRole("region", { name: "Description" });
    assert.equal(await text(description.locator("strong")), "du gras");
    assert.equal(await description.getByRole("link", { name: "lien" }).getAttribute("href"), "https://exemple.test/notice");
    assert.equal(await description.getByRole("listitem").count(), 2);
    assert.equal(await description.getByRole("columnheader").count(), 2);
    assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1, "a heading of a description is below the title");
    await assertNoSidewaysScrolling(page, path);
    await shot(`complete-${type.toLowerCase()}`);
    await page.setViewportSize({ width: 360, height: 740 });
    await assertNoSidewaysScrolling(page, path);
    await shot(`complete-${type.toLowerCase()}-phone`);
  });
}

scenario("the page of a dataset lists its files", {}, async ({ page }) => {
  await page.goto("/datasets/dataset-1");
  const files = page.locator("section[aria-labelledby=ressources]");
  assert.match(await text(files.getByRole("heading")), /^12 fichiers/);
  assert.equal(await files.locator("tbody tr").count(), 12);
  const first = files.getByRole("link").first();
  assert.equal(await first.getAttribute("href"), "https://fichiers.essai.test/mesures.csv");
  assert.match(await text(files.locator("tbody tr").first()), /CSV123,5 ko1er mars 2024$/);
});

scenario("no word is broken at the head of a column", {}, async ({ page }) => {
  await page.goto("/datasets/dataset-1");
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 740 });
    const broken = await page.locator("th").evaluateAll((heads) => {
      const nLines = (head) => {
        const range = document.createRange();
        range.selectNodeContents(head);
        return range.getClientRects().length;
      };
      return heads.filter((head) => nLines(head) > head.textContent.trim().split(" ").length).map((head) => head.textContent);
    });
    assert.deepEqual(broken, [], `at ${width} px`);
  }
});

scenario("the page of a dataservice leads to the API and its documentation", {}, async ({ page }) => {
  await page.goto("/dataservices/dataservice-1");
  const hrefs = await page.locator("ul.links a").evaluateAll((links) => links.map((link) => link.href));
  for (const href of ["https://api.essai.test/", "https://api.essai.test/openapi.json", "https://api.essai.test/doc"]) {
    assert.ok(hrefs.includes(href), `${href} in ${hrefs}`);
  }
});

scenario("an archived record says so", {}, async ({ page, shot }) => {
  await page.goto("/datasets/dataset-2");
  assert.match(await text(page.locator(".notice")), /archiv/);
  await shot("archived");
});
