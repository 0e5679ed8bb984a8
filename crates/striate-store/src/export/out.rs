//! Where an export goes: a folder or a zip, written under another name and renamed when it is whole and on the disk.

use crate::backup::{cannot_write, sync_folder};
use crate::error::{Result, StoreError};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The file by which a folder is known to be an export.
pub(super) const MARK: &str = "export.json";

/// The export under way: one file after another.
pub(super) struct Out {
    target: PathBuf,
    partial: PathBuf,
    kind: Kind,
    files: u64,
    bytes: u64,
    is_done: bool,
}

enum Kind {
    Folder(Option<BufWriter<File>>),
    Zip(Option<Box<ZipWriter<BufWriter<File>>>>),
}

impl Out {
    /// Begins an export. A path that ends in `.zip` is a zip, every other a folder.
    pub(super) fn new(target: &Path, replace: bool) -> Result<Self> {
        let is_zip = target.extension().is_some_and(|e| e.eq_ignore_ascii_case("zip"));
        check(target, is_zip, replace)?;
        let partial = beside(target, ".striate-partial");
        let failed = |e| cannot_write(target, e);
        let kind = if is_zip {
            let file = BufWriter::new(File::create(&partial).map_err(failed)?);
            Kind::Zip(Some(Box::new(ZipWriter::new(file))))
        } else {
            if partial.exists() {
                // Of an export that was killed.
                fs::remove_dir_all(&partial).map_err(failed)?;
            }
            fs::create_dir(&partial).map_err(failed)?;
            Kind::Folder(None)
        };
        Ok(Self { target: target.to_owned(), partial, kind, files: 0, bytes: 0, is_done: false })
    }

    /// What the system refused, in words.
    pub(super) fn failed(&self, error: io::Error) -> StoreError {
        cannot_write(&self.target, error)
    }

    /// Begins the next file; `name` may lie in one folder. `is_packed` content would not shrink any more.
    pub(super) fn begin(&mut self, name: &str, is_packed: bool) -> io::Result<()> {
        self.end()?;
        self.files += 1;
        match &mut self.kind {
            Kind::Folder(file) => {
                let path = self.partial.join(name);
                if let Some(folder) = path.parent().filter(|f| *f != self.partial) {
                    fs::create_dir_all(folder)?;
                }
                *file = Some(BufWriter::new(File::create(path)?));
            }
            Kind::Zip(zip) => {
                let method = if is_packed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
                let options = SimpleFileOptions::default().compression_method(method).large_file(true);
                zip.as_mut().ok_or_else(ended)?.start_file(name, options)?;
            }
        }
        Ok(())
    }

    /// Ends the file under way; a folder's file is on the disk then.
    fn end(&mut self) -> io::Result<()> {
        if let Kind::Folder(file) = &mut self.kind
            && let Some(file) = file.take()
        {
            file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        }
        Ok(())
    }

    /// Gives the export its name; how many files and bytes it has.
    pub(super) fn finish(mut self) -> Result<(u64, u64)> {
        self.put_in_place().map_err(|e| self.failed(e))?;
        self.is_done = true;
        sync_folder(&self.target);
        Ok((self.files, self.bytes))
    }

    fn put_in_place(&mut self) -> io::Result<()> {
        self.end()?;
        let zip = match &mut self.kind {
            Kind::Zip(zip) => zip.take(),
            Kind::Folder(_) => None,
        };
        if let Some(zip) = zip {
            zip.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
            return fs::rename(&self.partial, &self.target);
        }
        if !self.target.exists() {
            return fs::rename(&self.partial, &self.target);
        }
        let old = beside(&self.target, ".striate-old");
        fs::rename(&self.target, &old)?;
        if let Err(error) = fs::rename(&self.partial, &self.target) {
            fs::rename(&old, &self.target)?;
            return Err(error);
        }
        fs::remove_dir_all(old)
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = match &mut self.kind {
            Kind::Folder(file) => file.as_mut().ok_or_else(ended)?.write(bytes)?,
            Kind::Zip(zip) => zip.as_mut().ok_or_else(ended)?.write(bytes)?,
        };
        self.bytes += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        // Both are flushed when the file ends; more often would only be slow.
        Ok(())
    }
}

impl Drop for Out {
    fn drop(&mut self) {
        if self.is_done {
            return;
        }
        // What cannot be removed either stays, under a name that nobody takes for an export.
        let _ = match self.kind {
            Kind::Folder(_) => fs::remove_dir_all(&self.partial),
            Kind::Zip(_) => fs::remove_file(&self.partial),
        };
    }
}

fn ended() -> io::Error {
    io::Error::other("no file was begun")
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Refuses whatever would be lost.
fn check(target: &Path, is_zip: bool, replace: bool) -> Result<()> {
    if target.file_name().is_none() {
        return Err(StoreError::conflict(format!("{} cannot be made anew", target.display()))
            .with_hint("name a new folder or a file that ends in .zip"));
    }
    if target.symlink_metadata().is_err() {
        return Ok(());
    }
    let is_folder = target.is_dir();
    let is_empty = is_folder && fs::read_dir(target).is_ok_and(|mut inside| inside.next().is_none());
    if is_empty && !is_zip {
        return Ok(());
    }
    if is_folder == is_zip || (is_folder && !target.join(MARK).is_file()) {
        return Err(StoreError::conflict(format!("{} is there already and is no export", target.display()))
            .with_hint("name another place; nothing was changed"));
    }
    if replace {
        return Ok(());
    }
    Err(StoreError::conflict(format!("{} is there already", target.display()))
        .with_hint("name another place, or put the new export in its place with --force; nothing was changed"))
}
