import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import type { Package } from "./sample-package.ts"

/** Writes a package to a folder below another one. @returns its path */
export function writtenPackage(below: string, name: string, files: Package): string {
  for (const [path, bytes] of files) {
    const file = join(below, name, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, bytes)
  }
  return join(below, name)
}
