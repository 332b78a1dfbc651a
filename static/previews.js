// Optional: a small card on what a link leads to, when the pointer rests on it or the keyboard reaches it. It is taken from the page
// itself, so pages carry nothing for it. Escape closes it; it stays while the pointer is on it (WCAG 1.4.13).
(() => {
  if (!HTMLElement.prototype.showPopover || !location.protocol.startsWith("http")) return;
  const LINKS = "main :is(.text, .card, .chips, .notes, .az, .tbl, .net, .facts) a[href]";
  const REST = 300, MOST = 60, cache = new Map();
  let card = null, link = null, timer = 0;

  const address = (a) => new URL(a.getAttribute("href"), document.baseURI);
  const wanted = (a) => {
    const url = address(a);
    const isPage = /(\/|\.html)$/.test(url.pathname);
    return url.origin === location.origin && isPage && url.pathname !== location.pathname && !url.hash;
  };
  const make = (tag, name, text) => {
    const element = document.createElement(tag);
    element.className = name;
    element.textContent = text;
    return element;
  };
  const copy = (from, tag, name) => {
    const to = document.createElement(tag);
    to.className = name;
    if (from.lang) to.lang = from.lang;
    // Words and sides, but no links: nothing in the card can be reached by the keyboard.
    for (const node of from.childNodes) {
      if (node.nodeType === 3) to.append(node.data);
      else if (node.nodeType === 1 && !node.matches(".vh, .count, button")) {
        const inner = copy(node, "span", node.className);
        if (node.dataset.side) inner.dataset.side = node.dataset.side;
        to.append(inner);
      }
    }
    return to;
  };
  // A term or a number says little by itself.
  const newest = (page) => [...page.querySelectorAll("[data-preview='words'] figure.card")].filter((one) =>
    !["term", "figure"].includes(one.querySelector(".words")?.dataset.kind)).reduce((best, one) => {
    const day = (figure) => figure.querySelector("time")?.dateTime ?? "";
    return !best || day(one) > day(best) ? one : best;
  }, null);
  const read = (text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    const part = (name) => page.querySelector(`[data-preview='${name}']`);
    const name = part("name");
    if (!name) return null;
    const body = document.createElement("div");
    body.lang = page.documentElement.lang;
    const side = part("side"), line = part("line"), said = newest(page);
    const title = copy(name, "p", "pv-name");
    if (name.lang) title.lang = name.lang;
    body.append(title);
    if (side) body.append(copy(side, "p", "pv-side"));
    if (line) body.append(copy(line, "p", "pv-line"));
    if (said) {
      const words = said.querySelector(".words"), when = said.querySelector(".src > span"), outlet = said.querySelector(".outlet");
      const quote = copy(words, words.localName, "words pv-words");
      quote.dataset.kind = words.dataset.kind;
      body.append(quote, make("p", "pv-src", [when?.textContent, outlet?.textContent].filter(Boolean).join(" · ")));
    }
    return body;
  };
  const load = (url) => {
    // In a live preview what a link leads to changes.
    if (!cache.has(url) || window.bilatPreview) {
      if (cache.size >= MOST) cache.delete(cache.keys().next().value);
      cache.set(url, fetch(url).then((answer) => answer.ok ? answer.text() : "").then(read).catch(() => null));
    }
    return cache.get(url);
  };
  const place = (a, x) => {
    const gap = 8, lines = [...a.getClientRects()];
    const line = lines.find((r) => x >= r.left && x <= r.right) ?? lines[0];
    const { offsetWidth: wide, offsetHeight: high } = card;
    const below = line.bottom + gap + high <= innerHeight || line.top < high + gap;
    card.style.left = `${Math.max(gap, Math.min(line.left, innerWidth - wide - gap))}px`;
    card.style.top = `${below ? lines.at(-1).bottom + gap : line.top - gap - high}px`;
  };
  const hide = () => {
    clearTimeout(timer);
    link?.removeAttribute("aria-describedby");
    link = null;
    if (card?.matches(":popover-open")) card.hidePopover();
  };
  const later = (work) => { clearTimeout(timer); timer = setTimeout(work, REST); };
  const away = (a) => {
    const line = a.getClientRects()[0];
    return !line || line.bottom < 0 || line.top > innerHeight;
  };
  const show = async (a, x, tries = 5) => {
    const body = await load(address(a).href);
    if (link !== a || !body || !a.isConnected) return;
    // The page is still on its way to a link that the keyboard reached.
    if (away(a)) return tries && later(() => show(a, x, tries - 1));
    if (!card) {
      card = make("div", "preview", "");
      card.id = "page.preview";
      card.popover = "manual";
      card.setAttribute("role", "tooltip");
      card.setAttribute("data-preview-keep", "");
      card.addEventListener("pointerenter", () => clearTimeout(timer));
      card.addEventListener("pointerleave", () => later(hide));
    }
    // Whatever changes the page in place may have taken it away.
    if (!card.isConnected) document.body.append(card);
    card.replaceChildren(body.cloneNode(true));
    if (!card.matches(":popover-open")) card.showPopover();
    place(a, x);
    a.setAttribute("aria-describedby", card.id);
  };
  const begin = (a, x) => {
    if (link === a) return clearTimeout(timer);
    hide();
    link = a;
    later(() => show(a, x));
  };
  const of = (event) => {
    const a = event.target.closest?.(LINKS);
    return a && wanted(a) ? a : null;
  };
  addEventListener("pointerover", (event) => {
    const a = event.pointerType === "mouse" && of(event);
    if (a) begin(a, event.clientX);
  });
  addEventListener("pointerout", (event) => {
    const a = event.pointerType === "mouse" && of(event);
    if (a && a === link && !a.contains(event.relatedTarget)) later(hide);
  });
  addEventListener("focusin", (event) => {
    const a = of(event);
    if (a && a.matches(":focus-visible")) begin(a, -1);
    else if (!a) hide();
  });
  addEventListener("focusout", (event) => { if (event.target === link) hide(); });
  addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  // The page may scroll because the keyboard reached a link: then the card goes with it.
  addEventListener("scroll", () => {
    if (!link) return;
    const open = card?.matches(":popover-open");
    if (document.activeElement !== link || open && away(link)) hide();
    else if (open) place(link, -1);
  }, { passive: true, capture: true });
  addEventListener("pagehide", hide);
})();
