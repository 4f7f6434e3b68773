//! Lists the catalogues of messages: each file of `web/messages` is a language.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    let folder =
        Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo names the package's folder"))
            .join("../../web/messages");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut codes: Vec<String> = fs::read_dir(&folder)
        .expect("web/messages can be read")
        .filter_map(|entry| {
            entry
                .expect("web/messages can be read")
                .file_name()
                .into_string()
                .ok()
        })
        .filter_map(|name| name.strip_suffix(".ftl").map(str::to_owned))
        .collect();
    codes.sort();
    let mut list = String::from("&[\n");
    for code in codes {
        let file = folder.join(format!("{code}.ftl")).display().to_string();
        writeln!(list, "    ({code:?}, include_str!({file:?})),").expect("a string takes any text");
    }
    list.push_str("]\n");
    let out = Path::new(&env::var("OUT_DIR").expect("cargo names a folder for output"))
        .join("messages.rs");
    fs::write(out, list).expect("the folder for output can be written");
}
