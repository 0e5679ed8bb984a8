//! What an athlete changes in a plan by hand.

use super::away_said::away_said;
use super::goals::weekday_name;
use super::kept::{KeptPlan, day_of};
use super::season_goals::AwayGoal;
use serde::{Deserialize, Serialize};
use striate_model::Day;
use striate_plan::kinds::PlannedKind;

/// A change of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case", deny_unknown_fields)]
pub enum PlanEdit {
    /// A session goes to another day.
    Move {
        /// Its id.
        session: String,
        /// The day.
        date: String,
    },
    /// A session is left out.
    #[serde(alias = "drop")]
    Skip {
        /// Its id.
        session: String,
    },
    /// A session becomes one of another kind.
    Swap {
        /// Its id.
        session: String,
        /// The kind.
        kind: String,
    },
    /// A session more.
    Add {
        /// The kind.
        kind: String,
        /// The day.
        date: String,
    },
    /// Dates without training, beside those that are known.
    Away {
        /// The ranges.
        dates: Vec<AwayGoal>,
    },
}

impl PlanEdit {
    /// The dates without training that a text means; `None` where it names no date of the calendar.
    ///
    /// # Errors
    /// As [`away_said`].
    pub fn away(text: &str, today: Day) -> Result<Option<Self>, String> {
        Ok(away_said(text, today)?.map(|dates| Self::Away { dates }))
    }

    /// The change that these words mean: `move ID DATE`, `skip ID`, `drop ID`, `swap ID KIND`, `add KIND DATE`.
    ///
    /// # Errors
    /// What is not understood, with what would be.
    pub fn said(words: &[&str]) -> Result<Self, String> {
        let edit = match words {
            ["move", id, date] => Self::Move { session: (*id).to_owned(), date: (*date).to_owned() },
            ["skip" | "drop", id] => Self::Skip { session: (*id).to_owned() },
            ["swap", id, kind] => Self::Swap { session: (*id).to_owned(), kind: (*kind).to_owned() },
            ["add", kind, date] => Self::Add { kind: (*kind).to_owned(), date: (*date).to_owned() },
            _ => {
                return Err(
                    "write move ID DATE, skip ID, swap ID KIND or add KIND DATE, for example add easy 2026-12-05"
                        .to_owned(),
                );
            }
        };
        Ok(edit)
    }

    /// The same with ids, kinds and days that the plan knows.
    ///
    /// # Errors
    /// What it does not know, with what would be known.
    pub fn understood(&self, plan: &KeptPlan, today: Day) -> Result<Understood, String> {
        match self {
            Self::Move { session, date } => {
                let (from, to) = (known(plan, session)?, ahead(plan, date, today)?);
                if day_of(&from.date) == to {
                    return Err(format!("{} is on {} already", from.title, weekday_name(to)));
                }
                Ok(Understood::Move { id: from.id.clone(), to })
            }
            Self::Skip { session } => Ok(Understood::Skip { id: known(plan, session)?.id.clone() }),
            Self::Swap { session, kind } => {
                let (session, kind) = (known(plan, session)?, kind_named(kind)?);
                if session.kind == kind.as_str() {
                    return Err(format!("{} is of that kind already", session.title));
                }
                Ok(Understood::Swap { id: session.id.clone(), kind })
            }
            Self::Add { kind, date } => Ok(Understood::Add { kind: kind_named(kind)?, on: ahead(plan, date, today)? }),
            Self::Away { dates } => {
                dates.iter().try_for_each(AwayGoal::check)?;
                if dates.iter().filter_map(AwayGoal::days).any(|(_, last)| last < today) {
                    return Err("dates without training lie ahead".to_owned());
                }
                Ok(Understood::Away { dates: dates.clone() })
            }
        }
    }
}

/// A change in terms of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Understood {
    /// See [`PlanEdit::Move`].
    Move {
        /// The session.
        id: String,
        /// The day.
        to: Day,
    },
    /// See [`PlanEdit::Skip`].
    Skip {
        /// The session.
        id: String,
    },
    /// See [`PlanEdit::Swap`].
    Swap {
        /// The session.
        id: String,
        /// The kind.
        kind: PlannedKind,
    },
    /// See [`PlanEdit::Add`].
    Add {
        /// The kind.
        kind: PlannedKind,
        /// The day.
        on: Day,
    },
    /// See [`PlanEdit::Away`].
    Away {
        /// The ranges.
        dates: Vec<AwayGoal>,
    },
}

fn known<'p>(plan: &'p KeptPlan, id: &str) -> Result<&'p super::SessionView, String> {
    plan.session(id).ok_or_else(|| {
        let past = plan.past.iter().any(|p| p.id == id);
        match plan.sessions().next() {
            _ if past => format!("{id} is past; only what is ahead can be changed"),
            Some(first) => format!("no session ahead is called {id}; ids are as {}", first.id),
            None => format!("no session is called {id}: the plan is empty"),
        }
    })
}

fn ahead(plan: &KeptPlan, date: &str, today: Day) -> Result<Day, String> {
    let day: Day = match date {
        "today" => today,
        "tomorrow" => today.plus(1),
        date => date.parse().map_err(|_| format!("\"{date}\" is no day: write it as {}", today.plus(1)))?,
    };
    let last = plan.weeks.last().map_or(today, |w| day_of(&w.start).plus(6));
    if day < today {
        return Err(format!("{day} is past"));
    }
    if day > last {
        return Err(format!("the plan ends on {last}; striate plan --weeks N makes it longer"));
    }
    Ok(day)
}

fn kind_named(text: &str) -> Result<PlannedKind, String> {
    let word = text.trim().to_lowercase().replace([' ', '-'], "_");
    PlannedKind::from_name(&word).filter(|k| *k != PlannedKind::Rest).ok_or_else(|| {
        let known: Vec<&str> =
            PlannedKind::ALL.iter().filter(|k| **k != PlannedKind::Rest).map(|k| k.as_str()).collect();
        format!("\"{text}\" is no kind of session; write one of {}", known.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_said_in_words_and_comes_back_from_json() {
        let said = PlanEdit::said(&["add", "easy", "2026-12-05"]).expect("these are words");
        let json = serde_json::to_string(&said).expect("it is JSON");
        assert_eq!(json, r#"{"change":"add","kind":"easy","date":"2026-12-05"}"#);
        assert_eq!(serde_json::from_str::<PlanEdit>(&json).ok(), Some(said));
        let drop: PlanEdit = serde_json::from_str(r#"{"change":"drop","session":"x"}"#).expect("drop is skip");
        assert_eq!(drop, PlanEdit::Skip { session: "x".to_owned() });
        assert!(PlanEdit::said(&["fly"]).is_err());
    }
}
