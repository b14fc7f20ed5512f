import { execFileSync } from "node:child_process"
import { mkdtemp, readFile, rm, symlink } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { runCommand } from "../../infra/local/emulator/run-command.ts"
import { installerEnvironment, projectFolder } from "../../infra/local/host-environment.ts"
import { latestRelease, readReleases } from "../../infra/release/releases.ts"

/** The release that the next deployment upgrades, or why there is none to try. */
export function releaseToUpgrade():
  | { readonly version: string; readonly commit: string }
  | { readonly absent: string } {
  const release = latestRelease(readReleases())
  if (release === undefined) return { absent: "docs/releases.json names no release yet" }
  try {
    execFileSync("git", ["cat-file", "-e", `${release.commit}^{commit}`], { cwd: projectFolder, stdio: "ignore" })
    return release
  } catch {
    return { absent: `this clone lacks the commit of release ${release.version}, so fetch the whole history` }
  }
}

/** A version in a git worktree of its own, with its packages. */
export type CheckedOut = { readonly folder: string; remove(): Promise<void> }

/** @throws Error when git or npm fails */
export async function checkOut(commit: string): Promise<CheckedOut> {
  const parent = await mkdtemp(join(tmpdir(), "wayseal-release-"))
  const folder = join(parent, "wayseal")
  const environment = installerEnvironment()
  const git = (...args: readonly string[]) => runCommand("git", ["worktree", ...args], { environment })
  const remove = async () => {
    await git("remove", "--force", folder).catch(() => {})
    await rm(parent, { recursive: true, force: true })
  }
  try {
    await git("add", "--detach", folder, commit)
    if (await hasSamePackages(folder)) await symlink(join(projectFolder, "node_modules"), join(folder, "node_modules"))
    else await runCommand("npm", ["ci", "--prefer-offline", "--no-audit", "--no-fund"], { environment, folder })
    return { folder, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

async function hasSamePackages(folder: string): Promise<boolean> {
  const [here, there] = await Promise.all(
    [projectFolder, folder].map((one) => readFile(join(one, "package-lock.json"), "utf8")),
  )
  return here === there
}
