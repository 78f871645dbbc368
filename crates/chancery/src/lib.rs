//! The one program people run: the service, and the commands of who operates it.
//!
//! Reads the command line and says things in words; the work is done by `server` and `store`. Results go to stdout,
//! everything else to stderr. Read [`main_with`], then `commands`, one file a command.

mod commands;
mod demo;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Live editing of one network's manuals.
#[derive(Parser)]
#[command(name = "chancery", version, max_term_width = 100)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the service until it is told to stop
    Serve(commands::serve::Arguments),
    /// Add seats, list them, and say what they may do
    Seat(commands::seat::Arguments),
    /// Say who holds a seat: add, invite, end and erase people, hand a seat over
    Person(commands::person::Arguments),
    /// Seats and people as a CSV file: look at it, bring it in, write it out
    Roster(commands::roster::Arguments),
    /// Make a one-time link and code with which a person signs in for a seat
    Invite(commands::invite::Arguments),
    /// Make a token with which a program speaks for a seat
    Token(commands::token::Arguments),
    /// See where people are signed in and which programs have a token, and end one of both
    Session(commands::session::Arguments),
    /// Say what a seat may do in a manual or a chapter
    Right(commands::right::Arguments),
    /// Lock, close or open a chapter, say who is named in it, and who wrote where nobody is
    Chapter(commands::chapter::Arguments),
    /// Pause the service: everything can be read, nothing changes
    Pause(commands::pause::Arguments),
    /// Let a paused service go on
    Resume(commands::pause::Arguments),
    /// See what is proposed for the chapters, merge it or put it aside
    Proposals(commands::proposals::Arguments),
    /// Freeze a manual as it stands now: an edition, whose text never changes again
    Freeze(commands::freeze::Arguments),
    /// Say that an edition should not be relied on any more
    Withdraw(commands::afterwards::Withdrawing),
    /// Say what in an edition is wrong, and what is right
    Erratum(commands::afterwards::Correcting),
    /// The key that signs editions: show it, keep it safe, bring it back, make another
    Key(commands::key::Arguments),
    /// Write an edition as a folder of pages, or every document as plain Yjs and JSON
    Export(commands::export::Arguments),
    /// Say whether an edition, as a zip or a folder, is what was published, and which file is not
    Verify(commands::verify::Arguments),
    /// Say who did what, and whether lines that were kept still agree with the journal
    Audit(commands::audit::Arguments),
    /// Add what is new to a backup that only the holder of a key can open; the service may run meanwhile
    Backup(commands::backup::Arguments),
    /// Make a data folder out of a backup
    Restore(commands::restore::Arguments),
    /// Restore a backup for a moment, check it, and say how long that took
    Drill(commands::restore::Drill),
    /// Say whether the data folder, or a backup, is whole, and where it is not
    Check(commands::check::Arguments),
    /// Fill an empty data folder with the demo manual and its seats
    #[command(hide = true)]
    Demo(commands::demo::Arguments),
}

/// The whole program: parses `arguments` (the program's own name first), runs the command, gives the exit status.
/// 0: done; 1: refused or failed, in words on stderr; 2: the command line was not understood, or there is no edition to verify; 70: the disk could not be
/// synced, see [`server::RunFailed`].
pub fn main_with(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let line = match Line::try_parse_from(arguments) {
        Ok(line) => line,
        Err(told) => {
            let _ = told.print(); // nobody left to tell if stderr is closed
            return ExitCode::from(u8::try_from(told.exit_code()).unwrap_or(2));
        }
    };
    let command = match line.command {
        Command::Verify(arguments) => return commands::verify::run(arguments),
        command => command,
    };
    match run(command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("chancery: {error:#}");
            let ended = error.downcast_ref::<server::RunFailed>();
            ended.map_or(ExitCode::FAILURE, |ended| ExitCode::from(ended.exit_code()))
        }
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match command {
            Command::Serve(arguments) => commands::serve::run(arguments).await,
            Command::Seat(arguments) => commands::seat::run(arguments).await,
            Command::Person(arguments) => commands::person::run(arguments).await,
            Command::Roster(arguments) => commands::roster::run(arguments).await,
            Command::Invite(arguments) => commands::invite::run(arguments).await,
            Command::Token(arguments) => commands::token::run(arguments).await,
            Command::Session(arguments) => commands::session::run(arguments).await,
            Command::Chapter(arguments) => commands::chapter::run(arguments).await,
            Command::Right(arguments) => commands::right::run(arguments).await,
            Command::Pause(arguments) => commands::pause::pause(arguments).await,
            Command::Resume(arguments) => commands::pause::resume(arguments).await,
            Command::Proposals(arguments) => commands::proposals::run(arguments).await,
            Command::Freeze(arguments) => commands::freeze::run(arguments).await,
            Command::Withdraw(arguments) => commands::afterwards::withdraw(arguments).await,
            Command::Erratum(arguments) => commands::afterwards::erratum(arguments).await,
            Command::Key(arguments) => commands::key::run(arguments).await,
            Command::Export(arguments) => commands::export::run(arguments).await,
            Command::Verify(_) => Ok(()), // needs no runtime
            Command::Audit(arguments) => commands::audit::run(arguments).await,
            Command::Backup(arguments) => commands::backup::run(arguments).await,
            Command::Restore(arguments) => commands::restore::run(arguments),
            Command::Drill(arguments) => commands::restore::drill(arguments),
            Command::Check(arguments) => commands::check::run(arguments).await,
            Command::Demo(arguments) => commands::demo::run(arguments).await,
        }
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_fits_together() {
        Line::command().debug_assert();
    }

    #[test]
    fn what_is_not_understood_ends_with_2() {
        assert_eq!(main_with(["chancery", "edit-war"].map(Into::into)), ExitCode::from(2));
    }
}
