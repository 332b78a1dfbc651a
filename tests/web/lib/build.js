// Builds the portal of the repository three times, and another one, into a temporary folder. Tests nothing.

import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { FILES } from "./long.js";
import { Site } from "./site.js";

export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const PORTAL = ["site.toml", "content", "templates", "static", "i18n"];

/** What a portal that is complete in every language has no page of: one that is missing in a language, and one that has moved. */
const EXTRA = `---
title: A page in one language
date: 2020-01-01
type: briefing
former_ids: [checks-before]
---
This text has no other edition.
`;

function program() {
  if (process.env.BILAT) return path.resolve(process.env.BILAT);
  const target = path.resolve(ROOT, process.env.CARGO_TARGET_DIR ?? "target");
  const found = ["debug", "release"].map((profile) => path.join(target, profile, "bilat")).find(existsSync);
  if (!found) throw new Error("there is no bilat: `cargo build`, or BILAT=path/to/bilat");
  return found;
}

/** Errors in the content are not our business, and the site is written all the same; those in templates make every check useless. */
function bilat(root, out, base) {
  const given = ["build", "--root", root, "--out", out, "--no-cache", "--format", "short", ...(base ? ["--base-url", base] : [])];
  const { status, stderr, error } = spawnSync(program(), given, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (error) throw error;
  const broken = stderr.split("\n").filter((line) => /error\[(template|config|strings)\//.test(line));
  if (status > 1 || broken.length || !existsSync(path.join(out, "index.html")))
    throw new Error(`bilat ${given.join(" ")}:\n${broken.join("\n") || stderr}`);
  return new Site(out, base);
}

function relative(portal) {
  mkdirSync(portal);
  for (const name of PORTAL)
    if (existsSync(path.join(ROOT, name))) cpSync(path.join(ROOT, name), path.join(portal, name), { recursive: true });
  const config = readFileSync(path.join(portal, "site.toml"), "utf8").replace(/^relative_urls\s*=.*$/m, "");
  writeFileSync(path.join(portal, "site.toml"), `relative_urls = true\n${config}`);
  writeFileSync(path.join(portal, "content/documents/checks.md"), EXTRA);
}

/** The look of the portal of the repository with texts of another kind. */
function long(portal) {
  for (const name of PORTAL.filter((name) => name !== "content"))
    if (existsSync(path.join(ROOT, name))) cpSync(path.join(ROOT, name), path.join(portal, name), { recursive: true });
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(path.dirname(path.join(portal, name)), { recursive: true });
    writeFileSync(path.join(portal, name), text);
  }
}

/** The three sites: at the root of a host, below a folder, on a disk; one of long names; and the way to remove them. */
export function buildAll() {
  const folder = mkdtempSync(path.join(tmpdir(), "bilat-web-"));
  const at = (name) => path.join(folder, name);
  relative(at("copy"));
  long(at("long-portal"));
  const root = bilat(ROOT, at("root"), "https://x.example/");
  const below = bilat(ROOT, at("below"), "https://x.example/portal/");
  bilat(at("copy"), at("disk"), "https://x.example/");
  const disk = new Site(at("disk"), "https://x.example/", true);
  const names = bilat(at("long-portal"), at("long"), "https://x.example/");
  return { root, below, disk, names, folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Runs a program, and gives what it printed. */
export function output(command, given) {
  return execFileSync(command, given, { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "inherit"] });
}
