//! Every limit of the decoders in one place. Where one is met the rest is left out and a warning says so; memory is
//! bounded by the product of these figures whatever the bytes say.

/// Warnings of one file.
pub const WARNINGS: usize = 200;

/// Size of a file of any kind, bytes. A day of TCX at one sample a second with every channel is below 80 MB.
pub const FILE_BYTES: usize = 128 << 20;
/// Bytes at the head of a file that are searched for the name of an XML root element.
pub const SNIFF_BYTES: usize = 64 << 10;

/// Samples of a TCX or GPX file: 46 days at one a second. A sample takes at most 80 bytes of memory.
pub const XML_SAMPLES: usize = 4_000_000;
/// Recordings of a TCX or GPX file.
pub const XML_RECORDINGS: usize = 1_000;
/// Laps of a TCX file.
pub const XML_LAPS: usize = 20_000;
/// Stretches (tracks, track segments) of a TCX or GPX file, and pauses of one recording.
pub const XML_STRETCHES: usize = 100_000;
/// Bytes that are kept of a name, a note or a number in a TCX or GPX file.
pub const XML_TEXT: usize = 512;
/// Nesting of elements that is followed; real files stay below 12.
pub const XML_DEPTH: usize = 128;
/// Bytes of a tag or text with broken characters that are looked at.
pub const XML_BROKEN_TAG: usize = 4 << 10;
/// Repairs of broken markup in one file before reading stops.
pub const XML_REPAIRS: usize = 100_000;
/// Different names of unknown elements that are counted.
pub const XML_UNKNOWN_NAMES: usize = 100;
/// The longest time between a sample and the middle one of its recording, s; what lies further away has a wrong date.
pub const XML_SPAN_S: i64 = 31 * 86_400;

/// Rows of a lifting log: twenty sets a day for forty years. A set takes at most 350 bytes of memory, so 105 MB in all.
pub const LIFT_ROWS: usize = 300_000;
/// Bytes of one row of a lifting log, notes included.
pub const LIFT_ROW_BYTES: usize = 64 << 10;
/// Columns of a lifting log; known ones have at most 20.
pub const LIFT_COLUMNS: usize = 256;
/// Workouts of a lifting log: one a day for a hundred and thirty years.
pub const LIFT_WORKOUTS: usize = 50_000;
/// Rows with quotes that do not match before reading stops.
pub const LIFT_REPAIRS: usize = 1_000;
/// Characters that are kept of a name in a lifting log.
pub const LIFT_TEXT: usize = 80;
/// Different names of what is no set that are counted.
pub const LIFT_UNKNOWN_NAMES: usize = 100;
/// The years in which a workout can have been logged; others are a broken date.
pub const LIFT_YEARS: std::ops::RangeInclusive<i16> = 1970..=2100;
/// The longest workout, and the longest set, s.
pub const LIFT_WORKOUT_S: f64 = 86_400.0;
/// The most repetitions of one set.
pub const LIFT_REPS: u16 = 1_000;
/// The most sets that one row of a lifting log stands for.
pub const LIFT_SETS_OF_A_ROW: u16 = 30;
/// The largest load, kg; a slip of the finger lies above it (our choice).
pub const LIFT_LOAD_KG: f64 = 2_000.0;

/// Size of a FIT file, bytes. A day at one sample a second with every channel is about 10 MB.
pub const FIT_BYTES: usize = 256 << 20;
/// Samples of a FIT file: 11 days at one a second. A sample takes at most 120 bytes of memory, so 120 MB in all.
pub const FIT_RECORDS: usize = 1_000_000;
/// Chained parts of a FIT file.
pub const FIT_PARTS: usize = 1_000;
/// Developer fields that are described in one part of a FIT file.
pub const FIT_DEVELOPER_FIELDS: usize = 1_024;
/// Characters that are kept of a text in a FIT file (the wire format allows 255 bytes).
pub const FIT_TEXT: usize = 255;
/// Sessions of a FIT file.
pub const FIT_SESSIONS: usize = 200;
/// Workouts of a FIT file.
pub const FIT_WORKOUTS: usize = 50;
/// Steps of a workout, and titles of exercises, of a FIT file; watches take 50 to 100 steps.
pub const FIT_STEPS: usize = 1_000;
/// Laps, splits, sets (each) of a FIT file.
pub const FIT_LIST: usize = 20_000;
/// Timer events of a FIT file.
pub const FIT_EVENTS: usize = 100_000;
/// Heart beats (each kind) of a FIT file: two weeks at 100 a minute.
pub const FIT_BEATS: usize = 2_000_000;
/// The longest time between a sample of a FIT file and the middle one of its activity, s: 31 days.
pub const FIT_SPAN_S: f64 = 31.0 * 86_400.0;

/// Zips inside of zips; a Garmin export has two.
pub const ARCHIVE_DEPTH: usize = 4;
/// Members of one zip; the export of ten years has some ten thousand. Their table of contents takes at most 150 MB.
pub const ARCHIVE_MEMBERS: usize = 300_000;
/// Bytes of the table of contents of a zip.
pub const ARCHIVE_DIRECTORY_BYTES: u64 = 40 << 20;
/// Bytes that one walk unpacks: a hundred times the largest export that we know of.
pub const ARCHIVE_BYTES: u64 = 256 << 30;
/// Characters that are kept of the name of a member.
pub const ARCHIVE_NAME: usize = 400;
/// How many times its packed size a member may unpack to, beyond [`UNPACK_FREE_BYTES`]. XML and JSON shrink up to thirty
/// times, a bomb hundreds.
pub const UNPACK_RATIO: u64 = 150;
/// Bytes that a member may unpack to whatever its packed size.
pub const UNPACK_FREE_BYTES: u64 = 16 << 20;
/// Bytes of a zip inside of a zip that is held in memory; a larger one is read as a stream.
pub const NESTED_BYTES: u64 = 64 << 20;
/// Bytes of the table of activities in a Strava export: some hundred thousand of them.
pub const STRAVA_TABLE_BYTES: u64 = 64 << 20;
/// Rows of that table.
pub const STRAVA_ROWS: usize = 200_000;
/// Bytes of one text in JSON: a person's longest note.
pub const JSON_TEXT: usize = 1 << 20;
/// Characters that are kept of a name, a description or a note in an export.
pub const ABOUT_TEXT: usize = 2_000;
/// Bytes of an export of striate that are read, up to where the figures begin that were worked out.
pub const OWN_BYTES: u64 = 256 << 20;
/// Rows of its tables in all.
pub const OWN_ROWS: usize = 2_000_000;
/// Bytes of an Apple Health export that are read, as a stream.
pub const APPLE_BYTES: u64 = 64 << 30;
/// Bytes that are kept of one tag of it.
pub const APPLE_TAG: usize = 64 << 10;
/// Samples that are kept of it, eight bytes each: thirty years of a watch on the wrist.
pub const APPLE_SAMPLES: usize = 16_000_000;
/// Names of apps and devices in it.
pub const APPLE_SOURCES: usize = 256;
/// Bytes of its workouts without their samples: twenty thousand with every detail.
pub const APPLE_WORKOUT_BYTES: usize = 64 << 20;
/// Days with a body mass.
pub const APPLE_DAYS: usize = 50_000;
/// Parts of nights: forty a night for sixty years.
pub const APPLE_NIGHT_PARTS: usize = 1_000_000;
