// Lets Lighthouse judge pages: `node lighthouse.mjs NODE_MODULES BASE`. Prints the four marks of each page, and what keeps a
// mark from being 100.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const [modules, base] = process.argv.slice(2);
const pages = [
  "/",
  "/?q=velo",
  "/?q=velo&geozone=country:fr&lang=en",
  "/datasets/base-adresse-nationale",
  "/dataservices/api-base-dadresse-nationale-ban",
  "/facets/tag",
  "/docs",
];
const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";
if (!existsSync(chromium)) {
  console.error(`there is no browser at ${chromium}: please install chromium, or name it with CHROMIUM`);
  process.exit(1);
}
for (const page of pages) {
  const report = judge(base + page);
  const marks = Object.values(report.categories).map(({ id, score }) => `${id} ${Math.round(score * 100)}`);
  console.log(`${page}: ${marks.join(", ")}`);
  for (const { auditRefs } of Object.values(report.categories)) {
    for (const { id, weight } of auditRefs) {
      const { score, title, displayValue = "" } = report.audits[id];
      if (weight > 0 && score !== null && score < 0.9) console.log(`    ${id}: ${title} ${displayValue}`);
    }
  }
}

function judge(address) {
  const run = spawnSync(
    join(modules, ".bin", "lighthouse"),
    [
      address,
      "--quiet",
      "--output=json",
      "--only-categories=performance,accessibility,best-practices,seo",
      `--chrome-flags=${flags.join(" ")}`,
    ],
    { env: { ...process.env, CHROME_PATH: chromium }, maxBuffer: 1 << 28, encoding: "utf8" },
  );
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout);
}
