import { execFileSync } from "node:child_process"
import { existsSync } from "node:fs"
import { resolve } from "node:path"

/**
 * The files that the project will have after the next commit of everything: git knows them or does not ignore them, and
 * they are there.
 *
 * @param patterns as git takes them, such as `*.md` in any folder
 * @returns paths below the project's folder
 */
export function filesAtWork(project: string, ...patterns: readonly string[]): string[] {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard", ...patterns], {
    cwd: project,
    encoding: "utf8",
  })
  return listed.split("\0").filter((path) => path !== "" && existsSync(resolve(project, path)))
}
