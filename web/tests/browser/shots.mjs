// The picture of every page in four forms, from the demo athlete alone: `node tests/browser/shots.mjs STRIATE FOLDER`.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { api, ask, closeBrowser, open, page, settled, withDemo } from "./harness.mjs";

const folder = resolve(process.argv[3] ?? "pictures");
const FORMS = { desktop: [1440, 900], phone: [390, 844] };
/** A picture is no longer than this; the rest of a page repeats itself. */
const TALLEST = { desktop: 1900, phone: 2400 };
const QUALITY = 62;

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
let bytes = 0;

await withDemo(async (base) => {
  await page(base, {}, async (tab) => {
    await open(tab, base);
    const made = await api(tab, "PUT", "/api/plan", { goal: "build", days: ["mon", "tue", "thu", "sat", "sun"], gym: true, hills: true });
    if (made.status !== 200) throw new Error(`the plan was not made: ${JSON.stringify(made.body)}`);
  });
  const { rows } = await ask(base, "/api/activities?only=runs");
  const run = rows.find((r) => r.kind === "series") ?? rows.find((r) => r.kind === "hill_repeats") ?? rows[0];
  const pages = [
    ["today", "/"], ["calendar", "/calendar"], ["activities", "/activities"], ["activity", `/activities/${run.id}`],
    ["muscles", "/muscles/hamstrings"], ["plan", "/plan"], ["rules", "/rules"], ["evidence", "/evidence"],
    ["import", "/import"], ["settings", "/settings"], ["log", "/log"], ["welcome", "/welcome"],
  ];
  for (const theme of ["light", "dark"]) {
    for (const [form, [width, height]] of Object.entries(FORMS)) {
      await page(base, { width, height, theme, touch: form === "phone" }, async (tab, context) => {
        const cdp = await context.newCDPSession(tab);
        for (const [name, path] of pages) {
          await tab.setViewportSize({ width, height });
          await open(tab, base + path);
          const long = await tab.evaluate(() => document.documentElement.scrollHeight);
          // The bar at the foot belongs to the foot of the picture.
          await tab.setViewportSize({ width, height: Math.min(long, TALLEST[form]) });
          await tab.waitForTimeout(350);
          await settled(tab);
          const { data } = await cdp.send("Page.captureScreenshot", { format: "webp", quality: QUALITY });
          const picture = Buffer.from(data, "base64");
          bytes += picture.length;
          writeFileSync(join(folder, `${name}-${form}-${theme}.webp`), picture);
        }
      });
    }
  }
});
await closeBrowser();
console.error(`pictures in ${folder}, ${(bytes / 1e6).toFixed(1)} MB`);
