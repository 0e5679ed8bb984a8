// What a plan is for, before anybody has said anything.

import type { DayName, Goals, Kind } from "../api/types";

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
  vest_kg: null,
  lifts_per_week: null,
  long_run_day: null,
  race: null,
  race_km: null,
  rest_hours: 48,
  injured: false,
  spare: [],
  morning: null,
  evening: null,
  others: [],
  weeks: 4,
  sentence: "",
};

/** What a session can be swapped for, and what can be added. */
export const PLANNED_KINDS: readonly Kind[] = [
  "recovery", "run_walk", "easy", "strides", "long", "tempo", "interval", "sprint_interval", "series", "sprints",
  "hill_sprints", "hill_repeats", "resisted_hill", "trail", "stairs", "lower_strength", "upper_strength", "full_strength", "plyometrics", "mobility",
];
