//! A week's problem in the form that the search walks: fixed-size amounts, limits as convex tables with walls, and items
//! that no placement can tell apart joined into one class.

use super::limit::Limit;
use super::problem::{DAYS, FORBIDDEN, ItemId, MUSCLES, SLOTS, WAITS, WeekProblem};
use super::state::{State, pack_after};
use super::table::Table;

/// Amounts that a basket sums: doses, tallies, and sums that the days imply.
pub(super) const AMOUNTS: usize = 24;
/// Points for one unit beyond a wall.
const STEEP: i64 = 1 << 28;
/// From here on a basket breaks a wall.
pub(super) const IMPOSSIBLE: i64 = 1 << 27;

pub(super) type Amounts = [i32; AMOUNTS];

/// Items that no placement can tell apart: same flags, waits and slot costs, and minutes that fit the same days and the
/// same companions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Class {
    pub(super) shift: u32,
    pub(super) is_run: bool,
    pub(super) is_lift: bool,
    pub(super) is_hard: bool,
    /// May follow a hard run on its day.
    pub(super) follows: bool,
    /// The days on which it fits alone, by the minutes; a bit for each.
    minutes: i32,
    /// Waiting times that must be over.
    pub(super) waits: u64,
    /// Waiting times that it leaves, half a day after its start.
    pub(super) set: u64,
    pub(super) slot_cost: [i32; SLOTS],
}

/// A way to have a kind in the week.
#[derive(Clone, Debug)]
pub(super) struct Way {
    /// Place among the kind's choices as the problem has them.
    pub(super) choice: usize,
    pub(super) sessions: usize,
    /// Its own points, with the cheapest slot of each session and its type's bonus.
    pub(super) cost: i64,
    pub(super) amounts: Amounts,
    pub(super) longest: i32,
    pub(super) classes: u128,
    pub(super) relaxed: u128,
}

#[derive(Clone, Debug)]
pub(super) struct ModelKind {
    pub(super) is_hard: bool,
    pub(super) is_long: bool,
    pub(super) is_run: bool,
    /// The bit of its type among the types of run, 0 where it has none.
    pub(super) variety: u32,
    /// Fewest sessions first.
    pub(super) ways: Vec<Way>,
}

impl ModelKind {
    /// The ways with this many sessions.
    pub(super) fn ways_of(&self, sessions: usize) -> (usize, usize) {
        let from = self.ways.partition_point(|w| w.sessions < sessions);
        (from, from + self.ways[from..].partition_point(|w| w.sessions == sessions))
    }
}

/// What each item adds to an amount, and what the amount costs.
type Row<'p> = (Box<dyn Fn(usize, usize) -> i32 + 'p>, Table);

pub(super) struct Model<'p> {
    pub(super) problem: &'p WeekProblem,
    pub(super) kinds: Vec<ModelKind>,
    pub(super) classes: Vec<Class>,
    /// The class whose field of the packed multiset a bit belongs to.
    pub(super) class_of_bit: Vec<u8>,
    /// Members of each class by kind and item.
    class_of_item: Vec<Vec<usize>>,
    pub(super) tables: Vec<Table>,
    pub(super) entry: State,
    pub(super) rest_days: usize,
    /// By day, rest days still wanted, sessions: the cheapest slots from that day on.
    pub(super) floor: Vec<Vec<Vec<i32>>>,
    /// Days on which something may be put.
    pub(super) open: [bool; DAYS],
}

/// The least and the most of each amount.
pub(super) fn least_and_most<'w>(ways: impl Iterator<Item = &'w Way>) -> (Amounts, Amounts) {
    let (mut least, mut most) = ([i32::MAX; AMOUNTS], [0; AMOUNTS]);
    for way in ways {
        for ((least, most), &amount) in least.iter_mut().zip(&mut most).zip(&way.amounts) {
            *least = (*least).min(amount);
            *most = (*most).max(amount);
        }
    }
    if least[0] == i32::MAX { ([0; AMOUNTS], most) } else { (least, most) }
}

/// Why a problem cannot be searched: it is too large for the packed forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooLarge(pub String);

