// The pages in a real browser, over the repository's examples: `node tests/browser/run.mjs SERVER`, where SERVER is the
// program of `cargo build -p striate-server --example folder`. CHROMIUM names the browser where it is not Debian's.
import axe from "axe-core";
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const DAY = "2026-09-13";
const PAGES = ["/", "/calendar", "/activities", "/activities/0-0", "/muscles/hamstrings", "/muscles/hamstrings?why", "/evidence", "/settings", "/log", "/more", "/login"];
const THEMES = ["light", "dark"];
const WIDTHS = { desktop: 1440, phone: 390, narrow: 360, wide: 1920 };

const program = process.argv[2];
assert.ok(program && existsSync(program), "name the server's program");
const examples = fileURLToPath(new URL("../../../examples", import.meta.url));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-background-networking"],
});

let port = 7900;
/** A server of its own for each test that changes something. */
async function served(work) {
  const at = port++;
  const server = spawn(program, [examples, String(at), DAY], { stdio: ["ignore", "ignore", "inherit"] });
  const base = `http://127.0.0.1:${at}`;
  try {
    for (let i = 0; ; i++) {
      if (await fetch(`${base}/health`).then((r) => r.ok, () => false)) break;
      assert.ok(i < 100, "the server does not answer");
      await new Promise((done) => setTimeout(done, 50));
    }
    await work(base);
  } finally {
    server.kill("SIGTERM");
  }
}

async function page(base, { width = WIDTHS.desktop, theme = "light", height = 900 } = {}, work) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, reducedMotion: "reduce" });
  const tab = await context.newPage();
  const faults = [];
  tab.on("pageerror", (error) => faults.push(error.message));
  tab.on("console", (message) => message.type() === "error" && !/status of 4\d\d|net::ERR_FAILED/.test(message.text()) && faults.push(message.text()));
  tab.on("request", (request) => !request.url().startsWith(base) && faults.push(`asked another host: ${request.url()}`));
  try {
    await work(tab);
    assert.deepEqual(faults, []);
  } finally {
    await context.close();
  }
}
const open = async (tab, address) => {
  await tab.goto(address);
  await tab.locator("main h1").first().waitFor();
  await tab.waitForFunction(() => !document.querySelector("main [aria-busy=true]"));
};

