//! What the runner means to do: a session as parts, each with a pace, an end, a ground and a role. The truth of a
//! recording is read off the script as it is performed, never off the signal.

use striate_model::{SessionKind, SubSport};

/// How fast the runner means to go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pace {
    /// At a demand: the speed that would cost as much on flat ground, over critical speed.
    Demand(f64),
    /// A demand that changes evenly from the first figure to the second over the part.
    Ramp(f64, f64),
    /// Walking, m/s on the flat.
    Walk(f64),
    /// Not moving.
    Stand,
}

/// When a part is over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Until {
    /// After a time, s.
    Time(f64),
    /// After a distance over ground, m.
    Distance(f64),
    /// Back at the place where the last effort began (or after ten minutes).
    BackAtStart,
}

/// What the ground is like where the runner comes for the first time. Ground once covered stays as it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ground {
    /// Flat.
    Flat,
    /// A steady slope, rise over run.
    Slope(f64),
    /// Waves: standard deviation of the grade, and the length in metres over which it forgets itself.
    Rolling(f64, f64),
}

/// Which way along the course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// On, over new ground or again over ground that was covered.
    On,
    /// Back over the ground that was covered.
    Back,
}

/// What a part is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Before the work.
    WarmUp,
    /// An effort in the sense of the product's definition.
    Effort,
    /// Rest that borders an effort.
    Recovery,
    /// The body of a continuous run, whatever its pace.
    Steady,
    /// After the work.
    CoolDown,
    /// Standing with the timer running, at a light or a gate.
    Halt,
    /// The athlete stops the timer, stands, and starts it again.
    Pause,
}

/// One part of a session.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// What it is for.
    pub role: Role,
    /// How fast.
    pub pace: Pace,
    /// How long.
    pub until: Until,
    /// Over what.
    pub ground: Ground,
    /// Which way.
    pub way: Way,
}

impl Part {
    /// A part on flat ground, onward.
    #[must_use]
    pub const fn new(role: Role, pace: Pace, until: Until) -> Self {
        Self { role, pace, until, ground: Ground::Flat, way: Way::On }
    }

    /// The same part over other ground.
    #[must_use]
    pub const fn over(self, ground: Ground) -> Self {
        Self { ground, ..self }
    }

    /// The same part back over covered ground.
    #[must_use]
    pub const fn back(self) -> Self {
        Self { way: Way::Back, ..self }
    }
}

/// The shape of the route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// Roads with gentle bends.
    Road,
    /// City blocks with right angles.
    City,
    /// Narrow winding trail, with short slow spots where the foot must be placed with care.
    Trail,
    /// A 400 m track, first lane.
    Track,
    /// On a treadmill: no position at all, and the belt sets the speed.
    Treadmill,
}

/// A run as it is meant.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Its kind by the product's definitions.
    pub kind: SessionKind,
    /// The sub-sport that the athlete chose on the watch.
    pub sub_sport: SubSport,
    /// The shape of the route.
    pub route: Route,
    /// Its parts in order.
    pub parts: Vec<Part>,
    /// Mass carried on top of the body, kg.
    pub carried_mass_kg: f64,
    /// Whether the session was loaded on the watch as a structured workout.
    pub is_workout: bool,
}

impl Plan {
    /// A run on roads without parts yet.
    #[must_use]
    pub const fn new(kind: SessionKind) -> Self {
        Self {
            kind,
            sub_sport: SubSport::Generic,
            route: Route::Road,
            parts: Vec::new(),
            carried_mass_kg: 0.0,
            is_workout: false,
        }
    }

    /// The same run elsewhere.
    #[must_use]
    pub fn on(mut self, route: Route, sub_sport: SubSport) -> Self {
        self.route = route;
        self.sub_sport = sub_sport;
        self
    }

    /// One more part.
    #[must_use]
    pub fn then(mut self, part: Part) -> Self {
        self.parts.push(part);
        self
    }

    /// The same run as a structured workout on the watch, which takes whole seconds and metres.
    #[must_use]
    pub fn as_workout(mut self) -> Self {
        self.is_workout = true;
        for part in &mut self.parts {
            part.until = match part.until {
                Until::Time(seconds) => Until::Time(seconds.round()),
                Until::Distance(metres) => Until::Distance(metres.round()),
                Until::BackAtStart => Until::BackAtStart,
            };
        }
        self
    }
}
