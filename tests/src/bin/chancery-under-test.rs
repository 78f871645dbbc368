//! The program `chancery` as the tests of this package start it, built together with them. It is the one that people
//! run, but for one thing: with `CHANCERY_END_AT` in its environment it kills itself at that moment of a freeze.

use std::process::ExitCode;

use rustix::process::{Signal, getpid, kill_process};

const END_AT: &str = "CHANCERY_END_AT";

fn main() -> ExitCode {
    if std::env::var_os(END_AT).is_some() {
        server::freeze::steps::watch(end_there);
    }
    chancery::main_with(std::env::args_os())
}

/// As `kill -9` would at this moment: nothing is closed, nothing more is written.
fn end_there(step: &str) {
    if std::env::var_os(END_AT).is_some_and(|at| at == step) {
        let _ = kill_process(getpid(), Signal::KILL);
        loop {
            std::thread::park();
        }
    }
}
