//! The best of each: which recording of a session gives streams, sets and name.

use super::group::Wish;
use super::witness::{RecordKey, Source, Witness, is_typed};
use striate_model::{LiftSet, Recording, Sport, SubSport, TimeSpan};

/// What a recording can give to its session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Samples, laps, totals.
    Streams,
    /// Strength sets.
    Sets,
    /// The name.
    Name,
}

impl Part {
    /// The stable text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Streams => "streams",
            Self::Sets => "sets",
            Self::Name => "name",
        }
    }

    /// The part with this stable text form.
    #[must_use]
    pub fn from_name(text: &str) -> Option<Self> {
        [Self::Streams, Self::Sets, Self::Name].into_iter().find(|p| p.as_str() == text)
    }
}

/// A recording that was chosen for a part of the session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// The part.
    pub part: Part,
    /// Which recordings give it: one, or for the sets all workouts of one log.
    pub keys: Vec<RecordKey>,
    /// Why, one plain clause.
    pub why: String,
}

/// The picks of a session: always the streams (or the totals, where nobody has samples), sets and name where there are
/// any.
pub(super) fn picks(members: &[&Witness], wishes: &[Wish]) -> Vec<Pick> {
    let wished = |part: Part| {
        let wish = wishes.iter().rev().find(|w| w.part == part && members.iter().any(|m| m.key == w.key))?;
        Some(Pick { part, keys: vec![wish.key], why: "you chose it".to_owned() })
    };
    let own = [(Part::Streams, streams(members)), (Part::Sets, sets(members)), (Part::Name, name(members))];
    own.into_iter().filter_map(|(part, pick)| pick.map(|p| wished(part).unwrap_or(p))).collect()
}

/// How much of the session a recording tells: its minutes by what its channels are worth.
fn richness(w: &Witness) -> f64 {
    let seconds = w.minutes.len() as f64 * 60.0;
    // A watch that writes only what changes tells a little less than one that writes every second.
    let density = (f64::from(w.samples) / seconds.max(1.0)).clamp(0.0, 1.0);
    w.minutes.len() as f64 * (0.2 + w.channels) * (0.8 + 0.2 * density)
}

fn streams(members: &[&Witness]) -> Option<Pick> {
    // Within a tenth of one another the device's own file is preferred over what a program made of it.
    let most = members.iter().map(|w| richness(w)).fold(0.0, f64::max);
    let best = members
        .iter()
        .filter(|w| richness(w) >= 0.9 * most)
        .min_by(|a, b| (a.source, a.key).cmp(&(b.source, b.key)))
        .copied()?;
    let why = match (members.len(), most > 0.0) {
        (1, _) => "the only recording",
        (_, false) => "nobody has samples; its totals count",
        _ if members.iter().filter(|w| w.samples > 0).count() == 1 => "the only one with samples",
        _ if best.source == Source::Device && richness(best) < most => {
            "about as much as the others tell, and the device's own file"
        }
        _ if members.iter().any(|w| w.key != best.key && w.channels >= best.channels) => "it covers more of the time",
        _ => "it has more channels",
    };
    Some(Pick { part: Part::Streams, keys: vec![best.key], why: why.to_owned() })
}

fn sets(members: &[&Witness]) -> Option<Pick> {
    let with_sets = || members.iter().copied().filter(|w| !w.sets.is_empty());
    let rank = |w: &Witness| (u8::from(w.source != Source::Log), std::cmp::Reverse(w.sets.len()), w.key);
    let best = with_sets().min_by_key(|w| rank(w))?;
    // One log may hold the hour as two workouts: their sets come from one file, so none is counted twice.
    let mut keys: Vec<RecordKey> = match best.source {
        Source::Log => with_sets().filter(|w| w.key.file == best.key.file).map(|w| w.key).collect(),
        _ => vec![best.key],
    };
    keys.sort_unstable();
    let others = with_sets().any(|w| w.key.file != best.key.file);
    let why = match best.source {
        Source::Log if others => "typed by hand, where a watch counts and guesses",
        Source::Log => "the lifting log has the sets",
        _ if others => "it has the most sets",
        _ => "the only one with sets",
    };
    Some(Pick { part: Part::Sets, keys, why: why.to_owned() })
}

fn name(members: &[&Witness]) -> Option<Pick> {
    let rank = |w: &Witness| match w.source {
        Source::Summary => 0,
        Source::Log => 1,
        Source::Export => 2,
        Source::Device => 3,
    };
    let best = members.iter().filter(|w| w.has_name).min_by_key(|w| (rank(w), w.key))?;
    let why = match best.source {
        Source::Summary | Source::Export => "the name that you gave it on the site",
        Source::Log => "the name of the workout in the lifting log",
        Source::Device => "the name that the device gave it",
    };
    Some(Pick { part: Part::Name, keys: vec![best.key], why: why.to_owned() })
}

/// One recording from the best of each: the streams' with the sets of others, moved to its clock, and another's name.
/// `sets` are the recordings that give them, each with what must be added to its clock.
#[must_use]
pub fn compose(streams: Recording, sets: &[(&Recording, TimeSpan)], name: Option<&str>) -> Recording {
    let mut whole = streams;
    if !sets.is_empty() {
        let moved = sets.iter().flat_map(|(from, shift)| {
            from.sets.iter().map(|set| LiftSet { start: set.start.map(|start| start + *shift), ..set.clone() })
        });
        let typed: Vec<LiftSet> = moved.collect();
        // A log knows no rests between its sets; the watch's own say nothing about somebody else's sets.
        whole.sets = if typed.iter().any(is_typed) || whole.sets.is_empty() { typed } else { whole.sets };
        if matches!(whole.sport, Sport::Unknown | Sport::Other) {
            (whole.sport, whole.sub_sport) = (Sport::Training, SubSport::StrengthTraining);
        }
    }
    if let Some(name) = name {
        whole.name = Some(name.to_owned());
    }
    whole
}
