// What the app weighs and how it moves, as JSON lines: `node tests/browser/bench.mjs STRIATE`.
import { gzipSync } from "node:zlib";
import { ask, closeBrowser, open, page, withDemo } from "./harness.mjs";

const say = (row) => console.log(JSON.stringify({ id: "P10", peer: null, peer_value: null, ratio: null, ...row }));
const HOUR = 3600;

/** An hour at one sample a second in every channel that the charts have, and a route. */
function hour(names) {
  const time_s = Array.from({ length: HOUR }, (_, i) => i);
  const wave = (k) => time_s.map((t) => 3 + k + Math.sin(t / (37 + 11 * k)) + 0.3 * Math.sin(t * (1.7 + k)));
  return {
    time_s,
    distance_m: time_s.map((t) => t * 3),
    columns: names.map((name, k) => ({ name, values: wave(k) })),
    route: { east_m: time_s.map((t) => 300 * Math.cos(t / 90)), north_m: time_s.map((t) => 200 * Math.sin(t / 70)) },
  };
}
const NAMES = ["speed_m_per_s", "heart_rate_bpm", "cadence_steps_per_min", "contact_time_ms", "grade_pct", "power_w", "elevation_m"];

await withDemo(async (base) => {
  await page(base, {}, async (tab) => {
    const scripts = [];
    tab.on("response", (response) => response.url().endsWith(".js") && scripts.push(response));
    await open(tab, base);
    const sizes = await Promise.all(scripts.map(async (s) => gzipSync(await s.body(), { level: 9 }).length));
    say({ work: `JavaScript before the first page is usable, gzipped, ${sizes.length} files`, unit: "kB", ours: sizes.reduce((a, b) => a + b, 0) / 1000 });

    const times = [];
    for (let i = 0; i < 8; i++) {
      const begun = performance.now();
      await tab.reload({ waitUntil: "commit" });
      await tab.locator("main h1").filter({ hasText: /\w/ }).first().waitFor();
      times.push(performance.now() - begun);
    }
    say({ work: "first verdict on the screen, two years of history, best of 8", unit: "ms", ours: Math.min(...times) });
  });

  await page(base, {}, async (tab) => {
    const { rows } = await ask(base, "/api/activities?only=runs");
    await tab.route("**/streams", (route) => route.fulfill({ json: hour(NAMES) }));
    await open(tab, `${base}/activities/${rows[0].id}`);
    const frame = tab.locator(".frame");
    await frame.locator(".u-over").nth(NAMES.length - 1).waitFor();
    await frame.scrollIntoViewIfNeeded();
    for (let i = 0; i < 3; i++) await tab.getByRole("button", { name: "Nearer" }).click();
    const { steps, frames } = await tab.evaluate(async () => {
      const target = document.querySelector(".frame");
      const [steps, frames] = [[], []];
      let before = await new Promise(requestAnimationFrame);
      for (let i = 0; i < 240; i++) {
        const begun = performance.now();
        target.dispatchEvent(new WheelEvent("wheel", { deltaX: i % 80 < 40 ? 12 : -12, deltaY: 0, bubbles: true, cancelable: true }));
        // uPlot draws at the end of the task.
        await Promise.resolve();
        await Promise.resolve();
        steps.push(performance.now() - begun);
        const now = await new Promise(requestAnimationFrame);
        frames.push(now - before);
        before = now;
      }
      return { steps: steps.toSorted((a, b) => a - b), frames: frames.toSorted((a, b) => a - b) };
    });
    const at = (list, share) => list[Math.floor((list.length - 1) * share)];
    say({ work: `an hour at 1 Hz in ${NAMES.length} charts and a route, panned: drawing a step, median (16.7 ms are 60 frames/s)`, unit: "ms", ours: at(steps, 0.5) });
    say({ work: "the same, slowest in twenty", unit: "ms", ours: at(steps, 0.95) });
    say({ work: "frames a second while panning, median", unit: "frames/s", ours: 1000 / at(frames, 0.5) });
  });
});
await closeBrowser();