const tests = {
  async "axe finds nothing on any page, in both themes, on desk and phone, and nothing scrolls sideways"() {
    await served(async (base) => {
      for (const theme of THEMES) {
        for (const [form, width] of Object.entries(WIDTHS)) {
          await page(base, { width, theme }, async (tab) => {
            for (const path of PAGES) {
              await open(tab, base + path);
              const over = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
              assert.ok(over <= 0, `${path} ${form}: ${over} px too wide`);
              if (form === "narrow" || form === "wide") continue;
              await tab.evaluate(axe.source);
              const { violations } = await tab.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] }));
              const told = violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")}`);
              assert.deepEqual(told, [], `${path}, ${theme}, ${form}`);
            }
          });
        }
      }
    });
  },

  async "the body map is used by keyboard alone: nineteen stops, each named, Enter opens the muscle"() {
    await served((base) =>
      page(base, {}, async (tab) => {
        await open(tab, base);
        const zones = tab.locator("svg.body [role=button]");
        assert.equal(await zones.count(), 19);
        const names = await zones.evaluateAll((all) => all.map((z) => z.getAttribute("aria-label")));
        assert.ok(names.every((n) => /, growth (none|low|moderate|high|past useful|unknown)/.test(n)), names.join("\n"));
        await zones.first().focus();
        for (let i = 0; i < 15; i++) await tab.keyboard.press("ArrowDown");
        const focused = await tab.evaluate(() => document.activeElement?.dataset.muscle);
        assert.equal(focused, "hamstrings");
        await tab.keyboard.press("Enter");
        await tab.getByRole("complementary", { name: "Hamstrings" }).getByText("Fed it most").waitFor();
        // The lenses are a tab list: arrows turn them, and the legend follows.
        await tab.getByRole("tab", { name: "Growth" }).focus();
        await tab.keyboard.press("ArrowRight");
        await tab.getByText("Hours until the last sessions are recovered from").waitFor();
      }),
    );
  },

  async "a run's kind is corrected in two presses and worked out again, and taken back in one"() {
    await served((base) =>
      page(base, {}, async (tab) => {
        await open(tab, `${base}/activities/0-0`);
        const kind = tab.locator("section[aria-labelledby=kind-title]");
        const before = await kind.locator(".big").innerText();
        await kind.getByRole("button", { name: "Not right? Change it" }).click();
        await kind.getByRole("button", { name: "Tempo" }).click();
        await kind.getByText("corrected by you").waitFor();
        assert.equal(await kind.locator(".big").innerText(), "Tempo");
        await kind.getByRole("button", { name: "Undo" }).click();
        await kind.getByText(before, { exact: true }).waitFor();
      }),
    );
  },

  async "the charts share one cursor, a brushed part says what it did, and the table shows the effort"() {
    await served((base) =>
      page(base, {}, async (tab) => {
        await open(tab, `${base}/activities/0-0`);
        const frame = tab.getByRole("group", { name: /^Charts of speed/ });
        const over = frame.locator(".u-over").first();
        await over.waitFor();
        const box = await over.boundingBox();
        await tab.mouse.move(box.x + box.width * 0.31, box.y + 30);
        await frame.locator(".tag").waitFor();
        const cursors = await frame.locator(".u-cursor-x").evaluateAll((all) => all.map((c) => c.getBoundingClientRect().x));
        assert.ok(Math.max(...cursors) - Math.min(...cursors) <= 1.5, `cursors at ${cursors}`);
        await tab.mouse.down();
        await tab.mouse.move(box.x + box.width * 0.5, box.y + 30, { steps: 5 });
        await tab.mouse.up();
        await tab.getByText("What this part did").waitFor();
        await tab.getByRole("button", { name: "Whole session" }).click();
        await tab.getByText("What it did to each muscle").waitFor();
        await tab.getByRole("button", { name: "Show effort 3 in the charts" }).click();
        await tab.getByText("What this part did").waitFor();
      }),
    );
  },

  async "a lift that is logged while the connection is gone waits and is not lost"() {
    await served((base) =>
      page(base, { width: WIDTHS.phone }, async (tab) => {
        await open(tab, `${base}/log`);
        await tab.getByRole("textbox", { name: "Another exercise" }).or(tab.getByRole("combobox", { name: "Another exercise" })).fill("Squat");
        await tab.getByRole("button", { name: "Add it" }).click();
        await tab.getByRole("button", { name: "Set 1 of Squat done" }).click();
        await tab.getByRole("button", { name: "One more set" }).click();
        await tab.getByRole("button", { name: "Set 2 of Squat done" }).click();
        await tab.route("**/api/lifts/**", (route) => route.abort());
        await tab.getByRole("button", { name: /^Finish/ }).click();
        await tab.getByText("1 lift kept on this device").waitFor();
        await tab.reload();
        const kept = await tab.evaluate(() => JSON.parse(localStorage.getItem("striate-lifts") ?? "[]"));
        assert.equal(kept.length, 1);
        assert.equal(kept[0].sets.length, 2);
      }),
    );
  },

  async "a password is set, others are asked for it, and who knows it gets in"() {
    await served(async (base) => {
      await page(base, {}, async (tab) => {
        await open(tab, `${base}/settings`);
        await tab.getByLabel("New password").fill("long run on sunday");
        await tab.getByRole("button", { name: "Save" }).click();
        await tab.getByText("Password saved.").waitFor();
        await open(tab, `${base}/muscles/soleus`);
      });
      await page(base, {}, async (tab) => {
        await tab.goto(`${base}/muscles/soleus`);
        await tab.getByRole("link", { name: "Log in" }).click();
        await tab.getByLabel("Password").fill("long run on monday");
        await tab.getByRole("button", { name: "Log in" }).click();
        await tab.getByText("That is not the password.").waitFor();
        await tab.getByLabel("Password").fill("long run on sunday");
        await tab.getByRole("button", { name: "Log in" }).click();
        await tab.getByText("Growth stimulus by week").waitFor();
      });
    });
  },
};

const wanted = process.argv[3];
let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  if (wanted && !name.includes(wanted)) continue;
  const begun = Date.now();
  try {
    await test();
    console.log(`ok    ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL  ${name}\n${error.stack ?? error}`);
  }
}
await browser.close();
process.exitCode = failed > 0 ? 1 : 0;
