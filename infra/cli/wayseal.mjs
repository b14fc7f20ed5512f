#!/usr/bin/env node
/**
 * Starts wayseal.ts. Node.js 24 runs TypeScript as it is; `npm ci` installs it here for those who have an older one.
 */
import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { constants, totalmem } from "node:os"
import { fileURLToPath } from "node:url"

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const installed = here("../../node_modules/node/bin/node")
const isNewEnough = Number(process.versions.node.split(".")[0]) >= 24
if (!existsSync(here("../../node_modules/commander")) || !(isNewEnough || existsSync(installed))) {
  process.stderr.write("wayseal needs its packages. Run npm ci in its folder first.\n")
  process.exit(3)
}
/** A large log needs more memory than Node.js takes by itself. */
const heapMegabytes = Math.floor((0.75 * totalmem()) / 2 ** 20)
const child = spawn(
  isNewEnough ? process.execPath : installed,
  [`--max-old-space-size=${heapMegabytes}`, here("wayseal.ts"), ...process.argv.slice(2)],
  { stdio: "inherit" },
)
// A terminal sends Ctrl-C to both. What the command started has to stop before this ends.
process.on("SIGINT", () => {})
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal))
child.on("error", ({ message }) => {
  process.stderr.write(`wayseal cannot be started: ${message}\n`)
  process.exit(3)
})
child.on("exit", (status, signal) => process.exit(status ?? 128 + constants.signals[signal]))
