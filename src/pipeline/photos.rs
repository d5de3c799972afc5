//! Pictures of people: whom one is of, by its name.

use std::collections::{HashMap, HashSet};

use super::secrets::{Secrets, What};
use crate::config::Front;
use crate::layout::is_markdown;
use crate::picture;
use crate::site::{Hidden, Site};
use crate::source::{Digest, SourcePath, Sources};

/// Whose picture this can be.
#[derive(Debug, Clone, Copy)]
enum Owner<'a> {
    Shown,
    Hidden(&'a Hidden),
}

impl Secrets {
    /// Adds each picture in people/ that is of nobody who is shown.
    pub(super) fn add_photos(&mut self, site: &Site, sources: &Sources) {
        // By the name of the file; where two have the same, whoever is shown is named at least.
        let mut owners: HashMap<String, Owner<'_>> = HashMap::new();
        let mut named: HashMap<SourcePath, Owner<'_>> = HashMap::new();
        for person in &site.community.hidden {
            let (path, _) = &person.place;
            if path.as_str().starts_with("people/") {
                owners.insert(name_of(path), Owner::Hidden(person));
            }
            let photo = person.photo.iter().cloned();
            named.extend(photo.map(|photo| (photo, Owner::Hidden(person))));
        }
        let mut texts = Vec::new();
        for person in &site.community.people {
            let path = &person.document.path;
            owners.insert(name_of(path), Owner::Shown);
            if let Front::Person(front) = &person.document.front
                && let Some(photo) = &front.photo
            {
                named.insert(picture::beside(path, photo), Owner::Shown);
            }
            texts.extend(sources.get(path.as_str()).and_then(|file| file.text().ok()));
        }
        let mut secret = Vec::new();
        let mut shown: HashSet<Digest> = HashSet::new();
        let outside = named
            .iter()
            .filter(|(path, _)| !path.as_str().starts_with("people/"));
        let mut paths: Vec<&SourcePath> = outside.map(|(path, _)| path).collect();
        paths.sort();
        let inside = sources.under("people").map(|file| &file.path);
        for path in paths.into_iter().chain(inside) {
            let Some(file) = sources.get(path.as_str()) else {
                continue;
            };
            let is_named = named.contains_key(path);
            if !is_named && (is_markdown(path) || !picture::should_have_size(path)) {
                continue;
            }
            let by_file = || owner(path, &owners);
            match named.get(path).copied().or_else(by_file) {
                Some(Owner::Shown) => {
                    shown.insert(file.digest);
                }
                Some(Owner::Hidden(person)) => secret.push((path, file.digest, Some(person))),
                // Whoever is shown can have any picture in the text of the file.
                None if texts.iter().any(|text| text.contains(path.name())) => {}
                None => secret.push((path, file.digest, None)),
            }
        }
        for (path, digest, person) in secret {
            let Some(person) = person else {
                let at = self.add(What::Stray, path.as_str(), (path.clone(), None));
                self.add_file(path, at);
                continue;
            };
            if shown.contains(&digest) {
                continue;
            }
            let at = self.add(What::Photo, path.as_str(), person.place.clone());
            self.add_file(path, at);
            self.pictures.entry(digest).or_insert(at);
        }
    }

    fn add_file(&mut self, path: &SourcePath, at: usize) {
        self.photos.insert(path.clone(), at);
        let same = self.files.entry(path.name().to_owned()).or_default();
        same.push(at);
    }

    /// The secret picture that a file of the course is.
    pub(super) fn photo(&self, origin: &SourcePath, sources: &Sources) -> Option<usize> {
        if self.photos.is_empty() {
            return None;
        }
        let by_path = self.photos.get(origin).copied();
        by_path.or_else(|| {
            let file = sources.get(origin.as_str())?;
            self.pictures.get(&file.digest).copied()
        })
    }
}

/// What a person's file is called, in small letters.
fn name_of(path: &SourcePath) -> String {
    let name = match path.stem() {
        "index" => path.folder().rsplit('/').next().unwrap_or_default(),
        stem => stem,
    };
    name.to_lowercase()
}

/// Of whom a picture is, by its name or those of its folders: `ada-2.png` is of `ada.md`, unless there is an `ada-2.md`.
fn owner<'a>(path: &SourcePath, owners: &HashMap<String, Owner<'a>>) -> Option<Owner<'a>> {
    let stem = path.stem().to_lowercase();
    let ends = stem.char_indices().rev();
    let ends = ends.filter(|(_, char)| !char.is_alphanumeric());
    let mut names = std::iter::once(stem.len())
        .chain(ends.map(|(at, _)| at))
        .map(|end| stem[..end].to_owned());
    let by_name = names.find_map(|name| owners.get(&name).copied());
    let mut folders = path.folder().split('/').skip(1).map(str::to_lowercase);
    by_name.or_else(|| folders.find_map(|name| owners.get(&name).copied()))
}
