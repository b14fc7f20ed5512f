import * as z from "zod"
import { type TimelineEntry, timelineEntrySchema } from "../../shared/base/chain/timeline-chain.ts"
import { parsedJson } from "../../shared/base/contracts/parsed-json.ts"
import { dutyKindSchema, dutyStateSchema } from "../../shared/base/contracts/words.ts"
import { type UnknownReason, unknownReason } from "../../shared/desk/unknown-reason.ts"
import {
  linesOf,
  type PackageFiles,
  packageFiles,
  type ReadPackage,
  textOf,
} from "../../shared/proof/evidence-package/package-files.ts"

const dutySchema = z.object({
  law: z.string(),
  kind: dutyKindSchema,
  party: z.string(),
  state: dutyStateSchema,
  clock: z.object({ dueAt: z.string().nullable() }),
})
export type PackagedDuty = z.infer<typeof dutySchema>

const exposureSchema = z
  .object({
    shipmentId: z.string().optional(),
    orderReference: z.string().optional(),
    trackingNumber: z.string().optional(),
    fields: z.array(z.string()),
    firstExposureAt: z.iso.datetime({ offset: true }),
    lastExposureAt: z.iso.datetime({ offset: true }),
    possible: z.literal(true).optional(),
  })
  .transform(({ shipmentId, orderReference, trackingNumber, ...seen }) => ({
    ...seen,
    reference: orderReference ?? trackingNumber ?? shipmentId ?? "",
  }))
export type PackagedExposure = z.infer<typeof exposureSchema>

const unwatchedSchema = z.object({
  from: z.iso.datetime({ offset: true }),
  until: z.iso.datetime({ offset: true }),
  filledAt: z.iso.datetime({ offset: true }).optional(),
  goesOn: z.literal(true).optional(),
})

/** What the page draws of a package. What is not as it should be is left out: the checks say so. */
export type PackagedCase = {
  readonly entries: readonly TimelineEntry[]
  readonly duties: readonly PackagedDuty[]
  /** Shipments that were seen. */
  readonly exposures: readonly PackagedExposure[]
  /** Shipments of which nobody can say whether somebody saw them. */
  readonly possible: readonly PackagedExposure[]
  /** Hours in which nobody watched the carrier's tool. */
  readonly unwatched: readonly z.infer<typeof unwatchedSchema>[]
  /** Why more may have been shown. */
  readonly unknownBecause: readonly UnknownReason[]
  /** Whether more may have been shown, also for a reason that this page does not know. */
  readonly isAtLeast: boolean
}

/** Reads what is drawn. It does not throw: a broken package is drawn too, as far as it can be. */
export async function readCase({ files, dossier }: ReadPackage): Promise<PackagedCase> {
  const lines = (await linesOf(files, packageFiles.exposures)) ?? []
  const listed = lines.flatMap(({ line }) => exposureSchema.safeParse(parsedJson(line)).data ?? [])
  return {
    entries: dossier.timeline.flatMap((entry) => timelineEntrySchema.safeParse(entry).data ?? []),
    ...(await ofDossier(files)),
    exposures: listed.filter(({ possible }) => possible === undefined),
    possible: listed.filter(({ possible }) => possible === true),
  }
}

type OfDossier = Pick<PackagedCase, "duties" | "unwatched" | "unknownBecause" | "isAtLeast">

async function ofDossier(files: PackageFiles): Promise<OfDossier> {
  const text = (await textOf(files, packageFiles.dossier)) ?? ""
  const list = z.array(z.unknown()).catch([])
  const dossier = z
    .object({ duties: list, unwatched: list, unknownBecause: list })
    .catch({ duties: [], unwatched: [], unknownBecause: [] })
    .parse(parsedJson(text))
  const filled = dossier.unwatched.filter((hours) => unwatchedSchema.safeParse(hours).data?.filledAt !== undefined)
  return {
    isAtLeast: dossier.unknownBecause.length > 0 || filled.length < dossier.unwatched.length,
    duties: dossier.duties.flatMap((duty) => dutySchema.safeParse(duty).data ?? []),
    unwatched: dossier.unwatched.flatMap((hours) => unwatchedSchema.safeParse(hours).data ?? []),
    unknownBecause: dossier.unknownBecause.flatMap((reason) => unknownReason.safeParse(reason).data ?? []),
  }
}
