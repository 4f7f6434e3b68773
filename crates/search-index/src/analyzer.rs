//! The French analyzer: text in, terms out, the same for the index and for the query.
//!
//! The chain is written once, in [`WordStream::advance`], in this order:
//!
//! 1. **split** into raw words ([`tokenizer`]): on everything but letters, digits and their combining marks; hyphens and
//!    underscores split. Kept whole: decimals (`2.5`, `PM2.5`, `2,5`), digits in groups of three (`356 000 000`), dotted
//!    acronyms (`C.C.A.S.`), acronyms with another letter in brackets (`PLU(i)`), and words with an apostrophe between
//!    letters. Optional endings (`commune(s)`, `élu·e·s`) go;
//! 2. **elision** ([`elision`]): leading articles go (`l'`, `d'`, `jusqu'` …) and leave a position behind, as the word
//!    `de` would;
//! 3. **Unicode NFC** and **lower case**; the apostrophes that are left go (`aujourd'hui`, `prud'hommes` are one word
//!    each, found without the apostrophe too), and so do the dots of acronyms; a long word is cut;
//! 4. **stop words** ([`stop_words`]) go, unless the form keeps them, and leave a position behind;
//! 5. **fold** ([`fold`](mod@fold)): accents and ligatures go (`œuvre` = `oeuvre`, `données` = `donnees`), and
//!    abbreviations that are another spelling of a word are written out ([`abbreviations`]: `St` = `saint`): this is the
//!    exact form;
//! 6. **base form**, from a lexicon ([`base_form`](mod@base_form)), of ordinals by rule ([`ordinals`]): the last step of
//!    that form only.
//!
//! Three decisions differ from the usual French chain, all so that what people type finds what producers wrote. Words are
//! found by their base form and not by a stem, which throws words together (`délai`, `délit`); stems only tell words of
//! one family, when a query is rewritten ([`stem`]). The base form is a function of the *folded* word, so that accents
//! never change what is found. And an exact, folded form lies in fields of its own, where it weighs more. Change anything here and [`ANALYZER_VERSION`] goes up.

mod abbreviations;
mod base_form;
mod elision;
mod endings;
mod fold;
mod grouped_digits;
mod ordinals;
mod stemmer;
mod stop_words;
mod tokenizer;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

pub(crate) use abbreviations::written_out;
use base_form::BaseForms;
pub(crate) use base_form::is_french;
pub(crate) use elision::with_article_apart;
pub(crate) use fold::fold;
pub(crate) use ordinals::ordinal;
pub(crate) use stemmer::stem;
pub(crate) use stop_words::is_stop_word;
use tokenizer::{RawWord, RawWords};

/// The version of the chain; an index of another version is not opened.
pub const ANALYZER_VERSION: u32 = 4;

/// Words longer than this many characters are cut there, in the index and in the query alike.
const MAX_WORD_CHARS: usize = 80;

/// The form of the terms that an analyzer produces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Folded base forms, without stop words: `les marchés publics` is `marche`, `public`.
    Base,
    /// Folded only, without stop words: `marches`, `publics`.
    Exact,
    /// Folded only, stop words kept: `les`, `marches`, `publics`.
    ExactWithStopWords,
}

/// One word of an analyzed text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The term, as it stands in the index.
    pub term: String,
    /// The offset of its first letter in the text, in bytes; an elided article is left out.
    pub start: usize,
    /// The offset of its end in the text, in bytes.
    pub end: usize,
    /// Its position in the text, in words from 0; dropped stop words and articles count.
    pub position: usize,
}

/// The French analyzer, in one of its forms. Cheap to clone; each clone keeps its own base forms in memory.
#[derive(Clone)]
pub struct FrenchAnalyzer {
    form: Form,
    base_forms: BaseForms,
}

impl FrenchAnalyzer {
    /// Returns the analyzer of the given form.
    #[must_use]
    pub fn new(form: Form) -> Self {
        Self {
            form,
            base_forms: BaseForms::default(),
        }
    }

