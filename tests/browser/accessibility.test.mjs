// axe finds nothing on any page, in any of its states.

import assert from "node:assert/strict";
import { PHONE, load, suite } from "./support.mjs";
import { ANSWERED_WITH_AN_ERROR, PAGES, settled, shows } from "./pages.mjs";

const axe = load("axe-core");
const { scenario } = suite();

const expected = ANSWERED_WITH_AN_ERROR;

/** Asserts that axe finds no violation, of WCAG 2.2 AA or of good practice. */
async function assertAccessible(page, what) {
  await settled(page);
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const options = { runOnly: { type: "tag", values }, resultTypes: ["violations"] };
    const { violations } = await window.axe.run(document, options);
    return violations.map(({ id, help, nodes }) => {
      const places = nodes.slice(0, 3).map(({ target, html, failureSummary }) => {
        return `\n    ${target} ${html.slice(0, 160)}\n      ${failureSummary.replace(/\n\s*/g, " ")}`;
      });
      return `${id}: ${help} (${nodes.length} times)${places.join("")}`;
    });
  });
  assert.equal(violations.join("\n  "), "", `${what} (${page.url()})`);
}

/** Leaves a few of the many operations and types that the documentation has, which all look alike. */
function shorten(page) {
  return page.evaluate(() => {
    for (const more of document.querySelectorAll("article:nth-of-type(n + 3)")) more.remove();
    // What is not drawn yet has no true size, and axe would judge the one that it has.
    for (const article of document.querySelectorAll("article")) article.style.contentVisibility = "visible";
  });
}

for (const [name, address] of Object.entries(PAGES)) {
  scenario(`axe finds nothing on ${name}`, { expected }, async ({ page, shot }) => {
    await page.goto(address);
    await shot(name);
    if (name === "docs") await shorten(page);
    await assertAccessible(page, name);
  });
}

scenario("axe finds nothing while suggestions are open and one is chosen", {}, async ({ page }) => {
  await page.goto("/");
  await page.locator("#q").fill("qual");
  await page.locator("#suggestions [role=option]").first().waitFor();
  await shows(page, { q: "qual" });
  await page.keyboard.press("ArrowDown");
  await assertAccessible(page, "suggestions");
});

scenario("axe finds nothing where all that opens is open", {}, async ({ page, shot }) => {
  await page.goto("/?q=eau&format=csv");
  const closed = page.locator("details:not([open]) > summary:visible");
  while ((await closed.count()) > 0) await closed.first().click();
  await page.locator("#parmi-tag").fill("eau");
  await page.waitForFunction(() => /eau/.test(document.querySelector("#facette-tag .name").textContent));
  await assertAccessible(page, "all open");
  await shot("all-open");
});

scenario("axe finds nothing on a phone, with filters and without", PHONE, async ({ page }) => {
  await page.goto("/?q=eau&format=csv");
  await assertAccessible(page, "results on a phone");
  await page.locator("label[for=montrer-filtres]").tap();
  await assertAccessible(page, "filters on a phone");
  await page.goto(PAGES.dataset);
  await assertAccessible(page, "a record on a phone");
});

scenario("axe finds nothing on dark pages", { colorScheme: "dark", expected }, async ({ page }) => {
  for (const name of ["start", "filtered", "region", "dataset"]) {
    await page.goto(PAGES[name]);
    await assertAccessible(page, `${name}, dark`);
  }
  await page.goto("/");
  await page.locator("#q").fill("qual");
  await page.locator("#suggestions [role=option]").first().waitFor();
  await shows(page, { q: "qual" });
  await page.keyboard.press("ArrowDown");
  await assertAccessible(page, "suggestions, dark");
});

scenario("the whole page is reached with the tab key, in the order of the page", {}, async ({ page }) => {
  await page.goto("/?q=velo&page_size=3");
  const order = [];
  for (let step = 0; step < 200; step += 1) {
    await page.keyboard.press("Tab");
    const place = await page.evaluate(() => {
      const { activeElement } = document;
      if (activeElement === document.body) return null;
      const { outlineStyle } = getComputedStyle(activeElement);
      const shape = activeElement.querySelector("path, .room");
      const isSeen = outlineStyle !== "none" || (shape && getComputedStyle(shape).stroke !== "none");
      const part = activeElement.closest(".skip, #recherche, #images, #filtres, #contenu, footer");
      return { part: part?.id || part?.className || part?.localName, isSeen, what: activeElement.outerHTML.slice(0, 120) };
    });
    if (!place) break;
    assert.ok(place.isSeen, `nothing shows the focus on ${place.what}`);
    if (order.at(-1) !== place.part) order.push(place.part);
  }
  assert.deepEqual(order.filter(Boolean), ["skip", "recherche", "images", "filtres", "contenu", "footer"]);
});

scenario("the first stop of the tab key leads past all that comes before the results", {}, async ({ page }) => {
  await page.goto("/?q=velo");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#contenu$/);
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => Boolean(document.activeElement.closest("#contenu"))));
});
