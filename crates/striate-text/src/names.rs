//! Names as people type them: muscles by any usual word, and the closest names where one is not known.

use striate_model::Muscle;

/// Usual words for muscles besides their labels and stable names.
const SYNONYMS: [(&str, Muscle); 43] = [
    ("glute", Muscle::GluteusMaximus),
    ("gluteus", Muscle::GluteusMaximus),
    ("gluteals", Muscle::GluteusMaximus),
    ("butt", Muscle::GluteusMaximus),
    ("side glute", Muscle::GluteusMedius),
    ("abductors", Muscle::GluteusMedius),
    ("hip abductors", Muscle::GluteusMedius),
    ("quad", Muscle::Vasti),
    ("quadriceps", Muscle::Vasti),
    ("thighs", Muscle::Vasti),
    ("vastus lateralis", Muscle::Vasti),
    ("front thigh", Muscle::RectusFemoris),
    ("front thighs", Muscle::RectusFemoris),
    ("hamstring", Muscle::Hamstrings),
    ("hams", Muscle::Hamstrings),
    ("ham", Muscle::Hamstrings),
    ("adductor", Muscle::Adductors),
    ("inner thigh", Muscle::Adductors),
    ("inner thighs", Muscle::Adductors),
    ("groin", Muscle::Adductors),
    ("hip flexor", Muscle::HipFlexors),
    ("iliopsoas", Muscle::HipFlexors),
    ("psoas", Muscle::HipFlexors),
    ("calf", Muscle::Gastrocnemius),
    ("gastroc", Muscle::Gastrocnemius),
    ("gastrocs", Muscle::Gastrocnemius),
    ("deep calf", Muscle::Soleus),
    ("deep calves", Muscle::Soleus),
    ("shin", Muscle::TibialisAnterior),
    ("tibialis", Muscle::TibialisAnterior),
    ("abs", Muscle::Core),
    ("abdominals", Muscle::Core),
    ("trunk", Muscle::Core),
    ("pecs", Muscle::Chest),
    ("traps", Muscle::UpperBack),
    ("lat", Muscle::Lats),
    ("shoulder", Muscle::Shoulders),
    ("delts", Muscle::Shoulders),
    ("bicep", Muscle::Biceps),
    ("tricep", Muscle::Triceps),
    ("forearm", Muscle::Forearms),
    ("back", Muscle::LowerBack),
    ("erectors", Muscle::LowerBack),
];

/// The word that agrees in number with a muscle's label.
#[must_use]
pub const fn agreeing(muscle: Muscle, several: &'static str, one: &'static str) -> &'static str {
    if muscle.is_plural() { several } else { one }
}

/// The muscle's label at the beginning of a sentence.
#[must_use]
pub fn sentence_label(muscle: Muscle) -> String {
    let label = muscle.label();
    label[..1].to_uppercase() + &label[1..]
}

/// The muscle that these words mean.
///
/// # Errors
/// The closest known names, best first.
pub fn muscle_named(words: &str) -> Result<Muscle, Vec<&'static str>> {
    let name = words.trim().to_lowercase().replace(['_', '-'], " ");
    let is_meant = |m: &Muscle| name == m.label() || name == m.as_str().replace('_', " ");
    let usual = || SYNONYMS.iter().find(|(word, _)| *word == name).map(|(_, m)| *m);
    Muscle::ALL
        .into_iter()
        .find(is_meant)
        .or_else(usual)
        .ok_or_else(|| closest(&name, Muscle::ALL.into_iter().map(Muscle::label), 3))
}

/// The names that are most like a text, best first; only such as a person may have meant.
#[must_use]
pub fn closest<'a>(text: &str, names: impl Iterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    let mut found: Vec<(f64, &str)> = names.map(|name| (strsim::jaro_winkler(text, name), name)).collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    found.dedup_by_key(|f| f.1);
    found.into_iter().take_while(|(alike, _)| *alike >= ALIKE).take(most).map(|(_, name)| name).collect()
}

/// Less alike than this nobody means (assumed).
const ALIKE: f64 = 0.7;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_muscle_is_found_by_the_words_of_runners_and_of_books() {
        for (words, muscle) in [
            ("glutes", Muscle::GluteusMaximus),
            ("gluteus_maximus", Muscle::GluteusMaximus),
            ("Calf", Muscle::Gastrocnemius),
            ("quadriceps", Muscle::Vasti),
            ("side glutes", Muscle::GluteusMedius),
        ] {
            assert_eq!(muscle_named(words), Ok(muscle), "{words}");
        }
        assert_eq!(muscle_named("hamstirngs").unwrap_err()[0], "hamstrings");
    }
}
