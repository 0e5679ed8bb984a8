//! What the sessions gave the muscles: the product's own figures held against the claims, and muscles that are left out.

use super::Finding;
use super::input::{AuditedSession, Course};
use super::log::{FOUR, Log, figure, listed, names, percent, spoken};
use super::sessions::{MEASURABLE_HSE, small};
use striate_model::{Muscle, MuscleMap};

/// Stimulus of some muscles per minute over sessions; `None` without any that is known.
fn per_minute<'a>(sessions: impl Iterator<Item = &'a AuditedSession>, muscles: &[Muscle]) -> Option<f64> {
    let (mut hse, mut minutes) = (0.0, 0.0);
    for session in sessions {
        if let Some(sum) = session.sum_hse(muscles) {
            hse += sum;
            minutes += session.minutes;
        }
    }
    (minutes > 0.0).then(|| hse / minutes)
}

/// A rate as hard sets an hour: a minute is too small a unit to read.
fn hourly(per_minute: f64) -> String {
    let hourly = 60.0 * per_minute;
    if hourly < 1.0 { format!("{hourly:.2}") } else { figure(hourly) }
}

/// Fast running against steady running.
pub(super) fn b2<'a>(log: &Log<'a>) -> Finding<'a> {
    let fast = per_minute(log.runs().filter(|s| s.is_fast()), &FOUR);
    let steady = per_minute(log.runs().filter(|s| s.is_steady()), &FOUR);
    let (Some(fast), Some(steady)) = (fast, steady) else {
        return Finding::not_applicable("It takes a fast and a steady run whose effect on muscles is known.");
    };
    let told = format!(
        "An hour of your fast sessions gave the four leg muscles {} hard sets, an hour of steady running {}.",
        hourly(fast),
        hourly(steady),
    );
    Finding::kept_if(fast > steady, told)
}

/// What running works.
pub(super) fn b4<'a>(log: &Log<'a>) -> Finding<'a> {
    let runs: Vec<&AuditedSession> = log.runs().filter(|s| s.hse.is_some()).collect();
    if log.is_run_walk(log.length_weeks().round() as i32) {
        return Finding::not_applicable("Your runs still have walks in them.");
    }
    if runs.is_empty() {
        return Finding::not_applicable("No run whose effect on muscles is known.");
    }
    let sum = |m: Muscle| runs.iter().filter_map(|s| s.hse.as_ref()).map(|h| h[m]).sum::<f64>();
    let asked = [Muscle::Gastrocnemius, Muscle::Hamstrings, Muscle::Vasti, Muscle::GluteusMaximus, Muscle::Core];
    let told: Vec<String> = asked.iter().map(|m| format!("{} {}", m.label(), small(sum(*m)))).collect();
    let missed: Vec<Muscle> = asked.into_iter().filter(|m| sum(*m) < MEASURABLE_HSE).collect();
    let told = format!("{} runs together, in hard sets: {}", runs.len(), told.join(", "));
    if missed.is_empty() {
        Finding::kept(format!("{told}."))
    } else {
        Finding::broken(format!("{told}; next to nothing for {}.", names(&missed)), runs)
    }
}

/// Hard sets a week that a muscle should get at least.
const LEAST_WEEKLY_HSE: f64 = 1.0;

/// What to do for a muscle that got too little.
fn help(muscle: Muscle) -> &'static str {
    match muscle {
        Muscle::GluteusMaximus => "hip thrusts or squats",
        Muscle::GluteusMedius => "side-lying leg raises or single-leg work",
        Muscle::Vasti => "squats or leg presses",
        Muscle::RectusFemoris => "leg extensions",
        Muscle::Hamstrings => "leg curls or Romanian deadlifts",
        Muscle::Adductors => "squats or Copenhagen planks",
        Muscle::HipFlexors => "hanging leg raises or sprints",
        Muscle::Gastrocnemius => "standing calf raises",
        Muscle::Soleus => "seated calf raises",
        Muscle::TibialisAnterior => "toe raises",
        Muscle::Core => "planks or roll-outs",
        Muscle::Chest => "push-ups or bench presses",
        Muscle::UpperBack => "rows",
        Muscle::Lats => "pull-ups",
        Muscle::Shoulders => "overhead presses",
        Muscle::Biceps => "curls",
        Muscle::Triceps => "dips",
        Muscle::Forearms => "carries",
        Muscle::LowerBack => "deadlifts",
    }
}

