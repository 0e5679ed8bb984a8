//! What a session is called, and why.

use crate::script::{Script, athlete};
use striate_model::{KindVerdict, Mass, Recording, SessionKind, SubSport, Told};
use striate_segment::segment;

fn verdict(recording: &Recording) -> KindVerdict {
    segment(recording, &athlete(3.8, 7.5), &Told::default()).kind
}

fn assert_kind(recording: &Recording, kind: SessionKind) {
    let verdict = verdict(recording);
    assert_eq!(verdict.kind, kind, "{verdict:?}");
    assert!(!verdict.reasons.is_empty() && (0.0..=1.0).contains(&verdict.confidence));
}

#[test]
fn rule_e3_fast_200s_with_long_rests_are_a_series_and_say_so_in_words() {
    let recording = Script::new().run(900, 2.8).repeat(8, (33, 6.1), (160, 1.2)).run(300, 2.6).recording();
    assert_kind(&recording, SessionKind::Series);
    let reasons = verdict(&recording).reasons.join(" ");
    assert!(reasons.contains("8 efforts of 200 m at") && reasons.contains("rests of 2:"), "{reasons}");
}

#[test]
fn rule_a4_the_same_200s_with_short_rests_are_sprint_intervals() {
    let recording = Script::new().run(900, 2.8).repeat(8, (35, 6.1), (75, 1.2)).run(300, 2.6).recording();
    assert_kind(&recording, SessionKind::SprintInterval);
}

#[test]
fn thousands_at_five_k_effort_are_intervals() {
    let recording = Script::new().run(900, 2.8).repeat(5, (245, 4.1), (120, 2.2)).run(600, 2.6).recording();
    assert_kind(&recording, SessionKind::Interval);
}

#[test]
fn half_an_hour_near_critical_speed_is_a_tempo_run() {
    assert_kind(&Script::new().run(900, 2.8).run(1500, 3.7).run(600, 2.7).recording(), SessionKind::Tempo);
}

#[test]
fn a_tempo_in_three_parts_stays_a_tempo() {
    let recording = Script::new().run(900, 2.8).repeat(3, (600, 3.65), (120, 2.4)).run(300, 2.7).recording();
    assert_kind(&recording, SessionKind::Tempo);
}

#[test]
fn six_strides_do_not_make_an_easy_run_an_interval_session() {
    let recording = Script::new().run(3000, 3.0).repeat(6, (20, 5.4), (70, 2.5)).recording();
    assert_kind(&recording, SessionKind::Easy);
}

#[test]
fn an_hour_of_even_running_is_easy() {
    assert_kind(&Script::new().run(3300, 3.0).recording(), SessionKind::Easy);
}

#[test]
fn rule_a5_one_to_two_hours_of_even_running_are_a_long_run() {
    assert_kind(&Script::new().run(6600, 2.9).recording(), SessionKind::Long);
}

#[test]
fn rule_a6_a_short_slow_run_is_recovery() {
    assert_kind(&Script::new().run(1700, 2.5).recording(), SessionKind::Recovery);
}

#[test]
fn rule_a3_hill_sprints_with_a_vest_are_resisted_and_without_are_hill_repeats() {
    let mut script = Script::new().run(900, 2.8);
    for _ in 0..10 {
        script = script.climb(20, 4.3, 0.09).climb(75, 1.2, -0.0955);
    }
    let recording = script.run(300, 2.6).recording();
    assert_kind(&recording, SessionKind::HillRepeats);
    let vest = Told { carried_mass: Some(Mass::from_kg(8.0)), kind: None };
    assert_eq!(segment(&recording, &athlete(3.8, 7.5), &vest).kind.kind, SessionKind::ResistedHill);
}

fn hills(times: usize, (seconds, speed, grade): (usize, f64, f64)) -> Recording {
    let mut script = Script::new().run(900, 2.8);
    let back = (seconds as f64 * speed / 1.2).round() as usize;
    for _ in 0..times {
        script = script.climb(seconds, speed, grade).climb(back, 1.2, -grade).run(30, 0.0);
    }
    script.run(300, 2.6).recording()
}

#[test]
fn short_climbs_flat_out_with_a_walk_back_are_hill_sprints_and_longer_ones_hill_repeats() {
    for grade in [0.08, 0.10, 0.12] {
        assert_kind(&hills(6, (10, 4.9, grade)), SessionKind::HillSprints);
        assert_kind(&hills(8, (12, 4.6, grade)), SessionKind::HillSprints);
        assert_kind(&hills(8, (30, 3.6, grade)), SessionKind::HillRepeats);
        assert_kind(&hills(8, (20, 4.2, grade)), SessionKind::HillRepeats);
    }
    let vest = Told { carried_mass: Some(Mass::from_kg(6.0)), kind: None };
    let loaded = segment(&hills(6, (12, 4.6, 0.10)), &athlete(3.8, 7.5), &vest).kind;
    assert_eq!(loaded.kind, SessionKind::ResistedHill);
}

