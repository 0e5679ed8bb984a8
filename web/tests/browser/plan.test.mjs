// The plan's page: the season strip, the ladders, the rules, the choices side by side, and a plan from answers alone.
import axe from "axe-core";
import assert from "node:assert/strict";
import { api, ask, empty, open, page, WIDTHS, withDemo } from "./harness.mjs";

const GOALS = { goal: "build", days: ["mon", "tue", "thu", "sat", "sun"], gym: true, hills: true, weeks: 4 };
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];

async function planned(tab, base, goals = GOALS) {
  await open(tab, base);
  const made = await api(tab, "PUT", "/api/plan", goals);
  assert.equal(made.status, 200, JSON.stringify(made.body));
  return made.body;
}
/** What is wrong with the page as it is shown. */
async function faults(tab) {
  const over = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await tab.evaluate(axe.source);
  const { violations } = await tab.evaluate((runOnly) => globalThis.axe.run(document, { runOnly }), RULES);
  const told = violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")}`);
  return over > 0 ? [`${over} px too wide`, ...told] : told;
}

export const tests = {
  "the plan begins with its season: every week has a stage, and one opens with what it owes": () =>
    withDemo((base) =>
      page(base, {}, async (tab) => {
        const { season, weeks } = await planned(tab, base);
        assert.equal(season.filter((w) => !w.is_now).length, 4);
        await open(tab, `${base}/plan`);
        const strip = tab.getByRole("region", { name: "Season" });
        const buttons = strip.getByRole("list").first().getByRole("button");
        assert.equal(await buttons.count(), season.length);
        const top = async (locator) => (await locator.boundingBox()).y;
        assert.ok((await top(strip)) < (await top(tab.getByRole("region", { name: /^Week of/ }).first())), "the strip stands above the weeks");
        for (const [i, week] of season.entries()) {
          assert.match(await buttons.nth(i).innerText(), new RegExp(week.label));
        }
        // By keyboard from week to week; the open week shows its whole agenda.
        await buttons.first().focus();
        await tab.keyboard.press("ArrowRight");
        assert.equal(await buttons.nth(1).getAttribute("aria-pressed"), "true");
        const second = season[1];
        const detail = strip.locator("#season-week");
        for (const item of second.agenda) await detail.getByText(item.label, { exact: true }).first().waitFor();
        assert.equal(await detail.locator("li").count(), second.agenda.length);
        // What is met is among the week's sessions; what is not says why.
        const sessions = weeks.find((w) => w.start === second.start).sessions;
        for (const item of second.agenda) {
          assert.equal(Math.min(item.times, sessions.filter((s) => s.kind === item.kind).length), item.met, item.label);
          assert.equal(item.why_not !== null, item.met < item.times, item.label);
        }
        await tab.keyboard.press("End");
        assert.equal(await buttons.last().getAttribute("aria-pressed"), "true");
      }),
    ),

  "ladders climb within their levels, and what waits has its reason": () =>
    withDemo((base) =>
      page(base, {}, async (tab) => {
        const { ladders, coming } = await planned(tab, base, { ...GOALS, weeks: 8 });
        assert.ok(ladders.length >= 4, JSON.stringify(ladders));
        for (const l of ladders) assert.ok(l.now >= 1 && l.at_end <= l.levels, JSON.stringify(l));
        assert.ok(ladders.some((l) => l.at_end > l.now), "something climbs in eight weeks");
        await open(tab, `${base}/plan`);
        const card = tab.getByRole("region", { name: "Ladders" });
        assert.equal(await card.getByRole("img").count(), ladders.length);
        for (const c of coming) await card.getByText(c.because).first().waitFor();
        if (coming.length === 0) await card.getByText("Nothing is on hold.").waitFor();
      }),
    ),

  "the rules of the plan are counted, broken ones in full and the others behind their counts": () =>
    withDemo((base) =>
      page(base, {}, async (tab) => {
        const { rules } = await planned(tab, base);
        assert.equal(rules.kept + rules.broken + rules.not_applicable + rules.unknown, rules.rules.length);
        assert.ok(rules.kept > 15, `${rules.kept} kept`);
        const verdicts = rules.rules.map((r) => r.verdict);
        assert.equal(verdicts.lastIndexOf("broken") + 1, rules.broken, "broken ones come first");
        await open(tab, `${base}/plan`);
        const card = tab.getByRole("region", { name: "Coaching rules in this plan" });
        await card.getByText(`${rules.kept} kept, ${rules.broken} broken`).waitFor();
        for (const r of rules.rules.filter((x) => x.verdict === "broken")) await card.getByText(r.because).waitFor();
        const kept = rules.rules.find((r) => r.verdict === "kept");
        assert.equal(await card.getByText(kept.claim).isVisible(), false);
        await card.getByText(/^Kept: /).click();
        await card.getByText(kept.claim).waitFor();
        await card.getByRole("link", { name: `Rule ${kept.rule}`, exact: true }).click();
        await tab.waitForURL(`**/rules/${kept.rule}`);
      }),
    ),

  "the approaches stand side by side with what each would give, and one is chosen": () =>
    withDemo((base) =>
      page(base, {}, async (tab) => {
        const before = await planned(tab, base);
        await open(tab, `${base}/plan`);
        await tab.getByRole("button", { name: "Change it" }).click();
        await tab.getByRole("button", { name: "Forecast each choice" }).click();
        const columns = tab.getByRole("list", { name: "How do you want to build it?" }).locator(":scope > li");
        assert.equal(await columns.count(), 3);
        await columns.first().getByRole("table").waitFor({ timeout: 60_000 });
        const { choices } = await ask(base, "/api/plan/choices");
        const strength = (c) => c.muscles.reduce((sum, m) => sum + m.from_strength, 0);
        const runs = (c) => c.muscles.reduce((sum, m) => sum + m.from_runs, 0);
        assert.ok(strength(choices[2]) > strength(choices[0]), "lifting first lifts more than running first");
        assert.ok(runs(choices[0]) > 0, "runs give hard sets");
        for (const c of choices) {
          assert.ok(c.running_h > 0 && c.muscles.length === 4);
          for (const m of c.muscles) assert.ok(m.planned.length === 12 && m.without_runs.length === 12);
        }
        for (const [i, c] of choices.entries()) await columns.nth(i).getByText(`${c.running_h.toFixed(1)}\u00a0h`).waitFor();
        assert.equal((await ask(base, "/api/plan")).version, before.version, "comparing stores nothing");
        // The same in the dark and on a phone.
        assert.deepEqual(await faults(tab), []);
        await columns.nth(0).getByRole("button", { name: "Choose Running first" }).click();
        await columns.nth(0).getByRole("button", { name: "Chosen Running first" }).waitFor();
        await tab.getByRole("button", { name: "Make the plan" }).click();
        await tab.getByRole("region", { name: "Season" }).waitFor({ timeout: 60_000 });
        assert.equal((await ask(base, "/api/plan")).goals.approach, "running");
      }),
    ),

  "the plan's page and the calendar are clean in both themes, on desk and phone": () =>
    withDemo(async (base) => {
      const complaints = [];
      await page(base, {}, (tab) => planned(tab, base, { ...GOALS, weeks: 12 }));
      for (const theme of ["light", "dark"]) {
        for (const form of ["desktop", "phone"]) {
          await page(base, { width: WIDTHS[form], theme }, async (tab) => {
            for (const path of ["/plan", "/calendar"]) {
              await open(tab, base + path);
              complaints.push(...(await faults(tab)).map((what) => `${path}, ${theme}, ${form}: ${what}`));
            }
            await open(tab, `${base}/plan`);
            await tab.getByRole("button", { name: "Change it" }).click();
            complaints.push(...(await faults(tab)).map((what) => `form, ${theme}, ${form}: ${what}`));
          });
        }
      }
      assert.deepEqual(complaints, []);
    }),

  "the calendar names the stage and the emphasis of each week": () =>
    withDemo((base) =>
      page(base, {}, async (tab) => {
        const { season } = await planned(tab, base);
        await open(tab, `${base}/calendar`);
        for (const week of season.filter((w) => !w.is_now)) {
          const [, month, day] = /-(\d\d)-(\d\d)$/.exec(week.start);
          const name = new Date(`2026-${month}-01T00:00:00Z`).toLocaleString("en", { month: "short", timeZone: "UTC" });
          const head = tab.getByRole("region", { name: `Week of ${Number(day)} ${name}`, exact: true });
          await head.getByText(week.label, { exact: true }).waitFor();
        }
      }),
    ),

  "somebody without any history gets a plan from the plan's form": () =>
    empty((base) =>
      page(base, {}, async (tab) => {
        await open(tab, `${base}/plan`);
        await tab.getByRole("button", { name: "Forecast each choice" }).click();
        await tab.getByRole("list", { name: "How do you want to build it?" }).getByRole("table").first().waitFor({ timeout: 60_000 });
        assert.equal((await ask(base, "/api/plan")).version, null, "a forecast makes no plan");
        await tab.getByRole("button", { name: "Make the plan" }).click();
        await tab.getByRole("region", { name: "Season" }).waitFor({ timeout: 60_000 });
        const { weeks, season } = await ask(base, "/api/plan");
        assert.ok(weeks.flatMap((w) => w.sessions).length >= 4);
        assert.ok(season.some((w) => w.agenda.some((a) => a.kind === "run_walk" || a.kind === "long")), JSON.stringify(season[0]));
        assert.deepEqual(await faults(tab), []);
      }),
    ),

  "the first run asks for means, approach, experience and pain, and plans by the answers": () =>
    empty((base) =>
      page(base, { width: WIDTHS.phone }, async (tab) => {
        await open(tab, base);
        await tab.getByRole("link", { name: "Plan from my answers" }).click();
        await tab.getByRole("heading", { name: "Eight questions", exact: true }).waitFor();
        for (const means of ["stairs", "trail", "vest", "pack", "bands", "gym", "pull-up bar"]) {
          assert.ok(await tab.getByRole("listitem").filter({ hasText: "equipment do you have" }).getByText(new RegExp(means, "i")).first().isVisible(), means);
        }
        await tab.getByRole("button", { name: "Choose Running first" }).click();
        await tab.getByText("How experienced are you?").waitFor();
        await tab.getByText("Does anything hurt?").waitFor();
        assert.deepEqual(await faults(tab), []);
        await tab.getByRole("button", { name: "Make my plan" }).click();
        await tab.waitForURL(`${base}/`);
        const { goals, weeks } = await ask(base, "/api/plan");
        assert.equal(goals.approach, "running");
        assert.ok(weeks.length > 0);
      }),
    ),
};
