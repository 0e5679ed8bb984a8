// Numbers and names as a runner reads them: ranges, quarters and halves, units that do not break off.

import names from "./api/names.json";
import type { Band, Dose, Family, Grade, Kind, MuscleToday } from "./api/types";

/** A space that does not break. */
export const NB = "\u00a0";
const THIN_MINUS = "\u2212";

export interface KindWords {
  name: string;
  code: string;
  family: Family;
}
/** Every kind by its key, from the one table of names. */
export const KINDS = names.kinds as Record<Kind, KindWords>;

/** The order of every stack, from the bottom. */
export const FAMILIES: readonly { family: Family; name: string }[] = [
  { family: "lift", name: "Lifting" },
  { family: "plyo", name: "Jumps" },
  { family: "fast", name: "Sprints, series" },
  { family: "hill", name: "Hills" },
  { family: "tempo", name: "Tempo" },
  { family: "easy", name: "Easy, long" },
  { family: "other", name: "Other" },
];

export const GRADES: Record<Grade, string> = {
  A: "lifting trials",
  B: "jumping trials",
  C: "running trials",
  D: "mechanics only",
};

export const BANDS: Record<Band, { word: string; stripes: number | null; step: number | null }> = {
  none: { word: "none", stripes: 0, step: 0 },
  low: { word: "low", stripes: 1, step: 1 },
  moderate: { word: "moderate", stripes: 2, step: 2 },
  high: { word: "high", stripes: 3, step: 3 },
  past_useful: { word: "past useful", stripes: 3, step: 4 },
  unknown: { word: "unknown", stripes: null, step: null },
};

/** A dose without false decimals: quarters and halves below two, whole sets above. */
export function sets(value: number): string {
  if (value < 0.125) return "0";
  if (value < 2) {
    const quarters = Math.round(value * 4);
    const whole = Math.floor(quarters / 4);
    const part = ["", "¼", "½", "¾"][quarters % 4]!;
    return `${whole || !part ? whole : ""}${part}`;
  }
  return String(Math.round(value));
}

/** "1–4", or one figure where both ends read the same. */
export function range(low: number, high: number): string {
  const [a, b] = [sets(low), sets(high)];
  return a === b ? a : `${a}–${b}`;
}

/** "moderate, 4–7", or the band alone where there is no range. */
export function doseWords(dose: Dose): string {
  const word = BANDS[dose.band].word;
  if (dose.band === "unknown" || dose.low === null || dose.high === null) return word;
  return `${word}, ${range(dose.low, dose.high)}`;
}

export function setsWords(dose: Dose): string {
  if (dose.hse === null || dose.low === null || dose.high === null) return "unknown";
  if (dose.hse < 0.125) return "nothing";
  const about = sets(dose.hse);
  return `about ${about} ${about === "1" || about.startsWith("¼") || about.startsWith("½") || about.startsWith("¾") ? "set" : "sets"}, ${range(dose.low, dose.high)}`;
}

/** Hours until ready, in steps a runner plans by. */
export function readyWords(state: MuscleToday["readiness"], hours: number | null): string {
  if (state === "unknown" || hours === null) return "unknown";
  if (hours < 1) return "ready";
  return `${Math.round(hours)}${NB}h`;
}

/** Hours until ready as a figure alone: "ready" below one hour. */
export const clockHours = (hours: number): string => (hours < 1 ? "ready" : `${Math.round(hours)}${NB}h`);

/** The step of the readiness ramp: now, 12, 24, 48, 72 hours and more. */
export function readyStep(state: MuscleToday["readiness"], hours: number | null): number | null {
  if (state === "unknown" || hours === null) return null;
  return [1, 18, 36, 60].filter((limit) => hours >= limit).length;
}

export function percent(share: number): string {
  const whole = Math.round(share * 100);
  return `${whole === 0 && share > 0 ? "under 1" : whole}${NB}%`;
}

export function signed(value: number): string {
  const whole = Math.round(value);
  if (whole === 0) return "0";
  return whole > 0 ? `+${whole}` : `${THIN_MINUS}${-whole}`;
}

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
  "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
  "December",
];

