//! The chain, as a table: French in, terms out, one row a rule.

use std::path::PathBuf;

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::{Form, FrenchAnalyzer, base_form, fold};

fn terms(form: Form, text: &str) -> Vec<String> {
    FrenchAnalyzer::new(form).terms(text)
}

#[track_caller]
fn assert_rows(form: Form, rows: &[(&str, &str)]) {
    for (text, expected) in rows {
        assert_eq!(terms(form, text).join(" "), *expected, "{text:?}");
    }
}

/// Every text of a row must give the same terms.
#[track_caller]
fn assert_same(rows: &[&[&str]]) {
    for row in rows {
        for text in *row {
            let (first, this) = (terms(Form::Base, row[0]), terms(Form::Base, text));
            assert_eq!(first, this, "{:?} and {text:?}", row[0]);
        }
    }
}

#[test]
fn each_step_of_the_chain_does_its_work() {
    assert_rows(
        Form::ExactWithStopWords,
        &[
            // Split: on everything but letters and digits.
            ("eau, air; bruit/sol (2024)", "eau air bruit sol 2024"),
            (
                "Saint-Étienne data_gouv data.gouv",
                "saint etienne data gouv data gouv",
            ),
            ("C++ et Java++", "c et java"),
            ("R&D n°5 50 % 10€", "r d n 5 50 10"),
            ("", ""),
            (" .'’-_\u{301} ", ""),
            // Decimals stay whole, with a point or a comma; a chain or a list does not.
            ("Indice 2.5", "indice 2.5"),
            ("PM2.5 PM10", "pm2.5 pm10"),
            ("2 et 5", "2 et 5"),
            ("2,5 mm", "2.5 mm"),
            ("le 14.09.2020", "le 14 09 2020"),
            ("v1.2.3", "v1 2 3"),
            ("2023,2024", "2023 2024"),
            ("1,2,3", "1 2 3"),
            ("fin 2024. 12 communes", "fin 2024 12 communes"),
            ("12.", "12"),
            // Digits in groups of three are one number; other digits beside them leave all apart.
            (
                "356 000 000 et 75\u{202F}000 €, 1/25 000",
                "356000000 et 75000 1 25000",
            ),
            ("356 000 000 00048", "35600000000048"),
            ("2023 2024 02 99 12 34 56", "2023 2024 02 99 12 34 56"),
            // Optional endings go, and a letter in brackets belongs to its acronym.
            (
                "commune(s), élu(e)s, étudiant·e·s et élu.e.s",
                "commune elu etudiant et elu",
            ),
            ("PLU(i) PLUi dB(A)", "plui plui db a"),
            // Abbreviations are written out.
            ("St-Malo, Ste Foy, STS", "saint malo sainte foy sts"),
            // Dotted acronyms are one word, with or without their last dot.
            ("C.C.A.S. C.C.A.S CCAS c.c.a.s.", "ccas ccas ccas ccas"),
            ("M.E.N et M.E.N.", "men et men"),
            ("É.N.A.", "ena"),
            ("C_C_A_S", "ccas"),
            ("J. Dupont, S.Dupont", "j dupont s dupont"),
            ("plan A. Puis B", "plan a puis b"),
            // Unicode: composed or not, full-width, superscript.
            ("e\u{301}cole É\u{0327}", "ecole e"),
            ("ＣＳＶ m² CO₂", "csv m2 co2"),
            // A letter that decomposes into nothing but a blank and a mark is no word.
            ("\u{37A}", ""),
            // Lower case and folding.
            ("ŒUVRE œuvre oeuvre", "oeuvre oeuvre oeuvre"),
            ("Æquo ex æquo", "aequo ex aequo"),
            ("L’Haÿ-les-Roses Ÿ ç", "hay les roses y c"),
            ("Straße Łódź", "strasse lodz"),
            // Elision: both apostrophes, upper case, several articles.
            ("l'eau l’eau L’EAU l`eau lʼeau", "eau eau eau eau eau"),
            (
                "d'urbanisme qu'il jusqu'à lorsqu’on puisqu'un quoiqu'ici",
                "urbanisme il a on un ici",
            ),
            ("qu'aujourd'hui", "aujourdhui"),
            ("ç'a c\u{327}'a", "a a"),
            // Any other apostrophe joins.
            (
                "aujourd'hui aujourd’hui prud'hommes presqu'île O'Brien",
                "aujourdhui aujourdhui prudhommes presquile obrien",
            ),
            // An apostrophe that is a quotation mark parts.
            ("'eau' ‘potable’", "eau potable"),
        ],
    );
}

