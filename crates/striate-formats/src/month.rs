//! Words in dates: the months of the languages that phones of runners and lifters speak, and what stands between them.

use std::borrow::Cow;

/// Names of the months, January first, in small letters without marks. Dates have them whole, in another case, or cut
/// short: every beginning of three letters or more is the month. English comes first and decides where beginnings meet.
const MONTHS: [[&str; 12]; 16] = [
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ],
    [
        "januar",
        "februar",
        "marz",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "dezember",
    ],
    [
        "janvier",
        "fevrier",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "aout",
        "septembre",
        "octobre",
        "novembre",
        "decembre",
    ],
    [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    [
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ],
    [
        "janeiro",
        "fevereiro",
        "marco",
        "abril",
        "maio",
        "junho",
        "julho",
        "agosto",
        "setembro",
        "outubro",
        "novembro",
        "dezembro",
    ],
    [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ],
    [
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
    ],
    [
        "tammikuu",
        "helmikuu",
        "maaliskuu",
        "huhtikuu",
        "toukokuu",
        "kesakuu",
        "heinakuu",
        "elokuu",
        "syyskuu",
        "lokakuu",
        "marraskuu",
        "joulukuu",
    ],
    [
        "stycznia",
        "lutego",
        "marca",
        "kwietnia",
        "maja",
        "czerwca",
        "lipca",
        "sierpnia",
        "wrzesnia",
        "pazdziernika",
        "listopada",
        "grudnia",
    ],
    [
        "styczen",
        "luty",
        "marzec",
        "kwiecien",
        "maj",
        "czerwiec",
        "lipiec",
        "sierpien",
        "wrzesien",
        "pazdziernik",
        "listopad",
        "grudzien",
    ],
    [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
    ["ocak", "subat", "mart", "nisan", "mayis", "haziran", "temmuz", "agustos", "eylul", "ekim", "kasim", "aralik"],
    [
        "januar",
        "februar",
        "marcius",
        "aprilis",
        "majus",
        "junius",
        "julius",
        "augusztus",
        "szeptember",
        "oktober",
        "november",
        "december",
    ],
    // Short forms that are no beginnings of a name.
    ["jan", "feb", "mrz", "apr", "май", "июнь", "июль", "avg", "sept", "okt", "nov", "dec"],
];

/// One more short form: the Dutch March.
const DUTCH_MARCH: &str = "mrt";

/// Days of the week, whole; dates have them whole or cut short. They say nothing that the date does not.
const WEEKDAYS: [&str; 56] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "lunes",
    "martes",
    "miercoles",
    "jueves",
    "viernes",
    "sabado",
    "domingo",
    "lunedi",
    "martedi",
    "mercoledi",
    "giovedi",
    "venerdi",
    "sabato",
    "domenica",
    "segunda",
    "terca",
    "quarta",
    "quinta",
    "sexta",
    "feira",
    "maandag",
    "dinsdag",
    "woensdag",
    "donderdag",
    "vrijdag",
    "zaterdag",
    "zondag",
    "mandag",
    "tirsdag",
    "onsdag",
    "torsdag",
    "fredag",
    "lordag",
    "sondag",
    "tisdag",
];

/// Words between the parts of a date.
const BETWEEN: [&str; 16] =
    ["at", "de", "del", "um", "uhr", "a", "las", "as", "alle", "om", "kl", "klo", "г", "в", "o", "и"];

/// The month of a word, 1 to 12.
pub(crate) fn of(word: &str) -> Option<i8> {
    let word = plain_word(word);
    if word.chars().count() < 3 {
        return None;
    }
    if word == DUTCH_MARCH {
        return Some(3);
    }
    let in_language = |months: &[&str; 12]| months.iter().position(|month| month.starts_with(&*word));
    MONTHS.iter().find_map(in_language).map(|at| at as i8 + 1)
}

/// A word that a date may carry without saying anything new.
pub(crate) fn is_filler(word: &str) -> bool {
    let word = plain_word(word);
    let is_weekday = || WEEKDAYS.iter().any(|day| day.starts_with(&*word));
    BETWEEN.contains(&&*word) || (word.chars().count() >= 2 && is_weekday())
}

/// A date with the signs of eastern Asia and the blanks inside of "a. m." taken out.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !text.contains(". ") {
        return Cow::Borrowed(text);
    }
    let signs: String = text
        .chars()
        .map(|c| match c {
            '年' | '月' | '년' | '월' => '-',
            '日' | '일' => ' ',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect();
    Cow::Owned(signs.replace("a. m.", "am").replace("p. m.", "pm").replace("A. M.", "am").replace("P. M.", "pm"))
}

/// Small letters without marks.
fn plain_word(word: &str) -> String {
    let unmarked = |c: char| match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => 'a',
        'é' | 'è' | 'ê' | 'ë' | 'ę' => 'e',
        'í' | 'ì' | 'ı' | 'î' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' | 'ő' => 'o',
        'ú' | 'ù' | 'û' | 'ü' | 'ű' => 'u',
        'ç' => 'c',
        'ğ' => 'g',
        'ş' | 'ś' => 's',
        'ź' | 'ż' => 'z',
        'ń' | 'ñ' => 'n',
        c => c,
    };
    word.trim_end_matches('.').chars().flat_map(char::to_lowercase).map(unmarked).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_the_same_in_the_languages_of_many_phones() {
        let cases: [(&[&str], i8); 12] = [
            (&["Jan", "Januar", "janv.", "ene", "gen", "jan.", "sty", "янв", "Oca"], 1),
            (&["Feb", "févr.", "fev", "lut", "фев", "Şub", "helmi"], 2),
            (&["Mär", "März", "Mrz", "mars", "mar.", "mrt", "марта", "maalis"], 3),
            (&["Apr", "avr.", "abr", "kwi", "апр", "Nis"], 4),
            (&["May", "Mai", "mayo", "mag", "mei", "maj", "мая", "май"], 5),
            (&["Jun", "juin", "giu", "cze", "июн", "Haz", "kesä"], 6),
            (&["Jul", "juil.", "lug", "lip", "июл", "Tem"], 7),
            (&["Aug", "août", "ago", "sie", "авг", "Ağu", "elo"], 8),
            (&["Sep", "Sept", "set", "wrz", "сент", "Eyl", "szept"], 9),
            (&["Oct", "Okt", "ott", "out", "paź", "окт", "Eki"], 10),
            (&["Nov", "lis", "ноя", "Kas", "marras"], 11),
            (&["Dec", "Dez", "déc.", "dic", "des", "gru", "дек", "Ara"], 12),
        ];
        for (words, month) in cases {
            for word in words {
                assert_eq!(of(word), Some(month), "{word}");
            }
        }
        for word in ["", "ma", "run", "xyz", "at"] {
            assert_eq!(of(word), None, "{word}");
        }
    }
}
