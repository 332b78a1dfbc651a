// XML, well-formed or an error, and the few ways in which the checks look at it.

import { DOMParser } from "@xmldom/xmldom";

/** The root element; anything that is not well-formed throws. */
export function parseXml(text) {
  const onError = (level, message) => {
    throw new Error(`${level}: ${message}`);
  };
  return new DOMParser({ onError }).parseFromString(text, "text/xml").documentElement;
}

/** The child elements with a local name in a namespace; all of them without a name. */
export function children(element, namespace, name) {
  const all = Array.from(element.childNodes).filter((node) => node.nodeType === 1);
  return all.filter((node) => node.namespaceURI === namespace && (!name || node.localName === name));
}

export const textIn = (element) => element?.textContent.trim() ?? "";
