//! `stoa theme`: which themes there are, and a template to begin with.

use std::io::Write;
use std::path::PathBuf;

use super::setting;
use super::{Failure, Outcome, report};
use crate::diagnostic::did_you_mean;
use crate::theme::{BUILT_IN, built_in_files, themes};

/// Look at themes, and take a template over to change it
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// List the themes, and the files of the built-in one
    List {
        /// The course folder
        #[arg(default_value = ".", value_name = "DIR")]
        dir: PathBuf,
    },
    /// Copy a file of the built-in theme into the course, where it takes the place of the built-in one
    Eject {
        /// The file, like `templates/lesson.html`, `components/activity.html` or `assets/agora.css`
        file: String,
        /// The course folder
        #[arg(default_value = ".", value_name = "DIR")]
        dir: PathBuf,
    },
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    match &args.command {
        Command::List { dir } => {
            let sources = setting::read(dir, &setting::portals(dir))?;
            let mut out = anstream::stdout();
            for name in themes(&sources) {
                let kind = if name == BUILT_IN {
                    "built in"
                } else {
                    "in this course"
                };
                writeln!(out, "{name} ({kind})")?;
            }
            writeln!(out, "\nFiles of {BUILT_IN}, for `stoa theme eject`:")?;
            for (name, _) in built_in_files() {
                writeln!(out, "  {name}")?;
            }
        }
        Command::Eject { file, dir } => {
            let Some((name, bytes)) = built_in_files().find(|(name, _)| name == file) else {
                let names: Vec<String> = built_in_files().map(|(name, _)| name).collect();
                let ending = format!("/{file}");
                let whole = names
                    .iter()
                    .find(|name| name.ends_with(&ending))
                    .map(|name| format!("did you mean `{name}`?"));
                let help = whole
                    .or_else(|| did_you_mean(file, &names))
                    .unwrap_or_else(|| "`stoa theme list` shows all of them".to_owned());
                return Err(format!("the theme has no file `{file}`; {help}").into());
            };
            let Some(place) = place(&name) else {
                return Err(format!("`{name}` belongs to the theme as a whole; copy the theme into themes/ to change it").into());
            };
            let path = dir.join(place);
            if path.exists() {
                return Err(
                    format!("`{}` is there already; nothing was changed", path.display()).into(),
                );
            }
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)
                    .map_err(|error| format!("`{}` can't be made: {error}", folder.display()))?;
            }
            std::fs::write(&path, &bytes)
                .map_err(|error| format!("`{}` can't be written: {error}", path.display()))?;
            report::good(
                "Copied",
                &format!(
                    "{name} to {}. Your copy is used from now on; delete it to go back.",
                    path.display()
                ),
            );
        }
    }
    Ok(Outcome::Good)
}

/// Where a file of the theme goes in a course, so that it takes the place of the theme's.
fn place(name: &str) -> Option<String> {
    if name.starts_with("templates/") {
        Some(name.to_owned())
    } else if name.starts_with("components/") {
        Some(format!("templates/{name}"))
    } else if name.starts_with("assets/") && name != "assets/options.css" {
        Some(format!("static/{name}"))
    } else {
        None
    }
}
