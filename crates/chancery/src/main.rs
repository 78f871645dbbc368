//! The program `chancery`. Everything is in the library, so that tests can build the same program.

use std::process::ExitCode;

fn main() -> ExitCode {
    chancery::main_with(std::env::args_os())
}
