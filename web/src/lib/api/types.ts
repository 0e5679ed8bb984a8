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
export type ActivityView = Schemas["ActivityView"];
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
  kind: Kind;
  title: string;
  minutes: number;
  hard: boolean;
  target: string;
  profile: WorkoutStep[];
  steps: string[];
  because: Reason[];
  gives: { muscle: Muscle; dose: Dose }[];
}

export interface RuleRow {
  rule: string;
  title: string;
  verdict: RuleVerdict;
  because: string;
  claim: string;
  evidence: string;
  disputed: boolean;
  choice: { key: string; value: string; options: { value: string; text: string }[] } | null;
}

export interface RulesView {
  verdict: string;
  from: string | null;
  to: string | null;
  groups: { letter: string; title: string; rules: RuleRow[] }[];
}

export interface ImportIssue {
  file: string;
  code: string;
  message: string;
}

export interface ImportJob {
  id: string;
  name: string;
  started: string;
  state: "reading" | "waiting" | "writing" | "done" | "undone" | "failed";
  dry_run: boolean;
  files_total: number | null;
  files_done: number;
  runs: number;
  lifts: number;
  duplicates: number;
  problems: ImportIssue[];
  unknown_exercises: { name: string; sets: number; suggestion: string | null }[];
  sentence: string;
}

export interface ImportsView {
  jobs: ImportJob[];
  exercises: { id: string; name: string }[];
}
