// A person, a theme and a document print as dossiers: every statement is in the PDF, in its whole length, and no navigation is.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { output } from "../lib/build.js";
import { withPage } from "../lib/browser.js";
import { none } from "../lib/report.js";

/** Compares letters alone: a PDF knows no spaces at the end of a line, may have other forms of the same letter, and keeps or drops
    what only joins words. */
const letters = (text) => text.normalize("NFKC").replace(/[\s\u2060]+/g, "");

/** What leads elsewhere has no use on paper; the contents of a document may stay. */
const navigation = () =>
  [...document.querySelectorAll("nav:not(.contents), .tools, .skip, button, input")]
    .filter((element) => element.checkVisibility() && element.getClientRects().length)
    .map((element) => `${element.localName}.${element.className} “${element.textContent.trim().slice(0, 40)}”`);

/** The words that have to be there: statements on cards; in a document the annotated passages and what its notes say of them. */
const statements = () => {
  const sign = (element) => getComputedStyle(element, "::before").content.match(/^"([^"]*)"/)?.[1] ?? "";
  const shown = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches(".vh") || getComputedStyle(node).display === "none") return "";
    return sign(node) + [...node.childNodes].map(shown).join("");
  };
  return [...document.querySelectorAll(".words, .st, .note p:not(.src)")].map(shown);
};

async function printed(page, folder, name) {
  const pdf = path.join(folder, `${name.replace(/\W+/g, "-")}.pdf`);
  const bytes = await page.pdf({ format: "A4", printBackground: false });
  assert.equal(bytes.subarray(0, 5).toString(), "%PDF-");
  writeFileSync(pdf, bytes);
  return output("pdftotext", ["-raw", pdf, "-"]).split("\f").map(letters);
}

/** Whether words stand on a page, or begin on one and end on the next. */
function holds(pages, words) {
  const ends = [...words].map((_, at) => at + 1);
  const isOver = (page, next) => ends.some((at) => page.includes(words.slice(0, at)) && next.includes(words.slice(at)));
  return pages.some((page, i) => page.includes(words) || (i + 1 < pages.length && isOver(page, pages[i + 1])));
}

export function define({ sites, browser, servers: { root }, kinds }) {
  for (const kind of ["person", "theme", "document"]) {
    test(`a ${kind} prints with every statement and without navigation`, async (t) => {
      const found = [];
      await withPage(browser, root.origin, {}, async (page) => {
        for (const { address, name } of kinds
          .find((one) => one.kind === kind)
          .pages.filter((one) => one.html.includes("data-kind="))) {
          await page.goto(root.url(address));
          await page.emulateMedia({ media: "print" });
          found.push(...(await page.evaluate(navigation)).map((what) => `${name}: in print: ${what}`));
          const wanted = await page.evaluate(statements);
          const pages = await printed(page, sites.folder, name);
          found.push(
            ...wanted
              .filter((words) => !holds(pages, letters(words)))
              .map((words) => `${name}: not in the PDF: ${words.slice(0, 80)}`),
          );
          t.diagnostic(`${name}: ${wanted.length} passages`);
          await page.emulateMedia({ media: "screen" });
        }
      });
      none(found);
    });
  }
}
