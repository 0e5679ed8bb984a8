// The activity explorer: cursor, brush, corrections.
import assert from "node:assert/strict";
import { ask, open, page, WIDTHS, withExamples } from "./harness.mjs";

/** The hill sprints of the examples: ten efforts, with positions and heart rate. */
async function hills(base) {
  const { rows } = await ask(base, "/api/activities?only=runs");
  const row = rows.find((r) => ["hill_repeats", "resisted_hill"].includes(r.kind));
  assert.ok(row, rows.map((r) => r.kind).join());
  return `/activities/${row.id}`;
}

export const tests = {
  "a run's kind is corrected in two presses and worked out again, and taken back in one": () =>
    withExamples((base) =>
      page(base, {}, async (tab) => {
        await open(tab, base + (await hills(base)));
        const kind = tab.locator("section[aria-labelledby=kind-title]");
        const before = await kind.locator(".big").innerText();
        await kind.getByRole("button", { name: "Wrong? Change it" }).click();
        await kind.getByRole("button", { name: "Tempo run" }).click();
        await kind.getByText("corrected by you").waitFor();
        assert.equal(await kind.locator(".big").innerText(), "Tempo run");
        await tab.reload();
        await kind.getByText("corrected by you").waitFor();
        await kind.getByRole("button", { name: "Back to what was found" }).click();
        await kind.getByText(before, { exact: true }).waitFor();
      }),
    ),

  "carried mass is told once and changes what the session did": () =>
    withExamples((base) =>
      page(base, {}, async (tab) => {
        const path = await hills(base);
        await open(tab, base + path);
        const did = async () => (await ask(base, `/api${path}`)).muscles.find((m) => m.muscle === "gluteus_maximus").hse;
        const before = await did();
        const told = tab.locator("section[aria-labelledby=told-title]");
        await told.getByLabel(/Carried mass/).fill("20");
        await told.getByLabel(/Carried mass/).press("Enter");
        await told.getByText("Saved and recalculated.").waitFor();
        assert.ok((await did()) > before, "20 kg uphill load the glutes more");
        await told.getByLabel(/Carried mass/).fill("");
        await told.getByLabel(/Carried mass/).press("Enter");
        await tab.waitForFunction(() => document.querySelector("section[aria-labelledby=told-title]")?.getAttribute("aria-busy") === "false");
        assert.equal(await did(), before);
      }),
    ),

  "the sport is said in one choice, wins over the device and is taken back": () =>
    withExamples((base) =>
      page(base, {}, async (tab) => {
        const path = await hills(base);
        await open(tab, base + path);
        const view = async () => await ask(base, `/api${path}`);
        const told = tab.locator("section[aria-labelledby=told-title]");
        await told.getByLabel("Sport").selectOption("cycling");
        await told.getByText("Sport set by you.").waitFor();
        assert.equal((await view()).sport, "cycling");
        assert.equal((await view()).said.sport, true);
        await told.getByRole("button", { name: "Reset" }).click();
        await told.getByText("Sport set by you.").waitFor({ state: "detached" });
        assert.equal((await view()).sport, "running");
      }),
    ),

  "the charts share one cursor, a brushed part says what it did, and the table shows the effort": () =>
    withExamples((base) =>
      page(base, {}, async (tab) => {
        await open(tab, base + (await hills(base)));
        const frame = tab.getByRole("group", { name: /^Charts of speed/ });
        const over = frame.locator(".u-over").first();
        await over.waitFor();
        const box = await over.boundingBox();
        await tab.mouse.move(box.x + box.width * 0.31, box.y + 30);
        await frame.locator(".tag").waitFor();
        const cursors = await frame.locator(".u-cursor-x").evaluateAll((all) => all.map((c) => c.getBoundingClientRect().x));
        assert.ok(cursors.length >= 3 && Math.max(...cursors) - Math.min(...cursors) <= 1.5, `cursors at ${cursors}`);
        await tab.mouse.down();
        await tab.mouse.move(box.x + box.width * 0.5, box.y + 30, { steps: 5 });
        await tab.mouse.up();
        await tab.getByText("What this part did").waitFor();
        // The mark stays on its part when the view comes nearer.
        await tab.getByRole("button", { name: "Zoom to part" }).click();
        const mark = await frame.locator(".u-select").first().boundingBox();
        assert.ok(Math.abs(mark.width - box.width) < 12, `mark ${mark.width} of ${box.width}`);
        await tab.getByRole("button", { name: "Whole session" }).click();
        await tab.getByText("Effect on each muscle").waitFor();
        await tab.getByRole("button", { name: "Show effort 3 in the charts" }).click();
        await tab.getByText("What this part did").waitFor();
      }),
    ),

  "the charts are used by keyboard alone": () =>
    withExamples((base) =>
      page(base, {}, async (tab) => {
        await open(tab, base + (await hills(base)));
        const frame = tab.getByRole("group", { name: /^Charts of speed/ });
        await frame.locator(".u-over").first().waitFor();
        await frame.focus();
        for (const key of ["Shift+ArrowRight", "Shift+ArrowRight", "b", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "b"]) await tab.keyboard.press(key);
        await tab.getByText("What this part did").waitFor();
        await tab.keyboard.press("+");
        await tab.getByRole("button", { name: "Whole session" }).waitFor();
        await tab.keyboard.press("Escape");
        await tab.getByText("Effect on each muscle").waitFor();
      }),
    ),

  "an effort that was none goes out, and comes back": () =>
    withExamples((base) =>
      page(base, {}, async (tab) => {
        await open(tab, base + (await hills(base)));
        const efforts = tab.locator("section[aria-labelledby=efforts-title]");
        const rows = efforts.locator("tbody tr");
        const before = await rows.count();
        await efforts.getByRole("button", { name: "Edit efforts" }).click();
        await efforts.getByRole("button", { name: "Effort 1 was none" }).click();
        await tab.waitForFunction((n) => document.querySelectorAll("section[aria-labelledby=efforts-title] tbody tr").length === n, before - 1);
        await efforts.getByRole("button", { name: "Back to what was found" }).click();
        await tab.waitForFunction((n) => document.querySelectorAll("section[aria-labelledby=efforts-title] tbody tr").length === n, before);
      }),
    ),

  "on a phone a finger moves the cursor and two fingers come nearer": () =>
    withExamples((base) =>
      page(base, { width: WIDTHS.phone, touch: true }, async (tab, context) => {
        await open(tab, base + (await hills(base)));
        const over = tab.locator(".frame .u-over").first();
        await over.waitFor();
        await over.scrollIntoViewIfNeeded();
        const box = await over.boundingBox();
        const y = box.y + 40;
        const cdp = await context.newCDPSession(tab);
        const touch = (type, ...xs) => cdp.send("Input.dispatchTouchEvent", { type, touchPoints: xs.map((x, id) => ({ x: box.x + x, y, id })) });
        await touch("touchStart", 40);
        await touch("touchMove", 90);
        await tab.locator(".frame .tag").waitFor();
        await touch("touchEnd");
        await touch("touchStart", 90, 130);
        await touch("touchMove", 50, 200);
        await touch("touchEnd");
        await tab.getByRole("button", { name: "Whole session" }).waitFor();
      }),
    ),
};
