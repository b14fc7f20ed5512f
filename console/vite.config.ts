import { pathToFileURL } from "node:url"
import { defineConfig, type Plugin } from "vite"

/** Values that the build works out, so that the page need not load what they are made of. */
const workedOut = ["/console/case/known-laws.ts", "/shared/desk/law/regulators.ts"]

const written = (value: unknown): string =>
  value instanceof Map ? `new Map(${JSON.stringify([...value])})` : JSON.stringify(value)

const workOut: Plugin = {
  name: "work-out",
  async load(id) {
    if (!workedOut.some((file) => id.endsWith(file))) return null
    const values: Record<string, unknown> = await import(pathToFileURL(id).href)
    return Object.entries(values)
      .map(([name, value]) => `export const ${name} = ${written(value)}\n`)
      .join("")
  },
}

/**
 * Files that several pages share. Without groups each set of pages would have a file of its own for what they share,
 * and a page would load fifty.
 */
const groups = [
  { name: "react", test: /node_modules\/(react|react-dom|scheduler)\//, priority: 3 },
  { name: "language", test: /\/console\/language\/language-(provider|switch)\.tsx$/, priority: 2 },
  {
    name: "first",
    test: /\/console\/(api\/(ask-session|remembered-party)|language\/(messages|chosen-language))\.ts$|vite\/preload/,
    priority: 4,
  },
  { name: "application", test: /\/console\/application\.tsx$/, priority: 1 },
]

/** Builds the console to `console/dist`, with names that change with the contents. */
export default defineConfig({
  root: import.meta.dirname,
  base: "/desk/",
  plugins: [workOut],
  build: {
    target: "es2022",
    // The content security policy allows no `data:` in scripts and styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: {
      output: { codeSplitting: { groups } },
      // Libraries mark components for servers of React. Here everything runs in the browser.
      onLog: (level, log, report) => {
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") report(level, log)
      },
    },
  },
})
