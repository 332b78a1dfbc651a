// What the checks need to know of a page or a style sheet, taken from its bytes. Judges nothing.

import { parse } from "parse5";

/** Elements that load what they name: element, attribute. */
const LOADED = [
  ["script", "src"],
  ["img", "src"],
  ["source", "src"],
  ["video", "src"],
  ["video", "poster"],
  ["audio", "src"],
  ["track", "src"],
  ["iframe", "src"],
  ["embed", "src"],
  ["object", "data"],
  ["input", "src"],
  ["use", "href"],
  ["image", "href"],
];
/** Links that load what they name. */
const LOADED_RELS = new Set(["stylesheet", "icon", "apple-touch-icon", "preload", "modulepreload", "prefetch", "manifest"]);
/** Elements that lead somewhere. */
const LEADING = [
  ["a", "href"],
  ["area", "href"],
  ["form", "action"],
  ["blockquote", "cite"],
  ["q", "cite"],
];
/** Attributes that hold ids of the same page. */
const IDREFS = [
  "for",
  "popovertarget",
  "commandfor",
  "aria-labelledby",
  "aria-describedby",
  "aria-controls",
  "aria-details",
  "headers",
];

function* elements(node) {
  for (const child of node.childNodes ?? []) {
    if (child.tagName) {
      child.attr = Object.fromEntries(child.attrs.map((a) => [a.name, a.value]));
      yield child;
    }
    yield* elements(child);
  }
}

export function textOf(node) {
  if (node.nodeName === "#text") return node.value;
  return (node.childNodes ?? []).map(textOf).join("");
}

/** Addresses in a style sheet: `url(…)` and `@import "…"`. */
export function cssAddresses(css) {
  const bare = css.replace(/\/\*.*?\*\//gs, "");
  const urls = [...bare.matchAll(/url\(\s*(?:"([^"]*)"|'([^']*)'|([^)\s]*))\s*\)/g)].map((m) => m[1] ?? m[2] ?? m[3]);
  const imports = [...bare.matchAll(/@import\s+(?:"([^"]*)"|'([^']*)')/g)].map((m) => m[1] ?? m[2]);
  return [...urls, ...imports];
}

const srcset = (value) =>
  value
    .split(",")
    .map((part) => part.trim().split(/\s+/)[0])
    .filter(Boolean);

function link(facts, attr) {
  const rels = (attr.rel ?? "").toLowerCase().split(/\s+/);
  const href = attr.href ?? "";
  if (rels.some((rel) => LOADED_RELS.has(rel))) facts.loads.push({ what: `link ${attr.rel}`, href });
  else facts.leads.push({ what: `link ${attr.rel}`, href });
  if (rels.includes("stylesheet")) facts.styles.push(href);
  if (rels.includes("canonical")) facts.canonical.push(href);
  if (!rels.includes("alternate")) return;
  if (attr.type === "application/atom+xml") facts.feeds.push(href);
  if (attr.hreflang) facts.alternates.push({ tag: attr.hreflang, href });
}

function meta(facts, attr) {
  if (attr.name === "robots") facts.noindex ||= attr.content.includes("noindex");
  if (attr.property === "og:url" || attr.property === "og:image") facts.leads.push({ what: attr.property, href: attr.content });
  if (attr["http-equiv"]?.toLowerCase() !== "refresh") return;
  facts.refresh = attr.content.replace(/^[^;]*;\s*url=/i, "");
  facts.leads.push({ what: "refresh", href: facts.refresh });
}

function ids(facts, attr) {
  for (const id of [attr.id, attr.name].filter(Boolean)) facts.ids.add(id);
  for (const name of IDREFS) {
    for (const id of (attr[name] ?? "").split(/\s+/).filter(Boolean)) facts.idrefs.push({ what: name, id });
  }
  if (attr.list) facts.idrefs.push({ what: "list", id: attr.list });
}

function addresses(facts, tag, attr) {
  for (const [name, key] of LOADED) if (tag === name && attr[key] !== undefined) facts.loads.push({ what: name, href: attr[key] });
  for (const [name, key] of LEADING) if (tag === name && attr[key] !== undefined) facts.leads.push({ what: name, href: attr[key] });
  if (attr.srcset) facts.loads.push(...srcset(attr.srcset).map((href) => ({ what: `${tag} srcset`, href })));
  if (attr.style) facts.loads.push(...cssAddresses(attr.style).map((href) => ({ what: "style", href })));
}

/** The facts of a page. */
export function factsOf(html) {
  const facts = {
    lang: "",
    leads: [],
    loads: [],
    styles: [],
    canonical: [],
    alternates: [],
    feeds: [],
    data: [],
    ids: new Set(),
    idrefs: [],
    noindex: false,
    refresh: null,
    words: [],
  };
  for (const element of elements(parse(html))) {
    const { tagName: tag, attr } = element;
    if (tag === "html") facts.lang = attr.lang ?? "";
    if (tag === "link") link(facts, attr);
    if (tag === "meta") meta(facts, attr);
    if (tag === "style") facts.loads.push(...cssAddresses(textOf(element)).map((href) => ({ what: "style", href })));
    if (tag === "script" && attr.type === "application/ld+json") facts.data.push(textOf(element));
    if (attr.class?.split(/\s+/).includes("words")) facts.words.push(textOf(element));
    ids(facts, attr);
    addresses(facts, tag, attr);
  }
  return facts;
}
