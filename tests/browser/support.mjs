// What all of these tests share: the program over an index of its own, a browser, and what no page may do in any of them.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { isDeepStrictEqual } from "node:util";

/** Loads an npm package from where `run` has installed it, so that nothing is put in the source tree. */
export const load = createRequire(join(process.env.TROUVAILLE_BROWSER_PACKAGES, "/"));

const { chromium } = load("playwright-core");

const PROGRAM = process.env.TROUVAILLE_PROGRAM;
const DESKTOP = { viewport: { width: 1280, height: 900 }, locale: "fr-FR" };

/** A phone of the smallest width that is still common. */
export const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 1 };

/**
 * Serves the sample, or records, to a browser while the tests of a file run. Returns `scenario`, which makes a test of
 * what somebody does in a page of their own, and `site`, which has the server's address once they run. `also` gives the
 * other addresses that pages may send for something.
 */
export function suite(records, { also = () => [] } = {}) {
  const site = {};
  let browser, server;
  before(async () => {
    [browser, server] = await Promise.all([launch(), serve(records)]);
    site.url = server.url;
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  /**
   * Makes a test. Options are those of a Playwright context, and `expected`: what a page may say to the console.
   * `act` receives a `page`, `open` for another reader with a page of their own, and `shot`, which takes a picture.
   */
  const scenario = (name, options, act) => {
    test(name, { timeout: 240_000 }, async () => {
      const contexts = [];
      const faults = [];
      const open = async ({ expected, ...own } = {}) => {
        const context = await browser.newContext({ ...DESKTOP, baseURL: site.url, ...own });
        contexts.push(context);
        watch(context, [site.url, ...also()], faults, expected);
        context.setDefaultTimeout(30_000);
        return context.newPage();
      };
      try {
        const page = await open(options);
        await act({ page, open, shot: (what, of = page) => shot(of, what) });
        assert.deepEqual(faults, [], "what no page may do");
      } finally {
        await Promise.all(contexts.map((context) => context.close()));
      }
    });
  };
  return { scenario, site };
}

/** Notes what no page may do, whoever reads it: report an error, ask a question, or send for what is elsewhere. */
function watch(context, addresses, faults, expected = /^$/) {
  context.on("console", (message) => {
    const isFault = ["error", "warning"].includes(message.type()) && !expected.test(message.text());
    if (isFault) faults.push(`console: ${message.text()}`);
  });
  context.on("weberror", (error) => faults.push(`error: ${error.error().stack}`));
  context.on("dialog", (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  context.on("request", (request) => {
    if (!addresses.some((address) => request.url().startsWith(address))) faults.push(`request: ${request.url()}`);
  });
}

function launch() {
  const args = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
  args.push("--disable-component-update", "--disable-sync");
  // Chromium refuses its sandbox to root.
  const chromiumSandbox = process.getuid() !== 0;
  return chromium.launch({ executablePath: process.env.CHROMIUM, args, chromiumSandbox });
}

/** Builds an index of records, or of the sample, and serves it on a free port. */
async function serve(records) {
  const directory = await mkdtemp(join(tmpdir(), "trouvaille-browser-"));
  const index = join(directory, "index");
  let source = "sample";
  if (records) {
    source = join(directory, "records.jsonl");
    await writeFile(source, records.map((record) => `${JSON.stringify(record)}\n`).join(""));
  }
  const build = start("rebuild-index", "--index", index, "--source", source);
  const [status] = await once(build.process, "exit");
  assert.equal(status, 0, build.log());

  const server = start("serve", "--index", index, "--listen", "127.0.0.1:0");
  let address;
  while (!(address = server.log().match(/listening on (http:\S+)/))) {
    assert.equal(server.process.exitCode, null, server.log());
    await Promise.race([once(server.process.stderr, "data"), once(server.process, "exit")]);
  }
  const stop = async () => {
    server.process.kill();
    await once(server.process, "exit");
    await rm(directory, { recursive: true });
    assert.doesNotMatch(server.log(), /panicked|ERROR/);
  };
  return { url: address[1], stop };
}

function start(...command) {
  const names = Object.keys(process.env).filter((name) => !name.startsWith("TROUVAILLE_"));
  const env = Object.fromEntries(names.map((name) => [name, process.env[name]]));
  const process_ = spawn(PROGRAM, command, { env, stdio: ["ignore", "ignore", "pipe"] });
  let log = "";
  process_.stderr.on("data", (text) => (log += text));
  // It must not outlive a test that is interrupted.
  process.on("exit", () => process_.kill());
  return { process: process_, log: () => log };
}

/** Takes a picture of a page, as far down as somebody may look at it. */
async function shot(page, name) {
  const path = join(process.env.TROUVAILLE_SCREENSHOTS, `${name}.png`);
  const { width } = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.screenshot({ path, fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(height, 1_500) } });
}

/** Waits until what is read is as expected, a value or a pattern; the failure shows what was read last. */
export async function becomes(read, expected, message) {
  const end = Date.now() + 30_000;
  for (;;) {
    const actual = await read();
    const isPattern = expected instanceof RegExp;
    if (isPattern ? expected.test(actual) : isDeepStrictEqual(actual, expected)) return;
    if (Date.now() > end) {
      if (isPattern) assert.match(actual, expected, message);
      assert.deepEqual(actual, expected, message);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
