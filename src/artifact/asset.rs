//! Files that are copied as they are: what pages link to, what is in `static/`, and the theme's own.

use std::collections::BTreeSet;

use tera::Context as TeraContext;

use super::copied::{self, Copied};
use super::page::Context;
use super::{Artifact, Body, OutPath, Planned, Rendered, Rope};
use crate::assemble::{front_pictures, resource_link};
use crate::diagnostic::Diagnostic;
use crate::name::{asset_url, decode};
use crate::picture;
use crate::rule;
use crate::source::{Content, Digest, PHOTOS, SourceFile, SourcePath};

/// The one asset that is a template: the theme's options as a stylesheet.
const OPTIONS: &str = "options.css";

pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    let mut planned = Vec::new();
    let mut statics = BTreeSet::new();
    for file in context.sources.under("static") {
        let one = copy(file, &asset_url(&file.path));
        statics.insert(one.path.clone());
        planned.push(one);
    }
    for path in linked(context) {
        let Some(target) = context.site.routes.get(&path) else {
            continue;
        };
        if let Some(file) = target
            .asset
            .as_ref()
            .filter(|_| !path.as_str().starts_with("static/"))
        {
            planned.push(copy(file, &decode(&target.url)));
        }
    }
    for (name, file) in &context.theme.assets {
        let path = OutPath::new(format!("assets/{name}"));
        // A file of the same name in static/ takes the place of the theme's.
        if statics.contains(&path) {
            continue;
        }
        planned.push(if name == OPTIONS {
            options(context, path, &file.bytes)
        } else {
            Planned::ready(Artifact::new(path, Rope::from(file.bytes.clone())), None)
        });
    }
    planned
}

fn copy<'a>(file: &'a SourceFile, url: &str) -> Planned<'a> {
    let path = OutPath::new(url);
    if file.path.has_extension(PHOTOS) {
        return photo(file, path);
    }
    Planned {
        // The places of what is found depend on the file, not on what is left of it.
        key: Digest::of_parts([file.digest.bytes(), file.path.as_str().as_bytes()]),
        path: path.clone(),
        origin: Some(file.path.clone()),
        make: Box::new(move || {
            let body = match &file.content {
                Content::Memory(bytes) => Body::Rope(Rope::from(bytes.clone())),
                Content::Disk(large) => Body::Copy(large.clone()),
            };
            let as_it_is = Artifact {
                path: path.clone(),
                body,
                digest: file.digest,
            };
            let (artifact, found) = match copied::look(file) {
                Copied::AsItIs => (as_it_is, None),
                Copied::Refused(found) => (as_it_is, Some(found)),
                Copied::Cleaned(text, found) => {
                    (Artifact::new(path.clone(), Rope::from(text)), Some(found))
                }
            };
            Rendered::new(artifact, found.into_iter().collect())
        }),
    }
}

/// A photo, without the place where it was taken. It is looked through only when it has changed.
fn photo(file: &SourceFile, path: OutPath) -> Planned<'_> {
    let out = path.clone();
    Planned {
        path,
        origin: Some(file.path.clone()),
        key: Digest::of_parts([file.digest.bytes(), file.path.as_str().as_bytes()]),
        make: Box::new(move || {
            let mut diagnostics = Vec::new();
            let artifact = match &file.content {
                Content::Memory(bytes) => {
                    let clean = picture::without_position(file).map(Rope::from);
                    Artifact::new(out.clone(), clean.unwrap_or_else(|| bytes.clone().into()))
                }
                Content::Disk(large) => {
                    diagnostics.push(
                        Diagnostic::new(
                            &rule::BAD_PICTURE,
                            &file.path,
                            None,
                            "this picture is too large to look for the place where it was taken, which is published with it",
                        )
                        .help("make it smaller, which learners with a slow connection need too"),
                    );
                    Artifact {
                        path: out.clone(),
                        body: Body::Copy(large.clone()),
                        digest: file.digest,
                    }
                }
            };
            Rendered::new(artifact, diagnostics)
        }),
    }
}

/// Every file that a page needs.
fn linked(context: &Context<'_>) -> BTreeSet<SourcePath> {
    let mut paths = BTreeSet::new();
    for document in context.site.documents() {
        if let Some(resolution) = context.resolutions.get(&document.path) {
            paths.extend(
                resolution
                    .assets(document, context.site.facilitator)
                    .cloned(),
            );
        }
    }
    paths.extend(
        front_pictures(context.site)
            .map(|(document, picture)| picture::beside(&document.path, picture)),
    );
    let resources = context.site.resources.iter();
    paths.extend(resources.filter_map(|resource| resource_link(context.site, resource)?.0.asset));
    paths
}

fn options<'a>(context: &'a Context<'a>, path: OutPath, template: &'a [u8]) -> Planned<'a> {
    let key = Digest::of_parts([context.common.bytes(), template]);
    let out = path.clone();
    let make = move || {
        let tera = context.tera;
        let text = String::from_utf8_lossy(template);
        match tera.render_str(&text, &TeraContext::new(), false) {
            Ok(css) => Rendered::new(Artifact::new(out.clone(), Rope::from(css)), Vec::new()),
            Err(error) => Rendered::new(
                Artifact::new(out.clone(), Rope::new()),
                context
                    .theme
                    .explain(&error, Some("`assets/options.css`"))
                    .into_iter()
                    .collect(),
            ),
        }
    };
    Planned {
        path,
        origin: None,
        key,
        make: Box::new(make),
    }
}
