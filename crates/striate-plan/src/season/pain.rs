//! Notes of pain: where, how much, and what must not work hard until it is gone (`data/protect.toml`).

use super::Region;
use super::protect::{rules_of, table};
use striate_model::Day;

/// What pain of so many points asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PainAnswer {
    /// 0 to 2 of ten: the next step may follow.
    GoOn,
    /// 3 to 4: the same again.
    Hold,
    /// 5 and more: stop, and take a step back.
    StepBack,
}

/// What pain of so many points (0 to 10) asks for.
#[must_use]
pub fn answer_to(points: f64) -> PainAnswer {
    let rules = &table().pain;
    if points <= rules.go_on_to {
        PainAnswer::GoOn
    } else if points <= rules.hold_to {
        PainAnswer::Hold
    } else {
        PainAnswer::StepBack
    }
}

/// A note of pain.
#[derive(Clone, Debug, PartialEq)]
pub struct PainNote {
    /// The day.
    pub day: Day,
    /// Where, in the athlete's words, without the figure.
    pub place: String,
    /// The part of the body that the words name, where they name one that can be protected.
    pub region: Option<Region>,
    /// Points of ten; `None` where none were said. 0 says that it is gone.
    pub points: Option<f64>,
}

/// Words that say that pain is gone.
const GONE: [&str; 4] = ["gone", "none", "over", "healed"];

impl PainNote {
    /// Of the words of a note: `left achilles`, `knee 4`, `knee 4/10`, `calf gone`.
    #[must_use]
    pub fn parse(day: Day, text: &str) -> Self {
        let mut words: Vec<&str> = text.split_whitespace().collect();
        let said = words.last().and_then(|last| {
            let figure = last.strip_suffix("/10").unwrap_or(last);
            let points = figure.parse::<f64>().ok().filter(|points| (0.0..=10.0).contains(points));
            points.or_else(|| GONE.contains(&last.to_lowercase().as_str()).then_some(0.0))
        });
        if said.is_some() && words.len() > 1 {
            words.pop();
        }
        let place = words.join(" ");
        Self { day, region: region_in(&place), place, points: said }
    }

    /// Points of ten, judged where none were said.
    #[must_use]
    pub fn points_or_usual(&self) -> f64 {
        self.points.unwrap_or(table().pain.unsaid_points)
    }

    /// Whether it says that there is no pain any more.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.points.is_some_and(|points| points <= 0.0)
    }

    fn is_of(&self, other: &Self) -> bool {
        match (self.region, other.region) {
            (None, None) => self.place.eq_ignore_ascii_case(&other.place),
            (a, b) => a == b,
        }
    }
}

/// The region that words name: of several the one with the longest name, so that "back of the thigh" is no back.
#[must_use]
pub fn region_in(text: &str) -> Option<Region> {
    let plain = |c: char| if c.is_alphanumeric() || c == '\'' { c } else { ' ' };
    let plain: String = text.to_lowercase().chars().map(plain).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let text = format!(" {} ", words.join(" "));
    let named = |region: &Region| {
        let found = rules_of(*region).words.iter().filter(|word| text.contains(&format!(" {word} ")));
        found.map(String::len).max()
    };
    let mut best: Option<(usize, Region)> = None;
    for region in Region::ALL.iter().copied() {
        if let Some(length) = named(&region)
            && best.is_none_or(|(longest, _)| length > longest)
        {
            best = Some((length, region));
        }
    }
    best.map(|(_, region)| region)
}

/// Pain that is there: the newest note of each place in the last days, unless it says that it is gone. The newest comes
/// first. A note without a later one counts for 14 days.
#[must_use]
pub fn present(notes: &[PainNote], today: Day) -> Vec<&PainNote> {
    let days = table().pain.days;
    let mut newest: Vec<&PainNote> = notes.iter().filter(|n| (0..days).contains(&today.days_since(n.day))).collect();
    // Of one day the last note counts: it was written last.
    newest.reverse();
    newest.sort_by_key(|n| std::cmp::Reverse(n.day));
    let mut found: Vec<&PainNote> = Vec::new();
    for note in newest {
        if !found.iter().any(|other| other.is_of(note)) {
            found.push(note);
        }
    }
    found.retain(|note| !note.is_gone());
    found
}

/// The regions that must not work hard until their pain is gone, each once.
#[must_use]
pub fn regions_in_pain(notes: &[PainNote], today: Day) -> Vec<Region> {
    let mut regions: Vec<Region> = present(notes, today).into_iter().filter_map(|n| n.region).collect();
    regions.sort_unstable();
    regions.dedup();
    regions
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(ordinal: i32) -> Day {
        Day::from_ordinal(20_000 + ordinal)
    }

    fn note(ordinal: i32, text: &str) -> PainNote {
        PainNote::parse(day(ordinal), text)
    }

    #[test]
    fn places_are_found_in_the_athletes_words() {
        for (text, region) in [
            ("left achilles", Some(Region::Achilles)),
            ("Knee (outside)", Some(Region::Knee)),
            ("back of the thigh", Some(Region::Hamstring)),
            ("behind the knee, at the back of the knee", Some(Region::Knee)),
            ("lower back", Some(Region::Back)),
            ("right shin", Some(Region::Calf)),
            ("ball of the foot", Some(Region::Foot)),
            ("groin", Some(Region::Hip)),
            ("shoulder", None),
            ("backpack strap", None),
        ] {
            assert_eq!(region_in(text), region, "{text}");
        }
    }

    #[test]
    fn a_figure_or_a_word_at_the_end_is_read_and_taken_from_the_place() {
        let read = |text: &str| (note(0, text).place, note(0, text).points);
        assert_eq!(read("left achilles 4"), ("left achilles".to_owned(), Some(4.0)));
        assert_eq!(read("knee 2.5/10"), ("knee".to_owned(), Some(2.5)));
        assert_eq!(read("calf gone"), ("calf".to_owned(), Some(0.0)));
        assert_eq!(read("calf"), ("calf".to_owned(), None));
        assert_eq!(read("toe 11"), ("toe 11".to_owned(), None), "eleven is no figure of ten");
    }

    #[test]
    fn pain_is_answered_by_its_points() {
        let answers = [0.0, 2.0, 2.5, 3.0, 4.0, 4.5, 5.0, 9.0].map(answer_to);
        use PainAnswer::{GoOn, Hold, StepBack};
        assert_eq!(answers, [GoOn, GoOn, Hold, Hold, Hold, StepBack, StepBack, StepBack]);
    }

    #[test]
    fn a_region_rests_until_its_pain_is_said_to_be_gone_or_two_weeks_have_passed() {
        let notes = [note(0, "achilles 4"), note(1, "knee 3"), note(3, "achilles 0"), note(4, "shoulder")];
        assert_eq!(regions_in_pain(&notes, day(2)), [Region::Knee, Region::Achilles]);
        assert_eq!(regions_in_pain(&notes, day(4)), [Region::Knee]);
        assert_eq!(present(&notes, day(4)).iter().map(|n| n.place.as_str()).collect::<Vec<_>>(), ["shoulder", "knee"]);
        assert_eq!(regions_in_pain(&notes, day(14)), [Region::Knee]);
        assert!(regions_in_pain(&notes, day(15)).is_empty());
        let again = [note(0, "calf gone"), note(0, "calf 5")];
        assert_eq!(regions_in_pain(&again, day(0)), [Region::Calf], "the last word of a day counts");
    }
}
