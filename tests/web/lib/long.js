// A portal with names, titles and words longer than any that readers will meet. Builds nothing.

const WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch";
const HAN = "人工智能".repeat(20);
const PAGES = 3;

const document = (n) => `---
title: "${WORD}: ${HAN} ${n}"
date: 2025-0${n}-11
type: news
outlet: outlet
url: https://x.example/${WORD}${WORD}
event: event
themes: [theme]
---
## ${WORD}

["${WORD} is ${WORD}${WORD}."]{by=person theme=theme stance=for on=theme/p}, said [[outlet]].
[${"1".repeat(40)}]{.figure value=${"1".repeat(40)} theme=theme} of [${HAN}]{.term term=term by=person}.
[We propose ${WORD}.]{.proposal by=person theme=theme}
`;

/** Its files, by path. */
export const FILES = {
  "content/people/person.md": `---
name: { en: "Maximilian-${WORD} und ${WORD}", zh: "${HAN}" }
aliases: ["${WORD}${WORD}"]
side: us
positions: [{ org: outlet, title: "Deputy Under-Secretary for ${WORD}", from: 2020 }]
links: ["https://x.example/${WORD}"]
---
`,
  "content/organizations/outlet.md": `---\nname: "${WORD} Institute for ${WORD}"\nkind: think-tank\nside: us\n---\n`,
  "content/themes/theme.md": `---\nname: "${WORD} ${WORD}"\npropositions: [{ id: p, text: "${WORD} should ${WORD}." }]\n---\n`,
  "content/events/event.md": `---\nname: "${WORD} of ${HAN}"\nstart: 2025-01-11\nplace: ${WORD}\norganizers: [outlet]\n---\n`,
  "content/terms/term.md": `---\nterm: { en: "${WORD}", zh: "${HAN}" }\n---\n${WORD}\n`,
  ...Object.fromEntries([...Array(PAGES).keys()].map((n) => [`content/documents/document-${n}.md`, document(n + 1)])),
};
