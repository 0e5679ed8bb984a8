use super::*;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{Cursor, Write};
use striate_formats::exports::Reading;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What a walk over these bytes finds.
fn walked(bytes: &[u8], name: &str) -> Vec<Found> {
    let mut all = Vec::new();
    let mut sink = |found| {
        all.push(found);
        ControlFlow::Continue(())
    };
    walk(&mut Cursor::new(bytes), name, &mut sink).expect("memory can be read");
    all
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut gz = GzEncoder::new(Vec::new(), Compression::fast());
    gz.write_all(bytes).unwrap();
    gz.finish().unwrap()
}

fn gpx(minute: u32) -> Vec<u8> {
    format!(
        "<?xml version=\"1.0\"?><gpx><trk><trkseg><trkpt lat=\"1\" lon=\"2\"><time>2026-01-01T10:{minute:02}:00Z</time></trkpt>\
         <trkpt lat=\"1.0001\" lon=\"2\"><time>2026-01-01T10:{minute:02}:10Z</time></trkpt></trkseg></trk></gpx>"
    )
    .into_bytes()
}

/// The files among what was found, unpacked.
fn files(found: &[Found]) -> Vec<(String, Unpacked, Option<Box<About>>)> {
    let file = |found: &Found| match &found.content {
        Content::File(packed, about) => Some((found.member.clone(), packed.clone().unpack().unwrap(), about.clone())),
        _ => None,
    };
    found.iter().filter_map(file).collect()
}

fn problems(found: &[Found]) -> Vec<String> {
    let problem = |found: &Found| match &found.content {
        Content::Problem(message) => Some(format!("{}: {message}", found.member)),
        _ => None,
    };
    found.iter().filter_map(problem).collect()
}

const HEADER: &str = "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,Max \
                      Heart Rate,Relative Effort,Commute,Activity Private Note,Activity Gear,Filename,Athlete Weight,Bike \
                      Weight,Elapsed Time,Moving Time,Distance\n";

#[test]
fn a_strava_export_joins_each_file_with_its_row_and_keeps_rows_without_files() {
    let rows = "1,\"Jan 1, 2026, 10:01:00 AM\",First,Run,,10,0.01,,,false,,Shoe,activities/77.gpx.gz,70.5,,10,10,11\n\
                2,\"Jan 2, 2026, 6:00:00 PM\",Legs,Weight Training,,3600,0,,,false,,,,70.5,,3600,3600,0\n\
                3,\"Jan 3, 2026, 6:00:00 PM\",Lost,Run,,3600,10,,,false,,,activities/79.fit.gz,71,,3600,3600,10000\n";
    let spaced = [b"     ".as_slice(), &gpx(1)].concat();
    let zip = zipped(&[
        ("export/activities/77.gpx.gz", &gzipped(&spaced)),
        ("export/media/a.jpg", b"\xff\xd8\xff\xe0"),
        ("export/activities.csv", format!("{HEADER}{rows}").as_bytes()),
    ]);
    let found = walked(&zip, "export.zip");
    let files = files(&found);
    assert_eq!(files.len(), 3, "{found:?}");
    let (member, unpacked, about) = &files[0];
    assert_eq!(member, "export.zip/export/activities/77.gpx.gz");
    assert_eq!((unpacked.name.as_str(), unpacked.bytes.as_slice()), ("77.gpx", gpx(1).as_slice()));
    let about = about.as_ref().unwrap();
    assert_eq!((about.id.as_str(), about.name.as_deref(), about.gear.as_deref()), ("1", Some("First"), Some("Shoe")));
    for (_, unpacked, about) in &files[1..] {
        let decoded = striate_formats::decode(&unpacked.bytes, &unpacked.name).unwrap();
        assert_eq!(Some(decoded.recordings[0].start), about.as_ref().unwrap().start);
    }
    let problems = problems(&found);
    assert!(problems.len() == 1 && problems[0].contains("79.fit.gz is missing"), "{problems:?}");
    let readings: Vec<&Reading> =
        found.iter().filter_map(|f| if let Content::Reading(r) = &f.content { Some(r) } else { None }).collect();
    assert_eq!(readings.len(), 2, "mass counts when it changes: {readings:?}");
    assert!(found.iter().any(|f| f.content == Content::Skipped("a picture".into())));
}

#[test]
fn archives_in_archives_are_opened_to_a_stated_depth() {
    let mut bytes = zipped(&[("run.gpx", &gpx(0))]);
    for depth in 1..8 {
        let found = walked(&bytes, "a.zip");
        assert_eq!(files(&found).len(), usize::from(depth <= limits::ARCHIVE_DEPTH), "depth {depth}: {found:?}");
        assert_eq!(problems(&found).len(), usize::from(depth > limits::ARCHIVE_DEPTH));
        bytes = zipped(&[("inner.zip", &bytes)]);
    }
}

