// Suggestions, as the ARIA pattern of a combobox has them: the focus stays in the field, arrows choose in the list.

import assert from "node:assert/strict";
import { becomes, suite } from "./support.mjs";
import { focused, read, shows } from "./pages.mjs";

const { scenario } = suite();

const chosen = (page) => page.locator("#q").getAttribute("aria-activedescendant");
const isExpanded = (page) => page.locator("#q").getAttribute("aria-expanded");

/** Opens a page, puts a text into its field at once, and returns the suggestions when they are there. */
async function suggested(page, address, text) {
  await page.goto(address);
  await page.locator("#q").fill(text);
  const options = page.locator("#suggestions [role=option]");
  await options.first().waitFor();
  return options;
}

scenario("the field is a combobox with a list that is closed at first", {}, async ({ page }) => {
  await page.goto("/");
  const field = page.getByRole("combobox", { name: "Rechercher dans le catalogue" });
  assert.equal(await field.getAttribute("aria-autocomplete"), "list");
  assert.equal(await field.getAttribute("aria-expanded"), "false");
  const list = page.locator(`#${await field.getAttribute("aria-controls")}`);
  assert.equal(await list.getAttribute("role"), "listbox");
  assert.equal(await list.getAttribute("aria-label"), "Suggestions");
  assert.ok(await list.isHidden());
});

scenario("suggestions open while typing, and stay open over the new results", {}, async ({ page, shot }) => {
  const options = await suggested(page, "/", "qual");
  await shows(page, { q: "qual" });
  assert.ok((await options.count()) > 2);
  assert.equal(await isExpanded(page), "true");
  assert.equal(await chosen(page), null);
  for (const label of await options.allTextContents()) assert.match(label, /qual/i);
  await shot("suggestions");
});

scenario("arrows choose a suggestion, over both ends, while the focus stays in the field", {}, async ({ page }) => {
  const options = await suggested(page, "/", "qual");
  const last = (await options.count()) - 1;
  const steps = [["Down", 0], ["Down", 1], ["Up", 0], ["Up", -1], ["Up", last], ["Down", -1], ["Down", 0]];
  for (const [direction, expected] of steps) {
    await page.keyboard.press(`Arrow${direction}`);
    const id = expected < 0 ? null : await options.nth(expected).getAttribute("id");
    assert.equal(await chosen(page), id);
    const selected = await options.evaluateAll((all) => all.flatMap((o, n) => (o.ariaSelected === "true" ? [n] : [])));
    assert.deepEqual(selected, expected < 0 ? [] : [expected]);
    assert.equal(await focused(page), "q");
  }
  assert.equal(await page.locator("#q").inputValue(), "qual");
});

scenario("Escape closes the list and keeps the text, an arrow opens it again", {}, async ({ page }) => {
  await suggested(page, "/", "qual");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Escape");
  assert.equal(await isExpanded(page), "false");
  assert.equal(await chosen(page), null);
  assert.ok(await page.locator("#suggestions").isHidden());
  assert.equal(await page.locator("#q").inputValue(), "qual");
  await page.keyboard.press("ArrowDown");
  assert.equal(await isExpanded(page), "true");
});

scenario("Enter follows the chosen suggestion, and searches where none is chosen", {}, async ({ page }) => {
  const options = await suggested(page, "/", "qual");
  await page.keyboard.press("ArrowDown");
  const url = await options.first().getAttribute("data-url");
  await Promise.all([page.waitForURL(url), page.keyboard.press("Enter")]);

  await suggested(page, "/", "qual");
  await page.keyboard.press("Enter");
  await shows(page, { q: "qual" });
  assert.equal(await isExpanded(page), "false");
});

scenario("a click follows a suggestion: a filter to its results, a record to its page", {}, async ({ page }) => {
  let options = await suggested(page, "/", "qual");
  const tag = options.filter({ hasText: "Mot-clé" }).first();
  const label = (await tag.locator("span").first().textContent()).trim();
  await tag.click();
  await shows(page, { tag: label });
  assert.match((await read(page)).active[0], new RegExp(label));

  options = await suggested(page, "/", "qual");
  const dataset = options.filter({ hasText: "Jeu de données" }).first();
  const title = (await dataset.locator("span").first().textContent()).trim();
  await dataset.click();
  await page.waitForURL("/datasets/*");
  assert.equal((await page.locator("h1").textContent()).trim(), title);
});

scenario("suggestions are there on the page of a record too, and close when the field is left", {}, async ({ page }) => {
  await page.goto("/?q=velo");
  const record = await page.locator(".results h2 a").first().getAttribute("href");
  await suggested(page, record, "qual");
  await page.keyboard.press("Tab");
  await becomes(() => isExpanded(page), "false");
  assert.ok(await page.locator("#suggestions").isHidden());
});

scenario("suggestions in English lead to pages in English", {}, async ({ page }) => {
  const options = await suggested(page, "/?lang=en", "qual");
  assert.match((await options.allTextContents()).join(), /Dataset/);
  await options.filter({ hasText: "Tag" }).first().click();
  await page.waitForURL(/lang=en/);
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
});
