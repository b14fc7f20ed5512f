/**
 * `npm run house` lists functions that are too long, comments and Markdown that are too wide, and strings of schemas
 * without a bound. Biome checks the rest of the style. Ends with 1 when a limit is broken.
 */
import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import * as z from "zod"
import { readCommandLine } from "../command-line.ts"
import { filesAtWork } from "../lint/files-at-work.ts"
import { longFunctions, unboundedStrings, wideLines } from "./house/limits.ts"

readCommandLine(
  `npm run house

Lists functions over 40 lines, lines of comments and Markdown over 120 characters, and schemas of strings that are not
made with shared/base/contracts/bounded-string.ts. Ends with 1 if there are too many.
`,
  {},
)

const project = resolve(import.meta.dirname, "../..")
const longFunctionLines = 40
const longFunctionsAllowed = 18
const lineWidth = 120

const biomeReport = z.object({
  diagnostics: z.array(
    z.object({
      location: z.object({
        path: z.string(),
        start: z.object({ line: z.int() }),
        end: z.object({ line: z.int() }),
      }),
    }),
  ),
})

const rule = "complexity/noExcessiveLinesPerFunction"
const folders = ["client", "console", "shared", "functions", "infra"]
const biome = execFileSync(
  resolve(project, "node_modules/.bin/biome"),
  ["lint", `--only=${rule}`, "--reporter=json", "--max-diagnostics=none", ...folders],
  { cwd: project, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 64 * 1024 * 1024 },
)
const long = longFunctions(
  biomeReport.parse(JSON.parse(biome)).diagnostics.map(({ location: { path, start, end } }) => ({
    path,
    line: start.line,
    lines: end.line - start.line + 1,
  })),
  longFunctionLines,
)

const sources = filesAtWork(project, "*.ts", "*.tsx", "*.mjs", "*.md")
const wide = sources
  .filter((path) => !/^(docs\/(generated|bench)|client\/(api|evidence-package)\/generated)\//.test(path))
  .flatMap((path) => wideLines(path, readFileSync(resolve(project, path), "utf8"), lineWidth))

const unbounded = sources
  .filter((path) => /^(shared|functions|client|infra\/stages)\/.*\.ts$/.test(path) && !path.includes("/generated/"))
  .flatMap((path) => unboundedStrings(path, readFileSync(resolve(project, path), "utf8")))

for (const { path, line } of unbounded) {
  console.log(
    `${path}:${line} has no bound: use boundedString() of shared/base/contracts, or ownString() for the hub's own`,
  )
}
for (const { path, line, width } of wide) {
  console.log(`${path}:${line} is ${width} characters wide; wrap it at ${lineWidth}`)
}
if (long.length > longFunctionsAllowed) {
  for (const { path, line, lines } of long) console.log(`${path}:${line} is a function of ${lines} lines`)
}
console.log(
  `${long.length} functions over ${longFunctionLines} lines (at most ${longFunctionsAllowed}), ${wide.length} lines over ${lineWidth} characters (none), ${unbounded.length} strings without a bound (none)`,
)
process.exitCode = unbounded.length > 0 || wide.length > 0 || long.length > longFunctionsAllowed ? 1 : 0
