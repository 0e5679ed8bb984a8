//! `striate rebuild`: every derived figure dropped and worked out anew from the originals.

use crate::Outcome;
use crate::database::{DatabaseArguments, Form};
use crate::here::block_on;
use crate::import::{Bar, print, stop_flag};
use crate::terminal::{STRONG, complain, styled};
use anyhow::Result;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use striate_store::import::{DeriveReport, is_complete, rebuild};
use striate_store::{OpenOptions, Store};

/// Recalculate everything from your original files and journal.
///
/// Files, journal, corrections, goals and plans are kept. New versions of the method recalculate by themselves; use
/// this command if stored samples are damaged, or to verify that results do not depend on earlier versions.
#[derive(clap::Args)]
pub(crate) struct RebuildArguments {
    /// Number of threads [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
    #[command(flatten)]
    database: DatabaseArguments,
}

pub(crate) fn run(arguments: &RebuildArguments) -> Result<Outcome> {
    block_on(async {
        let options = OpenOptions { create: false, ..OpenOptions::default() };
        let store = Store::open_with(&arguments.database.location()?, &options).await?;
        let stop = stop_flag();
        let threads = arguments.threads.map(usize::from);
        let (mut whole, mut is_stopped, mut files) = (DeriveReport::default(), false, 0);
        for (athlete, _) in store.athletes().await? {
            let mut bar = Bar::new(Arc::clone(&stop));
            let done = rebuild(&store, athlete, threads, &mut bar).await;
            bar.finish();
            let done = done?;
            files += store.source_hashes(athlete).await?.len();
            whole.sessions += done.sessions;
            whole.analysed += done.analysed;
            whole.failed.extend(done.failed);
            is_stopped |= stop.load(Ordering::Relaxed) && !is_complete(&store, athlete).await?;
            if is_stopped {
                break;
            }
        }
        store.close().await;
        for (session, reason) in &whole.failed {
            complain(&format!("session {} was not analysed: {reason}", session.0));
        }
        let page = || {
            if is_stopped {
                return "Stopped. The next command that needs the figures goes on where it stopped.\n".to_owned();
            }
            let verdict = styled(STRONG, "Every figure was worked out anew.");
            format!("{verdict}\n{} sessions from {files} files.\n", whole.sessions)
        };
        let answer = json!({
            "stopped": is_stopped, "files": files, "sessions": whole.sessions, "analysed": whole.analysed,
            "failed": whole.failed.iter().map(|(id, why)| json!({ "session": id.0, "message": why })).collect::<Vec<_>>(),
        });
        print(arguments.format, page, &answer)?;
        Ok(if is_stopped || !whole.failed.is_empty() { Outcome::DoneWithProblems } else { Outcome::Done })
    })
}
