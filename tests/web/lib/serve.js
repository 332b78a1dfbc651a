// A static server as portals have it: index.html for folders, 301 to the final slash, 404.html. On loopback, at a free port.

import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".xml": "application/xml",
  ".txt": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".avif": "image/avif",
  ".ico": "image/x-icon",
};

function answer(dir, mount, request, response) {
  const url = new URL(request.url, "http://localhost");
  const send = (status, file) => {
    response.writeHead(status, { "content-type": TYPES[path.extname(file)] ?? "application/octet-stream" });
    createReadStream(file)
      .on("error", () => response.destroy())
      .pipe(response);
  };
  const missing = () =>
    statSync(path.join(dir, "404.html"), { throwIfNoEntry: false })
      ? send(404, path.join(dir, "404.html"))
      : response.writeHead(404).end();
  if (!url.pathname.startsWith(mount)) return missing();
  const file = path.join(dir, path.normalize(`/${decodeURIComponent(url.pathname.slice(mount.length))}`));
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found ? send(200, file) : missing();
  if (!url.pathname.endsWith("/")) return response.writeHead(301, { location: `${url.pathname}/${url.search}` }).end();
  const index = path.join(file, "index.html");
  return statSync(index, { throwIfNoEntry: false }) ? send(200, index) : missing();
}

/** Serves a site where it was built for: `{origin, url(address), close()}`. */
export async function serve(site) {
  const mount = site.base.pathname;
  const server = createServer((request, response) => answer(site.dir, mount, request, response));
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const close = () =>
    new Promise((done) => {
      server.close(done);
      server.closeAllConnections();
    });
  return { origin, url: (address) => `${origin}${mount}${encodeURI(address)}`, close };
}
