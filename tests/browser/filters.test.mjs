// Values of facets are ticked, listed, taken away and looked for, all on the same page.

import assert from "node:assert/strict";
import { becomes, suite } from "./support.mjs";
import { focused, labels, mark, read, shows, text, total } from "./pages.mjs";

const { scenario } = suite();

const box = (page, facet, value) => page.locator(`#filtres input[name="${facet}"][value="${value}"]`);

scenario("two values of a facet are both chosen, listed and counted, and the focus stays", {}, async ({ page, shot }) => {
  await page.goto("/?q=eau");
  const isSamePage = await mark(page);
  await box(page, "format", "csv").check();
  await shows(page, { q: "eau", format: "csv" });
  assert.equal(await focused(page), "format=csv");
  const one = await total(page);

  await box(page, "format", "shp").check();
  await shows(page, [["q", "eau"], ["format", "csv"], ["format", "shp"]]);
  assert.equal(await focused(page), "format=shp");
  const both = await read(page);
  assert.deepEqual(both.checked.sort(), ["format=csv", "format=shp"]);
  assert.equal(both.active.length, 3);
  assert.match(both.active[0], /CSV/);
  assert.match(both.active[1], /Shapefile/);
  assert.ok((await total(page)) > one);
  assert.match(both.heading, new RegExp(`^${await total(page)} `));
  assert.equal(await text(page.getByRole("status")), await text(page.locator("h1")));
  assert.ok(await isSamePage());
  await shot("two-values");
});

scenario("a value is ticked and unticked with the space bar", {}, async ({ page }) => {
  await page.goto("/?q=eau");
  await box(page, "license", "lov2").focus();
  await page.keyboard.press("Space");
  await shows(page, { q: "eau", license: "lov2" });
  assert.deepEqual((await read(page)).checked, ["license=lov2"]);
  assert.equal(await focused(page), "license=lov2");
  await page.keyboard.press("Space");
  await shows(page, { q: "eau" });
  assert.deepEqual((await read(page)).checked, []);
  assert.equal(await focused(page), "license=lov2");
});

scenario("an active filter is taken away by its link, and all of them at once", {}, async ({ page }) => {
  await page.goto("/?q=eau&license=lov2&format=csv&format=shp");
  const isSamePage = await mark(page);
  await page.locator(".active").getByRole("link", { name: /CSV/ }).click();
  await shows(page, [["q", "eau"], ["license", "lov2"], ["format", "shp"]]);
  assert.deepEqual((await read(page)).checked.sort(), ["format=shp", "license=lov2"]);
  assert.equal(await focused(page), "contenu");
  await page.getByRole("link", { name: "Tout retirer" }).click();
  await shows(page, { q: "eau" });
  const none = await read(page);
  assert.deepEqual(none.checked, []);
  assert.deepEqual(none.active, []);
  assert.ok(await isSamePage());
});

scenario("archived records are a choice, and so is one type of record", {}, async ({ page }) => {
  await page.goto("/");
  const before = await total(page);
  await page.getByLabel("Fiches archivées").selectOption("any");
  await shows(page, { archived: "any" });
  assert.ok((await total(page)) > before);
  await read(page);
  await page.getByRole("navigation", { name: "Type de fiche" }).getByRole("link", { name: /^API/ }).click();
  await page.waitForURL(/type=dataservice/);
  const { hits } = await read(page);
  assert.ok(hits.length > 0 && hits.every((href) => href.startsWith("/dataservices/")));
});

scenario("a facet that was opened stays open, and one that was closed stays closed", {}, async ({ page }) => {
  await page.goto("/?q=eau");
  const isOpen = (facet) => page.locator(`#facette-${facet}`).evaluate((details) => details.open);
  await page.locator("#facette-tag > summary").click();
  await page.locator("#facette-license > summary").click();
  await box(page, "format", "csv").check();
  await shows(page, { q: "eau", format: "csv" });
  assert.equal(await isOpen("tag"), true);
  assert.equal(await isOpen("license"), false);
});

