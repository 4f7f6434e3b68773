//! Which names somebody may have meant who wrote another one.

use crate::analyzer::fold;
use crate::columns::folded_words;

/// So many names are told at most.
pub(crate) const MAX_TOLD: usize = 3;

/// A name with fewer letters is no part of another one worth telling.
const LEAST_PART: usize = 4;

/// A name that somebody wrote, ready to be compared with others.
pub(crate) struct Written {
    letters: String,
    n_letters: usize,
    words: Vec<String>,
}

impl Written {
    pub fn new(text: &str) -> Self {
        let letters = letters(text);
        Self {
            n_letters: letters.chars().count(),
            letters,
            words: folded_words(text).collect(),
        }
    }

    /// Returns how far a name is from what was written, the nearest 0: the same letters, then all the words, then letters
    /// that differ a little. `None` where it is another name.
    pub fn distance(&self, name: &str) -> Option<f32> {
        if self.letters.is_empty() {
            return None;
        }
        let folded = letters(name);
        if folded == self.letters {
            return Some(0.0);
        }
        let n_letters = folded.chars().count();
        let others = n_letters.abs_diff(self.n_letters);
        let n_wrong_at_most = (self.n_letters / 3).clamp(1, 3);
        let may_be_misspelled = self.n_letters > 2 && others <= n_wrong_at_most;
        if may_be_misspelled {
            let n_wrong = strsim::osa_distance(&self.letters, &folded);
            if n_wrong <= n_wrong_at_most {
                return Some(1.0 + n_wrong as f32);
            }
        }
        // Of several names that have the words, the shortest says least beside them.
        let rest = others as f32 / (n_letters + 1) as f32;
        let is_part = self.n_letters >= LEAST_PART && folded.contains(&self.letters);
        let has_words = || {
            let mut typed = self.words.iter();
            // Dividing a name into words costs more than most names are worth.
            typed.clone().all(|word| folded.contains(word.as_str())) && {
                let words: Vec<String> = folded_words(name).collect();
                typed.all(|word| words.contains(word))
            }
        };
        if has_words() {
            return Some(1.0 + rest);
        }
        is_part.then_some(5.0 + rest)
    }
}

/// Returns the letters and digits of a text, accents and case apart.
fn letters(text: &str) -> String {
    let letters: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    fold(&letters)
}

/// Returns the names nearest to what somebody wrote, the nearest first, three at most: those of the same letters, and those
/// that differ in few of them.
///
/// # Examples
///
/// ```
/// assert_eq!(search_index::nearest("Licence", ["license", "badge"]), ["license"]);
/// ```
#[must_use]
pub fn nearest<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let written = Written::new(written);
    let near = names
        .into_iter()
        .filter_map(|name| Some((written.distance(name)?, name)));
    let mut near = nearest_first(near.collect());
    near.truncate(MAX_TOLD);
    near
}

/// Returns what is near, the nearest first.
pub(crate) fn nearest_first<T>(mut near: Vec<(f32, T)>) -> Vec<T> {
    near.sort_by(|a, b| a.0.total_cmp(&b.0));
    near.into_iter().map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_few_other_letters_are_near_and_no_others() {
        let names = [
            "license",
            "page",
            "page_size",
            "geozone",
            "organization",
            "organization_badge",
            "tag",
        ];
        for (written, expected) in [
            ("licence", &["license"][..]),
            ("LICENSE", &["license"]),
            ("pagesize", &["page_size"]),
            ("page-size", &["page_size"]),
            ("tags", &["tag"]),
            ("organisation", &["organization", "organization_badge"]),
            ("zone", &["geozone"]),
            ("xyz", &[]),
            ("", &[]),
            ("—", &[]),
        ] {
            let found = nearest(written, names);
            assert_eq!(found.first(), expected.first(), "{written}: {found:?}");
            assert_eq!(found.is_empty(), expected.is_empty(), "{written}");
        }
    }

    #[test]
    fn of_names_with_the_words_the_shortest_is_nearest() {
        let names = ["Région Bretagne", "Bretagne", "Bretagne Porte de Loire"];
        assert_eq!(
            nearest("bretagne", names),
            ["Bretagne", "Région Bretagne", "Bretagne Porte de Loire"]
        );
    }
}