#[test]
fn a_zip_whose_end_is_missing_gives_what_is_there() {
    let zip = zipped(&[("1.gpx", &gpx(1)), ("2.gpx", &gpx(2)), ("3.gpx", &gpx(3))]);
    let third = zip.windows(5).position(|w| w == b"3.gpx").unwrap();
    let found = walked(&zip[..third - 2], "half.zip");
    assert_eq!(files(&found).len(), 2);
    assert!(problems(&found)[0].contains("cut off"), "{:?}", problems(&found));
}

#[test]
fn a_large_zip_inside_of_a_zip_is_read_as_it_comes() {
    let noise: Vec<u8> =
        (0..(limits::NESTED_BYTES as u32 / 4)).flat_map(|i: u32| i.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
    let inner = zipped(&[("noise.bin", &noise), ("1.gpx", &gpx(1)), ("folder/2.gpx.gz", &gzipped(&gpx(2)))]);
    assert!(inner.len() as u64 > limits::NESTED_BYTES);
    let found = walked(&zipped(&[("part.zip", &inner)]), "all.zip");
    let names: Vec<String> = files(&found).into_iter().map(|(member, ..)| member).collect();
    assert_eq!(names[1..], ["all.zip/part.zip/1.gpx", "all.zip/part.zip/folder/2.gpx.gz"]);
}

#[test]
fn a_zip_that_says_its_sizes_behind_the_data_is_read_as_it_comes() {
    let mut zip = ZipWriter::new_stream(Vec::new());
    for minute in [1, 2] {
        zip.start_file(format!("{minute}.gpx"), SimpleFileOptions::default()).unwrap();
        zip.write_all(&gpx(minute)).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    let mut all = Vec::new();
    let mut sink = |found| {
        all.push(found);
        ControlFlow::Continue(())
    };
    let _ = zip_stream::walk(&mut Walk::new(&mut sink), &mut Cursor::new(&bytes), "a.zip");
    assert_eq!(files(&all).len(), 2, "{all:?}");
}

#[test]
fn a_bomb_is_a_problem_and_costs_little() {
    let zeros = vec![0_u8; 60 << 20];
    let bomb = zipped(&[("run.fit", &zeros), ("after.gpx", &gpx(1))]);
    let found = walked(&bomb, "bomb.zip");
    assert!(problems(&found)[0].contains("packed size"), "{:?}", problems(&found));
    assert_eq!(files(&found).len(), 1);
    let mut gz = GzEncoder::new(Vec::new(), Compression::best());
    gz.write_all(&zeros).unwrap();
    let gz = walked(&gz.finish().unwrap(), "run.fit.gz");
    let Content::File(packed, _) = &gz[0].content else { panic!("{gz:?}") };
    assert!(packed.clone().unpack().err().is_some_and(|fault| fault.contains("packed size")));
}

#[test]
fn a_gzip_stream_that_is_kept_gives_back_the_file_and_others_are_not_kept() {
    let file = gpx(1);
    let spaced = |blanks: usize| [vec![b' '; blanks], file.clone()].concat();
    let two_members = [gzipped(&file[..40]), gzipped(&file[40..])].concat();
    for gz in [gzipped(&file), gzipped(&spaced(10)), gzipped(&spaced(4096)), two_members] {
        let unpacked = Packed::plain(gz.clone(), "run.gpx.gz").unpack().unwrap();
        assert_eq!((unpacked.bytes.as_slice(), unpacked.name.as_str()), (file.as_slice(), "run.gpx"));
        let kept = unpacked.gzip.expect("it holds the file and blanks");
        assert_eq!(gunzipped(&kept, file.len()).as_deref(), Some(file.as_slice()));
        assert_eq!(gunzipped(&kept, file.len() - 1), None, "larger than it may be");
        assert_eq!(gunzipped(&kept[..kept.len() - 9], file.len()), None, "cut off");
    }
    assert_eq!(gunzipped(&gzipped(&spaced(9000)), file.len()), None, "more blanks than anybody writes");
    let rubbish_behind = [gzipped(&file), b"rubbish".to_vec()].concat();
    for gz in [gzipped(&spaced(4097)), gzipped(&gzipped(&file)), rubbish_behind, file.clone()] {
        let unpacked = Packed::plain(gz, "run.gpx.gz").unpack().unwrap();
        assert_eq!((unpacked.bytes.as_slice(), unpacked.gzip), (file.as_slice(), None));
    }
}

#[test]
fn a_gz_that_is_cut_off_gives_what_was_there_and_says_so() {
    let long: Vec<u8> = (0..60).flat_map(gpx).collect();
    let gz = gzipped(&long);
    let found = walked(&gz[..gz.len() - 40], "a.gpx.gz");
    let (_, unpacked, _) = &files(&found)[0];
    assert!(!unpacked.bytes.is_empty() && unpacked.bytes.len() < long.len());
    assert_eq!(unpacked.warnings.len(), 1);
}

/// An unpacked archive: what a folder gives.
struct Folder(Vec<(&'static str, Vec<u8>)>);

impl Members for Folder {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn name(&self, index: usize) -> String {
        self.0[index].0.to_owned()
    }

    fn size(&self, index: usize) -> (u64, Option<u64>) {
        (self.0[index].1.len() as u64, None)
    }

    fn open(&mut self, index: usize) -> io::Result<Box<dyn Read + '_>> {
        match self.0[index].0 {
            "locked.gpx" => Err(io::Error::other("permission denied")),
            _ => Ok(Box::new(&self.0[index].1[..])),
        }
    }
}

#[test]
fn an_unpacked_export_is_the_same_as_the_archive() {
    let row = "1,\"Jan 1, 2026, 10:01:00 AM\",First,Run,,10,0.01,,,false,,Shoe,activities/77.gpx.gz,,,10,10,11\n";
    let mut folder = Folder(vec![
        ("activities/77.gpx.gz", gzipped(&gpx(1))),
        ("inner.zip", zipped(&[("2.gpx", &gpx(2))])),
        ("locked.gpx", Vec::new()),
        ("activities.csv", format!("{HEADER}{row}").into_bytes()),
    ]);
    let mut all = Vec::new();
    let mut sink = |found| {
        all.push(found);
        ControlFlow::Continue(())
    };
    walk_members(&mut folder, "folder", &mut sink);
    let files = files(&all);
    assert_eq!(files.len(), 2, "{all:?}");
    assert_eq!(files[0].2.as_ref().unwrap().id, "1");
    assert_eq!(files[1].0, "folder/inner.zip/2.gpx");
    assert_eq!(problems(&all), ["folder/locked.gpx: it cannot be opened: permission denied"]);
}

#[test]
fn a_member_that_claims_ten_gigabytes_costs_what_it_has() {
    let mut zip = zipped(&[("run.gpx", &gpx(1))]);
    let directory = zip.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    zip[directory + 24..directory + 28].copy_from_slice(&0xffff_fff0_u32.to_le_bytes());
    let found = walked(&zip, "a.zip");
    assert_eq!(files(&found).len() + problems(&found).len(), 1, "{found:?}");
}

#[test]
fn names_are_labels_and_lead_nowhere() {
    let zip = zipped(&[("../../etc/passwd.gpx", &gpx(1)), ("a\u{1b}[31m\n.gpx", &gpx(2)), ("/abs.gpx", &gpx(3))]);
    let found = walked(&zip, "a.zip");
    assert_eq!(files(&found).len(), 3);
    assert!(found.iter().all(|f| !f.member.chars().any(char::is_control)), "{found:?}");
    assert!(files(&found).iter().all(|(_, unpacked, _)| !unpacked.name.contains('/')));
}

#[test]
fn who_has_seen_enough_is_left_alone() {
    let zip = zipped(&[("1.gpx", &gpx(1)), ("2.gpx", &gpx(2)), ("3.gpx", &gpx(3))]);
    let mut count = 0;
    let mut sink = |_| {
        count += 1;
        if count == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    walk(&mut Cursor::new(zip), "a.zip", &mut sink).unwrap();
    assert_eq!(count, 2);
}

mod any_bytes {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = walked(&bytes, "a.zip");
            for magic in [b"PK\x03\x04".as_slice(), b"PK\x05\x06", b"\x1f\x8b\x08\x00"] {
                let _ = walked(&[magic, &bytes].concat(), "a");
            }
        }

        #[test]
        fn a_damaged_export_never_panics(at in any::<proptest::sample::Index>(), to in any::<u8>(), cut in any::<proptest::sample::Index>()) {
            let rows = "1,\"Jan 1, 2026, 10:01:00 AM\",First,Run,,10,0.01,,,false,,Shoe,activities/77.gpx.gz,70.5,,10,10,11\n";
            let mut zip = zipped(&[("activities.csv", format!("{HEADER}{rows}").as_bytes()), ("activities/77.gpx.gz", &gzipped(&gpx(1)))]);
            let place = at.index(zip.len());
            zip[place] = to;
            for found in walked(&zip[..cut.index(zip.len() + 1)], "a.zip") {
                if let Content::File(packed, _) = found.content && let Ok(unpacked) = packed.unpack() {
                    let _ = striate_formats::decode(&unpacked.bytes, &unpacked.name);
                }
            }
        }
    }
}
