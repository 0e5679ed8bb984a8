//! Which tier each suite is in. The tests at the end hold these lists against the workspace: a suite that is in no list,
//! or a test that is skipped without being listed, fails them.

use crate::contract::Depth;
use crate::run::PRODUCT;

/// How much is tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tier {
    /// What a change is likely to break: `cargo xtask test`.
    Quick,
    /// Everything: `cargo xtask test --all`, as CI runs it.
    All,
}

/// Test programs of Rust: (crate, target), and the tier from which on they run.
#[cfg(test)]
const PROGRAMS: [(&str, &str, Tier); 33] = [
    ("striate", "striate", Tier::Quick),
    ("striate", "it", Tier::Quick),
    ("striate-analysis", "striate_analysis", Tier::Quick),
    ("striate-app", "striate_app", Tier::Quick),
    ("striate-archive", "striate_archive", Tier::Quick),
    ("striate-duplicates", "striate_duplicates", Tier::Quick),
    ("striate-duplicates", "it", Tier::Quick),
    ("striate-evidence", "striate_evidence", Tier::Quick),
    ("striate-evidence", "it", Tier::Quick),
    ("striate-formats", "striate_formats", Tier::Quick),
    ("striate-formats", "it", Tier::Quick),
    ("striate-history", "striate_history", Tier::Quick),
    ("striate-history", "it", Tier::Quick),
    ("striate-journal", "striate_journal", Tier::Quick),
    ("striate-lab", "it", Tier::All),
    ("striate-model", "striate_model", Tier::Quick),
    ("striate-parameters", "striate_parameters", Tier::Quick),
    ("striate-plan", "striate_plan", Tier::Quick),
    ("striate-plan", "it", Tier::Quick),
    ("striate-planner", "striate_planner", Tier::Quick),
    ("striate-segment", "striate_segment", Tier::Quick),
    ("striate-segment", "it", Tier::Quick),
    ("striate-server", "striate_server", Tier::Quick),
    ("striate-server", "it", Tier::Quick),
    ("striate-state", "striate_state", Tier::Quick),
    ("striate-state", "it", Tier::Quick),
    ("striate-stimulus", "striate_stimulus", Tier::Quick),
    ("striate-stimulus", "it", Tier::Quick),
    ("striate-store", "striate_store", Tier::Quick),
    ("striate-store", "it", Tier::Quick),
    ("striate-synth", "striate_synth", Tier::Quick),
    ("striate-synth", "it", Tier::Quick),
    ("striate-text", "striate_text", Tier::Quick),
];

/// The reason by which a test of a quick program is left to `--all`: `#[ignore = "long: cargo xtask test --all"]`.
#[cfg(test)]
const LONG_REASON: &str = "long: cargo xtask test --all";

/// Those tests: (crate, function).
#[cfg(test)]
const LONG: [(&str, &str); 9] = [
    ("striate", "a_process_killed_at_two_hundred_moments_of_an_import_leaves_nothing_lost_doubled_or_half"),
    ("striate-planner", "a_year_of_nine_lives_beside_two_baselines"),
    ("striate-planner", "three_hundred_random_athletes_get_weeks_that_keep_every_limit_and_say_why"),
    ("striate-segment", "no_method_from_the_field_finds_efforts_as_well_as_the_shipped_one"),
    ("striate-segment", "the_test_set_is_scored"),
    ("striate-server", "of_two_drags_at_once_one_is_kept_twenty_times_in_a_row"),
    ("striate-store", "a_migration_that_is_killed_at_any_point_is_whole_or_not_there"),
    ("striate-store", "an_import_that_is_killed_at_any_point_loses_nothing_that_was_committed_and_goes_on"),
    ("striate-store", "an_older_database_whose_migration_is_killed_keeps_every_row"),
];

/// A test of the quick tier that takes longer than this many seconds says why in [`MAY_BE_LONG`].
pub(super) const QUICK_LIMIT_S: f64 = 20.0;

/// Tests that take long and stay in the quick tier all the same: (part of the name, why).
const MAY_BE_LONG: [(&str, &str); 3] = [
    ("serve::a_demo_that_is_ended", "it waits twice for a demo athlete, the one test of what ends it"),
    ("three_months_of_nine_lives", "the one test in which planner, body and athlete meet; the whole year is in --all"),
    ("postgres::a_history_is_stored", "the one test of every query on PostgreSQL"),
];

