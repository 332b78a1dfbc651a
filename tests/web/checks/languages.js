// The languages of a page: hreflang links are mutual, canonical links right, the switcher leads to the same thing.

import { test } from "node:test";
import { none } from "../lib/report.js";

const problemsOf = (site, check) =>
  [...site.pages.values()].flatMap((page) => check(page, site).map((what) => `${page.name}: ${what}`));
const of = (page) => page.alternates.filter((one) => one.tag !== "x-default");
const key = (page) =>
  page.alternates
    .map((one) => `${one.tag} ${one.href}`)
    .sort()
    .join("\n");

/** A page names itself, but for the one that has no address of its own; one that has moved, or shows the text of another language,
    names the page that it stands for. */
function canonical(page, site) {
  if (page.name.endsWith("404.html")) return page.canonical.map((href) => `canonical ${href}: it stands for no address`);
  if (page.canonical.length !== 1) return [`${page.canonical.length} canonical links`];
  const [href] = page.canonical;
  const target = site.resolve(href, site.base).page;
  if (!target || target.url !== href) return [`canonical ${href}: no page`];
  if (!page.noindex) return target === page ? [] : [`canonical ${href}: another page`];
  const same = page.refresh !== null || site.languageOf(target.address).rest === site.languageOf(page.address).rest;
  return target.noindex || !same ? [`canonical ${href}: not the original of this page`] : [];
}

function alternates(page, site) {
  if (page.noindex) return page.alternates.length ? ["is not to be indexed, and has hreflang links"] : [];
  const problems = [];
  const tags = page.alternates.map((one) => one.tag);
  if (new Set(tags).size !== tags.length) problems.push(`hreflang twice: ${tags}`);
  if (!tags.includes("x-default")) problems.push("no x-default");
  if (!of(page).some((one) => one.href === page.url && one.tag === page.lang))
    problems.push(`does not name itself as ${page.lang}`);
  for (const { tag, href } of of(page)) {
    const other = site.resolve(href, site.base).page;
    if (!other || !href.startsWith(site.base.href)) problems.push(`hreflang ${tag} ${href}: no page`);
    else if (key(other) !== key(page)) problems.push(`hreflang ${tag} ${href}: does not name the same pages`);
    else if (other.lang !== tag) problems.push(`hreflang ${tag} ${href}: that page is in ${other.lang}`);
  }
  return problems;
}

/** The same address in every other language is linked in the page. */
function switcher(page, site) {
  if (page.refresh !== null) return [];
  const { rest, language } = site.languageOf(page.address);
  const linked = new Set(
    page.leads.filter((one) => one.what === "a").map((one) => site.resolve(one.href, site.from(page.name)).page?.address),
  );
  const others = site.languages.filter((one) => one.tag !== language.tag);
  return others
    .filter((one) => !linked.has(one.prefix + rest) && rest !== "404.html")
    .map((one) => `no link to ${one.prefix}${rest}`);
}

export function define({ sites: { root, below, disk } }) {
  const all = [root, below, disk];
  test("canonical links are right", () => none(all.flatMap((site) => problemsOf(site, canonical))));
  test("hreflang links are mutual", () => none(all.flatMap((site) => problemsOf(site, alternates))));
  test("the language switcher leads to the same thing", () => none(all.flatMap((site) => problemsOf(site, switcher))));
  test("the language of a page is that of its address", () => {
    none(
      problemsOf(root, (page) => {
        const { tag } = root.languageOf(page.address).language;
        return page.lang === tag ? [] : [`lang="${page.lang}" at an address of ${tag}`];
      }),
    );
  });
}
