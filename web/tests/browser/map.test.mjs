// The body map, by keyboard alone and by touch.
import assert from "node:assert/strict";
import { open, page, WIDTHS, withExamples } from "./harness.mjs";

export const tests = {
  "the body map is used by keyboard alone: nineteen stops, each named, Enter opens the muscle": () =>
    withExamples((base) =>
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
        const sheet = tab.getByRole("complementary", { name: "Hamstrings" });
        await sheet.getByText("Fed it most").waitFor();
        assert.ok((await sheet.locator("li").count()) <= 3);
        // Down to the parameters, still by keyboard.
        await sheet.getByRole("link", { name: "Down to the parameters" }).focus();
        await tab.keyboard.press("Enter");
        await tab.getByText("Parameters behind it").waitFor();
        await tab.getByText("Where it comes from").waitFor();
      }),
    ),

  "the lenses are a tab list: arrows turn them, and the legend follows with both ends in words": () =>
    withExamples((base) =>
      page(base, {}, async (tab) => {
        await open(tab, base);
        await tab.getByRole("tab", { name: "Growth" }).focus();
        for (const words of [["Hours until the last sessions", "ready", "needs rest"], ["Which fibers", "slow", "fast"], ["flat easy kilometres", "far less", "far more"]]) {
          await tab.keyboard.press("ArrowRight");
          await tab.getByText(words[0]).first().waitFor();
          const legend = await tab.locator(".legend").innerText();
          assert.ok(legend.includes(words[1]) && legend.includes(words[2]), legend);
        }
      }),
    ),

  "what nobody knows is hatched and called unknown, never fresh": () =>
    withExamples((base) =>
      page(base, {}, async (tab) => {
        await tab.route("**/api/today", async (route) => {
          const response = await route.fetch();
          const view = await response.json();
          const biceps = view.muscles.find((m) => m.muscle === "biceps");
          Object.assign(biceps, { readiness: "unknown", hours_to_ready: null, fast_share: null });
          biceps.week = { hse: null, low: null, high: null, band: "unknown", evidence: null };
          await route.fulfill({ response, json: view });
        });
        await open(tab, base);
        const zone = tab.locator("[data-muscle=biceps]").first();
        assert.match(await zone.getAttribute("aria-label"), /growth unknown, nothing logged, readiness unknown/);
        assert.match(await zone.locator("path").first().evaluate((p) => p.style.fill), /url\(/);
      }),
    ),

  "a finger on a muscle opens it on a phone": () =>
    withExamples((base) =>
      page(base, { width: WIDTHS.phone, touch: true }, async (tab) => {
        await open(tab, base);
        const path = tab.locator("svg.body [data-muscle=vasti] path").first();
        await path.scrollIntoViewIfNeeded();
        const point = await path.evaluate((p) => {
          // A place inside the fill: the middle of the path's box may lie between the legs.
          const box = p.getBBox();
          const matrix = p.getScreenCTM();
          for (let i = 1; i < 40; i++) {
            for (let k = 1; k < 40; k++) {
              const at = new DOMPoint(box.x + (box.width * i) / 40, box.y + (box.height * k) / 40);
              if (p.isPointInFill(at)) return at.matrixTransform(matrix).toJSON();
            }
          }
          return null;
        });
        await tab.touchscreen.tap(point.x, point.y);
        await tab.getByRole("complementary", { name: "Quads" }).waitFor();
      }),
    ),
};
