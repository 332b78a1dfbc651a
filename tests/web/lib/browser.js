// Debian's Chromium, one for all checks; every context tells what went wrong while its pages loaded. Downloads nothing.

import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export function launch() {
  const executablePath = process.env.CHROMIUM ?? PLACES.find(existsSync);
  if (!executablePath) throw new Error("there is no Chromium: `scripts/test --web` installs it, CHROMIUM=… names one");
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath, args: [...sandbox, "--disable-dev-shm-usage", "--disable-background-networking"] });
}

/** In milliseconds: a machine that builds something else besides is slow. */
const PATIENCE = 120_000;

/** Runs `work(page, problems)` in a context of its own. Pages may load from `own` alone, and nothing may fail while they do. */
export async function withPage(browser, own, options, work) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const problems = [];
  const at = (page) => (page ? decodeURI(page.url()).replace(own, "/") : "");
  context.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(own) && !/^(data|blob|about):/.test(url)) problems.push(`${at(request.frame().page())}: requests ${url}`);
  });
  context.on("requestfailed", (request) => problems.push(`${request.url()}: ${request.failure()?.errorText}`));
  context.on("response", (response) => response.status() >= 400 && problems.push(`${response.url()}: ${response.status()}`));
  context.on("console", (message) => message.type() === "error" && problems.push(`${at(message.page())}: console: ${message.text()}`));
  context.on("weberror", (error) => problems.push(`${at(error.page())}: script: ${error.error().message}`));
  try {
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    await work(page, problems);
    return problems;
  } finally {
    await context.close();
  }
}
