// Contrast and color-blind distance of the shipped tokens, so that a changed color cannot break them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const css = readFileSync(new URL("../../src/tokens.css", import.meta.url), "utf8");
const tokens = new Map([...css.matchAll(/--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g)].map((m) => [m[1], [m[2], m[3]]]));
const THEMES = [["light", 0], ["dark", 1]];

const srgb = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255);
const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const luminance = (hex) => srgb(hex).map(linear).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
const contrast = (a, b) => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
};
const oklab = ([r, g, b]) => {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
};
// Machado, Oliveira and Fernandes 2009, severity 1.
const SIGHT = {
  usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};
const seen = (hex, matrix) => {
  const c = srgb(hex).map(linear);
  return oklab(matrix.map((row) => Math.min(1, Math.max(0, row.reduce((sum, k, i) => sum + k * c[i], 0)))));
};
const distance = (a, b, matrix) => 100 * Math.hypot(...seen(a, matrix).map((v, i) => v - seen(b, matrix)[i]));

const PAIRS = [
  ["ink", "paper", 4.5], ["ink", "card", 4.5], ["ink-2", "paper", 4.5], ["ink-2", "card", 4.5], ["ink-2", "sunk", 4.5],
  ["ink-3", "card", 4.5], ["ink-3", "paper", 4.5], ["accent", "card", 4.5], ["accent", "paper", 4.5],
  ["on-accent", "accent", 4.5], ["warn", "card", 4.5], ["bad", "card", 4.5], ["good", "card", 4.5],
  ["good", "paper", 4.5], ["bad", "paper", 4.5], ["line-strong", "card", 3], ["focus", "card", 3], ["focus", "paper", 3],
  ...["lift", "plyo", "fast", "tempo", "hill", "easy", "other"].map((k) => [`on-${k}`, `kind-${k}`, 4.5]),
];

for (const [theme, at] of THEMES) {
  test(`text and controls can be read in the ${theme} theme`, () => {
    const poor = PAIRS.map(([a, b, need]) => [a, b, need, contrast(tokens.get(a)[at], tokens.get(b)[at])]).filter(([, , need, got]) => got < need);
    assert.deepEqual(poor, []);
  });
  test(`neighbouring steps of every ramp stay apart for every sight in the ${theme} theme`, () => {
    const close = [];
    for (const ramp of ["dose", "ready", "fiber", "impact"]) {
      for (const [sight, matrix] of Object.entries(SIGHT)) {
        for (let i = 0; i < 4; i++) {
          const d = distance(tokens.get(`${ramp}-${i}`)[at], tokens.get(`${ramp}-${i + 1}`)[at], matrix);
          if (d < 7) close.push([ramp, i, sight, d]);
        }
      }
    }
    assert.deepEqual(close, []);
  });
  test(`every ramp goes one way in lightness in the ${theme} theme, so that greyscale loses nothing`, () => {
    for (const ramp of ["dose", "ready", "fiber", "impact"]) {
      const light = [0, 1, 2, 3, 4].map((i) => seen(tokens.get(`${ramp}-${i}`)[at], SIGHT.usual)[0]);
      const signs = new Set(light.slice(1).map((l, i) => Math.sign(l - light[i])));
      assert.equal(signs.size, 1, ramp);
    }
  });
}
