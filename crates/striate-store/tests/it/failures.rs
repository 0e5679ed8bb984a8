//! A full disk, read-only media, another program, a newer database, a file that is no database: a clear error each, and
//! an unharmed database.

use crate::{in_folder, numbered, open, problems};
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use striate_store::*;

/// Imports until something fails; what the last commit held.
async fn fill(store: &Store) -> (StoreError, Vec<TableDigest>) {
    let me = store.only_athlete().await.unwrap();
    let import = store.begin_import(me, "big.zip").await.unwrap();
    let mut writer = store.import_writer(import, GroupLimits { files: 5, bytes: usize::MAX }).await.unwrap();
    let mut last = store.digests(Standing::Ground).await.unwrap();
    for n in 0..100_000 {
        match writer.put(&numbered(n)).await {
            Ok(_) if n % 5 == 4 => last = store.digests(Standing::Ground).await.unwrap(),
            Ok(_) => {}
            Err(error) => return (error, last),
        }
    }
    panic!("nothing ever failed");
}

async fn full(location: &Location, options: &OpenOptions) {
    let store = Store::open_with(location, options).await.unwrap();
    let (error, last) = fill(&store).await;
    assert_eq!(error.sort(), Sort::Unavailable);
    assert!(error.to_string().contains("full"), "{error}");
    assert!(error.hint().is_some_and(|h| h.contains("free some space")));
    assert_eq!(store.digests(Standing::Ground).await.unwrap(), last, "the last commit is there, and nothing else");
    store.close().await;
    let reader = Store::open_with(location, &OpenOptions { read_only: true, ..options.clone() }).await.unwrap();
    assert_eq!(reader.digests(Standing::Ground).await.unwrap(), last);
    let wrong: Vec<String> = problems(&reader).await.into_iter().filter(|p| !p.contains("MB are left")).collect();
    assert_eq!(wrong, Vec::<String>::new());
    reader.close().await;
}

#[test]
fn a_database_that_may_not_grow_keeps_what_was_committed() {
    let folder = tempfile::tempdir().unwrap();
    let options = OpenOptions { pages_max: Some(150), ..OpenOptions::default() };
    block_on(full(&in_folder(folder.path()), &options)).unwrap();
}

fn mounted(folder: &Path, options: &str) -> bool {
    let mut mount = Command::new("mount");
    mount.args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(folder).stderr(std::process::Stdio::null());
    mount.status().is_ok_and(|s| s.success())
}

struct Mount<'a>(&'a Path);

impl Drop for Mount<'_> {
    fn drop(&mut self) {
        // Nobody is left to tell when this fails.
        let _ = Command::new("umount").arg(self.0).status();
    }
}

#[test]
fn a_full_disk_and_read_only_media_leave_the_database_unharmed() {
    let folder = tempfile::tempdir().unwrap();
    if !mounted(folder.path(), "size=1500k") {
        println!("skipped: a small disk can only be made as root");
        return;
    }
    let _mount = Mount(folder.path());
    let location = in_folder(folder.path());
    block_on(async {
        full(&location, &OpenOptions::default()).await;
        let told = Command::new("mount").args(["-o", "remount,ro"]).arg(folder.path()).status().unwrap();
        assert!(told.success());
        let error = match Store::open_with(&location, &OpenOptions::default()).await {
            Err(error) => error,
            Ok(store) => {
                let me = store.athlete().await.unwrap().unwrap();
                store.begin_import(me, "x").await.unwrap_err()
            }
        };
        assert_eq!(error.sort(), Sort::Unavailable);
        assert!(error.hint().is_some(), "{error}");
        let reader =
            Store::open_with(&location, &OpenOptions { read_only: true, ..OpenOptions::default() }).await.unwrap();
        assert!(!reader.sources(reader.athlete().await.unwrap().unwrap()).await.unwrap().is_empty());
        let error = reader.backup(&folder.path().join("here.backup")).await.unwrap_err();
        assert!(error.to_string().contains("must not be written"), "{error}");
        reader.close().await;
    })
    .unwrap();
}

