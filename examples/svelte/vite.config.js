import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [svelte()],
  base: "./",
  // The package knows its files by their place; the development server would move it away from them.
  optimizeDeps: { exclude: ["sayso-widget"] },
});
