//! The answer for a person: the verdict, the muscles in words and bars, then efforts, sets, reasons and warnings.

use crate::terminal::{BAR, CAUTION, FAINT, STRONG, clock, distance, pace, padded, percent, styled, units, wrapped};
use std::fmt::Write;
use striate_analysis::{Analysis, FileAnalysis, SetGroup, day_and_time, kind_name, rules_of, set_groups, verdict};
use striate_model::{
    Effort, EffortSource, Format, Muscle, MuscleStimulus, Origin, Recovery, SessionKind, Sourced, Speed, Sport,
    StepDuration, Warning, Workout,
};
use striate_text::numbers::{banded, figure as number};

/// More warnings than this are counted, not listed.
const WARNINGS_MAX: usize = 8;
/// A bar's full length stands for this many hard-set equivalents.
const BAR_FULL_HSE: f64 = 6.0;
/// A muscle whose whole band rounds to 0.0 gets no row of its own.
const SHOWN_FROM_HSE: f64 = 0.05;
/// Reps in a row that are listed one by one before the middle is left out.
const EFFORTS_MAX: usize = 40;

/// Everything about one file, in lines of at most `width` columns where the content allows.
pub(super) fn file(name: &str, analysis: &FileAnalysis, width: usize) -> String {
    let mut page = Page { text: String::new(), width };
    page.title(name, analysis);
    if analysis.analyses.is_empty() {
        match analysis.workouts.first() {
            Some(workout) => page.workout(workout),
            None => page.sentence("The file holds no recording and no workout."),
        }
    }
    for one in &analysis.analyses {
        page.recording(one);
    }
    page.warnings("Problems in the file", &analysis.warnings);
    page.text
}

struct Page {
    text: String,
    width: usize,
}

impl Page {
    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn sentence(&mut self, text: &str) {
        self.text.push_str(&wrapped(text, self.width, "  "));
    }

    /// A line whose continuation is indented by `hang` columns.
    fn sentence_hanging(&mut self, text: &str, hang: usize) {
        let (name, rest) = text.split_at(text.char_indices().nth(hang).map_or(text.len(), |(at, _)| at));
        let indent = " ".repeat(hang + 2);
        let wrapped = wrapped(rest, self.width, &indent);
        self.text.push_str(&format!("  {name}{}", wrapped.trim_start()));
    }

    fn heading(&mut self, text: &str, aside: &str) {
        self.line("");
        let aside = if aside.is_empty() { String::new() } else { format!("  {}", styled(FAINT, aside)) };
        self.line(&format!("{}{aside}", styled(STRONG, text)));
    }

    fn title(&mut self, name: &str, analysis: &FileAnalysis) {
        let format = analysis.format.label();
        self.line(&format!("{}  {}", styled(STRONG, name), styled(FAINT, format)));
    }

    fn recording(&mut self, a: &Analysis) {
        self.line("");
        self.summary(a);
        self.line("");
        let verdict = verdict(a);
        for line in wrapped(&verdict.sentence, self.width, "  ").lines() {
            let line = styled(STRONG, line);
            self.line(&line);
        }
        if let Some(certainty) = verdict.certainty {
            self.sentence(&certainty);
        }
        if a.stimulus.muscles_unknown.is_none() {
            self.muscles(a);
        }
        self.loads(a);
        self.efforts(a);
        self.sets(&set_groups(a));
        self.reasons(a);
        self.rules(a);
        self.figures(a);
        self.warnings("About this recording", &a.session.warnings);
    }

    fn summary(&mut self, a: &Analysis) {
        let r = &a.recording;
        let mut parts = vec![day_and_time(r.start)];
        // A run needs no name; any other sport has the device's.
        match (r.sport, &r.sport_word) {
            (Sport::Running, _) => {}
            (Sport::Unknown, None) => parts.push("sport unknown".to_owned()),
            (_, Some(word)) => parts.push(word.clone()),
            (sport, None) => parts.push(sport.as_str().replace('_', " ")),
        }
        parts.extend(r.timer.map(|t| clock(t.as_s())));
        parts.extend(a.session.distance.filter(|d| d.as_m() > 0.0).map(|d| distance(d.as_m())));
        if r.sport.is_on_foot()
            && let (Some(t), Some(d)) = (r.timer, a.session.distance)
            && d.as_m() > 100.0
        {
            parts.push(pace(Some(t.as_s() / d.as_m() * 1000.0)));
        }
        parts.extend(a.ascent().filter(|m| m.as_m() >= 5.0).map(|m| format!("{:.0} m up", m.as_m())));
        parts.extend(a.hr_mean().map(|mean| {
            let max = a.hr_max().map(|max| format!(", up to {:.0}", max.as_bpm())).unwrap_or_default();
            format!("heart rate {:.0}{max}", mean.as_bpm())
        }));
        self.sentence(&parts.join(" · "));
    }

