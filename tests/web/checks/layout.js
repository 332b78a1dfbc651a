// No page of any kind scrolls sideways: not at 320 px, not with text of twice the size, and not with words that fit no line. On wide screens
// a document has its provenance on one side of the text and its notes on the other; on phones all stands below each other.

import { test } from "node:test";
import { withPage } from "../lib/browser.js";
import { samples } from "../lib/kinds.js";
import { none } from "../lib/report.js";
import { serve } from "../lib/serve.js";

const VIEWS = [
  { width: 320, text: 1 },
  { width: 375, text: 2 },
  { width: 640, text: 2 },
  { width: 1280, text: 2 },
];

/** How far the page is too wide, and which elements stick out; what has a scroll bar of its own may. */
const measure = () => {
  const { scrollWidth, clientWidth } = document.documentElement;
  const font = getComputedStyle(document.documentElement).fontSize;
  if (scrollWidth <= clientWidth) return { over: 0, font };
  const bars = (element) =>
    element &&
    element !== document.body &&
    element !== document.documentElement &&
    (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(element).overflowX) || bars(element.parentElement));
  const out = [...document.body.querySelectorAll("*")].filter((element) => {
    const box = element.getBoundingClientRect();
    return (
      box.width > 0 && box.right > clientWidth + 1 && !bars(element.parentElement) && getComputedStyle(element).clipPath === "none"
    );
  });
  const shown = (element) => `${element.localName}.${element.className} “${element.textContent.trim().slice(0, 40)}”`;
  return { over: scrollWidth - clientWidth, font, out: out.slice(-3).map(shown) };
};

const ofSize = (session, text) => session.send("Page.setFontSizes", { fontSizes: { standard: 16 * text, fixed: 13 * text } });

async function view(page, session, { width, text }) {
  await ofSize(session, text);
  await page.setViewportSize({ width, height: 800 });
  const { over, font, out } = await page.evaluate(measure);
  const where = `${width} px, text ${text * 100} %`;
  if (font !== `${16 * text}px`) return [`${where}: the text is not of the reader's size: ${font}`];
  return over > 0 ? [`${where}: ${over} px too wide: ${out.join(", ")}`] : [];
}

/** What in a page is wider than the place that it scrolls in. */
const scrolled = () =>
  [...document.querySelectorAll(".scroll, .box, [tabindex='0']")]
    .filter((element) => element.scrollWidth > element.clientWidth + 1 && !element.matches(".timeline"))
    .map((element) => `${element.className} “${element.textContent.trim().slice(0, 40)}”`);

/** Where the provenance, the text and the notes of a document stand: their left and right edges. */
const columns = () =>
  [".rail", ".annotated > p", ".note"].map((selector) => {
    const shown = [...document.querySelectorAll(selector)].find((element) => element.getBoundingClientRect().width > 0);
    const box = shown?.getBoundingClientRect();
    return box && { left: box.left, right: box.right };
  });

/** What is wrong with the columns of a document at 1280 and 375 px. */
async function sideBySide(page) {
  await page.setViewportSize({ width: 1280, height: 800 });
  const [rail, text, note] = await page.evaluate(columns);
  const wide = rail && text && note && rail.right < text.left && text.right < note.left;
  await page.setViewportSize({ width: 375, height: 800 });
  const [above, below, popover] = await page.evaluate(columns);
  const narrow = above && below && above.left === below.left && !popover;
  return [...(wide ? [] : ["1280 px: not side by side"]), ...(narrow ? [] : ["375 px: not below each other"])];
}

/** All pages in all views, in one tab. */
async function all(browser, server, pages, views) {
  const found = [];
  await withPage(browser, server.origin, {}, async (page) => {
    const session = await page.context().newCDPSession(page);
    for (const { address, name } of pages) {
      await page.goto(server.url(address));
      for (const one of views) found.push(...(await view(page, session, one)).map((what) => `${name}: ${what}`));
    }
    await ofSize(session, 1);
    await session.detach();
  });
  return found;
}

export function define({ sites: { names }, browser, servers: { root }, kinds }) {
  test("a document has its notes beside the text where there is room", async () => {
    const pages = kinds.find((one) => one.kind === "document").pages;
    const found = [];
    await withPage(browser, root.origin, {}, async (page) => {
      for (const { address, name } of pages) {
        await page.goto(root.url(address));
        // Of a text that is not published there is nothing to annotate.
        if (!(await page.$(".note"))) continue;
        found.push(...(await sideBySide(page)).map((what) => `${name}: ${what}`));
      }
    });
    none(found);
  });

  test("on phones nothing but a drawing of time has a scroll bar of its own", async () => {
    const found = [];
    await withPage(browser, root.origin, {}, async (page) => {
      await page.setViewportSize({ width: 375, height: 800 });
      for (const { address, name } of kinds.flatMap((one) => (one.kind === "redirect" ? [] : one.pages))) {
        await page.goto(root.url(address));
        found.push(...(await page.evaluate(scrolled)).map((what) => `${name}: ${what}`));
      }
    });
    none(found);
  });

  for (const { kind, pages } of kinds.filter((one) => one.kind !== "redirect")) {
    test(`no page scrolls sideways: ${kind}`, async () => none(await all(browser, root, pages, VIEWS)));
  }

  test("no page scrolls sideways: long names", async () => {
    const server = await serve(names);
    const pages = samples(names).filter((one) => one.kind !== "redirect");
    const full = pages.flatMap((one) => one.full);
    none(await all(browser, server, full, [...VIEWS, { width: 1280, text: 1 }]));
    await server.close();
  });
}
