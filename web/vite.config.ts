import { svelte } from "@sveltejs/vite-plugin-svelte";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";
import { fixtures } from "./fixtures/serve";

/** Writes the service worker beside the page: `src/offline/worker.js` with the names of all built files. */
function worker(): Plugin {
  return {
    name: "worker",
    apply: "build",
    generateBundle(_, bundle) {
      // Old ways to write a font are for browsers without service workers.
      const files = Object.keys(bundle).filter((name) => /\.(js|css|woff2)$/.test(name));
      const all = ["./", "manifest.webmanifest", "icon.svg", ...files.toSorted()];
      const source = readFileSync(new URL("src/offline/worker.js", import.meta.url), "utf8");
      const version = createHash("sha256").update(source).update(all.join()).digest("hex").slice(0, 12);
      this.emitFile({
        type: "asset",
        fileName: "worker.js",
        source: source.replace("self.__FILES__", JSON.stringify(all)).replace("self.__VERSION__", JSON.stringify(version)),
      });
    },
  };
}

// `npm run dev` talks to a running `striate serve`; `npm run dev -- --mode fixtures` needs no server: it answers with
// the files under fixtures/, which come from the synthetic examples alone.
export default defineConfig(({ mode }) => ({
  // Relative addresses: the app may live below any path of its host.
  base: "./",
  plugins: [svelte(), worker(), ...(mode === "fixtures" ? [fixtures()] : [])],
  server: { proxy: mode === "fixtures" ? {} : { "/api": "http://127.0.0.1:7878" } },
  build: {
    target: "es2023",
    outDir: "dist",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
}));
