// axe-core finds nothing on a page of every kind, narrow and wide, light and dark, in every language; nor with the menu or a note open.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { withPage } from "../lib/browser.js";
import { none } from "../lib/report.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const NARROW = [
  [375, "light"],
  [375, "dark"],
];
const ALL = [...NARROW, [1280, "light"], [1280, "dark"]];
/** The barest page of a kind has little that its fullest does not have. */
const TWO = [
  [375, "light"],
  [1280, "dark"],
];

/** All rules of axe-core that are not experimental, and the one of WCAG 2.2 that is off by itself. */
const run = () =>
  window.axe.run(document, { resultTypes: ["violations"], preload: false, rules: { "target-size": { enabled: true } } });

/** What axe-core finds in the page that is open at these widths and in these schemes; one line for what is the same in several. */
async function violations(page, name, views) {
  const problems = new Map();
  const add = (what, view) => problems.set(what, [...(problems.get(what) ?? []), view]);
  await page.evaluate(AXE);
  for (const [width, colorScheme] of views) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    for (const { id, nodes } of (await page.evaluate(run)).violations) {
      for (const node of nodes) add(`${id}: ${node.target.join(" ")}: ${why(node)}`, `${width} ${colorScheme}`);
    }
  }
  return [...problems].map(([what, where]) => `${name} (${where.join(", ")}): ${what}`);
}

const why = (node) =>
  node.failureSummary
    .split("\n")
    .slice(1)
    .map((line) => line.trim())
    .join(" ");

/** The same with what a button opens. */
async function opened(page, selector, name) {
  const button = page.locator(selector).first();
  if (!(await button.isVisible())) return [`${name}: no visible ${selector}`];
  await button.click();
  const problems = await violations(page, `${name} ${selector} open`, NARROW);
  await page.keyboard.press("Escape");
  return problems;
}

export function define({ browser, servers: { root }, kinds }) {
  for (const { kind, pages, full } of kinds.filter((one) => one.kind !== "redirect")) {
    test(`axe-core finds nothing: ${kind}`, async () => {
      const found = [];
      const failures = await withPage(browser, root.origin, { reducedMotion: "reduce" }, async (page) => {
        for (const one of pages) {
          await page.goto(root.url(one.address));
          found.push(...(await violations(page, one.name, full.includes(one) ? ALL : TWO)));
        }
      });
      none([...failures, ...found]);
    });
  }

  test("axe-core finds nothing: menu and notes open", async () => {
    const found = [];
    await withPage(browser, root.origin, { viewport: { width: 375, height: 800 }, reducedMotion: "reduce" }, async (page) => {
      for (const { address, name } of kinds.find((one) => one.kind === "document").pages.filter((one) => one.ids.has("n1"))) {
        await page.goto(root.url(address));
        found.push(...(await opened(page, ".menu-button", name)), ...(await opened(page, "button.ref", name)));
      }
    });
    none(found);
  });
}