/// Test files of the browser, and the tier from which on they run. The quick ones open every page.
const BROWSER: [(&str, Tier); 9] = [
    ("account.test.mjs", Tier::All),
    ("activity.test.mjs", Tier::All),
    ("axe.test.mjs", Tier::All),
    ("calendar.test.mjs", Tier::All),
    ("firstrun.test.mjs", Tier::All),
    ("log.test.mjs", Tier::Quick),
    ("map.test.mjs", Tier::Quick),
    ("pages.test.mjs", Tier::Quick),
    ("plan.test.mjs", Tier::All),
];

impl Tier {
    /// Its name.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Quick => "quick",
            Self::All => "full",
        }
    }

    /// Cargo's choice of crates.
    pub(super) const fn packages(self) -> &'static [&'static str] {
        match self {
            Self::Quick => PRODUCT,
            Self::All => &["--workspace"],
        }
    }

    /// How much the API is asked.
    pub(super) const fn contract_depth(self) -> Depth {
        match self {
            Self::Quick => Depth::Shallow,
            Self::All => Depth::Deep,
        }
    }

    /// The files of the browser's tests.
    pub(super) fn browser_files(self) -> Vec<&'static str> {
        BROWSER.iter().filter(|(_, tier)| self == Self::All || *tier == Self::Quick).map(|(file, _)| *file).collect()
    }
}

/// Whether a test says why it takes long in the quick tier.
pub(super) fn may_be_long(name: &str) -> bool {
    MAY_BE_LONG.iter().any(|(part, _)| name.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::{cargo_output, workspace_root};
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn every_test_program_is_in_the_list() {
        let metadata = cargo_output(&["metadata", "--no-deps", "--format-version", "1"]).unwrap();
        let metadata: serde_json::Value = serde_json::from_str(&metadata).unwrap();
        let mut found = BTreeSet::new();
        for package in metadata["packages"].as_array().unwrap() {
            let name = package["name"].as_str().unwrap();
            let targets = package["targets"].as_array().unwrap();
            let is_test = |target: &&serde_json::Value| {
                let kind = target["kind"][0].as_str().unwrap();
                target["test"] == true && ["lib", "bin", "test"].contains(&kind)
            };
            for target in targets.iter().filter(is_test).filter(|_| name != "xtask") {
                found.insert((name.to_owned(), target["name"].as_str().unwrap().to_owned()));
            }
        }
        let listed = PROGRAMS.iter().map(|(package, target, _)| ((*package).to_owned(), (*target).to_owned()));
        assert_eq!(found, listed.collect());
    }

    #[test]
    fn only_the_crate_that_the_quick_tier_excludes_is_of_the_full_tier_alone() {
        for (package, target, tier) in PROGRAMS {
            let is_excluded = Tier::Quick.packages().contains(&package);
            assert_eq!(is_excluded, tier == Tier::All, "{package} {target}");
        }
    }

    #[test]
    fn every_test_that_is_left_to_the_full_tier_is_in_the_list() {
        let root = workspace_root().join("crates");
        let mut found = BTreeSet::new();
        for entry in std::fs::read_dir(root).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            ignored_in(&path, &mut |reason, test| {
                assert_eq!(reason, LONG_REASON, "{name}: {test} must not be skipped");
                assert!(found.insert((name.clone(), test.to_owned())), "{name} has two tests {test}");
            });
        }
        let listed = LONG.iter().map(|(package, test)| ((*package).to_owned(), (*test).to_owned()));
        assert_eq!(found, listed.collect());
    }

    /// Calls `each` with the reason and the name of every ignored test below a folder.
    fn ignored_in(folder: &Path, each: &mut impl FnMut(&str, &str)) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                ignored_in(&path, each);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                for part in text.split("#[ignore").skip(1) {
                    let reason = part.strip_prefix(" = \"").and_then(|rest| rest.split('"').next());
                    let test = part.split_once("fn ").and_then(|(_, rest)| rest.split('(').next());
                    each(reason.unwrap_or_default(), test.unwrap_or_default());
                }
            }
        }
    }

    #[test]
    fn every_test_file_of_the_browser_is_in_the_list() {
        let folder = workspace_root().join("web/tests/browser");
        let names = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
        let found: BTreeSet<String> = names.filter(|n| n.ends_with(".test.mjs")).collect();
        assert_eq!(found, BROWSER.iter().map(|(file, _)| (*file).to_owned()).collect());
        assert!(!Tier::Quick.browser_files().is_empty());
        assert_eq!(Tier::All.browser_files().len(), BROWSER.len());
    }
}
