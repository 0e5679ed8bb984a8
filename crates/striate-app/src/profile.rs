//! What the athlete says about themselves: figures, units, time zone, choices.

use crate::error::{AppError, Result};
use crate::library::Library;
use crate::revision::{Changed, Revision};
use striate_store::import::{Zone, ZoneFor, ZoneSaid, say_zone};
use striate_store::{DISTANCE_UNIT, Profile};

pub(crate) fn revision_of(profile: &Profile) -> Revision {
    Revision::of(&serde_json::to_string(profile).unwrap_or_default())
}

impl Library {
    /// Changes the profile from today on. `from` is the version that the athlete saw; `None` where the change does not rest
    /// on what was said before.
    ///
    /// # Errors
    /// `Stale` where something else was said in the meantime; what `change` and the database refuse.
    pub async fn change_profile<E: From<AppError>>(
        &self,
        from: Option<&Revision>,
        change: impl FnOnce(&mut Profile) -> std::result::Result<(), E> + Send,
    ) -> std::result::Result<Profile, E> {
        let _turn = self.changing.lock().await;
        let mut profile = self.store.profile(self.athlete).await.map_err(AppError::from)?;
        if let Some(from) = from.filter(|from| **from != revision_of(&profile)) {
            return Err(self.stale_profile(from, &profile).into());
        }
        change(&mut profile)?;
        self.put_profile(&profile).await?;
        Ok(profile)
    }

    /// Changes the units in which the athlete reads, `km` or `mi` and `kg` or `lb`; `None` leaves one as it is.
    ///
    /// # Errors
    /// As [`Library::change_profile`].
    pub async fn change_units(
        &self,
        from: Option<&Revision>,
        distance: Option<&str>,
        mass: Option<&str>,
    ) -> Result<Profile> {
        let change = |profile: &mut Profile| {
            if let Some(unit) = distance {
                profile.more.insert(DISTANCE_UNIT.to_owned(), unit.into());
            }
            if let Some(unit) = mass {
                profile.mass_unit = Some(unit.to_owned());
            }
            Ok(())
        };
        self.change_profile(from, change).await
    }

    async fn put_profile(&self, profile: &Profile) -> Result<()> {
        let today = self.zone().await?.day(self.clock.now());
        // The latest day holds: a profile that was said for a day ahead would hide this one.
        let latest = self.store.profiles(self.athlete).await?.last().map_or(today, |(day, _)| (*day).max(today));
        self.store.put_profile(self.athlete, latest, profile).await?;
        self.touch();
        Ok(())
    }

    fn stale_profile(&self, from: &Revision, now: &Profile) -> AppError {
        let Some(seen) = self.profiles.find(from) else { return AppError::Stale(vec![Changed::Unknown]) };
        let fields = |profile: &Profile| match serde_json::to_value(profile) {
            Ok(serde_json::Value::Object(fields)) => fields,
            _ => serde_json::Map::new(),
        };
        let (before, after) = (fields(&seen), fields(now));
        let keys: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        let differ = keys.into_iter().filter(|key| before.get(*key) != after.get(*key));
        AppError::Stale(differ.map(|key| Changed::Setting(key.clone())).collect())
    }

    /// Says in which time zone the athlete lives, and what that means for lifting logs that are stored.
    ///
    /// # Errors
    /// What the database refuses.
    pub async fn change_zone(&self, zone: &Zone, meaning: ZoneFor) -> Result<ZoneSaid> {
        let today = zone.day(self.clock.now());
        let said = say_zone(&self.store, self.athlete, zone, today, meaning).await?;
        self.touch();
        Ok(said)
    }
}
