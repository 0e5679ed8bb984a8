//! The state for a person: the verdict, the muscles in words, the limits of the next run, twelve weeks ahead as a fan.

use crate::terminal::{CAUTION, FAINT, STRONG, counted, pace, padded, percent, styled, wrapped};
use std::fmt::Write;
use striate_history::body::{FanView, MuscleView, PlannedDays, StepView};
use striate_history::{MuscleWeek, SpeedsView, StateView};
use striate_model::{Athlete, Muscle, Origin};
use striate_text::numbers::{banded, figure, signed_span};

/// Muscles whose next steps and forecast are told one by one; the rest is in the JSON.
const TOLD: [Muscle; 5] =
    [Muscle::GluteusMaximus, Muscle::Vasti, Muscle::Hamstrings, Muscle::Gastrocnemius, Muscle::Soleus];
/// From so many days without a session on it is said that they are taken as rest.
const LONG_REST_DAYS: i32 = 7;

/// What is shown beside the state where it is known.
#[derive(Clone, Copy)]
pub(crate) struct Beside<'a> {
    /// How fast for how long.
    pub(crate) speeds: Option<&'a SpeedsView>,
    /// The calendar that was given.
    pub(crate) plan: Option<&'a PlannedDays>,
}

/// Everything, in lines of at most `width` columns where the content allows.
pub(crate) fn page(state: &StateView, athlete: &Athlete, beside: Beside<'_>, width: usize) -> String {
    let mut page = Page { text: String::new(), width };
    page.verdict(state);
    page.muscles(state);
    page.standing_still(state);
    page.noted(state);
    if state.forecast.is_some() {
        page.next_steps(state);
    }
    page.scale(state);
    page.balance(state);
    page.next_run(state);
    if state.forecast.is_some() {
        page.twelve_weeks(state, beside.plan);
    }
    page.calibration(state);
    if let Some(speeds) = beside.speeds {
        page.heading("How fast for how long", "from the best of 90 days, which are no tests");
        page.sentence(&speeds.in_words);
    }
    page.figures(state, athlete);
    page.text
}

struct Page {
    text: String,
    width: usize,
}

impl Page {
    fn line(&mut self, text: &str) {
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }

    fn sentence(&mut self, text: &str) {
        self.text.push_str(&wrapped(text, self.width, "  "));
    }

    fn heading(&mut self, text: &str, aside: &str) {
        self.line("");
        self.line(&format!("{}  {}", styled(STRONG, text), styled(FAINT, aside)));
    }

    fn verdict(&mut self, state: &StateView) {
        for pain in &state.pain {
            let stop = format!(
                "Pain noted on {}: {}. Pain means stop. Nothing below is a reason to train through it; if it stays, have \
                 somebody look at it who knows.",
                pain.day, pain.place
            );
            let text = wrapped(&stop, self.width, "");
            self.line(&styled(CAUTION, text.trim_end()));
        }
        for line in wrapped(&state.body.verdict, self.width, "").lines() {
            let line = styled(STRONG, line);
            self.line(&line);
        }
        self.text.push_str(&wrapped(&state.week_in_words, self.width, ""));
        let sessions = counted(state.sessions, "session");
        let at = format!(
            "As of the end of {}, from {sessions} since {}; days in UTC{}.",
            state.body.day,
            state.body.since,
            signed_hours(state.utc_offset_h)
        );
        self.text.push_str(&styled(FAINT, wrapped(&at, self.width, "").trim_end()));
        self.text.push('\n');
        let mut cautions = Vec::new();
        if state.days_without_session >= LONG_REST_DAYS && !state.is_stale {
            cautions.push(format!(
                "No session for {} days: taken as rest. If files are missing, nothing below holds.",
                state.days_without_session
            ));
        }
        if state.sessions_unknown > 0 {
            cautions.push(format!(
                "{} of the last 28 days cannot tell what muscles got (no speed, no sets, or no exercise that is \
                 known): doses are at least those below.",
                counted(state.sessions_unknown, "session")
            ));
        }
        if state.sessions_later > 0 {
            cautions.push(format!("{} after that day left out.", counted(state.sessions_later, "session")));
        }
        for caution in cautions {
            let text = wrapped(&caution, self.width, "");
            self.line(&styled(CAUTION, text.trim_end()));
        }
    }

