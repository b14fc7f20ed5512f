import { readFileSync } from "node:fs"
import { join } from "node:path"
import * as z from "zod"
import { projectFolder } from "../local/host-environment.ts"

/** A version: where git has it, and when it was released. A commit without a date is a candidate. */
export const release = z
  .strictObject({
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    releasedOn: z.iso.date().nullable(),
    commit: z
      .string()
      .regex(/^[0-9a-f]{40}$/)
      .nullable(),
  })
  .refine(({ releasedOn, commit }) => releasedOn === null || commit !== null, "a release has a commit")

/** docs/releases.json: every version, oldest first. */
export const releaseList = z.strictObject({ releases: z.array(release).min(1) })

export type Release = z.infer<typeof release>

export const releasesFile = join(projectFolder, "docs/releases.json")

/** @throws ZodError when docs/releases.json does not fit its schema */
export function readReleases(): readonly Release[] {
  return releaseList.parse(JSON.parse(readFileSync(releasesFile, "utf8"))).releases
}

/** A version is released, so its commit stays. */
export class AlreadyReleased extends Error {
  override readonly name = "AlreadyReleased"
  constructor(version: string) {
    super(`${version} is released already. Raise the version in package.json for the next release.`)
  }
}

/**
 * The releases with the commit of a version entered. The changelog says whether and when the version was released.
 *
 * @throws AlreadyReleased when the version has a date and another commit
 */
export function withRelease(
  releases: readonly Release[],
  { version, commit, changelog }: { version: string; commit: string; changelog: string },
): readonly Release[] {
  const known = releases.find((one) => one.version === version)
  if (known?.releasedOn != null && known.commit !== commit) throw new AlreadyReleased(version)
  const heading = changelog.split("\n").find((line) => line.startsWith(`## [${version}] - `))
  const releasedOn = heading === undefined ? null : z.iso.date().parse(heading.split(" - ")[1])
  return [...releases.filter((one) => one !== known), { version, releasedOn, commit }]
}

/** The version from which the next deployment upgrades: the latest release, or the candidate if there is none yet. */
export function latestRelease(releases: readonly Release[]): (Release & { readonly commit: string }) | undefined {
  const inGit = releases.flatMap((one) => (one.commit === null ? [] : [{ ...one, commit: one.commit }]))
  return inGit.findLast(({ releasedOn }) => releasedOn !== null) ?? inGit.at(-1)
}
