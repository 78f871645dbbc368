//! The program `chancery`. Everything is in the library, so that tests can build the same program.

use std::process::ExitCode;

// Stands in the place of malloc, and gives back what a thousand chapters took once everybody has left. How, stands in
// `.cargo/config.toml`. Not as Rust's own global allocator: then the compiler writes zeros where malloc has zeros to give.
use tikv_jemalloc_sys as _;

fn main() -> ExitCode {
    chancery::main_with(std::env::args_os())
}
