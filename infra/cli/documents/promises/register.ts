import { ofCases } from "./of-cases.ts"
import { ofEvidence } from "./of-evidence.ts"
import { ofLookups } from "./of-lookups.ts"
import { ofProject } from "./of-project.ts"
import { ofRecords } from "./of-records.ts"
import type { Promises } from "./promise.ts"

/** The register by subject. A promise is written here once, and documents take its sentence. */
export const promiseSections: readonly { readonly title: string; readonly promises: Promises }[] = [
  { title: "Lookups", promises: ofLookups },
  { title: "Records", promises: ofRecords },
  { title: "Cases", promises: ofCases },
  { title: "Evidence and the operator", promises: ofEvidence },
  { title: "The project", promises: ofProject },
]

/** All promises by their ids. */
export const promises: Promises = Object.fromEntries(
  promiseSections.flatMap((section) => Object.entries(section.promises)),
)
