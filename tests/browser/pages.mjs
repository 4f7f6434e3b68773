// How the tests read a page of results, and the pages and states that are looked at from several sides.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

const sample = readFileSync(new URL("../../index/sample.jsonl", import.meta.url), "utf8");
const records = sample.trim().split("\n").map(JSON.parse);
const nFiles = (record) => record.resources?.length ?? 0;
const dataset = records.reduce((most, record) => (nFiles(record) > nFiles(most) ? record : most)).slug;
const dataservice = records.find((record) => record.base_api_url && record.description.length > 100).slug;

/** Every kind of page, and each state of one that has an address. */
export const PAGES = {
  start: "/",
  results: "/?q=velo",
  filtered: "/?q=eau&format=csv&format=shp&license=lov2&archived=any",
  empty: "/?q=xqzwvkj&format=csv",
  corrected: "/?q=statoinnement",
  understood: "/?q=eau+bretagne",
  region: "/?geozone=fr%3Aregion%3A53",
  "page-2": "/?page=2",
  dataset: `/datasets/${dataset}`,
  dataservice: `/dataservices/${dataservice}`,
  facet: "/facets/tag?search=eau",
  "not-found": "/datasets/nulle-part",
  "bad-request": "/?page=zzz",
  docs: "/docs",
  "english-results": "/?q=eau+bretagne&lang=en",
  "english-dataset": `/datasets/${dataset}?lang=en`,
  "english-bad-request": "/?page=zzz&lang=en",
};

/** What Chromium says to the console about a page that is answered with an error. */
export const ANSWERED_WITH_AN_ERROR = /the server responded with a status of 40[04]/;

/** Waits until the answer to what was last asked is shown. */
export function settled(page) {
  return page.waitForFunction(() => !document.body.classList.contains("waiting"));
}

/** Waits for an address with such parameters, and until its answer is shown. */
export async function shows(page, parameters) {
  const expected = new URLSearchParams(parameters).toString();
  await page.waitForURL((url) => url.search.slice(1) === expected);
  await settled(page);
}

/** Puts a mark on the page, which another page that is loaded in its place does not have. */
export async function mark(page) {
  await page.evaluate(() => (window.isMarked = true));
  return () => page.evaluate(() => window.isMarked === true);
}

/** Returns the text of an element, any space of French typography as a plain one. */
export async function text(locator) {
  return (await locator.textContent()).replace(/\s+/g, " ").trim();
}

/** Returns the labels of elements, spaces like those of `text`. */
export function labels(locator) {
  return locator.evaluateAll((elements) => elements.map((element) => element.ariaLabel.replace(/\s+/g, " ")));
}

/** Returns what has the focus: its id, or for a value of a facet its name and value. */
export function focused(page) {
  return page.evaluate(() => {
    const { id, name, value } = document.activeElement;
    return id || `${name}=${value}`;
  });
}

/**
 * Returns what a page of results says: `shown` as it is in the browser now, `loaded` as its address is answered to
 * somebody who comes from elsewhere.
 */
async function readings(page) {
  await settled(page);
  return page.evaluate(async () => {
    const facts = (root) => {
      const list = (selector, read) => [...root.querySelectorAll(selector)].map(read);
      const text = (element) => element.textContent.replace(/\s+/g, " ").trim();
      return {
        title: root.title,
        heading: text(root.querySelector("h1")),
        query: root.getElementById("q").value,
        hits: list(".results h2 a", (link) => link.getAttribute("href")),
        active: list(".active a", text),
        checked: list("#filtres input:checked", (box) => `${box.name}=${box.value}`),
        facets: list("fieldset", (facet) => [facet.dataset.facet, ...[...facet.querySelectorAll(".option")].map(text)]),
        zones: list(".map a", (link) => [link.dataset.zone, link.getAttribute("class"), link.ariaLabel]),
        years: list(".years a", (link) => [link.dataset.year, link.getAttribute("class"), link.ariaLabel]),
        tabs: list(".tabs a", (link) => [text(link), link.getAttribute("href"), link.ariaCurrent]),
        pages: list(".pages a", (link) => [text(link), link.getAttribute("href")]),
        carried: list("#autres-parametres input", (input) => `${input.name}=${input.value}`),
        languages: list("footer [hreflang]", (link) => link.getAttribute("href")),
        feed: list("head [rel=alternate]", (link) => link.getAttribute("href")),
      };
    };
    const answer = await fetch(location.href);
    const loaded = new DOMParser().parseFromString(await answer.text(), "text/html");
    return { shown: facts(document), loaded: facts(loaded) };
  });
}

/** Returns what a page of results says, which must be what anybody gets at its address. */
export async function read(page) {
  const { shown, loaded } = await readings(page);
  assert.deepEqual(shown, loaded, `shown at ${page.url()}, and loaded from there`);
  return shown;
}

/** Returns how many records the API finds for the address of a page. */
export async function total(page) {
  const { origin, search } = new URL(page.url());
  const answer = await fetch(`${origin}/api/search${search}`);
  return (await answer.json()).total;
}

/** Asserts that nothing is wider than the window. */
export async function assertNoSidewaysScrolling(page, what) {
  const { wide, room, widest } = await page.evaluate(() => {
    const right = (element) => element.getBoundingClientRect().right;
    const outermost = [...document.querySelectorAll("body *")].sort((a, b) => right(b) - right(a))[0];
    return {
      wide: document.documentElement.scrollWidth,
      room: document.documentElement.clientWidth,
      widest: outermost.outerHTML.slice(0, 200),
    };
  });
  const width = Math.min(room, page.viewportSize().width);
  assert.ok(wide <= width, `${what} is ${wide} px wide in ${width} px: ${widest}`);
}
