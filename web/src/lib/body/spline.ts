// Closed centripetal Catmull-Rom splines as SVG paths: how every shape of the body map is drawn.

/** A control point; the third member marks a corner, which the curve does not round. */
export type Point = readonly [x: number, y: number, corner?: "c"];
export type Shape = readonly Point[];

type Pair = [number, number];

const short = (v: number): string => {
  const s = v.toFixed(1);
  return s.endsWith(".0") ? s.slice(0, -2) : s;
};

/** The tangent at `b` of the centripetal spline through `a`, `b`, `c`. */
function tangent(a: Point, b: Point, c: Point): Pair {
  const before = Math.sqrt(Math.max(Math.hypot(b[0] - a[0], b[1] - a[1]), 1e-6));
  const after = Math.sqrt(Math.max(Math.hypot(c[0] - b[0], c[1] - b[1]), 1e-6));
  const along = (k: 0 | 1): number => (b[k] - a[k]) / before - (c[k] - a[k]) / (before + after) + (c[k] - b[k]) / after;
  return [along(0), along(1)];
}

/** The handle that leaves `from` towards `to`; `sign` is -1 for the handle that arrives. */
function handle(before: Point, from: Point, after: Point, to: Point, sign: 1 | -1): Pair {
  if (from[2]) return [from[0] + (to[0] - from[0]) * 0.3, from[1] + (to[1] - from[1]) * 0.3];
  const [tx, ty] = tangent(before, from, after);
  const reach = (sign * Math.sqrt(Math.hypot(to[0] - from[0], to[1] - from[1]))) / 3;
  return [from[0] + tx * reach, from[1] + ty * reach];
}

/** The closed path through the points, mirrored when `side` is -1, with the midline at `centre`. */
export function closedPath(points: Shape, side: 1 | -1, centre: number): string {
  const n = points.length;
  const at = (i: number): Point => points[(i + n) % n]!;
  const put = (p: readonly [number, number, ...unknown[]]): string => `${short(centre + side * p[0])} ${short(p[1])}`;
  let path = `M${put(at(0))}`;
  for (let i = 0; i < n; i++) {
    const leave = handle(at(i - 1), at(i), at(i + 1), at(i + 1), 1);
    const arrive = handle(at(i), at(i + 1), at(i + 2), at(i), -1);
    path += `C${put(leave)} ${put(arrive)} ${put(at(i + 1))}`;
  }
  return `${path}Z`;
}

/** An edge along the midline stays straight: two more points near its ends. */
export function straightAtMidline(points: Shape): Shape {
  const near = (p: Point): boolean => p[0] > 0 && p[0] <= 2.6 && p[1] < 445;
  const pulled = points.map((p): Point => (near(p) ? ([1.3, ...p.slice(1)] as unknown as Point) : p));
  return pulled.flatMap((p, i) => {
    const q = pulled[(i + 1) % pulled.length]!;
    if (!near(p) || !near(q)) return [p];
    const between = [0.12, 0.5, 0.88].map((t): Point => [p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t]);
    return [p, ...between];
  });
}
