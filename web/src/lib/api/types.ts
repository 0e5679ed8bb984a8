// What the server answers, in the reader's vocabulary. Keys end in their unit; unknown is null, never absent.

export type Muscle =
  | "gluteus_maximus" | "gluteus_medius" | "vasti" | "rectus_femoris" | "hamstrings" | "adductors" | "hip_flexors"
  | "gastrocnemius" | "soleus" | "tibialis_anterior" | "core" | "chest" | "upper_back" | "lats" | "shoulders"
  | "biceps" | "triceps" | "forearms" | "lower_back";
export type Band = "none" | "low" | "moderate" | "high" | "past_useful" | "unknown";
export type Grade = "A" | "B" | "C" | "D";
export type Kind =
  | "recovery" | "easy" | "long" | "tempo" | "race" | "interval" | "sprint_interval" | "series" | "strides"
  | "hill_repeats" | "resisted_hill" | "trail" | "stairs" | "lower_strength" | "upper_strength" | "full_strength"
  | "plyometrics" | "mobility" | "rest" | "other";
export type Family = "lift" | "plyo" | "fast" | "hill" | "tempo" | "easy" | "other";

/** A sentence with the rule it rests on. */
export interface Reason {
  text: string;
  rule: string | null;
}

/** One of the four quantities: a word or a number, then what it is held against. */
export interface Quantity {
  lead: string;
  rest: string;
}
export interface Quantities {
  growth: Quantity;
  readiness: Quantity;
  impact: Quantity;
  cardio: Quantity;
}

/** A dose in hard-set equivalents; eight cases of ten lie between low and high. */
export interface Dose {
  hse: number | null;
  low: number | null;
  high: number | null;
  band: Band;
  evidence: Grade | null;
}

export interface MuscleToday {
  muscle: Muscle;
  week: Dose;
  /** Share of fast fibers in the week's stimulus, 0 to 1. */
  fast_share: number | null;
  readiness: "ready" | "recovering" | "tired" | "unknown";
  hours_to_ready: number | null;
  days_since_stimulus: number | null;
  /** Whether the verdict speaks of it. */
  named: boolean;
}

/** A session that fed the legs or a muscle. */
export interface Fed {
  id: string | null;
  kind: Kind;
  title: string;
  day: string;
  share: number;
  evidence: Grade | null;
}

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

export interface Protein {
  low_g: number;
  high_g: number;
  low_g_per_kg: number;
  high_g_per_kg: number;
  because: string;
  rule: string | null;
  evidence: Grade | null;
}

export type Sleep = "under_6" | "6_7" | "7_8" | "over_8";
export interface CheckIn {
  sleep: Sleep | null;
  sore: { muscle: Muscle; level: 1 | 2 | 3 }[] | null;
}

export interface Badge {
  /** The chip beside the menu; null where it would say nothing. */
  label: string | null;
  demo: boolean;
  method: string;
}

export interface TodayView {
  day: string;
  phase: string | null;
  empty: boolean;
  verdict: string;
  evidence: Grade | null;
  basis: string;
  quantities: Quantities | null;
  muscles: MuscleToday[];
  /** Leg load of the week; the step is 0 to 4, from far under to far over the usual week. */
  impact: { km: number; usual_low_km: number; usual_high_km: number; step: number; words: string } | null;
  fed: Fed[];
  fed_note: Reason | null;
  session: PlannedSession | null;
  protein: Protein | null;
  check_in: CheckIn;
}

/** A recorded session in a list. */
export interface ActivityRow {
  id: string;
  day: string;
  time: string;
  kind: Kind;
  title: string;
  distance_km: number | null;
  minutes: number;
  impact_km: number | null;
  cardio_load: number | null;
  top: { muscle: Muscle; band: Band }[];
  evidence: Grade | null;
}
export interface ActivitiesView {
  verdict: string;
  total: number;
  rows: ActivityRow[];
  next: string | null;
}

export type StreamName =
  | "speed_m_per_s" | "heart_rate_bpm" | "cadence_steps_per_min" | "contact_time_ms" | "grade_pct" | "power_w"
  | "elevation_m";
export interface Streams {
  /** Seconds since the start, rising. */
  time_s: number[];
  distance_m: (number | null)[];
  columns: { name: StreamName; values: (number | null)[] }[];
  /** Metres east and north of the first fix; null where there is no position. */
  route: { east_m: (number | null)[]; north_m: (number | null)[] } | null;
}

export interface Effort {
  number: number;
  start_s: number;
  end_s: number;
  duration_s: number;
  distance_m: number | null;
  mean_speed_m_per_s: number | null;
  mean_grade: number | null;
  fraction_of_own_best: number | null;
  rest_before_s: number | null;
  rest_completeness: number | null;
  counts: boolean;
  why: string;
}

