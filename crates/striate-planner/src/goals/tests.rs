use super::*;
use striate_plan::kinds::Experience;

fn today() -> Day {
    "2026-11-20".parse().expect("a day")
}

#[test]
fn goals_come_back_as_they_were_written_and_missing_keys_have_their_default() {
    let goals = Goals {
        days: vec![DayName::Tue, DayName::Sat],
        minutes: BTreeMap::from([(DayName::Sat, 150)]),
        vest_kg: Some(7.5),
        ..Goals::default()
    };
    assert_eq!(Goals::from_json(&goals.to_json()), Some(goals));
    assert_eq!(Goals::from_json("{}"), Some(Goals::default()));
    assert_eq!(Goals::from_json("[]"), None);
}

#[test]
fn a_day_has_the_minutes_that_were_said_or_the_usual_ones_and_the_others_none() {
    let goals = Goals {
        days: vec![DayName::Thu, DayName::Tue, DayName::Sat],
        minutes: BTreeMap::from([(DayName::Thu, 45)]),
        ..Goals::default()
    };
    let wishes = goals.wishes(&Ledger::default(), today());
    assert_eq!(wishes.minutes, [0, 75, 0, 45, 0, 120, 0]);
    assert_eq!(wishes.long_day, Some(5));
}

#[test]
fn what_cannot_be_is_told_with_what_can() {
    let wrong = [
        Goals { minutes: BTreeMap::from([(DayName::Tue, 5)]), ..Goals::default() },
        Goals { lifts_per_week: Some(9), ..Goals::default() },
        Goals { vest_kg: Some(90.0), ..Goals::default() },
        Goals { rest_hours: 36, ..Goals::default() },
        Goals { race: Some("soon".to_owned()), ..Goals::default() },
        Goals { weeks: 0, ..Goals::default() },
        Goals { days: vec![DayName::Tue], long_run_day: Some(DayName::Sun), ..Goals::default() },
        Goals { spare: vec!["spleen".to_owned()], ..Goals::default() },
    ];
    for goals in wrong {
        assert!(goals.check(today()).is_err(), "{goals:?}");
    }
    assert_eq!(Goals::default().check(today()), Ok(()));
}

#[test]
fn a_day_is_named_by_three_letters_or_in_full() {
    assert_eq!(DayName::said("Tue"), Some(DayName::Tue));
    assert_eq!(DayName::said("tuesday "), Some(DayName::Tue));
    assert_eq!([DayName::said("tu"), DayName::said("today")], [None, None]);
}

#[test]
fn a_race_is_on_any_day_from_today_on_whatever_the_days_of_training_are() {
    let goals = |race: &str, km| Goals {
        days: vec![DayName::Tue],
        minutes: BTreeMap::from([(DayName::Tue, 20)]),
        race: Some(race.to_owned()),
        race_km: km,
        ..Goals::default()
    };
    for (race, km) in
        [("2026-11-20", None), ("2026-11-22", Some(0.1)), ("2026-11-25", Some(42.195)), ("2028-01-01", Some(160.0))]
    {
        assert_eq!(goals(race, km).check(today()), Ok(()), "{race}");
        assert_eq!(goals(race, km).wishes(&Ledger::default(), today()).race, race.parse().ok());
    }
    let past = goals("2026-11-19", None).check(today()).unwrap_err();
    assert_eq!(past, "The race on 2026-11-19 is in the past: give a date from 2026-11-20 on, or none");
    assert!(goals("2026-11-25", Some(0.0)).check(today()).is_err());
    assert_eq!(goals("2026-11-19", Some(10.0)).without_past(today()).race, None);
    assert_eq!(goals("2026-11-20", None).without_past(today()).race.as_deref(), Some("2026-11-20"));
}

