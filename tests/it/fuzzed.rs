//! The inputs that the fuzzer begins with, and those that it found: `just fuzz-inputs`.

use support::fuzzed::{TARGETS, kept_inputs};

#[test]
fn inputs_that_a_fuzzer_begins_with_or_found_do_no_harm() {
    for (name, target) in TARGETS {
        let inputs = kept_inputs(name);
        assert!(inputs.len() >= 3, "{name}: what to begin with");
        for (path, bytes) in inputs {
            println!("{}", path.display());
            target(&bytes);
            // Cut and doubled, as a fuzzer would do first.
            target(&bytes[..bytes.len() / 2]);
            target(&[bytes.as_slice(), &bytes].concat());
        }
    }
}
