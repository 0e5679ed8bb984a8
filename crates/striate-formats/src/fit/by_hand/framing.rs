//! Headers, lengths, checksums, chained parts.

use super::super::decode;
use super::{Builder, START, U8, U32, W, codes, heart_rates, only};
use crate::DecodeError;
use striate_model::WarningCode;

fn three_beats() -> Builder {
    Builder::activity().heart_rates(&[100, 101, 102]).session(1, 3, 9)
}

#[test]
fn headers_of_twelve_and_fourteen_bytes_with_and_without_checksum_are_all_fine() {
    for (length, header_checksum) in [(12, false), (14, true), (14, false)] {
        let decoded = decode(&three_beats().file_with(length, header_checksum)).unwrap();
        assert_eq!(decoded.warnings, [], "header of {length} bytes");
        assert_eq!(heart_rates(&only(decoded)), [100.0, 101.0, 102.0]);
    }
}

#[test]
fn a_header_of_another_length_is_followed_and_noted() {
    let mut bytes = three_beats().file_with(12, false);
    bytes[0] = 16;
    bytes.splice(12..12, [0, 0, 9, 9]);
    let decoded = decode(&bytes).unwrap();
    assert_eq!(codes(&decoded)[0], (WarningCode::BadHeader, Some(0)));
    assert_eq!(heart_rates(&only(decoded)).len(), 3);
}

#[test]
fn a_wrong_header_checksum_is_a_warning_at_its_place() {
    let mut bytes = three_beats().file();
    bytes[12] ^= 0x55;
    let decoded = decode(&bytes).unwrap();
    assert_eq!(codes(&decoded)[0], (WarningCode::BadChecksum, Some(12)));
    assert_eq!(heart_rates(&only(decoded)).len(), 3);
}

#[test]
fn a_wrong_file_checksum_is_a_warning_and_everything_is_read() {
    let mut bytes = three_beats().file();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    let decoded = decode(&bytes).unwrap();
    assert_eq!(codes(&decoded), [(WarningCode::BadChecksum, Some(last as u64 - 1))]);
    assert_eq!(heart_rates(&only(decoded)), [100.0, 101.0, 102.0]);
}

#[test]
fn a_file_cut_in_the_middle_of_a_sample_keeps_the_samples_before() {
    let bytes = Builder::activity().heart_rates(&[100, 101, 102]).file();
    // Checksum and half of the last sample are gone.
    let cut = bytes.len() - 2 - 3;
    let decoded = decode(&bytes[..cut]).unwrap();
    let found = codes(&decoded);
    assert_eq!(found[0], (WarningCode::Truncated, Some(cut as u64)));
    assert_eq!(found[1], (WarningCode::Truncated, Some(cut as u64 - 3)));
    assert_eq!(heart_rates(&only(decoded)), [100.0, 101.0]);
}

#[test]
fn a_file_without_its_last_two_bytes_lost_only_the_checksum() {
    let bytes = three_beats().file();
    for missing in 1..=2 {
        let decoded = decode(&bytes[..bytes.len() - missing]).unwrap();
        assert_eq!(codes(&decoded), [(WarningCode::Truncated, Some((bytes.len() - missing) as u64))]);
        assert_eq!(heart_rates(&only(decoded)).len(), 3);
    }
}

#[test]
fn a_header_that_announces_no_data_does_not_hide_the_run() {
    // As a device leaves it that lost power: sometimes with a checksum, sometimes without.
    let whole = three_beats().file_with(12, false);
    let mut with_checksum = whole.clone();
    with_checksum[4..8].fill(0);
    let mut without = with_checksum.clone();
    without.truncate(whole.len() - 2);
    let sum = super::super::crc::checksum(&without);
    with_checksum.truncate(whole.len() - 2);
    with_checksum.extend(sum.to_le_bytes());
    for bytes in [with_checksum, without] {
        let decoded = decode(&bytes).unwrap();
        assert_eq!(codes(&decoded), [(WarningCode::BadHeader, Some(4))]);
        assert_eq!(heart_rates(&only(decoded)), [100.0, 101.0, 102.0]);
    }
}

#[test]
fn a_wrong_length_in_the_header_is_seen_through_where_the_checksum_proves_it() {
    for announced in [10_u32, 100_000] {
        let mut bytes = three_beats().file_with(12, false);
        bytes.truncate(bytes.len() - 2);
        bytes[4..8].copy_from_slice(&announced.to_le_bytes());
        let sum = super::super::crc::checksum(&bytes);
        bytes.extend(sum.to_le_bytes());
        let decoded = decode(&bytes).unwrap();
        assert_eq!(codes(&decoded), [(WarningCode::BadHeader, Some(4))], "{announced} announced");
        assert_eq!(heart_rates(&only(decoded)).len(), 3);
    }
}

