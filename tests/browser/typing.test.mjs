// While somebody types, results, facets and pictures are replaced in place.

import assert from "node:assert/strict";
import { becomes, suite } from "./support.mjs";
import { focused, mark, read, settled, shows, text, total } from "./pages.mjs";

const { scenario } = suite();

/** Waits until the page asks for an address of results. */
function asked(page, address) {
  return page.waitForRequest((request) => request.url() === new URL(address, page.url()).href);
}

scenario("results, facets and map follow what is typed, without another page", {}, async ({ page, shot }) => {
  await page.goto("/");
  const isSamePage = await mark(page);
  const before = await read(page);
  await page.locator("#q").pressSequentially("vélo");
  await shows(page, { q: "vélo" });
  const after = await read(page);
  assert.match(after.heading, new RegExp(`^${await total(page)} résultats pour « vélo »$`));
  for (const part of ["title", "hits", "facets", "zones", "years", "tabs", "languages", "feed"]) {
    assert.notDeepEqual(after[part], before[part], part);
  }
  assert.equal(await focused(page), "q");
  assert.ok(await isSamePage());
  await shot("typed");
});

scenario("a status says how many results there are, and the field keeps the focus", {}, async ({ page }) => {
  await page.goto("/");
  const status = page.getByRole("status");
  assert.equal(await text(status), "");
  await page.locator("#q").pressSequentially("eau");
  await shows(page, { q: "eau" });
  assert.equal(await text(status), await text(page.locator("h1")));
  assert.match(await text(status), /^\d+ résultats/);
  await page.keyboard.type(" xqzwvkj");
  await shows(page, { q: "eau xqzwvkj" });
  assert.equal(await text(status), await text(page.locator("h1")));
  assert.equal(await focused(page), "q");
});

scenario("one step back is before all that was typed, and forward is after", {}, async ({ page }) => {
  await page.goto("/?q=eau");
  const isSamePage = await mark(page);
  const before = await read(page);
  await page.locator("#q").press("End");
  for (const [letters, q] of [[" ch", "eau ch"], ["au", "eau chau"], ["de", "eau chaude"]]) {
    await page.keyboard.type(letters);
    await shows(page, { q });
  }
  const after = await read(page);
  await page.goBack();
  await shows(page, { q: "eau" });
  assert.deepEqual(await read(page), before);
  await page.goForward();
  await shows(page, { q: "eau chaude" });
  assert.deepEqual(await read(page), after);
  assert.ok(await isSamePage());
});

scenario("a letter that is taken back at once does not cost the step before it", {}, async ({ page }) => {
  await page.goto("/?q=eau");
  await page.route("/?q=eaux", () => {});
  await page.locator("#q").press("End");
  await Promise.all([asked(page, "/?q=eaux"), page.keyboard.type("x")]);
  await Promise.all([asked(page, "/?q=eau"), page.keyboard.press("Backspace")]);
  await settled(page);
  await page.keyboard.type(" potable");
  await shows(page, { q: "eau potable" });
  await page.goBack();
  await shows(page, { q: "eau" });
  await read(page);
});

scenario("an answer that comes late is not shown over a newer one", {}, async ({ page }) => {
  await page.goto("/");
  let release;
  const late = new Promise((resolve) => (release = resolve));
  await page.route("/?q=eau", async (route) => {
    await late;
    await route.continue().catch(() => {});
  });
  await Promise.all([asked(page, "/?q=eau"), page.locator("#q").fill("eau")]);
  await page.locator("#q").fill("eaux usées");
  await shows(page, { q: "eaux usées" });
  const newer = await read(page);
  release();
  await page.unrouteAll({ behavior: "wait" });
  await settled(page);
  assert.deepEqual(await read(page), newer);
});

scenario("an answer that takes long is announced, and what is shown stays readable", {}, async ({ page, shot }) => {
  await page.goto("/");
  await page.route("/?q=eau", () => {});
  await Promise.all([asked(page, "/?q=eau"), page.locator("#q").fill("eau")]);
  const style = (of, property) => page.locator("#contenu").evaluate((main, [of, name]) => getComputedStyle(main, of)[name], [of, property]);
  await becomes(() => style("::before", "visibility"), "visible");
  assert.equal(await style("::before", "height"), "3px");
  assert.equal(await style(null, "opacity"), "1");
  await shot("slow-answer");
});

scenario("an emptied field shows the whole catalogue again", {}, async ({ page }) => {
  await page.goto("/?q=velo");
  await page.locator("#q").fill("");
  await shows(page, {});
  assert.equal((await read(page)).query, "");
  await becomes(() => text(page.getByRole("status")), /^\d+ résultats$/);
});

scenario("words that nothing has are said to find nothing, with ways on", {}, async ({ page }) => {
  await page.goto("/?format=csv");
  await page.locator("#q").fill("xqzwvkj");
  await shows(page, [["q", "xqzwvkj"], ["format", "csv"]]);
  await becomes(() => text(page.getByRole("status")), "Aucun résultat pour « xqzwvkj »");
  assert.deepEqual((await read(page)).hits, []);
  await page.getByRole("link", { name: "Parcourir tout le catalogue" }).click();
  await shows(page, {});
  assert.ok((await read(page)).hits.length > 0);
});

scenario("the button searches for what was typed, without another page", {}, async ({ page }) => {
  await page.goto("/");
  const isSamePage = await mark(page);
  await page.locator("#q").fill("transport");
  await page.getByRole("button", { name: "Rechercher" }).click();
  await shows(page, { q: "transport" });
  assert.equal((await read(page)).query, "transport");
  assert.ok(await isSamePage());
});

const BROKEN = { status: 500, contentType: "text/html", body: "<h1>Panne</h1>" };

scenario("what is answered with an error is a page of its own, and one step back leaves it", {
  expected: /status of 500/,
}, async ({ page }) => {
  await page.goto("/?q=eau");
  await page.route("/?q=panne", (route) => route.fulfill(BROKEN));
  await page.locator("#q").fill("panne");
  await becomes(() => text(page.locator("h1")), "Panne");
  await page.goBack();
  await becomes(() => text(page.locator("h1")), /résultats pour « eau »$/);
});

scenario("pasted lines are a list of records, in their order and longer than any query", {}, async ({ page }) => {
  const { data } = await (await page.request.get("/api/search?q=eau&page_size=3")).json();
  const slugs = data.map((hit) => hit.slug).reverse();
  const lines = [...slugs.map((slug) => `https://www.data.gouv.fr/fr/datasets/${slug}/`), `https://x.test/${"a".repeat(1000)}`];
  await page.goto("/");
  await page.locator("#q").evaluate((field, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    field.focus();
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, `${lines.join("\r\n")}\r\n`);
  await shows(page, { q: lines.join(" ") });
  assert.equal(await page.locator("#q").inputValue(), lines.join(" "));
  const shown = await page.locator("ol.results h2 a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  assert.deepEqual(shown.map((address) => address.split("/").pop()), slugs);
  assert.match(await text(page.locator(".note").first()), /Introuvable parmi les fiches : https:\/\/x\.test\/a+$/);
});
