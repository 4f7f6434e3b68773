//! The form of the data files that people write.

/// Returns the rules of a data file: its lines, without the reason behind `|`. Comments and blank lines are left out.
pub(super) fn data_lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    let rules = text
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'))
        .map(|line| line.split('|').next().unwrap_or_default().trim());
    rules.filter(|rule| !rule.is_empty())
}
