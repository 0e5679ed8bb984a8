use super::*;
use striate_model::ExerciseCandidate;

fn title(text: &str) -> Option<&'static str> {
    Catalogue::builtin().resolve(&ExerciseRef::Title(text.to_owned())).map(|m| m.id.as_str())
}

fn guess(category: u16, confidence: Option<u8>) -> ExerciseCandidate {
    ExerciseCandidate { category, exercise: None, confidence }
}

fn device(candidates: &[ExerciseCandidate]) -> Option<&'static str> {
    Catalogue::builtin().resolve(&ExerciseRef::Fit(candidates.to_vec())).map(|m| m.id.as_str())
}

fn weight(id: &str, muscle: Muscle) -> f64 {
    Catalogue::builtin().by_id(id).unwrap_or_else(|| panic!("there is no {id}")).weight(muscle)
}

#[test]
fn the_catalogue_knows_every_lift_that_a_gym_teaches() {
    assert!(Catalogue::builtin().movements().len() >= 200, "{}", Catalogue::builtin().movements().len());
}

#[test]
fn every_muscle_is_trained_directly_by_several_movements() {
    for muscle in Muscle::ALL {
        let direct = |m: &&Movement| m.counts_as_set() && m.weight(muscle) == 1.0;
        let count = Catalogue::builtin().movements().iter().filter(direct).count();
        assert!(count >= 2, "{} is trained directly by {count}", muscle.as_str());
    }
}

#[test]
fn the_jumps_and_lifts_that_the_coaching_rules_name_are_there() {
    // B9, B10, B11, and the hills, sprints and stairs of A3, A4 and B8.
    let named = ["jumping_lunge", "box_jump", "jump_squat", "back_squat", "lunge", "deadlift", "leg_press", "push_up"];
    let more = ["pull_up", "bench_press", "barbell_row", "sprint", "hill_sprint", "resisted_sprint", "stair_run"];
    for id in named.into_iter().chain(more).chain(["bounding", "pogo_hop", "farmer_carry", "nordic_curl"]) {
        assert!(Catalogue::builtin().by_id(id).is_some(), "{id}");
    }
}

#[test]
fn every_cited_source_is_used_and_most_leg_weights_of_the_big_lifts_rest_on_trials() {
    let catalogue = Catalogue::builtin();
    let cites = |id: &str| {
        let weights = catalogue.movements().iter().flat_map(|m| &m.muscles);
        weights.filter(|w| w.source.as_deref() == Some(id)).count()
    };
    for source in catalogue.sources() {
        assert!(cites(&source.id) > 0, "{} is never cited", source.id);
    }
    for id in ["back_squat", "leg_press", "hip_thrust", "seated_leg_curl", "standing_calf_raise"] {
        let direct = catalogue.by_id(id).unwrap().muscles.iter().filter(|w| w.weight == 1.0);
        assert!(direct.clone().count() > 0 && direct.clone().all(|w| w.source.is_some()), "{id}");
    }
}

#[test]
fn a_squat_gives_hamstrings_and_rectus_femoris_a_little() {
    // Kubo 2019 saw nothing, Fonseca 2014 and Tanimoto 2008 some: between.
    for (muscle, range) in [(Muscle::Hamstrings, 0.05..0.3), (Muscle::RectusFemoris, 0.1..0.6)] {
        assert!(range.contains(&weight("back_squat", muscle)), "{muscle:?}");
    }
    assert_eq!(weight("leg_extension", Muscle::RectusFemoris), 1.0);
}

#[test]
fn the_shallower_the_squat_the_less_it_gives() {
    for muscle in [Muscle::GluteusMaximus, Muscle::Adductors, Muscle::Vasti, Muscle::RectusFemoris] {
        assert!(weight("half_squat", muscle) < weight("back_squat", muscle), "{muscle:?}");
        assert!(weight("quarter_squat", muscle) < weight("half_squat", muscle), "{muscle:?}");
    }
    // Bloomquist 2013: 0 to 60 degrees grew the quads by a tenth of what the deep squat did.
    assert!(weight("quarter_squat", Muscle::Vasti) <= 0.3);
}

#[test]
fn seated_calf_raises_spare_the_gastrocnemius_and_not_the_soleus() {
    assert!(weight("seated_calf_raise", Muscle::Gastrocnemius) < 0.25);
    assert_eq!(weight("seated_calf_raise", Muscle::Soleus), weight("standing_calf_raise", Muscle::Soleus));
}

#[test]
fn one_leg_at_a_time_asks_more_of_the_side_glutes() {
    for (one, two) in [("lunge", "back_squat"), ("single_leg_romanian_deadlift", "romanian_deadlift")] {
        assert!(weight(one, Muscle::GluteusMedius) > weight(two, Muscle::GluteusMedius));
    }
}

#[test]
fn running_jumping_and_stretching_are_never_hard_sets() {
    for id in ["run", "sprint", "walk", "warm_up", "stretching", "box_jump", "jump_squat"] {
        assert!(!Catalogue::builtin().by_id(id).unwrap().counts_as_set(), "{id}");
    }
    assert!(Catalogue::builtin().by_id("warm_up").unwrap().muscles.is_empty());
}

