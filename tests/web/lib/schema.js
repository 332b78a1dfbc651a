// The types and properties of schema.org that pages use, from https://schema.org/version/latest/schemaorg-current-https.jsonld:
// for a type its parents, for a property the types that have it and what it holds. checks/data.js compares each row with the
// vocabulary as the package schema-dts has it. A page that uses anything else fails: add the row here.

export const TYPES = {
  Thing: [],
  CreativeWork: ["Thing"],
  Article: ["CreativeWork"],
  NewsArticle: ["Article"],
  Report: ["Article"],
  Quotation: ["CreativeWork"],
  Claim: ["CreativeWork"],
  WebSite: ["CreativeWork"],
  WebPage: ["CreativeWork"],
  CollectionPage: ["WebPage"],
  Intangible: ["Thing"],
  DefinedTerm: ["Intangible"],
  Event: ["Thing"],
  Organization: ["Thing"],
  Person: ["Thing"],
  Place: ["Thing"],
};

export const PROPERTIES = {
  name: { on: ["Thing"], holds: ["Text"] },
  description: { on: ["Thing"], holds: ["Text"] },
  url: { on: ["Thing"], holds: ["URL"] },
  sameAs: { on: ["Thing"], holds: ["URL"] },
  about: { on: ["CreativeWork"], holds: ["Thing"] },
  author: { on: ["CreativeWork"], holds: ["Organization", "Person"] },
  creator: { on: ["CreativeWork"], holds: ["Organization", "Person"] },
  datePublished: { on: ["CreativeWork"], holds: ["Date", "DateTime"] },
  hasPart: { on: ["CreativeWork"], holds: ["CreativeWork"] },
  headline: { on: ["CreativeWork"], holds: ["Text"] },
  inLanguage: { on: ["CreativeWork"], holds: ["Language"] },
  isBasedOn: { on: ["CreativeWork"], holds: ["CreativeWork", "URL"] },
  publisher: { on: ["CreativeWork"], holds: ["Organization", "Person"] },
  text: { on: ["CreativeWork"], holds: ["Text"] },
  startDate: { on: ["Event"], holds: ["Date", "DateTime"] },
  endDate: { on: ["Event"], holds: ["Date", "DateTime"] },
  location: { on: ["Event"], holds: ["Place", "Text"] },
  organizer: { on: ["Event"], holds: ["Organization", "Person"] },
  foundingDate: { on: ["Organization"], holds: ["Date"] },
  parentOrganization: { on: ["Organization"], holds: ["Organization"] },
  affiliation: { on: ["Person"], holds: ["Organization"] },
  jobTitle: { on: ["Person"], holds: ["Text"] },
};

const isWeb = (value) => {
  try {
    return /^https?:$/.test(new URL(value).protocol);
  } catch {
    return false;
  }
};

const isLanguage = (value) => {
  try {
    return Intl.getCanonicalLocales(value)[0] === value;
  } catch {
    return false;
  }
};

/** Values that are strings: what makes them right. A language is written as its tag (BCP 47). */
export const VALUES = {
  Text: (value) => value.trim() !== "",
  URL: isWeb,
  Language: isLanguage,
  Date: (value) => /^\d{4}(-\d\d(-\d\d)?)?$/.test(value) && !Number.isNaN(Date.parse(value)),
  DateTime: (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value)),
};

/** Whether a type is another one, or below it. */
export const isA = (type, wanted) => type === wanted || (TYPES[type] ?? []).some((parent) => isA(parent, wanted));
