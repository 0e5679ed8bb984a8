//! A decided week in the reader's words: what is done, why, and what it gives.

use super::fill::TARGETS;
use super::menu::Level;
use super::planner::{Planner, PlannerWeek, Solved};
use super::view::{
    DoseView, OtherView, OwedView, RelaxedView, SeasonWeekView, SessionDoseView, SessionView, WeekView, text,
};
use super::wishes::clock;
use striate_model::{Day, Muscle};
use striate_plan::kinds::{PlannedKind, Prescription, levels, prescribe, small_muscles, step_lines};
use striate_plan::season::{BASE_WEEKS, Emphasis, Stage, WeekLoad, Why};
use striate_plan::week::{DAYS, Limit, Reason, SLOTS, because};

impl Planner<'_> {
    /// A decided week.
    pub(super) fn view(&mut self, week: &PlannerWeek, solved: &Solved) -> WeekView {
        let (problem, placement) = (&solved.relaxed.problem, &solved.relaxed.plan.placement);
        let mut gives = [0.0; Muscle::COUNT];
        let mut sessions = Vec::new();
        for (slot, id) in placement.sessions() {
            let Some((dish, level)) = week.level(id) else { continue };
            for muscle in Muscle::ALL {
                gives[muscle as usize] += level.dose.muscles[muscle].hse;
            }
            let owed = week.season.agenda.iter().find(|o| o.kind == dish.kind);
            let (because, mut rules) = reasons(&because(problem, placement, slot), owed.map(|o| o.why), dish.kind);
            rules.extend(owed.map(|o| o.rule));
            rules.extend(dish.rules);
            rules.sort_unstable();
            rules.dedup();
            sessions.push(session(&Place::of(week, slot, self.begins_min()), level, dish.is_hard, because, rules));
        }
        let open = (week.first_day..DAYS).filter(|&d| self.minutes(week, d) > 0);
        let others = self.others(week);
        let rest_days = open.filter(|d| placement.0[2 * d].is_none() && placement.0[2 * d + 1].is_none());
        let rest_days = rest_days.map(|d| text(week.monday.plus(d as i32)));
        let rest_days = rest_days.filter(|d| others.iter().all(|o| o.date != *d)).collect();
        sessions.extend(self.mobility(week, solved));
        sessions.sort_by(|a, b| (&a.date, &a.slot).cmp(&(&b.date, &b.slot)));
        let certificate = solved.relaxed.plan.certificate;
        WeekView {
            start: text(week.monday),
            phase: week.season.stage.as_str(),
            deload: week.season.stage == Stage::Deload,
            optimal: certificate.proven,
            gap: f64::from(certificate.gap) / 1000.0,
            doses: doses(&week.season.load, &gives),
            season: Some(season_view(week, solved, &sessions)),
            sessions,
            rest_days,
            others,
        }
    }

    /// Other sports from the week's first open day on.
    fn others(&self, week: &PlannerWeek) -> Vec<OtherView> {
        let ahead = self.other_sports().iter().filter(|o| o.day >= week.first_day);
        let mut others: Vec<OtherView> = ahead
            .map(|o| OtherView {
                date: text(week.monday.plus(o.day as i32)),
                slot: if o.slot == 0 { "am" } else { "pm" },
                name: o.name.clone(),
                minutes: o.minutes,
                hard: o.is_hard(),
            })
            .collect();
        others.sort_by(|a, b| (&a.date, a.slot).cmp(&(&b.date, b.slot)));
        others
    }

    /// Some minutes of mobility once a week, in the free half of the easiest day that has the time; the sets for small
    /// muscles alone where no day has the time for all of it.
    fn mobility(&mut self, week: &PlannerWeek, solved: &Solved) -> Option<SessionView> {
        let whole = prescribe(PlannedKind::Mobility, 1, self.means()).ok();
        let offered = [whole, small_muscles(self.means())];
        offered.into_iter().flatten().find_map(|one| self.mobility_of(one, week, solved))
    }

    fn mobility_of(&mut self, prescription: Prescription, week: &PlannerWeek, solved: &Solved) -> Option<SessionView> {
        let minutes = prescription.minutes() as i32;
        let placement = &solved.relaxed.plan.placement;
        let fits = |slot: &usize, only_easy: bool| {
            let (day, other) = (slot / 2, slot ^ 1);
            let Some(beside) = placement.0[other].and_then(|id| week.level(id)) else { return false };
            placement.0[*slot].is_none()
                && self.other_sports().iter().all(|o| 2 * o.day + o.slot != *slot)
                && day >= week.first_day
                // The morning of a day that has begun may be over.
                && (!week.is_rest_of_week || day > week.first_day || slot % 2 == 1)
                && (!only_easy || beside.0.is_run && !beside.0.is_hard)
                && beside.0.kind != PlannedKind::Race
                && beside.1.minutes + minutes <= self.minutes(week, day)
        };
        // The evening before the morning, an easy day before any other.
        let slots = || (0..SLOTS).map(|s| s ^ 1);
        let slot = slots().find(|s| fits(s, true)).or_else(|| slots().find(|s| fits(s, false)))?;
        let extra = self.extra(prescription);
        let because = vec!["joints through their range, and small muscles that running leaves out".to_owned()];
        Some(session(&Place::of(week, slot, self.begins_min()), &extra, false, because, Vec::new()))
    }

    /// What the week could not keep, in words.
    pub(super) fn relaxed(&self, week: &PlannerWeek, solved: &Solved) -> Vec<RelaxedView> {
        let monday = text(week.monday);
        let mut all: Vec<RelaxedView> =
            solved.relaxed.given_up.iter().map(|limit| relaxed_view(*limit, week.monday)).collect();
        for (one, limits) in &solved.left_out {
            let named: Vec<&str> = limits.iter().map(|l| l.words()).collect();
            let against = if named.is_empty() {
                "the other sessions that have their day".to_owned()
            } else {
                named.join(" and ")
            };
            all.push(RelaxedView {
                week: monday.clone(),
                rule: limits
                    .iter()
                    .find_map(|l| l.rules().first())
                    .map_or_else(|| "none".to_owned(), |r| (*r).to_owned()),
                because: format!("{} could not stay on its day: {against}", one.kind.label().to_lowercase()),
            });
        }
        for missed in &solved.missed {
            let kind = missed.owed.kind.label().to_lowercase();
            let because = format!("no {kind} this week. {}", missed.because);
            all.push(RelaxedView { week: monday.clone(), rule: missed.owed.rule.to_owned(), because });
        }
        for (one, because) in &week.refused {
            all.push(RelaxedView {
                week: monday.clone(),
                rule: "none".to_owned(),
                because: format!("{} is not on its day: {because}", one.kind.label().to_lowercase()),
            });
        }
        all
    }
}