#[test]
fn every_jump_counts_its_landings() {
    for movement in Catalogue::builtin().movements() {
        if movement.mode == ContractionMode::Plyometric {
            assert!(movement.contacts_per_rep.is_some(), "{}", movement.id);
        }
    }
}

#[test]
fn every_category_that_a_device_can_name_has_a_movement() {
    for category in (0..=47).chain([49, 50, 52, 53]) {
        assert!(device(&[guess(category, Some(200))]).is_some(), "category {category}");
        assert!(Catalogue::builtin().by_fit(category, Some(65535)).is_some(), "category {category}");
    }
    assert_eq!(Catalogue::builtin().by_fit(9999, None), None);
}

#[test]
fn an_exercise_number_says_more_than_its_category() {
    let squat = |exercise| Catalogue::builtin().by_fit(28, exercise).map(|m| m.id.as_str());
    assert_eq!(squat(Some(0)), Some("leg_press"));
    assert_eq!(squat(Some(37)), Some("goblet_squat"));
    assert_eq!(squat(Some(6)), Some("back_squat"));
    assert_eq!(squat(None), Some("back_squat"));
}

#[test]
fn the_surest_guess_of_a_device_is_taken() {
    assert_eq!(device(&[guess(28, Some(90)), guess(17, Some(140))]), Some("lunge"));
    assert_eq!(device(&[guess(28, Some(90)), guess(17, Some(90))]), Some("back_squat"));
    assert_eq!(device(&[guess(17, Some(140)), guess(28, None)]), Some("lunge"));
}

#[test]
fn what_a_device_does_not_know_stays_unknown() {
    assert_eq!(device(&[]), None);
    assert_eq!(device(&[guess(65534, None), guess(65535, None)]), None);
    assert_eq!(device(&[guess(65534, Some(255)), guess(28, Some(120))]), Some("back_squat"));
    assert_eq!(device(&[guess(28, Some(MIN_CONFIDENCE - 1))]), None);
    assert_eq!(device(&[guess(28, None)]), Some("back_squat"), "planned or entered by hand, so no guess");
}

#[test]
fn spelling_of_a_title_does_not_matter() {
    for text in ["Squat (Barbell)", "squat - barbell", "Barbell Squats", "  BARBELL   SQUAT "] {
        assert_eq!(title(text), Some("back_squat"), "{text}");
    }
    for text in ["Push-ups", "Pushup", "push up"] {
        assert_eq!(title(text), Some("push_up"), "{text}");
    }
    assert_eq!(title("DB RDL"), Some("dumbbell_romanian_deadlift"));
    assert_eq!(title("1-Arm Dumbbell Row"), Some("dumbbell_row"));
}

#[test]
fn equipment_and_manner_that_nobody_listed_still_lead_to_the_movement() {
    let found = |text| Catalogue::builtin().by_title(text).map(|(m, kind)| (m.id.as_str(), kind));
    assert_eq!(found("Lateral Raise (Kettlebell)"), Some(("lateral_raise", MatchKind::Equipment)));
    assert_eq!(found("Standing Lateral Raise (Cable)"), Some(("cable_lateral_raise", MatchKind::Manner)));
    assert_eq!(found("Deficit Bulgarian Split Squat"), Some(("bulgarian_split_squat", MatchKind::Ending)));
    assert_eq!(found("Heavy Cable Fly"), Some(("cable_fly", MatchKind::Ending)));
    assert_eq!(found("Bench Press competition pause"), Some(("bench_press", MatchKind::Beginning)));
    assert_eq!(found("Squat (Barbell)"), Some(("back_squat", MatchKind::Exact)));
}

#[test]
fn a_word_that_makes_it_another_movement_is_not_ignored() {
    assert_eq!(title("Reverse Nordic Curl"), Some("reverse_nordic_curl"));
    assert_eq!(title("Reverse Hyper Bench Press"), None);
    assert_eq!(title("Bench Press into Box Throw"), None);
    assert_eq!(title("Calf Raises on a Leg Press"), None);
    assert_eq!(title("Seated Calf Raise (Dumbbell)"), Some("seated_calf_raise"));
    assert_eq!(title("Leg Curl (Machine)"), Some("lying_leg_curl"));
}

#[test]
fn a_title_that_means_nothing_resolves_to_nothing() {
    for text in ["", "()", "Tuesday", "Grandma's chair thing", "press", "curl"] {
        assert_eq!(title(text), None, "{text}");
    }
}

#[test]
fn titles_in_other_scripts_or_endless_ones_do_no_harm() {
    for text in ["スクワット", "Приседания со штангой", "🏋️", "İ's", "\u{0}\u{ffff}", &"curl ".repeat(500)]
    {
        assert_eq!(title(text), None);
        assert!(Catalogue::builtin().closest(text, 3).len() <= 3);
    }
}

