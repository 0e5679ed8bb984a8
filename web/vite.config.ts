import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { fixtures } from "./fixtures/serve";

// `npm run dev` talks to a running `striate serve`; `npm run dev -- --mode fixtures` needs no server: it answers with
// the files under fixtures/, which come from the synthetic examples alone.
export default defineConfig(({ mode }) => ({
  plugins: [svelte(), ...(mode === "fixtures" ? [fixtures()] : [])],
  server: { proxy: mode === "fixtures" ? {} : { "/api": "http://127.0.0.1:7878" } },
  build: {
    target: "es2023",
    outDir: "dist",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
}));
