// The panel: what is wrong with the page, and with the rest of the portal. Quiet when all is well.
"use strict";
window.bilatPanel = ({ page, token }) => {
  const host = document.createElement("bilat-preview");
  const shadow = host.attachShadow({ mode: "open" });
  host.setAttribute("data-preview-keep", "");
  shadow.innerHTML = `<link rel="stylesheet" href="/.bilat/panel.css">
    <section role="region" aria-label="Problems" hidden><header></header><div class="list"></div></section>
    <button type="button" class="tab" aria-expanded="false" hidden></button>
    <p class="say" role="status" hidden></p><p class="off" hidden>bilat does not answer. Is it still running?</p>`;
  const [section, header, list, tab, say, off] = ["section", "header", ".list", ".tab", ".say", ".off"].map((q) => shadow.querySelector(q));
  const root = document.documentElement;
  root.append(host);
  // As light or dark as the page, also where the reader chose it there.
  const dress = () => { host.style.colorScheme = root.dataset.theme ?? ""; };
  new MutationObserver(dress).observe(root, { attributeFilter: ["data-theme"] });
  dress();
  const make = (tag, name, ...inner) => {
    const node = document.createElement(tag);
    if (name) node.className = name;
    node.append(...inner.filter((part) => part !== null));
    return node;
  };

  let data = { page: [], portal: [], more: 0, withheld: 0, tally: ["", ""], stale: false };
  let whole = false;
  const remember = (open) => { try { sessionStorage.setItem("bilat-panel", open ? "open" : "shut"); } catch {} };
  const wanted = () => { try { return sessionStorage.getItem("bilat-panel"); } catch { return null; } };
  const set = (open) => {
    section.hidden = !open;
    tab.setAttribute("aria-expanded", String(open));
  };
  tab.addEventListener("click", () => { const open = section.hidden; set(open); remember(open); });
  shadow.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !section.hidden) { set(false); remember(false); tab.focus(); }
  });

  const excerpt = (problem) => {
    if (!problem.excerpt) return null;
    const [before, inside, behind] = problem.excerpt;
    const code = make("code", "", before, make("mark", inside ? "" : "point", inside), behind);
    const lines = (before + inside + behind).split("\n").length;
    const numbers = make("span", "numbers", Array.from({ length: lines }, (_, i) => problem.line + i).join("\n"));
    numbers.setAttribute("aria-hidden", "true");
    return make("pre", "", numbers, code);
  };
  const remedy = (problem) => {
    if (!problem.fix) return null;
    const button = make("button", "apply", "Apply");
    button.type = "button";
    button.addEventListener("click", () => apply(problem.fix, button));
    return make("p", "fix", button, ` ${problem.fix.text}`);
  };
  const apply = async (fix, button) => {
    button.disabled = true;
    const asked = fetch("/.bilat/fix", { method: "POST", headers: { "x-bilat-token": token() }, body: fix.id });
    const response = await asked.catch(() => null);
    const text = response ? await response.text() : "bilat does not answer; nothing was changed";
    api.say(response?.ok ? `changed ${text}` : text);
    button.disabled = response?.ok === true;
  };
  const entry = (problem) => {
    const place = problem.href ? make("a", "place", problem.place) : make("span", "place", problem.place);
    if (problem.href) place.href = problem.href;
    const title = make("h3", "", make("b", problem.severity, problem.severity), ` ${problem.message}`);
    const hints = problem.hints.map((hint) => make("p", "hint", hint));
    const line = make("p", "where", place, " ", make("span", "code", problem.code));
    return make("article", problem.severity, title, line, excerpt(problem), ...hints, remedy(problem));
  };
  const choice = (label, value) => {
    const button = make("button", "choice", label);
    button.type = "button";
    button.setAttribute("aria-pressed", String(whole === value));
    button.addEventListener("click", () => { whole = value; draw(); });
    return button;
  };

  // What is drawn anew has the focus again where it had it.
  const draw = () => {
    const had = shadow.activeElement;
    const like = () => (had?.className ? [...shadow.querySelectorAll(`.${had.className.split(" ")[0]}`)] : []);
    const place = like().indexOf(had);
    redraw();
    if (had && !had.isConnected) like()[place]?.focus({ preventScroll: true });
  };
  const redraw = () => {
    const all = data.page.length + data.portal.length;
    if (!data.page.length) whole = true;
    const shut = make("button", "shut", "Close");
    shut.type = "button";
    shut.addEventListener("click", () => { set(false); remember(false); });
    const both = data.page.length > 0 && data.portal.length > 0;
    header.replaceChildren(...[
      data.stale ? make("p", "stale", "The page is as it was before this mistake.") : null,
      both ? choice(`This page (${data.page.length})`, false) : make("span", "title", data.page.length ? "On this page" : "In the portal"),
      both ? choice(`The whole portal (${all})`, true) : null,
      shut,
    ].filter(Boolean));
    const listed = whole ? [...data.page, ...data.portal] : data.page;
    const rest = [
      data.more ? `…and ${data.more} more: see \`bilat check\`` : "",
      data.withheld ? `…and ${data.withheld} in texts that are not public: see \`bilat check\`` : "",
    ].filter((line) => whole && line);
    list.replaceChildren(...listed.map(entry), ...rest.map((line) => make("p", "more", line)));
    tab.hidden = all === 0;
    const worst = [...data.page, ...(data.page.length ? [] : data.portal)].map((p) => p.severity).sort()[0] ?? "";
    tab.className = `tab ${worst} ${data.page.length ? "here" : "elsewhere"}`;
    tab.textContent = data.page.length ? `${data.stale ? "Not shown yet: " : ""}${data.tally[0]}` : `elsewhere: ${data.tally[1]}`;
  };

  let timer = 0;
  const api = {
    host,
    /** Asks for what is known of the page, and shows it; opens by itself where the page is wrong. */
    async load() {
      const response = await fetch(`/.bilat/problems?page=${encodeURIComponent(page())}`, { cache: "no-store" });
      if (!response.ok) throw new Error(`the problems cannot be had: ${response.status}`); // asked for again
      const before = data;
      data = await response.json();
      if (data.page.length && !before.page.length) whole = false;
      draw();
      const broken = data.stale || data.page.some((problem) => problem.severity === "error");
      const was = before.stale || before.page.some((problem) => problem.severity === "error");
      if (data.page.length + data.portal.length === 0 || (was && !broken)) set(false);
      else if (broken && (!was || wanted() !== "shut")) set(data.stale || wanted() !== "shut");
      else if (wanted() === "open" && data.page.length) set(true);
    },
    /** One line at the edge of the window for a moment. */
    say(text) {
      say.textContent = text;
      say.hidden = false;
      clearTimeout(timer);
      timer = setTimeout(() => { say.hidden = true; }, 4000);
    },
    connected(yes) { off.hidden = yes; },
  };
  return api;
};
