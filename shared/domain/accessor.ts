import * as z from "zod"

/**
 * How well somebody is told apart: a signed-in account, a cookie the hub minted before this lookup, nobody in particular
 * (network and browser family), a partner's or a staff member's credential.
 */
export const subjectKind = z.enum(["account", "cookie", "anonymous", "partner", "staff"])
export type SubjectKind = z.infer<typeof subjectKind>

/** What stands behind an address: one person rarely has a mobile or hosting address alone. */
export const networkKind = z.enum(["mobile", "fixed", "hosting", "unknown"])
export type NetworkKind = z.infer<typeof networkKind>

/** What the detector may expect of an accessor; heavy readers are registered in parties.json. */
export const accessorClass = z.enum([
  "public",
  "recipient",
  "partner",
  "partnerPoller",
  "staff",
  "aggregator",
  "verifiedBot",
  "mailScanner",
])
export type AccessorClass = z.infer<typeof accessorClass>

/** A keyed hash, or, made by a carrier, `<carrierId>:<its fingerprint>`; never a raw address, account or signature. */
export const fingerprint = z.string().min(8).max(160)

export const accessor = z.object({
  subject: z.object({ kind: subjectKind, fingerprint }),
  network: z.object({ kind: networkKind, fingerprint }),
  cookieMintedAt: z.iso.datetime().optional(),
  token: z
    .string()
    .max(256)
    .optional()
    .meta({ description: "Opaque accessor token of the carrier that reported the access; echoed in decisions" }),
  accessorClass,
})
export type Accessor = z.infer<typeof accessor>

/** Key under which restrictions, anomalies and the ledger know an accessor, e.g. `subject#<fingerprint>`. */
export const accessorKey = z
  .string()
  .regex(/^(subject|network|block|missBlock)#.{3,200}$/)
  .meta({ title: "Accessor key", examples: ["subject#mY3fOq1k9sJ2"] })

/** The accessor key of whoever looked. */
export function subjectKey(accessor: { subject: { fingerprint: string } }): string {
  return `subject#${accessor.subject.fingerprint}`
}

/** The accessor key of where they looked from. */
export function networkKey(accessor: { network: { fingerprint: string } }): string {
  return `network#${accessor.network.fingerprint}`
}