impl<'p> Model<'p> {
    pub(super) fn new(problem: &'p WeekProblem, imply: bool) -> Result<Self, TooLarge> {
        let cheapest = |kind: usize, item: usize| problem.cheapest_slot(ItemId { kind, item });
        let mut model = Self {
            problem,
            kinds: Vec::new(),
            classes: Vec::new(),
            class_of_bit: Vec::new(),
            class_of_item: Vec::new(),
            tables: Vec::new(),
            entry: State::default(),
            rest_days: if problem.limits.has(Limit::RestDay) { problem.rest_days.min(3) } else { 0 },
            floor: Vec::new(),
            open: std::array::from_fn(|d| {
                d >= problem.first_day && (problem.minutes[d] > 0 || !problem.limits.has(Limit::Days))
            }),
        };
        let mut entry = [0; WAITS];
        for (i, wait) in entry.iter_mut().enumerate() {
            *wait = problem.entry_wait(i);
        }
        model.entry = State::entering(&entry, problem.entry.hard_run);
        let relaxed = model.classify(&cheapest)?;
        for (k, kind) in problem.kinds.iter().enumerate() {
            let variety = kind.variety.map_or(0, |v| 1 << v.min(30));
            let mut ways: Vec<Way> = Vec::new();
            for (place, choice) in kind.choices.iter().enumerate() {
                let sessions = choice.sessions();
                let Some(slots) =
                    choice.items.iter().map(|i| Some(cheapest(k, i.0)? * i32::from(i.1))).sum::<Option<i32>>()
                else {
                    continue;
                };
                let bonus = if variety != 0 && sessions > 0 { problem.variety_bonus } else { 0 };
                ways.push(Way {
                    choice: place,
                    sessions,
                    cost: i64::from(choice.cost + slots - bonus),
                    amounts: [0; AMOUNTS],
                    longest: choice.items.iter().map(|i| kind.items[i.0].running_minutes).max().unwrap_or(0),
                    classes: choice
                        .items
                        .iter()
                        .map(|i| u128::from(i.1) << model.classes[model.class_of_item[k][i.0]].shift)
                        .sum(),
                    relaxed: relaxed[k].map_or(0, |c| (sessions as u128) << model.classes[c].shift),
                });
            }
            ways.sort_by_key(|w| w.sessions);
            model.kinds.push(ModelKind {
                is_hard: kind.is_hard,
                is_long: kind.is_long,
                is_run: kind.is_run,
                variety,
                ways,
            });
        }
        model.fill_floor();
        model.fill_amounts(imply)?;
        Ok(model)
    }

    /// Joins items into classes, and makes for each kind a relaxed class that asks less than any of its items.
    fn classify(&mut self, cheapest: &impl Fn(usize, usize) -> Option<i32>) -> Result<Vec<Option<usize>>, TooLarge> {
        let problem = self.problem;
        let minutes: Vec<i32> = {
            let mut all: Vec<i32> = problem.kinds.iter().flat_map(|k| k.items.iter().map(|i| i.minutes)).collect();
            all.push(0);
            all.sort_unstable();
            all.dedup();
            all
        };
        // How the minutes fit: on which days, beside which companions.
        let fit = |own: i32| -> Vec<bool> {
            problem.minutes.iter().flat_map(|&have| minutes.iter().map(move |m| m + own <= have)).collect()
        };
        let mut relaxed = Vec::new();
        for (k, kind) in problem.kinds.iter().enumerate() {
            let most = kind.choices.iter().map(super::problem::Choice::sessions).max().unwrap_or(0);
            let bits = usize::BITS - most.leading_zeros();
            let waits = (0..WAITS).filter(|&w| problem.must_wait(k, w)).fold(0, |m, w| m | 15 << (4 * w));
            let first = self.classes.len();
            let mut fits: Vec<Vec<bool>> = Vec::new();
            let mut of_item = vec![usize::MAX; kind.items.len()];
            let mut easiest: Option<Class> = None;
            let mut least_waits = [u8::MAX; WAITS];
            for (i, item) in kind.items.iter().enumerate() {
                let used = kind.choices.iter().any(|c| c.items.iter().any(|x| x.0 == i));
                let (true, Some(low)) = (used, cheapest(k, i)) else { continue };
                let after = problem.waits_after(ItemId { kind: k, item: i });
                let class = Class {
                    shift: 0,
                    is_run: kind.is_run,
                    is_lift: kind.is_lift,
                    is_hard: kind.is_hard,
                    follows: kind.follows,
                    minutes: item.minutes,
                    waits,
                    set: pack_after(&after),
                    slot_cost: std::array::from_fn(|slot| match item.slot_cost[slot] {
                        cost if cost < FORBIDDEN && slot >= 2 * problem.first_day => cost - low,
                        _ => FORBIDDEN,
                    }),
                };
                for (least, w) in least_waits.iter_mut().zip(after) {
                    *least = (*least).min(w);
                }
                easiest = Some(match easiest.take() {
                    None => class,
                    Some(mut e) => {
                        e.minutes = e.minutes.min(class.minutes);
                        for (a, b) in e.slot_cost.iter_mut().zip(class.slot_cost) {
                            *a = (*a).min(b);
                        }
                        e
                    }
                });
                let own = fit(item.minutes);
                let same = (first..self.classes.len()).find(|&c| {
                    fits[c - first] == own
                        && self.classes[c].set == class.set
                        && self.classes[c].slot_cost == class.slot_cost
                });
                of_item[i] = match same {
                    Some(c) => c,
                    None => {
                        fits.push(own);
                        self.add(&class, bits)?
                    }
                };
            }
            self.class_of_item.push(of_item);
            relaxed.push(match easiest {
                // One class alone is its own relaxation.
                Some(_) if self.classes.len() == first + 1 => Some(first),
                Some(mut e) => {
                    e.set = pack_after(&least_waits);
                    Some(self.add(&e, bits)?)
                }
                None => None,
            });
        }
        Ok(relaxed)
    }

