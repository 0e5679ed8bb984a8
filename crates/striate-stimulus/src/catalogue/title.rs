//! Exercise titles: what counts as the same title, and what resembles it.

use std::collections::{BTreeMap, BTreeSet};

/// How well a title fits the movement that it was resolved to, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchKind {
    /// The same words.
    Exact,
    /// The same words once the equipment is left out.
    Equipment,
    /// The same words once equipment and manner (seated, one arm, alternating) are left out.
    Manner,
    /// It ends in the movement's name; the words in front are not known.
    Ending,
    /// It begins with the movement's name; the words behind are not known.
    Beginning,
}

/// What the movement is done with. Left out when nothing fits with it.
const EQUIPMENT: [&str; 14] = [
    "band",
    "banded",
    "barbell",
    "bodyweight",
    "cable",
    "dumbbell",
    "kettlebell",
    "lever",
    "machine",
    "plate",
    "smith",
    "suspension",
    "trx",
    "weighted",
];

/// How the movement is done, without consequence for which muscles work.
const MANNER: [&str; 10] =
    ["alternate", "alternating", "arm", "kneeling", "paused", "seated", "single", "sitting", "standing", "tempo"];

/// Words beside a known name that make it another movement: they turn it round, or name one themselves.
const ANOTHER_MOVEMENT: [&str; 38] = [
    "assisted",
    "bridge",
    "carry",
    "clean",
    "crunch",
    "curl",
    "deadlift",
    "dip",
    "extension",
    "fly",
    "hip",
    "hold",
    "hop",
    "jerk",
    "jump",
    "jumping",
    "leg",
    "lunge",
    "plank",
    "press",
    "raise",
    "reverse",
    "row",
    "run",
    "slam",
    "snatch",
    "sprint",
    "squat",
    "stretch",
    "swing",
    "throw",
    "thrust",
    "twist",
    "up",
    "walk",
    "walking",
    "wrist",
    "yoga",
];

/// A title that resembles another less than this is no suggestion.
const MIN_LIKENESS: f64 = 0.35;

/// The words of a title in one spelling: lower case, no punctuation, no plural, compounds and abbreviations written
/// out.
pub(super) fn words(title: &str) -> Vec<String> {
    let lower: String = title.to_lowercase().chars().filter(|c| !matches!(c, '\'' | '\u{2019}')).collect();
    let mut words = Vec::new();
    for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let singular = match word.strip_suffix('s') {
            Some(stem) if word.len() > 2 && !stem.ends_with('s') => stem,
            _ => word,
        };
        words.extend(spelled_out(singular).split(' ').map(str::to_owned));
    }
    words
}

/// One spelling for words that people write in several.
fn spelled_out(word: &str) -> &str {
    match word {
        "pushup" => "push up",
        "pullup" => "pull up",
        "chinup" => "chin up",
        "situp" => "sit up",
        "stepup" => "step up",
        "getup" => "get up",
        "pulldown" => "pull down",
        "pushdown" => "push down",
        "pressdown" => "press down",
        "pullover" => "pull over",
        "deadbug" => "dead bug",
        "skullcrusher" => "skull crusher",
        "kickback" => "kick back",
        "flye" => "fly",
        "db" | "dumbell" => "dumbbell",
        "bb" => "barbell",
        "kb" => "kettlebell",
        "bw" => "bodyweight",
        "rdl" => "romanian deadlift",
        "ohp" => "overhead press",
        "one" | "1" => "single",
        "armed" => "arm",
        "legged" => "leg",
        "sl" => "single leg",
        "raised" => "raise",
        "calve" => "calf",
        _ => word,
    }
}

/// What two titles share when they are the same: their words in any order.
pub(super) fn key(title: &str) -> String {
    sorted(words(title))
}

fn sorted(mut words: Vec<String>) -> String {
    words.sort_unstable();
    words.join(" ")
}

fn without(words: &[String], dropped: &[&[&str]]) -> Vec<String> {
    words.iter().filter(|word| !dropped.iter().any(|list| list.contains(&word.as_str()))).cloned().collect()
}

/// One title of one movement.
#[derive(Clone, Debug)]
struct Entry {
    movement: usize,
    words: Vec<String>,
    key: String,
    bare: Vec<String>,
}

/// Every title of every movement, by its words, without its equipment, and without its manner.
#[derive(Clone, Debug)]
pub(super) struct TitleIndex {
    entries: Vec<Entry>,
    exact: BTreeMap<String, usize>,
    no_equipment: BTreeMap<String, Vec<usize>>,
    no_manner: BTreeMap<String, Vec<usize>>,
}

impl TitleIndex {
    /// The index over the titles of each movement, in the movements' order.
    pub(super) fn new<'a, T: Iterator<Item = &'a str>>(movements: impl Iterator<Item = T>) -> Self {
        let mut entries = Vec::new();
        for (movement, titles) in movements.enumerate() {
            for title in titles {
                let words = words(title);
                let bare = without(&words, &[&EQUIPMENT, &MANNER]);
                entries.push(Entry { movement, key: sorted(words.clone()), words, bare });
            }
        }
        let mut index =
            Self { entries, exact: BTreeMap::new(), no_equipment: BTreeMap::new(), no_manner: BTreeMap::new() };
        for (place, entry) in index.entries.iter().enumerate() {
            index.exact.entry(entry.key.clone()).or_insert(place);
            let no_equipment = without(&entry.words, &[&EQUIPMENT]);
            for (map, stripped) in [(&mut index.no_equipment, no_equipment), (&mut index.no_manner, entry.bare.clone())]
            {
                // What is left of "Plate Press" is no name of its own; "Deadlift" is.
                if stripped.len() >= 2 || stripped == entry.words {
                    map.entry(sorted(stripped)).or_default().push(place);
                }
            }
        }
        index
    }

