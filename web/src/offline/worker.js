// The service worker: the app's own files, so that it opens without a connection, and the last answers of the few
// pages that are looked at in a gym. `vite.config.ts` writes the list of files and the version in.

/** The path of the app on its host, with a slash at both ends. */
const BASE = new URL("./", self.location).pathname;
const FILES = self.__FILES__;
const SHELL = `shell-${BASE}-${self.__VERSION__}`;
const ANSWERS = "answers";
/** What is worth having without a connection. Everything else says that striate does not answer. */
const KEPT = [/^\/api\/today$/, /^\/api\/calendar$/, /^\/api\/plan$/, /^\/api\/lifts\/last$/, /^\/api\/badge$/];
/** A phone between two bars waits this long for the page itself before it takes its own copy. */
const PATIENCE_MS = 2500;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((shell) => shell.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith(`shell-${BASE}-`) && name !== SHELL;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("message", (event) => {
  // Who logs out leaves nothing behind.
  if (event.data === "forget") event.waitUntil(caches.delete(ANSWERS));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || !url.pathname.startsWith(BASE)) return;
  const path = `/${url.pathname.slice(BASE.length)}`;
  if (request.mode === "navigate") {
    if (!path.startsWith("/api/")) event.respondWith(page(request));
  } else if (path.startsWith("/assets/")) {
    // A name with a hash is the same file however it is asked for.
    event.respondWith(caches.match(request, { ignoreVary: true }).then((kept) => kept ?? fetch(request)));
  } else if (KEPT.some((kept) => kept.test(path))) {
    event.respondWith(answer(request));
  }
});

async function page(request) {
  const kept = await caches.match(BASE, { cacheName: SHELL, ignoreVary: true });
  if (!kept) return fetch(request);
  const late = new Promise((done) => setTimeout(done, PATIENCE_MS, kept));
  return Promise.race([fetch(request).catch(() => kept), late]);
}

async function answer(request) {
  const answers = await caches.open(ANSWERS);
  try {
    const response = await fetch(request);
    if (response.ok) await answers.put(request, response.clone());
    else if (response.status === 401) await caches.delete(ANSWERS);
    return response;
  } catch (cause) {
    const kept = await answers.match(request, { ignoreVary: true });
    if (!kept) throw cause;
    const headers = new Headers(kept.headers);
    headers.set("x-striate-kept", "1");
    return new Response(kept.body, { status: kept.status, headers });
  }
}
