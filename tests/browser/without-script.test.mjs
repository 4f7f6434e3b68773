// The same visit where no script runs: every page is complete, and every choice is a link or a button.

import assert from "node:assert/strict";
import { PHONE, suite } from "./support.mjs";
import { assertNoSidewaysScrolling, text } from "./pages.mjs";

const { scenario } = suite();

const WITHOUT = { javaScriptEnabled: false };

const heading = (page) => text(page.locator("h1"));
const parameters = (page) => new URL(page.url()).searchParams;

/** Follows a link or a button to the page that it leads to. */
async function follow(page, locator) {
  const [answer] = await Promise.all([page.waitForResponse((r) => r.request().isNavigationRequest()), locator.click()]);
  assert.equal(answer.status(), 200);
  await page.waitForLoadState();
}

scenario("what is typed is searched with the button or with Enter", WITHOUT, async ({ page, shot }) => {
  await page.goto("/");
  await page.locator("#q").fill("eau");
  await follow(page, page.getByRole("button", { name: "Rechercher" }));
  assert.match(await heading(page), /^\d+ résultats pour « eau »$/);
  await shot("without-script");
  await page.locator("#q").fill("vélo");
  await Promise.all([page.waitForURL(/q=v/), page.locator("#q").press("Enter")]);
  assert.match(await heading(page), /pour « vélo »$/);
  await page.goBack();
  assert.match(await heading(page), /pour « eau »$/);
});

scenario("ticked values are applied with a button, and taken away with links", WITHOUT, async ({ page }) => {
  await page.goto("/?q=eau");
  await page.locator("[name=format][value=csv]").check();
  await page.locator("[name=format][value=shp]").check();
  await follow(page, page.getByRole("button", { name: "Appliquer les filtres" }));
  assert.deepEqual(parameters(page).getAll("format"), ["csv", "shp"]);
  assert.equal(parameters(page).get("q"), "eau");
  assert.ok(await page.locator("[name=format][value=csv]").isChecked());
  assert.match(await heading(page), /^\d+ résultats pour « eau »$/);
  assert.equal(await page.locator(".active a").count(), 3);
  await follow(page, page.locator(".active").getByRole("link", { name: /CSV/ }));
  assert.deepEqual(parameters(page).getAll("format"), ["shp"]);
  await follow(page, page.getByRole("link", { name: "Tout retirer" }));
  assert.equal(new URL(page.url()).search, "?q=eau");
});

scenario("a région, a département and a year are links", WITHOUT, async ({ page }) => {
  await page.goto("/");
  await follow(page, page.locator("svg.map a[data-zone='fr:region:53']"));
  assert.equal(await page.locator("svg.map a[data-zone^='fr:departement:']").count(), 4);
  await follow(page, page.locator("svg.map a[data-zone='fr:departement:35']"));
  assert.match(await text(page.locator(".active")), /Ille-et-Vilaine/);
  const year = page.locator("svg.years a").last();
  const number = await year.getAttribute("data-year");
  await follow(page, year);
  assert.equal(parameters(page).get("last_update_year"), number);
  assert.equal(parameters(page).get("geozone"), "fr:departement:35");
  await page.goBack();
  await page.goBack();
  assert.equal(new URL(page.url()).search, "?geozone=fr%3Aregion%3A53");
  assert.match(await text(page.locator(".active")), /Bretagne/);
});

scenario("another order is applied with a button, and a second page is a link", WITHOUT, async ({ page }) => {
  await page.goto("/");
  await page.getByLabel("Trier par").selectOption({ label: "Titre, de A à Z" });
  await follow(page, page.getByRole("button", { name: "Trier" }));
  assert.equal(parameters(page).get("sort"), "title");
  const first = await page.locator(".results h2 a").allTextContents();
  await follow(page, page.getByRole("link", { name: "Suivante" }));
  assert.equal(parameters(page).get("page"), "2");
  assert.match(await page.title(), / – page 2 – /);
  assert.notDeepEqual(await page.locator(".results h2 a").allTextContents(), first);
});

scenario("all values of a facet have a page, where they are looked for and chosen", WITHOUT, async ({ page, shot }) => {
  await page.goto("/?q=eau");
  await page.locator("#facette-tag > summary").click();
  await follow(page, page.locator("#facette-tag .more a"));
  assert.match(await heading(page), /^Mot-clé/);
  await shot("facet-without-script");
  await page.locator("#q").fill("potable");
  await follow(page, page.getByRole("button", { name: "Chercher" }));
  assert.match(await heading(page), /pour « potable »$/);
  const value = page.locator(".values a").first();
  const name = await value.textContent();
  await follow(page, value);
  assert.equal(parameters(page).get("tag"), name);
  assert.equal(parameters(page).get("q"), "eau");
});

scenario("a record is a link, and one step back are the results", WITHOUT, async ({ page }) => {
  await page.goto("/?q=velo");
  const link = page.locator(".results h2 a").first();
  const title = await text(link);
  await follow(page, link);
  assert.ok((await heading(page)).startsWith(title));
  await page.goBack();
  assert.match(await heading(page), /pour « velo »$/);
  await page.locator("details.why > summary").first().click();
  assert.ok(await page.locator("details.why ul").first().isVisible());
});

scenario("filters open and close on a phone", { ...WITHOUT, ...PHONE }, async ({ page, shot }) => {
  await page.goto("/?q=eau");
  const filters = page.locator("#filtres");
  const toggle = page.locator("label[for=montrer-filtres]");
  assert.ok(await filters.isHidden());
  await assertNoSidewaysScrolling(page, "a page of results");
  await toggle.tap();
  assert.ok(await filters.isVisible());
  await assertNoSidewaysScrolling(page, "a page of filters");
  await shot("phone-without-script");
  await page.locator("[name=format][value=csv]").check();
  await follow(page, page.getByRole("button", { name: "Appliquer les filtres" }));
  assert.equal(parameters(page).get("format"), "csv");
  assert.ok(await filters.isHidden());
  await toggle.tap();
  await toggle.tap();
  assert.ok(await filters.isHidden());
});
