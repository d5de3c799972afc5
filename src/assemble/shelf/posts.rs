//! Posts, newest first.

use std::sync::Arc;

use super::{ids, route, shelf, title};
use crate::assemble::Input;
use crate::config::{Front, Spanned};
use crate::diagnostic::Diagnostic;
use crate::document::Kind;
use crate::name::encode;
use crate::route::Routes;
use crate::rule;
use crate::schedule::begins;
use crate::site::Post;

pub(in crate::assemble) fn posts(
    input: &Input<'_>,
    routes: &mut Routes,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Post> {
    let fronts = shelf(input, Kind::Post, |front| match front {
        Front::Post(front) => Some((front, front.draft)),
        _ => None,
    });
    let ids = ids(
        &fronts,
        "post",
        |front| front.id.as_ref(),
        |document| cut_date(document.path.stem()).1,
        diagnostics,
    );
    let mut posts = Vec::new();
    for ((document, front), id) in fronts.into_iter().zip(ids) {
        let date = front
            .date
            .as_ref()
            .map(|date| date.value.0)
            .or(cut_date(document.path.stem()).0);
        let Some(date) = date else {
            diagnostics.push(
                Diagnostic::new(
                    &rule::MISSING_VALUE,
                    &document.path,
                    None,
                    "this post has no date",
                )
                .help("add a line `date = 2026-10-05`, or begin the file's name with the date"),
            );
            continue;
        };
        let is_future = input.options.now < begins(date);
        if is_future && !front.draft {
            let span = front.date.as_ref().map(Spanned::span);
            diagnostics.push(
                Diagnostic::new(
                    &rule::FUTURE_POST,
                    &document.path,
                    span,
                    format!("the day of this post, {date}, is still to come, and the post is published all the same"),
                )
                .help("write `draft = true` to keep it back until then; on the day, take that line out and build again"),
            );
        }
        let title = title(document, front.title.as_ref(), "post", diagnostics);
        let authors = front
            .authors
            .iter()
            .map(|author| author.value.clone())
            .collect();
        route(routes, document, format!("posts/{}/", encode(&id)));
        posts.push(Post {
            id,
            title,
            date,
            authors,
            document: Arc::clone(document),
        });
    }
    posts.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.id.cmp(&b.id)));
    posts
}

/// `2026-10-05-welcome` is a date and `welcome`.
fn cut_date(name: &str) -> (Option<jiff::civil::Date>, &str) {
    let date = name.get(..10).and_then(|date| date.parse().ok());
    match date {
        Some(date) => (
            Some(date),
            Some(name[10..].trim_start_matches(['-', '_', ' ']))
                .filter(|rest| !rest.is_empty())
                .unwrap_or(name),
        ),
        None => (None, name),
    }
}
