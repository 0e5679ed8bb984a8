// The nineteen muscles in the order of the keyboard, head to toe, with their names.

import names from "../api/names.json";
import type { Muscle } from "../api/types";

/** Every muscle's name, from the one table of names. */
export const MUSCLE_NAMES = names.muscles as Record<Muscle, string>;

/** Head to toe. */
export const MUSCLES: readonly Muscle[] = [
  "upper_back", "shoulders", "chest", "biceps", "triceps", "forearms", "lats", "core", "lower_back",
  "gluteus_medius", "gluteus_maximus", "hip_flexors", "adductors", "rectus_femoris", "vasti", "hamstrings",
  "tibialis_anterior", "gastrocnemius", "soleus",
];

/** What carries a runner: the order of lists. */
export const LEG_MUSCLES: readonly Muscle[] = [
  "gluteus_maximus",
  "vasti",
  "hamstrings",
  "gastrocnemius",
  "soleus",
  "rectus_femoris",
  "adductors",
  "hip_flexors",
  "gluteus_medius",
  "tibialis_anterior",
];

/** Every muscle, legs first, then from the trunk outward. */
export const MUSCLES_BY_USE: readonly Muscle[] = [
  ...LEG_MUSCLES,
  "core",
  "lower_back",
  "upper_back",
  "lats",
  "chest",
  "shoulders",
  "biceps",
  "triceps",
  "forearms",
];

/** Short names for narrow columns. */
export const MUSCLE_SHORT: Partial<Record<Muscle, string>> = {
  gluteus_maximus: "Glutes",
  gluteus_medius: "Side gl.",
  rectus_femoris: "Rectus f.",
  hamstrings: "Hamstr.",
  gastrocnemius: "Calves",
  tibialis_anterior: "Shins",
};
export const isMuscle = (name: string): name is Muscle => name in MUSCLE_NAMES;
