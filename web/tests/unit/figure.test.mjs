import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

/** Corners of a path, each piece as a polygon along its curves. */
function polygons(d) {
  return d.split("M").filter(Boolean).map((piece) => {
    const n = piece.match(/-?[\d.]+/g).map(Number);
    const points = [[n[0], n[1]]];
    for (let i = 2; i + 5 < n.length; i += 6) {
      const [x0, y0] = points.at(-1);
      for (let k = 1; k <= 8; k++) {
        const t = k / 8;
        const at = (a, b, c, e) => (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t * t * c + t ** 3 * e;
        points.push([at(x0, n[i], n[i + 2], n[i + 4]), at(y0, n[i + 1], n[i + 3], n[i + 5])]);
      }
    }
    return points;
  });
}
/** Mean thickness: twice the area over the length around. */
function thickness(points) {
  let [area, length] = [0, 0];
  points.forEach(([x, y], i) => {
    const [u, v] = points[(i + 1) % points.length];
    area += (x * v - u * y) / 2;
    length += Math.hypot(u - x, v - y);
  });
  return (2 * Math.abs(area)) / length;
}

test("every muscle has a zone, and the legs' zones can be hit when the figure is 320 pixels high", async (t) => {
  const { DRAWINGS, HEIGHT } = await load(t, "/src/lib/body/figure.ts");
  const { MUSCLES } = await load(t, "/src/lib/muscles/index.ts");
  assert.equal(MUSCLES.length, 19);
  for (const muscle of MUSCLES) {
    const pieces = ["front", "back"].flatMap((view) => polygons(DRAWINGS[view].zones[muscle] ?? ""));
    assert.ok(pieces.length > 0, `${muscle} has no zone`);
    const thickest = Math.max(...pieces.map(thickness)) * (320 / HEIGHT);
    assert.ok(thickest >= 5, `${muscle} is ${thickest.toFixed(1)} px thick`);
  }
});

test("hands and hips never touch", async (t) => {
  const { DRAWINGS, MIDLINE } = await load(t, "/src/lib/body/figure.ts");
  const outline = polygons(DRAWINGS.front.silhouette)[0];
  for (let y = 410; y < 500; y += 5) {
    const crossings = outline.flatMap(([x, v], i) => {
      const [u, w] = outline[(i + 1) % outline.length];
      return v < y !== w < y ? [x + ((y - v) / (w - v)) * (u - x) - MIDLINE] : [];
    });
    const right = crossings.filter((x) => x > 0).sort((a, b) => a - b);
    // From the midline: inner thigh (below the crotch), outer thigh, inner hand, outer hand.
    const gap = right.at(y < 412 ? 1 : 2) - right.at(y < 412 ? 0 : 1);
    assert.ok(gap > 2, `at ${y} the gap is ${gap}`);
  }
});
