import * as z from "zod"
import { boundedString } from "../../base/contracts/bounded-string.ts"

/** The only version of the format so far. docs/evidence-package.md specifies it. */
export const packageFormat = "wayseal-evidence/1"

/** Names of the files of a package. */
export const packageFiles = {
  manifest: "manifest.json",
  page: "index.html",
  dossier: "dossier.json",
  keys: "keys.json",
  exposures: "exposures.jsonl",
  events: "events.jsonl",
} as const

/** Folders of a package. */
export const packageFolders = { evidence: "files/", documents: "documents/", statements: "statements/" } as const

/** A path below the package. No part of it leads out of the folder. */
const path = boundedString(300)
  .regex(/^(?!\/)(?!.*\/\/)[^\\]+$/)
  .refine((value) => value.split("/").every((part) => part !== "" && part !== "." && part !== ".."))

/** What a package holds: every file but the manifest itself and the page. */
export const manifestSchema = z.object({
  format: z.literal(packageFormat),
  caseAlias: boundedString(256).min(1),
  party: boundedString(256).min(1).meta({ description: "Id of the party whose side of the case it is" }),
  madeAt: z.iso.datetime({ offset: true }),
  exposuresSalt: boundedString(256)
    .min(1)
    .optional()
    .meta({ description: "What the digest of the exposures begins with. The hub gave it with the list" }),
  files: z.array(z.object({ path, bytes: z.int().nonnegative(), sha256: boundedString(256).regex(/^[0-9a-f]{64}$/) })),
})
export type PackageManifest = z.infer<typeof manifestSchema>
