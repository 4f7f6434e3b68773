use super::*;
use crate::facet::Facet;
use crate::schema::TextField;

/// Writes a part: `[…]` is a phrase, `-` excludes, `{a|b}` is any of several.
fn shape(part: &Part) -> String {
    match part {
        Part::Clause(clause) => {
            let sign = if clause.is_excluded { "-" } else { "" };
            let text = clause.text.trim();
            let text = if clause.is_phrase {
                format!("[{text}]")
            } else {
                text.to_owned()
            };
            let scope = match clause.scope {
                Scope::Anywhere => String::new(),
                Scope::Texts(fields) => format!("{}:", fields[0].name()),
                Scope::Facet(facet) => format!("{facet}="),
                other => format!("{other:?}="),
            };
            format!("{sign}{scope}{text}")
        }
        Part::AnyOf {
            choices,
            is_excluded,
        } => {
            let sign = if *is_excluded { "-" } else { "" };
            let choices: Vec<String> = choices.iter().map(|parts| shapes_of(parts)).collect();
            format!("{sign}{{{}}}", choices.join("|"))
        }
    }
}

fn shapes_of(parts: &[Part]) -> String {
    let shapes: Vec<String> = parts.iter().map(shape).collect();
    shapes.join(" + ")
}

fn shapes(query: &str) -> String {
    shapes_of(&parse(query).parts)
}

#[track_caller]
fn assert_shapes(cases: &[(&str, &str)]) {
    for (query, expected) in cases {
        assert_eq!(shapes(query), *expected, "{query}");
    }
}

#[test]
fn plain_words_are_one_clause_wherever_they_stand() {
    assert_shapes(&[
        ("qualité \"de l'air\" lyon", "qualité lyon + [de l'air]"),
        ("qualité «de l'air\" lyon", "qualité lyon + [de l'air]"),
        ("", ""),
    ]);
}

#[test]
fn a_hyphen_excludes_only_in_front_of_a_word() {
    assert_shapes(&[
        ("eau -potable", "eau + -potable"),
        ("Saint-Étienne", "Saint-Étienne"),
        ("eau - potable", "eau - potable"),
        ("eau --potable", "eau --potable"),
        ("eau -", "eau -"),
        ("eau -«non potable»", "eau + -[non potable]"),
        ("eau -tag:inspire", "eau + -tags:inspire"),
        // Years from one to another.
        ("budget 2019 -2021", "budget 2019 -2021"),
        ("budget -2021", "budget + -2021"),
    ]);
    let parsed = parse("eau -tag:\"qualité de l'eau\" lyon");
    let Part::Clause(excluded) = &parsed.parts[1] else {
        panic!("{parsed:?}");
    };
    assert_eq!(excluded.typed, "-tag:\"qualité de l'eau\"");
}

#[test]
fn a_known_field_narrows_and_an_unknown_one_is_words_and_told() {
    assert_shapes(&[
        ("titre:arbres", "title:arbres"),
        ("titre:\"eau potable\" lyon", "lyon + title:[eau potable]"),
        ("format:csv", "format=csv"),
        ("geozone:fr:region:53", "Place=fr:region:53"),
        ("horaire:bus", "horaire:bus"),
        ("titre: arbres", "titre: arbres"),
    ]);
    assert_eq!(parse("eau horaire:bus").unknown_fields, ["horaire"]);
    assert!(parse("https://www.data.gouv.fr").unknown_fields.is_empty());
}

#[test]
fn quotation_marks_that_never_close_are_plain() {
    assert_shapes(&[
        ("\"eau potable", "\"eau potable"),
        ("eau \" potable", "eau \" potable"),
        ("\"\"", ""),
    ]);
}

#[test]
fn capitals_join_and_exclude() {
    assert_shapes(&[
        ("eau OR air", "{eau|air}"),
        (
            "eau potable OR assainissement",
            "{eau potable|assainissement}",
        ),
        ("a OR b OR c", "{a|b|c}"),
        ("format:csv OR format:xlsx", "{format=csv|format=xlsx}"),
        (
            "vélo format:csv OR format:xlsx",
            "vélo + {format=csv|format=xlsx}",
        ),
        (
            "format:csv OR format:xlsx vélo",
            "vélo + {format=csv|format=xlsx}",
        ),
        ("eau AND potable", "eau potable"),
        ("eau NOT potable", "eau + -potable"),
        ("eau AND NOT \"non potable\"", "eau + -[non potable]"),
        ("rennes (bus OR tram)", "rennes + {bus|tram}"),
        ("rennes (bus OR (tram lyon))", "rennes + {bus|tram lyon}"),
        ("eau -(potable OR usée)", "eau + -{potable|usée}"),
        ("eau NOT (potable usée)", "eau + -{potable usée}"),
        (
            "(eau OR air) AND (lyon OR paris)",
            "{eau|air} + {lyon|paris}",
        ),
        ("\"eau potable\" OR tag:eau", "{[eau potable]|tags:eau}"),
        ("2019 OR 2020", "{2019|2020}"),
    ]);
}

#[test]
fn what_is_not_meant_as_an_operator_is_a_word() {
    assert_shapes(&[
        // All in capitals.
        ("COTE D OR", "COTE D OR"),
        ("BDTOPO OR RPG", "BDTOPO OR RPG"),
        ("EAU AND AIR", "EAU AND AIR"),
        // Gold, and names of places.
        ("Côte d OR", "Côte d OR"),
        ("mines d' OR", "mines d' OR"),
        // No operand.
        ("OR noir", "OR noir"),
        ("cours de l'once OR", "cours de l'once OR"),
        ("eau OR", "eau OR"),
        ("eau NOT", "eau NOT"),
        // Lower case.
        ("eau or air", "eau or air"),
        ("eau et air", "eau et air"),
        ("eau ou air", "eau ou air"),
        ("eau OU air ET feu", "eau OU air ET feu"),
        // Brackets that no operator needs, or that never close.
        ("PLU(i) (zonage)", "PLU(i) (zonage)"),
        ("(bus OR tram", "{(bus|tram}"),
        ("bus) OR tram", "{bus)|tram}"),
    ]);
}

#[test]
fn brackets_of_any_depth_are_read() {
    let deep = format!("a OR {}b{}", "(".repeat(500), ")".repeat(500));
    assert!(!parse(&deep).parts.is_empty());
    let scopes = parse("format:csv").parts;
    let Part::Clause(clause) = &scopes[0] else {
        panic!("{scopes:?}");
    };
    assert_eq!(clause.scope, Scope::Facet(Facet::Format));
    assert_eq!(Scope::Organization.text_fields(), [TextField::Organization]);
}
