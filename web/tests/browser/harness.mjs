// What every browser test needs: the program with a database of its own, a browser, a page that tells its faults.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { copyOf, program } from "./databases.mjs";

export { EXAMPLES, program, run } from "./databases.mjs";
export const WIDTHS = { desktop: 1440, phone: 390, narrow: 360, wide: 1920 };
/** Every page that needs no session of its own. */
export const FIXED = ["/", "/calendar", "/activities", "/muscles/hamstrings", "/muscles/hamstrings?why", "/plan", "/rules", "/evidence", "/import", "/settings", "/log", "/more", "/login", "/welcome"];
/** Tests stand still in time, the evening after the last example. */
export const CLOCK = "2026-09-13T18:00:00Z";

let started = null;
export async function browser() {
  started ??= await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-background-networking", "--disable-dev-shm-usage"],
  });
  return started;
}
export async function closeBrowser() {
  await started?.close();
}

/** A server that can be stopped and started again over the same database; its port is its own from the first start. */
export class Served {
  #child = null;
  #port = 0;
  constructor(args, folder) {
    this.args = args;
    this.folder = folder;
  }
  get base() {
    return `http://127.0.0.1:${this.#port}`;
  }
  async start() {
    const child = spawn(program, [...this.args, "--port", String(this.#port)], { stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    let said = "";
    this.#port = await new Promise((done, fail) => {
      const heard = (text) => {
        said += text;
        const at = /http:\/\/127\.0\.0\.1:(\d+)/.exec(said);
        if (at) done(Number(at[1]));
      };
      child.stdout.on("data", heard);
      child.stderr.on("data", heard);
      child.once("exit", () => fail(new Error(`the server ended: ${said}`)));
    });
    for (let i = 0; !(await fetch(`${this.base}/health`).then((r) => r.ok, () => false)); i++) {
      assert.ok(i < 600 && child.exitCode === null, `the server does not answer: ${said}`);
      await new Promise((done) => setTimeout(done, 100));
    }
    return this;
  }
  async stop() {
    const child = this.#child;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((done) => child.once("exit", done));
    child.kill("SIGTERM");
    const late = setTimeout(() => child.kill("SIGKILL"), 5000);
    await gone;
    clearTimeout(late);
  }
}

async function serve(args, work, prepared) {
  const folder = mkdtempSync(join(tmpdir(), "striate-browser-"));
  const path = join(folder, "striate.db");
  if (prepared) await copyOf(prepared, path);
  const server = new Served([...args, "--database", `sqlite:${path}`], folder);
  try {
    await server.start();
    await work(server.base, server);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The repository's examples in a database of their own. */
export const withExamples = (work) => serve(["serve", "--clock", CLOCK], work, "examples");
/** Nothing in it yet. */
export const empty = (work) => serve(["serve"], work, null);
/** The demo athlete, whose two years end today. */
export const withDemo = (work) => serve(["serve"], work, "demo");

/** A tab of its own; whatever the page complains about, and any request to another host, fails the test. */
export async function page(base, { width = WIDTHS.desktop, height = 900, theme = "light", touch = false, workers = "block", failing = false } = {}, work) {
  const context = await (await browser()).newContext({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: "reduce",
    hasTouch: touch,
    isMobile: touch,
    serviceWorkers: workers,
    acceptDownloads: true,
  });
  const tab = await context.newPage();
  const faults = [];
  const expected = /status of 4\d\d|net::ERR_(FAILED|CONNECTION_REFUSED|INTERNET_DISCONNECTED)|ERR_CONNECTION/;
  tab.on("pageerror", (error) => faults.push(error.message));
  const isExpected = (text) => expected.test(text) || (failing && text.includes("status of 500"));
  tab.on("console", (message) => message.type() === "error" && !isExpected(message.text()) && faults.push(message.text()));
  tab.on("request", (request) => !request.url().startsWith(base) && !request.url().startsWith("blob:") && faults.push(`asked another host: ${request.url()}`));
  try {
    await work(tab, context);
    assert.deepEqual(faults, []);
  } finally {
    await context.close();
  }
}

/** Opens an address and waits until the page has said its verdict. */
export async function open(tab, address) {
  await tab.goto(address);
  await settled(tab);
}
export async function settled(tab) {
  await tab.locator("main h1").first().waitFor();
  await tab.waitForFunction(() => !document.querySelector("main [aria-busy=true]"));
}
/** An answer of the API as the page would get it. */
export async function ask(base, path) {
  const response = await fetch(base + path);
  assert.ok(response.ok, `${path}: ${response.status}`);
  return response.json();
}
/** A request as the page itself would send it, with its proof of origin; a change of the plan is made from its present version. */
export function api(tab, method, path, body) {
  return tab.evaluate(
    async ([m, p, b]) => {
      const csrf = /(?:^|; )striate_csrf=([^;]+)/.exec(document.cookie)?.[1] ?? "none";
      const headers = { accept: "application/json", "x-striate-csrf": csrf };
      if (b !== undefined) headers["content-type"] = "application/json";
      const changes = m !== "GET" && /^\/api\/plan($|\/changes|\/change\/|\/sessions\/)/.test(p);
      if (changes) headers["if-match"] = (await (await fetch("/api/plan")).json()).revision;
      const response = await fetch(p, { method: m, headers, body: b === undefined ? undefined : JSON.stringify(b) });
      const text = await response.text();
      return { status: response.status, body: text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : text };
    },
    [method, path, body],
  );
}
