// What Netlify would say of addresses of a published folder, by its own readers of `_redirects` and `_headers` and its own matcher of redirects.
// Usage: netlify.mjs FOLDER ADDRESS…    Prints a line for each address: the status, where a redirect leads to, and `cache-control`.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseAllHeaders } from "@netlify/headers-parser";
import { parseAllRedirects } from "@netlify/redirect-parser";
import redirector from "netlify-redirector";

const [folder, ...addresses] = process.argv.slice(2);
const file = (name) => [join(folder, name)].filter(existsSync);
const redirects = await parseAllRedirects({ redirectsFiles: file("_redirects"), minimal: false });
const headers = await parseAllHeaders({ headersFiles: file("_headers"), minimal: false });
const errors = [...redirects.errors, ...headers.errors];
if (errors.length > 0) {
  console.error(errors.map((error) => error.message).join("\n"));
  process.exit(1);
}
const matcher = await redirector.parseJSON(JSON.stringify(redirects.redirects), {});
for (const address of addresses) {
  const { pathname } = new URL(address, "https://site.example");
  const request = { scheme: "https", host: "site.example", path: pathname, query: "", headers: {}, cookieValues: {} };
  request.getHeader = request.getCookie = () => "";
  const match = matcher.match(request);
  // Without force, a file that is there comes first.
  const isThere = existsSync(join(folder, pathname.endsWith("/") ? `${pathname}index.html` : pathname));
  const found = match && (match.force || match.force404 || !isThere) ? match : null;
  const rules = headers.headers.filter((rule) => rule.forRegExp.test(pathname));
  // Values of rules that all match are joined.
  const kept = rules.map((rule) => rule.values["Cache-Control"] ?? rule.values["cache-control"]).filter(Boolean);
  console.log([found?.status ?? (isThere ? 200 : 404), found?.to, kept.join(",")].filter(Boolean).join(" "));
}
