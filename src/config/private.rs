//! Values without the addresses of people, and without characters that nobody sees.

use super::node::{Node, Value};
use crate::diagnostic::Diagnostic;
use crate::source::SourcePath;
use crate::{address, visible};

/// Takes addresses and hidden characters out of all values: whatever a value is for, it may come into a page. The text starts `base` bytes into its
/// file.
pub(super) fn make_publishable(
    node: &mut Node,
    text: &str,
    base: usize,
    path: &SourcePath,
    diagnostics: &mut Vec<Diagnostic>,
) {
    match &mut node.value {
        Value::String(value) => {
            let hidden = visible::hidden(value, &['\r']);
            if !hidden.is_empty() {
                let span = node.span.start + base..node.span.end + base;
                diagnostics.push(visible::finding(path, Some(span)));
                for range in hidden.into_iter().rev() {
                    value.replace_range(range, "");
                }
            }
            let Some(cleaned) = address::take_out(value, &[]) else {
                return;
            };
            let written = text.get(node.span.clone()).unwrap_or_default();
            let mut done = 0;
            for address in cleaned.addresses() {
                // Where the value is not written as it reads, it is meant as a whole.
                let found = written[done..].find(&value[address.clone()]);
                let span = match found.map(|found| done + found) {
                    Some(found) => {
                        done = found + address.len();
                        node.span.start + found..node.span.start + done
                    }
                    None => node.span.clone(),
                };
                diagnostics.push(address::finding(path, span.start + base..span.end + base));
            }
            *value = cleaned.text;
        }
        Value::List(nodes) => nodes
            .iter_mut()
            .for_each(|node| make_publishable(node, text, base, path, diagnostics)),
        Value::Table(entries) => entries
            .iter_mut()
            .for_each(|entry| make_publishable(&mut entry.node, text, base, path, diagnostics)),
        _ => {}
    }
}
