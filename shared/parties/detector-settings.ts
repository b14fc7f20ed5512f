import ipaddr from "ipaddr.js"
import * as z from "zod"
import { boundedString } from "../base/contracts/bounded-string.ts"
import { accessorClass, type Chart } from "../base/contracts/words.ts"

/** Classes of accessors that read many shipments for a legitimate reason. */
export const heavyReaderClass = accessorClass.extract(["aggregator", "verifiedBot", "mailScanner", "partnerPoller"])

const network = boundedString(256).refine((text) => ipaddr.isValidCIDR(text), {
  error: "write a network in CIDR notation, such as 203.0.113.0/24",
})

/** A registered heavy reader: a network in CIDR notation, or a credential's subject. */
export const heavyReader = z.strictObject({
  name: boundedString(256),
  class: heavyReaderClass,
  networks: z.array(network).max(1_000).default([]),
  credentials: z.array(boundedString(256)).max(1_000).default([]),
  lookupsPerHour: z
    .number()
    .positive()
    .optional()
    .meta({ description: "Different references that it reads in a busy hour. Three times as many raise an alert" }),
})

const chartThresholds = z.strictObject({ notice: z.number().positive().optional(), alert: z.number().positive() })

/** Thresholds of one retailer by chart. By default the detector's own apply. */
export const thresholds = z.strictObject({
  walk: chartThresholds.optional(),
  guess: chartThresholds.optional(),
  fanOut: chartThresholds.optional(),
  scope: chartThresholds.optional(),
  insider: chartThresholds.optional(),
  quota: chartThresholds.optional(),
  block: chartThresholds.optional(),
  blockMisses: chartThresholds.optional(),
  /** Advisory: it never alerts. */
  volume: z.strictObject({ notice: z.number().positive() }).optional(),
} satisfies Record<Chart, z.ZodType>)

const levelsToChange = z
  .strictObject({ notice: z.number().positive().nullable(), alert: z.number().positive().nullable() })
  .partial()
  .nullable()

/** A merge patch of thresholds: `null` removes a chart or a level. */
export const thresholdsPatch = z
  .strictObject({
    walk: levelsToChange,
    guess: levelsToChange,
    fanOut: levelsToChange,
    scope: levelsToChange,
    insider: levelsToChange,
    quota: levelsToChange,
    block: levelsToChange,
    blockMisses: levelsToChange,
    volume: levelsToChange,
  } satisfies Record<Chart, z.ZodType>)
  .partial()
