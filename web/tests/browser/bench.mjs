// What the app weighs, how soon it answers and how it moves, as JSON lines: `node tests/browser/bench.mjs STRIATE`.
// STRIATE_HISTORY names a database of ten years (the pages bench leaves one); without it WRITE_ARCHIVE makes one, which
// takes minutes.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { ask, closeBrowser, open, page, run, Served, withDemo } from "./harness.mjs";

const say = (work, unit, ours) =>
  console.log(JSON.stringify({ id: "P10", work, unit, ours, peer: null, peer_value: null, ratio: null }));
const HOUR = 3600;
const ROUNDS = 8;
const verdict = (tab) => tab.locator("main h1").filter({ hasText: /\w/ }).first().waitFor();

/** An hour at one sample a second in every channel named, and a route. */
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
const NAMES = [
  "speed_m_per_s", "heart_rate_bpm", "cadence_steps_per_min", "contact_time_ms", "grade_pct", "power_w", "elevation_m", "step_length_m",
];

async function weight(base) {
  await page(base, {}, async (tab) => {
    const scripts = [];
    tab.on("response", (response) => response.url().endsWith(".js") && scripts.push(response));
    await open(tab, base);
    const sizes = await Promise.all(scripts.map(async (s) => gzipSync(await s.body(), { level: 9 }).length));
    say(`JavaScript before the first page is usable, gzipped, ${sizes.length} files`, "kB", sizes.reduce((a, b) => a + b, 0) / 1000);
  });
}

/** Frames of some seconds in which something is done at every frame, and what the main thread spent on each. */
async function frames(tab, work) {
  const cdp = await tab.context().newCDPSession(tab);
  await cdp.send("Performance.enable");
  const spent = async () => {
    const { metrics } = await cdp.send("Performance.getMetrics");
    return metrics.find((m) => m.name === "TaskDuration").value * 1000;
  };
  const before = await spent();
  const found = await tab.evaluate(async (what) => {
    const target = document.querySelector(".frame");
    const box = target.getBoundingClientRect();
    const wheel = (more) => target.dispatchEvent(new WheelEvent("wheel", { deltaX: 0, deltaY: 0, clientX: box.x + box.width / 2, bubbles: true, cancelable: true, ...more }));
    const actions = {
      still: () => {},
      pan: (i) => wheel({ deltaX: i % 80 < 40 ? 12 : -12 }),
      zoom: (i) => wheel({ deltaY: i % 40 < 20 ? -1 : 1, ctrlKey: true }),
    };
    let late = 0;
    const observer = new PerformanceObserver((list) => (late += list.getEntries().length));
    observer.observe({ type: "longtask" });
    const times = [];
    let at = await new Promise(requestAnimationFrame);
    for (let i = 0; i < 240; i++) {
      actions[what](i);
      const now = await new Promise(requestAnimationFrame);
      times.push(now - at);
      at = now;
    }
    observer.disconnect();
    return { times: times.toSorted((a, b) => a - b), late };
  }, work);
  const each = ((await spent()) - before) / found.times.length;
  const at = (share) => found.times[Math.floor((found.times.length - 1) * share)];
  await cdp.detach();
  return { median: at(0.5), late: at(0.95), each, long: found.late };
}

async function motion(base) {
  await page(base, {}, async (tab) => {
    const { rows } = await ask(base, "/api/activities?only=runs");
    await tab.route("**/streams", (route) => route.fulfill({ json: hour(NAMES) }));
    await open(tab, `${base}/activities/${rows[0].id}`);
    const frame = tab.locator(".frame");
    await frame.locator(".u-over").nth(NAMES.length - 1).waitFor();
    await frame.scrollIntoViewIfNeeded();
    for (let i = 0; i < 3; i++) await tab.getByRole("button", { name: "Nearer" }).click();
    const still = await frames(tab, "still");
    say("frames a second of this browser with nothing moving, median", "frames/s", 1000 / still.median);
    for (const [work, name] of [["pan", "panned"], ["zoom", "zoomed"]]) {
      const moved = await frames(tab, work);
      const what = `an hour at 1 Hz in ${NAMES.length} charts and a route, ${name}`;
      say(`${what}: frames a second, median`, "frames/s", 1000 / moved.median);
      say(`${what}: frames a second, slowest in twenty`, "frames/s", 1000 / moved.late);
      say(`${what}: work of the page for a frame, mean (16.7 ms are 60 frames/s)`, "ms", moved.each);
      say(`${what}: tasks longer than 50 ms in 240 frames`, "tasks", moved.long);
    }
  });
}

async function history(folder) {
  const path = join(folder, "history.db");
  if (process.env.STRIATE_HISTORY) {
    copyFileSync(process.env.STRIATE_HISTORY, path);
  } else if (process.env.WRITE_ARCHIVE) {
    console.error("making ten years of history ...");
    const archive = join(folder, "history.zip");
    const written = spawnSync(process.env.WRITE_ARCHIVE, ["strava", "4000", archive], { encoding: "utf8" });
    if (written.status !== 0) throw new Error(written.stderr);
    await run("import", archive, "--database", `sqlite:${path}`);
  } else {
    return null;
  }
  return path;
}

async function decade() {
  const folder = mkdtempSync(join(tmpdir(), "striate-history-"));
  try {
    const path = await history(folder);
    if (!path) {
      console.error("skipped: ten years of history, because neither STRIATE_HISTORY nor WRITE_ARCHIVE is set");
      return;
    }
    const server = new Served(["serve", "--database", `sqlite:${path}`], folder);
    const warm = [];
    const cold = [];
    for (let i = 0; i < ROUNDS; i++) {
      const begun = performance.now();
      await server.start();
      try {
        await page(server.base, {}, async (tab) => {
          await tab.goto(server.base, { waitUntil: "commit" });
          await verdict(tab);
          cold.push(performance.now() - begun);
          const again = performance.now();
          await tab.reload({ waitUntil: "commit" });
          await verdict(tab);
          warm.push(performance.now() - again);
        });
      } finally {
        await server.stop();
      }
    }
    say(`first verdict on the screen, ten years of history, best of ${ROUNDS}`, "ms", Math.min(...warm));
    say(`the same from the start of the program, best of ${ROUNDS}`, "ms", Math.min(...cold));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await withDemo(async (base) => {
  await weight(base);
  await motion(base);
});
await decade();
await closeBrowser();
