//! Who may ask, and from where.
//!
//! The server listens on this computer alone until a password is set. It answers no name that could be pointed at it from
//! outside (DNS rebinding), takes changes from its own pages alone (Origin and a double token), and lets pages load nothing
//! from anywhere else.

mod guard;
mod headers;
mod password;
mod sessions;

pub(crate) use guard::{guard, is_secure};
pub(crate) use headers::headers;
pub(crate) use password::Password;
pub use password::hashed;
pub(crate) use sessions::{Limit, Sessions};

/// The cookie that names a session.
pub(crate) const SESSION_COOKIE: &str = "striate_session";
/// The cookie that a page repeats in a header.
pub(crate) const CSRF_COOKIE: &str = "striate_csrf";
/// That header.
pub(crate) const CSRF_HEADER: &str = "x-striate-csrf";

/// The value of a cookie.
pub(crate) fn cookie<'a>(headers: &'a axum::http::HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(axum::http::header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    all.flat_map(|line| line.split(';')).find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}