    /// Returns the words of a text, in order.
    ///
    /// # Examples
    ///
    /// ```
    /// use search_index::{Form, FrenchAnalyzer};
    ///
    /// let mut analyzer = FrenchAnalyzer::new(Form::Exact);
    /// let words = analyzer.words("Qualité de l’air");
    /// assert_eq!(words[0].term, "qualite");
    /// assert_eq!((words[1].term.as_str(), words[1].position), ("air", 3));
    /// ```
    pub fn words(&mut self, text: &str) -> Vec<Word> {
        let mut stream = self.token_stream(text);
        let mut words = Vec::new();
        while stream.advance() {
            let token = stream.token();
            words.push(Word {
                term: token.text.clone(),
                start: token.offset_from,
                end: token.offset_to,
                position: token.position,
            });
        }
        words
    }

    /// Returns the terms of a text, in order.
    pub fn terms(&mut self, text: &str) -> Vec<String> {
        self.words(text).into_iter().map(|word| word.term).collect()
    }
}

/// Returns the base form of a word: folded, the singular of a noun, the masculine singular of an adjective, the infinitive
/// of a verb; of an ordinal number, its digits and `e`. Other words of one or two letters, and those with anything but
/// letters, are only folded.
///
/// # Examples
///
/// ```
/// use search_index::base_form;
///
/// assert_eq!(base_form("Régionales"), "regional");
/// assert_eq!(base_form("travaux"), "travail");
/// assert_eq!(base_form("PM2.5"), "pm2.5");
/// assert_eq!(base_form("XIXème"), "19e");
/// ```
#[must_use]
pub fn base_form(word: &str) -> String {
    let mut base = fold(word);
    write_out(&mut base);
    BaseForms::default().replace(&mut base);
    base
}

impl Tokenizer for FrenchAnalyzer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        WordStream {
            form: self.form,
            base_forms: &mut self.base_forms,
            raw_words: RawWords::new(text),
            next_position: 0,
            lowered: String::new(),
            token: Token::default(),
        }
    }
}

/// The stream of one text's terms. [`advance`](Self::advance) takes each word through the steps of the chain.
pub struct WordStream<'a> {
    form: Form,
    base_forms: &'a mut BaseForms,
    raw_words: RawWords<'a>,
    next_position: usize,
    lowered: String,
    token: Token,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        for raw in self.raw_words.by_ref() {
            let (raw, n_articles) = elision::without_articles(raw);
            self.token.position = self.next_position + n_articles;
            self.next_position = self.token.position + 1;
            lower(raw, &mut self.lowered);
            if self.form != Form::ExactWithStopWords && stop_words::is_stop_word(&self.lowered) {
                continue;
            }
            self.token.text.clear();
            fold::fold_into(&self.lowered, &mut self.token.text);
            if self.token.text.is_empty() {
                continue;
            }
            write_out(&mut self.token.text);
            if self.form == Form::Base {
                self.base_forms.replace(&mut self.token.text);
            }
            self.token.offset_from = raw.start;
            self.token.offset_to = raw.start + raw.text.len();
            return true;
        }
        false
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// Replaces `lowered` by a raw word in NFC and lower case, without apostrophes and without the dots of an acronym, cut
/// after [`MAX_WORD_CHARS`] characters.
fn lower(raw: RawWord<'_>, lowered: &mut String) {
    lowered.clear();
    if raw.text.is_ascii() {
        let kept = raw
            .text
            .bytes()
            .filter(|byte| *byte != b'\'' && !raw.is_dropped(char::from(*byte)));
        lowered.extend(
            kept.take(MAX_WORD_CHARS)
                .map(|byte| char::from(byte.to_ascii_lowercase())),
        );
    } else if is_nfc_quick(raw.text.chars()) == IsNormalized::Yes {
        extend_lowered(raw, raw.text.chars(), lowered);
    } else {
        extend_lowered(raw, raw.text.nfc(), lowered);
    }
    if raw.has_decimal_comma() {
        // `2,5` and `2.5` are one number.
        *lowered = lowered.replace(',', ".");
    }
}

/// Replaces a folded abbreviation by its word.
fn write_out(word: &mut String) {
    if let Some(whole) = written_out(word) {
        word.clear();
        word.push_str(whole);
    }
}

fn extend_lowered(raw: RawWord<'_>, characters: impl Iterator<Item = char>, lowered: &mut String) {
    let kept = characters.filter(|c| !tokenizer::is_apostrophe(*c) && !raw.is_dropped(*c));
    lowered.extend(kept.take(MAX_WORD_CHARS).flat_map(char::to_lowercase));
}

#[cfg(test)]
mod tests;
