//! Work for the processors while the database works.

use crate::error::{Result, StoreError};
use std::panic::{AssertUnwindSafe, catch_unwind};
use tokio::sync::oneshot;

/// Something that is worked out on another thread, of which there are as many as processors.
pub(crate) struct Aside<T>(oneshot::Receiver<T>);

/// Has it worked out aside.
pub(crate) fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Aside<T> {
    let (to, from) = oneshot::channel();
    rayon::spawn(move || {
        // A fault of the program must not end it; whoever waits finds nothing.
        if let Ok(done) = catch_unwind(AssertUnwindSafe(work)) {
            let _ = to.send(done);
        }
    });
    Aside(from)
}

impl<T> Aside<T> {
    /// What came of it.
    ///
    /// # Errors
    /// `Unavailable` where the work broke off.
    pub(crate) async fn done(self) -> Result<T> {
        self.0.await.map_err(|e| StoreError::unavailable("reading the history broke off").caused_by(e))
    }
}
