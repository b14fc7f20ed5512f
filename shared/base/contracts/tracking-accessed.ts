import * as z from "zod"
import { boundedString } from "./bounded-string.ts"
import { defineEventCheckedByEntry } from "./define-event.ts"
import { instant } from "./envelope.ts"
import {
  disclosedFields,
  highestReportNumber,
  newAccessId,
  newAccessorToken,
  newReportStream,
  orderReference,
  partyAlias,
  trackingNumber,
} from "./fields.ts"
import { reveals } from "./opaque-id.ts"
import type { ProblemRule } from "./problem.ts"
import { lookupOutcome, networkKind, proof, subjectKind } from "./words.ts"

const sessionStartedAt = instant.meta({
  description: "When the session began. A session that began with this lookup identifies nobody",
})

const accountKind = z
  .enum(["customer", "partner", "staff"])
  .meta({ description: "Who uses the account. If absent, a customer", examples: ["customer"] })

/** The accessor as the carrier's tool saw it. The hub makes fingerprints and stores no raw value. */
const rawAccessor = z
  .object({
    kind: z.literal("raw"),
    ip: z.union([z.ipv4(), z.ipv6()]).meta({
      title: "IP address",
      description: "IPv4 or IPv6 address",
      examples: ["203.0.113.7"],
    }),
    account: boundedString(128)
      .min(1)
      .optional()
      .meta({ description: "Signed-in account at the carrier", examples: ["acct-20931"] }),
    accountKind: accountKind.optional(),
    session: boundedString(256)
      .min(8)
      .optional()
      .meta({ description: "Session id, or a digest of it", examples: ["sess-b1946ac92492d234"] }),
    sessionStartedAt: sessionStartedAt.optional(),
    userAgent: boundedString(512)
      .optional()
      .meta({ description: "Header as received", examples: ["Mozilla/5.0 (X11; Linux x86_64)"] }),
  })
  .meta({ description: "The hub hashes it on receipt and never stores it" })

const fingerprint = boundedString(256).regex(/^[A-Za-z0-9_-]{16,64}$/)

/** The accessor under keyed hashes whose key only the carrier has. */
const fingerprintedAccessor = z
  .object({
    kind: z.literal("fingerprints"),
    subject: fingerprint.meta({
      description: "Keyed hash of account, session, or network and browser family",
      examples: ["Jx0bq3v1Yd8mT5kQ2wLr7A"],
    }),
    subjectKind: subjectKind.meta({ description: "What the carrier made the hash from", examples: ["cookie"] }),
    network: fingerprint.meta({
      description: "Keyed hash of the IPv4 address or IPv6 /64",
      examples: ["mZ4cP9sVt1uHn6oKe3xWfg"],
    }),
    networkKind: networkKind.meta({ description: "Kind of network", examples: ["fixed"] }),
    sessionStartedAt: sessionStartedAt.optional(),
  })
  .meta({ description: "Keyed hashes made by the carrier" })

/** What was looked up. */
const reference = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("trackingNumber"), trackingNumber }).meta({ title: "By tracking number" }),
    z
      .object({ kind: z.literal("orderReference"), retailerAlias: partyAlias, orderReference })
      .meta({ title: "By order reference" }),
  ])
  .meta({ description: "What the visitor looked up" })

const notOpaque: ProblemRule = "notOpaque"
const [tooSmall, tooBig] = ["tooSmall", "tooBig"] as const satisfies ProblemRule[]

