//! The decision about a run, from the product's definitions.

use super::Evidence;
use super::profile::{Profile, Repetitions};
use super::words::{pace, percent, repetition, span};
use crate::reference::{Knowledge, Reference, highest_sustained_bpm};
use striate_model::{Grade, KindVerdict, SessionKind, SubSport};

/// First threshold over critical speed: 82.3 % (81.1 to 83.6), 26 studies, n = 527 (science page, section 9).
const FIRST_THRESHOLD: f64 = 0.823;

/// Intensity between interval work and broken tempo where repetitions are long (science page, section 9: tempo up to
/// 1.02, intervals from 1.0).
const INTERVAL_FROM: f64 = 1.01;

/// Slower than this all along is recovery (science page, section 9).
const RECOVERY_BELOW: f64 = 0.75;

/// Longer than this is no recovery run, s.
const RECOVERY_UNTIL_S: f64 = 45.0 * 60.0;

/// From here on an easy run is a long one, s, where earlier sessions are not known (rule A5 asks for one to two hours).
const LONG_FROM_S: f64 = 85.0 * 60.0;

/// With less movement than this nothing can be named, s.
const TOO_SHORT_S: f64 = 120.0;

/// The least sustained block near critical speed that makes a tempo run, s (science page, section 9).
const TEMPO_FROM_S: f64 = 10.0 * 60.0;

/// Intensity from which a sustained block is a tempo run (science page, section 9: 0.92 to 1.02; a little is allowed
/// for
/// what speed and critical speed are uncertain by).
const BLOCK_FROM: f64 = 0.90;

/// The share of the own best from which fast repetitions are a series or sprints (product page and rule E3: 90 %; a
/// little less is asked of a measured figure, whose seconds of starting and stopping are a second uncertain).
const NEARLY_BEST: f64 = 0.885;

/// Shortest repetition of a series and longest of a series or sprint, m (100 and 400 by the product's definition, a
/// tenth allowed for the measurement).
const SHORTEST_SERIES_M: f64 = 88.0;
const LONGEST_SPRINT_M: f64 = 440.0;

/// The longest hill sprint, s, and the longest sprint, m (12 s and 80 m by the product's definition; a tenth is allowed for
/// the measurement, and 100 m are a series).
const HILL_SPRINT_MOST_S: f64 = 13.5;
const SPRINT_MOST_M: f64 = SHORTEST_SERIES_M;

/// The longest sprint over such a distance, s: slower it is no sprint of anybody.
const SPRINT_MOST_S: f64 = 16.0;

/// The share of what is possible for that time, on that slope, from which short efforts are flat out. A sprint from standing
/// takes a second to get going, and positions once a second round the peak off: together a fifth of what the curve says
/// (made-up recordings of 8 to 12 s read 7 % low). Uphill much less is asked: the slope is uncertain by a point or two, few
/// people know how fast they are on it, and nobody runs a dozen seconds uphill again and again for anything else.
const FLAT_OUT: f64 = 0.8;
const FLAT_OUT_UPHILL: f64 = 0.55;

/// Rests of sprints bring nearly everything back: so many times the work, and this long at least, s. Rule A4's sprint
/// intervals rest for two to six times the work.
const FULL_REST_TIMES: f64 = 7.0;
const FULL_REST_S: f64 = 60.0;

/// [`BLOCK_FROM`], raised where critical speed is a guess: most runs are easy, so a steady one is called a tempo run
/// only
/// when it would be one for a runner as fast as the guess may be wrong by.
fn block_from(reference: &Reference) -> f64 {
    match reference.knowledge {
        Knowledge::Known => BLOCK_FROM,
        Knowledge::Guessed => BLOCK_FROM + 0.5 * reference.error,
    }
}

/// [`NEARLY_BEST`], raised where the athlete's speeds are guesses: then only what beats the guess is surely near the
/// best. Short efforts with rests longer than themselves are strides or sprints, of which neither is the likelier.
fn nearly_best(reference: &Reference, reps: &Repetitions) -> f64 {
    let is_short = reps.seconds <= SHORT_S && reps.rest_s >= 1.8 * reps.seconds;
    if reference.knowledge == Knowledge::Known || is_short { NEARLY_BEST } else { NEARLY_BEST + 0.5 * reference.error }
}

