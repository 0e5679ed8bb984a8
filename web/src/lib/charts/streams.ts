// The stacked charts of a recording: one row a quantity, one time axis, one cursor, one zoom, one brush.

import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Effort, StreamName, Streams } from "../api/types";

export interface RowStyle {
  name: StreamName;
  title: string;
  unit: string;
  color: string;
  height: number;
  digits: number;
}
export const ROWS: readonly RowStyle[] = [
  { name: "speed_m_per_s", title: "Speed", unit: "m/s", color: "--ink", height: 138, digits: 1 },
  { name: "grade_pct", title: "Grade", unit: "%", color: "--kind-hill", height: 82, digits: 1 },
  { name: "elevation_m", title: "Height", unit: "m", color: "--kind-other", height: 82, digits: 0 },
  { name: "heart_rate_bpm", title: "Heart rate", unit: "bpm", color: "--kind-fast", height: 98, digits: 0 },
  { name: "cadence_steps_per_min", title: "Cadence", unit: "steps/min", color: "--kind-easy", height: 82, digits: 0 },
  { name: "contact_time_ms", title: "Contact time", unit: "ms", color: "--kind-plyo", height: 82, digits: 0 },
  { name: "power_w", title: "Power", unit: "W", color: "--kind-tempo", height: 82, digits: 0 },
  { name: "step_length_m", title: "Step length", unit: "m", color: "--kind-hill", height: 82, digits: 2 },
  { name: "vertical_oscillation_cm", title: "Bounce", unit: "cm", color: "--kind-lift", height: 82, digits: 1 },
  { name: "temperature_c", title: "Temperature", unit: "°C", color: "--kind-other", height: 66, digits: 0 },
];

/** Width of a line at rest, in pixels of the page. */
const LINE = 1.4;

export interface Span {
  from: number;
  to: number;
}
export interface Callbacks {
  /** Index of the sample under the cursor, or null. */
  cursor: (index: number | null, left: number) => void;
  /** The brushed part in values of the x axis, or null. */
  brush: (span: Span | null) => void;
  /** What is shown, in values of the x axis. */
  view: (span: Span) => void;
}

