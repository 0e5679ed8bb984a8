//! Real files and independent decoders against ours. Real files are read where they are present; none is part of the
//! repository.
#![expect(clippy::disallowed_methods, reason = "tests may read files")]

#[cfg(test)]
mod corpus;
#[cfg(test)]
mod fit_differential;
#[cfg(test)]
mod fit_manifest;
#[cfg(test)]
mod fit_round_trip;
#[cfg(test)]
mod fit_truth;
#[cfg(test)]
mod lifting_manifest;
#[cfg(test)]
mod rusty;
#[cfg(test)]
mod workout_out;
#[cfg(test)]
mod xml_manifest;
#[cfg(test)]
mod xml_properties;
