// The sitemap names every original page once, and nothing else, with mutual alternates; robots.txt names the sitemap.

import assert from "node:assert/strict";
import { test } from "node:test";
import { none } from "../lib/report.js";
import { children, parseXml, textIn } from "../lib/xml.js";

const SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9";
const XHTML = "http://www.w3.org/1999/xhtml";
const MOST = 50_000;
/** W3C-DTF, as the protocol wants it. */
const DATE = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?$/;

const entry = (url) => ({
  loc: textIn(children(url, SITEMAP, "loc")[0]),
  lastmod: children(url, SITEMAP, "lastmod").map(textIn),
  alternates: children(url, XHTML, "link").map((link) => ({
    rel: link.getAttribute("rel"),
    tag: link.getAttribute("hreflang"),
    href: link.getAttribute("href"),
  })),
});

/** The entries of a sitemap, or of all that an index names. */
function entries(site, name) {
  const root = parseXml(site.text(name));
  assert.equal(root.namespaceURI, SITEMAP, name);
  if (root.localName === "urlset") return children(root, SITEMAP, "url").map(entry);
  assert.equal(root.localName, "sitemapindex", name);
  return children(root, SITEMAP, "sitemap").flatMap((one) =>
    entries(site, site.resolve(textIn(children(one, SITEMAP, "loc")[0]), site.base).file),
  );
}

function one({ loc, lastmod, alternates }, site, all) {
  const problems = [];
  const page = loc.startsWith(site.base.href) ? site.resolve(loc, site.base).page : null;
  if (!page) return [`${loc}: no page`];
  if (page.noindex || page.url !== loc) problems.push(`${loc}: is no original page`);
  if (lastmod.length > 1 || lastmod.some((date) => !DATE.test(date) || Number.isNaN(Date.parse(date))))
    problems.push(`${loc}: lastmod ${lastmod}`);
  const own = alternates
    .map((a) => `${a.tag} ${a.href}`)
    .sort()
    .join();
  const shown = page.alternates
    .filter((a) => a.tag !== "x-default")
    .map((a) => `${a.tag} ${a.href}`)
    .sort()
    .join();
  if (own !== shown && (alternates.length || page.alternates.length > 2))
    problems.push(`${loc}: other alternates than the page has`);
  if (alternates.length && !alternates.some((a) => a.href === loc)) problems.push(`${loc}: is not among its own alternates`);
  for (const { rel, tag, href } of alternates) {
    const back = all.get(href)?.alternates.some((a) => a.href === loc && a.tag === page.lang);
    if (rel !== "alternate" || !back) problems.push(`${loc}: ${rel} ${tag} ${href} does not name it in turn`);
  }
  return problems;
}

export function define({ sites: { root, below, disk } }) {
  for (const [where, site] of [
    ["at the root", root],
    ["below a folder", below],
    ["of relative addresses", disk],
  ]) {
    test(`the sitemap ${where} is complete and its alternates are mutual`, (t) => {
      const list = entries(site, "sitemap.xml");
      const all = new Map(list.map((entry) => [entry.loc, entry]));
      const problems = list.flatMap((entry) => one(entry, site, all));
      if (all.size !== list.length) problems.push("an address stands in it twice");
      if (list.length > MOST) problems.push("more than 50,000 addresses");
      const missing = [...site.pages.values()].filter((page) => !page.noindex && !all.has(page.url));
      t.diagnostic(`${list.length} addresses`);
      none([...problems, ...missing.map((page) => `${page.url}: is not in the sitemap`)]);
    });
  }

  test("robots.txt names the sitemap and forbids nothing", () => {
    none(
      [root, below, disk].flatMap((site) => {
        const lines = site
          .text("robots.txt")
          .split("\n")
          .map((line) => line.trim());
        const named = lines.includes(`Sitemap: ${site.base.href}sitemap.xml`);
        return [
          ...(named ? [] : ["no Sitemap line with the whole address"]),
          ...lines.filter((line) => /^disallow:\s*\S/i.test(line)),
        ];
      }),
    );
  });
}
