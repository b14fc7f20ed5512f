import { globSync, readdirSync } from "node:fs"
import { join } from "node:path"

/**
 * The pages that take their promises from the register, as paths from the project's folder. A sentence of theirs that
 * says something of all or of none is a promise.
 */
export function pagesWithPromises(project: string): string[] {
  const ofOperators = readdirSync(join(project, "docs/operator")).map((name) => `docs/operator/${name}`)
  return ["README.md", "SECURITY.md", "docs/overview.md", ...ofOperators, ...pagesOfContexts(project)]
}

/** The READMEs of the contexts in `shared/`. They name promises by their ids alone. */
export function pagesOfContexts(project: string): string[] {
  return globSync("shared/*/README.md", { cwd: project }).sort()
}
