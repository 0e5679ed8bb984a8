//! Dependencies that nothing uses: every dependency of a crate is named in its sources, and every dependency of the
//! workspace by a crate.

use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Complaints about the crates of `metadata`, whose sources are among `files`.
pub(super) fn check(root: &Path, files: &[PathBuf], metadata: &Value) -> Result<Vec<String>> {
    let manifest = std::fs::read_to_string(root.join("Cargo.toml")).context("Cargo.toml")?;
    let mut complaints = Vec::new();
    let mut wanted = BTreeSet::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let folder = folder(root, package)?;
        let code = Code::read(root, files, &folder)?;
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let name = dependency["name"].as_str().unwrap_or_default();
            wanted.insert(name.to_owned());
            let library = dependency["rename"].as_str().unwrap_or(name).replace('-', "_");
            let kind = dependency["kind"].as_str().unwrap_or("normal");
            if !code.of_kind(kind).any(|text| uses(text, &library)) {
                complaints.push(format!(
                    "{}: nothing uses the {kind} dependency {name}",
                    folder.join("Cargo.toml").display()
                ));
            } else if kind == "normal" && !code.product.iter().any(|text| uses(text, &library)) {
                complaints.push(format!(
                    "{}: only tests, benches or examples use {name}; it belongs to the dev-dependencies",
                    folder.join("Cargo.toml").display()
                ));
            }
        }
    }
    let unwanted = listed(&manifest).filter(|name| !wanted.contains(*name));
    complaints.extend(unwanted.map(|name| format!("Cargo.toml: no crate depends on {name}")));
    Ok(complaints)
}

/// The folder of a package below the root.
fn folder(root: &Path, package: &Value) -> Result<PathBuf> {
    let manifest = Path::new(package["manifest_path"].as_str().context("a package without a manifest")?);
    let folder = manifest.parent().context("a manifest without a folder")?;
    Ok(folder.strip_prefix(root).unwrap_or(folder).to_owned())
}

/// The names in `[workspace.dependencies]`.
fn listed(manifest: &str) -> impl Iterator<Item = &str> {
    let section = manifest.split("[workspace.dependencies]").nth(1).unwrap_or_default();
    let section = section.split("\n[").next().unwrap_or_default();
    section.lines().filter(|l| !l.trim_start().starts_with('#')).filter_map(|l| Some(l.split_once('=')?.0.trim()))
}

/// The texts of a crate's sources by what they are compiled for.
struct Code {
    product: Vec<String>,
    build: Vec<String>,
    tests: Vec<String>,
}

impl Code {
    fn read(root: &Path, files: &[PathBuf], folder: &Path) -> Result<Self> {
        let mut code = Self { product: Vec::new(), build: Vec::new(), tests: Vec::new() };
        for file in files.iter().filter(|f| f.starts_with(folder) && super::has_extension(f, &["rs"])) {
            let text = std::fs::read_to_string(root.join(file)).with_context(|| file.display().to_string())?;
            let inside = file.strip_prefix(folder).unwrap_or(file);
            let is_test = |name: &str| name == "tests.rs" || name.ends_with("_tests.rs") || name == "tests";
            if inside == Path::new("build.rs") {
                code.build.push(text);
            } else if !inside.starts_with("src") || inside.iter().any(|part| is_test(&part.to_string_lossy())) {
                code.tests.push(text);
            } else {
                // Test modules stand at the end of their file.
                let product = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
                code.tests.push(text[product.len()..].to_owned());
                code.product.push(product);
            }
        }
        Ok(code)
    }

    /// The sources that may use a dependency of this kind.
    fn of_kind(&self, kind: &str) -> impl Iterator<Item = &String> {
        let is_build = kind == "build";
        let build = self.build.iter().filter(move |_| is_build);
        build.chain(self.product.iter().chain(&self.tests).filter(move |_| !is_build))
    }
}

/// Whether code names a library: as the head of a path, in a `use`, or in an attribute.
fn uses(text: &str, library: &str) -> bool {
    let code = text.lines().filter(|l| !l.trim_start().starts_with("//"));
    code.into_iter().any(|line| {
        line.match_indices(library).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            let after = &line[at + library.len()..];
            let is_whole = !before.is_some_and(|c| c.is_alphanumeric() || c == '_');
            let is_used = line.trim_start().strip_prefix("pub ").unwrap_or(line.trim_start()).starts_with("use ")
                && after.starts_with([';', ' ', ',', '}']);
            is_whole && (after.starts_with("::") || is_used)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_is_used_by_a_path_or_a_use() {
        assert!(uses("use serde::Deserialize;", "serde"));
        assert!(uses("    let x = ::serde_json::json!({});", "serde_json"));
        assert!(uses("#[derive(Debug, thiserror::Error)]", "thiserror"));
        assert!(uses("use {jiff, zip};", "jiff"));
        assert!(!uses("// serde::Deserialize", "serde"));
        assert!(!uses("let serde = my_serde::x();", "serde"));
        assert!(!uses("use serde_json::Value;", "serde"));
    }

    #[test]
    fn what_nobody_uses_is_named() {
        let folder = std::env::temp_dir().join(format!("striate-unused-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("a/src")).unwrap();
        let manifest = "[workspace.dependencies]\nused = \"1\" # a reason\nidle = \"1\" # a reason\n\n[lints]\nx = 1\n";
        std::fs::write(folder.join("Cargo.toml"), manifest).unwrap();
        let source = "use used::It;\n#[cfg(test)]\nmod tests {\n    use tried::It;\n}\n";
        std::fs::write(folder.join("a/src/lib.rs"), source).unwrap();
        let dependency = |name: &str, kind: Option<&str>| serde_json::json!({ "name": name, "kind": kind });
        let metadata = serde_json::json!({ "packages": [{
            "manifest_path": folder.join("a/Cargo.toml"),
            "dependencies": [
                dependency("used", None),
                dependency("tried", None),
                dependency("tried", Some("dev")),
                dependency("other", None),
            ],
        }]});
        let complaints = check(&folder, &[PathBuf::from("a/src/lib.rs")], &metadata).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(complaints.len(), 3, "{complaints:?}");
        assert!(complaints[0].contains("only tests") && complaints[0].contains("tried"));
        assert!(complaints[1].contains("nothing uses the normal dependency other"));
        assert!(complaints[2].contains("no crate depends on idle"));
    }
}
