// The Nu HTML checker finds no error in any page or in the style sheets.
//
// Its CSS part does not know container queries (CSS Conditional Rules 5, CSS Containment 3) yet. It is shown `@container` as
// `@media`, which has the same grammar for sizes, so that what is inside is checked too; Chromium has to understand the original.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { withPage } from "../lib/browser.js";
import { none } from "../lib/report.js";

const VNU = path.join(path.dirname(createRequire(import.meta.url).resolve("vnu-jar")), "build/dist/vnu.jar");
const CONTAINER = /container(?:-type)?:\s*(?:[a-z-]+\s*\/\s*)?(?:inline-size|size|normal)\s*(;|(?=\}))/g;

function withoutContainers(css) {
  return css.replace(/@container(?:\s+[a-z][a-z-]*)?\s*\(/g, "@media (").replace(CONTAINER, "");
}

function sheets(site, folder) {
  mkdirSync(folder, { recursive: true });
  return site.files
    .filter((name) => name.endsWith(".css"))
    .map((name) => {
      const copy = path.join(folder, path.basename(name));
      writeFileSync(copy, withoutContainers(site.text(name)));
      return copy;
    });
}

async function messages({ root, folder }) {
  const pages = [...root.pages.values()].map((page) => page.file);
  const given = [
    "-Xss8m",
    "-jar",
    VNU,
    "--also-check-css",
    "--format",
    "json",
    "--stdout",
    "--exit-zero-always",
    ...sheets(root, path.join(folder, "css")),
    ...pages,
  ];
  const { stdout } = await promisify(execFile)("java", given, { maxBuffer: 1 << 28 });
  return JSON.parse(stdout).messages;
}

const shown = (root, message) => {
  const place = decodeURI(message.url ?? "").replace(`file:${root.dir}/`, "");
  return `${place}:${message.lastLine ?? 0}: ${message.message} ${message.extract ? JSON.stringify(message.extract) : ""}`;
};

export function define({ sites, browser, servers }) {
  test("the Nu HTML checker finds no error in pages and style sheets", async (t) => {
    const found = await messages(sites);
    const isError = (message) => message.type !== "info";
    for (const message of found.filter((m) => !isError(m)).slice(0, 20)) t.diagnostic(shown(sites.root, message));
    t.diagnostic(`${sites.root.pages.size} pages`);
    none(found.filter(isError).map((message) => shown(sites.root, message)));
  });

  test("the browser understands every container query", async () => {
    const written = sites.root.files
      .filter((name) => name.endsWith(".css"))
      .map((name) => sites.root.text(name))
      .join("\n");
    await withPage(browser, servers.root.origin, {}, async (page) => {
      await page.goto(servers.root.url(""));
      const understood = await page.evaluate(() => {
        const all = (rules) => [...rules].flatMap((rule) => [rule, ...(rule.cssRules ? all(rule.cssRules) : [])]);
        return [...document.styleSheets].flatMap((sheet) => all(sheet.cssRules)).filter((rule) => rule instanceof CSSContainerRule)
          .length;
      });
      assert.equal(understood, [...written.matchAll(/@container\b/g)].length);
    });
  });
}