    fn muscles(&mut self, state: &StateView) {
        self.heading("Muscles", "course of size over 28 days at the present load; hard sets");
        self.line(&styled(FAINT, "                 course (sure)    last 7 days (80 % range)             readiness"));
        let (mut idle, mut unknown) = (Vec::new(), Vec::new());
        for (muscle, week) in state.body.muscles.iter().zip(&state.week) {
            let known = Muscle::from_name(muscle.muscle);
            let (leg, label) = (known.is_some_and(Muscle::is_locomotor), known.map_or(muscle.muscle, Muscle::label));
            if week.hse.is_none() {
                unknown.push(label);
            } else if !leg && muscle.weekly_hse < 0.05 && week.hse < Some(0.05) {
                idle.push(label);
            } else {
                self.line(&muscle_line(label, muscle, week));
            }
        }
        if !idle.is_empty() {
            self.sentence(&format!("nothing in four weeks for {}", idle.join(", ")));
        }
        if !unknown.is_empty() {
            self.sentence(&format!("unknown, since no sets are logged: {}", unknown.join(", ")));
        }
        self.line(&styled(FAINT, "  evidence: A lifting trials, B jumping trials, C running trials, D mechanics only"));
    }

    /// Notes, and what each of them changed.
    fn noted(&mut self, state: &StateView) {
        if state.noted.is_empty() {
            return;
        }
        self.heading("Noted in your journal", "and what it changed");
        for note in &state.noted {
            self.sentence(&format!("{}. It {}.", capitalised(&note.noted), note.because));
        }
    }

    /// Rule D6: lifting against sprinting as numbers.
    fn scale(&mut self, state: &StateView) {
        self.heading("Lifting against sprinting", "hard sets; 80 % range in brackets");
        self.line(&styled(FAINT, "                 8 sprints of 60 m  one hard set is worth  lift"));
        for one in &state.lifting_against_sprinting {
            let sprint = &one.sprint_session_hse;
            let given = banded(sprint.value, sprint.low, sprint.high);
            let worth = one.sprints_per_set.as_ref().map_or_else(
                || "hundreds of sprints".to_owned(),
                |s| format!("{:.0} sprints ({:.0} to {:.0})", s.value, s.low, s.high),
            );
            self.line(&format!("  {} {given:<19}{worth:<23}{}", padded(label(one.muscle), 14), one.lift));
        }
        if let Some(h) = state.lifting_against_sprinting.iter().find(|m| m.muscle == Muscle::Hamstrings.as_str()) {
            self.sentence(&format!(
                "In ten minutes, rests included, the hamstrings get about {} hard sets from {} and {} from sprints. Sprints \
                 train more than muscle size; this table compares size alone.",
                figure(10.0 * h.lift_hse_per_min),
                h.lift,
                figure(10.0 * h.sprint_hse_per_min)
            ));
        }
    }

    /// The athlete's own response, before and after their measurements.
    fn calibration(&mut self, state: &StateView) {
        let Some(found) = &state.calibration else { return };
        self.heading("Your own measurements", "against a median person's");
        for s in &found.series {
            if !s.says_something {
                let when = if s.from == s.to { format!("on {}", s.to) } else { format!("from {} to {}", s.from, s.to) };
                self.sentence(&format!(
                    "{}: {} {when}; it says nothing yet: two are needed, with training between them that changes size.",
                    capitalised(&s.what),
                    counted(s.measurements, "measurement")
                ));
                continue;
            }
            self.sentence(&format!(
                "{}: {} from {} to {}, {:+.1} % measured, {:+.1} % expected, error {:.1} points.",
                capitalised(&s.what),
                counted(s.measurements, "measurement"),
                s.from,
                s.to,
                s.measured_pct,
                s.expected_pct,
                s.error_points
            ));
        }
        self.sentence(&format!(
            "Your response to training: {:.1} to {:.1} times the median before (80 % range), {:.1} to {:.1} times with \
             these measurements. Everything above uses it.",
            found.before.low, found.before.high, found.after.low, found.after.high
        ));
    }

