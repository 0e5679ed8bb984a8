// Without a connection the app still opens: its worker keeps the app's own files. Only where the browser allows it, on
// this computer or over https.

import { link } from "../lib/base";

export function install(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  // The first page is drawn before anything is fetched for later.
  addEventListener("load", () => void navigator.serviceWorker.register(link("/worker.js")).catch(() => undefined));
}

/** Drops the kept answers: nothing of an athlete stays in the browser of somebody who has logged out. */
export function forgetAnswers(): void {
  navigator.serviceWorker?.controller?.postMessage("forget");
}