/// Where a session is: its day, its half of it, and the time at which that half begins.
struct Place {
    date: Day,
    half: &'static str,
    begins_min: i32,
}

impl Place {
    fn of(week: &PlannerWeek, slot: usize, begins_min: [i32; 2]) -> Self {
        let half = if slot.is_multiple_of(2) { "am" } else { "pm" };
        Self { date: week.monday.plus((slot / 2) as i32), half, begins_min: begins_min[slot % 2] }
    }
}

fn session(place: &Place, level: &Level, is_hard: bool, because: Vec<String>, rules: Vec<&'static str>) -> SessionView {
    let prescription = &level.prescription;
    let (date, half) = (place.date, place.half);
    let whole = |x: Option<f64>| x.map(|x| x.round() as u32);
    let given = Muscle::ALL.into_iter().map(|m| (m, level.dose.muscles[m].hse)).filter(|(_, hse)| *hse >= 0.05);
    SessionView {
        id: format!("{date}-{half}-{}", prescription.kind.as_str()),
        date: text(date),
        slot: half,
        begins: clock(place.begins_min),
        kind: prescription.kind.as_str(),
        level: prescription.level,
        minutes: level.minutes,
        hard: is_hard,
        reps: prescription.reps,
        rep_distance_m: whole(prescription.rep_distance_m),
        rest_s: whole(prescription.rest_s),
        title: prescription.title.clone(),
        steps: step_lines(prescription),
        muscles: given.map(|(m, hse)| SessionDoseView { muscle: m.as_str(), hse: tenths(hse) }).collect(),
        because,
        rules,
        prescription: prescription.clone(),
        from: None,
        fixed: false,
    }
}

fn doses(frame: &WeekLoad, gives: &[f64; Muscle::COUNT]) -> Vec<DoseView> {
    let target = |m: Muscle| TARGETS.iter().position(|t| t.1.contains(&m)).and_then(|t| frame.doses.get(t).copied());
    let dose = |m: Muscle| {
        let (low, high) = target(m)?;
        Some(DoseView {
            muscle: m.as_str(),
            hse: tenths(gives[m as usize]),
            target_low: tenths(low),
            target_high: tenths(high),
        })
    };
    Muscle::ALL.into_iter().filter_map(dose).collect()
}

fn tenths(value: f64) -> f64 {
    (10.0 * value).round() / 10.0
}

const RUNNING_MINUTES: &str = "adds to the week's easy running";

/// The muscles of a dose in words; `None` for an amount that is no dose of muscles.
fn muscle_words(dose: &str) -> Option<&'static str> {
    match dose {
        "chest" => Some("chest, shoulders and triceps"),
        "lats" => Some("back and biceps"),
        name => Muscle::from_name(name).map(Muscle::label),
    }
}

