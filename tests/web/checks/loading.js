// Pages load in a browser without a failure and without a request to another host: served at the root of a host and below a
// folder, and read from a disk; and they say the same without scripts.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { withPage } from "../lib/browser.js";
import { none } from "../lib/report.js";

const words = (page) => page.evaluate(() => document.querySelector("main").innerText);
const styled = (page) => page.evaluate(() => [...document.styleSheets].length > 0 && getComputedStyle(document.querySelector(".skip")).position === "absolute");

/** Loads the pages that stand for all, and asks of each whether it is styled. */
async function load(browser, own, pages, urlOf) {
  const unstyled = [];
  const problems = await withPage(browser, own, {}, async (page) => {
    for (const one of pages) {
      await page.goto(urlOf(one));
      if (!await styled(page)) unstyled.push(`${one.name}: has no style`);
    }
  });
  return [...problems, ...unstyled];
}

async function withoutScripts(browser, server, pages) {
  const read = async (javaScriptEnabled) => {
    const texts = new Map();
    await withPage(browser, server.origin, { javaScriptEnabled }, async (page) => {
      for (const { address, name } of pages) {
        await page.goto(server.url(address));
        texts.set(name, await words(page));
      }
    });
    return texts;
  };
  const [plain, scripted] = await Promise.all([read(false), read(true)]);
  return pages.filter(({ name }) => plain.get(name) !== scripted.get(name) || !plain.get(name).trim()).map(({ name }) => `${name}: says other things without scripts`);
}

/** The menu, the notes and the switch for annotations, in a browser that runs no script. */
async function parts(page, url) {
  await page.setViewportSize({ width: 375, height: 800 });
  await page.goto(url);
  const [menu, note] = [page.locator("#menu"), page.locator(".note").first()];
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
  await page.locator("#marks").uncheck();
  assert.equal(await note.isVisible(), false, "annotations can be hidden");
}

export function define({ sites, browser, servers, kinds }) {
  const pages = kinds.filter((one) => one.kind !== "redirect").flatMap((one) => one.pages);
  for (const [where, { origin, url }] of [["at the root of a host", servers.root], ["below a folder", servers.below]]) {
    test(`pages load ${where}`, async () => none(await load(browser, origin, pages.filter((one) => !one.name.endsWith("404.html")), (one) => url(one.address))));
  }

  test("pages load from a disk", async () => {
    const own = pathToFileURL(sites.disk.dir).href;
    none(await load(browser, own, pages, (one) => sites.disk.from(one.name).href));
  });

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

  test("pages say the same without scripts", async () => none(await withoutScripts(browser, servers.root, pages.filter((one) => !one.name.endsWith("404.html")))));

  for (const one of pages.filter((page) => page.ids.has("n1")).slice(0, 2)) {
    test(`menu, notes and switch work without scripts: ${one.address}`, async () => {
      await withPage(browser, servers.root.origin, { javaScriptEnabled: false }, (page) => parts(page, servers.root.url(one.address)));
    });
  }

  for (const page of [...sites.root.pages.values()].filter((one) => one.refresh !== null)) {
    test(`an old address leads on: ${page.address}`, async () => {
      await withPage(browser, servers.root.origin, {}, async (tab) => {
        await tab.goto(servers.root.url(page.address), { waitUntil: "commit" });
        await tab.waitForURL((url) => url.pathname === new URL(page.canonical[0]).pathname);
      });
    });
  }
}