#[test]
fn stop_words_go_before_base_forms_typed_with_or_without_accents() {
    assert_rows(
        Form::Exact,
        &[
            (
                "les eaux de la ville et des communes",
                "eaux ville communes",
            ),
            ("à a où ou été même meme", "ete"),
            ("dans nous sont serait", ""),
            ("Grand Est", "grand est"),
            // Their accents part these from the stop words that they look like.
            ("maïs sûr dès", "mais sur des"),
            ("mais sur des", ""),
        ],
    );
}

#[test]
fn dropped_words_and_articles_leave_their_position() {
    let positions = |text: &str| -> Vec<usize> {
        FrenchAnalyzer::new(Form::Exact)
            .words(text)
            .iter()
            .map(|word| word.position)
            .collect()
    };
    assert_eq!(positions("qualité de l'air"), [0, 3]);
    assert_eq!(positions("qualité de l air"), [0, 3]);
}

#[test]
fn offsets_are_those_of_the_word_without_its_article() {
    let text = "La qualité de l’Été à C.C.A.S.";
    let words = FrenchAnalyzer::new(Form::Base).words(text);
    let found: Vec<&str> = words
        .iter()
        .map(|word| &text[word.start..word.end])
        .collect();
    assert_eq!(found, ["qualité", "Été", "C.C.A.S."]);
}

#[test]
fn what_people_type_finds_what_producers_wrote() {
    assert_same(&[
        &["données", "donnees", "DONNÉES", "donnée", "donne\u{301}es"],
        &["l'eau", "l’eau", "eau", "EAU", "eaux"],
        &["C.C.A.S.", "C.C.A.S", "CCAS", "ccas"],
        &["M.E.N", "MEN"],
        &["data.gouv", "data gouv", "data_gouv", "data-gouv"],
        &["marchés publics", "marches publics", "marché public"],
        &["école", "ecole", "écoles", "ÉCOLES"],
        &["œuvre", "oeuvre", "œuvres"],
        &["Saint-Étienne", "saint etienne", "SAINT ETIENNE"],
        &["canal", "canaux"],
        &["local", "locaux"],
        &["communal", "communaux"],
        &["travail", "travaux"],
        &["bail", "baux"],
        &["public", "publique", "publiques"],
        &["cadastral", "cadastraux"],
        &["qualité", "qualites", "qualités"],
        &["activité", "activites"],
        &["arrêté", "arretes", "arrêtés"],
        &["clé", "cles", "clés"],
        &["français", "francais"],
        &["forêt", "forets"],
        &["spectaculaire", "spectaculaires"],
        &["2,5", "2.5"],
        &["356 000 000", "356000000", "356\u{A0}000\u{202F}000"],
        &["19e siècle", "19ème siècle", "XIXe siècle", "XIXème siècle"],
        &["1er", "1re", "1ère"],
        &["2e", "2nd", "2nde", "2ème"],
        &["st brieuc", "Saint-Brieuc"],
        &["Ste-Foy", "sainte foy"],
        &["PLU(i)", "PLUi"],
        &["commune(s)", "communes"],
        &["étudiant·e·s", "étudiantes", "étudiant.e.s"],
    ]);
}

