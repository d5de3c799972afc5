//! What all Atom feeds (RFC 4287) have in common.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::xml::allowed;

pub(super) type Xml = Writer<Vec<u8>>;

/// The head of a feed.
pub(super) struct Feed<'a> {
    /// What it is for ever.
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    pub(super) subtitle: Option<&'a str>,
    /// BCP 47.
    pub(super) language: &'a str,
    /// When something was last new, as in RFC 3339.
    pub(super) updated: &'a str,
    /// Where it is.
    pub(super) address: &'a str,
    /// The page that it follows.
    pub(super) page: &'a str,
    /// Who stands for an entry without an author: a feed has one if an entry has none (RFC 4287, 4.1.1).
    pub(super) author: &'a str,
}

impl Feed<'_> {
    /// The feed with its entries.
    pub(super) fn write(&self, entries: impl FnOnce(&mut Xml) -> io::Result<()>) -> Vec<u8> {
        let mut xml = Writer::new(Vec::new());
        // Writing to memory does not fail.
        if self.try_write(&mut xml, entries).is_err() {
            return Vec::new();
        }
        let mut bytes = xml.into_inner();
        bytes.push(b'\n');
        bytes
    }

    fn try_write(
        &self,
        xml: &mut Xml,
        entries: impl FnOnce(&mut Xml) -> io::Result<()>,
    ) -> io::Result<()> {
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
        xml.create_element("feed")
            .with_attribute(("xmlns", "http://www.w3.org/2005/Atom"))
            .with_attribute(("xml:lang", self.language))
            .write_inner_content(|xml| {
                text(xml, "id", self.id)?;
                text(xml, "title", self.title)?;
                if let Some(subtitle) = self.subtitle {
                    text(xml, "subtitle", subtitle)?;
                }
                text(xml, "updated", self.updated)?;
                link(xml, "self", self.address)?;
                link(xml, "alternate", self.page)?;
                author(xml, self.author)?;
                entries(xml)
            })?;
        Ok(())
    }
}

pub(super) fn text(xml: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    xml.create_element(name)
        .write_text_content(BytesText::new(&allowed(text)))?;
    Ok(())
}

pub(super) fn link(xml: &mut Xml, rel: &str, href: &str) -> io::Result<()> {
    xml.create_element("link")
        .with_attribute(("rel", rel))
        .with_attribute(("href", &*allowed(href)))
        .write_empty()?;
    Ok(())
}

pub(super) fn author(xml: &mut Xml, name: &str) -> io::Result<()> {
    xml.create_element("author")
        .write_inner_content(|xml| text(xml, "name", name))?;
    Ok(())
}

/// A post or a resource has a day and no time: midnight, in the only zone that is the same for all readers.
pub(super) fn instant(date: jiff::civil::Date) -> String {
    format!("{date}T00:00:00Z")
}
