import { execFile } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync } from "node:fs"
import { mkdtemp, readdir, readFile, rename, rm, stat } from "node:fs/promises"
import { tmpdir } from "node:os"
import { extname, join, resolve } from "node:path"
import { promisify } from "node:util"

const project = resolve(import.meta.dirname, "../..")

/** A file of the console as a browser gets it. */
export type ConsoleFile = { readonly contentType: string; readonly content: Buffer }

/** The console's files by their path below `/desk/`. */
export type ConsoleFiles = ReadonlyMap<string, ConsoleFile>

const contentTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
}

/** What the build reads: a change of any of these makes another build. */
const sources = ["console", "shared", "client", "package-lock.json"]

/**
 * The console as it is now, read into memory. Tests need no build before them: it is built when a source has changed
 * since the last one, and kept for the next file of tests.
 */
export async function buildConsole(): Promise<ConsoleFiles> {
  const kept = join(tmpdir(), `wayseal-console-${await fingerprint()}`)
  if (!existsSync(kept)) {
    const folder = await mkdtemp(join(tmpdir(), "wayseal-console-"))
    await build(folder)
    // Whoever comes second has built the same.
    await rename(folder, kept).catch(() => rm(folder, { recursive: true, force: true }))
  }
  return filesIn(kept)
}

/** A hash of the sources with their names. */
async function fingerprint(): Promise<string> {
  const files = (await Promise.all(sources.map((source) => filesBelow(join(project, source))))).flat()
  const hash = createHash("sha256")
  for (const file of files.sort()) hash.update(`${file}\0`).update(await readFile(file))
  return hash.digest("hex").slice(0, 16)
}

async function filesBelow(path: string): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) return [path]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

async function build(folder: string): Promise<void> {
  const vite = join(project, "node_modules/vite/bin/vite.js")
  await promisify(execFile)(
    process.execPath,
    [vite, "build", "console", "--outDir", folder, "--emptyOutDir", "--logLevel", "warn"],
    // Jest's own `test` would build libraries for tests, in which a virtual table draws all of its rows.
    { cwd: project, env: { ...process.env, NODE_ENV: "production" } },
  )
}

async function filesIn(folder: string): Promise<ConsoleFiles> {
  const read = async (file: string) => {
    const contentType = contentTypes[extname(file)] ?? "application/octet-stream"
    return [file.slice(folder.length + 1), { contentType, content: await readFile(file) }] as const
  }
  return new Map(await Promise.all((await filesBelow(folder)).map(read)))
}
