//! One recorded session to one stimulus.

use crate::catalogue::Catalogue;
use crate::dose::Dose;
use crate::exposure::{Class, Exposure};
use crate::locomotion::{self, Legs};
use crate::method::{Draw, Method};
use crate::{cardio, evidence, impact, lift, parts};
use striate_model::{
    Athlete, Estimate, LiftSet, MuscleMap, MuscleStimulus, MusclesUnknown, Session, SetKind, SpeedSource, Sport,
    Stimulus, SubSport, sampling,
};

/// What a session did to the body, with the bands of 200 draws over the ranges of the parameters.
#[must_use]
pub fn stimulus(session: &Session, athlete: &Athlete, method: &Method) -> Stimulus {
    stimulus_of(&method.expose(session, athlete), (session, athlete), method)
}

/// The same from the central parameters alone: every band is as wide as nothing.
#[must_use]
pub fn stimulus_without_bands(session: &Session, athlete: &Athlete, method: &Method) -> Stimulus {
    central_stimulus_of(&method.expose(session, athlete), (session, athlete), method)
}

/// [`stimulus`] of a session whose exposure is there already: finding it is most of the work.
#[must_use]
pub fn stimulus_of(exposure: &Exposure, done: (&Session, &Athlete), method: &Method) -> Stimulus {
    evaluate(exposure, done, method, Bands::Drawn)
}

/// [`stimulus_without_bands`] of a session whose exposure is there already.
#[must_use]
pub fn central_stimulus_of(exposure: &Exposure, done: (&Session, &Athlete), method: &Method) -> Stimulus {
    evaluate(exposure, done, method, Bands::None)
}

#[derive(Clone, Copy)]
enum Bands {
    Drawn,
    None,
}

fn evaluate(exposure: &Exposure, (session, athlete): (&Session, &Athlete), method: &Method, bands: Bands) -> Stimulus {
    let by_class: Vec<(Class, MuscleMap<Dose>)> = exposure.doses_by_class(method, Draw::Central).collect();
    let band_of = match bands {
        Bands::Drawn => drawn_bands(exposure, method),
        Bands::None => MuscleMap::default(),
    };
    let muscles = MuscleMap::from_fn(|muscle| {
        let mut dose = Dose::default();
        for (_, doses) in &by_class {
            dose += doses[muscle];
        }
        let (low, high) = band_of[muscle].unwrap_or((dose.hse, dose.hse));
        let classes = by_class.iter().map(|(class, doses)| (*class, doses[muscle]));
        MuscleStimulus {
            // The central figure is no median of the draws: where it lies outside their band, the band reaches to it.
            hse: Estimate { value: dose.hse, low: low.min(dose.hse), high: high.max(dose.hse) },
            fast_twitch_share: dose.fast_over_slow(),
            evidence: evidence::weakest(muscle, session.kind.kind, classes),
        }
    });
    let values = method.values(Draw::Central);
    Stimulus {
        muscles_unknown: unknown(session),
        muscles,
        impact: impact::load(exposure, (session, athlete), values),
        cardio: cardio::load(session, athlete, values),
    }
}

/// The 10th and 90th percentile of the draws for each muscle that got anything.
fn drawn_bands(exposure: &Exposure, method: &Method) -> MuscleMap<Option<(f64, f64)>> {
    let draws = exposure.doses_of_draws(method);
    MuscleMap::from_fn(|muscle| {
        let mut samples: Vec<f64> = draws.iter().map(|doses| doses[muscle].hse).collect();
        samples.iter().any(|&hse| hse > 0.0).then(|| sampling::eight_in_ten(&mut samples))
    })
}

impl Method {
    /// A recorded session as the seconds each muscle worked and the sets that were lifted.
    ///
    /// Running, walking and hiking count by speed and slope; stairs and cycling by heart rate; every sport by its sets.
    /// A session of any other sport, or without the channel it needs, exposes the muscles to nothing that is known.
    #[must_use]
    pub fn expose(&self, session: &Session, athlete: &Athlete) -> Exposure {
        let mut exposure = self.expose_with(session, athlete, locomotion::expose);
        if session.motion.speed_source == SpeedSource::Totals {
            exposure.doubts.add_totals(self);
        }
        exposure
    }

