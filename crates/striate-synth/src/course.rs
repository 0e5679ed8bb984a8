//! The ground under the run, laid out metre by metre as the runner first comes to it, so that the same place has the same
//! height and position however often and whichever way it is passed.

use crate::rng::{Rng, Wander};
use crate::script::{Ground, Route};
use std::f64::consts::{PI, TAU};

/// A place on the course.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Place {
    /// Metres east of the start.
    pub(crate) east_m: f64,
    /// Metres north of the start.
    pub(crate) north_m: f64,
    /// Height above the start, m.
    pub(crate) height_m: f64,
    /// Slope in the onward direction, rise over run.
    pub(crate) grade: f64,
    /// Direction of travel, radians from north, clockwise.
    pub(crate) heading: f64,
    /// How much of the intended speed the footing allows, 0 to 1.
    pub(crate) footing: f64,
}

/// The course so far: one place for each metre from the start.
#[derive(Debug)]
pub(crate) struct Course {
    route: Route,
    places: Vec<Place>,
    bend: Wander,
    chance: Rng,
    waves: Option<(Ground, Wander)>,
    slow_metres_left: usize,
    block_metres_left: usize,
}

/// Radius of the first lane's running line, m (world athletics standard track: 36.50 m to the kerb and 0.30 m out), which
/// with straights of 84.39 m makes 400 m.
const TRACK_RADIUS_M: f64 = 36.8;
const TRACK_STRAIGHT_M: f64 = 84.39;

impl Course {
    pub(crate) fn new(route: Route, rng: &Rng) -> Self {
        let mut chance = rng.branch("course");
        let heading = chance.between(0.0, TAU);
        let start = Place { east_m: 0.0, north_m: 0.0, height_m: 0.0, grade: 0.0, heading, footing: 1.0 };
        // Roads bend gently, trails sharply (assumption: a radius of some 100 m against some 20 m).
        let (bend, memory_m) = match route {
            Route::Trail => (0.05, 12.0),
            Route::Road => (0.012, 60.0),
            Route::City | Route::Track | Route::Treadmill => (0.0, 1.0),
        };
        Self {
            route,
            places: vec![start],
            bend: Wander::new(bend, memory_m, rng.branch("bends")),
            block_metres_left: 120,
            chance,
            waves: None,
            slow_metres_left: 0,
        }
    }

    /// The place `metres` along the course; new ground is laid out as `ground` says.
    pub(crate) fn at(&mut self, metres: f64, ground: Ground) -> Place {
        let metres = metres.max(0.0);
        let index = metres as usize;
        while self.places.len() < index + 2 {
            self.extend(ground);
        }
        let (a, b) = (&self.places[index], &self.places[index + 1]);
        let part = metres - index as f64;
        let blend = |x: f64, y: f64| x + (y - x) * part;
        Place {
            east_m: blend(a.east_m, b.east_m),
            north_m: blend(a.north_m, b.north_m),
            height_m: blend(a.height_m, b.height_m),
            grade: b.grade,
            heading: b.heading,
            footing: b.footing,
        }
    }

    fn extend(&mut self, ground: Ground) {
        let last = self.places[self.places.len() - 1];
        let grade = match ground {
            Ground::Flat => 0.0,
            Ground::Slope(grade) => grade,
            Ground::Rolling(deviation, length_m) => {
                if self.waves.as_ref().is_none_or(|(of, _)| *of != ground) {
                    let waves = Wander::new(deviation, length_m, self.chance.branch("waves"));
                    self.waves = Some((ground, waves));
                }
                let (_, waves) = self.waves.as_mut().expect("set just above");
                waves.next(1.0).clamp(-0.25, 0.25)
            }
        };
        // Real slopes begin and end over a few metres, not at a knife's edge.
        let grade = last.grade + (grade - last.grade) * 0.25;
        let mut footing = 1.0;
        let heading = match self.route {
            Route::Treadmill => last.heading,
            Route::Track => self.track_heading(),
            Route::Road | Route::Trail => {
                // A rooty or stony spot about every 150 m of trail, a kerb, gate or dog every 1500 m of road
                // (assumption).
                let (every_m, slow) = if self.route == Route::Trail { (150.0, 0.72) } else { (1500.0, 0.65) };
                if self.slow_metres_left == 0 && self.chance.chance(1.0 / every_m) {
                    self.slow_metres_left = self.chance.count(4, 12);
                }
                if self.slow_metres_left > 0 {
                    self.slow_metres_left -= 1;
                    footing = slow;
                }
                last.heading + self.bend.next(1.0)
            }
            Route::City => {
                self.block_metres_left -= 1;
                if self.block_metres_left == 0 {
                    self.block_metres_left = self.chance.count(70, 260);
                    last.heading + if self.chance.chance(0.5) { PI / 2.0 } else { -PI / 2.0 }
                } else {
                    // Corners cost a little speed for a few metres.
                    footing = if self.block_metres_left <= 3 { 0.88 } else { 1.0 };
                    last.heading
                }
            }
        };
        self.places.push(Place {
            east_m: last.east_m + heading.sin(),
            north_m: last.north_m + heading.cos(),
            height_m: last.height_m + grade,
            grade,
            heading,
            footing,
        });
    }

    /// Direction of travel around the oval at the next metre.
    fn track_heading(&self) -> f64 {
        let bend = PI * TRACK_RADIUS_M;
        let start = self.places[0].heading;
        let along = (self.places.len() as f64 - 0.5).rem_euclid(2.0 * (TRACK_STRAIGHT_M + bend));
        let turned = if along < TRACK_STRAIGHT_M {
            0.0
        } else if along < TRACK_STRAIGHT_M + bend {
            (along - TRACK_STRAIGHT_M) / TRACK_RADIUS_M
        } else if along < 2.0 * TRACK_STRAIGHT_M + bend {
            PI
        } else {
            PI + (along - 2.0 * TRACK_STRAIGHT_M - bend) / TRACK_RADIUS_M
        };
        // Anticlockwise, as tracks are run.
        start - turned
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_round_of_the_track_ends_where_it_began() {
        let mut course = Course::new(Route::Track, &Rng::new(4));
        let begin = course.at(0.0, Ground::Flat);
        let end = course.at(400.0, Ground::Flat);
        let apart = (end.east_m - begin.east_m).hypot(end.north_m - begin.north_m);
        assert!(apart < 2.0, "{apart} m apart");
    }

    #[test]
    fn a_hill_run_up_and_down_returns_to_its_foot() {
        let mut course = Course::new(Route::Road, &Rng::new(4));
        course.at(300.0, Ground::Flat);
        let top = course.at(400.0, Ground::Slope(0.09));
        assert!((top.height_m - 8.8).abs() < 0.4, "{} m climbed", top.height_m);
        assert!(course.at(300.0, Ground::Slope(0.5)).height_m < 0.01, "covered ground stays as it is");
    }
}
