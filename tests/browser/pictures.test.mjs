// The map and the years show where and when results are, and choose among them.

import assert from "node:assert/strict";
import { suite } from "./support.mjs";
import { labels, mark, read, shows, total } from "./pages.mjs";

const { scenario } = suite();

const zone = (page, id) => page.locator(`svg.map a[data-zone="${id}"]`);
const year = (page, number) => page.locator(`svg.years a[data-year="${number}"]`);
const departements = (page) => page.locator("svg.map a[data-zone^='fr:departement:']");
const pictured = (page) => page.evaluate(() => ({ ...document.activeElement.dataset }));

scenario("a click on a région keeps its records and shows its départements", {}, async ({ page, shot }) => {
  await page.goto("/");
  const isSamePage = await mark(page);
  const before = await total(page);
  assert.equal(await departements(page).count(), 0);
  await zone(page, "fr:region:53").click();
  await shows(page, { geozone: "fr:region:53" });
  const after = await read(page);
  assert.ok((await total(page)) < before);
  assert.match(after.active[0], /Bretagne/);
  const shown = await departements(page).evaluateAll((links) => links.map((link) => link.dataset.zone.slice(-2)));
  assert.deepEqual(shown.sort(), ["22", "29", "35", "56"]);
  assert.ok(await isSamePage());
  await shot("map-region");
});

scenario("a département is chosen with the keyboard", {}, async ({ page, shot }) => {
  await page.goto("/");
  await zone(page, "fr:region:53").focus();
  await page.keyboard.press("Enter");
  await shows(page, { geozone: "fr:region:53" });
  // The région has made room for its départements: the first of them is next.
  assert.match((await pictured(page)).zone, /^fr:departement:/);
  await zone(page, "fr:departement:35").focus();
  await page.keyboard.press("Enter");
  await shows(page, { geozone: "fr:departement:35" });
  assert.match((await read(page)).active.join(), /Ille-et-Vilaine/);
  assert.equal(await zone(page, "fr:departement:35").getAttribute("aria-current"), "true");
  assert.deepEqual(await pictured(page), { zone: "fr:departement:35" });
  await shot("map-departement");
});

scenario("what a zone of the map says is what its choice finds", {}, async ({ page }) => {
  await page.goto("/?q=eau");
  const counted = page.locator("svg.map a:not(.s0)").first();
  const [, said] = (await labels(counted))[0].match(/ : (\S+) fiche/);
  await counted.click();
  await page.waitForURL(/geozone=/);
  await read(page);
  assert.equal(await total(page), said === "une" ? 1 : Number(said));
});

scenario("the list of the map chooses like the map", {}, async ({ page }) => {
  await page.goto("/");
  await page.locator("#carte-liste > summary").click();
  await page.locator("#carte-liste").getByRole("link", { name: "Occitanie" }).click();
  await shows(page, { geozone: "fr:region:76" });
  assert.ok(await page.locator("#carte-liste").evaluate((details) => details.open), "the list stays open");
  assert.match((await read(page)).active[0], /Occitanie/);
});

scenario("years are chosen by mouse and by keyboard, and taken away again", {}, async ({ page, shot }) => {
  await page.goto("/");
  const isSamePage = await mark(page);
  const all = await total(page);
  await year(page, 2025).click();
  await shows(page, { last_update_year: "2025" });
  const one = await total(page);
  assert.ok(one < all);
  assert.deepEqual((await read(page)).checked, ["last_update_year=2025"]);

  await year(page, 2024).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/2024/);
  const both = await read(page);
  assert.deepEqual(both.checked.sort(), ["last_update_year=2024", "last_update_year=2025"]);
  assert.ok((await total(page)) > one);
  assert.deepEqual(await pictured(page), { year: "2024" });
  assert.equal(await year(page, 2024).getAttribute("aria-current"), "true");
  await shot("map-years");

  await year(page, 2025).click();
  await shows(page, { last_update_year: "2024" });
  assert.deepEqual((await read(page)).checked, ["last_update_year=2024"]);
  assert.ok(await isSamePage());
});

scenario("map and years have a name and a count in words for each of their parts", {}, async ({ page }) => {
  await page.goto("/?q=eau");
  const zones = await labels(page.locator("svg.map a"));
  assert.ok(zones.length >= 18);
  for (const name of zones) assert.match(name, /^.+ : (aucune fiche|une fiche|\S+ fiches)$/);
  const years = await labels(page.locator("svg.years a"));
  assert.ok(years.length > 5);
  for (const name of years) assert.match(name, /^\d{4} : (aucune fiche|une fiche|\S+ fiches) /);
});
