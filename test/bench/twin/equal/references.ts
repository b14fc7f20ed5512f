/** Keys and tags that stand for what parties and visitors write. */
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager"
import * as z from "zod"
import { deliveryPointOf, deliveryPointParts } from "../../../../shared/intake/tracking/delivery-point.ts"
import { normaliseOrderReference } from "../../../../shared/intake/tracking/order-reference.ts"
import { keyedDigest } from "../keyed-digest.ts"

const { SecretString = "{}" } = await new SecretsManagerClient({}).send(
  new GetSecretValueCommand({ SecretId: process.env["CANARIES_SECRET"] ?? "" }),
)
const canaries = new Set(
  z
    .object({ references: z.array(z.string()) })
    .parse(JSON.parse(SecretString))
    .references.map((reference) => orderKeyOf("leafline", reference)),
)

export function orderKeyOf(retailerId: string, reference: string): string {
  return keyedDigest("order", retailerId, normaliseOrderReference(reference))
}

export const isCanary = (orderKey: string): boolean => canaries.has(orderKey)

export const tagOf = (orderKey: string): string => keyedDigest("tag", orderKey).slice(0, 6)

export const parcelIdOf = (carrierId: string, trackingNumber: string): string =>
  `${carrierId}#${keyedDigest("tracking", trackingNumber.toUpperCase().replace(/\s/g, ""))}`

const blind = Buffer.from(keyedDigest("blind"), "base64url").readUInt32BE()

/** The place of a reference in its sequence, moved by a secret. */
export function ordinalOf(reference: string): number | null {
  const digits = /(\d{4,12})\D*$/.exec(reference)?.[1]
  return digits === undefined ? null : Number(digits) + blind
}

/** A number for the destination; null without a street line. */
export function destinationOf(
  retailerId: string,
  recipient: { readonly postalCode: string; readonly country: string; readonly addressLine?: string | undefined },
): number | null {
  const parts = deliveryPointParts(recipient)
  if (parts === undefined) return null
  return deliveryPointOf({
    ofRetailer: keyedDigest("point", retailerId, ...parts),
    shared: keyedDigest("point", ...parts),
  })
}
