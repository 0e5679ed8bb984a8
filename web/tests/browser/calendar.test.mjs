// The plan in the calendar: made, moved by mouse, finger and keyboard, refused, looked at before it is done.
import assert from "node:assert/strict";
import { api, ask, open, page, settled, WIDTHS, withDemo } from "./harness.mjs";

const GOALS = { goal: "build", days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], gym: true, hills: true };

/** Makes a plan and returns its page. */
async function planned(tab, base) {
  await open(tab, base);
  const made = await api(tab, "PUT", "/api/plan", GOALS);
  assert.equal(made.status, 200, JSON.stringify(made.body));
  return made.body;
}
/** Moves that the plan allows and moves that it refuses, by asking it. */
async function moves(tab, base, wanted) {
  const calendar = await ask(base, "/api/calendar?weeks=4");
  const days = calendar.weeks.flatMap((w) => w.days).filter((d) => d.day >= calendar.today);
  const cells = days.flatMap((d) => d.cells.filter((c) => c.movable).map((c) => ({ ...c, day: d.day })));
  assert.ok(cells.length > 0, "the plan has sessions that can be moved");
  for (const cell of cells) {
    for (const { day } of days.filter((d) => d.day !== cell.day)) {
      const { body } = await api(tab, "POST", "/api/plan/what-if", { change: "move", session: cell.id, date: day });
      if (body.possible === wanted) return { cell, day, difference: body };
    }
  }
  throw new Error(`no move is ${wanted ? "possible" : "refused"}`);
}
const placeOf = async (locator) => {
  await locator.scrollIntoViewIfNeeded();
  const box = await locator.boundingBox();
  return { x: box.x + box.width / 2, y: box.y + Math.min(box.height - 6, 30) };
};
const session = (tab, id) => tab.locator(`[data-session="${id}"]`);
const dayOf = (tab, id) => session(tab, id).evaluate((e) => e.closest(".day").querySelector("time").dateTime);

/** Picks a session up with the mouse and carries it over another day; it is still held. */
async function carry(tab, id, day) {
  const from = await placeOf(session(tab, id));
  await tab.mouse.move(from.x, from.y);
  await tab.mouse.down();
  const to = await tab.locator(`[data-day="${day}"]`).boundingBox();
  await tab.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 8 });
}

