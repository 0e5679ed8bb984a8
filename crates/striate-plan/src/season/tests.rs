//! Seasons of made-up athletes, week by week.

use super::*;

fn everything() -> BTreeSet<PlannedKind> {
    PlannedKind::ALL.iter().copied().filter(|k| !matches!(k, PlannedKind::Rest | PlannedKind::Mobility)).collect()
}

/// A runner of years: four days, a hill, stairs, a vest, a trail.
fn runner() -> SeasonInput {
    SeasonInput {
        load: LoadInput {
            goal: Goal::Build,
            minutes: 200.0,
            longest: LongestRun::Recent(14.0),
            easy_km_per_h: 10.0,
            minutes_at_most: 400.0,
            doses: vec![2.0; 13],
            is_running: true,
        },
        days: 4,
        days_ahead: Vec::new(),
        hard_runs: 3,
        approach: Approach::Running,
        system: None,
        lifts: None,
        kinds: everything(),
        base_weeks: 60,
        weeks_off: 0,
        runs_half_hour: true,
        ran_half_hour: true,
        had_quality: true,
        last_emphasis: None,
        weeks_since_deload: 0,
        race_week: None,
        injury: Vec::new(),
        levels: BTreeMap::new(),
    }
}

/// The weeks of a season in which everything that is owed is done.
fn weeks(input: SeasonInput, count: usize) -> Vec<SeasonWeek> {
    let mut season = Season::new(input);
    (0..count)
        .map(|_| {
            let week = season.next_week();
            season.complete(&sessions(&week));
            week
        })
        .collect()
}

fn sessions(week: &SeasonWeek) -> Vec<(PlannedKind, u8)> {
    week.agenda.iter().flat_map(|o| std::iter::repeat_n((o.kind, o.level), usize::from(o.times))).collect()
}

fn stages(weeks: &[SeasonWeek]) -> Vec<&'static str> {
    weeks.iter().map(|w| w.stage.as_str()).collect()
}

fn count(weeks: &[SeasonWeek], is: impl Fn(PlannedKind) -> bool) -> usize {
    weeks.iter().flat_map(sessions).filter(|s| is(s.0)).count()
}

#[test]
fn a_runner_of_years_builds_from_the_first_week_and_blocks_alternate() {
    let all = weeks(runner(), 13);
    let three = ["building", "building", "building", "deload"];
    assert_eq!(stages(&all)[..8], [three, three].concat());
    let emphasis: Vec<_> = all.iter().filter_map(|w| w.emphasis.map(Emphasis::as_str)).collect();
    assert_eq!(emphasis[..9], [["hills"; 3], ["speed"; 3], ["hills"; 3]].concat());
}

#[test]
fn who_never_had_a_base_has_four_weeks_of_it_and_two_of_introduction() {
    let all = weeks(SeasonInput { base_weeks: 0, had_quality: false, ..runner() }, 9);
    let expected = ["base", "base", "base", "deload", "base", "introduce", "introduce", "deload", "building"];
    assert_eq!(stages(&all), expected);
    for week in all.iter().filter(|w| w.stage == Stage::Base) {
        assert!(count(std::slice::from_ref(week), PlannedKind::is_run) >= 3, "{week:?}");
        assert_eq!(count(std::slice::from_ref(week), |k| agenda::is_fast(k) || agenda::is_uphill(k)), 0);
    }
}

#[test]
fn a_base_week_with_too_few_runs_is_asked_for_again() {
    let mut season = Season::new(SeasonInput { base_weeks: 3, ..runner() });
    assert_eq!(season.next_week().stage, Stage::Base);
    season.complete(&[(PlannedKind::Long, 1), (PlannedKind::Easy, 1)]);
    assert_eq!(season.next_week().stage, Stage::Base);
    let all = weeks(SeasonInput { base_weeks: 3, days: 2, ..runner() }, 3);
    let stages: Vec<Stage> = all.iter().map(|w| w.stage).collect();
    assert_eq!(stages, [Stage::Base, Stage::Base, Stage::Introduce], "two weeks of two runs count as one of three");
}

