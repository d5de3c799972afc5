//! Files that are copied as they are: what pages link to, what is in `static/`, and the theme's own.

use std::collections::BTreeSet;

use tera::Context as TeraContext;

use super::page::Context;
use super::{Artifact, Body, OutPath, Planned, Rendered, Rope};
use crate::assemble::front_pictures;
use crate::name::{asset_url, decode};
use crate::picture;
use crate::source::{Content, Digest, SourceFile, SourcePath};

/// The one asset that is a template: the theme's options as a stylesheet.
const OPTIONS: &str = "options.css";

pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    let mut planned = Vec::new();
    let mut statics = BTreeSet::new();
    for file in context.sources.under("static") {
        let artifact = copy(file, &asset_url(&file.path));
        statics.insert(artifact.path.clone());
        planned.push(Planned::ready(artifact, Some(file.path.clone())));
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
            planned.push(Planned::ready(copy(file, &decode(&target.url)), Some(path)));
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

fn copy(file: &SourceFile, url: &str) -> Artifact {
    let body = match &file.content {
        Content::Memory(bytes) => Body::Rope(Rope::from(bytes.clone())),
        Content::Disk { path, len } => Body::Copy {
            from: path.clone(),
            len: *len,
        },
    };
    Artifact {
        path: OutPath::new(url),
        body,
        digest: file.digest,
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
    paths
}

fn options<'a>(context: &'a Context<'a>, path: OutPath, template: &'a [u8]) -> Planned<'a> {
    let key = Digest::of_parts([context.common.bytes(), template]);
    let out = path.clone();
    let make = move || {
        let tera = context.tera;
        let text = String::from_utf8_lossy(template);
        match tera.render_str(&text, &TeraContext::new(), false) {
            Ok(css) => Rendered {
                artifact: std::sync::Arc::new(Artifact::new(out.clone(), Rope::from(css))),
                diagnostics: Vec::new(),
            },
            Err(error) => Rendered {
                artifact: std::sync::Arc::new(Artifact::new(out.clone(), Rope::new())),
                diagnostics: context
                    .theme
                    .explain(&error, Some("`assets/options.css`"))
                    .into_iter()
                    .collect(),
            },
        }
    };
    Planned {
        path,
        origin: None,
        key,
        make: Box::new(make),
    }
}
