// Every page as axe sees it, with a full history and with none, in both themes, on desk and phone.
import axe from "axe-core";
import assert from "node:assert/strict";
import { ask, empty, FIXED, open, page, WIDTHS, withDemo } from "./harness.mjs";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];

/** What is wrong with a page as it is shown. */
async function wrong(tab) {
  const over = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await tab.evaluate(axe.source);
  const { violations } = await tab.evaluate((runOnly) => globalThis.axe.run(document, { runOnly }), RULES);
  const told = violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")}`);
  return over > 0 ? [`${over} px too wide`, ...told] : told;
}

async function everyPage(base, paths) {
  const complaints = [];
  for (const theme of ["light", "dark"]) {
    for (const form of ["desktop", "phone"]) {
      await page(base, { width: WIDTHS[form], theme }, async (tab) => {
        for (const path of paths) {
          await open(tab, base + path);
          complaints.push(...(await wrong(tab)).map((what) => `${path}, ${theme}, ${form}: ${what}`));
        }
      });
    }
  }
  assert.deepEqual(complaints, []);
}

export const tests = {
  "axe finds nothing on any page of a full history, in both themes, on desk and phone": () =>
    withDemo(async (base) => {
      const { rows } = await ask(base, "/api/activities?only=runs");
      const run = rows.find((r) => ["series", "interval", "hill_repeats"].includes(r.kind)) ?? rows[0];
      const lift = (await ask(base, "/api/activities?only=lifts")).rows[0];
      await everyPage(base, [...FIXED, `/activities/${run.id}`, `/activities/${lift.id}`]);
    }),

  "axe finds nothing on the pages of an empty database, and each says what to bring": () =>
    empty(async (base) => {
      await everyPage(base, FIXED.filter((p) => !p.includes("?")));
      await page(base, {}, async (tab) => {
        await open(tab, `${base}/calendar`);
        await tab.getByRole("link", { name: /Bring your files|Make a plan/ }).first().waitFor();
        await open(tab, `${base}/activities`);
        await tab.getByRole("link", { name: "Bring your files" }).waitFor();
      });
    }),
};
