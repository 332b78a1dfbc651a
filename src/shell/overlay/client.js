// Keeps the page as its sources are: listens to the preview, changes only what has changed, and opens sources on request.
(() => {
  "use strict";
  const root = document.documentElement;
  const badge = (from = document) => from.querySelector('meta[name="bilat-preview"]');
  const own = badge();
  if (!own || window.bilatPreview?.shown) return; // an element with that id is none
  const { session } = own.dataset;
  const shown = { page: own.content, notes: null, assets: JSON.parse(own.dataset.assets ?? "null") };
  const here = () => location.pathname;
  const panel = window.bilatPanel({ page: here, token: () => badge()?.dataset.token ?? "" });
  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`bilat:${name}`, { detail }));

  // One state after the other; of several that wait only the newest counts.
  let waiting = null, busy = false;
  const receive = async (state) => {
    waiting = state;
    if (busy) return;
    busy = true;
    while (waiting) {
      const next = waiting;
      waiting = null;
      try { await become(next); } catch (error) { console.error("bilat:", error); }
    }
    busy = false;
  };

  const become = async (state) => {
    if (state.session !== session) return location.reload();
    if (state.moved && state.moved !== here()) return location.replace(state.moved + location.search + location.hash);
    if (state.page !== shown.page) await change();
    await refresh(state.assets);
    if (state.notes !== shown.notes) {
      await panel.load();
      shown.notes = state.notes;
    }
    panel.connected(true);
    tell("state", state);
  };

  const change = async () => {
    const response = await fetch(here() + location.search, { cache: "no-store", headers: { accept: "text/html" } });
    const html = await response.text();
    const next = new DOMParser().parseFromString(html, "text/html");
    const print = badge(next)?.content;
    if (!print) return location.reload();
    for (const [href, fresh] of swapped) name(next, href, fresh);
    await styles(next);
    const anchor = hold(), written = typed(), focused = focus();
    // Parsed by itself, the new page has no scripts that run; those that are new make the page load again.
    if (scripts(next) !== scripts(document)) return location.reload();
    Idiomorph.morph(root, next.documentElement, {
      head: { style: "merge" },
      ignoreActiveValue: true,
      callbacks: { beforeNodeMorphed, beforeNodeRemoved, beforeAttributeUpdated },
    });
    for (const [field, value] of written) if (field.isConnected) field.value = value;
    refocus(focused);
    release(anchor);
    shown.page = print;
    tell("changed", { page: print });
  };

  // What the reader or a script has changed on the page stays.
  const keeps = (node) => node.nodeType === 1 && (node.hasAttribute("data-theme-switch") || node.hasAttribute("data-preview-keep"));
  const beforeNodeMorphed = (old, next) => !(keeps(old) && keeps(next));
  const beforeNodeRemoved = (node) => !(node.nodeType === 1 && (node === panel.host || node.hasAttribute("data-preview-keep")));
  const beforeAttributeUpdated = (name, node) => {
    if (node === root) return name !== "data-theme";
    if (name === "open") return !["DETAILS", "DIALOG"].includes(node.tagName);
    return !(name === "checked" && node.tagName === "INPUT");
  };

  // The morph may make the piece with the focus anew, or another of it; so what has the focus is known by its id, else by what it leads to and
  // says and the words around it, or by its place among those that say the same.
  const alike = (node) => `${node.localName} ${node.id || `${node.getAttribute("href")} ${words(node)}`}`;
  const around = (node) => words(node.closest(PIECES) ?? node);
  const twins = (localName, is) => [...document.querySelectorAll(localName)].filter((node) => alike(node) === is);
  const focus = () => {
    const node = document.activeElement;
    if (!node || node === document.body || node === panel.host) return null;
    const is = alike(node);
    return { node, is, within: around(node), place: twins(node.localName, is).indexOf(node) };
  };
  const refocus = (had) => {
    if (!had) return;
    const found = twins(had.node.localName, had.is);
    const within = found.filter((node) => around(node) === had.within);
    const near = within.length ? within : found;
    const to = near.includes(had.node) || !near.length ? had.node : within[0] ?? found[had.place] ?? found.at(-1);
    if (to !== document.activeElement) to?.focus({ preventScroll: true });
  };

  // What was written or chosen in fields, whether they have the focus or not.
  const typed = () => {
    const isTyped = (field) => field.tagName === "SELECT"
      ? [...field.options].some((option) => option.selected !== option.defaultSelected)
      : field.value !== field.defaultValue;
    const fields = document.querySelectorAll('textarea, select, input:not([type="checkbox"], [type="radio"], [type="file"])');
    return [...fields].filter(isTyped).map((field) => [field, field.value]);
  };

  const scripts = (from) => [...from.querySelectorAll("script[src]")].map((script) => script.getAttribute("src")).join("\n");

  // New style sheets are loaded before the old ones go, so that the page never stands there without.
  const styles = async (next) => {
    const links = (from) => [...from.querySelectorAll('head link[rel~="stylesheet"][href]')];
    const have = new Set(links(document).map((link) => link.getAttribute("href")));
    await Promise.all(links(next).filter((link) => !have.has(link.getAttribute("href"))).map((link) => insert(link)));
  };
  const insert = (link, after) => new Promise((done) => {
    const copy = document.importNode(link, true);
    copy.onload = copy.onerror = () => { copy.onload = copy.onerror = null; done(copy); };
    setTimeout(done, 2000, copy);
    after ? after.after(copy) : document.head.append(copy);
  });

  // Files that the page or one of its style sheets names and whose bytes changed at the same address.
  const refresh = async (assets) => {
    shown.assets = assets;
    const changed = Object.keys(assets).filter((href) => prints.has(href) && prints.get(href) !== assets[href]);
    for (const href in assets) prints.set(href, assets[href]);
    for (const href of changed) await swap(href, assets[href]);
  };
  // The last print of every address, also of one that the page did not name for a while: the browser remembers it as well.
  const prints = new Map(Object.entries(shown.assets ?? {}));
  // By address, under which new address their bytes were asked for last: under the old one a browser may show what it remembers.
  const swapped = new Map();
  const naming = (from, attribute, href) =>
    [...from.querySelectorAll(`[${attribute}]`)].filter((node) => node.getAttribute(attribute).split("?")[0] === href.split("?")[0]);
  const sheets = (from, href) => naming(from, "href", href).filter((node) => node.matches('link[rel~="stylesheet"]'));
  const name = (from, href, fresh) => {
    for (const node of naming(from, "src", href)) node.setAttribute("src", fresh);
    for (const node of sheets(from, href)) node.setAttribute("href", fresh);
  };
  const swap = async (href, print) => {
    const fresh = `${href}${href.includes("?") ? "&" : "?"}${print.slice(0, 8)}`;
    // What a style sheet draws in, a browser asks for again only with the whole page.
    const isDrawn = href.startsWith("drawn:");
    if (isDrawn || naming(document, "src", href).some((node) => node.tagName === "SCRIPT")) return location.reload();
    swapped.set(href, fresh);
    for (const node of naming(document, "src", href)) node.setAttribute("src", fresh);
    for (const link of sheets(document, href)) {
      const copy = link.cloneNode();
      copy.setAttribute("href", fresh);
      await insert(copy, link);
      link.remove();
    }
    tell("swapped", { href });
  };

  // The line that the reader reads stays where it is, whatever comes or goes above it. The morph may make a piece of the page anew, so pieces
  // are known by their words: of those in the window the one nearest to where one reads that is still there.
  const PIECES = "main :is(p, li, dt, dd, tr, pre, h1, h2, h3, h4, h5, h6)";
  const words = (node) => node.textContent.trim().replace(/\s+/g, " ");
  // Where the reader was before the page became too short for it, as while its file is gone, until they move.
  let lost = null;
  const hold = () => {
    root.style.overflowAnchor = "none";
    if (lost && scrollY === lost.at) return lost.anchor;
    if (scrollY === 0) return { pieces: [], x: scrollX, y: 0 };
    const y = Math.min(120, innerHeight / 3);
    const seen = [...document.querySelectorAll(PIECES)].map((node) => ({ node, box: node.getBoundingClientRect() }))
      .filter(({ box }) => box.height > 0 && box.bottom > 0 && box.top < innerHeight);
    const far = ({ box }) => Math.abs(box.top - y);
    const pieces = seen.sort((a, b) => far(a) - far(b)).slice(0, 16).map(({ node, box }) => ({ node, top: box.top, words: words(node) }));
    return { pieces, x: scrollX, y: scrollY };
  };
  const release = (anchor) => {
    const { pieces, x, y } = anchor;
    const known = new Map();
    for (const node of pieces.length ? document.querySelectorAll(PIECES) : []) {
      const text = words(node);
      known.set(text, known.has(text) ? null : node); // what stands there twice says nothing
    }
    const still = ({ node, words: text }) => (node.isConnected && words(node) === text ? node : known.get(text));
    const held = pieces.find((piece) => piece.words && still(piece)) ?? pieces.find((piece) => piece.node.isConnected);
    const to = held ? scrollY + (still(held) ?? held.node).getBoundingClientRect().top - held.top : y;
    scrollTo({ left: x, top: to, behavior: "instant" });
    lost = !held && scrollY < Math.floor(y) ? { anchor, at: scrollY } : null;
    root.style.overflowAnchor = "";
    if (!root.getAttribute("style")) root.removeAttribute("style");
  };

  // A browser allows six connections to a preview. So a page that nobody sees does not listen, and hears what it missed when it is seen again;
  // and of the windows that are seen four listen all the time, each with a seat, while the others ask once a second.
  const SEATS = ["a", "b", "c", "d"], PAUSE = 1000;
  let source = null, leave = null, again = 0;
  const seat = async () => {
    if (leave || !navigator.locks) return true; // without a way to count windows all listen
    for (const name of SEATS) {
      const taken = await new Promise((done) => {
        const sit = (lock) => lock ? new Promise((free) => { leave = free; done(true); }) : done(false);
        navigator.locks.request(`bilat-${name}`, { ifAvailable: true }, sit).catch(() => done(false));
      });
      if (taken) return true;
    }
    return false;
  };
  let opening = false;
  const open = async () => {
    if (source || opening || document.visibilityState === "hidden") return;
    opening = true;
    const stays = await seat();
    opening = false;
    if (document.visibilityState === "hidden") return close();
    source = new EventSource(`/.bilat/events?page=${encodeURIComponent(here())}`);
    source.addEventListener("state", (event) => {
      if (!stays) pause();
      receive(JSON.parse(event.data));
    });
    source.onerror = () => {
      panel.connected(false);
      if (!stays || source?.readyState === EventSource.CLOSED) pause();
    };
  };
  const pause = () => { close(); again = setTimeout(open, PAUSE); };
  const close = () => {
    clearTimeout(again);
    source?.close();
    leave?.();
    source = leave = null;
  };
  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);

  // From the page to its source: Alt and a click, or Alt and E for what is in the middle of the window.
  const part = (node) => {
    const query = new URLSearchParams({ page: here() });
    const card = node?.closest?.("figure.card, .entries li, .cards li, .lead-item, .readouts .pair-col");
    const link = card?.querySelector(":scope > .src a[href]") ?? card?.querySelector('a[href*="#"]') ?? card?.querySelector("a[href]");
    if (link && link.origin === location.origin) {
      query.set("page", link.pathname);
      if (link.hash) query.set("anchor", decodeURIComponent(link.hash.slice(1)));
      return query;
    }
    const text = node?.closest?.(".text");
    if (!text) return query;
    const said = node.closest(".st[id], :is(h1, h2, h3, h4, h5, h6)[id]");
    if (said) { query.set("anchor", said.id); return query; }
    let block = node;
    while (block && block.parentElement !== text) block = block.parentElement;
    if (block) query.set("block", [...text.children].indexOf(block));
    return query;
  };
  const visit = async (node) => {
    const response = await fetch(`/.bilat/source?${part(node)}`);
    if (!response.ok) return panel.say(await response.text());
    const { href, place } = await response.json();
    panel.say(`opening ${place}`);
    tell("source", { href, place });
    if (!window.bilatPreview.quiet) location.href = href;
  };
  // What stands in the middle of the window; between two paragraphs the nearer one.
  const middle = () => {
    const at = (y) => document.elementFromPoint(innerWidth / 2, y);
    for (let away = 0; away < innerHeight / 2; away += 8) {
      const piece = [at(innerHeight / 2 - away), at(innerHeight / 2 + away)].find((node) => node?.closest(PIECES));
      if (piece) return piece;
    }
    return at(innerHeight / 2);
  };
  addEventListener("click", (event) => {
    if (!event.altKey || event.button !== 0 || panel.host.contains(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    visit(event.target);
  }, true);
  addEventListener("keydown", (event) => {
    if (event.code !== "KeyE" || !event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return; // where it may write a letter
    event.preventDefault();
    visit(middle());
  });

  window.bilatPreview = { shown, quiet: false };
  open();
})();
