// Every link, fragment and file that a page names is there: at the root of a host, below a folder, and on a disk without a server.
// Pages of other hosts are not asked for; nothing that a page loads may come from one.

import { test } from "node:test";
import { cssAddresses } from "../lib/facts.js";
import { none } from "../lib/report.js";

/** Every address that a site's files name: `{name, what, href, from, loads}`. */
function* named(site) {
  for (const page of site.pages.values()) {
    // The page for missing addresses is shown at any of them.
    const froms = page.name === "404.html" && !site.byFile ? ["404.html", "no/such/page/"] : [page.name];
    for (const from of froms.map((name) => site.from(name))) {
      for (const one of page.leads) yield { name: page.name, ...one, from };
      for (const one of page.loads) yield { name: page.name, ...one, from, loads: true };
    }
  }
  for (const name of site.files.filter((name) => name.endsWith(".css"))) {
    for (const href of cssAddresses(site.text(name))) yield { name, what: "css", href, from: site.from(name), loads: true };
  }
}

function problem(site, { name, href, from, loads }) {
  // A fragment alone leads into the page itself, at whatever address that is shown.
  const found = site.resolve(href, href.startsWith("#") ? site.from(name) : from);
  if (found.problem) return found.problem;
  if (found.external) return loads && found.external.protocol !== "data:" ? "loads from another host" : null;
  if (!found.fragment || !found.page || found.fragment === "top") return null;
  return found.page.ids.has(found.fragment) ? null : `no element #${found.fragment}`;
}

function broken(site) {
  const problems = [];
  let count = 0;
  for (const one of named(site)) {
    count += 1;
    const what = problem(site, one);
    if (what) problems.push(`${one.name}: ${one.what} ${one.href}: ${what}`);
  }
  return { problems, count };
}

/** Pages that no chain of links from the home page leads to. */
function unreached(site) {
  const seen = new Set(["index.html"]);
  for (const name of seen) {
    const page = site.pages.get(name);
    for (const { what, href } of page.leads.filter((one) => one.what === "a" || one.what === "refresh")) {
      const target = site.resolve(href, site.from(name)).page;
      if (target && what) seen.add(target.name);
    }
  }
  const apart = (page) => seen.has(page.name) || page.refresh !== null || page.name.endsWith("404.html");
  return [...site.pages.values()].filter((page) => !apart(page)).map((page) => `${page.name}: no link leads here`);
}

export function define({ sites: { root, below, disk } }) {
  for (const [where, site] of [
    ["at the root of a host", root],
    ["below a folder", below],
    ["on a disk", disk],
  ]) {
    test(`no link, fragment or file is broken ${where}`, (t) => {
      const { problems, count } = broken(site);
      t.diagnostic(`${count} addresses in ${site.pages.size} pages`);
      none(problems);
    });
  }

  test("every page can be reached from the home page", () => none([root, below, disk].flatMap(unreached)));

  test("every id that an attribute names is in its page", () => {
    const missing = (page) =>
      page.idrefs.filter((ref) => !page.ids.has(ref.id)).map((ref) => `${page.name}: ${ref.what}="${ref.id}"`);
    none([...root.pages.values()].flatMap(missing));
  });
}
