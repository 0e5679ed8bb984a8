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
  /** Why the server did not take it. */
  refused?: string;
}

const KEY = "striate-lifts";

export function waiting(): LoggedLift[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? (kept as LoggedLift[]) : [];
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
/** Takes a lift out of the waiting: only when the athlete says so. */
export function drop(id: string): void {
  keep(waiting().filter((l) => l.id !== id));
}

/** A name that no other lift has. `randomUUID` is missing where the page comes over plain http from another computer. */
export function freshId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export type Sync = "sent" | "waiting" | "login" | { refused: string };
/** Titles that the server took and does not know: their sets count once somebody says what they are. */
export const unknown = new Set<string>();
let running: Promise<Sync> | null = null;
/** Sends what is finished; what the server refuses stays here with its reason. One at a time. */
export function sync(): Promise<Sync> {
  running ??= send().finally(() => (running = null));
  return running;
}
async function send(): Promise<Sync> {
  let refused: string | null = null;
  for (const lift of waiting().filter((l) => l.done)) {
    try {
      const kept = await request<{ unknown?: string[] }>("PUT", `/api/lifts/${lift.id}`, { day: lift.day, sets: lift.sets });
      drop(lift.id);
      for (const title of kept?.unknown ?? []) unknown.add(title);
    } catch (error) {
      if (error instanceof ApiError && error.kind === "login") return "login";
      if (!(error instanceof ApiError) || error.kind === "offline" || error.kind === "failed") return "waiting";
      // One that is refused does not hold up the others.
      refused = error.message;
      put({ ...lift, refused });
    }
  }
  return refused === null ? "sent" : { refused };
}