/// No stride is longer, s.
const SHORT_S: f64 = 35.0;

/// How far a guessed critical speed may be off; nothing where it is known.
fn guessed_by(reference: &Reference) -> f64 {
    if reference.knowledge == Knowledge::Known { 0.0 } else { reference.error }
}

/// How much of the doubt that the margins leave is justified.
const DOUBT: f64 = 0.35;

/// From this share of walking on it was a walk.
const MOSTLY_WALKED: f64 = 0.8;

/// More climbing than this makes a walk a hike and a run a trail run, m a kilometre.
const HILLY_M_PER_KM: f64 = 35.0;

/// Share of a run above critical speed from which it is no easy run, whatever its pattern.
const HARD_SHARE: f64 = 0.2;

/// Share of heart-rate reserve, held for ten minutes, that is near critical speed (0.91 by the relation that guesses
/// critical speed, a little allowed).
const HARD_RESERVE: f64 = 0.88;

/// Share of the moving time steeply downhill from which a run is no recovery run.
const DOWNHILL_SHARE: f64 = 0.3;

/// Share of the time downhill that may go up in a run that is named for its descent: more is a hilly run.
const DOWNHILL_CLIMBS: f64 = 0.5;

/// Share of the moving time uphill from which a short hard run is one climb, and how long it may take, s.
const CLIMB_SHARE: f64 = 0.6;
const CLIMB_UNTIL_S: f64 = 15.0 * 60.0;

/// A decision with how sure each step was.
struct Verdict {
    kind: SessionKind,
    sure: f64,
    reasons: Vec<String>,
}

/// Probability that a figure known to within `error` lies on this side of its border.
fn margin(distance: f64, error: f64) -> f64 {
    1.0 / (1.0 + (-1.7 * distance / error).exp())
}

/// Names a run.
pub(crate) fn run(evidence: &Evidence<'_>) -> KindVerdict {
    let profile = Profile::new(evidence);
    let reps = Repetitions::new(evidence);
    if profile.moving_s < TOO_SHORT_S {
        return KindVerdict {
            kind: SessionKind::Other,
            confidence: 0.3,
            reasons: vec![format!("Only {} of movement: too short to name.", span(profile.moving_s))],
        };
    }
    let mut verdict = match evidence.recording.sub_sport {
        SubSport::Race => Verdict {
            kind: SessionKind::Race,
            sure: 0.97,
            reasons: vec![format!("Recorded as a race, {} of running.", span(profile.moving_s))],
        },
        SubSport::Trail if !is_structured(&reps, &profile) => trail(&profile, 0.95),
        _ => from_signal(evidence, &profile, &reps),
    };
    // The margins are taken as independent, which they are not: on the train half of the test set such products doubt
    // about three times too much.
    verdict.sure = 1.0 - DOUBT * (1.0 - verdict.sure);
    if evidence.reference.knowledge == Knowledge::Guessed {
        verdict.sure *= 1.0 - 0.5 * evidence.reference.error;
        verdict.reasons.push(format!(
            "Your critical speed (the pace you can hold for half an hour or so) is not known yet; {} was assumed to name the run.",
            pace(evidence.reference.critical)
        ));
    }
    KindVerdict { kind: verdict.kind, confidence: verdict.sure.clamp(0.05, 0.99), reasons: verdict.reasons }
}

/// Whether the efforts look planned: several, alike.
fn is_structured(reps: &Repetitions, profile: &Profile) -> bool {
    reps.count >= 4 && reps.spread < 0.25 && reps.uphill >= 0.7 && profile.work_s > 60.0
}

fn trail(profile: &Profile, sure: f64) -> Verdict {
    Verdict {
        kind: SessionKind::Trail,
        sure,
        reasons: vec![format!(
            "A trail run: {:.0} m of climbing per km, {} of the time on slopes over 6 %.",
            profile.climb_per_km,
            percent(profile.steep_share)
        )],
    }
}

