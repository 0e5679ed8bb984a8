// The pages in a real browser: `node tests/browser/run.mjs STRIATE [PART OF A NAME]`, where STRIATE is the built program;
// `--files FILE,FILE` instead of a part of a name runs these files.
// CHROMIUM names the browser where it is not Debian's; WRITE_ARCHIVE the example of striate-synth that writes an export;
// JOBS how many files are tested at once (2).
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { prepare } from "./databases.mjs";
import { closeBrowser } from "./harness.mjs";

const [, here, program, first = "", second = null] = process.argv;
const listed = first === "--files" ? second.split(",") : null;
const [wanted, only] = listed ? ["", null] : [first, second];
const folder = fileURLToPath(new URL(".", import.meta.url));

/** The tests of one file, one after the other; how many passed and failed. */
async function tested(file) {
  const { tests } = await import(`./${file}`);
  let [passed, failed] = [0, 0];
  for (const [name, test] of Object.entries(tests)) {
    if (!name.includes(wanted) && !file.startsWith(wanted)) continue;
    const begun = Date.now();
    try {
      await test();
      passed += 1;
      console.error(`ok    ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
    } catch (error) {
      failed += 1;
      console.error(`FAIL  ${file}: ${name}\n${error.stack ?? error}`);
    }
  }
  await closeBrowser();
  return { passed, failed };
}

/** A file in a process of its own; what it says comes in one piece. */
function apart(file, databases) {
  return new Promise((done) => {
    const child = spawn(process.execPath, [here, program, wanted, file], {
      env: { ...process.env, STRIATE_DATABASES: databases },
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    let said = "";
    let counted = { passed: 0, failed: 1 };
    child.stderr.on("data", (text) => (said += text));
    child.on("message", (counts) => (counted = counts));
    child.on("close", () => {
      process.stderr.write(said);
      done(counted);
    });
  });
}

if (only) {
  process.send(await tested(only));
  // Nothing that a failed test left open may keep it running.
  process.exit(0);
}
// What takes longest begins first.
const SLOW = ["calendar", "pages", "axe"];
const slow = (name) => SLOW.findIndex((s) => name.startsWith(s));
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".test.mjs") && (!listed || listed.includes(name)))
  .toSorted((a, b) => slow(b) - slow(a) || a.localeCompare(b));
const databases = mkdtempSync(join(tmpdir(), "striate-databases-"));
const begun = Date.now();
const sum = { passed: 0, failed: 0 };
try {
  await prepare(databases);
  const next = async () => {
    for (let file = files.shift(); file; file = files.shift()) {
      const { passed, failed } = await apart(file, databases);
      sum.passed += passed;
      sum.failed += failed;
    }
  };
  await Promise.all(Array.from({ length: Number(process.env.JOBS ?? 2) }, next));
} finally {
  rmSync(databases, { recursive: true, force: true });
}
console.error(`${sum.passed} passed, ${sum.failed} failed in ${((Date.now() - begun) / 1000).toFixed(0)} s`);
process.exit(sum.failed > 0 || sum.passed === 0 ? 1 : 0);
