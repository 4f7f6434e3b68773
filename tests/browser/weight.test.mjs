// What a page of results weighs, and what it may load and run.

import assert from "node:assert/strict";
import { suite } from "./support.mjs";

const { scenario } = suite();

/** Loads a page in a browser that has nothing of it yet. Returns what came, with its size as it was sent. */
async function loaded(page, address) {
  const session = await page.context().newCDPSession(page);
  const requests = new Map();
  session.on("Network.responseReceived", ({ requestId, type, response }) => {
    requests.set(requestId, { type, path: new URL(response.url).pathname, headers: response.headers, bytes: 0 });
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (requests.has(requestId)) requests.get(requestId).bytes = encodedDataLength;
  });
  await session.send("Network.enable");
  await page.goto(address, { waitUntil: "networkidle" });
  return [...requests.values()];
}

scenario("a page of results is less than 60 kB in at most four requests", {}, async ({ page }) => {
  const all = await loaded(page, "/?q=velo");
  const list = all.map(({ path, bytes }) => `${path}: ${bytes}`).join(", ");
  assert.ok(all.length >= 3 && all.length <= 4, list);
  const bytes = all.reduce((sum, request) => sum + request.bytes, 0);
  assert.ok(bytes > 5_000 && bytes < 60_000, list);
  for (const { type, path, headers } of all) {
    if (type !== "Other") assert.match(headers["content-encoding"] ?? "", /br|gzip|zstd/, `${path} is sent compressed`);
  }
});

scenario("the script is small, and no page waits for it", {}, async ({ page }) => {
  const all = await loaded(page, "/?q=velo");
  const scripts = all.filter(({ type }) => type === "Script");
  assert.equal(scripts.length, 1);
  assert.ok(scripts[0].bytes < 10_000, `${scripts[0].bytes} bytes`);
  const blocking = await page.evaluate(() => {
    const resources = performance.getEntriesByType("resource");
    return resources.filter(({ renderBlockingStatus }) => renderBlockingStatus === "blocking").map(({ name }) => name);
  });
  assert.deepEqual(blocking.map((address) => address.split("/").at(-1)), ["style.css"]);
  const kinds = await page.locator("script[src]").evaluateAll((found) => found.map(({ type }) => type));
  assert.deepEqual(kinds, ["module"]);
});

scenario("a second page takes style, script and icon from the cache", {}, async ({ page }) => {
  await loaded(page, "/?q=velo");
  const [record] = await page.locator(".results h2 a").evaluateAll((links) => links.map((link) => link.pathname));
  await page.goto(record, { waitUntil: "networkidle" });
  const sent = await page.evaluate(() => {
    const resources = performance.getEntriesByType("resource");
    return resources.filter(({ transferSize }) => transferSize > 0).map(({ name }) => name);
  });
  assert.deepEqual(sent, []);
});

scenario("only the files of the site run, and nothing that stands in a page", {
  expected: /Content Security Policy/,
}, async ({ page }) => {
  const answer = await page.goto("/?q=velo");
  const policy = answer.headers()["content-security-policy"];
  const rules = Object.fromEntries(policy.split(";").map((rule) => rule.trim().split(/ (.*)/)));
  assert.equal(rules["default-src"], "'none'");
  assert.equal(rules["script-src"], "'self'");
  assert.doesNotMatch(policy, /unsafe|data:|\*/);

  const refused = await page.evaluate(async () => {
    const refused = [];
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => refused.push(effectiveDirective));
    const script = document.createElement("script");
    script.textContent = "window.hacked = true";
    document.body.append(script);
    document.body.insertAdjacentHTML("beforeend", '<button id="bad" onclick="window.hacked = true">x</button>');
    document.getElementById("bad").click();
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    return refused.sort();
  });
  assert.deepEqual(refused, ["script-src-attr", "script-src-elem"]);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
});
