// What the server answers, in the reader's vocabulary. Keys end in their unit; unknown is null, never absent. The types
// come from the server's own description (`npm run types`).

import type { components } from "./schema";

type Schemas = components["schemas"];

export type Muscle = Schemas["MuscleName"];
export type Band = Schemas["Band"];
export type Grade = Schemas["Grade"];
export type Kind = Schemas["KindName"];
export type Reason = Schemas["Reason"];
export type Quantity = Schemas["Quantity"];
export type Quantities = Schemas["Quantities"];
export type Dose = Schemas["Dose"];
export type MuscleToday = Schemas["MuscleToday"];
export type Fed = Schemas["Fed"];
export type Protein = Schemas["Protein"];
export type Sleep = Schemas["Sleep"];
export type CheckIn = Schemas["CheckIn"];
export type Badge = Schemas["Badge"];
export type ActivityRow = Schemas["ActivityRow"];
export type ActivitiesView = Schemas["ActivitiesView"];
export type StreamName = Schemas["StreamName"];
export type Streams = Schemas["StreamsView"];
export type Effort = Schemas["EffortView"];
export type MuscleDose = Schemas["MuscleDose"];
export type RuleResult = Schemas["RuleResult"];
export type SetGroup = Schemas["SetGroupView"];
export type Surface = Schemas["SurfaceName"];
export type ActivityView = Schemas["ActivityView"];
/** A correction; null takes it back, what is absent stays. */
export type Told = Partial<Schemas["ActivityPatch"]>;
export type FanPoint = Schemas["FanPoint"];
export type WeekOfMuscle = Schemas["WeekOfMuscle"];
export type MuscleRow = Schemas["MuscleRow"];
export type MusclePage = Schemas["MusclePage"];
export type TraceView = Schemas["TraceView"];
export type EvidenceView = Schemas["EvidenceView"];
export type CalendarCell = Schemas["CalendarCell"];
export type CalendarWeek = Schemas["CalendarWeek"];
export type CalendarView = Schemas["CalendarView"];
export type Change = Schemas["Change"];
export type ProfileField = Schemas["ProfileField"];
export type SettingsView = Schemas["SettingsView"];
export type RulesView = Schemas["RulesView"];
export type ImportJob = Schemas["ImportJob"];
export type ImportsView = Schemas["ImportsView"];
export type TwinsView = Schemas["TwinsView"];
export type TwinDoubt = Schemas["TwinDoubt"];
export type LastLifts = Schemas["LastLifts"];
export type LastSet = Schemas["LastSet"];
export type Problem = Schemas["Problem"];
export type RuleVerdict = Schemas["RuleVerdict"];
export type Origin = Schemas["FigureOrigin"];

export type Family = keyof Schemas["ByFamily"];
/** The first page; the session of today is described below. */
export type TodayView = Omit<Schemas["TodayView"], "session"> & { session: PlannedSession | null };

export interface WorkoutStep {
  text: string;
  minutes: number;
  /** How hard, 0 to 1: the height in the step profile. */
  effort: number;
  family: Family;
  /** How often this step and the next are done in turn. */
  times: number;
}

export interface PlannedSession {
  id: string;
  date: string;
  slot: "am" | "pm";
  kind: Kind;
  title: string;
  minutes: number;
  hard: boolean;
  target: string;
  profile: WorkoutStep[];
  steps: string[];
  because: Reason[];
  gives: { muscle: Muscle; dose: Dose }[];
  state: CalendarCell["state"];
  from: string | null;
  /** The activity that it became. */
  done_id: string | null;
  done_note: string | null;
}

export type DayName = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";

/** What a plan is for; what is left out stays as it was. */
export interface Goals {
  goal: "build" | "keep" | "lean";
  days: DayName[];
  minutes: { day: DayName; minutes: number }[];
  gym: boolean;
  hills: boolean;
  stairs: boolean;
  trail: boolean;
  bands: boolean;
  pull_up_bar: boolean;
  vest_kg: number | null;
  lifts_per_week: number | null;
  long_run_day: DayName | null;
  race: string | null;
  rest_hours: 24 | 48;
  injured: boolean;
  spare: Muscle[];
  /** When sessions begin, as "7:00"; null for the usual times. */
  morning: string | null;
  evening: string | null;
  others: OtherSport[];
  weeks: number;
  sentence: string;
}

/** Another sport that has its half-day every week. */
export interface OtherSport {
  name: string;
  day: DayName;
  evening: boolean;
  minutes: number;
  /** How hard, 1 to 10. */
  rpe: number;
  legs: boolean;
}

export interface PlanWeek {
  start: string;
  phase: string;
  deload: boolean;
  sentence: string;
  doses: CalendarWeek["doses"];
  sessions: PlannedSession[];
  others: { date: string; slot: string; name: string; minutes: number; hard: boolean }[];
}

export interface PlanPage {
  verdict: string;
  basis: string;
  goals: Goals | null;
  weeks: PlanWeek[];
  relaxed: Reason[];
  held_back: Reason[];
  change: Change | null;
  version: number | null;
  is_accepted: boolean;
  /** Where the private calendar lies on this host. */
  feed: string | null;
}

export interface SessionWhy {
  id: string;
  title: string;
  sentence: string;
  because: Reason[];
  rules: string[];
  gives: { muscle: Muscle; dose: Dose }[];
  /** Hard sets of the week with it and without it. */
  without: { muscle: Muscle; before: number; after: number }[];
}

export type PlanEdit =
  | { change: "move"; session: string; date: string }
  | { change: "skip"; session: string }
  | { change: "swap"; session: string; kind: Kind }
  | { change: "add"; kind: Kind; date: string };

/** Hard sets of a week before and after. */
export interface DoseChange {
  muscle: Muscle;
  week: string;
  before: number;
  after: number;
  target_low: number | null;
  target_high: number | null;
}

/** What becomes of a week that somebody asks for in words. */
export interface WeekAnswer {
  asked: string;
  week: string;
  possible: boolean;
  sentence: string;
  hint: string | null;
  sessions: PlannedSession[];
  doses: DoseChange[];
  gives_up: Reason[];
  clash: Reason[];
  ways_out: { sentence: string; wish: string | null }[];
}

export interface PlanDifference {
  possible: boolean;
  sentence: string;
  sessions: { id: string; title: string; kind: Kind; what: "moved" | "added" | "dropped" | "changed"; from: string | null; to: string | null; before: string | null; after: string | null }[];
  doses: DoseChange[];
  readiness: { muscle: Muscle; at: string; before_h: number; after_h: number }[];
  forecast: { muscle: Muscle; before: string; after: string; before_p: number; after_p: number }[];
  gives_up: Reason[];
  clash: Reason[];
  ways_out: { sentence: string; edit: PlanEdit | null }[];
}