    fn add(&mut self, class: &Class, bits: u32) -> Result<usize, TooLarge> {
        let shift = self.class_of_bit.len() as u32;
        if shift + bits > 128 || self.classes.len() >= 255 {
            return Err(TooLarge(format!("{} kind-levels", self.classes.len())));
        }
        self.class_of_bit.extend((0..bits).map(|_| self.classes.len() as u8));
        self.classes.push(Class { shift, ..*class });
        Ok(self.classes.len() - 1)
    }

    /// Splits a packed multiset into (class, how many).
    #[inline]
    pub(super) fn unpack(&self, mut packed: u128, mut each: impl FnMut(usize, u32)) {
        while packed != 0 {
            let class = usize::from(self.class_of_bit[packed.trailing_zeros() as usize]);
            let shift = self.classes[class].shift;
            let next = self.classes.get(class + 1).map_or(128, |c| c.shift);
            let mask = if next - shift >= 128 { u128::MAX } else { ((1 << (next - shift)) - 1) << shift };
            each(class, ((packed & mask) >> shift) as u32);
            packed &= !mask;
        }
    }

    /// Whether sessions of these minutes fit the day.
    #[inline]
    pub(super) fn fits(&self, day: usize, minutes: i32) -> bool {
        let have = self.problem.minutes[day];
        have == 0 || minutes <= have || !self.problem.limits.has(Limit::DayMinutes)
    }

    /// The first day that is still open.
    pub(super) fn first_day(&self) -> usize {
        self.problem.first_day.min(DAYS)
    }

    pub(super) fn minutes(&self, class: usize) -> i32 {
        self.classes[class].minutes
    }

