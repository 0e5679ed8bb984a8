// A router of a page: the address bar is the state, links are plain links.

import { link, within } from "./base";

export interface Route {
  page: string;
  id: string | null;
  query: URLSearchParams;
}

function parse(): Route {
  const [, page = "", id = null] = (within(location.pathname) ?? "/").split("/");
  return { page: page || "today", id: id === null || id === "" ? null : decodeURIComponent(id), query: new URLSearchParams(location.search) };
}

class Router {
  route = $state.raw(parse());

  /** Goes to an address of the app without loading the document again. */
  go(href: string, replace = false): void {
    if (replace) history.replaceState(null, "", link(href));
    else history.pushState(null, "", link(href));
    const before = this.route;
    this.route = parse();
    if (before.page !== this.route.page) {
      scrollTo(0, 0);
      // A screen reader hears the new page from its start.
      requestAnimationFrame(() => document.getElementById("main")?.focus({ preventScroll: true }));
    }
  }

  /** Follows plain clicks on links of our own; everything else is the browser's. */
  listen(): () => void {
    const click = (event: MouseEvent): void => {
      if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      const link = (event.target as Element | null)?.closest("a");
      if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
      const path = within(link.pathname);
      if (path === null || path.startsWith("/api/") || (link.hash && link.pathname === location.pathname)) return;
      event.preventDefault();
      this.go(path + link.search + link.hash);
    };
    const back = (): void => {
      this.route = parse();
    };
    document.addEventListener("click", click);
    addEventListener("popstate", back);
    return () => {
      document.removeEventListener("click", click);
      removeEventListener("popstate", back);
    };
  }
}

export const router = new Router();
