//! The spine: decode, then segment and stimulus for each recording.

use crate::strength::strength_kind;
use striate_formats::DecodeError;
use striate_journal::{self as journal, Journal, LineProblem};
use striate_model::{
    Athlete, Channel, Decoded, Distance, Format, HeartRate, Recording, Session, Sport, Stimulus, TimeSpan, Told,
    Warning, WarningCode, Workout,
};
use striate_segment::refine_and_segment;
use striate_stimulus::{Catalogue, Exposure, Method, central_stimulus_of, stimulus_of};

/// One recording, taken through every stage.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// What the device recorded.
    pub recording: Recording,
    /// The athlete whose figures were used, each with its origin.
    pub athlete: Athlete,
    /// What was done.
    pub session: Session,
    /// For how long each muscle worked how hard, and what was lifted.
    pub exposure: Exposure,
    /// What that did to the body.
    pub stimulus: Stimulus,
}

/// One file, taken through every stage.
#[derive(Clone, Debug)]
pub struct FileAnalysis {
    /// What the bytes are.
    pub format: Format,
    /// What could not be read.
    pub warnings: Vec<Warning>,
    /// Workouts that the file carries without having been performed.
    pub workouts: Vec<Workout>,
    /// One per session in the file.
    pub analyses: Vec<Analysis>,
}

/// Decodes a file's bytes and takes every recording in it through every stage. `name` is a hint, never believed against
/// the content.
///
/// # Errors
/// When the bytes are no recording at all; damaged recordings are analysed as far as they can be read.
pub fn analyse_bytes(bytes: &[u8], name: &str, athlete: &Athlete, told: &Told) -> Result<FileAnalysis, DecodeError> {
    each_recording(bytes, name, |recording| analyse_recording(recording, athlete, told))
}

/// The same where an export says beside the file which sport it was: for recordings that name none.
///
/// # Errors
/// As [`analyse_bytes`].
pub fn analyse_bytes_of_sport(
    bytes: &[u8],
    name: &str,
    sport: Sport,
    (athlete, told): (&Athlete, &Told),
) -> Result<FileAnalysis, DecodeError> {
    each_recording(bytes, name, |mut recording| {
        if recording.sport == Sport::Unknown {
            recording.sport = sport;
        }
        analyse_recording(recording, athlete, told)
    })
}

/// Takes every session that a journal tells of through every stage; lines that cannot be read are warnings. Days begin in
/// UTC.
#[must_use]
pub fn analyse_journal(text: &str, athlete: &Athlete) -> FileAnalysis {
    let Journal { entries, problems } = journal::parse(text);
    let warning = |p: &LineProblem| {
        Warning::of(WarningCode::BadField, format!("line {}: {}. hint: {}", p.line, p.error.message, p.error.hint))
    };
    let session = |entry: &striate_model::Entry| journal::recording(entry, athlete, TimeSpan::default());
    let analyses = entries.iter().filter_map(session);
    FileAnalysis {
        format: Format::Journal,
        warnings: problems.iter().map(warning).collect(),
        workouts: Vec::new(),
        analyses: analyses.map(|(recording, told)| analyse_recording(recording, athlete, &told)).collect(),
    }
}

/// Like [`analyse_bytes`] from the method's central parameters alone: what a search over many candidates needs, and what
/// the speed of the stages is measured on.
///
/// # Errors
/// As [`analyse_bytes`].
pub fn analyse_without_bands(
    bytes: &[u8],
    name: &str,
    athlete: &Athlete,
    told: &Told,
) -> Result<FileAnalysis, DecodeError> {
    each_recording(bytes, name, |recording| through_stages(recording, athlete, told, central_stimulus_of))
}

fn each_recording(
    bytes: &[u8],
    name: &str,
    analyse: impl Fn(Recording) -> Analysis,
) -> Result<FileAnalysis, DecodeError> {
    let Decoded { format, recordings, workouts, warnings, .. } = striate_formats::decode(bytes, name)?;
    Ok(FileAnalysis { format, warnings, workouts, analyses: recordings.into_iter().map(analyse).collect() })
}

/// Takes one recording through segmentation and stimulus. Figures of the athlete that nobody gave are first refined by
/// what the recording itself shows.
#[must_use]
pub fn analyse_recording(recording: Recording, athlete: &Athlete, told: &Told) -> Analysis {
    through_stages(recording, athlete, told, stimulus_of)
}

/// Like [`analyse_recording`] from the method's central parameters alone: for the samples and efforts of a session whose
/// figures are kept, or not asked.
#[must_use]
pub fn analyse_recording_without_bands(recording: Recording, athlete: &Athlete, told: &Told) -> Analysis {
    through_stages(recording, athlete, told, central_stimulus_of)
}

fn through_stages(
    recording: Recording,
    athlete: &Athlete,
    told: &Told,
    stimulus: fn(&Exposure, (&Session, &Athlete), &Method) -> Stimulus,
) -> Analysis {
    let (athlete, mut session) = refine_and_segment(&recording, athlete, told);
    let is_told = told.kind.is_some();
    if let Some(kind) = strength_kind(&session, Catalogue::builtin()).filter(|_| !is_told) {
        session.kind = kind;
    }
    let method = Method::builtin();
    let exposure = method.expose(&session, &athlete);
    let stimulus = stimulus(&exposure, (&session, &athlete), method);
    Analysis { recording, athlete, session, exposure, stimulus }
}

impl Analysis {
    /// Metres climbed: the device's figure, else from the cleaned grade.
    #[must_use]
    pub fn ascent(&self) -> Option<Distance> {
        let motion = &self.session.motion;
        let climbed = || {
            let rise = |(v, g): (&f32, &f32)| f64::from(v * g.max(0.0));
            Distance::from_m(motion.speed_m_per_s.iter().zip(&motion.grade).map(rise).sum())
        };
        self.recording.ascent.or_else(|| motion.grade_error.map(|_| climbed()))
    }

    /// Mean heart rate: the device's summary, else from the samples.
    #[must_use]
    pub fn hr_mean(&self) -> Option<HeartRate> {
        self.recording.hr_mean.or_else(|| {
            let (sum, n) = self.heart_rates().fold((0.0, 0u32), |(sum, n), h| (sum + h, n + 1));
            (n > 0).then(|| HeartRate::from_bpm(sum / f64::from(n)))
        })
    }

    /// Highest heart rate: the device's summary, else from the samples.
    #[must_use]
    pub fn hr_max(&self) -> Option<HeartRate> {
        self.recording.hr_max.or_else(|| self.heart_rates().reduce(f64::max).map(HeartRate::from_bpm))
    }

    fn heart_rates(&self) -> impl Iterator<Item = f64> {
        self.recording.streams.channel(Channel::HeartRateBpm).iter().filter(|h| !h.is_nan()).map(|h| f64::from(*h))
    }
}
