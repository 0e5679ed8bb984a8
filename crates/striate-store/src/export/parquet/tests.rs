//! Files of this writer, read by the independent implementation of the Apache project.

use super::*;
use ::parquet::file::reader::{FileReader, SerializedFileReader};
use ::parquet::record::Field as Read;
use proptest::prelude::*;

const FIELDS: [Field; 5] = [
    Field { name: "id", kind: Kind::Text, is_optional: false },
    Field { name: "session", kind: Kind::Text, is_optional: true },
    Field { name: "time", kind: Kind::TimestampMs, is_optional: false },
    Field { name: "exact", kind: Kind::Double, is_optional: true },
    Field { name: "rough", kind: Kind::Float, is_optional: true },
];

/// A row: what the five columns hold.
type Row = (String, Option<String>, i64, Option<f64>, Option<f32>);

fn write_groups(groups: &[Vec<Row>]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut file = ParquetWriter::new(&mut out, &FIELDS).unwrap();
    for rows in groups {
        let columns = [
            Column { values: Values::Text(rows.iter().map(|r| &*r.0).collect()), present: None },
            Column {
                values: Values::Text(rows.iter().filter_map(|r| r.1.as_deref()).collect()),
                present: Some(rows.iter().map(|r| r.1.is_some()).collect()),
            },
            Column { values: Values::TimestampMs(rows.iter().map(|r| r.2).collect()), present: None },
            Column {
                values: Values::Double(rows.iter().filter_map(|r| r.3).collect()),
                present: Some(rows.iter().map(|r| r.3.is_some()).collect()),
            },
            Column {
                values: Values::Float(rows.iter().filter_map(|r| r.4).collect()),
                present: Some(rows.iter().map(|r| r.4.is_some()).collect()),
            },
        ];
        file.write_group(&columns).unwrap();
    }
    file.finish().unwrap();
    out
}

fn read_rows(bytes: &[u8]) -> Vec<Row> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    let reader = SerializedFileReader::new(file).unwrap();
    let rows = reader.get_row_iter(None).unwrap();
    rows.map(|row| {
        let fields = row.unwrap().into_columns();
        let names: Vec<&str> = fields.iter().map(|(name, _)| &**name).collect();
        assert_eq!(names, FIELDS.map(|f| f.name));
        let mut fields = fields.into_iter().map(|(_, value)| value);
        let mut next = || fields.next().unwrap();
        let Read::Str(id) = next() else { panic!("an id is text") };
        let session = match next() {
            Read::Str(text) => Some(text),
            Read::Null => None,
            other => panic!("{other:?}"),
        };
        let Read::TimestampMillis(time) = next() else { panic!("a time is a timestamp") };
        let exact = match next() {
            Read::Double(value) => Some(value),
            Read::Null => None,
            other => panic!("{other:?}"),
        };
        let rough = match next() {
            Read::Float(value) => Some(value),
            Read::Null => None,
            other => panic!("{other:?}"),
        };
        (id, session, time, exact, rough)
    })
    .collect()
}

/// A row whose numbers are bits.
type Bits = (String, Option<String>, i64, Option<u64>, Option<u32>);

/// As bits, so that NaN and negative zero count too.
fn bits_of(rows: &[Row]) -> Vec<Bits> {
    let bits = |r: &Row| (r.0.clone(), r.1.clone(), r.2, r.3.map(f64::to_bits), r.4.map(f32::to_bits));
    rows.iter().map(bits).collect()
}

fn any_row() -> impl Strategy<Value = Row> {
    // Few distinct values make dictionaries and runs, any values make plain pages.
    let text = prop_oneof![Just("run".to_owned()), Just(String::new()), ".{0,12}"];
    let session = proptest::option::of(prop_oneof![Just("a".to_owned()), Just("b".to_owned())]);
    let time = prop_oneof![0_i64..2_000, any::<i64>()];
    let exact = proptest::option::of(prop_oneof![Just(1.5), any::<f64>()]);
    let rough = proptest::option::of(prop_oneof![Just(0.0_f32), Just(140.0), any::<f32>()]);
    (text, session, time, exact, rough)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_table_is_read_back_bit_for_bit(
        groups in proptest::collection::vec(proptest::collection::vec((any_row(), 1_usize..40), 1..30), 0..3),
    ) {
        let repeat = |rows: &Vec<(Row, usize)>| {
            rows.iter().flat_map(|(row, times)| std::iter::repeat_n(row.clone(), *times)).collect::<Vec<_>>()
        };
        let groups = groups.iter().map(repeat).collect::<Vec<_>>();
        prop_assert_eq!(bits_of(&read_rows(&write_groups(&groups))), bits_of(&groups.concat()));
    }
}

#[test]
fn a_long_group_with_columns_of_every_shape_is_read_back() {
    let row = |i: i64| -> Row {
        let id = if i < 70_000 { "first" } else { "second" };
        let session = (i % 3 != 0).then(|| format!("s{}", i % 300));
        let exact = (i % 5 != 0).then_some(i as f64 * 1.000_1);
        let rough = (i > 100).then_some((i / 9 % 200) as f32);
        (id.to_owned(), session, 1_700_000_000_000 + i * 1_000 + i % 7, exact, rough)
    };
    let rows: Vec<Row> = (0..131_073).map(row).collect();
    let bytes = write_groups(std::slice::from_ref(&rows));
    assert!(bytes.len() < rows.len() * 12, "{} bytes", bytes.len());
    assert_eq!(read_rows(&bytes), rows);
}

#[test]
fn a_table_without_rows_is_a_file() {
    assert!(read_rows(&write_groups(&[])).is_empty());
}

#[test]
fn columns_that_do_not_fit_are_refused() {
    let mut out = Vec::new();
    let mut file = ParquetWriter::new(&mut out, &FIELDS[..2]).unwrap();
    let ids = || Column { values: Values::Text(vec!["a", "b"]), present: None };
    let missing = |rows: usize| Column { values: Values::Text(Vec::new()), present: Some(vec![false; rows]) };
    assert!(file.write_group(&[ids()]).is_err());
    assert!(file.write_group(&[ids(), missing(3)]).is_err());
    assert!(file.write_group(&[ids(), ids()]).is_err());
    let numbers = Column { values: Values::Float(Vec::new()), present: Some(vec![false; 2]) };
    assert!(file.write_group(&[ids(), numbers]).is_err());
    file.write_group(&[ids(), missing(2)]).unwrap();
}