#[test]
fn words_of_different_meaning_stay_apart() {
    for (one, other) in [
        ("données", "don"),
        ("organe", "organisme"),
        ("station", "stationnement"),
        ("logement", "log"),
        ("université", "univers"),
        ("publication", "public"),
        ("châtiment", "chat"),
        ("sirène", "siren"),
        ("commune", "commun"),
        ("porte", "port"),
        ("air", "aire"),
        ("base", "bas"),
        ("data", "date"),
        ("collecte", "collectivité"),
        ("département", "départ"),
        ("maire", "mairie"),
        ("population", "populaire"),
        ("immobilier", "mobilité"),
        ("maïs", "mai"),
        ("2.5", "PM2.5"),
    ] {
        assert_ne!(
            terms(Form::Base, one),
            terms(Form::Base, other),
            "{one} and {other}"
        );
    }
}

#[test]
fn a_word_is_cut_at_eighty_characters_in_text_and_query_alike() {
    let long = "a".repeat(10_000);
    assert_eq!(terms(Form::Exact, &long), ["a".repeat(80)]);
}

/// The groups of words that Lucene's stemmers bring together and this chain does not, each with the reason.
const LUCENE_GROUPS_DECIDED_OTHERWISE: [(&str, &str); 20] = [
    (
        "administratif",
        "-ivement: the adverb keeps -if's stem in Lucene only",
    ),
    (
        "affreux",
        "-eux and -euse: Snowball keeps the masculine's x",
    ),
    ("poreux", "likewise"),
    (
        "administr",
        "-ateur and the verb stay apart: an administrateur is no administration",
    ),
    ("comuniqu", "likewise: communicateur, communiquer"),
    ("eduqu", "likewise: éducatrice, éduquer"),
    ("plant", "planteur and plante stay apart"),
    ("fou", "folle and fou: irregular, and never searched"),
    (
        "person",
        "personnelle and personne stay apart: données personnelles are not people",
    ),
    ("faibl", "faiblesse and faible stay apart"),
    ("patin", "patinage and patin stay apart"),
    ("rituel", "ritualisation and rituel stay apart"),
    (
        "achet",
        "acheteur keeps apart from acheter: code des marchés, not shopping",
    ),
    ("dispos", "disposition and dispose stay apart"),
    ("justifi", "justificatrice and justifier stay apart"),
    (
        "product",
        "productrice and producteur: -trice is not Snowball's",
    ),
    ("asourdi", "a participle in -ant is an adjective"),
    ("chant", "chant and chanter are two words, of one family"),
    ("pratiqu", "an adverb in -ment is a word of its own"),
    ("investi", "investissement and investir stay apart"),
];

#[test]
fn lucenes_stemmer_groups_hold_where_they_apply() {
    let Some(cases) = lucene_cases("lucenes_stemmer_groups_hold_where_they_apply") else {
        return;
    };
    let mut apart = Vec::new();
    for component in ["FrenchLightStemFilter", "FrenchMinimalStemFilter"] {
        let mut groups: std::collections::BTreeMap<&str, Vec<&str>> =
            std::collections::BTreeMap::new();
        for case in cases.iter().filter(|case| case["component"] == component) {
            // Numbers and made-up words test the mechanics of those stemmers.
            let (input, output) = (
                case["input"].as_str().unwrap(),
                case["output"][0].as_str().unwrap(),
            );
            if !input.contains(|c: char| c.is_ascii_digit()) && !input.starts_with("abc") {
                groups.entry(output).or_default().push(input);
            }
        }
        for (output, inputs) in groups {
            let ours: std::collections::BTreeSet<_> = inputs
                .iter()
                .map(|input| terms(Form::Base, input))
                .collect();
            if ours.len() > 1 {
                apart.push(format!("{output}: {inputs:?} are {ours:?}"));
            }
        }
    }
    let undecided: Vec<_> = apart
        .iter()
        .filter(|row| {
            !LUCENE_GROUPS_DECIDED_OTHERWISE
                .iter()
                .any(|(group, _)| row.starts_with(&format!("{group}:")))
        })
        .collect();
    assert!(undecided.is_empty(), "{undecided:#?}");
}