    fn muscles(&mut self, a: &Analysis) {
        self.heading("Growth stimulus", "in hard sets: 1 = one hard set of a lift; 80 % range in brackets");
        let is_reached = |m: &Muscle| a.stimulus.muscles[*m].hse.high >= SHOWN_FROM_HSE;
        let (reached, others): (Vec<Muscle>, Vec<Muscle>) = Muscle::ALL.into_iter().partition(is_reached);
        let bar_columns = self.width.saturating_sub(58).clamp(8, 20);
        for muscle in reached {
            let line = muscle_line(muscle, &a.stimulus.muscles[muscle], bar_columns);
            self.line(&line);
        }
        // A run cannot reach the upper body; there is no news in that.
        let unreached: Vec<&str> =
            others.into_iter().filter(|m| m.is_locomotor() || !a.session.sets.is_empty()).map(Muscle::label).collect();
        if !unreached.is_empty() {
            self.sentence(&format!("nothing for {}", unreached.join(", ")));
        }
        self.line(&styled(FAINT, "  evidence: A lifting trials, B jumping trials, C running trials, D mechanics only"));
    }

    fn loads(&mut self, a: &Analysis) {
        let impact = a.stimulus.impact.map(|i| format!("impact on the legs like {} flat easy km", number(i.easy_km)));
        let cardio = a.stimulus.cardio.map(|c| {
            let basis = match c.basis {
                striate_model::CardioBasis::HeartRate => "from heart rate",
                striate_model::CardioBasis::CriticalSpeed => "from speed",
            };
            format!("cardio load {:.0} ({basis})", c.impulse)
        });
        let parts: Vec<String> = impact.into_iter().chain(cardio).collect();
        if !parts.is_empty() {
            self.heading("Legs and heart", "apart from muscle growth, never added to it");
            self.sentence(&parts.join(" · "));
        }
    }

    fn efforts(&mut self, a: &Analysis) {
        let efforts = &a.session.efforts;
        let Some(first) = efforts.first() else { return };
        let source = match first.source {
            EffortSource::WorkoutSteps => "from the steps of the workout",
            EffortSource::Splits => "from the watch's own splits",
            EffortSource::Laps => "from the laps",
            EffortSource::Detected => "found in the signal",
        };
        self.heading("Efforts", source);
        self.line(&styled(FAINT, "   #  at        time  distance      pace  grade  of best  rest after (recovered)"));
        for (index, effort) in efforts.iter().enumerate().take(EFFORTS_MAX) {
            let line = effort_line(a, index, effort, a.session.recoveries.get(index));
            self.line(&line);
        }
        if efforts.len() > EFFORTS_MAX {
            self.sentence(&format!("and {} more", efforts.len() - EFFORTS_MAX));
        }
    }

    fn sets(&mut self, groups: &[SetGroup]) {
        if groups.is_empty() {
            return;
        }
        self.heading("Sets", "warm-up sets and rests left out");
        for group in groups {
            let name = group.exercise.as_deref().unwrap_or("exercise not named");
            let line = format!("{}  {}", padded(name, 28), group.summary);
            self.sentence_hanging(&line, 30);
        }
    }

    fn reasons(&mut self, a: &Analysis) {
        let kind = &a.session.kind;
        if kind.reasons.is_empty() {
            return;
        }
        let name = kind_name(a).to_lowercase();
        let title = if kind.kind == SessionKind::Other { "What it was".to_owned() } else { format!("Why {name}") };
        self.heading(&title, &format!("{} sure", percent(kind.confidence)));
        for reason in &kind.reasons {
            self.sentence(reason);
        }
    }

    fn rules(&mut self, a: &Analysis) {
        let rules = rules_of(a);
        if rules.is_empty() {
            return;
        }
        self.heading("Coaching rules", "those that one session can tell; striate audit has all 45");
        for rule in rules {
            let line = format!("{:<4}{:<8}{}", rule.rule.id, rule.verdict.as_str(), rule.because);
            self.sentence_hanging(&line, 12);
        }
    }

    fn figures(&mut self, a: &Analysis) {
        let athlete = &a.athlete;
        let mut parts = vec![figure("mass", athlete.mass, |m| format!("{} kg", (m.as_kg() * 10.0).round() / 10.0))];
        if a.recording.sport.is_on_foot() {
            parts.push(figure("critical speed", athlete.critical_speed, |v| pace(v.as_s_per_km())));
            parts.push(figure("fastest sprint", athlete.max_sprint, |v| sprint(v.as_m_per_s())));
        }
        parts.push(figure("highest heart rate", athlete.hr_max, |h| format!("{:.0}", h.as_bpm())));
        if a.session.carried_mass.as_kg() > 0.0 {
            parts.push(format!("carried {} kg (given)", (a.session.carried_mass.as_kg() * 10.0).round() / 10.0));
        }
        self.heading("Figures used", "for muscles; change them with --mass, --critical-speed, ...");
        self.sentence(&parts.join(" · "));
    }

