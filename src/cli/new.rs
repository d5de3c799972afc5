//! `stoa new`: a small, complete course to begin with.

use std::path::PathBuf;

use rust_embed::RustEmbed;

use super::{Failure, Outcome, report};

#[derive(RustEmbed)]
#[folder = "src/cli/skeleton/"]
struct Skeleton;

/// Make a small, complete course to begin with
///
/// It has two modules, one cohort and one of everything else, with comments that say what can be changed.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The folder for the course; it must not exist yet, or be empty
    dir: PathBuf,
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let dir = &args.dir;
    let is_taken = std::fs::read_dir(dir)
        .map(|mut entries| entries.next().is_some())
        .unwrap_or(dir.exists());
    if is_taken {
        return Err(format!(
            "`{}` is not empty; choose another folder, so that nothing of yours is lost",
            dir.display()
        )
        .into());
    }
    let mut names: Vec<String> = Skeleton::iter().map(std::borrow::Cow::into_owned).collect();
    names.sort_unstable();
    for name in &names {
        let Some(file) = Skeleton::get(name) else {
            continue;
        };
        // A file that begins with a dot would be left out of a package.
        let name = if name == "gitignore" {
            ".gitignore"
        } else {
            name
        };
        let path = dir.join(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .map_err(|error| format!("`{}` can't be made: {error}", folder.display()))?;
        }
        std::fs::write(&path, &file.data)
            .map_err(|error| format!("`{}` can't be written: {error}", path.display()))?;
    }
    report::good(
        "Made",
        &format!(
            "a course in {} ({}).",
            dir.display(),
            report::number(names.len(), "file")
        ),
    );
    report::say(&format!(
        "Next: `stoa serve --open {}` shows it while you write. Begin with course.toml.",
        report::word(dir)
    ));
    Ok(Outcome::Good)
}

#[cfg(test)]
mod tests {
    use super::Skeleton;
    use crate::placeholder::PLACEHOLDERS;

    #[test]
    fn every_placeholder_is_in_one_line_of_the_skeleton() {
        let texts: Vec<String> = Skeleton::iter()
            .filter_map(|name| Skeleton::get(&name))
            .map(|file| String::from_utf8_lossy(&file.data).into_owned())
            .collect();
        for placeholder in PLACEHOLDERS {
            let count: usize = texts
                .iter()
                .map(|text| text.matches(placeholder).count())
                .sum();
            assert_eq!(count, 1, "{placeholder}");
        }
    }
}