/** Colors of tokens as the canvas needs them. */
class Palette {
  readonly #probe: HTMLElement;
  constructor(host: HTMLElement) {
    this.#probe = document.createElement("i");
    this.#probe.hidden = true;
    host.append(this.#probe);
  }
  read(token: string): string {
    this.#probe.style.color = `var(${token})`;
    return getComputedStyle(this.#probe).color;
  }
}

function hatched(color: string): CanvasPattern | string {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 6;
  const context = tile.getContext("2d");
  if (!context) return color;
  context.strokeStyle = color;
  context.lineWidth = 1.2;
  context.beginPath();
  for (const at of [-3, 3, 9]) {
    context.moveTo(at - 4, 7);
    context.lineTo(at + 4, -1);
  }
  context.stroke();
  return context.createPattern(tile, "repeat") ?? color;
}

export class StackedCharts {
  #charts: uPlot[] = [];
  #x: number[];
  #view: Span;
  /** The brushed part, in values of the axis: it stays where it is when the view moves. */
  #mark: Span | null = null;
  #shownAt = -Infinity;
  #rest: ReturnType<typeof setTimeout> | undefined;
  readonly #hosts: HTMLElement[];
  readonly #key = uPlot.sync(`streams-${Math.random()}`);

  constructor(
    hosts: HTMLElement[],
    rows: readonly RowStyle[],
    streams: Streams,
    x: number[],
    efforts: Effort[],
    limit: { stream: StreamName; value: number; text: string } | null,
    axis: { words: (value: number) => string; steps: number[] },
    private readonly tell: Callbacks,
  ) {
    this.#hosts = hosts;
    this.#x = x;
    this.#view = { from: x[0] ?? 0, to: x.at(-1) ?? 1 };
    const indexOf = (second: number): number => {
      let [low, high] = [0, streams.time_s.length - 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (streams.time_s[middle]! < second) low = middle + 1;
        else high = middle;
      }
      return low;
    };
    const bands = efforts.map((e) => ({
      from: x[indexOf(e.start_s)]!,
      to: x[indexOf(e.end_s)]!,
      counts: e.counts,
      number: e.number,
    }));
    hosts.forEach((host, at) => {
      const row = rows[at]!;
      const values = streams.columns.find((c) => c.name === row.name)!.values;
      const palette = new Palette(host);
      const isFirst = at === 0;
      const isLast = at === rows.length - 1;
      const ink2 = palette.read("--ink-2");
      const hatch = hatched(palette.read("--hatch"));
      const [bandColor, lineColor] = [palette.read("--kind-fast"), palette.read("--line")];
      const drawBands = (u: uPlot): void => {
        const { ctx, bbox } = u;
        ctx.save();
        ctx.beginPath();
        ctx.rect(bbox.left, 0, bbox.width, u.height * devicePixelRatio);
        ctx.clip();
        for (const band of bands) {
          const left = u.valToPos(band.from, "x", true);
          const width = Math.max(u.valToPos(band.to, "x", true) - left, 3);
          if (left > bbox.left + bbox.width || left + width < bbox.left) continue;
          ctx.globalAlpha = band.counts ? 0.16 : 0.75;
          ctx.fillStyle = band.counts ? bandColor : hatch;
          ctx.fillRect(left, isFirst ? bbox.top - 2 : 0, width, bbox.height + (isFirst ? 2 : bbox.top) + (isLast ? 0 : 40 * devicePixelRatio));
          ctx.globalAlpha = 1;
          if (isFirst) {
            ctx.fillStyle = ink2;
            ctx.font = `${band.counts ? 600 : 400} ${11 * devicePixelRatio}px "Inter Variable", sans-serif`;
            ctx.textAlign = "center";
            ctx.fillText(String(band.number), left + width / 2, bbox.top - 5 * devicePixelRatio);
          }
        }
        ctx.restore();
      };
      const drawLimit = (u: uPlot): void => {
        if (limit?.stream !== row.name) return;
        const { ctx, bbox } = u;
        const y = u.valToPos(limit.value, "y", true);
        ctx.save();
        ctx.strokeStyle = ink2;
        ctx.fillStyle = ink2;
        ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
        ctx.lineWidth = devicePixelRatio;
        ctx.beginPath();
        ctx.moveTo(bbox.left, y);
        ctx.lineTo(bbox.left + bbox.width, y);
        ctx.stroke();
        ctx.font = `${11 * devicePixelRatio}px "Inter Variable", sans-serif`;
        ctx.textAlign = "left";
        ctx.fillText(limit.text, bbox.left + 6 * devicePixelRatio, y - 5 * devicePixelRatio);
        ctx.restore();
      };
      const font = `11px "Inter Variable", sans-serif`;
      const chart = new uPlot(
        {
          width: host.clientWidth,
          height: row.height + (isFirst ? 16 : 0) + (isLast ? 24 : 0),
          padding: [isFirst ? 18 : 6, 0, isLast ? 0 : 6, 0],
          legend: { show: false },
          cursor: {
            sync: { key: this.#key.key, setSeries: false },
            drag: { x: true, y: false, setScale: false },
            y: false,
            points: { size: 8, width: 1.5, stroke: palette.read("--card"), fill: palette.read(row.color) },
          },
          scales: {
            x: { time: false, range: () => [this.#view.from, this.#view.to] },
            y: { range: (_, min, max) => padded(row.name, min, max, limit?.stream === row.name ? limit.value : null) },
          },
          axes: [
            {
              show: isLast,
              stroke: ink2,
              font,
              size: 24,
              gap: 2,
              grid: { show: false },
              ticks: { show: false },
              values: (_, splits) => splits.map((v) => axis.words(v)),
              incrs: axis.steps,
              space: 74,
            },
            {
              stroke: ink2,
              font,
              size: 42,
              gap: 6,
              space: 22,
              grid: { stroke: lineColor, width: 1 },
              ticks: { show: false },
            },
          ],
          series: [{}, { stroke: palette.read(row.color), width: LINE, spanGaps: false, points: { show: false } }],
          hooks: {
            drawClear: [drawBands],
            draw: [drawLimit],
            ...(isFirst
              ? {
                  setCursor: [
                    (u: uPlot) => this.tell.cursor(u.cursor.left !== undefined && u.cursor.left >= 0 ? (u.cursor.idx ?? null) : null, (u.cursor.left ?? 0) + 42),
                  ],
                  setSelect: [
                    (u: uPlot) => {
                      const { left, width } = u.select;
                      this.#mark = width < 3 ? null : { from: u.posToVal(left, "x"), to: u.posToVal(left + width, "x") };
                      this.tell.brush(this.#mark);
                    },
                  ],
                }
              : {}),
          },
        },
        [x, values] as uPlot.AlignedData,
        host,
      );
      this.#key.sub(chart);
      this.#charts.push(chart);
    });
  }

  get view(): Span {
    return this.#view;
  }

  /** Shows a part; the whole where it is null. */
  show(span: Span | null): void {
    const [first, last] = [this.#x[0] ?? 0, this.#x.at(-1) ?? 1];
    const width = Math.max(span ? span.to - span.from : last - first, (last - first) / 400);
    const from = Math.min(Math.max(first, span?.from ?? first), Math.max(first, last - width));
    this.#view = { from, to: Math.min(last, from + width) };
    this.#moved();
    for (const chart of this.#charts) chart.setScale("x", { min: this.#view.from, max: this.#view.to });
    this.#drawMark();
    this.tell.view(this.#view);
  }

  /**
   * While the view keeps moving, lines are one pixel of the screen wide: without a graphics card those are drawn eight
   * times as fast as wider ones, and sixty frames a second hold. They are as wide as ever when it rests.
   */
  #moved(): void {
    const now = performance.now();
    const isMotion = now - this.#shownAt < 120;
    this.#shownAt = now;
    if (!isMotion) return;
    this.#widen(1 / devicePixelRatio);
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      this.#widen(LINE);
      for (const chart of this.#charts) chart.redraw(false);
    }, 160);
  }
  #widen(width: number): void {
    for (const chart of this.#charts) chart.series[1]!.width = width;
  }

  get isZoomed(): boolean {
    return this.#view.to - this.#view.from < ((this.#x.at(-1) ?? 1) - (this.#x[0] ?? 0)) * 0.999;
  }

  /** Moves so that the value lies under that place of the window. */
  panTo(value: number, clientX: number): void {
    const by = value - this.valueAt(clientX);
    this.show({ from: this.#view.from + by, to: this.#view.to + by });
  }

  /** Puts the cursor under that place of the window. */
  pointAt(clientX: number): void {
    const chart = this.#charts[0];
    if (!chart) return;
    const left = clientX - chart.over.getBoundingClientRect().left;
    for (const each of this.#charts) each.setCursor({ left: Math.max(0, Math.min(left, each.over.clientWidth)), top: 5 });
  }

  /** Moves by a share of what is shown. */
  pan(share: number): void {
    const by = (this.#view.to - this.#view.from) * share;
    this.show({ from: this.#view.from + by, to: this.#view.to + by });
  }

  /** Below 1 comes nearer; `around` stays where it is. */
  zoom(factor: number, around = (this.#view.from + this.#view.to) / 2): void {
    this.show({ from: around - (around - this.#view.from) * factor, to: around + (this.#view.to - around) * factor });
  }

  point(index: number): void {
    const value = this.#x[index];
    if (value === undefined) return;
    for (const chart of this.#charts) chart.setCursor({ left: chart.valToPos(value, "x"), top: 5 });
  }

  mark(span: Span | null): void {
    this.#mark = span;
    this.#drawMark();
    this.tell.brush(span);
  }

  #drawMark(): void {
    const { from, to } = this.#view;
    const mark = this.#mark;
    for (const chart of this.#charts) {
      const scale = chart.over.clientWidth / (to - from);
      const left = mark ? Math.max(0, (mark.from - from) * scale) : 0;
      const right = mark ? Math.min(chart.over.clientWidth, (mark.to - from) * scale) : 0;
      chart.setSelect({ left, width: Math.max(0, right - left), top: 0, height: chart.over.clientHeight }, false);
    }
  }

  valueAt(clientX: number): number {
    const chart = this.#charts[0]!;
    return chart.posToVal(clientX - chart.over.getBoundingClientRect().left, "x");
  }

  resize(): void {
    this.#charts.forEach((chart, i) => chart.setSize({ width: this.#hosts[i]!.clientWidth, height: chart.height }));
    this.#drawMark();
  }

  destroy(): void {
    clearTimeout(this.#rest);
    for (const chart of this.#charts) chart.destroy();
    for (const host of this.#hosts) host.replaceChildren();
    this.#charts = [];
  }
}

/** The vertical range: from zero for speed, around the values elsewhere, never without width. */
function padded(name: StreamName, min: number | null, max: number | null, keep: number | null): [number, number] {
  const low = Math.min(min ?? 0, keep ?? Infinity);
  const high = Math.max(max ?? 1, keep ?? -Infinity);
  const room = Math.max((high - low) * 0.06, name === "grade_pct" ? 1 : name === "elevation_m" ? 4 : name === "step_length_m" ? 0.05 : 0.5);
  return [name === "speed_m_per_s" || name === "power_w" ? 0 : low - room, high + room];
}
