//! What can be said about trials without a file.

use super::*;

const HEADER: &str =
    "id,study_id,type,muscle_key,measure,change_pct,include_in_fit,vmax_mps,sim,history,weeks,sessions_per_week\n";

fn rows(rows: &str) -> Validation {
    validate(format!("{HEADER}{rows}").as_bytes(), &Engine::default()).unwrap()
}

#[test]
fn ten_weeks_of_ten_weekly_squat_sets_add_about_eight_percent_to_the_quads() {
    let table = rows(
        "a,A,lift,vasti,volume_MRI,8.0,1,7.5,\"[{\"\"m\"\":\"\"lift\"\",\"\"ex\"\":\"\"squat_full\"\",\"\"sets\"\":5}]\",[],10,2\n",
    );
    let row = &table.rows[0];
    assert!((7.4..8.8).contains(&row.predicted_pct), "{row:?}");
    assert!(row.low_pct < 5.0 && row.high_pct > 11.0, "{row:?}");
    assert_eq!((row.class, row.mode.as_str()), ("whole_muscle", "lift"));
}

#[test]
fn what_was_already_habitual_changes_nothing() {
    let easy = "\"[{\"\"m\"\":\"\"run\"\",\"\"v\"\":2.9,\"\"s\"\":2700,\"\"n\"\":1,\"\"I\"\":0.78}]\"";
    let table = rows(&format!("a,A,run_continuous,thigh,CSA_MRI,0,1,7.5,{easy},same,26,4\n"));
    assert!(table.rows[0].predicted_pct.abs() < 0.02, "{:?}", table.rows[0]);
}

#[test]
fn a_row_that_cannot_be_read_is_named_and_the_others_are_replayed() {
    let table = rows("a,A,lift,elbow,CSA,1,1,7.5,[],[],10,2\nb,B,lift,vasti,CSA,0,1,,[],[],10,2\n");
    assert_eq!(table.problems.len(), 1);
    assert_eq!(table.problems[0].line, 2);
    assert_eq!(table.scores.all.n, 1);
    assert_eq!(table.rows[0].predicted_pct, 0.0);
}

#[test]
fn one_bad_row_of_every_sort_costs_only_itself() {
    let lift = "\"[{\"\"m\"\":\"\"lift\"\",\"\"ex\"\":\"\"squat_full\"\",\"\"sets\"\":5}]\"";
    let bad = [
        format!("a,A,lift,vasti,CSA,1,1,7.5,{lift},[],ten,2"),
        format!("b,A,lift,vasti,CSA,much,1,7.5,{lift},[],10,2"),
        "c,A,lift,vasti,CSA,1,1,7.5,\"[{\"\"m\"\":\"\"yoga\"\"}]\",[],10,2".to_owned(),
        "d,A,sprint,vasti,CSA,1,1,7.5,\"[{\"\"m\"\":\"\"sprint\"\",\"\"d\"\":1e12}]\",[],10,2".to_owned(),
        "e,A,run,vasti,CSA,1,1,7.5,\"[{\"\"m\"\":\"\"run\"\",\"\"v\"\":3,\"\"s\"\":60,\"\"n\"\":1e9}]\",[],10,2"
            .to_owned(),
        "f,A,lift,vasti".to_owned(),
        format!("g,A,lift,vasti,CSA,1,1,400,{lift},[],10,2"),
    ];
    let table = rows(&format!("{}\nz,Z,lift,vasti,CSA,8,1,,{lift},,10,2\n", bad.join("\n")));
    assert_eq!(table.problems.len(), bad.len(), "{:?}", table.problems);
    assert!(table.problems.iter().zip(["a", "b", "c", "d", "e", "f", "g"]).all(|(p, id)| p.id == id));
    assert_eq!(table.rows.iter().map(|r| r.id.as_str()).collect::<Vec<_>>(), ["z"]);
}

#[test]
fn tables_from_other_programs_are_read_semicolons_blank_lines_other_letters_and_all() {
    let header = "ID;Study_ID;type;muscle_key;measure;change_pct;sim;weeks;sessions_per_week";
    let lift = "\"[{\"\"m\"\":\"\"lift\"\",\"\"ex\"\":\"\"squat_full\"\",\"\"sets\"\":5,\"\"tempo\"\":2}]\"";
    let text = format!(
        "{header}\n\na;S;Lift;VL;fiber_IIa;\u{2212}3,5 %;{lift};10;2\n;;;;;;;;\nb;S;lift;quads;CSA;;{lift};10;2\n"
    );
    let mut bytes = text.into_bytes();
    bytes.extend(b"c;M\xfcller;lift;quads;CSA;7;[];10;2\n");
    let table = validate(&bytes, &Engine::default()).unwrap();
    let row = &table.rows[0];
    assert_eq!((row.measured_pct, row.class, row.mode.as_str(), row.scored), (Some(-3.5), "fiber", "lift", true));
    assert_eq!(
        table.rows.iter().map(|r| (r.id.as_str(), r.scored)).collect::<Vec<_>>(),
        [("a", true), ("b", false), ("c", true)]
    );
    // A key that the grammar does not have is named and ignored.
    assert_eq!(table.problems.len(), 2, "{:?}", table.problems);
    assert!(table.problems[0].message.contains("tempo"));
}

#[test]
fn a_table_without_the_needed_columns_is_refused_with_all_their_names() {
    let error = validate(b"id,study_id\nx,y\n", &Engine::default()).unwrap_err();
    for column in ["type", "muscle_key", "measure", "change_pct", "sim", "weeks"] {
        assert!(error.to_string().contains(column), "{error}");
    }
}

#[test]
fn the_two_methods_agree_about_fast_fibers() {
    let engine = Engine::default();
    for muscle in striate_model::Muscle::ALL {
        assert_eq!(engine.stimulus.fast_fibers(muscle), engine.growth.fast_fibers(muscle), "{muscle:?}");
    }
}
