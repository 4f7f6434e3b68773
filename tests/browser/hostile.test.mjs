// Records and requests that attack whoever reads them: nothing of them runs, and no page breaks.

import assert from "node:assert/strict";
import { becomes, suite } from "./support.mjs";
import { assertNoSidewaysScrolling, settled } from "./pages.mjs";
import { dataservice, dataset, organization, resource } from "./records.mjs";

const ATTACKS = [
  "<script>window.hacked=1;alert(1)</script>",
  "</title></textarea></style></script><script>window.hacked=2</script>",
  '"><img src=x onerror=window.hacked=3>',
  "' onmouseover='window.hacked=4' autofocus onfocus='window.hacked=4",
  "<!-- --><svg/onload=window.hacked=5>",
  "javascript:window.hacked=6",
  "[lien](javascript:window.hacked=7) <javascript:window.hacked=7> ![image](https://ailleurs.test/x.png)",
  "<iframe srcdoc='<script>parent.hacked=8</script>'></iframe><base href=https://ailleurs.test/>",
  "data:text/html,<script>window.hacked=9</script>",
  "<style>*{display:none}</style><meta http-equiv=refresh content='0;url=https://ailleurs.test/'>",
  "nul \u0000, cloche \u0007, échappement \u001b[31m",
  "\u202egpj.exe\u2066 à l’envers",
  `mot${"x".repeat(10_000)}`,
];

/** Returns what a dataset and a dataservice have in common, an attack wherever there is a text. */
function everywhere(attack, number) {
  return {
    title: attack,
    acronym: attack,
    description: attack,
    tags: ["commun", attack.slice(0, 90)],
    organization: { ...organization(attack), id: String(number).padStart(24, "0"), page: attack },
    badges: [{ kind: attack }],
    license: attack,
    access_type: attack,
  };
}

const RECORDS = ATTACKS.flatMap((attack, number) => [
  dataset(number, {
    ...everywhere(attack, number),
    page: attack,
    frequency: attack,
    schema: { name: attack, version: attack, url: attack },
    spatial: { geom: null, zones: [attack], granularity: attack },
    resources: [resource(attack, { url: attack, format: attack })],
  }),
  dataservice(number, {
    ...everywhere(attack, number),
    self_web_url: attack,
    base_api_url: attack,
    machine_documentation_url: attack,
    technical_documentation_url: attack,
    format: attack,
    rate_limiting: attack,
  }),
]);
const { scenario } = suite(RECORDS);

const HARMLESS = { expected: /the server responded with a status of 40[04]/ };

/** Asserts that nothing of an attack has become more than text, and that the page is as wide as its window. */
async function assertHarmless(page, what, widths = [1280, 360]) {
  await settled(page);
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    await assertNoSidewaysScrolling(page, `${what} at ${width} px`);
  }
  const found = await page.evaluate(() => {
    const isScript = /^\s*(javascript|data|vbscript):/i;
    const runs = ({ name, value }) => name.startsWith("on") || (["href", "src", "action"].includes(name) && isScript.test(value));
    const foreign = "iframe, base, style, img, meta[http-equiv], main svg, script:not([src]):not([type='application/ld+json'])";
    const elements = [...document.querySelectorAll("*")];
    const bad = elements.filter((element) => element.matches(foreign) || [...element.attributes].some(runs));
    return { hacked: window.hacked, bad: bad.map((element) => element.outerHTML.slice(0, 200)) };
  });
  assert.deepEqual(found, { hacked: undefined, bad: [] }, what);
  assert.ok(await page.locator("h1").isVisible(), what);
}

/** Tells every element of a page what it is told when somebody points at it. */
function pointAtEverything(page) {
  return page.evaluate(() => {
    for (const element of document.querySelectorAll("main *")) {
      for (const name of ["mouseover", "mouseenter", "focus"]) element.dispatchEvent(new Event(name, { bubbles: true }));
    }
  });
}

scenario("hostile records are only text among the results", HARMLESS, async ({ page, shot }) => {
  await page.goto("/?tag=commun");
  assert.ok((await page.locator(".results article").count()) > 10);
  await pointAtEverything(page);
  const closed = page.locator("details:not([open]) > summary:visible");
  while ((await closed.count()) > 0) await closed.first().click();
  await shot("hostile-results");
  await page.locator("label[for=montrer-filtres]").evaluate((label) => label.click());
  await assertHarmless(page, "results");
  await shot("hostile-results-phone");
  await page.getByRole("link", { name: "Suivante" }).click();
  await page.waitForURL(/page=2/);
  await assertHarmless(page, "results, page 2");
});

