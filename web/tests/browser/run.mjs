// The pages in a real browser: `node tests/browser/run.mjs STRIATE [PART OF A NAME]`, where STRIATE is the built program.
// CHROMIUM names the browser where it is not Debian's; WRITE_ARCHIVE the example of striate-synth that writes an export.
import { readdirSync } from "node:fs";
import { closeBrowser } from "./harness.mjs";

const wanted = process.argv[3];
const files = readdirSync(new URL(".", import.meta.url)).filter((name) => name.endsWith(".test.mjs")).toSorted();
let [passed, failed] = [0, 0];
for (const file of files) {
  const { tests } = await import(`./${file}`);
  for (const [name, test] of Object.entries(tests)) {
    if (wanted && !name.includes(wanted) && !file.startsWith(wanted)) continue;
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
}
await closeBrowser();
console.error(`${passed} passed, ${failed} failed`);
// Nothing that a failed test left open may keep it running.
process.exit(failed > 0 || passed === 0 ? 1 : 0);
