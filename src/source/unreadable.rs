//! [`Unreadable`].

use std::io::{Error, ErrorKind};

/// Why a file of the course could not be taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// A link that leads back to a folder it is in.
    Loop,
    /// A link that leads out of the course folder, where there may be secrets.
    Outside,
    /// A folder to which so many links lead that the course would have no end.
    TooOften,
    /// The name is not Unicode, so it can have no address.
    Name,
    /// A backslash in the name, which parts folders on some systems, so it can have no address.
    Backslash,
    /// A pipe, a socket or a device.
    NoFile,
    /// A text that stoa would have to read and that is larger than 64 MiB.
    TooLarge,
    /// The system's own words.
    System(String),
}

impl From<&Error> for Unreadable {
    fn from(error: &Error) -> Self {
        match error.kind() {
            ErrorKind::FileTooLarge => Self::TooLarge,
            ErrorKind::InvalidInput => Self::NoFile,
            ErrorKind::PermissionDenied => Self::System("permission denied".to_owned()),
            ErrorKind::NotFound => Self::System("the link leads nowhere".to_owned()),
            _ => Self::System(error.to_string()),
        }
    }
}