/// A walk or a hike: slower than anybody runs for most of the time.
fn walked(profile: &Profile) -> Option<Verdict> {
    if profile.walked_share < MOSTLY_WALKED {
        return None;
    }
    if profile.climb_per_km > HILLY_M_PER_KM {
        let mut verdict = trail(profile, 0.7);
        verdict.reasons.insert(0, format!("Walked for {} of the time.", percent(profile.walked_share)));
        return Some(verdict);
    }
    Some(Verdict {
        kind: SessionKind::Other,
        sure: margin(profile.walked_share - 0.5, 0.15),
        reasons: vec![format!(
            "Walked for {} of the {} of moving.",
            percent(profile.walked_share),
            span(profile.moving_s)
        )],
    })
}

fn from_signal(evidence: &Evidence<'_>, profile: &Profile, reps: &Repetitions) -> Verdict {
    if let Some(verdict) = walked(profile).filter(|_| reps.count < 2) {
        return verdict;
    }
    let is_mostly_block = profile.block_s >= TEMPO_FROM_S && profile.work_s < 0.2 * profile.block_s;
    let is_planned = reps.count >= 3 && reps.spread < 0.3 && reps.uphill < 0.5;
    if is_mostly_block && !is_planned && profile.block >= block_from(evidence.reference) {
        return continuous(evidence, profile);
    }
    let is_hill_again = reps.rest_s <= 60.0 + 8.0 * reps.seconds;
    if reps.count >= 2 && reps.uphill >= 0.6 && is_hill_again {
        return hills(evidence, reps);
    }
    if reps.count >= 2 || (reps.count == 1 && profile.block_s < TEMPO_FROM_S) {
        if let Some(strides) = strides(evidence.reference, profile, reps) {
            return strides;
        }
        if reps.count >= 2 {
            return repetitions(evidence.reference, profile, reps);
        }
    }
    continuous(evidence, profile)
}

fn hills(evidence: &Evidence<'_>, reps: &Repetitions) -> Verdict {
    let carried = evidence.carried_mass.as_kg();
    let mut reasons = vec![format!(
        "{} efforts uphill of {} on a grade of about {}, rests of {}.",
        reps.count,
        span(reps.seconds),
        percent(reps.grade),
        span(reps.rest_s)
    )];
    let sure = margin(reps.uphill - 0.5, 0.2) * margin(reps.grade - 0.03, 0.012);
    if carried >= 1.0 {
        reasons.push(format!("You carried {carried:.0} kg."));
        return Verdict { kind: SessionKind::ResistedHill, sure, reasons };
    }
    if reps.seconds <= HILL_SPRINT_MOST_S && reps.of_possible >= FLAT_OUT_UPHILL {
        reasons.push(format!("They were near the fastest that you can run for {} up that slope.", span(reps.seconds)));
        let short = margin(HILL_SPRINT_MOST_S - reps.seconds, 0.8);
        return Verdict {
            kind: SessionKind::HillSprints,
            sure: sure * short * margin(reps.of_possible - FLAT_OUT_UPHILL, 0.06 + guessed_by(evidence.reference)),
            reasons,
        };
    }
    if let Some(error) = evidence.cleaned.motion.grade_error.map(Grade::as_ratio) {
        reasons.push(format!("The grade is right to about {:.1} points.", error * 100.0));
    }
    Verdict { kind: SessionKind::HillRepeats, sure, reasons }
}

/// A few short fast efforts inside an easy run that is much longer than they are.
fn strides(reference: &Reference, profile: &Profile, reps: &Repetitions) -> Option<Verdict> {
    let nearly_best = nearly_best(reference, reps);
    let is_short = reps.range_s.1 <= 45.0 && reps.seconds <= SHORT_S;
    let is_few = reps.count <= 10 && profile.work_s <= 0.12 * profile.moving_s;
    let is_restrained = reps.of_best < nearly_best;
    let is_brief = reps.rest_s < 120.0;
    if !(is_short && is_few && is_restrained && is_brief && profile.base < FIRST_THRESHOLD + 0.07) {
        return None;
    }
    let mut base = steady(profile);
    base.reasons = vec![format!(
        "In all {} of moving at {} of your critical speed.",
        span(profile.moving_s),
        percent(profile.mean)
    )];
    base.kind = if base.kind == SessionKind::Recovery { SessionKind::Easy } else { base.kind };
    base.sure = base.sure.max(0.6) * margin(nearly_best - reps.of_best, 0.06 + 0.5 * guessed_by(reference));
    let what = if reps.count == 1 { "1 stride".to_owned() } else { format!("{} strides", reps.count) };
    base.reasons.insert(
        0,
        format!(
            "{what} of {} at {} of your best over that distance, in a run that is otherwise easy.",
            span(reps.seconds),
            percent(reps.of_best)
        ),
    );
    Some(base)
}

