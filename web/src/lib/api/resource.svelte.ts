// What a page shows while its answer is on the way, there, or missing.

import { ApiError, look } from "./client";

export type Loaded<T> =
  | { state: "loading"; slow: boolean }
  | { state: "ready"; data: T; stale: boolean }
  | { state: "error"; error: ApiError };

/** Answers of this visit: a page that was open before is drawn at once and then brought up to date. */
const seen = new Map<string, unknown>();
export function forget(prefix = ""): void {
  for (const path of seen.keys()) if (path.startsWith(prefix)) seen.delete(path);
}

/** One answer of the server, loaded again whenever the path changes. Call it while a component starts. */
export class Resource<T> {
  current = $state.raw<Loaded<T>>({ state: "loading", slow: false });
  readonly #path: () => string | null;
  #again = $state(0);

  constructor(path: () => string | null) {
    this.#path = path;
    $effect(() => {
      const address = this.#path();
      void this.#again;
      if (address === null) return;
      return this.#load(address);
    });
  }

  get data(): T | null {
    return this.current.state === "ready" ? this.current.data : null;
  }

  /** Asks again, keeping what is shown until the answer is there. */
  reload(): void {
    this.#again += 1;
  }

  /** Shows an answer that came another way, such as that of a change. */
  set(data: T): void {
    const address = this.#path();
    if (address !== null) seen.set(address, data);
    this.current = { state: "ready", data, stale: false };
  }

  #load(path: string): () => void {
    const stop = new AbortController();
    const kept = seen.get(path) as T | undefined;
    this.current = kept === undefined ? { state: "loading", slow: false } : { state: "ready", data: kept, stale: false };
    const slow = setTimeout(() => {
      if (this.current.state === "loading") this.current = { state: "loading", slow: true };
    }, 1000);
    look<T>(path, stop.signal)
      .then(({ data, kept: stale }) => {
        seen.set(path, data);
        this.current = { state: "ready", data, stale };
      })
      .catch((error: unknown) => {
        if (stop.signal.aborted) return;
        const known = error instanceof ApiError ? error : new ApiError("failed", "This page could not be drawn.");
        this.current =
          kept !== undefined && known.kind === "offline"
            ? { state: "ready", data: kept, stale: true }
            : { state: "error", error: known };
      })
      .finally(() => clearTimeout(slow));
    return () => {
      clearTimeout(slow);
      stop.abort();
    };
  }
}