    fn warnings(&mut self, title: &str, warnings: &[Warning]) {
        if warnings.is_empty() {
            return;
        }
        self.line("");
        self.line(&styled(CAUTION, title));
        for warning in warnings.iter().take(WARNINGS_MAX) {
            let place = warning.offset.map(|o| format!(" (at byte {o})")).unwrap_or_default();
            self.sentence(&format!("{}{place}", warning.message));
        }
        if warnings.len() > WARNINGS_MAX {
            self.sentence(&format!("and {} more (all of them with --format json)", warnings.len() - WARNINGS_MAX));
        }
    }

    fn workout(&mut self, workout: &Workout) {
        let name = workout.name.as_deref().unwrap_or("without a name");
        self.sentence(&format!("A planned workout ({}), not a recording: {name}.", workout.sport.as_str()));
        for step in &workout.steps {
            let length = match step.duration {
                StepDuration::Time(t) => clock(t.as_s()),
                StepDuration::Distance(d) => units().told(&distance(d.as_m())).into_owned(),
                StepDuration::Reps(n) => format!("{n} reps"),
                StepDuration::Repeat { from, rounds } => format!("back to step {}, {rounds} rounds in all", from + 1),
                StepDuration::Open => "until the lap button".to_owned(),
                StepDuration::Other => "until a condition of the watch".to_owned(),
            };
            let name = step.name.as_deref().unwrap_or_default();
            let line = format!("  {:>3}. {length}  {name}", step.index + 1);
            self.line(line.trim_end());
        }
    }
}

/// A sprint's speed, as runners in these units say it.
fn sprint(m_per_s: f64) -> String {
    const MPH: f64 = 2.236_936;
    if units().distance_name() == "mi" { format!("{:.1} mph", m_per_s * MPH) } else { format!("{m_per_s:.1} m/s") }
}

fn muscle_line(muscle: Muscle, m: &MuscleStimulus, bar_columns: usize) -> String {
    let filled = ((m.hse.value / BAR_FULL_HSE).min(1.0) * bar_columns as f64).round() as usize;
    let bar = styled(BAR, "█".repeat(filled)) + &styled(FAINT, "·".repeat(bar_columns - filled));
    let mut line = format!("  {} {bar} {}", padded(muscle.label(), 14), padded(m.band().as_str(), 9));
    let band = banded(m.hse.value, m.hse.low, m.hse.high);
    // Ones stand below ones.
    let begin = band.split(['.', ' ']).next().map_or(0, str::len);
    let _ = write!(line, "{}", padded(&format!("{}{band}", " ".repeat(2_usize.saturating_sub(begin))), 18));
    if let (Some(share), Some(grade)) = (m.fast_twitch_share, m.evidence) {
        let _ = write!(line, " {:>5} fast  {}", percent(share), grade.as_str());
    }
    line.trim_end().to_owned()
}

fn effort_line(a: &Analysis, index: usize, e: &Effort, rest: Option<&Recovery>) -> String {
    let at = clock(e.start.since(a.recording.start).as_s());
    let far = e.distance.map_or_else(|| "-".to_owned(), |d| format!("{:.0} m", d.as_m()));
    let grade = e.mean_grade.map_or_else(|| "-".to_owned(), |g| format!("{:+.0} %", g.as_ratio() * 100.0));
    let best = e.fraction_of_own_best.map_or_else(|| "-".to_owned(), percent);
    let rest = rest.map_or_else(String::new, |r| {
        let completeness = r.completeness.map(|c| format!(" ({})", percent(c))).unwrap_or_default();
        format!("{}{completeness}", clock(r.duration().as_s()))
    });
    let line = format!(
        "  {:>2}  {at:<8}{:>6}{far:>10}{:>10}{grade:>7}{best:>9}  {rest}",
        index + 1,
        clock(e.duration().as_s()),
        pace(e.mean_speed.and_then(Speed::as_s_per_km)),
    );
    units().told(line.trim_end()).into_owned()
}

fn figure<T: Copy>(name: &str, sourced: Sourced<T>, show: impl Fn(T) -> String) -> String {
    let origin = match sourced.origin {
        Origin::Default => "assumed",
        Origin::Estimated => "from the recording",
        Origin::Device => "from the device",
        Origin::Given => "given",
    };
    format!("{name} {} ({origin})", show(sourced.value))
}