fn repetitions(reference: &Reference, profile: &Profile, reps: &Repetitions) -> Verdict {
    let nearly_best = nearly_best(reference, reps);
    let interval_from =
        if reference.knowledge == Knowledge::Known { INTERVAL_FROM } else { INTERVAL_FROM + reference.error };
    let what = if reps.spread < 0.2 && reps.metres > 0.0 {
        format!("{} efforts of {}", reps.count, repetition(reps.metres))
    } else {
        format!("{} efforts of {} to {}", reps.count, span(reps.range_s.0), span(reps.range_s.1))
    };
    let rests = format!("rests of {}", span(reps.rest_s));
    let is_long_rest = reps.rest_s >= 120.0 || reps.rest_s >= 4.0 * reps.seconds;
    let unknown = guessed_by(reference);
    let best = margin(reps.of_best - nearly_best, 0.04 + unknown);
    let is_distance = (SHORTEST_SERIES_M..=LONGEST_SPRINT_M).contains(&reps.metres);
    if let Some(sprints) = sprints(reference, reps, &what, &rests) {
        return sprints;
    }
    if reps.of_best >= nearly_best && reps.metres <= LONGEST_SPRINT_M && reps.seconds <= 120.0 {
        let distance = repetition(reps.metres);
        let is_known = reference.knowledge == Knowledge::Known;
        let against = match (is_known, distance.starts_with("about")) {
            (true, true) => "your best over that distance".to_owned(),
            (true, false) => format!("your best {distance}"),
            (false, _) => "the best that was assumed for you over that distance".to_owned(),
        };
        let mut reasons = vec![format!("{what} at {} of {against}, {rests}.", percent(reps.of_best))];
        let rest_margin = ((reps.rest_s / 120.0).max(reps.rest_s / (4.0 * reps.seconds).max(1.0)) - 1.0).abs();
        let rest_sure = margin(rest_margin, 0.1);
        if is_distance && is_long_rest {
            reasons.push("The rests are long enough to be nearly fresh again.".to_owned());
            return Verdict { kind: SessionKind::Series, sure: best * rest_sure, reasons };
        }
        reasons.push("The rests are too short to be fresh again.".to_owned());
        return Verdict { kind: SessionKind::SprintInterval, sure: best * rest_sure.max(0.5), reasons };
    }
    let is_long = reps.seconds >= 270.0 && (reps.rest_s < 0.35 * reps.seconds || reps.seconds >= TEMPO_FROM_S);
    if is_long && reps.intensity < interval_from {
        return Verdict {
            kind: SessionKind::Tempo,
            sure: margin(interval_from - reps.intensity, 0.03 + unknown) * margin(reps.seconds - 240.0, 60.0),
            reasons: vec![format!(
                "{what} at {} of your critical speed, {rests}: a tempo run in parts.",
                percent(reps.intensity)
            )],
        };
    }
    let mut reasons =
        vec![format!("{what} at {} ({} of your critical speed), {rests}.", pace(reps.speed), percent(reps.intensity))];
    if reps.spread >= 0.35 {
        reasons.push("The efforts differ in length: a ladder or fartlek, which counts as intervals.".to_owned());
    }
    let by_best = 1.0 - if reps.seconds <= 100.0 { best } else { 0.0 };
    let by_level = if is_long { margin(reps.intensity - interval_from, 0.03 + unknown) } else { 0.98 };
    let by_work = margin(profile.work_s - 60.0, 60.0);
    Verdict { kind: SessionKind::Interval, sure: by_best * by_level * by_work, reasons }
}

