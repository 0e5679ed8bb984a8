// Lifts that wait for the server: kept in this browser until the server has them, never lost, never sent twice.

import { ApiError, request } from "../api/client";

export interface LoggedSet {
  exercise: string;
  reps: number;
  mass_kg: number | null;
  rir: number | null;
  /** Milliseconds since 1970. */
  at: number;
}
export interface LoggedLift {
  /** Made here, so that sending it again is the same lift. */
  id: string;
  day: string;
  sets: LoggedSet[];
  done: boolean;
}

const KEY = "striate-lifts";

export function waiting(): LoggedLift[] {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "[]") as LoggedLift[];
  } catch {
    return [];
  }
}
function keep(lifts: LoggedLift[]): void {
  localStorage.setItem(KEY, JSON.stringify(lifts));
}
/** Puts a lift among the waiting, in place of its earlier form. */
export function put(lift: LoggedLift): void {
  keep([...waiting().filter((l) => l.id !== lift.id), lift]);
}

export type Sync = "sent" | "waiting" | { refused: string };
/** Sends what is finished. What the server refuses stays here with its reason. */
export async function sync(): Promise<Sync> {
  for (const lift of waiting().filter((l) => l.done)) {
    try {
      await request("PUT", `/api/lifts/${lift.id}`, { day: lift.day, sets: lift.sets });
      keep(waiting().filter((l) => l.id !== lift.id));
    } catch (error) {
      if (error instanceof ApiError && (error.kind === "refused" || error.kind === "missing")) return { refused: error.message };
      return "waiting";
    }
  }
  return waiting().some((l) => l.done) ? "waiting" : "sent";
}
