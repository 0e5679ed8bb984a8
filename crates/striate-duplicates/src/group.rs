//! From likeness between pairs to sessions.

use super::best::{Pick, picks};
use super::clock::Clocks;
use super::likeness::{Likeness, WITHIN, likeness_at, span_of};
use super::witness::{Clock, RecordKey, Witness};
use std::collections::BTreeMap;

/// What the athlete said about two recordings: it always wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// One of the two.
    pub a: RecordKey,
    /// The other.
    pub b: RecordKey,
    /// Whether they are of one session.
    pub is_same: bool,
}

/// The athlete's wish that a recording gives its part to the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Which recording.
    pub key: RecordKey,
    /// Which part of the session it is to give.
    pub part: super::Part,
}

/// The recordings of one session.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its recordings, sorted.
    pub members: Vec<RecordKey>,
    /// Which recording gives what, and why.
    pub picks: Vec<Pick>,
    /// Probability of the least sure recording to belong here; 1 for one alone and where the athlete said so.
    pub probability: f64,
    /// Why they are taken for one session, what weighs most first; empty for one alone.
    pub reasons: Vec<String>,
    /// What must be added to the clock of each member that keeps civil time, s.
    pub shifts_s: BTreeMap<RecordKey, i64>,
}

/// A pair that is kept apart and may be one session, or the other way round: worth a look.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubt {
    /// One recording.
    pub a: RecordKey,
    /// The other.
    pub b: RecordKey,
    /// Probability that they are of one session.
    pub probability: f64,
    /// Whether they are counted as one.
    pub is_joined: bool,
    /// What speaks for or against.
    pub reasons: Vec<String>,
}

/// Which recordings are of one session.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Twins {
    /// Every recording in exactly one group, sorted by their first member.
    pub groups: Vec<Group>,
    /// What nobody can be sure of, the least sure first.
    pub doubts: Vec<Doubt>,
}

/// Recordings closer than this are never in one group, whatever others say: log-odds.
const CONFLICT: f64 = -2.0;
/// Between these log-odds (1 in 20 either way) a pair is shown as doubtful.
const DOUBTFUL: f64 = 3.0;

/// Groups witnesses into sessions. The result does not depend on their order; of several rulings on a pair the last
/// counts.
#[must_use]
pub fn find(witnesses: &[Witness], rulings: &[Ruling], wishes: &[Wish]) -> Twins {
    let mut sorted: Vec<Witness> = witnesses.to_vec();
    sorted.sort_by_key(|w| w.key);
    sorted.dedup_by_key(|w| w.key);
    let pairs = Pairs::of(&sorted, rulings);
    let mut clusters = Clusters::new(&sorted, &pairs);
    for &(a, b) in pairs.said.iter().filter(|(_, is_same)| **is_same).map(|(pair, _)| pair) {
        clusters.join_by_word(a, b);
    }
    let mut edges: Vec<(f64, (usize, usize))> = pairs.like.iter().map(|(pair, l)| (l.log_odds(), *pair)).collect();
    edges.retain(|(odds, pair)| *odds > 0.0 && !pairs.said.contains_key(pair));
    edges.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
    for (_, (a, b)) in edges {
        clusters.join(a, b);
    }
    let groups = clusters.members().into_iter().map(|members| group(&sorted, &pairs, &members, wishes)).collect();
    Twins { groups, doubts: doubts(&sorted, &pairs, &clusters) }
}

/// Everything that is known about pairs, by index into the sorted witnesses, the smaller first.
struct Pairs {
    like: BTreeMap<(usize, usize), Likeness>,
    said: BTreeMap<(usize, usize), bool>,
}

/// A recording is looked at beside those that begin within so much of its span: the widest shift of a clock, which two
/// time zones on both sides of the date line have, s.
const REACH_S: i64 = 27 * 3600;