scenario("all values of a facet are looked for where its first ones stand", {}, async ({ page, shot }) => {
  await page.goto("/");
  await page.locator("#facette-tag > summary").click();
  const names = page.locator("#facette-tag .option .name");
  const first = await names.allTextContents();
  const field = page.locator("#parmi-tag");
  assert.match((await labels(field))[0], /^Mot-clé – Chercher parmi [\d ]+ autres$/);

  await field.pressSequentially("hydro");
  await becomes(async () => (await names.allTextContents()).every((name) => /hydro/i.test(name)), true);
  const found = await names.allTextContents();
  assert.ok(found.length > 0);
  assert.ok(found.some((name) => !first.includes(name)), `${found} are there anyway`);
  assert.equal(await focused(page), "parmi-tag");
  await shot("values-looked-for");
  await field.fill("");
  await becomes(() => names.allTextContents(), first);

  await field.fill("hydrographie");
  await becomes(async () => (await names.allTextContents()).every((name) => /hydrographie/i.test(name)), true);
  await box(page, "tag", "hydrographie").check();
  await shows(page, { tag: "hydrographie" });
  const after = await read(page);
  assert.deepEqual(after.checked, ["tag=hydrographie"]);
  assert.match(after.active[0], /hydrographie/);
});

scenario("Enter in the search within a facet leads to the page of all its values", {}, async ({ page }) => {
  await page.goto("/?q=eau");
  await page.locator("#facette-tag > summary").click();
  await page.locator("#parmi-tag").fill("potable");
  await page.keyboard.press("Enter");
  await page.waitForURL("/facets/tag?*");
  assert.match(await text(page.locator("h1")), /pour « potable »/);
  const value = page.locator(".values a").first();
  const name = await value.textContent();
  await value.click();
  await shows(page, { q: "eau", tag: name });
  assert.match((await read(page)).active[0], new RegExp(name));
});

scenario("what is chosen stays chosen while other values are looked for", {}, async ({ page }) => {
  await page.goto("/?tag=eau");
  const field = page.locator("#parmi-tag");
  for (const text of ["hydrographie", "", "hydrographie"]) {
    await field.fill(text);
    await box(page, "tag", text || "transport").waitFor();
    assert.ok(await box(page, "tag", "eau").isChecked(), text);
    assert.equal(await box(page, "tag", "eau").count(), 1, text);
  }
  await box(page, "tag", "hydrographie").check();
  await shows(page, [["tag", "eau"], ["tag", "hydrographie"]]);
  assert.deepEqual((await read(page)).checked.sort(), ["tag=eau", "tag=hydrographie"]);
});

scenario("where more values match than are shown, a link leads to all; where none does, that is said", {}, async ({
  page,
}) => {
  await page.goto("/?q=eau");
  await page.locator("#facette-tag > summary").click();
  const all = page.locator("#facette-tag").getByRole("link", { name: "Voir toutes celles qui conviennent" });
  const status = page.getByRole("status");
  assert.ok(await all.isHidden());
  await page.locator("#parmi-tag").fill("xqzwvkj");
  await becomes(() => text(status), "Mot-clé : 0 valeur pour « xqzwvkj »");
  assert.match(await text(page.locator("#facette-tag .none")), /^Aucune valeur ne contient/);
  assert.ok(await all.isHidden());
  await page.locator("#parmi-tag").fill("e");
  await all.waitFor();
  assert.match(await text(status), /^Mot-clé : [\d ]+ valeurs pour « e »$/);
  assert.equal(await page.locator("#facette-tag .option").count(), 12);
  assert.equal(await page.locator("#facette-tag .none").count(), 0);
  await all.click();
  await page.waitForURL("/facets/tag?*");
  assert.match(await text(page.locator("h1")), /pour « e »/);
});

scenario("words are searched as they are, or as they were understood", {}, async ({ page }) => {
  await page.goto("/?q=eau+bretagne");
  await page.getByRole("link", { name: "Chercher les mots tels quels" }).click();
  await shows(page, { q: "eau bretagne", verbatim: "true" });
  await read(page);
  // It is kept while the words change, and taken away like a filter.
  await page.locator("#q").press("End");
  await page.keyboard.type(" nord");
  await shows(page, { q: "eau bretagne nord", verbatim: "true" });
  await page.locator("input[name=verbatim]").click();
  await shows(page, { q: "eau bretagne nord" });
  await read(page);
});
