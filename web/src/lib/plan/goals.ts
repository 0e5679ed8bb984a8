// What a plan is for, before anybody has said anything.

import type { Approach, DayName, Experience, Goals, Kind, Region } from "../api/types";

export const DAYS: readonly DayName[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
export const dayName = (day: DayName): string => day[0]!.toUpperCase() + day.slice(1);

export const FIRST_GOALS: Goals = {
  goal: "build",
  days: ["tue", "wed", "thu", "sat", "sun"],
  minutes: [],
  gym: true,
  hills: true,
  stairs: false,
  trail: false,
  track: false,
  bands: false,
  pull_up_bar: false,
  table: true,
  vest_kg: null,
  pack_kg: null,
  ankle_weights_kg: null,
  lifts_per_week: null,
  long_run_day: null,
  race: null,
  race_km: null,
  rest_hours: 48,
  injured: false,
  injured_since: null,
  spare: [],
  morning: null,
  evening: null,
  others: [],
  weeks: 4,
  approach: null,
  system: null,
  same_day: true,
  protect: [],
  away: [],
  runner: null,
  lifter: null,
  sentence: "",
};

/** The approach that holds where none was chosen. */
export const usualApproach = (gym: boolean): Approach => (gym ? "balanced" : "running");

export const REGIONS: readonly { value: Region; text: string }[] = [
  { value: "knee", text: "Knee" },
  { value: "achilles", text: "Achilles tendon" },
  { value: "hamstring", text: "Hamstring" },
  { value: "calf", text: "Calf" },
  { value: "hip", text: "Hip" },
  { value: "foot", text: "Foot" },
  { value: "back", text: "Back" },
];

export const EXPERIENCES: readonly { value: Experience; text: string }[] = [
  { value: "new", text: "beginner" },
  { value: "regular", text: "some months to a few years" },
  { value: "experienced", text: "years" },
];

/** The end of a range of dates that begins on this day: not before it. */
export const rangeFrom = (first: string, last: string): { first: string; last: string } => ({ first, last: last < first ? first : last });

/** What a session can be swapped for, and what can be added. */
export const PLANNED_KINDS: readonly Kind[] = [
  "recovery", "run_walk", "easy", "strides", "long", "tempo", "interval", "sprint_interval", "series", "sprints",
  "hill_sprints", "hill_repeats", "resisted_hill", "trail", "stairs", "lower_strength", "upper_strength", "full_strength", "plyometrics", "mobility",
];
