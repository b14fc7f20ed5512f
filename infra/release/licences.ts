import * as z from "zod"

/** What this needs of package-lock.json: every package by its folder. The project itself is "". */
export const lockFile = z.looseObject({
  packages: z.record(
    z.string(),
    z.looseObject({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().default(false),
      link: z.boolean().default(false),
    }),
  ),
})

/** A package that runs, or that deploys what runs, and its licence as an SPDX expression. */
export interface LicensedPackage {
  readonly name: string
  readonly version: string
  /** Absent when neither the package nor we name one. */
  readonly licence?: string
}

/** Licences that let anybody use and change the code without publishing their own. Write an expression out in full. */
export const allowedLicences: ReadonlySet<string> = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "MIT",
  "MIT-0",
  "PSF-2.0",
  "Python-2.0",
  "Unlicense",
  "(MIT AND Zlib)",
  "(MIT OR GPL-3.0-or-later)",
  // A package with a font. Files that embed it are free of its licence.
  "MIT AND OFL-1.1",
])

/** Packages that name no licence in their package.json. Read the file that they ship, and enter name and version. */
const readByHand: Readonly<Record<string, string>> = { "png-js@2.0.0": "MIT" }

/**
 * Packages that only build something and go into nothing, with a licence that nothing may have which we pass on. A
 * name stands for the packages of its systems too, such as `lightningcss-linux-x64-gnu`.
 */
const buildsAlone: Readonly<Record<string, string>> = { lightningcss: "MPL-2.0" }

/** The packages that are installed without development dependencies, by name. The project's workspaces are none. */
export function productionLicences(lock: z.infer<typeof lockFile>): readonly LicensedPackage[] {
  return Object.entries(lock.packages)
    .filter(([folder, { dev, link }]) => folder.includes("node_modules/") && !dev && !link)
    .map(([folder, { version = "unknown", license }]) => {
      const name = folder.slice(folder.lastIndexOf("node_modules/") + "node_modules/".length)
      const licence = license ?? readByHand[`${name}@${version}`]
      return { name, version, ...(licence === undefined ? {} : { licence }) }
    })
    .sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1))
}

/** One sentence for each package whose licence nobody has allowed. */
export function licenceProblems(packages: readonly LicensedPackage[]): readonly string[] {
  return packages.flatMap(({ name, version, licence }) => {
    if (licence === undefined) return [`${name}@${version} names no licence. Read its files and enter what they say.`]
    const isAllowed = allowedLicences.has(licence) || buildsAlone[name.replace(/-.*/, "")] === licence
    return isAllowed ? [] : [`${name}@${version} has the licence ${licence}, which nobody allowed.`]
  })
}