export const tests = {
  "a session is dragged to another day, the weeks are solved again, one sentence says why, and it is taken back": () =>
    withDemo((base) =>
      page(base, { height: 1400 }, async (tab) => {
        await planned(tab, base);
        const { cell, day } = await moves(tab, base, true);
        await open(tab, `${base}/calendar`);
        await carry(tab, cell.id, day);
        await tab.locator(`[data-day="${day}"].target`).waitFor();
        await tab.mouse.up();
        await tab.locator("#change-title").waitFor();
        assert.equal(await dayOf(tab, cell.id), day);
        assert.ok((await tab.locator(".change").innerText()).length > 20);
        await tab.getByRole("button", { name: "Undo" }).click();
        await tab.locator("#change-title").waitFor({ state: "detached" });
        assert.equal(await dayOf(tab, cell.id), cell.day);
      }),
    ),

  "a drag on a plan that was changed in another window is not made, and says what changed": () =>
    withDemo((base) =>
      page(base, { height: 1400 }, async (tab) => {
        await planned(tab, base);
        const { cell, day } = await moves(tab, base, true);
        await open(tab, `${base}/calendar`);
        const skipped = await api(tab, "POST", "/api/plan/changes", { change: "skip", session: cell.id });
        assert.equal(skipped.status, 200, JSON.stringify(skipped.body));
        await carry(tab, cell.id, day);
        await tab.mouse.up();
        const told = tab.getByRole("alert");
        await told.waitFor();
        assert.match(await told.innerText(), /was not moved\..*changed somewhere else.*is left out/s);
        await session(tab, cell.id).waitFor({ state: "detached" });
      }),
    ),

  "a drag that breaks a hard rule is refused with the reason, and the session stays": () =>
    withDemo((base) =>
      page(base, { height: 1400 }, async (tab) => {
        await planned(tab, base);
        const { cell, day } = await moves(tab, base, false);
        await open(tab, `${base}/calendar`);
        await carry(tab, cell.id, day);
        await tab.mouse.up();
        const told = tab.getByRole("alert");
        await told.waitFor();
        assert.match(await told.innerText(), /stays where it was\. .{20,}/s);
        assert.equal(await dayOf(tab, cell.id), cell.day);
        assert.equal(await tab.locator("#change-title").count(), 0);
      }),
    ),

  "a session is moved by keyboard alone: M, arrows, Enter, and kept": () =>
    withDemo((base) =>
      page(base, {}, async (tab) => {
        await planned(tab, base);
        const { cell, day } = await moves(tab, base, true);
        await open(tab, `${base}/calendar`);
        await session(tab, cell.id).focus();
        await tab.keyboard.press("m");
        const distance = Math.round((Date.parse(day) - Date.parse(cell.day)) / 864e5);
        const [weeks, days] = [Math.trunc(distance / 7), distance % 7];
        for (let i = 0; i < Math.abs(weeks); i++) await tab.keyboard.press(weeks > 0 ? "ArrowDown" : "ArrowUp");
        for (let i = 0; i < Math.abs(days); i++) await tab.keyboard.press(days > 0 ? "ArrowRight" : "ArrowLeft");
        await tab.locator(`[data-day="${day}"].target`).waitFor();
        await tab.keyboard.press("Enter");
        await tab.getByRole("button", { name: "Keep this" }).click();
        await tab.locator("#change-title").waitFor({ state: "detached" });
        await tab.reload();
        await settled(tab);
        assert.equal(await dayOf(tab, cell.id), day);
        // Escape leaves it.
        await session(tab, cell.id).focus();
        await tab.keyboard.press("m");
        await tab.keyboard.press("ArrowLeft");
        await tab.keyboard.press("Escape");
        assert.equal(await tab.locator(".target").count(), 0);
      }),
    ),

  "on a phone a finger that rests picks a session up, one that moves scrolls, and a tap puts it down": () =>
    withDemo((base) =>
      page(base, { width: WIDTHS.phone, height: 844, touch: true }, async (tab, context) => {
        await planned(tab, base);
        const { cell, day } = await moves(tab, base, true);
        await open(tab, `${base}/calendar`);
        const cdp = await context.newCDPSession(tab);
        const touch = (type, x, y) => cdp.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x, y }] });
        const at = await placeOf(session(tab, cell.id));
        await touch("touchStart", at.x, at.y);
        await tab.waitForTimeout(450);
        await tab.locator(".hand").waitFor();
        await touch("touchMove", at.x, at.y + 20);
        await touch("touchEnd");
        // Put down on no other day, it stays.
        await tab.locator(".hand").waitFor({ state: "detached" });
        // The way without dragging: Move on the session's card, then a tap on the day.
        await open(tab, `${base}/calendar?move=${encodeURIComponent(cell.id)}`);
        await tab.locator(`[data-day="${day}"]`).getByRole("button", { name: /Put it here/ }).click();
        await tab.locator("#change-title").waitFor();
        assert.equal(await dayOf(tab, cell.id), day);
      }),
    ),

  "what if: a session is swapped, dropped and added as a difference before anything is done": () =>
    withDemo((base) =>
      page(base, {}, async (tab) => {
        await planned(tab, base);
        const before = await ask(base, "/api/plan");
        const one = before.weeks.flatMap((w) => w.sessions).find((s) => s.state === "planned" && s.kind !== "long");
        await open(tab, `${base}/plan?session=${encodeURIComponent(one.id)}&options`);
        const dialog = tab.getByRole("dialog");
        await dialog.getByRole("radio", { name: "Drop" }).click();
        await dialog.locator(".big").waitFor();
        assert.equal((await ask(base, "/api/plan")).version, before.version, "looking changes nothing");
        await dialog.getByRole("radio", { name: "Swap" }).click();
        await dialog.getByLabel("For").selectOption("easy");
        await dialog.locator(".big").waitFor();
        await dialog.getByRole("radio", { name: "Drop" }).click();
        const doIt = dialog.getByRole("button", { name: "Do it" });
        await tab.waitForFunction(() => document.querySelector("dialog .answer")?.getAttribute("aria-busy") === "false");
        if (await doIt.isEnabled()) {
          await doIt.click();
          await tab.locator("#change-title").waitFor();
          await tab.getByRole("button", { name: "Undo" }).click();
          await tab.locator("#change-title").waitFor({ state: "detached" });
        }
      }),
    ),

  "a whole week is asked for in words: what clashes, and a way out that can be asked": () =>
    withDemo((base) =>
      page(base, {}, async (tab) => {
        await planned(tab, base);
        const before = await ask(base, "/api/plan");
        await open(tab, `${base}/plan`);
        await tab.getByRole("button", { name: "Ask for a week" }).click();
        const dialog = tab.getByRole("dialog");
        await dialog.getByLabel(/What should next week be like/).fill("Tue and Thu only, three runs and two leg days");
        await dialog.getByRole("button", { name: "Ask", exact: true }).click();
        await dialog.getByText(/^Tue and Thu only/).first().waitFor();
        await dialog.getByRole("heading", { name: /Ways out/ }).waitFor();
        await dialog.getByRole("button", { name: "Ask for it" }).first().click();
        await dialog.getByText(/^Next week can hold that/).waitFor();
        await dialog.getByLabel(/What should next week be like/).fill("two unicorns");
        await dialog.getByRole("button", { name: "Ask", exact: true }).click();
        await dialog.getByRole("alert").getByText(/unicorns/).waitFor();
        assert.equal((await ask(base, "/api/plan")).version, before.version, "asking changes nothing");
      }),
    ),

  "the plan leaves as a workout for the watch, a private calendar, and a printed week": () =>
    withDemo((base) =>
      page(base, {}, async (tab) => {
        const plan = await planned(tab, base);
        const run = plan.weeks.flatMap((w) => w.sessions).find((s) => s.state === "planned" && !s.kind.endsWith("strength") && !["rest", "mobility"].includes(s.kind));
        await open(tab, `${base}/plan?session=${encodeURIComponent(run.id)}`);
        const download = tab.waitForEvent("download");
        await tab.locator(`[id="plan-${run.id}"]`).getByRole("link", { name: "Send to watch" }).click();
        const { readFileSync } = await import("node:fs");
        const bytes = readFileSync(await (await download).path());
        assert.equal(bytes.subarray(8, 12).toString("latin1"), ".FIT");
        if (!plan.feed) await tab.getByRole("button", { name: "Make one" }).click();
        const address = await tab.getByLabel("Private address of the calendar").inputValue();
        const feed = await fetch(address);
        assert.equal(feed.status, 200);
        assert.match(await feed.text(), /^BEGIN:VCALENDAR/);
        await tab.emulateMedia({ media: "print" });
        assert.ok((await tab.locator(".sheet").count()) >= 1);
        assert.ok(await tab.locator(".sheet").first().isVisible());
        const pdf = await tab.pdf({ format: "A4", margin: { top: "11mm", bottom: "11mm", left: "11mm", right: "11mm" } });
        // One page a week.
        const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
        assert.equal(pages, plan.weeks.length);
      }),
    ),
};