#[test]
fn bytes_without_a_fit_header_are_an_error_and_not_a_recording() {
    for bytes in [&b""[..], b"\x0e", b"<?xml version=\"1.0\"?><gpx/>", &[14, 16, 0, 0, 0, 0, 0, 0, b'.', b'F', b'I']] {
        assert!(matches!(decode(bytes), Err(DecodeError::Unreadable { .. })));
    }
}

#[test]
fn a_header_alone_is_a_truncated_file() {
    let bytes = three_beats().file();
    let decoded = decode(&bytes[..14]).unwrap();
    assert_eq!(codes(&decoded)[0], (WarningCode::Truncated, Some(14)));
    assert!(decoded.recordings.is_empty());
}

#[test]
fn a_newer_protocol_is_read_as_far_as_it_is_known() {
    let mut bytes = three_beats().file_with(12, false);
    bytes[1] = 0x30;
    let decoded = decode(&bytes).unwrap();
    assert_eq!(codes(&decoded)[0], (WarningCode::Unsupported, Some(1)));
    assert_eq!(heart_rates(&only(decoded)).len(), 3);
}

#[test]
fn a_message_without_definition_ends_the_part_and_keeps_what_came_before() {
    let mut file = Builder::activity().heart_rates(&[100, 101]);
    let place = 14 + file.data.len() as u64;
    file = file.data(7, &[W(START), W(0)]).session(1, 2, 4);
    let decoded = file.decode();
    assert_eq!(codes(&decoded)[0], (WarningCode::UndefinedMessage, Some(place)));
    // The session behind the fault cannot be trusted: its totals come from the samples.
    assert_eq!(codes(&decoded)[1].0, WarningCode::DerivedTotal);
    assert_eq!(heart_rates(&only(decoded)), [100.0, 101.0]);
}

#[test]
fn a_part_behind_a_broken_part_is_still_read() {
    let mut bytes = Builder::activity().heart_rates(&[100]).data(7, &[W(0)]).file();
    bytes.extend(three_beats().file());
    let decoded = decode(&bytes).unwrap();
    assert_eq!(decoded.recordings.len(), 2);
    assert!(decoded.recordings.iter().any(|r| heart_rates(r) == [100.0, 101.0, 102.0]));
}

#[test]
fn chained_files_are_recordings_of_their_own_in_the_order_of_their_start() {
    let later =
        Builder::activity().define(0, 20, &[(253, 4, U32), (3, 1, U8)]).data(0, &[W(START + 5000), super::B(150)]);
    let mut bytes = later.file();
    bytes.extend(three_beats().file());
    let decoded = decode(&bytes).unwrap();
    let rates: Vec<_> = decoded.recordings.iter().map(heart_rates).collect();
    assert_eq!(rates, [vec![100.0, 101.0, 102.0], vec![150.0]]);
}

#[test]
fn definitions_of_one_part_do_not_reach_into_the_next() {
    let mut bytes = three_beats().file();
    let at = bytes.len() as u64 + 14;
    bytes.extend(Builder::new().data(0, &[W(START), super::B(99)]).file());
    let decoded = decode(&bytes).unwrap();
    assert_eq!(codes(&decoded), [(WarningCode::UndefinedMessage, Some(at))]);
    assert_eq!(heart_rates(&only(decoded)).len(), 3);
}

#[test]
fn bytes_behind_the_end_are_noted_and_left_out() {
    let mut bytes = three_beats().file();
    let end = bytes.len() as u64;
    bytes.extend(b"left over from an older file");
    let decoded = decode(&bytes).unwrap();
    assert_eq!(codes(&decoded), [(WarningCode::BadHeader, Some(end))]);
    assert_eq!(heart_rates(&only(decoded)).len(), 3);
}

#[test]
fn a_thousand_parts_are_read_and_no_more() {
    let part = Builder::new().file();
    let mut bytes = three_beats().file();
    for _ in 0..crate::limits::FIT_PARTS + 10 {
        bytes.extend(&part);
    }
    let decoded = decode(&bytes).unwrap();
    assert!(codes(&decoded).iter().any(|(code, _)| *code == WarningCode::LimitReached));
}

#[test]
fn samples_beyond_the_limit_are_left_out_and_counted_in_words() {
    let mut file = Builder::activity().define(1, 20, &[(253, 4, U32)]).data(1, &[W(START)]).define(0, 20, &[]);
    file.data.resize(file.data.len() + crate::limits::FIT_RECORDS + 5, 0);
    let decoded = file.decode();
    assert_eq!(codes(&decoded)[0].0, WarningCode::LimitReached);
    assert_eq!(only(decoded).streams.len(), crate::limits::FIT_RECORDS);
}