/** One lookup in a carrier's own tool. Its ids reveal neither what was looked up nor who looked. */
export const trackingAccess = z
  .object({
    accessId: newAccessId,
    at: instant.meta({ description: "When the lookup was answered" }),
    lastAt: instant.optional().meta({
      description:
        "When the last repeat was answered, if you report one visitor's same lookups of one UTC day as one access. `at` is the first",
    }),
    reference,
    accessor: z
      .discriminatedUnion("kind", [rawAccessor, fingerprintedAccessor])
      .meta({ description: "Who made the lookup, raw or as fingerprints" }),
    accessorToken: newAccessorToken.optional(),
    outcome: lookupOutcome.meta({ description: "The result of the lookup", examples: ["hit"] }),
    proof: proof.meta({
      description: "What the accessor showed. `houseNumber`: postal code and house number together",
      examples: ["none"],
    }),
    fields: disclosedFields,
  })
  .superRefine(({ at, lastAt = at }, context) => {
    const isOnDay = lastAt.slice(0, 10) === at.slice(0, 10)
    if (lastAt < at || !isOnDay)
      context.addIssue({ code: "custom", path: ["lastAt"], message: lastAt < at ? tooSmall : tooBig })
  })
  .superRefine(({ accessId: id, accessorToken: token, reference: asked, accessor }, context) => {
    const shown = asked.kind === "trackingNumber" ? asked.trackingNumber : asked.orderReference
    const secrets = [shown, accessor.kind === "raw" ? accessor.ip : undefined]
    for (const [field, value] of Object.entries({ accessId: id, accessorToken: token ?? "" })) {
      if (reveals(value, secrets)) context.addIssue({ code: "custom", path: [field], message: notOpaque })
    }
  })
  .meta({ description: "One lookup in the carrier's tool" })
export type TrackingAccess = z.infer<typeof trackingAccess>

/** Most accesses in one event. */
export const accessLimit = 500

const accessList = {
  title: "Accesses",
  description: "Up to 500 lookups. The hub rejects a bad one by its index and accepts the others",
}

/** Which report this is, of those that one program sends. */
const report = z
  .object({
    stream: newReportStream,
    number: z
      .int()
      .min(1)
      .max(highestReportNumber)
      .meta({
        description: "1, 2, 3 and so on without a gap. A report that is sent again has the same number",
        examples: [1041],
      }),
  })
  .meta({
    description: "The number of this event among those of its program, by which the hub notices that one is missing",
  })

/** Lookups that happened in a carrier's own tool. */
export const trackingAccessed = defineEventCheckedByEntry({
  detailType: "TrackingAccessed",
  version: 1,
  from: "carrier",
  to: "hub",
  summary: "Lookups that happened in the carrier's own tracking tool",
  maxBytes: 200 * 1024,
  data: z.object({
    accesses: z.array(z.unknown()).min(1).max(accessLimit).meta(accessList),
    report: report.optional(),
  }),
  producerData: z.object({
    accesses: z.array(trackingAccess).min(1).max(accessLimit).meta(accessList),
    report: report.optional(),
  }),
  examples: [
    {
      accesses: [
        {
          accessId: "acc_01KA8P2Y",
          at: "2026-11-01T14:03:00.000Z",
          reference: { kind: "orderReference", retailerAlias: "Leafline", orderReference: "LL-0048213" },
          accessor: {
            kind: "raw",
            ip: "203.0.113.7",
            session: "sess-b1946ac92492d234",
            sessionStartedAt: "2026-11-01T13:58:00.000Z",
            userAgent: "Mozilla/5.0 (X11; Linux x86_64)",
          },
          accessorToken: "tok_c81e728d9d4c2f63",
          outcome: "hit",
          proof: "none",
          fields: ["existence", "phase", "delivery-date", "postal-code"],
        },
        {
          accessId: "acc_01KA8P2Z",
          at: "2026-11-01T14:03:09.000Z",
          reference: { kind: "trackingNumber", trackingNumber: "NP4021887304CA" },
          accessor: {
            kind: "fingerprints",
            subject: "Jx0bq3v1Yd8mT5kQ2wLr7A",
            subjectKind: "cookie",
            network: "mZ4cP9sVt1uHn6oKe3xWfg",
            networkKind: "fixed",
          },
          outcome: "miss",
          proof: "none",
          fields: [],
        },
      ],
      report: { stream: "str_5f0c2b7e9a414d60", number: 1041 },
    },
  ],
})
