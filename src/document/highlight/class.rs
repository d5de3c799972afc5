//! [`Class`]: what a piece of code is, in one letter, from the scopes of its grammar.

use std::collections::BTreeMap;

use syntect::parsing::Scope;

/// What a piece of code is. The theme gives each letter a colour; what it leaves out looks like
/// the text around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// No colour of its own, and none from what is around it: the expression in `"{a + b}"`.
    Plain,
    /// The name of a value: `"name": ...`. It turns the string in it into a [`Class::Tag`].
    Key,
    /// A regular expression: one colour, whatever is in it.
    Pattern,
    Keyword,
    Text,
    Comment,
    Number,
    Function,
    Type,
    Variable,
    /// Becomes a keyword where it is a word, as `and` is.
    Operator,
    Prompt,
    Attribute,
    Tag,
    Macro,
    Constant,
    Escape,
    Heading,
    Inserted,
    Deleted,
    Invalid,
}

impl Class {
    /// The class in the page; `None` for text without a span.
    pub(super) fn letter(self) -> Option<char> {
        Some(match self {
            Self::Plain | Self::Key => return None,
            Self::Keyword => 'k',
            Self::Text => 's',
            Self::Comment => 'c',
            Self::Number => 'n',
            Self::Function => 'f',
            Self::Type => 't',
            Self::Variable => 'v',
            Self::Operator => 'o',
            Self::Prompt => 'p',
            Self::Attribute => 'a',
            Self::Tag => 'g',
            Self::Macro => 'm',
            Self::Constant => 'b',
            Self::Escape | Self::Pattern => 'e',
            Self::Heading => 'h',
            Self::Inserted => 'i',
            Self::Deleted => 'd',
            Self::Invalid => 'x',
        })
    }

    /// The class of a scope inside this one.
    pub(super) fn around(self, inner: Option<Self>) -> Self {
        match (self, inner) {
            (outer, None) => outer,
            (Self::Key, Some(Self::Text)) => Self::Tag,
            (Self::Pattern, Some(inner)) if inner != Self::Plain => Self::Pattern,
            (_, Some(inner)) => inner,
        }
    }
}

