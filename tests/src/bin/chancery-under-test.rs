//! The program `chancery` as the tests of this package start it, built together with them.

use std::process::ExitCode;

fn main() -> ExitCode {
    chancery::main_with(std::env::args_os())
}
