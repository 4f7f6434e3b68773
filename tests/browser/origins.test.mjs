// Pages of other origins read the API in a browser, as data.gouv.fr's components, Grist's widget and notebooks do: the
// browser asks before (a preflight), and shows a script no more than the answer allows.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before } from "node:test";
import { suite } from "./support.mjs";

/** A server of another origin: `/` is an empty page, all else JSON that is for its own pages alone. */
const other = createServer((request, response) => {
  const isPage = request.url === "/";
  response.writeHead(200, { "content-type": isPage ? "text/html" : "application/json", "x-request-id": "1" });
  response.end(isPage ? "<!doctype html><title>Carte</title><link rel=icon href=data:,>" : '{"id": "1"}');
});
let origin;
before(async () => {
  other.listen(0, "127.0.0.1");
  await once(other, "listening");
  origin = `http://127.0.0.1:${other.address().port}`;
});
after(() => other.close());

/** The same server by another name, which is another origin. */
const third = () => origin.replace("127.0.0.1", "localhost");

const { scenario, site } = suite(undefined, { also: () => [origin, third(), "data:,"] });

/** Fetches in a page, and returns what a script there can see of the answer, or the error. */
const fetched = (page, url, headers) =>
  page.evaluate(
    async ([url, headers]) => {
      try {
        const response = await fetch(url, { headers });
        const [etag, requestId, vary] = ["etag", "x-request-id", "vary"].map((name) => response.headers.get(name));
        return { status: response.status, etag, requestId, vary, body: await response.json() };
      } catch (error) {
        return { error: error.name };
      }
    },
    [url, headers],
  );

const unknownIsTold = { expected: /status of 404/ };
scenario("a page of another origin reads a record through a mask, and a header beside it", unknownIsTold, async ({ page }) => {
  await page.goto(origin);
  const url = `${site.url}/api/1/datasets/base-adresse-nationale/`;
  const masked = await fetched(page, url, { "X-Fields": "id,title,organization{name}" });
  assert.deepEqual(masked.body, {
    id: "5530fbacc751df5ff937dddb",
    title: "Base Adresse Nationale",
    organization: { name: "Base Adresse Nationale" },
  });
  assert.equal(masked.status, 200);
  assert.match(masked.etag, /^(W\/)?".+"$/);
  assert.match(masked.requestId, /.+/);
  assert.equal(masked.vary, null, "a header that is not shown is hidden");

  const full = await fetched(page, url.replace("/1/", "/2/"), { "X-Get-Datasets-Full-Objects": "True" });
  assert.equal(full.body.license.id, "lov2");
  const unknown = await fetched(page, `${site.url}/api/1/datasets/nope/`, {});
  assert.equal(unknown.status, 404, "what went wrong is read too");
  assert.ok(unknown.body.message);
});

const isHeldBack = { expected: /CORS|Failed to load/ };
scenario("the browser holds back what does not say that it is for others", isHeldBack, async ({ page }) => {
  await page.goto(origin);
  assert.deepEqual((await fetched(page, `${origin}/data.json`, {})).body, { id: "1" }, "its own page reads it");
  await page.goto(third());
  assert.deepEqual(await fetched(page, `${origin}/data.json`, {}), { error: "TypeError" });
  assert.deepEqual(await fetched(page, `${origin}/data.json`, { "X-Fields": "id" }), { error: "TypeError" });
  const ours = await fetched(page, `${site.url}/api/1/datasets/base-adresse-nationale/`, { "X-Fields": "id" });
  assert.deepEqual(ours.body, { id: "5530fbacc751df5ff937dddb" }, "the same page reads ours");
  // Nor may it send what the API does not read.
  assert.deepEqual(await fetched(page, `${site.url}/api/1/datasets/`, { "X-Anything": "1" }), { error: "TypeError" });
});
