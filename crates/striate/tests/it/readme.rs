//! The README shows what the program prints.

use crate::{root, stdout, striate};

#[test]
fn the_picture_in_the_readme_is_what_the_program_prints() {
    let path = root().join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once("```text\n").expect("the README has a picture of the terminal");
    let (shown, after) = rest.split_once("```").expect("the picture ends");
    let printed = stdout(&striate(&[
        "analyze",
        "--profile",
        "examples/runner.toml",
        "--added-mass",
        "8kg",
        "examples/hill-sprints.fit",
    ]));
    if std::env::var_os("STRIATE_BLESS").is_some() {
        std::fs::write(&path, format!("{before}```text\n{printed}```{after}")).unwrap();
        return;
    }
    assert_eq!(shown, printed, "run `cargo xtask bless` and look at the difference");
}