#[test]
fn days_away_are_ranges_and_no_day_in_them_has_minutes() {
    let away = |first: &str, last: &str| AwayGoal { first: first.to_owned(), last: last.to_owned() };
    let with = |ranges: Vec<AwayGoal>| Goals { away: ranges, ..Goals::default() };
    for wrong in [
        vec![away("soon", "2026-12-01")],
        vec![away("2026-12-02", "2026-12-01")],
        vec![away("2026-12-02", "2027-12-01")],
        vec![away("2026-12-02", "2026-12-02"); 21],
    ] {
        assert!(with(wrong.clone()).check(today()).is_err(), "{wrong:?}");
    }
    let goals = with(vec![away("2026-12-24", "2027-01-02"), away("2026-12-01", "2026-12-01")]);
    assert_eq!(goals.check(today()), Ok(()));
    let wishes = goals.wishes(&Ledger::default(), today());
    let minutes = |day: &str| wishes.minutes_on(day.parse().unwrap());
    // Tuesdays, the second of them away, and the day before and after the holidays.
    assert_eq!([minutes("2026-11-24"), minutes("2026-12-01"), minutes("2026-12-29")], [75, 0, 0]);
    assert_eq!(
        [minutes("2026-12-22"), minutes("2026-12-24"), minutes("2027-01-02"), minutes("2027-01-03")],
        [75, 0, 0, 120]
    );
    assert_eq!(goals.without_past("2026-12-25".parse().unwrap()).away.len(), 1);
}

#[test]
fn the_wishes_of_a_season_are_kept_told_and_handed_to_the_planner() {
    let goals = Goals {
        approach: Some(Approach::Lifting),
        system: Some(System::E),
        same_day: false,
        protect: vec![Region::Knee, Region::Achilles, Region::Knee],
        away: vec![AwayGoal::new("2026-12-24".parse().unwrap(), "2027-01-02".parse().unwrap())],
        runner: Some(ExperienceName::Experienced),
        lifter: Some(ExperienceName::New),
        pack_kg: Some(6.0),
        ankle_weights_kg: Some(2.0),
        table: false,
        race: Some("2027-02-07".to_owned()),
        race_km: Some(10.0),
        ..Goals::default()
    };
    assert_eq!(Goals::from_json(&goals.to_json()), Some(goals.clone()));
    let wishes = goals.wishes(&Ledger::default(), today());
    assert_eq!((wishes.approach, wishes.system, wishes.same_day), (Some(Approach::Lifting), Some(System::E), false));
    assert_eq!(wishes.protect, [Region::Knee, Region::Achilles]);
    assert_eq!((wishes.runner, wishes.lifter), (Some(Experience::Experienced), Some(Experience::Novice)));
    assert_eq!(wishes.equipment.pack.map(Mass::as_kg), Some(6.0));
    assert!(!wishes.equipment.has_table);
    let sentence = goals.sentence(&Ledger::default(), today());
    for part in [
        "a pack of up to 6 kg",
        "ankle weights of up to 2 kg",
        "Race on 2027-02-07 over 10 km.",
        "Lifting first.",
        "Follows article E.",
        "No hard run and leg strength on one day.",
        "Years of running. New to lifting.",
        "Protected: knee and Achilles tendon.",
        "Away from 2026-12-24 to 2027-01-02.",
    ] {
        assert!(sentence.contains(part), "{part}: {sentence}");
    }
}

#[test]
fn goals_of_an_earlier_version_are_read_with_the_defaults_of_what_they_do_not_say() {
    let goals = Goals::from_json("{\"goal\":\"keep\",\"days\":[\"tue\",\"sun\"],\"race\":null}").unwrap();
    assert_eq!((goals.goal, goals.same_day, goals.table, goals.approach), (GoalName::Keep, true, true, None));
    assert_eq!(Goals::from_json("{\"protect\":[\"spleen\"]}"), None);
}

#[test]
fn days_that_nobody_said_and_no_history_shows_are_not_called_usual() {
    let sentence = Goals::default().sentence(&Ledger::default(), today());
    assert!(sentence.contains("until you say which days are yours"), "{sentence}");
}
