// What the athlete says about a session: it is worked out again at once, and everything that depends on it is forgotten.

import { request } from "../api/client";
import { forget } from "../api/resource.svelte";
import type { ActivityView, Told } from "../api/types";

export async function correct(id: string, told: Told): Promise<ActivityView> {
  const next = await request<ActivityView>("PATCH", `/api/activities/${encodeURIComponent(id)}`, told);
  forget();
  return next;
}
