//! Counts for Prometheus: requests and how long they took, by route.

use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Upper bounds of the buckets, seconds.
const BUCKETS: [f64; 9] = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2.5];

/// The counts of a server.
#[derive(Clone, Debug, Default)]
pub(crate) struct Metrics(Arc<Mutex<BTreeMap<Key, Times>>>);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    method: String,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, Default)]
struct Times {
    count: u64,
    seconds: f64,
    buckets: [u64; BUCKETS.len()],
}

impl Metrics {
    fn add(&self, key: Key, took: Duration) {
        let seconds = took.as_secs_f64();
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let times = all.entry(key).or_default();
        times.count += 1;
        times.seconds += seconds;
        for (bucket, bound) in times.buckets.iter_mut().zip(BUCKETS) {
            *bucket += u64::from(seconds <= bound);
        }
    }

    /// The counts in Prometheus's text form.
    #[must_use]
    pub(crate) fn text(&self) -> String {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = String::from("# TYPE striate_http_request_seconds histogram\n");
        for (key, times) in all.iter() {
            let labels = format!("method=\"{}\",route=\"{}\",status=\"{}\"", key.method, key.route, key.status);
            // Writing into a string cannot fail.
            for (bound, count) in BUCKETS.iter().zip(times.buckets) {
                let _ = writeln!(text, "striate_http_request_seconds_bucket{{{labels},le=\"{bound}\"}} {count}");
            }
            let _ = writeln!(text, "striate_http_request_seconds_bucket{{{labels},le=\"+Inf\"}} {}", times.count);
            let _ = writeln!(text, "striate_http_request_seconds_sum{{{labels}}} {}", times.seconds);
            let _ = writeln!(text, "striate_http_request_seconds_count{{{labels}}} {}", times.count);
        }
        text
    }
}

/// A method as a label; whoever makes up methods makes no new counts.
fn named(method: &Method) -> &str {
    match *method {
        Method::GET | Method::HEAD | Method::POST | Method::PUT | Method::PATCH | Method::DELETE | Method::OPTIONS => {
            method.as_str()
        }
        _ => "other",
    }
}

/// The layer that counts. Routes are counted by their pattern, so that no id becomes a label.
pub(crate) async fn count(metrics: Metrics, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("page", MatchedPath::as_str).to_owned();
    let method = named(request.method()).to_owned();
    let begun = Instant::now();
    let response = next.run(request).await;
    metrics.add(Key { method, route, status: response.status().as_u16() }, begun.elapsed());
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_that_somebody_makes_up_are_one_label() {
        let made_up = |name: &str| Method::from_bytes(name.as_bytes()).unwrap();
        assert_eq!([named(&Method::PUT), named(&made_up("A1")), named(&made_up("A2"))], ["PUT", "other", "other"]);
    }

    #[test]
    fn a_request_falls_into_every_bucket_that_holds_it() {
        let metrics = Metrics::default();
        let key = Key { method: "GET".into(), route: "/api/today".into(), status: 200 };
        metrics.add(key.clone(), Duration::from_millis(4));
        metrics.add(key, Duration::from_secs(10));
        let text = metrics.text();
        assert!(text.contains("status=\"200\",le=\"0.0025\"} 0\n"), "{text}");
        assert!(text.contains("status=\"200\",le=\"0.005\"} 1\n"), "{text}");
        assert!(text.contains("le=\"+Inf\"} 2\n") && text.contains("_sum{"), "{text}");
    }
}