#[test]
fn a_newer_database_and_a_file_that_is_none_are_refused_and_not_changed() {
    let folder = tempfile::tempdir().unwrap();
    let location = in_folder(folder.path());
    let Location::File(path) = &location else { panic!("a file") };
    block_on(async {
        let store = open(&location).await;
        let me = store.only_athlete().await.unwrap();
        store.pretend_newer().await.unwrap();
        store.close().await;
        let before = std::fs::read(path).unwrap();
        let error = Store::open_with(&location, &OpenOptions::default()).await.unwrap_err();
        assert_eq!(error.sort(), Sort::Conflict);
        assert!(error.to_string().contains("newer") && error.hint().is_some_and(|h| h.contains("update striate")));
        assert_eq!(std::fs::read(path).unwrap(), before);
        let _ = me;

        let text = "a letter to my coach, and no database at all. ".repeat(100);
        std::fs::write(path, &text).unwrap();
        let error = Store::open_with(&location, &OpenOptions::default()).await.unwrap_err();
        assert_eq!(error.sort(), Sort::Conflict, "{error}");
        assert_eq!(std::fs::read_to_string(path).unwrap(), text);

        let missing = Location::parse(&format!("sqlite:{}", folder.path().join("none.db").display())).unwrap();
        let options = OpenOptions { create: false, ..OpenOptions::default() };
        assert_eq!(Store::open_with(&missing, &options).await.unwrap_err().sort(), Sort::NotFound);
    })
    .unwrap();
}

#[test]
fn a_second_program_waits_and_then_says_that_the_database_is_busy() {
    let folder = tempfile::tempdir().unwrap();
    let location = in_folder(folder.path());
    block_on(async {
        let store = open(&location).await;
        let me = store.only_athlete().await.unwrap();
        let import = store.begin_import(me, "mine").await.unwrap();
        let mut writer = store.import_writer(import, GroupLimits::default()).await.unwrap();
        writer.put(&numbered(1)).await.unwrap();
        // The other program meets a database in the middle of a group.
        let busy = crate::killed::child("write once", &folder.path().join("runs.db"));
        let told = busy.wait_with_output().unwrap();
        let told = String::from_utf8_lossy(&told.stdout).into_owned();
        assert!(told.contains("busy: another program is writing to it"), "{told}");
        assert!(told.contains("wait until it is done"), "{told}");
        writer.commit().await.unwrap();
        let free = crate::killed::child("write once", &folder.path().join("runs.db")).wait_with_output().unwrap();
        assert!(String::from_utf8_lossy(&free.stdout).contains("written"), "the other program goes on afterwards");
        assert_eq!(store.imports(me).await.unwrap().len(), 2);
        assert_eq!(problems(&store).await, Vec::<String>::new());
        store.close().await;
    })
    .unwrap();
}

/// What the second program does.
pub(crate) async fn write_once(location: &Location) {
    let options = OpenOptions { busy_timeout: Duration::from_millis(300), ..OpenOptions::default() };
    let written = async {
        let store = Store::open_with(location, &options).await?;
        let me = store.only_athlete().await?;
        let import = store.begin_import(me, "the other's").await?;
        store.finish_import(import, ImportState::Done, "{}").await?;
        store.close().await;
        Ok::<(), StoreError>(())
    };
    match written.await {
        Ok(()) => println!("written"),
        Err(error) => println!("error: {error} hint: {}", error.hint().unwrap_or_default()),
    }
}

#[cfg(unix)]
#[test]
fn nobody_else_on_this_computer_reads_the_database_or_a_backup() {
    use std::os::unix::fs::PermissionsExt;
    block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let (database, backup) = (folder.path().join("own.db"), folder.path().join("own.backup"));
        let store = Store::open(&format!("sqlite:{}", database.display())).await.unwrap();
        store.only_athlete().await.unwrap();
        store.backup(&backup).await.unwrap();
        for path in [&database, &backup, &folder.path().join("own.db-wal")] {
            let mode = std::fs::metadata(path).unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{}", path.display());
        }
    })
    .unwrap();
}
