//! [`Root`]: opens the files of a course folder, and no others, whatever takes their place meanwhile.

use std::fs::File;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

/// A course folder that is being read.
#[derive(Debug)]
pub(super) struct Root {
    path: PathBuf,
    /// Where it really is.
    pub(super) real: PathBuf,
    #[cfg(target_os = "linux")]
    folder: File,
}

impl Root {
    /// The folder at `path`.
    pub(super) fn new(path: &Path) -> std::io::Result<Self> {
        let real = path.canonicalize()?;
        Ok(Self {
            path: path.to_owned(),
            #[cfg(target_os = "linux")]
            folder: File::open(&real)?,
            real,
        })
    }

    /// Opens the file at `disk`, which is a path below the folder. Between a look at a folder and this, a link or a pipe can
    /// have taken the place of a file or of a folder on the way: what is opened is inside, and a file.
    pub(super) fn open(&self, disk: &Path) -> std::io::Result<File> {
        let file = self.beneath(disk)?;
        if file.metadata()?.is_file() {
            Ok(file)
        } else {
            Err(Error::new(ErrorKind::InvalidInput, "this is no file"))
        }
    }

    #[cfg(target_os = "linux")]
    fn beneath(&self, disk: &Path) -> std::io::Result<File> {
        use rustix::io::Errno;
        let inside = disk.strip_prefix(&self.path).unwrap_or(disk);
        match self.open_beneath(inside) {
            // A link with a whole path is refused, even if it leads to a place inside. That place has no links in it.
            Err(Errno::XDEV) => {
                let real = disk.canonicalize()?;
                let inside = real.strip_prefix(&self.real);
                let inside = inside.map_err(|_| Error::from(ErrorKind::PermissionDenied))?;
                Ok(self.open_beneath(inside)?)
            }
            // A kernel before 5.6, or one that is kept from it.
            Err(Errno::NOSYS | Errno::PERM) => open_checked(disk, &self.real),
            opened => Ok(opened?),
        }
    }

    #[cfg(target_os = "linux")]
    fn open_beneath(&self, inside: &Path) -> Result<File, rustix::io::Errno> {
        use rustix::fs::{Mode, OFlags, ResolveFlags, openat2};
        // Without waiting: a pipe would be waited for without end.
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
        openat2(&self.folder, inside, flags, Mode::empty(), resolve).map(File::from)
    }

    #[cfg(not(target_os = "linux"))]
    fn beneath(&self, disk: &Path) -> std::io::Result<File> {
        open_checked(disk, &self.real)
    }
}

/// Opens a file after a look at where it is and what it is.
fn open_checked(disk: &Path, real_root: &Path) -> std::io::Result<File> {
    let real = disk.canonicalize()?;
    if !real.starts_with(real_root) {
        return Err(ErrorKind::PermissionDenied.into());
    }
    if !real.metadata()?.is_file() {
        return Err(Error::new(ErrorKind::InvalidInput, "this is no file"));
    }
    File::open(real)
}