fn left_out<'a>(log: &Log<'a>, asked: &[Muscle]) -> Finding<'a> {
    if !log.knows_muscles() {
        return Finding::unknown("What your sessions did to muscles is not known.");
    }
    let weekly = |m: Muscle| log.weekly_hse(m, |_| true);
    // What is too little is never rounded up to enough.
    let shown = |hse: f64| if hse < LEAST_WEEKLY_HSE { figure((10.0 * hse).floor() / 10.0) } else { figure(hse) };
    let told = |muscles: &[Muscle]| -> String {
        listed(&muscles.iter().map(|m| format!("{} {}", m.label(), shown(weekly(*m)))).collect::<Vec<_>>())
    };
    let low: Vec<Muscle> = asked.iter().copied().filter(|m| weekly(*m) < LEAST_WEEKLY_HSE).collect();
    if low.is_empty() {
        return Finding::kept(format!("Hard sets a week: {}.", told(asked)));
    }
    let ways: Vec<String> = low.iter().map(|m| format!("{} for the {}", help(*m), m.label())).collect();
    let because = format!("Less than one hard set a week: {}. What would help: {}.", told(&low), listed(&ways));
    Finding::broken(because, Vec::new())
}

/// Each of the four gets something.
pub(super) fn c3<'a>(log: &Log<'a>) -> Finding<'a> {
    left_out(log, &log.four())
}

/// The other leg and trunk muscles get something.
pub(super) fn e9<'a>(log: &Log<'a>) -> Finding<'a> {
    let others: Vec<Muscle> =
        Muscle::locomotor().filter(|m| !FOUR.contains(m) && !log.input.spared.contains(m)).collect();
    left_out(log, &others)
}

/// Upper legs and glutes with speed and hills.
pub(super) fn c4<'a>(log: &Log<'a>) -> Finding<'a> {
    let asked = [Muscle::GluteusMaximus, Muscle::Vasti, Muscle::Hamstrings];
    let rates = |m: Muscle| {
        let quick = per_minute(log.runs().filter(|s| s.is_fast() || s.is_hill()), &[m])?;
        Some((m, quick, per_minute(log.runs().filter(|s| s.is_steady()), &[m])?))
    };
    let rates: Vec<_> = asked.into_iter().filter_map(rates).collect();
    if rates.is_empty() {
        return Finding::not_applicable("It takes a fast or uphill run and a steady one whose effect is known.");
    }
    let told: Vec<String> = rates
        .iter()
        .map(|(m, quick, steady)| format!("{} {} against {}", m.label(), hourly(*quick), hourly(*steady)))
        .collect();
    let told = format!("Hard sets in an hour of fast and uphill sessions against steady ones: {}.", told.join(", "));
    Finding::kept_if(rates.iter().all(|(_, quick, steady)| quick > steady), told)
}

/// Whether the athlete is past the first months; the finding where a rule cannot be asked.
fn past_the_first_phase<'a>(log: &Log<'a>) -> Result<(), Finding<'a>> {
    match log.input.body.phase {
        None => Err(Finding::unknown("How long you have trained is not known.")),
        Some(_) if log.is_novice() => {
            Err(Finding::not_applicable("You are in your first months: nearly all of it is new."))
        }
        Some(_) if !log.knows_muscles() => Err(Finding::unknown("What your sessions did to muscles is not known.")),
        Some(_) => Ok(()),
    }
}

/// The four muscles' stimulus in the window from sessions that `of` picks, hard sets.
fn four_from(log: &Log<'_>, of: impl Fn(&AuditedSession) -> bool) -> f64 {
    log.sessions().filter(|s| of(s)).filter_map(|s| s.sum_hse(&FOUR)).sum()
}

/// Share of the four muscles' stimulus that may come from what they are used to.
const STEADY_SHARE: f64 = 0.5;

/// Steady running is endurance.
pub(super) fn c5<'a>(log: &Log<'a>) -> Finding<'a> {
    if let Err(finding) = past_the_first_phase(log) {
        return finding;
    }
    let all = four_from(log, |_| true);
    if all <= 0.0 {
        return Finding::broken("Nothing in the window reached the four leg muscles.", Vec::new());
    }
    let share = four_from(log, |s| s.is_steady() && s.is_run()) / all;
    let told = format!(
        "{} of the four leg muscles' stimulus came from steady running, which they are used to.",
        percent(share)
    );
    Finding::kept_if(share <= STEADY_SHARE, told)
}

/// Hard sets that one session must give to grow anything.
const GROWS_HSE: f64 = 0.5;

/// Something that can grow each muscle.
pub(super) fn c6<'a>(log: &Log<'a>) -> Finding<'a> {
    if let Err(finding) = past_the_first_phase(log) {
        return finding;
    }
    let best = |m: Muscle| {
        let given = log.sessions().filter_map(|s| Some((s, s.hse.as_ref()?[m])));
        given.max_by(|a, b| a.1.total_cmp(&b.1))
    };
    let asked = log.four();
    let missed: Vec<Muscle> = asked.iter().copied().filter(|m| best(*m).is_none_or(|(_, h)| h < GROWS_HSE)).collect();
    let weeks = figure(log.length_weeks().round());
    if !missed.is_empty() {
        let because = format!("Nothing in {weeks} weeks can grow {}: no session gave half a hard set.", names(&missed));
        return Finding::broken(because, Vec::new());
    }
    let told: Vec<String> = asked
        .iter()
        .filter_map(|m| best(*m).map(|(s, h)| format!("{} {} on {} ({})", m.label(), figure(h), spoken(s.day), s.name)))
        .collect();
    Finding::kept(format!("The most that one session gave, in hard sets: {}.", told.join(", ")))
}