#[test]
fn lucenes_analyzer_cases_give_the_same_words() {
    let Some(cases) = lucene_cases("lucenes_analyzer_cases_give_the_same_words") else {
        return;
    };
    let mut different = Vec::new();
    for case in cases
        .iter()
        .filter(|case| case["component"] == "FrenchAnalyzer")
    {
        let text = case["input"].as_str().unwrap();
        let (ours, n_theirs) = (
            terms(Form::Base, text),
            case["output"].as_array().unwrap().len(),
        );
        if ours.len() != n_theirs {
            different.push(format!("{text:?} is {ours:?}, theirs {}", case["output"]));
        }
    }
    assert!(different.is_empty(), "{different:#?}");
}

#[test]
fn lucenes_and_elasticsearchs_elision_cases_hold() {
    // Lucene's case folds the article's case on request; ours always does. `O'brian` is one word here too, joined.
    assert_rows(
        Form::ExactWithStopWords,
        &[
            (
                "Plop, juste pour voir l'embrouille avec O'brian. M'enfin.",
                "plop juste pour voir embrouille avec obrian enfin",
            ),
            ("j’examine près du wharf", "examine pres du wharf"),
        ],
    );
}

#[test]
fn the_singular_and_the_plural_of_a_word_have_one_base_form() {
    for (singular, plural) in [
        ("vélo", "vélos"),
        ("débit", "débits"),
        ("emploi", "emplois"),
        ("loyer", "loyers"),
        ("numéro", "numéros"),
        ("travail", "travaux"),
        ("réseau", "réseaux"),
    ] {
        assert_eq!(base_form(singular), base_form(plural), "{singular}");
    }
    for (word, other) in [("délai", "délit"), ("loyer", "loi"), ("usager", "usage")] {
        assert_ne!(base_form(word), base_form(other), "{word}");
    }
}

proptest! {
    #[test]
    fn any_text_gives_words_inside_it(text in "\\PC*|[a-zA-ZéÉœ'’.,_\u{301} 0-9-]{0,60}|(?s:.){0,40}") {
        for form in [Form::Base, Form::Exact, Form::ExactWithStopWords] {
            let mut next_position = 0;
            for word in FrenchAnalyzer::new(form).words(&text) {
                prop_assert!(word.start < word.end && word.end <= text.len());
                prop_assert!(text.get(word.start..word.end).is_some(), "inside characters");
                prop_assert!(!word.term.is_empty() && !word.term.contains(char::is_whitespace));
                prop_assert!(word.position >= next_position);
                next_position = word.position + 1;
            }
        }
    }

    #[test]
    fn accents_case_and_composition_never_change_the_base_form(text in "[a-zàâçéèêëîïôûùüÿœæ]{1,12}") {
        // One word alone that is no stop word, however it is written.
        let decomposed: String = text.nfd().collect();
        prop_assert_eq!(base_form(&text), base_form(&fold(&text)));
        prop_assert_eq!(base_form(&text), base_form(&text.to_uppercase()));
        prop_assert_eq!(base_form(&text), base_form(&decomposed));
    }
}

fn lucene_cases(test: &str) -> Option<Vec<serde_json::Value>> {
    let text =
        std::fs::read_to_string(french_test_data(test)?.join("lucene-french-cases.jsonl")).unwrap();
    Some(
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect(),
    )
}

/// Returns the folder of French test data; without it the test is listed as skipped, by name, for `tests/run`.
fn french_test_data(test: &str) -> Option<PathBuf> {
    let named = std::env::var_os("TROUVAILLE_CATALOGUE").map(PathBuf::from);
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/catalogue");
    let folder = named.unwrap_or(beside).join("french");
    if !folder.is_dir() {
        // The test program lies in `target/debug/deps`.
        let program = std::env::current_exe().unwrap();
        let list = program.ancestors().nth(3).unwrap().join("skipped-tests");
        let mut file = std::fs::File::options()
            .create(true)
            .append(true)
            .open(list)
            .unwrap();
        std::io::Write::write_all(&mut file, format!("{test}\n").as_bytes()).unwrap();
        return None;
    }
    Some(folder)
}
