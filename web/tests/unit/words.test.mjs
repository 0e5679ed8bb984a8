import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

test("doses are told in quarters and halves below two sets and in whole sets above", async (t) => {
  const { sets, range } = await load(t, "/src/lib/words.ts");
  assert.deepEqual([0, 0.1, 0.3, 0.5, 1, 1.3, 1.74, 1.95, 2.4, 11.6].map(sets), ["0", "0", "¼", "½", "1", "1¼", "1¾", "2", "2", "12"]);
  assert.equal(range(0.4, 3.3), "½–3");
  assert.equal(range(4.1, 4.3), "4");
});

test("unknown is never told as rested", async (t) => {
  const { readyWords, readyStep, doseWords } = await load(t, "/src/lib/words.ts");
  assert.equal(readyWords("unknown", null), "unknown");
  assert.equal(readyStep("unknown", 0), null);
  assert.equal(readyStep("ready", 0), 0);
  assert.deepEqual([0, 6, 20, 47, 90].map((h) => readyStep("tired", h)), [0, 1, 2, 3, 4]);
  assert.equal(doseWords({ hse: null, low: null, high: null, band: "unknown", evidence: null }), "unknown");
});

test("civil days move without any time zone", async (t) => {
  const { addDays, longDay, daysBetween } = await load(t, "/src/lib/words.ts");
  assert.equal(addDays("2026-03-28", 2), "2026-03-30");
  assert.equal(longDay("2026-11-20"), "Friday 20 November");
  assert.equal(daysBetween("2026-10-24", "2026-10-26"), 2);
});

test("times and paces read as a runner writes them", async (t) => {
  const { clock, pace, minutes } = await load(t, "/src/lib/words.ts");
  assert.equal(clock(182), "3:02");
  assert.equal(clock(3800), "1:03:20");
  assert.equal(pace(4), "4:10\u00a0min/km");
  assert.equal(pace(0), "–");
  assert.equal(minutes(100), "1\u00a0h\u00a040");
});

test("who reads in miles gets miles, and back again", async (t) => {
  const { km, pace, along, tellIn } = await load(t, "/src/lib/words.ts");
  tellIn("mi");
  assert.deepEqual([km(42.195), pace(4), along(1609.344)], ["26\u00a0mi", "6:42\u00a0min/mi", "1.00\u00a0mi"]);
  tellIn("km");
  assert.deepEqual([km(42.195), pace(4), along(1250)], ["42\u00a0km", "4:10\u00a0min/km", "1.25\u00a0km"]);
});
