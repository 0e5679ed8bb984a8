//! Work that would hold up everything else, on threads of its own.

use crate::error::AppError;
use std::num::NonZero;
use std::sync::OnceLock;
use tokio::sync::Semaphore;

/// Work that would hold up other requests. As much of it goes on at once as there are processors: more would be no faster,
/// and each thread keeps memory of its own.
///
/// # Errors
/// What the work says.
pub async fn blocking<T, E>(work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, E>
where
    T: Send + 'static,
    E: From<AppError> + Send + 'static,
{
    let _turn = processor().await;
    tokio::task::spawn_blocking(work).await.map_err(|error| E::from(AppError::Interrupted(error)))?
}

/// One of the processors, until it is dropped.
pub(crate) async fn processor() -> Option<tokio::sync::SemaphorePermit<'static>> {
    static PROCESSORS: OnceLock<Semaphore> = OnceLock::new();
    let count = || Semaphore::new(std::thread::available_parallelism().map_or(2, NonZero::get).max(2));
    // It is never closed.
    PROCESSORS.get_or_init(count).acquire().await.ok()
}