#[test]
fn who_cannot_run_half_an_hour_climbs_there_in_about_eight_weeks() {
    let input = SeasonInput { runs_half_hour: false, base_weeks: 0, had_quality: false, ..runner() };
    let all = weeks(input.clone(), 24);
    let start = all.iter().take_while(|w| w.stage == Stage::Start).count();
    assert!((6..=9).contains(&start), "{start}");
    let rungs: Vec<u8> = all.iter().filter_map(|w| w.run_walk).collect();
    assert!(rungs.windows(2).all(|w| w[1] > w[0]), "{rungs:?}");
    assert_eq!(rungs.last(), Some(&levels(PlannedKind::RunWalk)));
    let half = BTreeMap::from([(PlannedKind::RunWalk, levels(PlannedKind::RunWalk) / 2)]);
    let faster = weeks(SeasonInput { levels: half, ..input }, 24);
    assert!(faster.iter().take_while(|w| w.stage == Stage::Start).count() < start);
}

#[test]
fn a_pause_of_weeks_goes_one_block_lower_and_one_of_months_back_to_the_base() {
    let first = |off| stages(&weeks(SeasonInput { weeks_off: off, ..runner() }, 3));
    assert_eq!(first(1), ["building", "building", "building"]);
    assert_eq!(first(3), ["comeback", "introduce", "introduce"]);
    assert_eq!(first(10), ["base", "base", "base"]);
}

#[test]
fn four_weeks_of_a_block_hold_the_whole_mix() {
    for days in 3..=7 {
        for approach in Approach::ALL {
            for goal in [Goal::Build, Goal::Keep, Goal::Lean] {
                let load = LoadInput { goal, ..runner().load };
                let all = weeks(SeasonInput { days, approach: *approach, load, ..runner() }, 16);
                for four in all.windows(4) {
                    let what = format!("{days} days, {approach:?}, {goal:?}");
                    let of = |is: fn(PlannedKind) -> bool| count(four, is);
                    assert!(of(agenda::is_fast) >= 2, "fast: {what}");
                    assert!(of(agenda::is_uphill) >= 2, "uphill: {what}");
                    assert_eq!(of(|k| k == PlannedKind::Long), 4, "long: {what}");
                    assert!(
                        of(|k| k == PlannedKind::ResistedHill) >= 1
                            || goal == Goal::Keep
                            || *approach == Approach::Lifting,
                        "resisted: {what}"
                    );
                    assert!(of(|k| k == PlannedKind::Trail) >= 1, "trail: {what}");
                    assert!(days < 4 || of(|k| k == PlannedKind::Tempo) >= 1, "tempo: {what}");
                    let legs = |k| matches!(k, PlannedKind::LowerStrength | PlannedKind::FullStrength);
                    assert!(of(legs) >= 3, "legs: {what}");
                    let upper = |k| matches!(k, PlannedKind::UpperStrength | PlannedKind::FullStrength);
                    assert!(of(upper) >= 2, "upper body: {what}");
                    let jumps = four.iter().flat_map(|w| &w.agenda).filter(|o| o.jumps > 0).count();
                    assert!(jumps >= 2, "jumps: {what}");
                }
            }
        }
    }
}

#[test]
fn every_ladder_that_is_climbed_four_times_steps_up() {
    let all = weeks(SeasonInput { days: 5, ..runner() }, 26);
    for kind in [PlannedKind::Series, PlannedKind::HillSprints, PlannedKind::ResistedHill, PlannedKind::Tempo] {
        let loading = all.iter().filter(|w| w.stage.loads());
        let done: Vec<u8> = loading.flat_map(sessions).filter(|s| s.0 == kind).map(|s| s.1).collect();
        assert!(done.len() >= 4 && done.last() > done.first(), "{kind:?}: {done:?}");
        assert!(done.windows(2).all(|w| w[1] <= w[0] + 1), "{kind:?}: {done:?}");
    }
}

