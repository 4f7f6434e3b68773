// Phones, dark screens, paper, quiet screens, forced colours, and another language.

import assert from "node:assert/strict";
import { PHONE, suite } from "./support.mjs";
import { ANSWERED_WITH_AN_ERROR, PAGES, assertNoSidewaysScrolling, read, shows, text } from "./pages.mjs";

const { scenario, site } = suite();

const expected = ANSWERED_WITH_AN_ERROR;

scenario("no page scrolls sideways on a phone", { ...PHONE, expected }, async ({ page, shot }) => {
  for (const [name, address] of Object.entries(PAGES)) {
    await page.goto(address);
    await assertNoSidewaysScrolling(page, name);
    if (["results", "dataset", "facet", "bad-request"].includes(name)) await shot(`phone-${name}`);
  }
});

scenario("filters open and close on a phone, and stay open while they are chosen", PHONE, async ({ page, shot }) => {
  await page.goto("/?q=eau");
  const filters = page.locator("#filtres");
  const map = page.locator("#carte");
  const toggle = page.locator("label[for=montrer-filtres]");
  assert.ok(await filters.isHidden());
  assert.ok(await map.isHidden());
  await toggle.tap();
  assert.ok(await filters.isVisible());
  assert.ok(await map.isVisible());
  await shot("phone-filters");
  const closed = page.locator("details:not([open]) > summary:visible");
  while ((await closed.count()) > 0) await closed.first().tap();
  await assertNoSidewaysScrolling(page, "a page with all facets open");

  await page.locator("[name=format][value=csv]").check();
  await shows(page, { q: "eau", format: "csv" });
  assert.ok(await filters.isVisible());
  await page.locator("svg.map a:not(.s0)").first().tap();
  await page.waitForURL(/geozone=/);
  await read(page);
  await assertNoSidewaysScrolling(page, "a page with its map");
  await toggle.tap();
  assert.ok(await filters.isHidden());
});

scenario("suggestions fit a phone, and are tapped", PHONE, async ({ page, shot }) => {
  await page.goto("/");
  await page.locator("#q").fill("qual");
  const option = page.locator("#suggestions [role=option]").first();
  await option.waitFor();
  await shows(page, { q: "qual" });
  await assertNoSidewaysScrolling(page, "a page with suggestions");
  await shot("phone-suggestions");
  await Promise.all([page.waitForURL(await option.getAttribute("data-url")), option.tap()]);
});

scenario("a dark screen gets dark pages", { colorScheme: "dark", expected }, async ({ page, shot }) => {
  for (const name of ["start", "results", "region", "dataset", "facet", "not-found", "docs"]) {
    await page.goto(PAGES[name]);
    const [background, color] = await page.evaluate(() => {
      const { backgroundColor, color } = getComputedStyle(document.body);
      const light = (rgb) => rgb.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 765;
      return [light(backgroundColor), light(color)];
    });
    assert.ok(background < 0.2, `${name} has a background of ${background}`);
    assert.ok(color > 0.8, `${name} has a text of ${color}`);
    if (name !== "docs") await shot(`dark-${name}`);
  }
});

for (const [reducedMotion, behavior] of [["reduce", "auto"], ["no-preference", "smooth"]]) {
  scenario(`scrolling is ${behavior} where motion is set to ${reducedMotion}`, { reducedMotion }, async ({ page }) => {
    await page.goto("/?q=velo");
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior), behavior);
    if (reducedMotion === "no-preference") return;
    const moving = await page.evaluate(() => {
      const moves = (element) => {
        const { animationName, transitionDuration } = getComputedStyle(element);
        return animationName !== "none" || transitionDuration !== "0s";
      };
      return [...document.querySelectorAll("*")].filter(moves).length;
    });
    assert.equal(moving, 0);
  });
}

scenario("paper gets results and records without what can only be clicked", {}, async ({ page, shot }) => {
  await page.emulateMedia({ media: "print" });
  await page.goto("/?q=velo");
  for (const selector of ["#filtres", "#images", ".tabs", ".outputs", "#recherche", ".sort", "footer ul"]) {
    assert.ok(await page.locator(selector).isHidden(), selector);
  }
  assert.ok(await page.locator("h1").isVisible());
  assert.ok(await page.locator(".results article").last().isVisible());
  await shot("print-results");
  await page.goto(PAGES.dataset);
  assert.ok(await page.locator(".record-facts").isVisible());
  // Where a link leads can not be clicked on paper.
  const after = (link) => getComputedStyle(link, "::after").content;
  assert.match(await page.locator(".record a[href^=http]").first().evaluate(after), /https:/);
  await shot("print-record");
});

scenario("forced colours keep the map readable", { forcedColors: "active" }, async ({ page, shot }) => {
  await page.goto(PAGES.region);
  const fills = await page.locator("svg.map a path").evaluateAll((paths) => paths.map((path) => getComputedStyle(path).fill));
  assert.ok(new Set(fills).size > 2, `${new Set(fills).size} shades`);
  await shot("forced-colours");
});

scenario("English pages are English, and lead to English pages", { expected }, async ({ page, shot }) => {
  await page.goto("/?lang=en");
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  assert.match(await text(page.locator("h1")), /^\d+ results$/);
  assert.ok(await page.getByRole("heading", { name: "Filters" }).isVisible());
  assert.ok(await page.getByLabel("Sort by").isVisible());
  await page.locator("#q").pressSequentially("eau");
  await shows(page, { q: "eau", lang: "en" });
  await page.locator("[name=format][value=csv]").check();
  await page.waitForURL(/format=csv/);
  assert.match((await read(page)).heading, /^\d+ results for “eau”$/);
  await shot("english-filtered");
  const ours = await page.locator("body a:not([hreflang])").evaluateAll((links) => {
    const isPage = (href) => /^\/($|\?|facets|datasets|dataservices|docs)/.test(href);
    return links.map((link) => link.getAttribute("href")).filter(isPage);
  });
  assert.ok(ours.length > 50);
  assert.deepEqual(ours.filter((href) => !/[?&]lang=en/.test(href)), [], "links that leave English");
  await page.locator(".results h2 a").first().click();
  await page.waitForURL(/\/datasets\/.*lang=en/);
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  assert.equal(await page.locator("h1").getAttribute("lang"), "fr");
  await shot("english-record");
  await page.getByRole("link", { name: "Français" }).click();
  await page.waitForURL((url) => !url.search.includes("lang="));
  assert.equal(await page.locator("html").getAttribute("lang"), "fr");
});

for (const [screen, options] of Object.entries({ desktop: {}, phone: PHONE })) {
  scenario(`nothing moves while a page loads on a ${screen}`, options, async ({ page }) => {
    await page.addInitScript(() => {
      window.shifts = [];
      new PerformanceObserver((list) => {
        for (const { value, sources } of list.getEntries()) {
          window.shifts.push({ value, of: sources.map(({ node }) => node?.outerHTML?.slice(0, 100)) });
        }
      }).observe({ type: "layout-shift", buffered: true });
    });
    for (const address of ["/", "/?q=velo", "/?geozone=fr%3Aregion%3A53", PAGES.dataset]) {
      await page.goto(address);
      // The script has done its part, and two frames were drawn since.
      if (!address.startsWith("/data")) await page.locator("#parmi-tag").waitFor({ state: "attached" });
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
      const shifts = await page.evaluate(() => window.shifts);
      const moved = shifts.reduce((sum, { value }) => sum + value, 0);
      assert.ok(moved < 0.02, `${site.url}${address} moved by ${moved}: ${JSON.stringify(shifts)}`);
    }
  });
}
