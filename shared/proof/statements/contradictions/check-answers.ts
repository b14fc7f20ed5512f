import * as z from "zod"
import {
  inclusionProof,
  type LoggedDisclosure,
  type LoggedLeaf,
  loggedDisclosure,
} from "../../../base/contracts/logged-disclosure.ts"
import { shipmentErased } from "../../../base/contracts/shipment-erased.ts"
import { verifyInclusion } from "../verify-disclosures.ts"
import type { Alarm } from "./alarm.ts"
import { type AnsweredAccess, daysFor, type Held, type HeldAnswer, type HeldEvent, type Stated } from "./held.ts"
import { differenceTo, disclosuresIn, leavesBetween } from "./held-leaves.ts"

const included = z.object({
  state: z.literal("included"),
  disclosure: loggedDisclosure,
  ...inclusionProof.shape,
})
const notClosed = z.object({ state: z.literal("notClosed") })

/** Compares answers to "who saw this parcel" with the statements and the ledger of the days after them. */
export function answerAlarms(
  { answers, events = [] }: Pick<Held, "answers" | "events">,
  stated: Stated,
  byDay: ReadonlyMap<string, readonly LoggedLeaf[]>,
): Alarm[] {
  const erased = new Set(events.flatMap(erasedShipment))
  return answers
    .filter(({ shipmentId }) => shipmentId === undefined || !erased.has(shipmentId))
    .flatMap((answer) =>
      answer.accesses.flatMap((access) => {
        const proof = included.safeParse(access.inclusion)
        if (proof.success) return proofAlarms(access, proof.data, stated)
        return notClosed.safeParse(access.inclusion).success ? loggedAlarms(answer, access, byDay) : []
      }),
    )
}

function proofAlarms(access: AnsweredAccess, proof: z.infer<typeof included>, stated: Stated): Alarm[] {
  const { day, disclosure } = proof
  const about = disclosure.entry
  const statements = stated.get(day)
  const difference = differenceTo(access, disclosure)
  if (difference !== undefined) {
    const words = `The hub answered with a lookup of ${access.at}. What it proves of it has ${difference}.`
    return [{ kind: "disclosureRewritten", day, about, words }]
  }
  if (statements === undefined || statements.some(({ statement }) => verifyInclusion(disclosure, proof, statement)))
    return []
  const words = `The hub answered with a lookup of ${access.at}. Its proof does not lead to the statement of ${day}.`
  return [{ kind: "answerNotInLedger", day, about, words }]
}

/** A lookup that was logged on a day that is not stated yet is in the ledger soon after. */
function loggedAlarms(
  { readAt, shipmentId }: HeldAnswer,
  access: AnsweredAccess,
  byDay: ReadonlyMap<string, readonly LoggedLeaf[]>,
): Alarm[] {
  const leaves = leavesBetween(access.at, readAt, byDay)
  if (leaves === undefined) return []
  const same = disclosuresIn(leaves).filter((one) => one.accessor === access.accessor && isOf(one, shipmentId))
  const differences = same.map((one) => differenceTo(access, one))
  if (differences.includes(undefined)) return []
  const day = daysFor(readAt).at(-1) ?? ""
  const about = access.accessor
  const told = `The hub answered with a lookup of ${access.at}.`
  const [difference] = differences
  return difference === undefined
    ? [{ kind: "disclosureLeftOut", day, about, words: `${told} The ledger lacks it.` }]
    : [{ kind: "disclosureRewritten", day, about, words: `${told} The ledger has it with ${difference}.` }]
}

const isOf = ({ shipmentId }: LoggedDisclosure, asked: string | undefined): boolean =>
  asked === undefined || shipmentId === undefined || shipmentId === asked

function erasedShipment({ type, data }: HeldEvent): string[] {
  const parsed = shipmentErased.data.safeParse(data)
  return type === shipmentErased.detailType && parsed.success ? [parsed.data.shipmentId] : []
}
