//! What held and what did not, form by form.

use super::report::{Report, share};

/// The least share of what is pasted that must find what it names.
pub const WANTED: f64 = 0.97;

/// Counts what holds and keeps what does not, by the form in which it was typed.
#[derive(Default)]
pub struct Tally {
    forms: Vec<Form>,
}

struct Form {
    name: String,
    n: usize,
    failures: Vec<String>,
}

impl Tally {
    /// Counts one query of a form, with why it failed if it did.
    pub fn add(&mut self, name: &str, failure: Option<String>) {
        let place = self.forms.iter().position(|form| form.name == name);
        let place = place.unwrap_or_else(|| {
            self.forms.push(Form {
                name: name.to_owned(),
                n: 0,
                failures: Vec::new(),
            });
            self.forms.len() - 1
        });
        let form = &mut self.forms[place];
        form.n += 1;
        form.failures.extend(failure);
    }

    /// Returns the share of the queries that hold, with a note for each form. The failures of the forms alternate.
    pub fn report(
        self,
        class: &'static str,
        n_members: usize,
        n_drawn: usize,
        seed: u64,
    ) -> Report {
        let n: usize = self.forms.iter().map(|form| form.n).sum();
        let n_failed: usize = self.forms.iter().map(|form| form.failures.len()).sum();
        let notes = self.forms.iter().map(|form| {
            let held = form.n - form.failures.len();
            format!("{}: {:.3} of {}", form.name, share(held, form.n), form.n)
        });
        let notes = notes.collect();
        let most = self.forms.iter().map(|form| form.failures.len()).max();
        let failures = (0..most.unwrap_or(0)).flat_map(|place| {
            let with = self.forms.iter().filter_map(move |form| {
                let failure = form.failures.get(place)?;
                Some(format!("[{}] {failure}", form.name))
            });
            with.collect::<Vec<_>>()
        });
        Report {
            class,
            figure: share(n - n_failed, n),
            wanted: WANTED,
            n_members,
            n_drawn,
            seed,
            notes,
            failures: failures.collect(),
        }
    }
}