#[test]
fn without_a_hill_stairs_take_its_place_and_without_either_speed_stays() {
    let without = |gone: &[PlannedKind]| {
        let kinds = everything().into_iter().filter(|k| !gone.contains(k)).collect();
        weeks(SeasonInput { kinds, ..runner() }, 8)
    };
    let hill = [PlannedKind::HillSprints, PlannedKind::HillRepeats, PlannedKind::ResistedHill];
    assert!(count(&without(&hill), |k| k == PlannedKind::Stairs) >= 6);
    let flat = without(&[&hill[..], &[PlannedKind::Stairs]].concat());
    assert!(flat.iter().all(|w| w.emphasis != Some(Emphasis::Hills)));
    assert_eq!(count(&flat, agenda::is_uphill), 0);
}

#[test]
fn a_race_has_a_taper_before_it_and_an_easier_week_behind_it() {
    let all = weeks(SeasonInput { race_week: Some(5), ..runner() }, 8);
    assert_eq!(stages(&all)[4..7], ["taper", "race", "deload"]);
    assert_eq!(count(&all, |k| k == PlannedKind::Race), 1);
    let now = weeks(SeasonInput { race_week: Some(0), ..runner() }, 1);
    assert_eq!(stages(&now), ["race"], "a race this week is a race");
}

#[test]
fn what_waits_has_a_date() {
    let until = |input| Season::new(input).weeks_until_fast();
    assert_eq!(until(runner()), Some(0));
    assert_eq!(until(SeasonInput { base_weeks: 0, ..runner() }), Some(5), "three of base, an easier one, one of base");
    let beginner = SeasonInput { runs_half_hour: false, base_weeks: 0, ..runner() };
    assert!(until(beginner).is_some_and(|weeks| (10..=16).contains(&weeks)));
}

#[test]
fn an_injury_leads_through_its_way_back_into_a_new_base() {
    let all = weeks(SeasonInput { injury: vec![0, 1, 2], ..runner() }, 5);
    assert_eq!(stages(&all), ["injury", "injury", "injury", "base", "base"]);
    assert_eq!((all[1].agenda[0].kind, all[1].agenda[0].times), (PlannedKind::RunWalk, 3));
    assert_eq!(all[1].way_back, Some(1));
}

#[test]
fn one_article_alone_asks_for_what_it_says() {
    use PlannedKind as K;
    let of = |system| weeks(SeasonInput { system: Some(system), days: 5, ..runner() }, 12);
    let has = |weeks: &[SeasonWeek], kind| count(weeks, |k| k == kind);
    let a = of(System::A);
    assert!(has(&a, K::SprintInterval) >= 9 && has(&a, K::ResistedHill) >= 4 && has(&a, K::HillRepeats) >= 4);
    assert!(has(&a, K::Tempo) >= 9 && has(&a, K::Long) >= 9 && has(&a, K::Recovery) >= 9);
    let b = of(System::B);
    assert!(has(&b, K::SprintInterval) >= 9 && has(&b, K::HillSprints) + has(&b, K::HillRepeats) >= 9);
    assert!(has(&b, K::LowerStrength) >= 9 && has(&b, K::UpperStrength) >= 9 && has(&b, K::Trail) >= 3);
    assert!(b.iter().filter(|w| w.agenda.iter().any(|o| o.jumps > 0)).count() >= 9);
    let c = of(System::C);
    assert!(has(&c, K::ResistedHill) >= 4 && has(&c, K::Sprints) >= 4 && has(&c, K::SprintInterval) >= 4);
    let d = of(System::D);
    assert!(has(&d, K::Sprints) + has(&d, K::SprintInterval) >= 9 && has(&d, K::LowerStrength) >= 18);
    assert_eq!(count(&d, agenda::is_uphill), 0);
    let e = of(System::E);
    assert!(has(&e, K::Series) >= 18 && has(&e, K::LowerStrength) >= 9 && has(&e, K::SprintInterval) == 0);
}

#[test]
fn two_days_alternate_fast_and_uphill_and_keep_the_long_run() {
    let all = weeks(SeasonInput { days: 2, ..runner() }, 8);
    for week in all.iter().filter(|w| w.stage == Stage::Building) {
        let runs = week.agenda.iter().filter(|o| o.kind.is_run()).map(|o| o.times).sum::<u8>();
        assert_eq!(runs, 2, "{week:?}");
    }
    assert!(count(&all, agenda::is_fast) >= 3 && count(&all, agenda::is_uphill) >= 3);
}

