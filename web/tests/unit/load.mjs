// Modules of the app as Node sees them, without a bundle: Vite turns TypeScript into JavaScript on the way.
import { createServer } from "vite";

export async function load(t, path) {
  const server = await createServer({
    configFile: false,
    root: new URL("../..", import.meta.url).pathname,
    server: { middlewareMode: true, ws: false, watch: null },
    appType: "custom",
    logLevel: "error",
    optimizeDeps: { noDiscovery: true },
  });
  t.after(() => server.close());
  return server.ssrLoadModule(path);
}
