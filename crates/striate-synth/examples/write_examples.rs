//! Writes the recordings under `examples/` anew: `cargo run -p striate-synth --example write_examples`.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a tool at the edge: it writes files and says so")]

use std::path::Path;
use striate_synth::{examples, to_fit, truth_text};

fn main() -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    std::fs::create_dir_all(&folder)?;
    for (name, synthetic) in examples() {
        let bytes = to_fit(&synthetic.recording);
        std::fs::write(folder.join(format!("{name}.fit")), &bytes)?;
        std::fs::write(folder.join(format!("{name}.truth.json")), truth_text(&synthetic))?;
        println!("{name}: {} bytes, {} efforts", bytes.len(), synthetic.truth.efforts.len());
    }
    Ok(())
}
