//! The weeks ahead for people.

use crate::terminal::{FAINT, STRONG, styled, wrapped};
use std::fmt::Write as _;
use striate_model::{Day, Muscle};
use striate_pipeline::plan::{PlanView, WeekView};

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

pub(super) fn page(view: &PlanView, width: usize) -> String {
    let mut page = String::new();
    let _ = write!(page, "{}", styled(STRONG, wrapped(&view.verdict, width, "")));
    if let Some(rest) = view.rest_of_week.as_ref().filter(|w| !w.sessions.is_empty()) {
        let _ = writeln!(page, "\n{}", styled(STRONG, "The rest of this week"));
        sessions(&mut page, rest, width);
    }
    for week in &view.weeks {
        let proof = if week.optimal {
            "no better week exists".to_owned()
        } else {
            format!("within {:.0} % of the best", (100.0 * week.gap).ceil())
        };
        let head = format!("Week of {}, {}", week.start, week.phase);
        let _ = writeln!(page, "\n{} {}", styled(STRONG, &head), styled(FAINT, format!("({proof})")));
        sessions(&mut page, week, width);
        let mut doses: Vec<_> = week.doses.iter().filter(|d| d.hse >= 0.5).collect();
        doses.sort_by(|a, b| b.hse.total_cmp(&a.hse));
        let most: Vec<String> = doses.iter().take(6).map(|d| format!("{} {:.0}", label(d.muscle), d.hse)).collect();
        let _ = write!(page, "{}", styled(FAINT, wrapped(&format!("hard sets: {}", most.join(", ")), width, "  ")));
    }
    for held in &view.held_back {
        let until = held.until.as_ref().map_or_else(String::new, |day| format!(" until {day}"));
        let text = format!("Held back{until}: {} ({}). {}", held.kind.replace('_', " "), held.rule, held.because);
        let _ = write!(page, "\n{}", wrapped(&text, width, ""));
    }
    for relaxed in &view.relaxed {
        let text = format!("Week of {}: {} ({}).", relaxed.week, relaxed.because, relaxed.rule);
        let _ = write!(page, "\n{}", wrapped(&text, width, ""));
    }
    page
}

fn label(muscle: &'static str) -> &'static str {
    Muscle::from_name(muscle).map_or(muscle, Muscle::label)
}

fn sessions(page: &mut String, week: &WeekView, width: usize) {
    for session in &week.sessions {
        let weekday = session.date.parse::<Day>().map_or("", |d| DAYS[usize::from(d.weekday())]);
        let kind = session.kind.replace('_', " ");
        let _ = writeln!(page, "  {weekday} {} {kind:<15} {:>3} min  {}", session.slot, session.minutes, session.title);
        let _ = write!(page, "{}", styled(FAINT, wrapped(&session.because.join("; "), width, "         ")));
    }
}