    fn standing_still(&mut self, state: &StateView) {
        let of_cause = |cause: &str| -> Vec<String> {
            let still = state.body.muscles.iter().filter_map(|m| Some((m, m.plateau.as_ref()?)));
            still
                .filter(|(_, plateau)| plateau.cause == cause)
                .map(|(m, plateau)| format!("{} since {}", label(m.muscle), plateau.since))
                .collect()
        };
        let causes = [
            ("less_load", "The load fell: it keeps the muscle and builds nothing"),
            ("energy_deficit", "Less is eaten than spent"),
            ("much_running", "Much running takes a part of the gain"),
            ("same_load", "The same load for weeks, and the muscle is used to it"),
        ];
        let still: Vec<(&str, Vec<String>)> = causes
            .into_iter()
            .map(|(cause, words)| (words, of_cause(cause)))
            .filter(|(_, muscles)| !muscles.is_empty())
            .collect();
        if !still.is_empty() {
            self.heading("Standing still", "and what probably holds them there");
            for (cause, muscles) in still {
                self.sentence(&format!("{cause}: {}.", muscles.join(", ")));
            }
        }
    }

    fn next_steps(&mut self, state: &StateView) {
        let steps: Vec<String> = TOLD
            .iter()
            .filter_map(|muscle| {
                let view = state.body.muscles.iter().find(|m| m.muscle == muscle.as_str())?;
                let step = view.next_steps.first()?;
                let points = |s: &StepView| signed_span(s.low_points, s.high_points);
                let run = view.next_run.as_ref().filter(|run| run.session != step.session).map(|run| {
                    format!(" Of runs: {}, {} points, {}.", run.session, points(run), percent(run.probability))
                });
                Some(format!(
                    "{}: {} once a week, {} points of size in twelve weeks (80 % range), {} sure of half a point or \
                     more.{}",
                    muscle.label(),
                    step.session,
                    points(step),
                    percent(step.probability),
                    run.unwrap_or_default()
                ))
            })
            .collect();
        if !steps.is_empty() {
            self.heading("The next step that would change most", "one more session a week");
            for step in steps {
                self.sentence(&step);
            }
        }
    }

    fn balance(&mut self, state: &StateView) {
        let body = &state.body;
        self.heading("Training", &format!("phase: {}", body.phase));
        if !body.left_out.is_empty() {
            let names: Vec<&str> = body.left_out.iter().copied().map(label).collect();
            self.sentence(&format!(
                "Left out in the last 28 days (less than one hard set a week): {}.",
                names.join(", ")
            ));
        }
        if let (Some([lifting, sprinting, endurance]), Some(nearest)) = (body.mix, body.nearest_mix) {
            self.sentence(&format!(
                "Where the legs' stimulus came from in the last 28 days: {} lifting, {} sprints, hills and jumps, {} other \
                 running; of the reference mixes nearest to a {nearest} (assumed weeks).",
                percent(lifting),
                percent(sprinting),
                percent(endurance)
            ));
        }
        let same = &body.sameness;
        self.sentence(&match (same.is_monotonous, same.speed_spread) {
            (true, _) => format!("Much of the same: {} of the last {} runs were alike.", same.alike.len(), same.runs),
            (false, Some(spread)) => format!("Speeds of the last {} runs differ by {}.", same.runs, percent(spread)),
            (false, None) => "Too few runs in 28 days to say whether they are all alike.".to_owned(),
        });
        self.sentence(&format!(
            "{} in a row with three sessions or more. A day, averaged over one week and over six (older days count less): \
             leg load {} flat easy km and {} flat easy km, cardio load {:.0} and {:.0}. Never added to one another or to growth.",
            counted(body.streak_weeks as usize, "week"),
            figure(body.impact_km_per_day[0]),
            figure(body.impact_km_per_day[1]),
            body.cardio_load_per_day[0],
            body.cardio_load_per_day[1],
        ));
    }

