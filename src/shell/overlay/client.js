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
  let waiting = null, newest = null, busy = false;
  const receive = async (state) => {
    waiting = newest = state;
    if (busy) return;
    busy = true;
    while (waiting) {
      const next = waiting;
      waiting = null;
      try {
        await become(next);
      } catch (error) {
        // What could not be asked for is asked for again, unless something newer came.
        console.error("bilat:", error);
        panel.connected(false);
        setTimeout(() => { if (newest === next) receive(next); }, 1000);
      }
    }
    busy = false;
  };

  const become = async (state) => {
    if (state.session !== session) return reload();
    if (state.moved && state.moved !== here()) return move(state.moved);
    const isNew = state.page !== shown.page;
    if (isNew) await change();
    await refresh(state.assets, isNew);
    if (state.notes !== shown.notes) {
      await panel.load();
      shown.notes = state.notes;
    }
    panel.connected(true);
    tell("state", state);
  };

  // A page that moved is another one for the browser; its place goes along, and what the reader has chosen.
  const MOVED = "bilat-moved";
  const keep = (to) => {
    const { pieces, x, y } = hold();
    const plain = (of) => of && { ...of, node: null };
    const chosen = [...pending, ...choices()].map((choice) => ({ ...choice, of: plain(choice.of) }));
    const kept = { to, x, y, pieces: pieces.map(({ top, words }) => ({ top, words })), chosen, focused: plain(focus()) };
    try { sessionStorage.setItem(MOVED, JSON.stringify(kept)); } catch {}
  };
  const move = (to) => {
    keep(to);
    location.replace(to + location.search + location.hash);
  };
  // What cannot be changed in place.
  const reload = () => {
    keep(here());
    location.reload();
  };
  const arrive = () => {
    try {
      const kept = JSON.parse(sessionStorage.getItem(MOVED) ?? "null");
      sessionStorage.removeItem(MOVED);
      if (kept?.to !== here()) return;
      pending = kept.chosen.filter((choice) => !choose(choice));
      if (kept.focused) again(kept.focused)?.focus({ preventScroll: true });
      release(kept);
    } catch {}
  };

  let pending = [], away = null;
  const MOST_PENDING = 100;
  const NOTHING = "data-bilat-nothing";
  const change = async () => {
    const response = await fetch(here() + location.search, { cache: "no-store", headers: { accept: "text/html" } });
    const html = await response.text();
    const next = new DOMParser().parseFromString(html, "text/html");
    const print = badge(next)?.content;
    if (!print) return reload();
    // What is shown where there is no page to show takes the place of none that is.
    if (next.documentElement.hasAttribute(NOTHING) && !root.hasAttribute(NOTHING)) return void (shown.page = print);
    for (const [href, fresh] of swapped) name(next, href, fresh);
    await styles(next);
    // Parsed by itself, the new page has no scripts that run; those that are new make the page load again.
    const running = scripts(document);
    if (scripts(next).some((script) => !running.includes(script))) return reload();
    const anchor = hold(), chosen = [...pending, ...choices()].slice(-MOST_PENDING), focused = focus() ?? away, open = opened(next);
    Idiomorph.morph(root, next.documentElement, {
      head: { style: "merge" },
      callbacks: { beforeNodeMorphed, beforeNodeRemoved, beforeAttributeUpdated },
    });
    served(open);
    const to = focused && again(focused);
    away = to ? null : focused;
    // The field that had the focus kept its value, and may be another one by now.
    if (to && focused.node !== to && "defaultValue" in focused.node) focused.node.value = focused.node.defaultValue;
    // What is not there now, as while a file is empty, may be there with the next state.
    pending = chosen.filter((choice) => !choose(choice));
    if (to && to !== document.activeElement) to.focus({ preventScroll: true });
    release(anchor);
    shown.page = print;
    tell("changed", { page: print });
  };

  // What the reader or a script has changed on the page stays.
  const keeps = (node) => node.nodeType === 1 && node.matches("[data-theme-switch], [data-preview-keep], [contenteditable]");
  const beforeNodeMorphed = (old, next) => !(keeps(old) && keeps(next));
  const beforeNodeRemoved = (node) => !(node.nodeType === 1 && (node === panel.host || node.hasAttribute("data-preview-keep")));
  const beforeAttributeUpdated = (name, node) => {
    if (node === root) return name !== "data-theme";
    if (name === "value" && node === document.activeElement) return false; // the caret would move
    return !(name === "open" && node.tagName === "DIALOG");
  };

  // The morph may make a piece anew, or another of it. So what the reader has chosen is known by its id, else by what it leads to and says and the
  // words around it, or by its place among those that say the same.
  const says = (node) => node.tagName === "DETAILS" ? words(node.querySelector("summary") ?? node)
    : node.labels?.length ? [...node.labels].map(words).join(" ") : words(node);
  const alike = (node) => `${node.localName} ${node.id || ["href", "name", "type"].map((name) => node.getAttribute(name)).join(" ") + says(node)}`;
  const around = (node) => words(node.parentElement?.closest(PIECES) ?? node.parentElement ?? node);
  const twins = (is) => [...document.querySelectorAll(is.split(" ")[0])].filter((node) => alike(node) === is);
  const known = (node) => {
    const is = alike(node);
    return { node, is, within: around(node), place: twins(is).indexOf(node) };
  };
  const again = ({ node, is, within, place }) => {
    const found = twins(is);
    const same = found.filter((twin) => around(twin) === within);
    const near = same.length ? same : found;
    if (near.includes(node)) return node;
    return same[0] ?? found[place] ?? found.at(-1) ?? (node?.isConnected ? node : null);
  };
  const focus = () => {
    const node = document.activeElement;
    return node && node !== document.body && node !== panel.host ? known(node) : null;
  };

  // What was written or chosen in fields, and which details were opened or closed: all that differs from what was served.
  const FIELDS = 'textarea, select, input:not([type="file"])';
  const choices = () => {
    const differs = (node) => {
      if (node.tagName === "DETAILS") return node.open !== (unfolded.get(node) ?? false) && "open";
      if (node.tagName === "SELECT") return [...node.options].some((option) => option.selected !== option.defaultSelected) && "value";
      if (["checkbox", "radio"].includes(node.type)) return node.checked !== node.defaultChecked && "checked";
      return node.value !== node.defaultValue && "value";
    };
    const all = [...document.querySelectorAll(FIELDS), ...folds(document)].map((node) => ({ node, what: differs(node) }));
    return all.filter(({ what }) => what).map(({ node, what }) => ({ of: known(node), what, is: node[what] }));
  };
  // Whether the page has what the choice is of, which is then chosen.
  const choose = ({ of, what, is }) => {
    const node = again(of);
    if (node && node[what] !== is) node[what] = is; // written anew a value would lose its caret
    return Boolean(node);
  };
  const folds = (from) => [...from.querySelectorAll("details:not([data-preview-keep], [data-preview-keep] *)")];
  const opened = (from) => folds(from).map((details) => details.open);
  const unfolded = new WeakMap();
  const served = (open) => folds(document).forEach((details, i) => {
    unfolded.set(details, open[i] ?? false);
    details.open = open[i] ?? false;
  });

  // Scripts by their address or, where they stand in the page, by their words; data are none.
  const scripts = (from) => [...from.querySelectorAll("script")].filter((script) => !/json/.test(script.type))
    .map((script) => script.getAttribute("src") ?? script.textContent);

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
  // On a page whose words are the same an address that leads to a file by now is one that led nowhere before.
  const isBroken = (href) => naming(document, "src", href).some((node) => node.tagName === "IMG" && node.complete && !node.naturalWidth);
  const refresh = async (assets, isNew) => {
    const isGone = (href) => href.startsWith("drawn:") && !(href in assets);
    if (!isNew && Object.keys(shown.assets ?? {}).some(isGone)) return reload();
    shown.assets = assets;
    const changed = Object.keys(assets).filter((href) => prints.has(href) ? prints.get(href) !== assets[href] : !isNew || isBroken(href));
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
  // In a choice of pictures or in rules that stand in the page: what names it cannot be changed in place.
  const elsewhere = (href) => [...document.querySelectorAll("[srcset], [style], [poster], style")].some((node) =>
    (node.localName === "style" ? node.textContent : ["srcset", "style", "poster"].map((name) => node.getAttribute(name) ?? "").join(" ")).includes(href));
  const swap = async (href, print) => {
    const fresh = `${href}${href.includes("?") ? "&" : "?"}${print.slice(0, 8)}`;
    // What a style sheet draws in, a browser asks for again only with the whole page.
    const isDrawn = href.startsWith("drawn:");
    if (isDrawn || naming(document, "src", href).some((node) => node.tagName === "SCRIPT")) return reload();
    swapped.set(href, fresh);
    const pictures = naming(document, "src", href), links = sheets(document, href);
    if (pictures.length + links.length === 0) return elsewhere(href) ? reload() : undefined;
    for (const node of pictures) node.setAttribute("src", fresh);
    for (const link of links) {
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
  // Where the reader was before the words there were gone, as while a file is away or half written, until they move.
  let lost = null;
  const hold = () => {
    root.style.overflowAnchor = "none";
    return lost && scrollY === lost.at ? { ...lost.anchor, now: look() } : look();
  };
  const look = () => {
    if (scrollY === 0) return { pieces: [], x: scrollX, y: 0 };
    const y = Math.min(120, innerHeight / 3);
    const seen = [...document.querySelectorAll(PIECES)].map((node) => ({ node, box: node.getBoundingClientRect() }))
      .filter(({ box }) => box.height > 0 && box.bottom > 0 && box.top < innerHeight);
    const far = ({ box }) => Math.abs(box.top - y);
    const pieces = seen.sort((a, b) => far(a) - far(b)).slice(0, 16).map(({ node, box }) => ({ node, top: box.top, words: words(node) }));
    return { pieces, x: scrollX, y: scrollY };
  };
  const release = ({ pieces, x, y, now }) => {
    const found = new Map();
    for (const node of pieces.length || now ? document.querySelectorAll(PIECES) : []) {
      const text = words(node);
      found.set(text, found.has(text) ? null : node); // what stands there twice says nothing
    }
    const still = ({ node, words: text }) => (node?.isConnected && words(node) === text ? node : found.get(text));
    const same = (all) => all.find((piece) => piece.words && still(piece));
    const here = now?.pieces ?? pieces;
    const exact = same(pieces);
    const held = exact ?? same(here) ?? here.find((piece) => piece.node?.isConnected);
    const to = held ? scrollY + (still(held) ?? held.node).getBoundingClientRect().top - held.top : y;
    scrollTo({ left: x, top: to, behavior: "instant" });
    lost = pieces.length && exact !== pieces[0] ? { anchor: { pieces, x, y }, at: scrollY } : null;
    root.style.overflowAnchor = "";
    if (!root.getAttribute("style")) root.removeAttribute("style");
  };

  // A browser allows six connections to a preview. So a page that nobody sees does not listen, and hears what it missed when it is seen again;
  // and of the windows that are seen four listen all the time, each with a seat, while the others ask once a second.
  const SEATS = ["a", "b", "c", "d"], PAUSE = 1000;
  let source = null, leave = null, timer = 0;
  const seat = async () => {
    if (leave) return true;
    if (!navigator.locks) return false; // over a name of another machine windows cannot be counted
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
  const pause = () => { close(); timer = setTimeout(open, PAUSE); };
  const close = () => {
    clearTimeout(timer);
    source?.close();
    leave?.();
    source = leave = null;
  };
  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);

  // From the page to its source: Alt and a click, or Alt and E for what is in the middle of the window.
  // Which keys of the front matter parts of pages show that are no part of the text.
  const KEYS = {
    ".lede": "summary definition", ".notice": "note", ".sources": "sources", ".disputed": "disputed", ".pair header, .pair h3": "propositions",
    ".rail": "outlet", h1: "title name",
  };
  const part = (node) => {
    const query = new URLSearchParams({ page: here() });
    const card = node?.closest?.("figure.card, .entries li, .cards li, .lead-item, .open li, .ground-list li, .readouts .pair-col");
    const link = card?.querySelector(":scope > .src a[href]") ?? card?.querySelector('a[href*="#"]') ?? card?.querySelector("a[href]");
    if (link && link.origin === location.origin) {
      query.set("page", link.pathname);
      if (link.hash) query.set("anchor", decodeURIComponent(link.hash.slice(1)));
      return query;
    }
    const text = node?.closest?.(".text");
    if (!text) {
      const from = Object.keys(KEYS).find((place) => node?.closest?.(place));
      if (from) query.set("key", KEYS[from]);
      return query;
    }
    const said = node.closest(".st[id], :is(h1, h2, h3, h4, h5, h6)[id]");
    if (said) { query.set("anchor", said.id); return query; }
    let block = node;
    while (block && block.parentElement !== text) block = block.parentElement;
    if (!block) return query;
    // What says that something is left out is no block of the text.
    query.set("block", [...text.children].filter((child) => !child.matches(".gap")).indexOf(block));
    // Of a list, a table or a quotation the item, the row or the paragraph.
    const inner = node.closest("li, tr, p");
    if (inner && inner !== block && block.contains(inner)) {
      query.set("tag", inner.localName);
      query.set("nth", [...block.querySelectorAll(inner.localName)].indexOf(inner));
    }
    return query;
  };
  const visit = async (node) => {
    const response = await fetch(`/.bilat/source?${part(node)}`).catch(() => null);
    if (!response) return panel.say("bilat does not answer");
    if (!response.ok) return panel.say(await response.text());
    const { href, place } = await response.json();
    panel.say(`opening ${place}`);
    tell("source", { href, place });
    if (!window.bilatPreview.quiet) location.href = href;
  };
  // What stands in the middle of the window; between two paragraphs the nearer one.
  const middle = () => {
    const at = (y) => document.elementsFromPoint(innerWidth / 2, y).find((node) => node !== panel.host);
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

  folds(document).forEach((details) => unfolded.set(details, details.open));
  arrive();
  window.bilatPreview = { shown, quiet: false };
  open();
})();
