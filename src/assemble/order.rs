//! The order of pages and folders beside each other: as another tool's configuration gives it, then by the numbers in names,
//! then by names.

use std::borrow::Cow;

use crate::document::{Document, natural};
use crate::name::cut_order;

/// Where an author put it, whether it comes behind the folders, its number, its name.
pub(super) type SortKey<'a> = (usize, bool, u32, Cow<'a, str>, &'a str);

fn place(order: &[String], path: &str) -> usize {
    order
        .iter()
        .position(|other| other == path)
        .unwrap_or(usize::MAX)
}

pub(super) fn of_page<'a>(order: &[String], page: &'a Document, is_top: bool) -> SortKey<'a> {
    (
        place(order, page.path.as_str()),
        is_top,
        page.name.order.unwrap_or(u32::MAX),
        Cow::Borrowed(&page.name.natural),
        page.path.stem(),
    )
}

pub(super) fn of_folder<'a>(order: &[String], folder: &'a str) -> SortKey<'a> {
    let name = folder.rsplit('/').next().unwrap_or(folder);
    let (number, rest) = cut_order(name);
    (
        place(order, folder),
        false,
        number.unwrap_or(u32::MAX),
        Cow::Owned(natural(rest)),
        name,
    )
}