    fn next_run(&mut self, state: &StateView) {
        let gate = &state.body.injury_gate;
        let against = match gate.basis {
            "longest_of_30_days" => "your longest run of the last 30 days",
            "comeback" => "a share of your longest run of six months (assumed)",
            _ => "a first run-walk (assumed)",
        };
        self.heading("The next run", "single-run gate");
        self.sentence(&format!(
            "Up to {:.1} km is no jump: {:.1} km, {against}, and a tenth. Runners whose run was longer than that had more \
             injuries (an association over many, not a forecast for one).",
            gate.longest_km, gate.reference_km
        ));
    }

    fn twelve_weeks(&mut self, state: &StateView, plan: Option<&PlannedDays>) {
        self.heading("Twelve weeks ahead", "size in percent from today: zero is no change");
        self.line(&styled(FAINT, "                               half          nine in ten"));
        for muscle in TOLD {
            let Some(fan) = state.twelve_weeks.iter().find(|t| t.muscle == muscle.as_str()) else { continue };
            self.line(&fan_line(muscle.label(), "as you train now", fan.going_on, fan.words));
            if let (Some(planned), Some(words)) = (fan.planned, fan.planned_words) {
                self.line(&fan_line("", "with the plan", planned, words));
            }
            self.line(&fan_line("", "lifting alone", fan.lifting_alone, fan.lifting_words));
        }
        if let Some(plan) = plan {
            let unread = match plan.problems.len() {
                0 => String::new(),
                n => format!("; {} of it not understood", counted(n, "line")),
            };
            self.sentence(&format!("The plan: {} in twelve weeks{unread}.", counted(plan.sessions, "session")));
        }
        self.sentence(
            "Lifting alone: two days a week, ten hard sets in all for each muscle. Read directions, not figures.",
        );
    }

    fn figures(&mut self, state: &StateView, athlete: &Athlete) {
        let origin = |o: Origin| match o {
            Origin::Default => "assumed",
            Origin::Estimated => "from the recordings",
            Origin::Device => "from the device",
            Origin::Given => "given",
        };
        self.heading("Figures used", "change them with --critical-speed, --max-sprint, ...");
        let (critical, sprint) = (athlete.critical_speed, athlete.max_sprint);
        self.sentence(&format!(
            "critical speed {} ({}) · fastest sprint {:.1} m/s ({}) · methods: stimulus {}, growth {}",
            pace(critical.value.as_s_per_km()),
            origin(critical.origin),
            sprint.value.as_m_per_s(),
            origin(sprint.origin),
            state.stimulus_method,
            state.body.growth_method
        ));
    }
}

fn label(muscle: &'static str) -> &'static str {
    Muscle::from_name(muscle).map_or(muscle, Muscle::label)
}

fn signed_hours(hours: f64) -> String {
    if hours == 0.0 { String::new() } else { format!("{}{}", if hours > 0.0 { "+" } else { "" }, hours) }
}

fn muscle_line(label: &str, muscle: &MuscleView, week: &MuscleWeek) -> String {
    let sure = if muscle.course == "unknown" { String::new() } else { format!("({})", percent(muscle.probability)) };
    let mut line = format!("  {} {:<8}{sure:<8}", padded(label, 14), muscle.course);
    let (hse, low, high) = (week.hse.unwrap_or(0.0), week.low.unwrap_or(0.0), week.high.unwrap_or(0.0));
    let band = banded(hse, low, high);
    let _ = write!(line, " {band:<19}{:<12}{:<3}", week.band, week.evidence.unwrap_or(""));
    let ready = match muscle.readiness {
        word @ ("ready" | "unknown") => word.to_owned(),
        word => format!("{word}, {:.0} h", muscle.hours_to_ready.max(1.0)),
    };
    line + &ready
}

fn fan_line(label: &str, what: &str, fan: FanView, words: &str) -> String {
    let (half, most) = (signed_span(fan.p25, fan.p75), signed_span(fan.p05, fan.p95));
    format!("  {} {} {half:<14}{most:<15}{words}", padded(label, 11), padded(what, 16))
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
