// Databases that are made once and copied for every test: the repository's examples, and the demo athlete.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const EXAMPLES = fileURLToPath(new URL("../../../examples", import.meta.url));
export const program = process.env.STRIATE ?? process.argv[2];
assert.ok(program && existsSync(program), "name the program: node tests/browser/run.mjs target/debug/striate");

/** Runs the program once and fails with what it said; 1 is done with problems. */
export function run(...args) {
  return new Promise((done, fail) => {
    execFile(program, args, { encoding: "utf8" }, (error, out, err) => {
      if (error && error.code !== 1) fail(new Error(`striate ${args.join(" ")}\n${out}\n${err}`));
      else done(out);
    });
  });
}
const MADE = {
  examples: (path) => run("import", EXAMPLES, "--database", `sqlite:${path}`),
  demo: (path) => run("demo", "--seed-only", "--database", `sqlite:${path}`),
};

/** Makes all of them in a folder, at the same time. */
export async function prepare(folder) {
  await Promise.all(Object.entries(MADE).map(([name, make]) => make(join(folder, `${name}.db`))));
}

/** A folder of their own for scripts that were started alone. */
let own = null;
const made = new Map();
export async function copyOf(name, to) {
  const folder = process.env.STRIATE_DATABASES ?? (own ??= mkdtempSync(join(tmpdir(), "striate-databases-")));
  const path = join(folder, `${name}.db`);
  if (!process.env.STRIATE_DATABASES) {
    if (!made.has(name)) made.set(name, MADE[name](path));
    await made.get(name);
  }
  cpSync(path, to);
}
process.once("exit", () => own && rmSync(own, { recursive: true, force: true }));
