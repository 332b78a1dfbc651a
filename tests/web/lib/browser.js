// Debian's Chromium, one for all checks; every context tells what went wrong while its pages loaded. Downloads nothing.

import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Where the browser is, and how it is started here: root has no sandbox, and containers little shared memory. */
export function program() {
  const executablePath = process.env.CHROMIUM ?? PLACES.find(existsSync);
  if (!executablePath) throw new Error("there is no Chromium: `scripts/test --web` installs it, CHROMIUM=… names one");
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return { executablePath, args: [...sandbox, "--disable-dev-shm-usage", "--disable-background-networking"] };
}

export function launch() {
  return chromium.launch(program());
}

/** In milliseconds: a machine that builds something else besides is slow. */
const PATIENCE = 120_000;
const WINDOW = { width: 1280, height: 800 };

/** Pages that are free again, by the options of their context: to make one takes longer than to load most pages. */
const free = new Map();

async function newTab(browser, options) {
  const context = await browser.newContext({ viewport: WINDOW, ...options });
  context.setDefaultTimeout(PATIENCE);
  const tab = { page: await context.newPage(), own: "", problems: [] };
  const at = (page) => (page ? decodeURI(page.url()).replace(tab.own, "") : "");
  const tell = (problem) => tab.problems.push(problem);
  context.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(tab.own) && !/^(data|blob|about):/.test(url)) tell(`${at(request.frame().page())}: requests ${url}`);
  });
  context.on("requestfailed", (request) => tell(`${request.url()}: ${request.failure()?.errorText}`));
  context.on("response", (response) => response.status() >= 400 && tell(`${response.url()}: ${response.status()}`));
  context.on("console", (message) => message.type() === "error" && tell(`${at(message.page())}: console: ${message.text()}`));
  context.on("weberror", (error) => tell(`${at(error.page())}: script: ${error.error().message}`));
  return tab;
}

/** Runs `work(page)` and gives what went wrong while pages loaded: they may load from `own` alone, and nothing may fail. */
export async function withPage(browser, own, options, work) {
  const key = JSON.stringify(options);
  const others = free.get(key) ?? free.set(key, []).get(key);
  const tab = others.pop() ?? (await newTab(browser, options));
  Object.assign(tab, { own, problems: [] });
  await tab.page.setViewportSize(options.viewport ?? WINDOW);
  await tab.page.emulateMedia({ media: "screen", colorScheme: "light" });
  try {
    await work(tab.page);
  } catch (error) {
    await tab.page.context().close();
    throw error;
  }
  others.push(tab);
  return tab.problems;
}
