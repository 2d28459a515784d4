import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith("sayso-") } } })],
  base: "./",
  // The package knows its files by their place; the development server would move it away from them.
  optimizeDeps: { exclude: ["sayso-widget"] },
});