/// Short efforts near flat out, each after a full rest.
fn sprints(reference: &Reference, reps: &Repetitions, what: &str, rests: &str) -> Option<Verdict> {
    let is_short = (0.0..SPRINT_MOST_M).contains(&reps.metres) && reps.seconds <= SPRINT_MOST_S;
    let full_rest = (FULL_REST_TIMES * reps.seconds).max(FULL_REST_S);
    if !is_short || reps.of_possible < FLAT_OUT || reps.rest_s < full_rest || reps.metres <= 0.0 {
        return None;
    }
    Some(Verdict {
        kind: SessionKind::Sprints,
        sure: margin(reps.of_possible - FLAT_OUT, 0.05 + guessed_by(reference))
            * margin(reps.rest_s / full_rest - 1.0, 0.1)
            * margin(SPRINT_MOST_M - reps.metres, 4.0),
        reasons: vec![
            format!("{what} at {} of the fastest that you can run for that long, {rests}.", percent(reps.of_possible)),
            "The rests are long enough to be fresh again.".to_owned(),
        ],
    })
}

/// A short recording that is one hard climb: a hill, too short for a tempo run.
fn one_climb(evidence: &Evidence<'_>, profile: &Profile) -> Option<Verdict> {
    let is_hard = profile.mean >= block_from(evidence.reference);
    let is_climb = profile.rising_share >= CLIMB_SHARE && profile.moving_s < CLIMB_UNTIL_S;
    (is_hard && is_climb).then(|| Verdict {
        kind: SessionKind::HillRepeats,
        sure: 0.5 * margin(profile.rising_share - 0.5, 0.1),
        reasons: vec![format!(
            "One climb of {}, {:.0} m of height per km, at {} of your critical speed by energy: a hill, too short for a \
             tempo run.",
            span(profile.moving_s),
            profile.climb_per_km,
            percent(profile.mean)
        )],
    })
}

/// A run that goes down more than it goes up: easy or fast, it is the braking that the legs remember.
fn downhill(profile: &Profile) -> Option<Verdict> {
    let falls = profile.falling_share >= DOWNHILL_SHARE;
    let is_one_way = profile.rising_share <= DOWNHILL_CLIMBS * profile.falling_share;
    (falls && is_one_way).then(|| Verdict {
        kind: SessionKind::Downhill,
        sure: margin(profile.falling_share - DOWNHILL_SHARE + 0.05, 0.08)
            * margin(DOWNHILL_CLIMBS * profile.falling_share - profile.rising_share + 0.05, 0.08),
        reasons: vec![
            format!(
                "{} of the {} of moving went downhill steeper than {}.",
                percent(profile.falling_share),
                span(profile.moving_s),
                percent(Profile::FALLS)
            ),
            format!(
                "By energy it was {} of your critical speed; the thighs brake on the way down, which is hard for them.",
                percent(profile.mean)
            ),
        ],
    })
}

/// Runs without efforts.
fn continuous(evidence: &Evidence<'_>, profile: &Profile) -> Verdict {
    let recording = evidence.recording;
    if let Some(climb) = one_climb(evidence, profile) {
        return climb;
    }
    if let Some(descent) = downhill(profile) {
        return descent;
    }
    if recording.sub_sport == SubSport::Generic && profile.climb_per_km > HILLY_M_PER_KM && profile.steep_share > 0.35 {
        return trail(profile, 0.6);
    }
    let (from, error) = (block_from(evidence.reference), 0.02 + 0.5 * evidence.reference.error);
    if profile.block_s >= TEMPO_FROM_S && profile.block >= from {
        return Verdict {
            kind: SessionKind::Tempo,
            sure: margin(profile.block - from + 0.02, error) * margin(profile.block_s / 60.0 - 8.0, 2.0),
            reasons: vec![format!(
                "{} without a break at {} of your critical speed.",
                span(profile.block_s),
                percent(profile.block)
            )],
        };
    }
    if profile.mean >= from && profile.moving_s < 1.5 * TEMPO_FROM_S + LONG_FROM_S {
        let short = profile.moving_s < TEMPO_FROM_S;
        return Verdict {
            kind: SessionKind::Tempo,
            sure: if short { 0.4 } else { margin(profile.mean - from + 0.02, error) },
            reasons: vec![format!(
                "{} at {} of your critical speed on average.",
                span(profile.moving_s),
                percent(profile.mean)
            )],
        };
    }
    if let Some(verdict) = hard_all_the_same(evidence, profile) {
        return verdict;
    }
    let rises = profile.moving_s >= 2.0 * TEMPO_FROM_S
        && profile.thirds[2] > profile.thirds[0] + 0.08
        && profile.thirds[1] > profile.thirds[0];
    let threshold =
        if evidence.reference.knowledge == Knowledge::Known { 0.0 } else { evidence.reference.error } + FIRST_THRESHOLD;
    if rises && profile.thirds[2] >= threshold {
        return Verdict {
            kind: SessionKind::Tempo,
            sure: margin(profile.thirds[2] - threshold, 0.03)
                * margin(profile.thirds[2] - profile.thirds[0] - 0.05, 0.03),
            reasons: vec![format!(
                "You got faster: the last third at {} of your critical speed, the first at {}.",
                percent(profile.thirds[2]),
                percent(profile.thirds[0])
            )],
        };
    }
    let mut verdict = steady(profile);
    if evidence.reference.knowledge == Knowledge::Guessed && profile.block_s >= TEMPO_FROM_S {
        // It may have been near critical speed if that is lower than the guess.
        verdict.sure *= margin(BLOCK_FROM - profile.block.min(BLOCK_FROM), 0.6 * evidence.reference.error);
    }
    verdict
}

