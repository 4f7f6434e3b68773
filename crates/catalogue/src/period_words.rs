//! The words of `data/period-words.txt`.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word beside a date says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    From,
    Until,
    Before,
    Between,
    No,
    Unit,
}

static WORDS: LazyLock<HashMap<&str, Vec<Kind>>> = LazyLock::new(|| {
    let mut words: HashMap<&str, Vec<Kind>> = HashMap::new();
    let lines = include_str!("../data/period-words.txt").lines();
    for line in lines.filter(|line| !line.starts_with('#')) {
        let mut parts = line.split(" | ");
        let (kind, word) = (parts.next().and_then(kind_of), parts.next());
        if let (Some(kind), Some(word)) = (kind, word) {
            words.entry(word).or_default().push(kind);
        }
    }
    words
});

fn kind_of(name: &str) -> Option<Kind> {
    Some(match name {
        "from" => Kind::From,
        "until" => Kind::Until,
        "before" => Kind::Before,
        "between" => Kind::Between,
        "no" => Kind::No,
        "unit" => Kind::Unit,
        _ => return None,
    })
}

/// Returns whether a word, folded, is of a kind.
pub(crate) fn is(word: &str, kind: Kind) -> bool {
    let kinds = WORDS.get(word);
    kinds.is_some_and(|kinds| kinds.contains(&kind))
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_line_is_a_kind_a_word_and_a_reason() {
        let lines = include_str!("../data/period-words.txt").lines();
        let lines = lines.filter(|line| !line.starts_with('#') && !line.is_empty());
        let mut n_lines = 0;
        for line in lines {
            let parts: Vec<&str> = line.split(" | ").collect();
            assert_eq!(parts.len(), 3, "{line}");
            assert!(super::kind_of(parts[0]).is_some(), "{line}");
            n_lines += 1;
        }
        assert!(n_lines > 40, "{n_lines}");
    }
}
