// The nineteen muscles in the order of the keyboard, head to toe, with their names.

import type { Muscle } from "../api/types";

export const MUSCLE_NAMES: Record<Muscle, string> = {
  upper_back: "Upper back",
  shoulders: "Shoulders",
  chest: "Chest",
  biceps: "Biceps",
  triceps: "Triceps",
  forearms: "Forearms",
  lats: "Lats",
  core: "Core",
  lower_back: "Lower back",
  gluteus_medius: "Side glutes (medius)",
  gluteus_maximus: "Glutes (maximus)",
  hip_flexors: "Hip flexors",
  adductors: "Adductors",
  rectus_femoris: "Rectus femoris",
  vasti: "Vasti",
  hamstrings: "Hamstrings",
  tibialis_anterior: "Shin (tibialis anterior)",
  gastrocnemius: "Gastrocnemius",
  soleus: "Soleus",
};

/** Head to toe. */
export const MUSCLES = Object.keys(MUSCLE_NAMES) as Muscle[];

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
  gastrocnemius: "Gastroc.",
  tibialis_anterior: "Shin",
};
export const isMuscle = (name: string): name is Muscle => name in MUSCLE_NAMES;