/// Runs without a steady block near critical speed that were hard nevertheless: much of them above it without a recovery
/// in between, or, where critical speed is a guess, by heart rate.
fn hard_all_the_same(evidence: &Evidence<'_>, profile: &Profile) -> Option<Verdict> {
    if profile.moving_s >= LONG_FROM_S || profile.moving_s < TEMPO_FROM_S {
        return None;
    }
    if profile.hard_share >= HARD_SHARE && profile.mean >= FIRST_THRESHOLD {
        return Some(Verdict {
            kind: SessionKind::Tempo,
            sure: 0.7,
            reasons: vec![format!(
                "{} of the run was faster than your critical speed, without a real recovery in between.",
                percent(profile.hard_share)
            )],
        });
    }
    if evidence.reference.knowledge == Knowledge::Known {
        return None;
    }
    let beats = highest_sustained_bpm(evidence.cleaned)?;
    let share = evidence.reference.reserve_share(beats);
    (share >= HARD_RESERVE && profile.work_s < 60.0).then(|| Verdict {
        kind: SessionKind::Tempo,
        sure: 0.75,
        reasons: vec![format!(
            "Ten minutes at a heart rate of {beats:.0}, {} of your heart-rate reserve.",
            percent(share.min(1.0))
        )],
    })
}

/// Easy, long and recovery runs.
fn steady(profile: &Profile) -> Verdict {
    let level = percent(profile.mean);
    let time = span(profile.moving_s);
    if profile.moving_s >= LONG_FROM_S {
        return Verdict {
            kind: SessionKind::Long,
            sure: margin(profile.moving_s / 60.0 - LONG_FROM_S / 60.0, 8.0),
            reasons: vec![format!("{time} of steady running at {level} of your critical speed.")],
        };
    }
    if profile.falling_share >= DOWNHILL_SHARE && profile.mean < RECOVERY_BELOW {
        return Verdict {
            kind: SessionKind::Easy,
            sure: 0.6,
            reasons: vec![
                format!("{time} at {level} of your critical speed by energy."),
                format!(
                    "{} of it ran steeply downhill, which is easy for the heart and hard for the thighs: no recovery.",
                    percent(profile.falling_share)
                ),
            ],
        };
    }
    if profile.mean < RECOVERY_BELOW && profile.moving_s < RECOVERY_UNTIL_S {
        return Verdict {
            kind: SessionKind::Recovery,
            sure: margin(RECOVERY_BELOW - profile.mean, 0.03)
                * margin((RECOVERY_UNTIL_S - profile.moving_s) / 60.0, 4.0),
            reasons: vec![format!("Only {time}, and slow: {level} of your critical speed.")],
        };
    }
    Verdict {
        kind: SessionKind::Easy,
        sure: margin((LONG_FROM_S - profile.moving_s) / 60.0, 8.0)
            * margin(((profile.mean - RECOVERY_BELOW) / 0.03).max((profile.moving_s - RECOVERY_UNTIL_S) / 240.0), 1.0),
        reasons: vec![format!("{time} of steady running at {level} of your critical speed, without efforts.")],
    }
}
