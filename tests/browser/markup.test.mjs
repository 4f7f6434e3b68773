// Every page is valid HTML as it is served, before any script has touched it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load, suite } from "./support.mjs";
import { PAGES } from "./pages.mjs";

const { HtmlValidate } = load("html-validate");

const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // Several values of a facet may be ticked: boxes of one name are the way of HTML to say so.
    "form-dup-name": ["error", { shared: ["checkbox"] }],
    // A title holds what was searched, or the title of a record, whose length is its producer's choice.
    "long-title": "off",
    // ARIA lets any list have a name, and readers of screens say it.
    "aria-label-misuse": ["error", { allowAnyNamable: true }],
    // The names of groups in the documentation have a stop in them, which HTML allows in an id.
    "valid-id": ["error", { relaxed: true }],
  },
});

const { site } = suite();

for (const [name, address] of Object.entries(PAGES)) {
  test(`the HTML of ${name} is valid`, async () => {
    const html = await (await fetch(site.url + address)).text();
    const { results } = await validator.validateString(html);
    const lines = html.split("\n");
    const messages = results.flatMap(({ messages }) => messages).map(({ ruleId, message, line, column }) => {
      return `${ruleId}: ${message}\n    ${lines[line - 1].slice(Math.max(0, column - 30), column + 130)}`;
    });
    assert.equal([...new Set(messages)].join("\n  "), "", site.url + address);
  });
}
