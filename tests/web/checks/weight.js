// A page weighs less than 30 KB: its HTML and its style sheets, compressed as a server would send them.

import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { none } from "../lib/report.js";

const MOST = 30_000;

const packed = (text) => gzipSync(text, { level: 6 }).length;

export function define({ sites: { root } }) {
  test("every page is under 30 KB with its style sheet", (t) => {
    const sheets = new Map();
    const sheet = (name) => sheets.get(name) ?? sheets.set(name, packed(root.text(name))).get(name);
    const all = [...root.pages.values()].map((page) => {
      const styles = page.styles.map((href) => root.resolve(href, root.from(page.name)).file).filter(Boolean);
      return { name: page.name, bytes: packed(page.html) + styles.map(sheet).reduce((a, b) => a + b, 0) };
    });
    const [heaviest] = all.sort((a, b) => b.bytes - a.bytes);
    t.diagnostic(`the heaviest has ${heaviest.bytes} bytes: ${heaviest.name}; style sheets: ${[...sheets.values()]}`);
    none(all.filter((one) => one.bytes >= MOST).map((one) => `${one.name}: ${one.bytes} bytes`));
  });
}