/// Hard sets a week beyond which more adds hardly anything.
const PAST_USEFUL_HSE: f64 = 12.0;

/// Diminishing returns.
pub(super) fn c7<'a>(log: &Log<'a>) -> Finding<'a> {
    if !log.knows_muscles() {
        return Finding::unknown("What your sessions did to muscles is not known.");
    }
    let weekly = |m: Muscle| log.weekly_hse(m, |_| true);
    let past: Vec<Muscle> = Muscle::ALL.into_iter().filter(|m| weekly(*m) > PAST_USEFUL_HSE).collect();
    let most = Muscle::ALL.into_iter().max_by(|a, b| weekly(*a).total_cmp(&weekly(*b)));
    let Some(most) = most else { return Finding::unknown("No muscle is known.") };
    let told = format!("Most got the {}: {} hard sets a week", most.label(), figure(weekly(most)));
    if past.is_empty() {
        return Finding::kept(format!("{told}, {PAST_USEFUL_HSE:.0} are useful."));
    }
    let because = format!("{told}. Past the useful {PAST_USEFUL_HSE:.0}: {}. Less would do as much.", names(&past));
    Finding::broken(because, Vec::new())
}

/// Share that lifting should have where muscle is the goal.
const LIFTING_SHARE: f64 = 0.25;

/// The sprinter's muscle comes from lifting.
pub(super) fn c8<'a>(log: &Log<'a>) -> Finding<'a> {
    if !log.builds() {
        return Finding::not_applicable("More muscle is not your goal.");
    }
    let all = four_from(log, |_| true);
    if all <= 0.0 {
        return Finding::unknown("Nothing in the window is known to have reached the four leg muscles.");
    }
    let quick = |s: &AuditedSession| !s.is_strength() && (s.is_fast() || s.is_hill() || s.jump_contacts > 0);
    let (lifting, sprinting) = (four_from(log, AuditedSession::is_strength) / all, four_from(log, quick) / all);
    let told = format!(
        "Of the four leg muscles' stimulus {} came from lifting, {} from sprints, hills and jumps, {} from the rest; a \
         quarter from lifting is the least of a sprinter's mix.",
        percent(lifting),
        percent(sprinting),
        percent((1.0 - lifting - sprinting).max(0.0)),
    );
    Finding::kept_if(lifting >= LIFTING_SHARE, told)
}

/// Hard sets a week that each pool of fibers should get, as a mean of the four muscles.
const POOL_HSE: f64 = 0.5;

/// Both kinds of fibers are reached.
pub(super) fn d1<'a>(log: &Log<'a>) -> Finding<'a> {
    if !log.knows_muscles() {
        return Finding::unknown("What your sessions did to muscles is not known.");
    }
    let weekly = |of: fn(&AuditedSession) -> &MuscleMap<f64>| {
        let sum: f64 = log.sessions().map(|s| FOUR.iter().map(|m| of(s)[*m]).sum::<f64>()).sum();
        sum / FOUR.len() as f64 / log.length_weeks()
    };
    let (slow, fast) = (weekly(|s| &s.slow_hse), weekly(|s| &s.fast_hse));
    let told = format!(
        "Hard sets a week, mean of the four muscles: slow fibers {}, fast fibers {}",
        figure(slow),
        figure(fast)
    );
    match (slow >= POOL_HSE, fast >= POOL_HSE) {
        (true, true) => Finding::kept(format!("{told}.")),
        (_, false) => Finding::broken(format!("{told}: the fast ones got next to nothing."), Vec::new()),
        (false, true) => Finding::broken(format!("{told}: the slow ones got next to nothing."), Vec::new()),
    }
}

/// Fast running reaches fast fibers.
pub(super) fn d3<'a>(log: &Log<'a>) -> Finding<'a> {
    let share = |sessions: &mut dyn Iterator<Item = &'a AuditedSession>| {
        let (mut fast, mut all) = (0.0, 0.0);
        for s in sessions.filter(|s| s.hse.is_some()) {
            let sum = |of: &MuscleMap<f64>| FOUR.iter().map(|m| of[*m]).sum::<f64>();
            fast += sum(&s.fast_hse);
            all += sum(&s.fast_hse) + sum(&s.slow_hse);
        }
        (all > 0.0).then(|| fast / all)
    };
    let quick = share(&mut log.runs().filter(|s| s.is_fast()));
    let slow = share(&mut log.runs().filter(|s| s.is_slow()));
    let (Some(quick), Some(slow)) = (quick, slow) else {
        return Finding::not_applicable("It takes a fast and a slow run whose effect on muscles is known.");
    };
    let told = format!(
        "{} of your fast sessions' stimulus reached fast fibers, {} of your slow runs'.",
        percent(quick),
        percent(slow)
    );
    Finding::kept_if(quick > slow, told)
}