impl Pairs {
    fn of(sorted: &[Witness], rulings: &[Ruling]) -> Self {
        let clocks = Clocks::of(sorted);
        let mut by_time: Vec<usize> = (0..sorted.len()).collect();
        by_time.sort_by_key(|&i| (sorted[i].start_ms, i));
        let mut like = BTreeMap::new();
        for (at, &i) in by_time.iter().enumerate() {
            let w = &sorted[i];
            // A device that was never switched off is no reason to look at a month of sessions.
            let length_s = w.elapsed_s.unwrap_or(0.0).clamp(0.0, 2.0 * 86_400.0) as i64;
            let ends = w.start_ms.saturating_add((length_s + REACH_S) * 1000);
            for &j in by_time[at + 1..].iter().take_while(|&&j| sorted[j].start_ms <= ends) {
                let pair = (i.min(j), i.max(j));
                if let Some(found) = likeness_at(&sorted[pair.0], &sorted[pair.1], &clocks) {
                    like.insert(pair, found);
                }
            }
        }
        let index = |key: RecordKey| sorted.binary_search_by_key(&key, |w| w.key).ok();
        let said = rulings.iter().filter_map(|r| {
            let (a, b) = (index(r.a)?, index(r.b)?);
            (a != b).then_some(((a.min(b), a.max(b)), r.is_same))
        });
        Self { said: said.collect(), like }
    }

    fn get(&self, a: usize, b: usize) -> Option<&Likeness> {
        self.like.get(&(a.min(b), a.max(b)))
    }

    fn said(&self, a: usize, b: usize) -> Option<bool> {
        self.said.get(&(a.min(b), a.max(b))).copied()
    }
}

/// Recordings that are joined so far.
struct Clusters<'a> {
    sorted: &'a [Witness],
    pairs: &'a Pairs,
    /// The cluster of each recording.
    of: Vec<usize>,
    /// The recordings of each cluster; empty where it went into another.
    inside: Vec<Vec<usize>>,
}

impl<'a> Clusters<'a> {
    fn new(sorted: &'a [Witness], pairs: &'a Pairs) -> Self {
        Self { sorted, pairs, of: (0..sorted.len()).collect(), inside: (0..sorted.len()).map(|i| vec![i]).collect() }
    }

    fn members(&self) -> Vec<Vec<usize>> {
        let mut all: Vec<Vec<usize>> = self.inside.iter().filter(|m| !m.is_empty()).cloned().collect();
        for members in &mut all {
            members.sort_unstable();
        }
        all.sort();
        all
    }

    fn are_joined(&self, a: usize, b: usize) -> bool {
        self.of[a] == self.of[b]
    }

    /// The athlete's word joins whatever they did not keep apart themselves.
    fn join_by_word(&mut self, a: usize, b: usize) {
        let kept_apart = self.across(a, b).any(|(x, y)| self.pairs.said(x, y) == Some(false));
        if !kept_apart {
            self.merge(a, b);
        }
    }

    /// Joins two recordings where nobody in either cluster speaks against it.
    fn join(&mut self, a: usize, b: usize) {
        let together: Vec<usize> = self.inside[self.of[a]].iter().chain(&self.inside[self.of[b]]).copied().collect();
        if self.across(a, b).all(|(x, y)| self.can_be_one(x, y, &together)) {
            self.merge(a, b);
        }
    }

    fn across(&self, a: usize, b: usize) -> impl Iterator<Item = (usize, usize)> {
        let (one, other) = (&self.inside[self.of[a]], &self.inside[self.of[b]]);
        let is_apart = self.of[a] != self.of[b];
        one.iter().filter(move |_| is_apart).flat_map(|x| other.iter().map(|y| (*x, *y)))
    }

    fn merge(&mut self, a: usize, b: usize) {
        let (into, from) = (self.of[a].min(self.of[b]), self.of[a].max(self.of[b]));
        if into == from {
            return;
        }
        let moved = std::mem::take(&mut self.inside[from]);
        for &member in &moved {
            self.of[member] = into;
        }
        self.inside[into].extend(moved);
    }

    /// Two recordings may be of one session unless the athlete or the clues say no. Two halves that share no time may
    /// where a third holds both: a watch that was started anew beside one that ran through.
    fn can_be_one(&self, a: usize, b: usize, together: &[usize]) -> bool {
        match (self.pairs.said(a, b), self.pairs.get(a, b)) {
            (Some(said), _) => said,
            (None, Some(likeness)) => likeness.log_odds() > CONFLICT,
            (None, None) => together.iter().any(|&whole| self.holds(whole, a) && self.holds(whole, b)),
        }
    }

