// Where the app lives on its host: "/" alone, or "/striate/" behind a proxy that keeps other things beside it. The built
// files lie in a folder below it, so their own address tells.

// Not written in one: the bundler would look for a file of that name.
const own = import.meta.url;
/** The path of the app, with a slash at both ends. */
export const BASE: string = import.meta.env.PROD ? new URL("..", own).pathname : "/";

/** An address of the app ("/plan", "/api/today") as the browser must ask for it. */
export const link = (path: string): string => BASE + path.replace(/^\//, "");

/** The address of the app that a path of the browser means, `null` for one of somebody else on the same host. */
export const within = (pathname: string): string | null =>
  pathname.startsWith(BASE) ? `/${pathname.slice(BASE.length)}` : `${pathname}/` === BASE ? "/" : null;
