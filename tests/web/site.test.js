// The checks of the site that bilat makes from the portal of this repository; `scripts/test --web` runs them.
// What each check means is told in its own file; none of them looks into the program.

import { after, describe } from "node:test";
import { buildAll } from "./lib/build.js";
import { launch } from "./lib/browser.js";
import { samples } from "./lib/kinds.js";
import { serve } from "./lib/serve.js";
import * as access from "./checks/access.js";
import * as data from "./checks/data.js";
import * as feeds from "./checks/feeds.js";
import * as languages from "./checks/languages.js";
import * as layout from "./checks/layout.js";
import * as lighthouse from "./checks/lighthouse.js";
import * as links from "./checks/links.js";
import * as loading from "./checks/loading.js";
import * as markup from "./checks/markup.js";
import * as print from "./checks/print.js";
import * as sitemap from "./checks/sitemap.js";
import * as weight from "./checks/weight.js";

/** Milliseconds after which what does not close is left. */
const PATIENCE = 10_000;

const sites = buildAll();
const [browser, root, below] = await Promise.all([launch(), serve(sites.root), serve(sites.below)]);
const context = { sites, browser, servers: { root, below }, kinds: samples(sites.root) };

after(async () => {
  const closed = Promise.all([browser.close(), root.close(), below.close()]);
  // A check that failed may have left a page open for which the browser waits.
  await Promise.race([closed, new Promise((done) => setTimeout(done, PATIENCE).unref())]);
  sites.remove();
  setTimeout(() => process.exit(), PATIENCE).unref();
});

// Lighthouse takes the time, which a busy machine changes: it is asked for, and then alone.
const ALL = { markup, links, languages, sitemap, feeds, data, weight, access, layout, loading, print };
const CHECKS = process.env.LIGHTHOUSE ? { lighthouse } : ALL;
for (const [name, check] of Object.entries(CHECKS)) {
  // Two at a time in the browser: as many as the smallest machine has processors.
  describe(name, { concurrency: 2 }, () => check.define(context));
}