    fn holds(&self, whole: usize, part: usize) -> bool {
        let (w, p) = (&self.sorted[whole], &self.sorted[part]);
        let Some(likeness) = self.pairs.get(whole, part).filter(|_| whole != part) else { return false };
        let span = span_of(w, p, likeness.shift_s);
        w.clock != Clock::Day && span.of_shorter >= WITHIN && w.elapsed_s >= p.elapsed_s
    }
}

fn group(sorted: &[Witness], pairs: &Pairs, members: &[usize], wishes: &[Wish]) -> Group {
    let inner = || members.iter().enumerate().flat_map(|(i, a)| members[i + 1..].iter().map(|b| (*a, *b)));
    // Each recording belongs here as surely as its surest bond to another; the group is as sure as its least.
    let surest = |a: usize| {
        let bond = |b: &usize| match (pairs.said(a, *b), pairs.get(a, *b)) {
            (Some(true), _) => Some(1.0),
            (_, Some(likeness)) => Some(likeness.probability()),
            (_, None) => None,
        };
        members.iter().filter(|b| **b != a).filter_map(bond).reduce(f64::max)
    };
    let probability = members.iter().filter_map(|a| surest(*a)).reduce(f64::min).unwrap_or(1.0);
    let mut reasons: Vec<String> = Vec::new();
    if inner().any(|(a, b)| pairs.said(a, b) == Some(true)) {
        reasons.push("you said so".to_owned());
    }
    let strongest = inner().filter_map(|(a, b)| pairs.get(a, b)).max_by(|x, y| x.log_odds().total_cmp(&y.log_odds()));
    reasons.extend(strongest.into_iter().flat_map(Likeness::reasons).take(3).map(str::to_owned));
    let shift = |&i: &usize| {
        // What two logs differ by is their zones', and moves neither.
        let others = || members.iter().filter(|&&other| sorted[other].clock != Clock::Civil);
        let shifts = || others().filter_map(|&other| pairs.get(i, other)).map(|l| l.shift_s).filter(|s| *s != 0);
        (sorted[i].clock == Clock::Civil).then(|| shifts().next()).flatten().map(|shift| (sorted[i].key, shift))
    };
    let shifts_s: BTreeMap<RecordKey, i64> = members.iter().filter_map(shift).collect();
    let witnesses: Vec<&Witness> = members.iter().map(|&i| &sorted[i]).collect();
    Group {
        members: witnesses.iter().map(|w| w.key).collect(),
        picks: picks(&witnesses, wishes),
        probability,
        reasons,
        shifts_s,
    }
}

fn doubts(sorted: &[Witness], pairs: &Pairs, clusters: &Clusters<'_>) -> Vec<Doubt> {
    let doubtful = pairs.like.iter().filter_map(|(&(a, b), likeness)| {
        let odds = likeness.log_odds();
        // A pair that others of the same session are sure about is in no doubt.
        let is_joined = clusters.are_joined(a, b);
        let is_open = pairs.said(a, b).is_none() && odds.abs() < DOUBTFUL;
        let vouched = || {
            let members = &clusters.inside[clusters.of[a]];
            let sure =
                |x: usize| members.iter().any(|&m| m != x && pairs.get(m, x).is_some_and(|l| l.log_odds() >= DOUBTFUL));
            is_joined && sure(a) && sure(b)
        };
        (is_open && !vouched()).then(|| {
            let reasons = likeness.reasons().into_iter().take(3).map(str::to_owned).collect();
            let doubt =
                Doubt { a: sorted[a].key, b: sorted[b].key, probability: likeness.probability(), is_joined, reasons };
            (odds.abs(), doubt)
        })
    });
    let mut found: Vec<(f64, Doubt)> = doubtful.collect();
    found.sort_by(|x, y| x.0.total_cmp(&y.0).then((x.1.a, x.1.b).cmp(&(y.1.a, y.1.b))));
    found.into_iter().map(|(_, doubt)| doubt).collect()
}
