//! [`LineIndex`]: from bytes to lines and columns.

/// A place in a text as people count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

/// After how many bytes the characters before are counted for good: a line of a megabyte must not
/// be counted from its start for every place in it.
const STEP: usize = 1024;

/// Where the lines of a text start.
#[derive(Debug, Clone)]
pub struct LineIndex<'a> {
    text: &'a str,
    starts: Vec<usize>,
    /// How many characters stand before every `STEP`th byte.
    counted: Vec<usize>,
}

impl<'a> LineIndex<'a> {
    /// Finds the lines of `text`.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let mut starts = vec![0];
        starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
        let mut counted = vec![0];
        let (mut from, mut count) = (0, 0);
        for step in 1..=text.len() / STEP {
            let to = text.floor_char_boundary(step * STEP);
            count += text[from..to].chars().count();
            counted.push(count);
            from = to;
        }
        Self {
            text,
            starts,
            counted,
        }
    }

    /// The text whose lines these are.
    pub(crate) fn text(&self) -> &'a str {
        self.text
    }

    /// How many characters stand before a byte that begins one.
    fn characters(&self, offset: usize) -> usize {
        let step = offset / STEP;
        let from = self.text.floor_char_boundary(step * STEP);
        self.counted[step] + self.text[from..offset].chars().count()
    }

    /// The place of the byte at `offset`; one behind the end for an offset behind the end.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let column = self.characters(offset) - self.characters(self.starts[line - 1]) + 1;
        Position { line, column }
    }

    /// The byte that is so many characters behind the start of a line, which is counted from 1.
    #[must_use]
    pub fn offset_in(&self, line: usize, characters: usize) -> usize {
        self.after(self.offset(line), characters)
    }

    /// The byte that is so many characters behind the byte at `offset`, which begins one.
    #[must_use]
    pub fn after(&self, offset: usize, characters: usize) -> usize {
        let wanted = self.characters(offset).saturating_add(characters);
        let step = self.counted.partition_point(|count| *count <= wanted) - 1;
        let from = self.text.floor_char_boundary(step * STEP);
        self.text[from..]
            .char_indices()
            .nth(wanted - self.counted[step])
            .map_or(self.text.len(), |(at, _)| from + at)
    }

    /// The byte at which a line starts, counted from 1; the end of the text behind the last line.
    #[must_use]
    pub fn offset(&self, line: usize) -> usize {
        self.starts
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or(self.text.len())
    }
}
