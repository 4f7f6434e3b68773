#![no_main]

// The first input may build the sample's index, whose time is none of the input's.
libfuzzer_sys::fuzz_target!(
    init: support::fuzzed::mask(b""),
    |bytes: &[u8]| support::fuzzed::mask(bytes)
);