/// From scope to class. The longest prefix wins; a scope without a row looks like what it is in.
///
/// The names are those of Sublime Text's guide, which all grammars follow more or less:
/// <https://www.sublimetext.com/docs/scope_naming.html>.
const ROWS: &[(&str, Class)] = &[
    ("comment", Class::Comment),
    ("constant", Class::Constant),
    ("constant.character", Class::Text),
    ("constant.character.escape", Class::Escape),
    ("constant.numeric", Class::Number),
    ("constant.other.color", Class::Number),
    ("constant.other.object.key", Class::Plain),
    ("constant.other.placeholder", Class::Escape),
    ("entity.name", Class::Function),
    ("entity.name.class", Class::Type),
    ("entity.name.constant", Class::Constant),
    ("entity.name.enum", Class::Type),
    ("entity.name.impl", Class::Type),
    ("entity.name.interface", Class::Type),
    ("entity.name.label", Class::Variable),
    ("entity.name.macro", Class::Macro),
    ("entity.name.module", Class::Type),
    ("entity.name.namespace", Class::Type),
    ("entity.name.section", Class::Heading),
    ("entity.name.struct", Class::Type),
    ("entity.name.tag", Class::Tag),
    ("entity.name.trait", Class::Type),
    ("entity.name.type", Class::Type),
    ("entity.name.union", Class::Type),
    ("entity.other", Class::Type),
    ("entity.other.attribute-name", Class::Attribute),
    ("invalid", Class::Invalid),
    ("keyword", Class::Keyword),
    ("keyword.control.directive", Class::Macro),
    ("keyword.control.import.include", Class::Macro),
    ("keyword.operator", Class::Operator),
    ("keyword.operator.word", Class::Keyword),
    ("keyword.other.substitution", Class::Text),
    ("keyword.other.template", Class::Text),
    ("keyword.other.unit", Class::Number),
    ("markup.changed", Class::Variable),
    ("markup.deleted", Class::Deleted),
    ("markup.heading", Class::Heading),
    ("markup.inserted", Class::Inserted),
    ("markup.quote", Class::Comment),
    ("markup.raw", Class::Text),
    ("markup.underline.link", Class::Text),
    ("meta.annotation", Class::Macro),
    ("meta.annotation.arguments", Class::Plain),
    ("meta.diff.header", Class::Heading),
    ("meta.diff.range", Class::Macro),
    ("meta.embedded", Class::Plain),
    ("meta.interpolation", Class::Plain),
    ("meta.mapping.key", Class::Key),
    ("meta.template.expression", Class::Plain),
    ("punctuation.definition.annotation", Class::Macro),
    ("punctuation.definition.comment", Class::Comment),
    ("punctuation.definition.heading", Class::Heading),
    ("punctuation.definition.template-expression", Class::Text),
    ("punctuation.definition.variable", Class::Variable),
    ("punctuation.section.expansion", Class::Variable),
    // The same colour as the string around it: one span instead of three.
    ("punctuation.section.interpolation", Class::Text),
    ("source", Class::Plain),
    ("storage", Class::Keyword),
    ("storage.modifier.lifetime", Class::Plain),
    // Arrows are signs, whatever the grammars call them.
    ("storage.type.function.arrow", Class::Operator),
    ("string", Class::Text),
    ("string.regexp", Class::Pattern),
    // Words without quotes, in shells and YAML, look better as they are.
    ("string.unquoted", Class::Plain),
    ("string.unquoted.heredoc", Class::Text),
    ("support", Class::Type),
    ("support.constant", Class::Constant),
    ("support.function", Class::Function),
    ("support.macro", Class::Macro),
    ("support.type.property-name", Class::Attribute),
    ("support.variable", Class::Constant),
    ("text", Class::Plain),
    ("variable", Class::Plain),
    ("variable.annotation", Class::Macro),
    ("variable.function", Class::Function),
    ("variable.language", Class::Constant),
    ("variable.other.readwrite.shell", Class::Variable),
    ("variable.parameter.option", Class::Attribute),
];

/// [`ROWS`], ready to look up: the first word of a scope gives a handful of rows to try.
#[derive(Debug)]
pub(super) struct Classes(BTreeMap<u16, Vec<(Scope, Class)>>);

impl Classes {
    pub(super) fn new() -> Self {
        let mut rows: BTreeMap<u16, Vec<(Scope, Class)>> = BTreeMap::new();
        for (prefix, class) in ROWS {
            // A row that is no scope could only be a slip in the table, and the tests read it all.
            if let Ok(scope) = Scope::new(prefix) {
                rows.entry(scope.atom_at(0))
                    .or_default()
                    .push((scope, *class));
            }
        }
        for rows in rows.values_mut() {
            rows.sort_by_key(|(scope, _)| std::cmp::Reverse(scope.len()));
        }
        Self(rows)
    }

    /// The class of a scope, if it has one of its own.
    pub(super) fn of(&self, scope: Scope) -> Option<Class> {
        self.0
            .get(&scope.atom_at(0))?
            .iter()
            .find(|(prefix, _)| prefix.is_prefix_of(scope))
            .map(|(_, class)| *class)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_a_scope_and_says_something_new() {
        let classes = Classes::new();
        for (prefix, class) in ROWS {
            let scope = Scope::new(prefix).unwrap();
            assert_eq!(classes.of(scope), Some(*class), "{prefix}");
            if let Some((parent, _)) = prefix.rsplit_once('.') {
                let parent = Scope::new(parent).unwrap();
                assert_ne!(classes.of(parent), Some(*class), "{prefix}");
            }
        }
    }
}
