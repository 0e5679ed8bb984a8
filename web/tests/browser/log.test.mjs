// The strength log on a phone, with and without a connection.
import assert from "node:assert/strict";
import { ask, CLOCK, open, page, WIDTHS, withExamples } from "./harness.mjs";

/** The phone and the program agree on the day. */
const onTheDay = (tab) => tab.clock.setSystemTime(new Date(CLOCK));

async function addExercise(tab, name) {
  await tab.getByRole("combobox", { name: "Another exercise" }).fill(name);
  await tab.getByRole("button", { name: "Add it" }).click();
}

export const tests = {
  "last time's sets are filled in, one tap logs a set, another takes it back": () =>
    withExamples((base) =>
      page(base, { width: WIDTHS.phone }, async (tab) => {
        await onTheDay(tab);
        const last = await ask(base, "/api/lifts/last");
        await open(tab, `${base}/log`);
        assert.ok(last.exercises.length > 0, "the examples hold a lift");
        const { exercise, sets } = last.exercises[0];
        assert.equal(await tab.getByLabel(`${exercise}, set 1, reps`, { exact: true }).inputValue(), String(sets[0].reps));
        const tick = tab.getByRole("button", { name: `Set 1 of ${exercise} done`, exact: true });
        await tick.click();
        assert.equal(await tick.getAttribute("aria-pressed"), "true");
        await tab.getByRole("timer", { name: "Rest" }).waitFor();
        await tick.click();
        assert.equal(await tick.getAttribute("aria-pressed"), "false");
      }),
    ),

  "a lift logged while striate is away is kept, survives a restart of the page, and arrives once": () =>
    withExamples((base, server) =>
      page(base, { width: WIDTHS.phone, workers: "allow" }, async (tab) => {
        await onTheDay(tab);
        await open(tab, `${base}/log`);
        await tab.evaluate(() => navigator.serviceWorker.ready);
        const before = (await ask(base, "/api/activities?only=lifts")).total;
        await addExercise(tab, "Barbell squat");
        await tab.getByRole("button", { name: "Set 1 of Barbell squat done" }).click();
        await server.stop();
        // The page opens without the server, with the set in it.
        await open(tab, `${base}/log`);
        await tab.getByText("1 set so far.").waitFor();
        await tab.getByRole("button", { name: "Add a set" }).last().click();
        await tab.getByLabel("Barbell squat, set 2, kg").fill("82.5");
        await tab.getByRole("button", { name: "Set 2 of Barbell squat done" }).click();
        await tab.getByRole("button", { name: /^Finish/ }).click();
        await tab.getByText("1 lift kept on this device").waitFor();
        await open(tab, `${base}/log`);
        await tab.getByText("1 lift kept on this device").waitFor();
        await server.start();
        await tab.evaluate(() => dispatchEvent(new Event("online")));
        await tab.getByText("1 lift kept on this device").waitFor({ state: "detached", timeout: 30_000 });
        assert.equal(await tab.evaluate(() => localStorage.getItem("striate-lifts")), "[]");
        // It becomes a session behind the pages.
        let after;
        for (let i = 0; i < 100; i++) {
          after = await ask(base, "/api/activities?only=lifts");
          if (after.total > before) break;
          await tab.waitForTimeout(200);
        }
        assert.equal(after.total, before + 1);
        await open(tab, `${base}/activities/${after.rows[0].id}`);
        await tab.getByText(/82.5/).first().waitFor();
      }),
    ),

  "what is typed in pounds is kept in kilograms": () =>
    withExamples((base) =>
      page(base, { width: WIDTHS.phone }, async (tab) => {
        await open(tab, `${base}/log`);
        await tab.getByRole("radio", { name: "lb" }).click();
        await addExercise(tab, "Leg press");
        await tab.getByLabel("Leg press, set 1, lb").fill("220");
        await tab.getByRole("button", { name: "Set 1 of Leg press done" }).click();
        const kept = await tab.evaluate(() => JSON.parse(localStorage.getItem("striate-lifts")));
        assert.ok(Math.abs(kept[0].sets[0].mass_kg - 99.79) < 0.01, JSON.stringify(kept));
      }),
    ),
};
