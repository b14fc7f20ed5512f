import { execFile } from "node:child_process"
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
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

/** Builds the console as it is now. Its files are read into memory, so that tests need no build before them. */
export async function buildConsole(): Promise<ConsoleFiles> {
  const folder = await mkdtemp(join(tmpdir(), "wayseal-console-"))
  try {
    const vite = join(project, "node_modules/vite/bin/vite.js")
    await promisify(execFile)(
      process.execPath,
      [vite, "build", "console", "--outDir", folder, "--emptyOutDir", "--logLevel", "warn"],
      // Jest's own `test` would build libraries for tests, in which a virtual table draws all of its rows.
      { cwd: project, env: { ...process.env, NODE_ENV: "production" } },
    )
    const names = await readdir(folder, { recursive: true, withFileTypes: true })
    const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    return new Map(
      await Promise.all(
        files.map(async (file) => {
          const contentType = contentTypes[extname(file)] ?? "application/octet-stream"
          return [file.slice(folder.length + 1), { contentType, content: await readFile(file) }] as const
        }),
      ),
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
