// A built site: its pages with their facts, and where an address leads. Neither builds nor serves it.

import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { factsOf } from "./facts.js";

const isFile = (file) => existsSync(file) && statSync(file).isFile();

function* files(dir, below = "") {
  for (const entry of readdirSync(path.join(dir, below), { withFileTypes: true })) {
    const name = below ? `${below}/${entry.name}` : entry.name;
    if (entry.isDirectory()) yield* files(dir, name);
    else yield name;
  }
}

export class Site {
  /** `base` is the address that the site was built for; `byFile` tells that it is read from the disk, without a server. */
  constructor(dir, base, byFile = false) {
    Object.assign(this, { dir, base: new URL(base), byFile, pages: new Map() });
    this.files = [...files(dir)].sort();
    for (const name of this.files.filter((name) => name.endsWith(".html"))) {
      const html = readFileSync(path.join(dir, name), "utf8");
      const address = name.replace(/(^|\/)index\.html$/, "$1");
      const page = { name, address, html, file: path.join(dir, name), ...factsOf(html) };
      page.url = new URL(encodeURI(address), this.base).href;
      this.pages.set(name, page);
    }
    const home = this.pages.get("index.html");
    /** The languages: tag, first part of the address. */
    this.languages = home.alternates
      .filter((one) => one.tag !== "x-default")
      .map(({ tag, href }) => {
        return { tag, prefix: new URL(href).pathname.slice(this.base.pathname.length) };
      });
  }

  /** The language whose part of the site an address is in, and the rest of the address. */
  languageOf(address) {
    const own = this.languages.find((one) => one.prefix && address.startsWith(one.prefix));
    const language = own ?? this.languages.find((one) => !one.prefix);
    return { language, rest: address.slice(language?.prefix.length ?? 0) };
  }

  text(name) {
    return readFileSync(path.join(this.dir, name), "utf8");
  }

  /** The address from which a page or file is read. */
  from(name) {
    if (this.byFile) return pathToFileURL(path.join(this.dir, name));
    return new URL(encodeURI(name.replace(/(^|\/)index\.html$/, "$1")), this.base);
  }

  /** Where `href` leads from an address: `{file, page, fragment}`, `{external}` or `{problem}`. */
  resolve(href, from) {
    let url;
    try {
      url = new URL(href, from);
    } catch {
      return { problem: "no address" };
    }
    if (url.protocol === "file:") return this.#onDisk(url);
    if (url.origin === this.base.origin) return this.#served(url);
    if (url.protocol === "data:") return { external: url };
    return /^(https?|mailto|tel):$/.test(url.protocol) ? { external: url } : { problem: `protocol ${url.protocol}` };
  }

  #onDisk(url) {
    const name = path.relative(this.dir, fileURLToPath(url));
    if (name.startsWith("..")) return { problem: "leads out of the site's folder" };
    return this.#target(name, url, "a folder or nothing: a disk has no index pages");
  }

  #served(url) {
    const mount = this.base.pathname;
    if (!url.pathname.startsWith(mount)) return { problem: `leads out of ${mount}` };
    const name = decodeURIComponent(url.pathname.slice(mount.length));
    if (name === "" || name.endsWith("/")) return this.#target(`${name}index.html`, url, "no page there");
    if (/(^|\/)index\.html$/.test(name)) return { problem: "names index.html" };
    return this.#target(name, url, isFile(path.join(this.dir, name, "index.html")) ? "lacks the final slash" : "no file there");
  }

  #target(name, url, otherwise) {
    if (!isFile(path.join(this.dir, name))) return { problem: otherwise };
    return { file: name, page: this.pages.get(name), fragment: decodeURIComponent(url.hash.slice(1)) };
  }
}