/// A habitual load stops growing.
pub(super) fn d4<'a>(log: &Log<'a>) -> Finding<'a> {
    // As for A8, C8 and D5: keep and lean ask for what there is to be kept, and a load that stays the same does that.
    if !log.builds() {
        return Finding::not_applicable(
            "More muscle is not your goal: a load that stays the same keeps what you have.",
        );
    }
    let facts = &log.input.body.muscles;
    let asked = log.four();
    let still: Vec<(Muscle, _)> = asked.iter().filter_map(|m| Some((*m, facts[*m].same_load_since?))).collect();
    if let Some(since) = still.iter().map(|s| s.1).min() {
        let muscles: Vec<Muscle> = still.iter().map(|s| s.0).collect();
        let because = format!(
            "{} stand still since {} because the load has stayed the same; only a new or a greater one changes that.",
            names(&muscles),
            spoken(since),
        );
        return Finding::broken(because, Vec::new());
    }
    let is_unknown = |m: &Muscle| facts[*m].course.is_none_or(|c| c == Course::Unknown);
    if asked.iter().all(is_unknown) {
        return Finding::unknown("Where your muscles are going is not known yet.");
    }
    Finding::kept("None of the four leg muscles stands still at an unchanged load.")
}

/// A rise that counts: of the stimulus, and of a one-repetition maximum.
const MORE_STIMULUS: f64 = 1.03;
const MORE_STRENGTH: f64 = 1.01;

/// Progressive overload.
pub(super) fn d5<'a>(log: &Log<'a>) -> Finding<'a> {
    if !log.builds() {
        return Finding::not_applicable("More muscle is not your goal.");
    }
    let days = log.input.last.days_since(log.input.first) + 1;
    let before_first = log.input.first.plus(-days);
    if log.input.known_since > before_first {
        return Finding::unknown("It takes as many weeks before to compare with.");
    }
    let before = || log.input.sessions.iter().filter(|s| (before_first..log.input.first).contains(&s.day));
    let then: f64 = before().filter_map(|s| s.sum_hse(&FOUR)).sum();
    let now = four_from(log, |_| true);
    let best = |name: &str, sessions: &mut dyn Iterator<Item = &'a AuditedSession>| {
        let marks = sessions.flat_map(|s| &s.strength_marks).filter(|(n, _)| n == name).map(|(_, kg)| *kg);
        marks.reduce(f64::max)
    };
    let mut exercises: Vec<&str> = log.sessions().flat_map(|s| &s.strength_marks).map(|(n, _)| n.as_str()).collect();
    exercises.sort_unstable();
    exercises.dedup();
    let stronger = exercises.into_iter().find_map(|name| {
        let (was, is) = (best(name, &mut before())?, best(name, &mut log.sessions())?);
        (is >= MORE_STRENGTH * was).then_some((name, was, is))
    });
    let change = if then > 0.0 { now / then } else { f64::INFINITY };
    let told = if then > 0.0 {
        format!("Against the weeks before, the four leg muscles' stimulus changed by {:+.0} %", 100.0 * (change - 1.0))
    } else {
        "The weeks before gave the four leg muscles nothing".to_owned()
    };
    match stronger {
        Some((name, was, is)) => Finding::kept(format!(
            "{told}; the estimated one-repetition maximum of {name} rose from {was:.0} to {is:.0} kg."
        )),
        None if then <= 0.0 && now <= 0.0 => Finding::broken(format!("{told}, and so did these."), Vec::new()),
        None => Finding::kept_if(change >= MORE_STIMULUS, format!("{told}; no lift is known to have become stronger.")),
    }
}

/// Lifting against sprinting.
pub(super) fn d6<'a>(log: &Log<'a>) -> Finding<'a> {
    let lifting = per_minute(log.sessions().filter(|s| s.is_leg_strength() && !s.is_run()), &FOUR);
    let sprinting = per_minute(log.runs().filter(|s| s.is_fast()), &FOUR);
    let (Some(lifting), Some(sprinting)) = (lifting, sprinting) else {
        return Finding::not_applicable("It takes leg strength and a fast run whose effects are known.");
    };
    let told = format!(
        "An hour of your leg strength gave the four leg muscles {} hard sets, an hour of fast running {}.",
        hourly(lifting),
        hourly(sprinting),
    );
    Finding::kept_if(lifting > sprinting, told)
}