#[test]
fn sixty_metres_flat_out_with_three_minutes_of_rest_are_sprints_and_rests_are_never_called_too_short() {
    for (times, seconds, speed, rest) in [(8, 9, 6.9, 180), (6, 9, 6.9, 120), (8, 11, 7.0, 240), (6, 10, 6.4, 180)] {
        let recording =
            Script::new().run(900, 2.8).repeat(times, (seconds, speed), (rest, 1.1)).run(300, 2.6).recording();
        assert_kind(&recording, SessionKind::Sprints);
        let reasons = verdict(&recording).reasons.join(" ");
        assert!(reasons.contains("long enough to be fresh") && !reasons.contains("too short"), "{reasons}");
    }
    // The same without rests worth the name are sprint intervals.
    let hasty = Script::new().run(900, 2.8).repeat(10, (10, 7.1), (40, 1.1)).run(300, 2.6).recording();
    assert_kind(&hasty, SessionKind::SprintInterval);
}

#[test]
fn a_short_hill_climb_is_a_hill_and_no_tempo_run() {
    for (seconds, speed, grade) in [(420, 2.4, 0.11), (420, 3.1, 0.05), (300, 2.8, 0.08), (780, 2.5, 0.08)] {
        assert_kind(&Script::new().climb(seconds, speed, grade).recording(), SessionKind::HillRepeats);
    }
    let flat = Script::new().run(420, 3.8).recording();
    assert_kind(&flat, SessionKind::Tempo);
}

#[test]
fn a_steep_descent_is_a_downhill_run_at_any_speed_and_no_recovery() {
    for (minutes, speed, grade) in
        [(10, 2.9, -0.12), (20, 2.9, -0.12), (20, 3.9, -0.10), (45, 2.4, -0.08), (45, 3.2, -0.20), (110, 2.9, -0.10)]
    {
        let down = Script::new().run(300, 2.8).climb(60 * minutes, speed, grade).run(200, 2.7).recording();
        assert_kind(&down, SessionKind::Downhill);
        assert!(verdict(&down).reasons.join(" ").contains("downhill"), "{:?}", verdict(&down));
    }
}

#[test]
fn gentle_or_short_descents_and_hills_up_and_down_are_no_downhill_run() {
    let is_downhill = |recording: &Recording| verdict(recording).kind == SessionKind::Downhill;
    assert!(!is_downhill(&Script::new().run(300, 2.8).climb(2400, 2.9, -0.03).recording()));
    assert!(!is_downhill(&Script::new().run(2400, 2.8).climb(400, 2.9, -0.12).run(600, 2.7).recording()));
    let mut rolling = Script::new().run(300, 2.8);
    for _ in 0..6 {
        rolling = rolling.climb(240, 2.5, 0.08).climb(220, 2.9, -0.08);
    }
    assert!(!is_downhill(&rolling.recording()));
}

#[test]
fn the_sub_sport_says_trail_stairs_and_race() {
    for (sub_sport, kind) in [
        (SubSport::Trail, SessionKind::Trail),
        (SubSport::Stairs, SessionKind::Stairs),
        (SubSport::Race, SessionKind::Race),
    ] {
        let mut recording = Script::new().run(2400, 3.3).recording();
        recording.sub_sport = sub_sport;
        assert_kind(&recording, kind);
    }
}

#[test]
fn a_run_that_gets_faster_is_a_tempo_only_when_its_last_third_is_above_the_first_threshold() {
    let progression =
        |last: f64| Script::new().run(1200, 2.6).run(1200, 0.5 * (2.6 + last)).run(1200, last).recording();
    assert_kind(&progression(3.5), SessionKind::Tempo);
    assert_kind(&progression(2.95), SessionKind::Easy);
}

#[test]
fn the_athletes_own_word_always_wins() {
    let told = Told { carried_mass: None, kind: Some(SessionKind::Race) };
    let recording = Script::new().run(2400, 3.0).recording();
    let verdict = segment(&recording, &athlete(3.8, 7.5), &told).kind;
    assert_eq!((verdict.kind, verdict.confidence), (SessionKind::Race, 1.0));
}
