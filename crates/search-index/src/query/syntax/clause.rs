//! The parts of a query.

use super::fields::Scope;

/// Words, a phrase or a value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Clause {
    /// What is looked for.
    pub text: String,
    /// All of it as it was typed, where it is more than that: hyphen, field and quotation marks too.
    pub typed: String,
    pub is_phrase: bool,
    pub is_excluded: bool,
    pub scope: Scope,
}

impl Clause {
    /// Returns the clause of plain words.
    pub fn plain(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            typed: text.to_owned(),
            is_phrase: false,
            is_excluded: false,
            scope: Scope::Anywhere,
        }
    }

    /// Returns whether it is plain words: no phrase, not excluded, in no named field.
    pub fn is_plain(&self) -> bool {
        !self.is_phrase && !self.is_excluded && self.scope == Scope::Anywhere
    }
}

/// What must hold of a record, or must not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    Clause(Clause),
    /// All parts of any of these choices; excluded as a whole, none of them.
    AnyOf {
        choices: Vec<Vec<Part>>,
        is_excluded: bool,
    },
}

impl Part {
    /// Returns what brackets hold, as one part.
    pub fn group(mut parts: Vec<Self>, is_excluded: bool) -> Self {
        let part = match parts.pop() {
            Some(only) if parts.is_empty() => only,
            last => {
                parts.extend(last);
                let choices = vec![parts];
                return Self::AnyOf {
                    choices,
                    is_excluded,
                };
            }
        };
        match part {
            part if !is_excluded => part,
            part if part.is_excluded() || part.is_several_words() => Self::AnyOf {
                choices: vec![vec![part]],
                is_excluded,
            },
            part => part.excluded(),
        }
    }

    /// Returns the part that must not hold.
    pub fn excluded(mut self) -> Self {
        match &mut self {
            Self::Clause(clause) => clause.is_excluded = true,
            Self::AnyOf { is_excluded, .. } => *is_excluded = true,
        }
        self
    }

    /// Returns it as it was typed; of a group, what it holds.
    pub fn typed(&self) -> String {
        match self {
            Self::Clause(clause) => clause.typed.clone(),
            Self::AnyOf { choices, .. } => {
                let of_choice = |parts: &Vec<Self>| {
                    let parts: Vec<String> = parts.iter().map(Self::typed).collect();
                    parts.join(" ")
                };
                let choices: Vec<String> = choices.iter().map(of_choice).collect();
                choices.join(" OR ")
            }
        }
    }

    pub fn is_excluded(&self) -> bool {
        match self {
            Self::Clause(clause) => clause.is_excluded,
            Self::AnyOf { is_excluded, .. } => *is_excluded,
        }
    }

    /// Returns whether it is plain words, more than one: excluded as a clause, they would be a phrase.
    fn is_several_words(&self) -> bool {
        matches!(self, Self::Clause(clause) if clause.is_plain() && clause.text.trim().contains(' '))
    }

    /// Returns whether it is plain words, and the clause is more of them.
    pub fn takes(&self, clause: &Clause) -> bool {
        matches!(self, Self::Clause(own) if own.is_plain() && clause.is_plain())
    }

    /// Adds words to plain ones.
    pub fn add_words(&mut self, words: &str) {
        if let Self::Clause(clause) = self {
            for text in [&mut clause.text, &mut clause.typed] {
                text.push(' ');
                text.push_str(words);
            }
        }
    }

    /// Returns what holds where either does.
    pub fn or(self, other: Self) -> Self {
        match self {
            Self::AnyOf {
                mut choices,
                is_excluded: false,
            } if choices.len() > 1 => {
                choices.push(vec![other]);
                Self::AnyOf {
                    choices,
                    is_excluded: false,
                }
            }
            part => Self::AnyOf {
                choices: vec![vec![part], vec![other]],
                is_excluded: false,
            },
        }
    }
}
