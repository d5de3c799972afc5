//! The `stoa` command: arguments in, exit code out.

fn main() -> std::process::ExitCode {
    stoa::cli::main()
}
