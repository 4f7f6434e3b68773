// One visit through the pages: results, filters, pictures, order, a second page, a record, and all the way back.

import assert from "node:assert/strict";
import { becomes, suite } from "./support.mjs";
import { read, shows, text, total } from "./pages.mjs";

const { scenario } = suite();

scenario("steps back and forward show every state of a search again", {}, async ({ page, shot }) => {
  await page.goto("/");
  const steps = [await read(page)];
  const step = async (act, parameters) => {
    await act();
    await shows(page, parameters);
    steps.push(await read(page));
  };
  const search = [["q", "eau"]];
  await step(() => page.locator("#q").fill("eau"), search);
  await step(() => page.getByLabel("Licence Ouverte 2.0").check(), [...search, ["license", "lov2"]]);
  await step(() => page.locator("svg.map a:not(.s0)").first().click(), {
    ...Object.fromEntries(search),
    license: "lov2",
    geozone: await page.locator("svg.map a:not(.s0)").first().getAttribute("data-zone"),
  });
  const names = steps.map(({ title }) => title);
  await page.locator(".results h2 a").first().click();
  await page.waitForURL(/\/data(sets|services)\//);
  await shot("record-from-results");

  for (const expected of [...steps].reverse()) {
    await page.goBack();
    await page.waitForFunction((title) => document.title === title, expected.title);
    assert.deepEqual(await read(page), expected);
  }
  for (const expected of steps.slice(1)) {
    await page.goForward();
    await page.waitForFunction((title) => document.title === title, expected.title);
    assert.deepEqual(await read(page), expected);
  }
  assert.equal(new Set(names).size, names.length, "every step has a title of its own");
});

scenario("a link that is shared shows the same to somebody else", {}, async ({ page, open }) => {
  await page.goto("/");
  await page.locator("#q").fill("eau");
  await shows(page, { q: "eau" });
  await page.getByLabel("CSV", { exact: false }).first().check();
  await page.waitForURL(/format=csv/);
  await page.locator("svg.years a").last().click();
  await page.waitForURL(/last_update_year=/);
  const mine = await read(page);
  const other = await open();
  await other.goto(page.url());
  assert.deepEqual(await read(other), mine);
  assert.equal(mine.checked.length, 2);
});

scenario("a second page continues the first, and its title says which it is", {}, async ({ page, shot }) => {
  await page.goto("/");
  const first = await read(page);
  await page.getByRole("link", { name: "Suivante" }).click();
  await shows(page, { page: "2" });
  const second = await read(page);
  assert.match(second.title, / – page 2 – Trouvaille$/);
  assert.deepEqual(second.hits.filter((hit) => first.hits.includes(hit)), []);
  assert.equal(await page.locator(".results").getAttribute("start"), String(first.hits.length + 1));
  await becomes(() => page.locator("#contenu").evaluate((main) => Math.round(main.getBoundingClientRect().top)), 0);
  await shot("page-2");
  await page.getByRole("link", { name: "Page 1", exact: true }).click();
  await page.waitForURL((url) => url.searchParams.get("page") !== "2");
  assert.deepEqual((await read(page)).hits, first.hits);
});

scenario("another order of the results starts at their first page", {}, async ({ page }) => {
  await page.goto("/?page=2");
  await page.getByLabel("Trier par").selectOption({ label: "Titre, de A à Z" });
  await shows(page, { sort: "title" });
  const titles = await page.locator(".results h2 a").allTextContents();
  assert.deepEqual(titles, [...titles].sort(new Intl.Collator("fr", { ignorePunctuation: true }).compare));
  assert.doesNotMatch((await read(page)).title, /page 2/);
  // It is kept while filters change.
  await page.getByLabel("Licence Ouverte 2.0").check();
  await page.waitForURL(/license=lov2/);
  assert.equal(new URL(page.url()).searchParams.get("sort"), "title");
  assert.ok((await total(page)) > 0);
});

for (const type of ["dataset", "dataservice"]) {
  scenario(`a ${type} is opened from the results, and one step back are the results`, {}, async ({ page }) => {
    await page.goto(`/?type=${type}&sort=-views`);
    const results = await read(page);
    const link = page.locator(".results h2 a").first();
    const title = await text(link);
    await link.click();
    await page.waitForURL(`/${type}s/*`);
    assert.ok((await text(page.locator("h1"))).startsWith(title));
    await page.goBack();
    await shows(page, { type, sort: "-views" });
    assert.deepEqual(await read(page), results);
  });
}

scenario("a tag of a record leads to the records that have it", {}, async ({ page }) => {
  await page.goto("/?q=velo");
  await page.locator(".results h2 a").first().click();
  const tag = page.locator(".tags a").first();
  const name = await text(tag);
  await tag.click();
  await shows(page, { tag: name });
  assert.ok((await total(page)) > 0);
  assert.match((await read(page)).active[0], new RegExp(name));
});
