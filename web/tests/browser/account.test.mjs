// The password: set, asked for, wrong, right; and who logs out leaves nothing in the browser.
import assert from "node:assert/strict";
import { open, page, withExamples } from "./harness.mjs";

export const tests = {
  "a password is set, others are asked for it, and who knows it gets in": () =>
    withExamples(async (base) => {
      await page(base, {}, async (tab) => {
        await open(tab, `${base}/settings`);
        await tab.getByLabel("New password").fill("long run on sunday");
        await tab.getByRole("button", { name: "Save" }).click();
        await tab.getByText("Password saved.").waitFor();
        await open(tab, `${base}/muscles/soleus`);
      });
      await page(base, { workers: "allow" }, async (tab) => {
        await tab.goto(`${base}/muscles/soleus`);
        await tab.getByRole("link", { name: "Log in" }).click();
        await tab.getByLabel("Password").fill("long run on monday");
        await tab.getByRole("button", { name: "Log in" }).click();
        await tab.getByText("That is not the password.").waitFor();
        await tab.getByLabel("Password").fill("long run on sunday");
        await tab.getByRole("button", { name: "Log in" }).click();
        await tab.getByText("Growth stimulus by week").waitFor();
        await open(tab, base);
        await open(tab, `${base}/settings`);
        await tab.getByRole("button", { name: "Log out of this browser" }).click();
        await tab.getByLabel("Password").waitFor();
        await tab.waitForFunction(async () => !(await caches.keys()).includes("answers"));
        await tab.goto(`${base}/muscles/soleus`);
        await tab.getByText("Log in to go on.").waitFor();
        assert.ok(!(await tab.content()).includes("hard sets"));
      });
    }),
};
