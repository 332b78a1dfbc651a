// The JSON-LD of every page parses, has types and properties of schema.org with values that they may hold, and its ids lead
// to something in the site. What schema.org has is in lib/schema.js.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { none } from "../lib/report.js";
import { isA, PROPERTIES, TYPES, VALUES } from "../lib/schema.js";

const list = (value) => (Array.isArray(value) ? value : [value]);

/** What is wrong with one value of a property. */
function valueProblem(value, holds) {
  if (typeof value === "string")
    return holds.some((kind) => VALUES[kind]?.(value)) ? null : `${JSON.stringify(value)} is no ${holds.join(" or ")}`;
  if (value === null || typeof value !== "object") return `${JSON.stringify(value)} is no ${holds.join(" or ")}`;
  return holds.some((kind) => list(value["@type"]).some((type) => isA(type, kind)))
    ? null
    : `a ${value["@type"]} is no ${holds.join(" or ")}`;
}

function* nodes(value, where = "") {
  if (value === null || typeof value !== "object") return;
  yield { node: value, where };
  for (const [name, inner] of Object.entries(value)) {
    for (const one of list(inner)) yield* nodes(one, where ? `${where}.${name}` : name);
  }
}

function nodeProblems(node) {
  const types = list(node["@type"] ?? []);
  if (!types.length) return ["a node without @type"];
  const unknown = types.filter((type) => !(type in TYPES)).map((type) => `type ${type} is not in lib/schema.js`);
  const properties = Object.entries(node)
    .filter(([name]) => !name.startsWith("@"))
    .flatMap(([name, value]) => {
      const row = PROPERTIES[name];
      if (!row) return [`property ${name} is not in lib/schema.js`];
      if (!row.on.some((on) => types.some((type) => isA(type, on)))) return [`a ${types} has no ${name}`];
      return list(value)
        .map((one) => valueProblem(one, row.holds))
        .filter(Boolean)
        .map((what) => `${name}: ${what}`);
    });
  return [...unknown, ...properties];
}

/** The data of every page: page, parsed value or the parser's message. */
const parsed = (site) =>
  [...site.pages.values()].flatMap((page) =>
    page.data.map((text) => {
      try {
        return { page, value: JSON.parse(text) };
      } catch (error) {
        return { page, problem: error.message };
      }
    }),
  );

/** A node that says more of a thing than its name is its definition. */
const isDefinition = (node) => Object.keys(node).some((name) => !["@type", "@id", "name"].includes(name));

function pageProblems(site) {
  const all = parsed(site);
  const found = all.map(({ page, value, problem }) => {
    const what = problem ?? (value["@context"] === "https://schema.org" ? null : `@context ${value["@context"]}`);
    return {
      page,
      problems: what ? [what] : [...nodes(value)].flatMap(({ node, where }) => nodeProblems(node).map((one) => `${where} ${one}`)),
    };
  });
  const without = [...site.pages.values()].filter((page) => !page.noindex && page.data.length !== 1);
  return [
    ...found.flatMap(({ page, problems }) => problems.map((one) => `${page.name}: ${one}`)),
    ...without.map((page) => `${page.name}: ${page.data.length} times JSON-LD`),
  ];
}

/** Ids, and addresses in the site, that lead to nothing. */
function idProblems(site) {
  const all = parsed(site)
    .filter((one) => one.value)
    .flatMap(({ page, value }) => [...nodes(value)].map(({ node }) => ({ page, node })));
  const defined = new Set(all.filter(({ node }) => isDefinition(node)).map(({ page, node }) => `${page.name} ${node["@id"]}`));
  const problems = all.flatMap(({ page, node }) => {
    const { "@id": id, url } = node;
    const target = id === undefined ? null : site.resolve(id, site.base);
    const leads = !target || defined.has(`${target.file} ${id}`) || target.page?.ids.has(target.fragment);
    const wrong = [];
    if (target && !target.page) wrong.push(`@id ${id}: ${target.problem ?? "in another site"}`);
    else if (!leads) wrong.push(`@id ${id}: neither defined nor an element on that page`);
    if (url?.startsWith(site.base.origin) && !site.resolve(url, site.base).page) wrong.push(`url ${url}: no page`);
    return wrong.map((what) => `${page.name}: ${what}`);
  });
  return { problems: [...new Set(problems)], count: all.length };
}

/** The vocabulary as schema-dts writes it: what a type extends, and the properties that it has itself. */
function vocabulary() {
  const source = readFileSync(
    createRequire(import.meta.url)
      .resolve("schema-dts")
      .replace(/\.js$/, ".d.ts"),
    "utf8",
  );
  const types = new Map();
  for (const [, name, parents, body] of source.matchAll(/interface (\w+?)(?:Base|Leaf) extends ([^{]+)\{\n(.*?)^\}/gms)) {
    const type = types.get(name) ?? types.set(name, { parents: new Set(), properties: new Map() }).get(name);
    for (const parent of parents.matchAll(/(\w+?)Base/g)) if (parent[1] !== name) type.parents.add(parent[1]);
    for (const [, property, range] of body.matchAll(/"(\w+)"\?: SchemaValue<([^,]+),/g))
      type.properties.set(property, new Set(range.split("|").map((one) => one.trim())));
  }
  return types;
}

/** The types directly above one. A type without properties of its own is left out there: what is below it extends what is above it. */
function above(known, type) {
  const isEmpty = (parent) => known.get(parent)?.properties.size === 0;
  return new Set(TYPES[type].flatMap((parent) => (isEmpty(parent) ? [...above(known, parent)] : [parent])));
}

function tableProblems() {
  const known = vocabulary();
  const types = Object.keys(TYPES).flatMap((type) => {
    if (!known.has(type)) return [`there is no type ${type}`];
    const wanted = [...above(known, type)].filter((parent) => !known.get(type).parents.has(parent));
    return wanted.map((parent) => `${type} is not directly below ${parent}`);
  });
  const properties = Object.entries(PROPERTIES).flatMap(([name, { on, holds }]) =>
    on.flatMap((type) => {
      const range = known.get(type)?.properties.get(name);
      return range
        ? holds.filter((one) => !range.has(one)).map((one) => `${type}.${name} holds no ${one}`)
        : [`${type} has no ${name}`];
    }),
  );
  return [...types, ...properties];
}

export function define({ sites: { root, below, disk } }) {
  test("the table of types and properties agrees with schema.org's vocabulary", () => none(tableProblems()));
  test("JSON-LD has types, properties and values of schema.org", () => none([root, below, disk].flatMap(pageProblems)));
  test("ids in JSON-LD lead to something in the site", (t) => {
    const found = [root, below, disk].map(idProblems);
    t.diagnostic(`${found[0].count} nodes`);
    none(found.flatMap((one) => one.problems));
  });
}