/// A week's place in the season, with what became of what it owes.
fn season_view(week: &PlannerWeek, solved: &Solved, sessions: &[SessionView]) -> SeasonWeekView {
    let season = &week.season;
    let owed = |owed: &striate_plan::season::Owed| {
        let planned = sessions.iter().filter(|s| s.kind == owed.kind.as_str()).count() as u8;
        let missed = solved.missed.iter().find(|m| m.owed.kind == owed.kind);
        OwedView {
            kind: owed.kind.as_str(),
            times: owed.times,
            planned: planned.min(owed.times),
            level: owed.level,
            levels: levels(owed.kind),
            rule: owed.rule,
            because: why_words(owed.why, owed.kind),
            why_not: missed.map(|m| m.because.clone()).filter(|b| !b.is_empty()),
        }
    };
    SeasonWeekView {
        start: text(week.monday),
        stage: season.stage.as_str(),
        emphasis: season.emphasis.map(Emphasis::as_str),
        number: season.number,
        agenda: season.agenda.iter().map(owed).collect(),
    }
}

const ORDINALS: [&str; 4] = ["first", "second", "third", "fourth"];

/// The place of a session in the season.
fn why_words(why: Why, kind: PlannedKind) -> String {
    let is_uphill = kind.family() == striate_plan::kinds::Family::Hill;
    match why {
        Why::LongRun => "the one long run of the week".to_owned(),
        Why::Emphasis { emphasis, week } => {
            let week = ORDINALS.get(usize::from(week.max(1)) - 1).copied().unwrap_or("another");
            match emphasis {
                Emphasis::Hills => format!("{week} week of the hill block"),
                Emphasis::Speed => format!("{week} week of the speed block"),
            }
        }
        Why::Mix if is_uphill => "keeps hills in the mix while this block works on speed".to_owned(),
        Why::Mix => "keeps speed in the mix while this block works on hills".to_owned(),
        Why::LegStrength => "builds the legs beyond what running alone does".to_owned(),
        Why::UpperBody => "trains the upper body, which running leaves out".to_owned(),
        Why::Tempo => "adds a sustained faster pace to the mix".to_owned(),
        Why::Trail => "uneven ground in place of an easy run".to_owned(),
        Why::Technique => "technique at speed on an easy day".to_owned(),
        Why::Base(week) => format!("base week {week} of {BASE_WEEKS}"),
        Why::Introduce(week) => format!("introduces fast and uphill running, week {week} of 2"),
        Why::RunWalk => "a step toward 30 minutes of running without walking".to_owned(),
        Why::Easy => "easy running between harder days".to_owned(),
        Why::Recovery => "easy movement after hard days".to_owned(),
        Why::Deload => "keeps a little hard work in an easier week".to_owned(),
        Why::Taper => "keeps the legs quick before the race".to_owned(),
        Why::Keep => "the dose that keeps what you have".to_owned(),
        Why::System(system) => format!("article {}'s own week", system.as_str().to_uppercase()),
        Why::Return => "a stage of the way back".to_owned(),
    }
}

/// The place in the season first, then what the week would lack, and the rules behind them.
fn reasons(all: &[Reason], why: Option<Why>, kind: PlannedKind) -> (Vec<String>, Vec<&'static str>) {
    let (mut words, mut rules) = (Vec::new(), Vec::new());
    if kind == PlannedKind::Race {
        words.push("your race".to_owned());
    } else if let Some(why) = why {
        words.push(why_words(why, kind));
    }
    for reason in all {
        match reason {
            // What is less than half a hard set is no reason; and some of these amounts are no sets at all.
            Reason::Dose { name, amount, rules: behind, .. } if words.len() < 3 && *amount >= 5 => {
                let Some(label) = muscle_words(name) else {
                    if *name == Limit::RunningMinutes.words() {
                        words.push(RUNNING_MINUTES.to_owned());
                        rules.extend(behind);
                    }
                    continue;
                };
                words.push(format!("{:.1} hard sets for the {label}", f64::from(*amount) / 10.0));
                rules.extend(behind);
            }
            Reason::Limit(limit) => rules.extend(limit.rules()),
            _ => {}
        }
    }
    for reason in all {
        if let (Reason::Limit(limit), true) = (reason, words.is_empty()) {
            words.push(match limit {
                Limit::RunningMinutes => RUNNING_MINUTES.to_owned(),
                limit => format!("without it the week would miss {}", limit.words()),
            });
        }
    }
    if words.is_empty() {
        words.push("fills the week at little cost".to_owned());
    }
    (words, rules)
}

pub(super) fn relaxed_view(limit: Limit, monday: Day) -> RelaxedView {
    let rule = limit.rules().first().map_or_else(|| format!("{limit:?}"), |r| (*r).to_owned());
    let because = format!("no week with these days keeps {}; the nearest one was taken", limit.words());
    RelaxedView { week: text(monday), rule, because }
}
