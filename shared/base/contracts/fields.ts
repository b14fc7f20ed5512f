import * as z from "zod"
import { boundedString, ownString } from "./bounded-string.ts"
import { instant } from "./envelope.ts"
import { extensible } from "./extensible.ts"
import { chosenId, wideId } from "./opaque-id.ts"
import { signature } from "./signature.ts"
import {
  actorKind,
  chart,
  dutyKindSchema,
  fieldName,
  lawOrContract,
  measureCode,
  measureKind,
  partyId,
  tool,
  vouching,
} from "./words.ts"

/** Which characters an id may have, and how many. */
const idForm = /^[A-Za-z0-9._~-]{1,64}$/
const tokenForm = /^[A-Za-z0-9._~-]{1,128}$/
const streamForm = /^[A-Za-z0-9_-]{16,64}$/

/** What the description of a new id says of its form. */
const chosenForm = "A mark of up to six letters with _ or - may come first, then letters and digits, or a UUID"

const withForm = <Meta extends { description: string }>(meta: Meta): Meta => ({
  ...meta,
  description: `${meta.description}. ${chosenForm}`,
})

/** Fields that several events share. An id that the hub passes on means something only to its issuer. */

const shipmentIdMeta = {
  title: "Shipment id",
  description: "The retailer's own opaque id of one parcel of one order. It must not be the order reference",
  examples: ["shp_7Hq2mZ0c"],
}

/** The retailer's own id of a new shipment. It must reveal neither the order number nor the customer. */
export const newShipmentId = chosenId(idForm).meta(withForm(shipmentIdMeta))

/** The same as the hub passes it on, and as a party names what it entered before. */
export const shipmentId = wideId(idForm).meta(shipmentIdMeta)

/** The carrier's number of a parcel, without spaces and hyphens. */
export const trackingNumber = boundedString(256)
  .regex(/^[A-Z0-9]{6,40}$/)
  .meta({
    description: "The carrier's number of the parcel: upper-case letters and digits, no spaces or hyphens",
    examples: ["NP4021887304CA"],
  })

/** The order number as a customer knows it. Only raw events carry it. */
export const orderReference = boundedString(256)
  .trim()
  .max(64)
  .min(3)
  .meta({ description: "The order number as the customer knows it", examples: ["LL-0048213"] })

/** SHA-256 of the link token that the retailer mailed to its customer. The event never carries the token itself. */
export const linkTokenDigest = boundedString(256)
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .meta({
    description: "Base64url SHA-256 (43 characters) of the link token, which has at least 128 random bits",
    examples: ["n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg"],
  })

export const country = boundedString(256)
  .regex(/^[A-Z]{2}$/)
  .meta({ description: "ISO 3166-1 alpha-2 code", examples: ["CA"] })

export const carrierId = partyId.meta({ description: "Party id", examples: ["northpost"] })

/** A public name from the parties file. */
export const partyAlias = boundedString(64)
  .min(2)
  .meta({ description: "Public name of a party", examples: ["Maple Books"] })

const accessIdMeta = {
  title: "Access id",
  description: "The carrier's own opaque id of one lookup",
  examples: ["acc_01KA8P2Y"],
}

/** The carrier's own id of a new access. Opaque to all others. */
export const newAccessId = chosenId(idForm).meta(withForm(accessIdMeta))

/** The same as the hub passes it on, and as a party names what it entered before. */
export const accessId = wideId(idForm).meta(accessIdMeta)

const accessorTokenMeta = {
  title: "Accessor token",
  description: "The carrier's own name for an accessor. With it, the carrier's tool can refuse the accessor",
  examples: ["tok_c81e728d9d4c2f63"],
}

/** The carrier's own name for an accessor. The hub returns it in restrictions and does not interpret it. */
export const newAccessorToken = chosenId(tokenForm).meta(withForm(accessorTokenMeta))

/** The same as the hub passes it on, and as a party names what it entered before. */
export const accessorToken = wideId(tokenForm).meta(accessorTokenMeta)

const reportStreamMeta = {
  title: "Stream",
  description: "The carrier's own opaque id of one program that reports the lookups in one tool. It never changes",
  examples: ["str_5f0c2b7e9a414d60"],
}

/** A party's own name for one program that reports the lookups in one tool. */
export const newReportStream = chosenId(streamForm).meta(withForm(reportStreamMeta))

/** The same as the hub passes it on, and as a party names what it entered before. */
export const reportStream = wideId(streamForm).meta(reportStreamMeta)

/** The highest number of a report: a program that sends a thousand reports each second takes 30 years to get there. */
export const highestReportNumber = 1e12

export const interruptionId = boundedString(256)
  .regex(/^[A-Za-z0-9_-]{1,64}$/)
  .meta({ description: "Id of the interruption. Its end has the same", examples: ["q8Zt1b7rKQw3mXo0aYt5uA"] })

export const anomalyId = boundedString(256)
  .regex(/^[A-Za-z0-9_-]{1,64}$/)
  .meta({ description: "Id of the finding", examples: ["Zc1b7rKQw3mXo0aYt5uVfA"] })

export const restrictionId = boundedString(256)
  .regex(/^[A-Za-z0-9_-]{1,64}$/)
  .meta({ description: "Id of the restriction", examples: ["hX3cT9pLr2sNq8wKd4vJbg"] })

