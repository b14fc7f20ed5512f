#!/usr/bin/env node
/**
 * Starts wayseal.ts. Node.js 24 runs TypeScript as it is; `npm ci` installs it here for those who have an older one.
 */
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { totalmem } from "node:os"
import { fileURLToPath } from "node:url"

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const installed = here("../../node_modules/node/bin/node")
const isNewEnough = Number(process.versions.node.split(".")[0]) >= 24
if (!isNewEnough && !existsSync(installed)) {
  process.stderr.write("wayseal needs Node.js 24. Run npm ci in its folder first; that installs it.\n")
  process.exit(2)
}
/** A large log needs more memory than Node.js takes by itself. */
const heapMegabytes = Math.floor((0.75 * totalmem()) / 2 ** 20)
const { status, error } = spawnSync(
  isNewEnough ? process.execPath : installed,
  [`--max-old-space-size=${heapMegabytes}`, here("wayseal.ts"), ...process.argv.slice(2)],
  { stdio: "inherit" },
)
if (error !== undefined) process.stderr.write(`wayseal cannot be started: ${error.message}\n`)
process.exit(status ?? 2)
