// What the athlete says about a session: it is worked out again at once, and everything that depends on it is forgotten.

import { change, isStale, request } from "../api/client";
import { forget } from "../api/resource.svelte";
import type { ActivityView, Told } from "../api/types";

export async function correct(view: Pick<ActivityView, "id" | "revision">, told: Told): Promise<ActivityView> {
  const next = await change<ActivityView>("PATCH", `/api/activities/${encodeURIComponent(view.id)}`, view.revision, told);
  forget();
  return next;
}

/** The session as it is now, where a correction was made from what it is no more; null after any other error. */
export async function afterStale(error: unknown, id: string): Promise<ActivityView | null> {
  if (!isStale(error)) return null;
  forget();
  return request<ActivityView>("GET", `/api/activities/${encodeURIComponent(id)}`);
}