export const count = z.int().min(0)

/** The tool through which fields were disclosed. */
export const toolName = tool.meta({
  description:
    "`guarded`: the hub's lookup API; `observed:<carrier id>`: that carrier's own tool; " +
    "`observed:<carrier id>--<key>-`: a supplier of that carrier, by the carrier's own short name for it",
  examples: ["observed:northpost"],
})

export const chartName = chart.meta({
  ...extensible,
  description: "Which pattern the detector found",
  examples: ["walk"],
})

export const disclosedFields = z
  .array(fieldName.meta(extensible))
  .max(13)
  .meta({ description: "Names of fields, never their contents", examples: [["phase", "postal-code"]] })

/** A party's own name for a case. Two parties of one case have different names. */
export const caseAlias = boundedString(256)
  .regex(/^WS-[0-9A-HJKMNP-TV-Z]{10}$/)
  .meta({ description: "This party's own name for the case", examples: ["WS-4K7QX2M9TB"] })

/** Names a duty of a case. */
export const dutyReference = z
  .object({
    dutyId: boundedString(256)
      .regex(/^[A-Za-z0-9_-]{1,64}$/)
      .optional()
      .meta({
        description: "Id as the case lists it. Needed if several duties have the same law and kind",
        examples: ["dty_1f3870be274f6c49"],
      }),
    law: lawOrContract.meta({
      ...extensible,
      description: "Id in the law pack; `contract`: the contract with the party to which it is owed asks for it",
      examples: ["ca-on-fippa"],
    }),
    kind: dutyKindSchema.meta({
      ...extensible,
      title: "Duty",
      description: "What is owed",
      examples: ["tellIndividuals"],
    }),
  })
  .meta({ title: "Duty", description: "A duty of the case" })

/** A citation from the law pack. */
export const legalBasis = boundedString(256)
  .regex(/^[\p{L}\p{N} .,;:()/'’§°–-]{1,200}$/u)
  .meta({ description: "Citation of the provision", examples: ["SOR/2018-64, s. 2"] })

/** When the deployment aims to have a duty done. */
export const targetAt = instant.meta({
  description:
    "When the deployment aims to have it done, if the law asks for promptness. With `dueIs` `legalDeadline` the law " +
    "sets an outer limit too, which is `dueAt`; with `target` it sets none, and `dueAt` is the same time",
})

/** Which party did something, as another party of the case may know it. */
export const actor = z
  .object({
    kind: actorKind.meta({ description: "Kind of party" }),
    alias: partyAlias.optional().meta({
      description: "Public name. Absent for a discreet party, and if the receiver need not know the party",
      examples: ["Northpost"],
    }),
  })
  .meta({ description: "Which party acted" })

/** Who says that lookups happened, as another party may know it. */
export const voucher = z
  .object({
    kind: actor.shape.kind,
    alias: actor.shape.alias,
    how: vouching.meta({
      description:
        "`seen`: the hub saw the lookups itself. `reported`: the carrier says that they happened in its own tool. " +
        "`delegated`: the party made them for visitors of its own site. What a party says restricts its own visitors alone",
      examples: ["seen"],
    }),
  })
  .meta({ title: "Vouched by", description: "Who says that the lookups happened, and how it knows" })

/** Head of the hash-chained timeline of a case. With it, a party can prove what the hub published. */
export const timelineHead = z
  .object({
    seq: z
      .int()
      .min(0)
      .meta({ description: "Number of the last entry", examples: [7] }),
    hash: boundedString(256)
      .regex(/^[0-9a-f]{64}$/)
      .meta({ description: "SHA-256 of the last entry", examples: ["9f86d081".repeat(8)] }),
    mac: boundedString(256)
      .regex(/^[A-Za-z0-9+/_-]{43,44}={0,2}$/)
      .meta({
        title: "MAC",
        description: "Base64 HMAC-SHA-256 of the head under the hub's key",
        examples: ["n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg="],
      }),
    signature: signature.optional().meta({
      description: "The hub's signature of the head, which anybody can check with its public key",
    }),
  })
  .meta({ description: "Head of the receiving party's own timeline of the case at the time of this event" })

/** Address of the case in the API. */
export const caseUrl = ownString()
  .regex(/^(https?:\/\/[A-Za-z0-9.:_$/-]+)?\/v1\/cases\/WS-[0-9A-HJKMNP-TV-Z]{10}$/)
  .meta({
    title: "Case URL",
    description: "Address of the case in the API. It is only a path if the receiver knows the base URL",
    examples: ["/v1/cases/WS-4K7QX2M9TB"],
  })

/** A measure that a party took. */
export const measure = z
  .object({
    kind: measureKind.meta({
      ...extensible,
      description: "What the measure is for",
      examples: ["containment"],
    }),
    code: measureCode.meta({
      ...extensible,
      title: "Measure",
      description: "What was done",
      examples: ["accessorRefused"],
    }),
    at: instant.meta({ description: "When it was done" }),
  })
  .meta({ description: "A measure taken" })

/** When the party did what the event says. */
export const actedAt = instant.meta({ description: "When the party did this" })
