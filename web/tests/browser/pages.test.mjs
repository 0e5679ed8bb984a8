// Every page: nothing that scrolls sideways, and the states that are no success.
import assert from "node:assert/strict";
import { ask, FIXED, open, page, settled, WIDTHS, withDemo, withExamples } from "./harness.mjs";

export const tests = {
  "no page scrolls sideways from 360 to 1920 pixels, nor on a phone with text twice as large": () =>
    withExamples(async (base) => {
      const { rows } = await ask(base, "/api/activities?only=runs");
      const paths = [...FIXED, `/activities/${(rows.find((r) => r.kind === "hill_repeats") ?? rows[0]).id}`];
      const wide = [];
      for (const [width, text] of [[WIDTHS.narrow, 100], [WIDTHS.phone, 200], [768, 100], [WIDTHS.wide, 100]]) {
        await page(base, { width, touch: width < 700 }, async (tab) => {
          if (text !== 100) {
            await tab.addInitScript((size) => addEventListener("DOMContentLoaded", () => (document.documentElement.style.fontSize = `${size}%`)), text);
          }
          for (const path of paths) {
            await open(tab, base + path);
            const over = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            if (over > 0) wide.push(`${path} at ${width} px, text ${text} %: ${over} px too wide`);
          }
        });
      }
      assert.deepEqual(wide, []);
    }),

  "a server that has gone is told in words, what was seen stays, and it goes on when it is back": () =>
    withExamples((base, server) =>
      page(base, {}, async (tab) => {
        await open(tab, base);
        const verdict = await tab.locator("h1").innerText();
        await server.stop();
        await tab.getByRole("link", { name: "Evidence" }).click();
        await tab.getByText("striate does not answer. Nothing is lost").or(tab.getByText("could not be fetched")).waitFor();
        await tab.getByRole("link", { name: "Today", exact: true }).first().click();
        await tab.getByText("This is what you saw last").waitFor();
        assert.equal(await tab.locator("h1").innerText(), verdict);
        await server.start();
        await tab.getByRole("button", { name: "Try again" }).click();
        await tab.getByText("This is what you saw last").waitFor({ state: "detached" });
      }),
    ),

  "an answer that fails says first that the data is safe, and offers one way on": () =>
    withExamples((base) =>
      page(base, { failing: true }, async (tab) => {
        await tab.route("**/api/muscles/soleus", (route) =>
          route.fulfill({ status: 500, contentType: "application/problem+json", body: JSON.stringify({ title: "Something went wrong.", status: 500, request_id: "test-1" }) }),
        );
        await tab.goto(`${base}/muscles/soleus`);
        await tab.getByRole("heading", { name: /Your data is safe/ }).waitFor();
        await tab.getByText("Details").click();
        await tab.getByText("test-1").waitFor();
        await tab.unroute("**/api/muscles/soleus");
        await tab.getByRole("button", { name: "Try again" }).click();
        await tab.getByText("Growth stimulus by week").waitFor();
        await tab.goto(`${base}/nowhere`);
        await tab.getByText("There is no page here").waitFor();
      }),
    ),

  "a slow answer keeps its place and says after a second what is going on": () =>
    withExamples((base) =>
      page(base, {}, async (tab) => {
        await tab.route("**/api/evidence", async (route) => {
          await new Promise((done) => setTimeout(done, 2500));
          await route.continue();
        });
        await tab.goto(`${base}/evidence`);
        await tab.getByText("Replaying the published trials.").waitFor();
        await settled(tab);
        await tab.getByText("Predicted against measured").waitFor();
      }),
    ),

  "the first verdict is on the screen within a second": () =>
    withDemo((base) =>
      page(base, {}, async (tab) => {
        // Once to draw the picture of all sessions, as an open program would have done.
        await open(tab, base);
        const begun = Date.now();
        await tab.reload({ waitUntil: "commit" });
        await tab.locator("main h1").filter({ hasText: /\w/ }).first().waitFor();
        const took = Date.now() - begun;
        console.error(`      verdict after ${took} ms`);
        assert.ok(took < 3000, `${took} ms`);
      }),
    ),
};