interface Civil {
  year: number;
  month: number;
  day: number;
  weekday: number;
}
/** A civil day is no instant: it is read and moved without any time zone. */
function civil(day: string): Civil {
  const at = new Date(`${day.slice(0, 10)}T00:00:00Z`);
  return { year: at.getUTCFullYear(), month: at.getUTCMonth(), day: at.getUTCDate(), weekday: at.getUTCDay() };
}
export function addDays(day: string, days: number): string {
  const at = new Date(`${day.slice(0, 10)}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to.slice(0, 10)}T00:00:00Z`) - Date.parse(`${from.slice(0, 10)}T00:00:00Z`)) / 864e5);
}
/** "Friday 20 November" */
export function longDay(day: string): string {
  const d = civil(day);
  return `${WEEKDAYS[d.weekday]} ${d.day} ${MONTHS[d.month]}`;
}
/** "Fri 20 Nov" */
export function shortDay(day: string): string {
  const d = civil(day);
  return `${WEEKDAYS[d.weekday]!.slice(0, 3)} ${d.day} ${MONTHS[d.month]!.slice(0, 3)}`;
}
/** "20 Nov" */
export function dayMonth(day: string): string {
  const d = civil(day);
  return `${d.day} ${MONTHS[d.month]!.slice(0, 3)}`;
}
export const weekday = (day: string): string => WEEKDAYS[civil(day).weekday]!.slice(0, 3);
export const dayOfMonth = (day: string): number => civil(day).day;
export const yearOf = (day: string): number => civil(day).year;

/** "44 min", "1 h 40" */
export function minutes(total: number): string {
  const whole = Math.round(total);
  if (whole < 60) return `${whole}${NB}min`;
  const rest = whole % 60;
  return rest === 0 ? `${whole / 60}${NB}h` : `${Math.floor(whole / 60)}${NB}h${NB}${String(rest).padStart(2, "0")}`;
}
/** "3:02" or "1:03:20" */
export function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = `${h > 0 ? String(m).padStart(2, "0") : m}:${String(s).padStart(2, "0")}`;
  return h > 0 ? `${h}:${tail}` : tail;
}
export const KM_PER_MILE = 1.609344;
let unit: "km" | "mi" = "km";
/** Distances and paces are told in this from now on. */
export function tellIn(distance: "km" | "mi"): void {
  unit = distance;
}
export function km(value: number): string {
  const told = unit === "mi" ? value / KM_PER_MILE : value;
  return `${told < 10 ? told.toFixed(1) : Math.round(told)}${NB}${unit}`;
}
/** "4:12", where the head of a table says the unit. */
export function paceAlone(metersPerSecond: number): string {
  const metres = unit === "mi" ? KM_PER_MILE * 1000 : 1000;
  return metersPerSecond > 0.3 ? clock(metres / metersPerSecond) : "–";
}
export const paceUnit = (): string => `min/${unit}`;
/** "4:12 min/km" */
export function pace(metersPerSecond: number): string {
  return metersPerSecond > 0.3 ? `${paceAlone(metersPerSecond)}${NB}${paceUnit()}` : "–";
}
/** Metres along a route: "1.25 km". */
export const along = (metres: number, places = 2): string => `${(metres / (unit === "mi" ? KM_PER_MILE * 1000 : 1000)).toFixed(places)}${NB}${unit}`;
/** So many places, a true minus, and never minus nothing. */
export function decimal(value: number, places: number): string {
  const told = value.toFixed(places);
  return told.replace("-", Number(told) === 0 ? "" : THIN_MINUS);
}
/** A number of the method with as many figures as it has meaning. */
export function figure(value: number): string {
  if (value === 0) return "0";
  const short = Number(value.toPrecision(Math.abs(value) >= 100 ? 4 : 2));
  return `${short < 0 ? THIN_MINUS : ""}${Math.abs(short).toLocaleString("en", { maximumFractionDigits: 6 })}`;
}
/** "3 x Back squat" as it is printed. */
export const signs = (text: string): string => text.replace(/^(\d+) x /, `$1${NB}× `);
/** A title at the beginning of a line. */
export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString("en")}${NB}${n === 1 ? one : many}`;
}
