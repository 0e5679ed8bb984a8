//! Segmentation from the outside: scripted runs, real files where they are present, and the score on the test set.

mod efforts;
mod kinds;
mod motion;
mod script;