    /// [`Method::expose`] without what is not known about the session: enough for central figures, for which it gives the
    /// same to the last bit in a fraction of the time, and for nothing that has a band.
    #[must_use]
    pub fn expose_central(&self, session: &Session, athlete: &Athlete) -> Exposure {
        self.expose_with(session, athlete, |session, athlete, method, exposure| {
            locomotion::expose_central(session, athlete, method, exposure);
        })
    }

    fn expose_with(
        &self,
        session: &Session,
        athlete: &Athlete,
        on_foot: fn(&Session, &Athlete, &Self, &mut Exposure),
    ) -> Exposure {
        let mut exposure = Exposure::new(athlete.max_sprint.origin);
        match session.sport {
            _ if session.sub_sport == SubSport::Stairs => stairs(session, athlete, self, &mut exposure),
            Sport::Running | Sport::Walking | Sport::Hiking if session.motion.speed_source != SpeedSource::None => {
                on_foot(session, athlete, self, &mut exposure);
            }
            Sport::Cycling => cycling(session, athlete, self, &mut exposure),
            _ => {}
        }
        lift::expose(session, self, &mut exposure);
        exposure
    }
}

/// Why a session exposes the muscles to nothing that is known; the counterpart of [`Method::expose`].
fn unknown(session: &Session) -> Option<MusclesUnknown> {
    let active = || session.sets.iter().filter(|set| set.kind == SetKind::Active);
    let is_named = |set: &LiftSet| set.exercise.as_ref().is_some_and(|e| Catalogue::builtin().resolve(e).is_some());
    if active().any(is_named) {
        return None;
    }
    let has_heart_rate = session.motion.heart_rate_bpm.iter().any(|bpm| bpm.is_finite());
    match session.sport {
        _ if session.sub_sport == SubSport::Stairs && has_heart_rate => None,
        _ if session.sub_sport == SubSport::Stairs => Some(MusclesUnknown::NoHeartRate),
        Sport::Running | Sport::Walking | Sport::Hiking if session.motion.speed_source == SpeedSource::None => {
            Some(MusclesUnknown::NoSpeed)
        }
        Sport::Running | Sport::Walking | Sport::Hiking => None,
        Sport::Cycling if has_heart_rate => None,
        Sport::Cycling => Some(MusclesUnknown::NoHeartRate),
        _ if active().next().is_some() => Some(MusclesUnknown::NoKnownExercise),
        Sport::Training => Some(MusclesUnknown::NoSets),
        _ => Some(MusclesUnknown::NotModelled),
    }
}

/// Cycling by heart rate: the intensity relative to critical power is 0.35 + 0.65 of the heart-rate reserve (assumed).
fn cycling(session: &Session, athlete: &Athlete, method: &Method, exposure: &mut Exposure) {
    let mut legs = Legs::new(locomotion::runner(athlete, method), method);
    for reserve in seconds_of_reserve(session, athlete) {
        match reserve {
            Some(reserve) => legs.work(parts::cycling(0.35 + 0.65 * reserve, method), 1.0, exposure),
            None => legs.stand(1.0),
        }
    }
}

/// Stairs by heart rate, as cycling: the barometer is too slow for a flight of stairs, and a machine has none.
fn stairs(session: &Session, athlete: &Athlete, method: &Method, exposure: &mut Exposure) {
    let runner = locomotion::runner(athlete, method);
    let mut legs = Legs::new(runner, method);
    for reserve in seconds_of_reserve(session, athlete) {
        match reserve {
            Some(reserve) => {
                legs.work(parts::stairs(0.35 + 0.65 * reserve, runner.max_sprint, method), 1.0, exposure);
            }
            None => legs.stand(1.0),
        }
    }
}

/// The fraction of the heart-rate reserve in each second; `None` where the timer stood or no heart rate is known.
fn seconds_of_reserve<'a>(session: &'a Session, athlete: &Athlete) -> impl Iterator<Item = Option<f64>> + 'a {
    let reserve = cardio::reserve_bpm(athlete);
    let rest = athlete.hr_rest.value.as_bpm();
    let motion = &session.motion;
    motion.active.iter().zip(&motion.heart_rate_bpm).map(move |(&is_active, &bpm)| {
        let known = is_active && bpm.is_finite();
        reserve.filter(|_| known).map(|reserve| ((f64::from(bpm) - rest) / reserve).clamp(0.0, 1.0))
    })
}
