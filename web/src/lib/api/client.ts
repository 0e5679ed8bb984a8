// Requests to the server: JSON in and out, problems as sentences.

import { link } from "../base";
import type { Problem } from "./types";

/** Why an answer did not come, in words that can be shown. */
export class ApiError extends Error {
  constructor(
    readonly kind: "offline" | "login" | "missing" | "stale" | "refused" | "failed",
    message: string,
    readonly hint: string | null = null,
    readonly request: string | null = null,
  ) {
    super(message);
  }
}

function kindOf(status: number): ApiError["kind"] {
  if (status === 401) return "login";
  if (status === 404 || status === 501) return "missing";
  return status < 500 ? "refused" : "failed";
}

/** The value that proves a change comes from our own page; the server sets it beside the session. */
export const csrf = (): string => /(?:^|; )striate_csrf=([^;]+)/.exec(document.cookie)?.[1] ?? "none";

export async function request<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  return (await answer<T>(method, path, { body, signal })).data;
}

/**
 * A change of something that was read at a revision. Where it was changed elsewhere since, nothing is stored and the error
 * says what is different now; the page reads it again before it asks anew.
 */
export async function change<T>(method: string, path: string, from: string | null | undefined, body?: unknown): Promise<T> {
  return (await answer<T>(method, path, { body, from: from ?? "none" })).data;
}

/** Whether a change was made from something that is different by now. */
export const isStale = (error: unknown): boolean => error instanceof ApiError && error.kind === "stale";

/** What a request carries. */
interface Carried {
  body?: unknown;
  signal?: AbortSignal | undefined;
  /** The revision that a change was made from. */
  from?: string;
}

/** An answer, and whether it is one that the service worker kept because striate does not answer now. */
export interface Answer<T> {
  data: T;
  kept: boolean;
}

async function answer<T>(method: string, path: string, { body, signal, from }: Carried): Promise<Answer<T>> {
  const isRaw = body instanceof Blob || body instanceof FormData;
  const headers: Record<string, string> = { accept: "application/json" };
  if (method !== "GET") headers["x-striate-csrf"] = csrf();
  if (from !== undefined) headers["if-match"] = `"${from}"`;
  if (body !== undefined && !isRaw) headers["content-type"] = "application/json";
  let response: Response;
  try {
    response = await fetch(link(path), {
      method,
      headers,
      ...(body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiError("offline", "striate does not answer.", "Is it still running on this computer? Start it again, then reload.");
  }
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  if (response.ok) {
    const data = (response.status === 204 || !isJson ? undefined : await response.json()) as T;
    return { data, kept: response.headers.has("x-striate-kept") };
  }
  const problem = isJson ? ((await response.json()) as Partial<Problem>) : {};
  if (problem.changed) {
    throw new ApiError("stale", ["This was changed somewhere else in the meantime.", ...problem.changed].join(" "), "You see it as it is now. Decide again.");
  }
  throw new ApiError(
    kindOf(response.status),
    problem.detail ?? problem.title ?? "That did not work.",
    problem.hint ?? null,
    problem.request_id ?? response.headers.get("x-request-id"),
  );
}

export const get = <T>(path: string, signal?: AbortSignal): Promise<T> => request<T>("GET", path, undefined, signal);
export const look = <T>(path: string, signal?: AbortSignal): Promise<Answer<T>> => answer<T>("GET", path, { signal });
