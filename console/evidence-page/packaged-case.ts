import * as z from "zod"
import { dutyKindSchema, dutyStateSchema } from "../../shared/contracts/words.ts"
import { packageFiles } from "../../shared/evidence-package/manifest.ts"
import { linesOf, type PackageFiles, type ReadPackage, textOf } from "../../shared/evidence-package/package-files.ts"
import { type TimelineEntry, timelineEntrySchema } from "../../shared/evidence-package/timeline-chain.ts"

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
  })
  .transform(({ shipmentId, orderReference, trackingNumber, ...seen }) => ({
    ...seen,
    reference: orderReference ?? trackingNumber ?? shipmentId ?? "",
  }))
export type PackagedExposure = z.infer<typeof exposureSchema>

/** What the page draws of a package. What is not as it should be is left out: the checks say so. */
export type PackagedCase = {
  readonly entries: readonly TimelineEntry[]
  readonly duties: readonly PackagedDuty[]
  readonly exposures: readonly PackagedExposure[]
}

/** Reads what is drawn. It does not throw: a broken package is drawn too, as far as it can be. */
export async function readCase({ files, dossier }: ReadPackage): Promise<PackagedCase> {
  const lines = (await linesOf(files, packageFiles.exposures)) ?? []
  return {
    entries: dossier.timeline.flatMap((entry) => timelineEntrySchema.safeParse(entry).data ?? []),
    duties: await dutiesOf(files),
    exposures: lines.flatMap(({ line }) => exposureSchema.safeParse(parsed(line)).data ?? []),
  }
}

async function dutiesOf(files: PackageFiles): Promise<readonly PackagedDuty[]> {
  const text = (await textOf(files, packageFiles.dossier)) ?? ""
  const { duties } = z
    .object({ duties: z.array(z.unknown()) })
    .catch({ duties: [] })
    .parse(parsed(text))
  return duties.flatMap((duty) => dutySchema.safeParse(duty).data ?? [])
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
