//! The test set of twins and near-misses: what runners' archives hold, rebuilt by the generator, each case with the
//! sessions that it really was. Two fifths of it are twins, the rest are near-misses. Scores are printed and held.

mod cases;
mod copies;

use cases::{Case, Seen, all};
use std::collections::BTreeMap;
use striate_duplicates::{RecordKey, Twins, Witness, find};

/// Draws of every case.
const DRAWS: u64 = 6;

fn witnesses(case: &Case) -> Vec<Witness> {
    let mut places: BTreeMap<u8, u32> = BTreeMap::new();
    let of = |(n, seen): (usize, &Seen)| {
        let file = seen.file.unwrap_or(100 + n as u8);
        let place = places.entry(file).or_default();
        *place += 1;
        Witness::of(RecordKey { file: [file; 32], place: *place - 1 }, &seen.recording, seen.format)
    };
    case.seen.iter().enumerate().map(of).collect()
}

/// Pairs of recordings: rightly joined, joined though two, kept apart though one.
#[derive(Default)]
struct Tally {
    right: u32,
    wrong: u32,
    missed: u32,
    apart: u32,
}

impl Tally {
    fn add(&mut self, case: &Case, keys: &[RecordKey], found: &Twins) {
        let group = |key: RecordKey| found.groups.iter().position(|g| g.members.contains(&key));
        for i in 0..keys.len() {
            for j in i + 1..keys.len() {
                let (is, said) = (case.seen[i].session == case.seen[j].session, group(keys[i]) == group(keys[j]));
                *match (is, said) {
                    (true, true) => &mut self.right,
                    (false, true) => &mut self.wrong,
                    (true, false) => &mut self.missed,
                    (false, false) => &mut self.apart,
                } += 1;
            }
        }
    }
}

#[test]
fn twins_become_one_session_and_near_misses_stay_two() {
    let mut by_case: BTreeMap<&str, Tally> = BTreeMap::new();
    let (mut asked, mut pairs) = (0, 0);
    for draw in 0..DRAWS {
        for case in all(draw) {
            let seen = witnesses(&case);
            let keys: Vec<RecordKey> = seen.iter().map(|w| w.key).collect();
            let found = find(&seen, &[], &[]);
            by_case.entry(case.name).or_default().add(&case, &keys, &found);
            asked += found.doubts.len();
            pairs += keys.len() * (keys.len() - 1) / 2;
            let mut turned = seen.clone();
            turned.reverse();
            assert_eq!(find(&turned, &[], &[]), found, "{}: the order of files must not matter", case.name);
        }
    }
    println!("{:<58}{:>6}{:>6}{:>8}{:>7}", "case", "joined", "apart", "wrongly", "missed");
    let mut sum = Tally::default();
    for (name, t) in &by_case {
        println!("{name:<58}{:>6}{:>6}{:>8}{:>7}", t.right, t.apart, t.wrong, t.missed);
        sum = Tally {
            right: sum.right + t.right,
            wrong: sum.wrong + t.wrong,
            missed: sum.missed + t.missed,
            apart: sum.apart + t.apart,
        };
    }
    let precision = f64::from(sum.right) / f64::from(sum.right + sum.wrong);
    let recall = f64::from(sum.right) / f64::from(sum.right + sum.missed);
    println!("pairs {pairs}: precision {precision:.3}, recall {recall:.3}, shown as doubtful {asked}");
    assert!(precision >= 0.98 && recall >= 0.96, "precision {precision:.3}, recall {recall:.3}");
}

#[test]
fn the_best_of_each_is_put_together() {
    use striate_duplicates::{Part, compose};
    let case =
        all(1).into_iter().find(|c| c.name == "strength on the watch, its sets in the log").expect("the case exists");
    let found = find(&witnesses(&case), &[], &[]);
    let pick = |part| found.groups[0].picks.iter().find(|p| p.part == part).expect("every part is picked");
    let place = |key: RecordKey| usize::from(key.file[0] - 100);
    let (streams, sets) = (place(pick(Part::Streams).keys[0]), place(pick(Part::Sets).keys[0]));
    assert_ne!(streams, sets, "streams from the watch, sets from the log");
    let whole = compose(
        case.seen[streams].recording.clone(),
        &[(&case.seen[sets].recording, Default::default())],
        Some("Legs"),
    );
    assert_eq!(whole.sets.len(), case.seen[sets].recording.sets.len());
    assert_eq!(
        (whole.streams.len(), whole.name.as_deref()),
        (case.seen[streams].recording.streams.len(), Some("Legs"))
    );
}
