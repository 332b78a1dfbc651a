// Which pages stand for all: of every kind of page the fullest and the barest. Knows addresses, not content.

/** The folders of a portal, and what one page in them is called. Every other name is that of a plain page. */
const FOLDERS = {
  documents: "document",
  people: "person",
  organizations: "organization",
  themes: "theme",
  events: "event",
  glossary: "term",
  sides: "side",
  statements: "",
  figures: "",
  proposals: "",
  timeline: "",
  balance: "",
  network: "",
  search: "",
};

function kindOf(page, rest) {
  if (page.refresh !== null) return "redirect";
  if (rest === "") return "home";
  if (rest === "404.html") return "404";
  const [folder, id, ...more] = rest.split("/").filter(Boolean);
  if (!(folder in FOLDERS)) return "page";
  if (id === undefined) return folder;
  if (id === "page") return `${folder}, numbered`;
  const one = folder === "documents" && /^\d{4}$/.test(id) ? "documents of a year" : FOLDERS[folder];
  const below = more.filter((part) => !/^\d+$/.test(part));
  return [one, ...below].join(", ");
}

/** `[{kind, pages, full}]`: the pages that stand for each kind, of every language; `full` are the fullest alone. */
export function samples(site) {
  const kinds = new Map();
  for (const page of site.pages.values()) {
    const { language, rest } = site.languageOf(page.address);
    // A page that is missing in a language has a notice, and another language inside.
    const foreign = page.noindex && page.refresh === null && rest !== "404.html" ? ", in another language" : "";
    const kind = kindOf(page, rest) + foreign;
    const of = kinds.get(kind) ?? kinds.set(kind, new Map()).get(kind);
    of.set(language.tag, [...(of.get(language.tag) ?? []), page]);
  }
  const sorted = (pages) => pages.sort((a, b) => b.html.length - a.html.length || (a.address < b.address ? -1 : 1));
  const all = [...kinds].map(([kind, of]) => {
    const ends = [...of.values()].map(sorted).map((pages) => [pages[0], pages[pages.length - 1]]);
    return { kind, pages: [...new Set(ends.flat())], full: ends.map(([first]) => first) };
  });
  return all.sort((a, b) => (a.kind < b.kind ? -1 : 1));
}
