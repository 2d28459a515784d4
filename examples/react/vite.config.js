import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  base: "./",
  // The package knows its files by their place; the development server would move it away from them.
  optimizeDeps: { exclude: ["sayso-widget"] },
});
