//! Synthetic athletes and recordings with known truth.
