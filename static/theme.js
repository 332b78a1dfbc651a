// Optional: without it pages follow the system's colours, and the switch stays hidden.
(() => {
  const root = document.documentElement, key = "theme";
  let stored = null;
  try { stored = localStorage.getItem(key); } catch {}
  if (stored === "dark" || stored === "light") root.dataset.theme = stored;
  const isDark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const name = (button) => { button.textContent = isDark() ? button.dataset.light : button.dataset.dark; button.hidden = false; };
  const all = () => document.querySelectorAll("[data-theme-switch]").forEach(name);
  addEventListener("DOMContentLoaded", all);
  addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-theme-switch]")) return;
    root.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.setItem(key, root.dataset.theme); } catch {}
    all();
  });
})();
// A panel that the focus has left would hide what has it.
addEventListener("focusout", ({ target, relatedTarget }) => {
  if (!("popover" in HTMLElement.prototype)) return;
  const panel = target.closest?.("[popover]:popover-open");
  // Its button closes it by itself.
  if (panel && relatedTarget && !panel.contains(relatedTarget) && relatedTarget.popoverTargetElement !== panel) panel.hidePopover();
});
// A page that moved: the refresh would lose the place on it.
addEventListener("DOMContentLoaded", () => {
  const moved = document.querySelector("a[data-moved]");
  if (moved && location.hash) location.replace(moved.href + location.hash);
});
