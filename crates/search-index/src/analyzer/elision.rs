//! Elided articles: `l'eau` is the word `eau`.

use super::tokenizer::{RawWord, is_apostrophe};

/// The articles, pronouns and conjunctions that elide: Lucene's French list, and `ç` (`ç'a`).
const ARTICLES: [&str; 14] = [
    "l", "m", "t", "qu", "n", "s", "j", "d", "c", "ç", "jusqu", "quoiqu", "lorsqu", "puisqu",
];

/// Returns a raw word without its leading articles, and the number of these articles: of `qu'aujourd'hui`, `aujourd'hui`
/// and 1.
pub(super) fn without_articles(word: RawWord<'_>) -> (RawWord<'_>, usize) {
    let mut rest = word;
    let mut n_articles = 0;
    while let Some((at, apostrophe)) = rest.text.char_indices().find(|(_, c)| is_apostrophe(*c)) {
        if !is_article(&rest.text[..at]) {
            break;
        }
        rest = rest.without_bytes(at + apostrophe.len_utf8());
        n_articles += 1;
    }
    (rest, n_articles)
}

/// Returns the article that a folded word may begin with, where somebody wrote no apostrophe, and the rest: of `deau`, `d` and
/// `eau`. An article elides before a vowel or an `h` alone.
pub(crate) fn with_article_apart(word: &str) -> Option<(&str, &str)> {
    let mut articles = ARTICLES.iter();
    articles.find_map(|article| {
        let rest = word.strip_prefix(article)?;
        let elides = rest.starts_with(['a', 'e', 'i', 'o', 'u', 'y', 'h']);
        elides.then_some((*article, rest))
    })
}

fn is_article(text: &str) -> bool {
    // `ç` may come as `c` and a combining cedilla. `c` is an article too, so that the cedilla can be dropped.
    let letters = || {
        text.chars()
            .filter(|c| *c != '\u{327}')
            .flat_map(char::to_lowercase)
    };
    text.len() <= 8 && ARTICLES.iter().any(|article| article.chars().eq(letters()))
}