#[test]
fn where_strides_are_ruled_out_a_base_week_has_three_runs_all_the_same() {
    let kinds = everything().into_iter().filter(|k| *k != PlannedKind::Strides).collect();
    let all = weeks(SeasonInput { kinds, base_weeks: 0, had_quality: false, ..runner() }, 8);
    let base: Vec<_> = all.iter().filter(|w| w.stage == Stage::Base).collect();
    assert_eq!(base.len(), 4, "the base ends");
    for week in base {
        assert!(week.agenda.iter().filter(|o| o.kind.is_run()).map(|o| o.times).sum::<u8>() >= 3, "{week:?}");
    }
}

#[test]
fn weeks_away_owe_nothing_and_lead_back_as_any_other_pause() {
    let away = |weeks: std::ops::Range<usize>| {
        let days_ahead = (0..8).map(|w| if weeks.contains(&w) { 0 } else { 4 }).collect();
        super::tests::weeks(SeasonInput { days_ahead, ..runner() }, 8)
    };
    let one = away(1..2);
    assert!(one[1].agenda.is_empty());
    assert_eq!(stages(&one)[..3], ["building", "deload", "building"], "a week away is an easier one");
    let three = away(1..4);
    assert_eq!(stages(&three)[4..7], ["comeback", "introduce", "introduce"]);
}

#[test]
fn the_base_goes_on_until_half_an_hour_is_run_and_ends_all_the_same() {
    let short = |km: f64| {
        let load = LoadInput { longest: LongestRun::Recent(km), ..runner().load };
        let input = SeasonInput { base_weeks: 0, ran_half_hour: false, had_quality: false, load, ..runner() };
        weeks(input, 14).iter().filter(|w| w.stage == Stage::Base).count()
    };
    assert_eq!(short(8.0), 4, "half an hour is in reach at once");
    assert!((5..=7).contains(&short(3.0)), "{}", short(3.0));
    assert_eq!(short(1.0), 8, "and no more than so many weeks");
}

#[test]
fn a_step_that_a_week_put_off_is_named_by_the_next_one_and_only_once() {
    let mut season = Season::new(SeasonInput { levels: BTreeMap::from([(PlannedKind::Tempo, 4)]), ..runner() });
    let mut seen = Vec::new();
    for _ in 0..9 {
        let week = season.next_week();
        // No week has room for the whole tempo run.
        let short = |(kind, level)| if kind == PlannedKind::Tempo { (kind, level - 1) } else { (kind, level) };
        season.complete(&sessions(&week).into_iter().map(short).collect::<Vec<_>>());
        seen.extend(week.agenda.iter().filter(|o| o.kind == PlannedKind::Tempo).map(|o| (o.level, o.short_at)));
    }
    assert!(seen.len() >= 2, "{seen:?}");
    assert_eq!(seen[0], (4, None));
    assert!(seen[1..].iter().all(|s| *s == (4, Some(3))), "{seen:?}");
}

#[test]
fn strength_does_not_fall_back_in_the_introduction() {
    let input = SeasonInput {
        had_quality: false,
        levels: BTreeMap::from([(PlannedKind::LowerStrength, 5), (PlannedKind::HillSprints, 5)]),
        ..runner()
    };
    let week = Season::new(input).next_week();
    assert_eq!(week.stage, Stage::Introduce);
    let level = |kind| week.agenda.iter().find(|o| o.kind == kind).map(|o| o.level);
    assert_eq!(level(PlannedKind::LowerStrength), Some(5));
    assert_eq!(level(PlannedKind::HillSprints), Some(2));
}

#[test]
fn who_cannot_run_half_an_hour_walks_in_a_race_week_and_begins_behind_it() {
    let input = SeasonInput {
        base_weeks: 0,
        runs_half_hour: false,
        ran_half_hour: false,
        had_quality: false,
        race_week: Some(0),
        ..runner()
    };
    let all = weeks(input, 2);
    assert_eq!(stages(&all), ["race", "start"]);
    assert!(all[0].run_walk.is_some() && count(&all[..1], |k| k == PlannedKind::Strides) == 0);
}