scenario("hostile records are only text on their own pages", HARMLESS, async ({ page, shot }) => {
  for (const [number, attack] of ATTACKS.entries()) {
    for (const path of [`/datasets/dataset-${number}`, `/dataservices/dataservice-${number}`]) {
      const answer = await page.goto(path);
      assert.equal(answer.status(), 200, path);
      await pointAtEverything(page);
      await assertHarmless(page, `${path}: ${attack.slice(0, 60)}`);
      JSON.parse(await page.locator("script[type='application/ld+json']").textContent());
    }
    if (attack.startsWith("<iframe")) await shot("hostile-record");
  }
});

scenario("hostile values are only text among facets and on their page", HARMLESS, async ({ page, shot }) => {
  await page.goto("/?tag=commun");
  await page.locator("#parmi-tag").fill("script");
  const names = page.locator("#facette-tag .name");
  // What is chosen stays, before what was looked for.
  await becomes(async () => (await names.allTextContents()).every((name) => /script|^commun$/i.test(name)), true);
  assert.ok((await names.count()) > 2);
  await assertHarmless(page, "search within a facet");
  for (const facet of ["tag", "organization", "license", "format", "schema"]) {
    await page.goto(`/facets/${facet}`);
    await assertHarmless(page, `/facets/${facet}`);
  }
  await page.goto(`/facets/tag?q=${encodeURIComponent(ATTACKS[0])}`);
  await assertHarmless(page, "search on the page of a facet");
  await shot("hostile-facet");
});

scenario("hostile records are only text among suggestions", HARMLESS, async ({ page, shot }) => {
  let seen = 0;
  for (const text of ["script", "img", "javascript", "mot", "gpj"]) {
    await page.goto("/");
    const isAnswer = (response) => response.url().includes("/api/suggest");
    const [answer] = await Promise.all([page.waitForResponse(isAnswer), page.locator("#q").fill(text)]);
    const { data } = await answer.json();
    seen += data.length;
    const options = page.locator("#suggestions [role=option]");
    await becomes(() => options.count(), data.length);
    await page.waitForURL(/q=/);
    await assertHarmless(page, `suggestions for ${text}`);
    if (text === "mot") await shot("hostile-suggestions");
  }
  assert.ok(seen > 5, `${seen} suggestions were seen`);
});

/** Returns the texts that stand before, not after, the text that they follow in a line. */
function misplaced(lines, first, second) {
  return lines.evaluateAll((found, [first, second]) => {
    const isMisplaced = (line) => {
      const follower = line.querySelector(second).getBoundingClientRect();
      const besides = [...line.querySelector(first).getClientRects()].filter(({ bottom }) => bottom > follower.top + 1);
      return besides.some(({ right }) => follower.left < right - 1);
    };
    return found.filter(isMisplaced).map((line) => line.querySelector(second).textContent);
  }, [first, second]);
}

scenario("text that runs backwards leaves in its place what follows it", HARMLESS, async ({ page }) => {
  await page.goto("/facets/tag");
  assert.deepEqual(await misplaced(page.locator(".values li"), "a", ".count"), [], "counts");
  await page.goto("/");
  await page.locator("#q").fill("gpj");
  const options = page.locator("#suggestions [role=option]");
  await options.first().waitFor();
  assert.deepEqual(await misplaced(options, "span", ".kind"), [], "kinds of suggestions");
});

scenario("hostile requests are only text in every answer", HARMLESS, async ({ page, shot }) => {
  for (const attack of ATTACKS) {
    const value = encodeURIComponent(attack.slice(0, 2_000));
    const found = `/?q=${value}&tag=${value}&geozone=${value}`;
    for (const place of [found, `/?page=${value}`, `/datasets/${value}`, `/facets/tag?q=${value}`]) {
      const answer = await page.goto(place);
      assert.ok([200, 400, 404].includes(answer.status()), `${answer.status()} for ${place}`);
      await assertHarmless(page, place.slice(0, 100), [360]);
    }
    if (attack.startsWith("<iframe")) await shot("hostile-request");
  }
});

scenario("hostile words are typed like any others", HARMLESS, async ({ page }) => {
  await page.goto("/");
  for (const attack of ATTACKS.slice(0, 10)) {
    await page.locator("#q").fill(attack);
    await page.waitForURL((url) => url.searchParams.get("q") === attack);
    await assertHarmless(page, attack, [360]);
    assert.equal(await page.locator("#q").inputValue(), attack);
  }
});
