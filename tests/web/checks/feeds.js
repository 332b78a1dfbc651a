// Every feed is Atom as RFC 4287 has it, its ids are unique, and its links lead to pages of the site.

import { test } from "node:test";
import { none } from "../lib/report.js";
import { children, parseXml, textIn } from "../lib/xml.js";

const ATOM = "http://www.w3.org/2005/Atom";
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
/** How often an element may stand in its parent (RFC 4287, 4.1.1 and 4.1.2): name, least, most. */
const FEED = [
  ["id", 1, 1],
  ["title", 1, 1],
  ["updated", 1, 1],
  ["subtitle", 0, 1],
  ["generator", 0, 1],
  ["icon", 0, 1],
  ["logo", 0, 1],
  ["rights", 0, 1],
];
const ENTRY = [
  ["id", 1, 1],
  ["title", 1, 1],
  ["updated", 1, 1],
  ["published", 0, 1],
  ["summary", 0, 1],
  ["content", 0, 1],
  ["source", 0, 1],
  ["rights", 0, 1],
];
const KNOWN = new Set([...FEED, ...ENTRY].map(([name]) => name).concat("author", "contributor", "category", "link", "entry"));

const get = (element, name) => children(element, ATOM, name);
const links = (element) =>
  get(element, "link").map((link) => ({
    rel: link.getAttribute("rel") || "alternate",
    type: link.getAttribute("type") ?? "",
    lang: link.getAttribute("hreflang") ?? "",
    href: link.getAttribute("href") ?? "",
  }));

function isAbsolute(address) {
  try {
    return Boolean(new URL(address));
  } catch {
    return false;
  }
}

/** What a feed and an entry have in common. */
function constructs(element, counts) {
  const problems = [];
  for (const [name, least, most] of counts) {
    const count = get(element, name).length;
    if (count < least || count > most) problems.push(`${count} times ${name}`);
  }
  for (const child of children(element, ATOM)) if (!KNOWN.has(child.localName)) problems.push(`unknown element ${child.localName}`);
  for (const name of ["updated", "published"]) {
    for (const date of get(element, name).map(textIn))
      if (!DATE.test(date) || Number.isNaN(Date.parse(date))) problems.push(`${name} ${date}`);
  }
  for (const name of ["title", "summary", "subtitle", "rights"]) {
    for (const text of get(element, name))
      if (!["", "text", "html", "xhtml"].includes(text.getAttribute("type") ?? "")) problems.push(`type of ${name}`);
  }
  for (const person of [...get(element, "author"), ...get(element, "contributor")]) {
    if (get(person, "name").length !== 1 || !textIn(get(person, "name")[0])) problems.push("a person without one name");
    if (get(person, "uri").length > 1 || get(person, "email").length > 1) problems.push("a person with two addresses");
  }
  if (!textIn(get(element, "title")[0])) problems.push("an empty title");
  if (!isAbsolute(textIn(get(element, "id")[0]))) problems.push("its id is no absolute IRI");
  const same = links(element)
    .filter((link) => link.rel === "alternate")
    .map((link) => `${link.type} ${link.lang}`);
  if (new Set(same).size !== same.length) problems.push("two alternate links of the same type and language");
  if (links(element).some((link) => !link.href)) problems.push("a link without an address");
  return problems;
}

function entry(element, feed, site) {
  const id = textIn(get(element, "id")[0]);
  const problems = constructs(element, ENTRY);
  if (!get(element, "author").length && !get(feed, "author").length) problems.push("no author");
  const alternate = links(element).find((link) => link.rel === "alternate");
  if (!alternate && !get(element, "content").length) problems.push("neither content nor an alternate link");
  const target = alternate && site.resolve(alternate.href, site.base);
  if (alternate && (!target.page || target.page.noindex))
    problems.push(`links to ${alternate.href}: ${target.problem ?? "no original page"}`);
  return problems.map((what) => `${id}: ${what}`);
}

function feed(name, site, seen) {
  const root = parseXml(site.text(name));
  if (root.namespaceURI !== ATOM || root.localName !== "feed") return ["is no Atom feed"];
  const problems = constructs(root, FEED);
  const entries = get(root, "entry");
  const updated = entries
    .map((one) => textIn(get(one, "updated")[0]))
    .sort()
    .at(-1);
  if (updated && textIn(get(root, "updated")[0]) !== updated) problems.push("is not as new as its newest entry");
  const self = links(root)
    .filter((link) => link.rel === "self")
    .map((link) => link.href);
  if (self.length !== 1 || site.resolve(self[0], site.base).file !== name) problems.push(`self link ${self}`);
  const page = site.resolve(links(root).find((link) => link.rel === "alternate")?.href ?? "", site.base).page;
  if (!page) problems.push("its alternate link leads to no page");
  else if (!page.feeds.some((href) => site.resolve(href, site.from(page.name)).file === name))
    problems.push(`${page.name} does not name it`);
  if (page && root.getAttribute("xml:lang") !== page.lang) problems.push(`xml:lang ${root.getAttribute("xml:lang")}`);
  const ids = entries.map((one) => textIn(get(one, "id")[0]));
  if (new Set(ids).size !== ids.length) problems.push("two entries have the same id");
  for (const [id, what] of [
    [textIn(get(root, "id")[0]), name],
    ...entries.map((one, i) => [ids[i], textIn(get(one, "updated")[0])]),
  ]) {
    if (seen.has(id) && seen.get(id) !== what) problems.push(`${id}: is another thing in another feed`);
    seen.set(id, what);
  }
  return [...problems, ...entries.flatMap((one) => entry(one, root, site))];
}

export function define({ sites: { root, below, disk } }) {
  for (const [where, site] of [
    ["at the root of a host", root],
    ["below a folder", below],
    ["of relative addresses", disk],
  ]) {
    test(`feeds ${where} are as RFC 4287 has them`, (t) => {
      const names = site.files.filter((name) => name.endsWith("atom.xml"));
      const seen = new Map();
      t.diagnostic(`${names.length} feeds`);
      if (!names.length) none(["no feed at all"]);
      none(
        names.flatMap((name) => {
          try {
            return feed(name, site, seen).map((what) => `${name}: ${what}`);
          } catch (error) {
            return [`${name}: ${error.message}`];
          }
        }),
      );
    });
  }
}
