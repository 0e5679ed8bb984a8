//! What every text file keeps: no trailing blanks, no tabs in Rust, no marks of unfinished work, no paths of somebody's
//! machine, one job a file, every integration test listed.

use super::has_extension;
use anyhow::Result;
use std::path::{Path, PathBuf};

/// A source file past this many lines has surely more than one job.
const LINES_MAX: usize = 900;

pub(super) fn check(root: &Path, files: &[PathBuf]) -> Result<Vec<String>> {
    let mut complaints = Vec::new();
    for file in files.iter().filter(|f| has_extension(f, &["rs", "toml", "md", "yml", "sh"])) {
        let text = std::fs::read_to_string(root.join(file))?;
        complaints.extend(check_text(file, &text));
    }
    complaints.extend(forgotten_tests(root, files)?);
    Ok(complaints)
}

fn check_text(file: &Path, text: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    let is_rust = has_extension(file, &["rs"]);
    // Spelled in two parts so that this file does not complain about itself.
    let unfinished = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X:"), concat!("HA", "CK:")];
    let machine = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/")];
    for (index, line) in text.lines().enumerate() {
        let place = format!("{}:{}", file.display(), index + 1);
        if line.ends_with([' ', '\t']) {
            complaints.push(format!("{place}: trailing blanks"));
        }
        if is_rust && line.contains('\t') {
            complaints.push(format!("{place}: a tab"));
        }
        if is_rust && unfinished.iter().any(|w| line.contains(w)) {
            complaints.push(format!("{place}: a mark of unfinished work; finish it or write it into SHORTCOMINGS.md"));
        }
        if machine.iter().any(|w| line.contains(w)) {
            complaints.push(format!("{place}: a path of somebody's machine"));
        }
        if is_rust && line.trim_start().starts_with(concat!("#[al", "low(")) {
            complaints.push(format!("{place}: use #[expect(.., reason = \"..\")] instead of allow"));
        }
    }
    if is_rust && text.lines().count() > LINES_MAX {
        complaints.push(format!("{}: over {LINES_MAX} lines; which two jobs does it have?", file.display()));
    }
    if !text.is_empty() && !text.ends_with('\n') {
        complaints.push(format!("{}: no line end at the end", file.display()));
    }
    complaints
}

/// One integration binary per crate (`tests/it/main.rs`), and every file beside it is one of its modules.
fn forgotten_tests(root: &Path, files: &[PathBuf]) -> Result<Vec<String>> {
    let mut complaints = Vec::new();
    for file in files.iter().filter(|f| has_extension(f, &["rs"])) {
        let in_tests = file.to_str().and_then(|f| f.split_once("/tests/"));
        let Some((package, rest)) = in_tests.filter(|(package, _)| !package.contains("/src")) else { continue };
        let Some(test) = rest.strip_prefix("it/") else {
            if !rest.contains('/') {
                complaints.push(format!("{}: put integration tests under tests/it/", file.display()));
            }
            continue;
        };
        if test == "main.rs" || test.contains('/') {
            continue;
        }
        let main = std::fs::read_to_string(root.join(package).join("tests/it/main.rs")).unwrap_or_default();
        let module = test.trim_end_matches(".rs");
        if !main.lines().any(|l| l.trim() == format!("mod {module};")) {
            complaints.push(format!("{}: not a module of tests/it/main.rs, so it never runs", file.display()));
        }
    }
    Ok(complaints)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_unfinished_work_and_machine_paths_are_found() {
        let text = format!("// {}: later\nlet p = \"{}x\";  \n", concat!("TO", "DO"), concat!("/wo", "rk/"));
        assert_eq!(check_text(Path::new("a.rs"), &text).len(), 3);
    }

    #[test]
    fn a_clean_file_passes() {
        assert!(check_text(Path::new("a.rs"), "fn main() {}\n").is_empty());
    }
}
