// The little arithmetic of the small SVG charts.

export type Scale = (value: number) => number;
export const linear =
  (d0: number, d1: number, r0: number, r1: number): Scale =>
  (v) =>
    r0 + ((v - d0) / (d1 - d0 || 1)) * (r1 - r0);

/** Round steps that cover `low` to `high` in about `wanted` lines. */
export function ticks(low: number, high: number, wanted: number): number[] {
  const rough = (high - low) / Math.max(1, wanted) || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= rough * 0.999) ?? rough;
  const from = Math.ceil(low / step - 1e-9);
  const to = Math.floor(high / step + 1e-9);
  return Array.from({ length: to - from + 1 }, (_, i) => Number(((from + i) * step).toPrecision(12)));
}

export const path = (points: readonly (readonly [number, number])[]): string =>
  points.length === 0 ? "" : `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`;

type Point = readonly [x: number, y: number];
/**
 * A smooth line through points that never swings beyond them (cubic Hermite, slopes by Fritsch and Butland): a forecast
 * told week by week has no corners, and no bump that nobody computed.
 */
export function curve(points: readonly Point[]): string {
  if (points.length < 3) return path(points);
  const slope = points.slice(1).map(([x, y], i) => (y - points[i]![1]) / (x - points[i]![0] || 1));
  const at = points.map((_, i) => {
    const [before, after] = [slope[i - 1], slope[i]];
    if (before === undefined || after === undefined) return before ?? after ?? 0;
    return before * after <= 0 ? 0 : (2 * before * after) / (before + after);
  });
  const told = (x: number, y: number): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
  return points.slice(1).reduce(
    (line, [x, y], i) => {
      const [x0, y0] = points[i]!;
      const third = (x - x0) / 3;
      return `${line}C${told(x0 + third, y0 + at[i]! * third)} ${told(x - third, y - at[i + 1]! * third)} ${told(x, y)}`;
    },
    `M${told(...points[0]!)}`,
  );
}
