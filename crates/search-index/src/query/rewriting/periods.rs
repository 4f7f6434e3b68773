//! Words that name a period: filter terms that are preferred, and no words to look for.

use super::rewriter::Rewriter;
use crate::query::periods::{may_name_period, named_periods};
use crate::query::rewritten_query::Target;
use crate::understanding::InterpretationKind;

impl Rewriter<'_> {
    /// Adds the periods that words name. The words of a period are not demanded where there are others.
    pub(super) fn add_periods(&mut self) {
        let mut words = self.query.words.iter();
        if !words.any(|word| may_name_period(&word.exact)) {
            return;
        }
        let periods = named_periods(&self.query.text, self.context.today);
        if periods.is_empty() {
            return;
        }
        let mut is_period = vec![false; self.query.words.len()];
        for period in periods {
            let words = self.query.words.iter().enumerate();
            let inside = words.filter(|(_, word)| {
                period.bytes.start <= word.span.start && word.span.end <= period.bytes.end
            });
            let inside: Vec<usize> = inside.map(|(index, _)| index).collect();
            let (Some(first), Some(last)) = (inside.first(), inside.last()) else {
                continue;
            };
            let covers = *first..*last + 1;
            let typed = self.query.text[period.bytes].to_owned();
            self.query.periods.push((period.span, typed));
            if !period.is_literal {
                for index in covers.clone() {
                    is_period[index] = true;
                    self.query.is_literal[index] = false;
                    self.period_words.insert(self.query.words[index].span.start);
                }
            }
            let target = Target::Period(period.span);
            self.add(covers, target, InterpretationKind::Period);
        }
        let is_framed = self.query.is_frame.iter().zip(&is_period);
        if is_framed
            .clone()
            .all(|(is_frame, is_period)| *is_frame || *is_period)
        {
            return;
        }
        for (index, is_period) in is_period.into_iter().enumerate() {
            if is_period {
                self.query.is_frame[index] = true;
                self.query.importance[index] = self.context.ranking.weights.frames;
            }
        }
    }
}
