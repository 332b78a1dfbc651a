// Pages load in a browser without a failure and without a request to another host: served at the root of a host and below a
// folder, and read from a disk; and they say the same without scripts.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { withPage } from "../lib/browser.js";
import { none } from "../lib/report.js";

const words = (page) => page.evaluate(() => document.querySelector("main").innerText);
const styled = (page) =>
  page.evaluate(
    () => [...document.styleSheets].length > 0 && getComputedStyle(document.querySelector(".skip")).position === "absolute",
  );

/** Loads the pages that stand for all, and asks of each whether it is styled and what it says. */
async function load(browser, own, pages, urlOf, options = {}) {
  const texts = new Map();
  const unstyled = [];
  const problems = await withPage(browser, own, options, async (page) => {
    for (const one of pages) {
      await page.goto(urlOf(one));
      if (!(await styled(page))) unstyled.push(`${one.name}: has no style`);
      texts.set(one.name, await words(page));
    }
  });
  return { texts, problems: [...problems, ...unstyled] };
}

function differing(plain, scripted) {
  const other = [...plain].filter(([name, text]) => text !== scripted.get(name) || !text.trim());
  return other.map(([name]) => `${name}: says other things without scripts`);
}

/** The menu, the notes and the switch for annotations, in a browser that runs no script. */
async function parts(page, url) {
  await page.setViewportSize({ width: 375, height: 800 });
  await page.goto(url);
  const [menu, note] = [page.locator("[id='page.menu']"), page.locator(".note").first()];
  assert.equal(await menu.isVisible(), false, "the menu is closed at first");
  await page.locator(".menu-button").click();
  assert.equal(await menu.isVisible(), true, "the menu opens");
  await page.keyboard.press("Escape");
  assert.equal(await menu.isVisible(), false, "Escape closes the menu");
  await page.locator("button.ref").first().click();
  assert.equal(await note.isVisible(), true, "a number opens its note");
  await page.keyboard.press("Escape");
  assert.equal(await note.isVisible(), false, "Escape closes the note");
  await page.setViewportSize({ width: 1440, height: 800 });
  assert.equal(await menu.isVisible(), true, "a wide page shows the menu");
  assert.equal(await note.isVisible(), true, "a wide page has the notes in the margin");
  await page.locator("[id='page.marks']").uncheck();
  assert.equal(await note.isVisible(), false, "annotations can be hidden");
}

export function define({ sites, browser, servers, kinds }) {
  const pages = kinds.filter((one) => one.kind !== "redirect").flatMap((one) => one.full);
  const served = ({ origin, url }, options) =>
    load(
      browser,
      origin,
      pages.filter((one) => one.address !== "404.html"),
      (one) => url(one.address),
      options,
    );
  const disk = pathToFileURL(sites.disk.dir).href;

  test("pages load at the root of a host, and say the same without scripts", async () => {
    const [scripted, plain] = [await served(servers.root), await served(servers.root, { javaScriptEnabled: false })];
    none([...scripted.problems, ...plain.problems, ...differing(plain.texts, scripted.texts)]);
  });

  test("pages load below a folder", async () => none((await served(servers.below)).problems));

  test("pages load from a disk", async () =>
    none((await load(browser, disk, pages, (one) => sites.disk.from(one.name).href)).problems));

  test("an address without a page shows the page for that", async () => {
    const problems = await withPage(browser, servers.below.origin, {}, async (page) => {
      const answer = await page.goto(servers.below.url("no/such/page"));
      assert.equal(answer.status(), 404);
      assert.ok(await styled(page));
    });
    none(problems.filter((what) => !/404/.test(what)));
  });

  test("a folder without its final slash is redirected", async () => {
    await withPage(browser, servers.below.origin, {}, async (page) => {
      await page.goto(servers.below.url("people"));
      assert.equal(page.url(), servers.below.url("people/"));
    });
  });

  for (const one of pages.filter((page) => page.ids.has("n1")).slice(0, 2)) {
    test(`menu, notes and switch work without scripts: ${one.address}`, async () => {
      await withPage(browser, servers.root.origin, { javaScriptEnabled: false }, (page) =>
        parts(page, servers.root.url(one.address)),
      );
    });
  }

  test("an old address leads on", async () => {
    const moved = [...sites.disk.pages.values()].filter((one) => one.refresh !== null);
    assert.ok(moved.length > 0);
    await withPage(browser, disk, {}, async (page) => {
      for (const one of moved) {
        await page.goto(sites.disk.from(one.name).href, { waitUntil: "commit" });
        await page.waitForURL(new URL(one.refresh, sites.disk.from(one.name)).href);
      }
    });
  });
}
