import { defineConfig } from "vite"

/** Builds the console to `console/dist`, with names that change with the contents. */
export default defineConfig({
  root: import.meta.dirname,
  base: "/desk/",
  build: {
    target: "es2022",
    // The content security policy allows no `data:` in scripts and styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: {
      // Libraries mark components for servers of React. Here everything runs in the browser.
      onLog: (level, log, report) => {
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") report(level, log)
      },
    },
  },
})
