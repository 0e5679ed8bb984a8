//! The athlete's own files, byte for byte, one part in memory at a time.

use super::{Reader, instant};
use crate::error::Result;
use crate::migrate::hex;
use crate::original::{PART_BYTES, inflated};
use crate::sql::binds;
use futures_util::TryStreamExt;
use sha2::{Digest, Sha256};
use std::io::Write;

impl Reader<'_> {
    pub(super) async fn originals(&mut self) -> Result<()> {
        self.begin("originals.csv", false)?;
        let mut list = csv::Writer::from_writer(&mut *self.out);
        let head = ["file", "sha256", "name", "format", "size_bytes", "added", "options_json"];
        let mut failed = list.write_record(head).err();
        let sql = "select hash, name, format, size_bytes, added_ms, options from source_file where athlete_id = $1 \
                   order by hash";
        let mut files = Vec::new();
        for row in self.tx.all(sql, binds![self.athlete.0]).await? {
            let (hash, name, format) = (row.text(0)?, row.text(1)?, row.text_or_none(2)?.unwrap_or_default());
            let file = format!("originals/{hash}{}", ending(&name));
            let added = instant(row.int(4)?, "UTC").unwrap_or_default();
            let record =
                [&file, &hash, &name, &format, &row.int(3)?.to_string(), &added, &row.text(5)?].map(String::clone);
            failed = failed.or(list.write_record(record).err());
            files.push((hash, file, name));
        }
        failed = failed.or(list.flush().err().map(csv::Error::from));
        drop(list);
        if let Some(error) = failed {
            return Err(self.out.failed(error.into()));
        }
        for (hash, file, name) in files {
            self.begin(&file, is_packed(&name))?;
            if self.original(&hash).await? != hash {
                self.done.damaged.push(format!("the original {name} ({hash})"));
            }
            self.done.originals += 1;
        }
        Ok(())
    }

    /// Writes a file's parts and tells the hash of what was written.
    async fn original(&mut self, hash: &str) -> Result<String> {
        let mut written = Sha256::new();
        // Only hexadecimal letters: nothing that the statement could misunderstand.
        if !hash.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Ok(String::new());
        }
        let sql = format!(
            "select bytes from source_part where athlete_id = {} and hash = '{hash}' order by place",
            self.athlete.0
        );
        let mut parts = self.tx.stream(sql);
        while let Some(row) = parts.try_next().await? {
            let Ok(bytes) = inflated(&row.blob(0)?, PART_BYTES) else { break };
            written.update(&bytes);
            self.out.write_all(&bytes).map_err(|e| self.out.failed(e))?;
        }
        Ok(hex(&written.finalize()))
    }
}

/// What follows the last dot of a name, with the dot; nothing where that is no plain ending.
fn ending(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((_, end)) if (1..=8).contains(&end.len()) && end.bytes().all(|b| b.is_ascii_alphanumeric()) => {
            format!(".{}", end.to_ascii_lowercase())
        }
        _ => String::new(),
    }
}

fn is_packed(name: &str) -> bool {
    matches!(ending(name).as_str(), ".gz" | ".zip")
}
