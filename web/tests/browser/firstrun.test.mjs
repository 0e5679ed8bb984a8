// The first run: the demo, and an archive dropped on the page.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask, empty, EXAMPLES, open, page } from "./harness.mjs";

/** A Strava-like export, as a person would have on the desk. */
function archive(activities) {
  const folder = mkdtempSync(join(tmpdir(), "striate-archive-"));
  try {
    const path = join(folder, "export_1234567.zip");
    const made = spawnSync(process.env.WRITE_ARCHIVE ?? "write_archive", ["strava", String(activities), path], { encoding: "utf8" });
    assert.equal(made.status, 0, `WRITE_ARCHIVE: ${made.error ?? made.stderr}`);
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
/** Drops bytes on the page as a file from the desk. */
async function drop(tab, target, name, bytes) {
  const transfer = await tab.evaluateHandle(
    ([base64, as]) => {
      const raw = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([raw], as));
      return data;
    },
    [bytes.toString("base64"), name],
  );
  await target.dispatchEvent("dragover", { dataTransfer: transfer });
  await target.dispatchEvent("drop", { dataTransfer: transfer });
}

export const tests = {
  "an empty striate offers the demo, and one press fills every page": () =>
    empty((base) =>
      page(base, {}, async (tab) => {
        await open(tab, base);
        await tab.getByText("Hatched means unknown").waitFor();
        await tab.getByRole("button", { name: "Show me a demo" }).click();
        await tab.getByText("What fed your legs").waitFor({ timeout: 120_000 });
        await tab.getByText("Demo athlete").first().waitFor();
        for (const [path, words] of [["/calendar", "Growth stimulus, target dashed"], ["/activities", "Show earlier ones"], ["/muscles", "Growth stimulus by week"], ["/rules", "Kept when"], ["/evidence", "Predicted against measured"]]) {
          await open(tab, base + path);
          await tab.getByText(words).first().waitFor();
        }
      }),
    ),

  "an archive dropped on the page is looked at first, brought in, checked, and planned by": () =>
    empty((base) =>
      page(base, {}, async (tab) => {
        const zip = archive(80);
        await open(tab, base);
        await drop(tab, tab.locator(".zone"), "export_1234567.zip", zip);
        // A look: counts, and nothing kept yet.
        await tab.getByRole("button", { name: "Bring them in" }).waitFor({ timeout: 60_000 });
        assert.equal((await ask(base, "/api/activities")).total, 0);
        assert.match(await tab.locator(".counts").first().innerText(), /\d+\s+runs?/);
        await tab.getByRole("button", { name: "Bring them in" }).click();
        await tab.getByRole("link", { name: "See what was found" }).click({ timeout: 120_000 });
        const total = (await ask(base, "/api/activities")).total;
        assert.ok(total > 40, `${total} sessions`);
        await tab.getByText("Check what was found").waitFor();
        await tab.getByLabel("What do you weigh, in kg?").fill("71");
        await tab.getByLabel("What do you weigh, in kg?").press("Tab");
        await tab.getByRole("button", { name: "Make my plan" }).click();
        await tab.getByText("What fed your legs").waitFor({ timeout: 60_000 });
        const settings = await ask(base, "/api/settings");
        assert.equal(Number(settings.profile.find((f) => f.key === "mass_kg").value), 71);
        await open(tab, `${base}/plan`);
        await tab.getByRole("region", { name: /^Week of/ }).first().waitFor();
        // The same again is nothing new.
        await open(tab, `${base}/import`);
        await drop(tab, tab.locator(".zone"), "export_1234567.zip", zip);
        await tab.getByRole("button", { name: "Bring them in" }).or(tab.getByText(/nothing new|here already|already here/i)).first().waitFor({ timeout: 60_000 });
        // And the import can be taken back.
        await open(tab, `${base}/import`);
        await tab.getByRole("button", { name: "Undo this import" }).last().click();
        await tab.waitForFunction(async () => (await (await fetch("/api/activities")).json()).total === 0, null, { timeout: 60_000 });
      }),
    ),

  "a folder is looked at whole, also where its files share a name": () =>
    empty((base) =>
      page(base, {}, async (tab) => {
        const folder = mkdtempSync(join(tmpdir(), "striate-folder-"));
        try {
          for (const name of ["easy-run", "tempo-run"]) {
            mkdirSync(join(folder, name));
            copyFileSync(join(EXAMPLES, `${name}.fit`), join(folder, name, "activity.fit"));
          }
          await open(tab, `${base}/import`);
          await tab.getByLabel("A folder to bring in").setInputFiles(folder);
          await tab.getByRole("button", { name: "Bring them in" }).waitFor({ timeout: 60_000 });
          assert.match(await tab.locator(".counts").first().innerText(), /2\s+runs/);
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
      }),
    ),

  "a file that is no recording is named with what is wrong, and nothing is kept": () =>
    empty((base) =>
      page(base, {}, async (tab) => {
        await open(tab, `${base}/import`);
        await drop(tab, tab.locator(".zone"), "holiday.fit", Buffer.from("not a recording at all"));
        await tab.getByText(/holiday\.fit/).first().waitFor({ timeout: 30_000 });
        assert.equal((await ask(base, "/api/activities")).total, 0);
      }),
    ),
};
