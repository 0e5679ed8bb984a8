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
export type CheckInKept = Schemas["CheckInKept"];
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
export type Sport = Schemas["SportName"];
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
export type UnknownExercise = Schemas["UnknownExercise"];
export type ExercisesView = Schemas["ExercisesView"];
export type TwinsView = Schemas["TwinsView"];
export type TwinDoubt = Schemas["TwinDoubt"];
export type LastLifts = Schemas["LastLifts"];
export type LastSet = Schemas["LastSet"];
export type Problem = Schemas["Problem"];
export type RuleVerdict = Schemas["RuleVerdict"];
export type Origin = Schemas["FigureOrigin"];

export type Family = keyof Schemas["ByFamily"];
export type TodayView = Schemas["TodayView"];
export type WorkoutStep = Schemas["WorkoutStep"];
export type PlannedSession = Schemas["PlannedSession"];
export type DayName = Schemas["DayName"];
/** What a plan is for. */
export type Goals = Schemas["GoalsView"];
export type PlanWeek = Schemas["PlanWeek"];
/** A week of the season: its stage, its emphasis, and what it owes. */
export type SeasonWeek = Schemas["SeasonWeek"];
export type Ladder = Schemas["Ladder"];
export type ComingKind = Schemas["ComingKind"];
export type PlanRules = Schemas["PlanRules"];
/** A choice with its name and what it means. */
export type ChoiceOption = Schemas["ChoiceOption"];
/** The ways of building it, side by side. */
export type PlanChoices = Schemas["PlanChoices"];
export type PlanChoice = Schemas["PlanChoiceView"];
export type PlanPage = Schemas["PlanPage"];
export type SessionWhy = Schemas["SessionWhy"];
export type PlanEdit = Schemas["PlanEditView"];
export type PlanDifference = Schemas["PlanDifference"];
export type DoseChange = Schemas["DoseChange"];
/** What becomes of a week that somebody asks for in words. */
export type WeekAnswer = Schemas["WeekAnswer"];
/** Another sport that has its half-day every week. */
export type OtherSport = Schemas["OtherSportView"];
export type Approach = Schemas["ApproachName"];
export type System = Schemas["SystemName"];
export type Region = Schemas["RegionName"];
export type Experience = Schemas["ExperienceName"];
/** Dates without training. */
export type Away = Schemas["AwayView"];
