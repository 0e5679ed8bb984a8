// Files to the server, with progress. One request a file, so that a broken connection costs one file.

import { link } from "../base";
import { ApiError, csrf } from "../api/client";
import type { ImportJob } from "../api/types";
import { units } from "../units.svelte";

/** Files of a drop, folders walked through. */
export async function dropped(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.length === 0) return [...transfer.files];
  const files: File[] = [];
  const walk = async (entry: FileSystemEntry): Promise<void> => {
    if (entry.isFile) {
      files.push(await new Promise<File>((done, fail) => (entry as FileSystemFileEntry).file(done, fail)));
      return;
    }
    const reader = (entry as FileSystemDirectoryEntry).createReader();
    for (;;) {
      const some = await new Promise<FileSystemEntry[]>((done, fail) => reader.readEntries(done, fail));
      if (some.length === 0) return;
      for (const child of some) await walk(child);
    }
  };
  for (const entry of entries) await walk(entry);
  return files.filter((f) => !f.name.startsWith("."));
}

/** Sends the files as one import; `progress` hears the share that is sent. */
export function upload(files: File[], dryRun: boolean, progress: (share: number) => void): Promise<ImportJob> {
  return new Promise((done, fail) => {
    const body = new FormData();
    for (const file of files) body.append("file", file, file.name);
    const request = new XMLHttpRequest();
    // Who thinks in pounds has logs in pounds, where they do not say.
    request.open("POST", link(`/api/imports?dry_run=${dryRun}${units.mass === "lb" ? "&unit=lb" : ""}`));
    request.setRequestHeader("x-striate-csrf", csrf());
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onload = () => {
      const answer = request.response as (ImportJob & { detail?: string; hint?: string }) | null;
      if (request.status < 300 && answer) done(answer);
      else fail(new ApiError("refused", answer?.detail ?? "The files were not taken.", answer?.hint ?? null));
    };
    request.onerror = () => fail(new ApiError("offline", "striate does not answer.", "Nothing was changed."));
    request.send(body);
  });
}

/** Follows a job by server-sent events until it rests; returns how to stop listening. */
export function follow(id: string, heard: (job: ImportJob) => void): () => void {
  const source = new EventSource(link(`/api/imports/${encodeURIComponent(id)}/events`));
  source.addEventListener("job", (event) => {
    const job = JSON.parse((event as MessageEvent<string>).data) as ImportJob;
    heard(job);
    if (["waiting", "done", "undone", "failed"].includes(job.state)) source.close();
  });
  return () => source.close();
}
