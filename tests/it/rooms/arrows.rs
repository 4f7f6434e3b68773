//! Which file of a crate uses what another one defines, and the rings of files that do so mutually.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItem, ItemUse, Macro, Path};

use super::modules::{Modules, imports, is_for_tests, is_re_export};

/// By the file that uses and the file that defines: the names.
pub type Arrows = BTreeMap<(usize, usize), BTreeSet<String>>;

/// Returns the arrows of a crate. A parent that declares its children or hands their names on does not use them.
pub fn arrows(modules: &Modules) -> Arrows {
    let mut arrows = Arrows::new();
    for (number, module) in modules.modules.iter().enumerate() {
        let mut reader = Reader {
            modules,
            number,
            arrows: &mut arrows,
        };
        for item in &module.content {
            reader.visit_item(item);
        }
    }
    arrows
}

/// Returns the rings: the largest sets of files each of which reaches every other.
pub fn rings(n_files: usize, arrows: &Arrows) -> Vec<BTreeSet<usize>> {
    let reached: Vec<BTreeSet<usize>> = (0..n_files)
        .map(|file| reached_from(file, arrows))
        .collect();
    let rings: BTreeSet<BTreeSet<usize>> = (0..n_files)
        .filter(|file| reached[*file].contains(file))
        .map(|file| {
            reached[file]
                .iter()
                .copied()
                .filter(|other| reached[*other].contains(&file))
                .collect()
        })
        .collect();
    rings.into_iter().collect()
}

fn reached_from(start: usize, arrows: &Arrows) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    let mut open = vec![start];
    while let Some(file) = open.pop() {
        for (_, to) in arrows
            .range((file, 0)..(file + 1, 0))
            .map(|(ends, _)| *ends)
        {
            if reached.insert(to) {
                open.push(to);
            }
        }
    }
    reached
}

/// Reads the paths of one module.
struct Reader<'a> {
    modules: &'a Modules,
    number: usize,
    arrows: &'a mut Arrows,
}

impl Reader<'_> {
    fn follow(&mut self, path: &[String]) {
        if let Some((to, name)) = self.modules.item(self.number, path) {
            self.add(to, name);
        }
    }

    fn add(&mut self, to: usize, name: &str) {
        let from = self.modules.modules[self.number].file;
        if from != to {
            let names = self.arrows.entry((from, to)).or_default();
            names.insert(name.to_owned());
        }
    }

    /// Follows the paths among the tokens of a macro or an attribute, where syntax says nothing.
    fn follow_tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut n_colons = 0;
        let mut is_member = false;
        for token in tokens {
            match token {
                TokenTree::Ident(name) => {
                    if n_colons != 2 {
                        self.follow_token_path(&mut path);
                    }
                    // What stands behind a dot is a field or a method.
                    if !is_member {
                        path.push(name.to_string());
                    }
                    (n_colons, is_member) = (0, false);
                }
                TokenTree::Punct(mark) => {
                    n_colons = if mark.as_char() == ':' {
                        n_colons + 1
                    } else {
                        0
                    };
                    is_member = mark.as_char() == '.';
                }
                TokenTree::Group(group) => {
                    self.follow_token_path(&mut path);
                    self.follow_tokens(group.stream());
                    (n_colons, is_member) = (0, false);
                }
                TokenTree::Literal(_) => (n_colons, is_member) = (0, false),
            }
        }
        self.follow_token_path(&mut path);
    }

    fn follow_token_path(&mut self, path: &mut Vec<String>) {
        if !path.is_empty() {
            self.follow(&std::mem::take(path));
        }
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_path(&mut self, path: &'ast Path) {
        let names: Vec<String> = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        self.follow(&names);
        visit::visit_path(self, path);
    }

    fn visit_item_use(&mut self, import: &'ast ItemUse) {
        if !is_re_export(&import.vis) {
            for import in imports(&import.tree) {
                self.follow(&import.path);
            }
        }
    }

    fn visit_macro(&mut self, called: &'ast Macro) {
        self.visit_path(&called.path);
        if let Some(name) = called.path.get_ident().map(ToString::to_string)
            && let Some(file) = self.modules.macro_file(&name)
        {
            self.add(file, &name);
        }
        self.follow_tokens(called.tokens.clone());
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if let syn::Meta::List(list) = &attribute.meta {
            self.follow_tokens(list.tokens.clone());
        }
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        let attributes = match item {
            ImplItem::Const(item) => &item.attrs,
            ImplItem::Fn(item) => &item.attrs,
            ImplItem::Type(item) => &item.attrs,
            _ => &Vec::new(),
        };
        if !is_for_tests(attributes) {
            visit::visit_impl_item(self, item);
        }
    }
}
