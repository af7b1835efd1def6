#![no_main]

#[path = "../inert.rs"]
mod inert;
#[allow(dead_code, reason = "each program is one of the targets")]
#[path = "../targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::front_matter(data));