    /// The movement of a title and how well the title fits it.
    pub(super) fn find(&self, title: &str) -> Option<(usize, MatchKind)> {
        let words = words(title);
        if words.is_empty() {
            return None;
        }
        if let Some(&place) = self.exact.get(&sorted(words.clone())) {
            return Some((self.entries[place].movement, MatchKind::Exact));
        }
        let found = |map: &BTreeMap<String, Vec<usize>>, stripped: Vec<String>| {
            (!stripped.is_empty()).then(|| map.get(&sorted(stripped))).flatten().and_then(|at| self.nearest(&words, at))
        };
        if let Some(movement) = found(&self.no_equipment, without(&words, &[&EQUIPMENT])) {
            return Some((movement, MatchKind::Equipment));
        }
        let bare = without(&words, &[&EQUIPMENT, &MANNER]);
        if let Some(movement) = found(&self.no_manner, bare.clone()) {
            return Some((movement, MatchKind::Manner));
        }
        self.within(&words, &bare)
    }

    /// The entry that shares most words with the title (so that a cable stays a cable), the first of equals.
    fn nearest(&self, words: &[String], places: &[usize]) -> Option<usize> {
        let mut best: Option<(usize, usize)> = None;
        for &place in places {
            let shared = self.entries[place].words.iter().filter(|word| words.contains(word)).count();
            if best.is_none_or(|(most, _)| shared > most) {
                best = Some((shared, self.entries[place].movement));
            }
        }
        best.map(|(_, movement)| movement)
    }

    /// The movement with the longest name, of two words or more, that the title ends in or begins with.
    fn within(&self, words: &[String], bare: &[String]) -> Option<(usize, MatchKind)> {
        let whole = |entry: &'_ Entry| entry.words.len();
        let stripped = |entry: &'_ Entry| entry.bare.len();
        let ends = |entry: &Entry| words.ends_with(&entry.words);
        let ends_bare = |entry: &Entry| bare.ends_with(&entry.bare);
        let begins = |entry: &Entry| words.starts_with(&entry.words);
        let behind = |place: usize| words.len() - self.entries[place].words.len();
        if let Some(places) = self.longest(ends, whole) {
            let in_front = &words[..behind(*places.first()?)];
            return self.unless(in_front, words, &places).map(|m| (m, MatchKind::Ending));
        }
        if let Some(places) = self.longest(ends_bare, stripped) {
            let in_front = &bare[..bare.len() - self.entries[*places.first()?].bare.len()];
            return self.unless(in_front, words, &places).map(|m| (m, MatchKind::Ending));
        }
        let places = self.longest(begins, whole)?;
        let after = &words[words.len() - behind(*places.first()?)..];
        self.unless(after, words, &places).map(|m| (m, MatchKind::Beginning))
    }

    /// The places of the entries that `fits`, those with most words, if that is two or more.
    fn longest(&self, fits: impl Fn(&Entry) -> bool, length: impl Fn(&Entry) -> usize) -> Option<Vec<usize>> {
        let most = self.entries.iter().filter(|e| fits(e)).map(&length).max().filter(|&most| most >= 2)?;
        let is_longest = |&place: &usize| fits(&self.entries[place]) && length(&self.entries[place]) == most;
        Some((0..self.entries.len()).filter(is_longest).collect())
    }

    /// The nearest of the entries, unless one of the words that were left over tells that it is something else.
    fn unless(&self, rest: &[String], words: &[String], places: &[usize]) -> Option<usize> {
        let tells = rest.iter().any(|word| ANOTHER_MOVEMENT.contains(&word.as_str()));
        if tells { None } else { self.nearest(words, places) }
    }

    /// Movements by the likeness of their most similar title, best first.
    pub(super) fn closest(&self, title: &str, n: usize) -> Vec<(usize, f64)> {
        let words = words(title);
        let mut best: BTreeMap<usize, f64> = BTreeMap::new();
        for entry in &self.entries {
            let likeness = likeness(&words, entry);
            let known = best.entry(entry.movement).or_insert(0.0);
            *known = known.max(likeness);
        }
        let mut ranked: Vec<(usize, f64)> =
            best.into_iter().filter(|&(_, likeness)| likeness >= MIN_LIKENESS).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked.truncate(n);
        ranked
    }
}

/// Half the share of common words (a misspelled word is common too), half the likeness of the letters, 0 to 1.
fn likeness(words: &[String], entry: &Entry) -> f64 {
    let unique: BTreeSet<&String> = words.iter().collect();
    if unique.is_empty() || entry.words.is_empty() {
        return 0.0;
    }
    let same = |a: &str, b: &str| a == b || (a.len() > 3 && strsim::normalized_damerau_levenshtein(a, b) >= 0.75);
    let common = unique.iter().filter(|word| entry.words.iter().any(|other| same(word, other))).count();
    let dice = 2.0 * common as f64 / (unique.len() + entry.words.len()) as f64;
    let letters = strsim::normalized_damerau_levenshtein(&sorted(words.to_vec()), &entry.key);
    0.5 * dice.min(1.0) + 0.5 * letters
}