export interface MuscleDose extends Dose {
  muscle: Muscle;
  fast_share: number | null;
}

export type RuleVerdict = "kept" | "broken" | "not_applicable" | "unknown";
export interface RuleResult {
  rule: string;
  verdict: RuleVerdict;
  because: string;
}

export interface LiftSetView {
  exercise: string;
  reps: number | null;
  mass_kg: number | null;
  rir: number | null;
}

export interface ActivityView {
  id: string;
  title: string;
  start: string;
  day: string;
  facts: string[];
  verdict: string;
  evidence: Grade | null;
  basis: string;
  quantities: Quantities;
  kind: { kind: Kind; confidence: number; source: string; reasons: Reason[] };
  kinds_to_choose: Kind[];
  carried_kg: number | null;
  surface: string | null;
  efforts: Effort[];
  /** The line that decides which efforts count. */
  limit: { stream: StreamName; value: number; text: string } | null;
  sets: LiftSetView[];
  muscles: MuscleDose[];
  rules: RuleResult[];
  file: string | null;
  has_streams: boolean;
}

export interface FanPoint {
  p05: number;
  p25: number;
  p50: number;
  p75: number;
  p95: number;
}
export interface WeekOfMuscle {
  start: string;
  done: boolean;
  /** Hard-set equivalents by source, in the order of the stack. */
  parts: Record<Family, number>;
  low: number;
  high: number;
}
export interface MuscleRow {
  muscle: Muscle;
  dose: Dose;
  readiness: MuscleToday["readiness"];
  hours_to_ready: number | null;
}
export interface MusclePage {
  muscle: Muscle;
  verdict: string;
  evidence: Grade | null;
  basis: string;
  all: MuscleRow[];
  weeks: WeekOfMuscle[];
  target: { low: number; high: number } | null;
  plateau: { since: string; until: string; text: string } | null;
  forecast: { days: string[]; planned: FanPoint[]; alternative: FanPoint[]; alternative_name: string; words: string } | null;
  next_step: {
    title: string;
    why: Reason[];
    options: { title: string; low_points: number | null; high_points: number | null; evidence: Grade | null }[];
  } | null;
  fed: Fed[];
  mix: { name: string; you: boolean; parts: Record<Family, number> }[];
}

/** Where a dose comes from, down to parameters. */
export interface TraceView {
  muscle: Muscle;
  from: string;
  to: string;
  verdict: string;
  dose: Dose;
  sessions: (Fed & Dose)[];
  parts: { part: string; hse: number }[];
  parameters: { table: string; name: string; value: number; low: number; high: number; grade: string; source: string }[];
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

export interface EvidenceView {
  verdict: string;
  scores: { name: string; n: number; spearman: number | null; mae_points: number | null; mae_always_zero: number | null; coverage: number | null }[];
  trials: {
    id: string;
    measured_pct: number;
    predicted_pct: number;
    low_pct: number;
    high_pct: number;
    class: string;
    mode: string;
  }[];
  parameters: { table: string; name: string; value: number; low: number; high: number; grade: string; source: string }[];
  known_failures: string[];
}

export type CellState = "done" | "planned" | "missed" | "moved";
export interface CalendarCell {
  id: string;
  state: CellState;
  kind: Kind;
  title: string;
  detail: string;
  from: string | null;
  movable: boolean;
}
export interface CalendarWeek {
  start: string;
  name: string;
  phase: string;
  deload: boolean;
  days: { day: string; cells: CalendarCell[] }[];
  doses: { muscle: Muscle; done: number; planned: number; target_low: number | null; target_high: number | null }[];
  summary: string;
}
export interface Change {
  title: string;
  cause: string;
  reasons: Reason[];
  cost: string | null;
}
export interface CalendarView {
  today: string;
  verdict: string;
  basis: string;
  weeks: CalendarWeek[];
  change: Change | null;
  has_plan: boolean;
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

export type Origin = "default" | "estimated" | "device" | "given";
export interface ProfileField {
  key: string;
  label: string;
  unit: string | null;
  value: string | null;
  origin: Origin;
  hint: string;
  options: { value: string; text: string }[] | null;
}
export interface SettingsView {
  profile: ProfileField[];
  units: { distance: "km" | "mi"; mass: "kg" | "lb" };
  database: string;
  sessions: number;
  password_set: boolean;
  method: string;
  version: string;
}

/** RFC 9457. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string | null;
  hint: string | null;
  request_id: string | null;
}
