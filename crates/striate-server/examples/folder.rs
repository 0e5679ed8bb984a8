//! The pages over a folder of files, without a database: for work on the pages and for their tests in a browser.
//! `cargo run -p striate-server --example folder -- FOLDER [PORT] [DAY]`; the day stands still at noon.

use std::sync::Arc;
use striate_model::Day;
use striate_server::{App, Clock, Config, Files, PasswordFile, Server, asked_to_stop};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| "examples".to_owned());
    let port: u16 = arguments.next().map_or(Ok(7878), |p| p.parse())?;
    let clock = match arguments.next() {
        Some(day) => Clock::Fixed(day.parse::<Day>()?.noon(), 0.0),
        None => Clock::System,
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| ["fit", "tcx", "gpx", "csv"].iter().any(|x| e == *x)) {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            files.push((name, std::fs::read(&path)?));
        }
    }
    files.sort();
    let config = Config { clock, ..Config::default() };
    let app = App::new(
        config,
        Arc::new(Files::new(files, folder, Day::of(clock.now().0, striate_model::TimeSpan::from_s(0.0)))),
        PasswordFile::open(None)?,
    );
    Server::listen(([127, 0, 0, 1], port).into(), app).await?.run(asked_to_stop()).await?;
    Ok(())
}