#[test]
fn an_unknown_title_gets_suggestions_that_resemble_it() {
    let suggested = |text: &str| -> Vec<&str> {
        Catalogue::builtin().closest(text, 3).into_iter().map(|(m, _)| m.id.as_str()).collect()
    };
    assert!(suggested("Bulgrian Splitt Squat").contains(&"bulgarian_split_squat"));
    assert!(suggested("Romanain deadlft").contains(&"romanian_deadlift"));
    assert!(suggested("qqqq zzzz").is_empty());
    let ranked = Catalogue::builtin().closest("hip thrusts", 5);
    assert!(ranked.len() <= 5 && ranked.windows(2).all(|pair| pair[0].1 >= pair[1].1));
    assert_eq!(ranked[0].0.id, "hip_thrust");
}

#[test]
fn every_title_of_the_catalogue_leads_back_to_its_movement() {
    for movement in Catalogue::builtin().movements() {
        for text in movement.titles() {
            assert_eq!(title(text), Some(movement.id.as_str()), "{text}");
        }
        for &(category, exercise) in &movement.fit {
            assert_eq!(Catalogue::builtin().by_fit(category, Some(exercise)).unwrap().id, movement.id);
        }
    }
}

#[test]
fn a_pull_up_moves_the_body_plus_the_belt_minus_the_help() {
    let (body, ten) = (Mass::from_kg(80.0), Mass::from_kg(10.0));
    let moved = |id: &str, logged| {
        let mass = Catalogue::builtin().by_id(id).unwrap().load.moved_mass(body, logged);
        mass.map(|mass| mass.as_kg().round() as i32)
    };
    assert_eq!(moved("pull_up", None), Some(76));
    assert_eq!(moved("weighted_pull_up", Some(ten)), Some(86));
    assert_eq!(moved("assisted_pull_up", Some(ten)), Some(66));
    assert_eq!(moved("assisted_pull_up", Some(Mass::from_kg(200.0))), Some(0));
    assert_eq!(moved("bench_press", Some(ten)), Some(10));
    assert_eq!(moved("bench_press", None), None);
    assert_eq!(moved("leg_press", Some(ten)), None);
}

const HEAD: &str = "[sources.s]\ncite = \"c\"\ndoi = \"d\"\nfound = \"f\"\n[fit_categories]\n";

fn problem_of(entry: &str) -> String {
    Catalogue::parse(&format!("{HEAD}{entry}")).map(|_| ()).unwrap_err().to_string()
}

fn entry(id: &str, lines: &str, muscles: &str) -> String {
    let name = id.replace('_', " ");
    format!(
        "[[exercise]]\nid = \"{id}\"\nname = \"{name}\"\nmode = \"isometric\"\nload = \"none\"\n{lines}\n\
         [exercise.muscles]\n{muscles}\n"
    )
}

#[test]
fn a_catalogue_that_contradicts_itself_is_refused_with_the_place_and_the_reason() {
    let core = "core = [1.0, \"s\"]";
    assert!(Catalogue::parse(&format!("{HEAD}{}", entry("a", "", core))).is_ok());
    let twice = |x: &str, y: &str| format!("{}{}", entry("a", x, core), entry("b", y, core));
    for (text, reason) in [
        (entry("a", "", "core = [1.5, \"s\"]"), "outside 0 to 1"),
        (entry("a", "", "core = [1.0, \"my uncle\"]"), "no source"),
        (entry("a", "", "quads = [1.0, \"s\"]"), "no muscle `quads`"),
        (entry("a", "", ""), "only mobility"),
        (entry("a", "body_fraction = 0.5", core), "has no body_fraction"),
        (entry("a", "contacts_per_rep = 0", core), "landings"),
        (entry("A b", "", core), "snake_case"),
        (format!("{}{}", entry("a", "", core), entry("a", "", core)), "there twice"),
        (twice("fit = [[1, 2]]", "fit = [[1, 2]]"), "belongs to `a`"),
        (twice("hevy = [\"Plank Thing\"]", "strong = [\"thing (plank)\"]"), "belongs to `a`"),
        (entry("a", "colour = \"red\"", core), "unknown field"),
    ] {
        let said = problem_of(&text);
        assert!(said.contains(reason), "{said:?} should say {reason:?}");
    }
}

#[test]
fn every_movement_has_a_category_that_a_watch_can_show() {
    let catalogue = Catalogue::builtin();
    let without: Vec<&str> =
        catalogue.movements().iter().filter(|m| m.fit_to_write().is_none()).map(|m| m.id.as_str()).collect();
    assert_eq!(without, Vec::<&str>::new());
    // Categories of the public FIT profile.
    let known = |category: u16| (0..=53).contains(&category);
    assert!(catalogue.movements().iter().filter_map(Movement::fit_to_write).all(|(category, _)| known(category)));
    let of = |id: &str| catalogue.by_id(id).and_then(Movement::fit_to_write);
    assert_eq!(of("seated_leg_curl"), Some((15, None)));
    assert_eq!(of("standing_calf_raise_machine"), Some((1, None)));
    assert_eq!(of("back_squat").map(|(category, exercise)| (category, exercise.is_some())), Some((28, true)));
}