    /// Members of a class in a way of a kind: (item, how many).
    pub(super) fn members(&self, kind: usize, way: &Way) -> impl Iterator<Item = (usize, ItemId)> + '_ {
        let choice = &self.problem.kinds[kind].choices[way.choice];
        choice.items.iter().flat_map(move |&(item, n)| {
            std::iter::repeat_n((self.class_of_item[kind][item], ItemId { kind, item }), usize::from(n))
        })
    }

    /// `floor[d][r][n]` = cheapest n slots from day d on that leave r days free.
    fn fill_floor(&mut self) {
        let most = SLOTS + 1;
        let rests = self.rest_days + 1;
        let mut floor = vec![vec![vec![FORBIDDEN; most]; rests]; DAYS + 1];
        floor[DAYS][0][0] = 0;
        for day in (0..DAYS).rev() {
            let (a, b) = (self.problem.slot_cost[2 * day], self.problem.slot_cost[2 * day + 1]);
            for rest in 0..rests {
                for n in 0..most {
                    let mut best = floor[day + 1][rest.saturating_sub(1)][n];
                    if self.open[day] {
                        if n >= 1 {
                            best = best.min(floor[day + 1][rest][n - 1].saturating_add(a.min(b)));
                        }
                        if n >= 2 {
                            best = best.min(floor[day + 1][rest][n - 2].saturating_add(a + b));
                        }
                    }
                    floor[day][rest][n] = best.min(FORBIDDEN);
                }
            }
        }
        self.floor = floor;
    }

    /// Doses, tallies and what the days imply, as amounts of each way with a table each.
    fn fill_amounts(&mut self, imply: bool) -> Result<(), TooLarge> {
        let problem = self.problem;
        let mut rows: Vec<Row<'_>> = Vec::new();
        for (r, dose) in problem.doses.iter().enumerate() {
            rows.push((Box::new(move |k, i| problem.kinds[k].items[i].dose[r]), dose.table.clone()));
        }
        for tally in problem.tallies.iter().filter(|t| problem.limits.has(t.limit)) {
            let last = 1 + tally.high.max(tally.low).min(100_000);
            rows.push((Box::new(move |k, i| tally.weight[k][i]), Table::wall(tally.low, tally.high, STEEP, last)));
        }
        if rows.len() > AMOUNTS {
            return Err(TooLarge(format!("{} doses and sums", rows.len())));
        }
        if imply {
            rows.extend(self.implied().into_iter().take(AMOUNTS - rows.len()));
        }
        for (r, (amount, table)) in rows.into_iter().enumerate() {
            let mut last = 0;
            for (k, kind) in self.kinds.iter_mut().enumerate() {
                let mut most = 0;
                for way in &mut kind.ways {
                    let items = &problem.kinds[k].choices[way.choice].items;
                    way.amounts[r] = items.iter().map(|i| amount(k, i.0) * i32::from(i.1)).sum();
                    most = most.max(way.amounts[r]);
                }
                last += most;
            }
            self.tables.push(table.reaching(last));
        }
        Ok(())
    }

    /// Sums that follow from the days alone: at most so many runs, hard sessions, hard runs, sessions hard on a muscle.
    fn implied(&self) -> Vec<Row<'p>> {
        let problem = self.problem;
        let limits = problem.limits;
        let open: Vec<usize> = (0..DAYS).filter(|&d| self.open[d]).collect();
        let days = open.len().min((DAYS - problem.first_day).saturating_sub(self.rest_days)) as i32;
        let spaced = |gap: usize| {
            let mut last: Option<usize> = None;
            let slots = open.iter().flat_map(|d| [2 * d, 2 * d + 1]);
            slots
                .filter(|&s| {
                    last.is_none_or(|l| s >= l + gap) && {
                        last = Some(s);
                        true
                    }
                })
                .count() as i32
        };
        let wall = |high: i32| Table::wall(0, high, STEEP, high + 1);
        let mut rows: Vec<Row<'p>> = Vec::new();
        if limits.has(Limit::OneHard) {
            // Leg strength may share the day of a hard run.
            let alone = move |k: usize, _| i32::from(problem.kinds[k].is_hard && !problem.kinds[k].follows);
            rows.push((Box::new(alone), wall(days)));
        }
        if limits.has(Limit::HardEasy) && limits.has(Limit::OneRun) {
            let mut last: Option<usize> = None;
            let apart = open
                .iter()
                .filter(|&&d| {
                    last.is_none_or(|l| d >= l + 2) && {
                        last = Some(d);
                        true
                    }
                })
                .count();
            let hard_run = move |k: usize, _| i32::from(problem.kinds[k].is_hard && problem.kinds[k].is_run);
            rows.push((Box::new(hard_run), wall(apart as i32)));
        }
        if limits.has(Limit::OneRun) {
            rows.push((Box::new(move |k, _| i32::from(problem.kinds[k].is_run)), wall(days)));
        }
        for muscle in 0..MUSCLES {
            let hard: Vec<&super::problem::Kind> =
                problem.kinds.iter().filter(|k| k.works_hard >> muscle & 1 == 1 && !k.follows).collect();
            let chosen = hard.iter().map(|k| k.rest).min().unwrap_or(0);
            let gap = match (limits.has(Limit::ChosenRest), limits.has(Limit::DayBetween)) {
                (true, true) => chosen.max(2),
                (true, false) => chosen,
                (false, true) => 2,
                (false, false) => 0,
            };
            let most: usize =
                hard.iter().map(|k| k.choices.iter().map(super::problem::Choice::sessions).max().unwrap_or(0)).sum();
            let high = spaced(usize::from(gap.max(1)));
            if most as i32 > high {
                let works = move |k: usize, _| {
                    i32::from(problem.kinds[k].works_hard >> muscle & 1) * i32::from(!problem.kinds[k].follows)
                };
                rows.push((Box::new(works), wall(high)));
            }
        }
        rows
    }
}
