import * as z from "zod"
import { answerLetter, type GivenStep } from "../../../shared/desk/actions/answer-letter.ts"
import { dutyIdOf } from "../../../shared/desk/cases/duty-rows.ts"
import { openLetter } from "../../../shared/desk/letters/open-letter.ts"
import type { TimelineEntry } from "../../../shared/desk/timeline.ts"
import { makeWatchDuties } from "../../../shared/desk/watch-duties.ts"
import type { NamedCounterparty } from "../../../shared/parties/counterparty-entry.ts"
import { swiftpost, thatNames } from "../../parties/named-counterparties.ts"
import { breachParties, breachWorld, partyIn, seen, type WorldOptions, walkAnomaly } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"

/** The id of the carrier that Leafline named, and that takes no part. */
export const swiftpostId = "leafline--swiftpost"

const hour = 3_600

/** The token in the link of a mail. */
export const tokenIn = (text: string): string => /\/letter\?lang=..#([A-Za-z0-9_-]{43})/.exec(text)?.[1] ?? ""

const lettersSchema = z.object({ letters: z.array(z.looseObject({ letterId: z.string(), state: z.string() })) })

/** One case of Leafline and of Swiftpost, which Leafline named. Swiftpost has got the first letter about it. */
export async function letterWorld(
  options: WorldOptions & { counterparty?: Partial<NamedCounterparty>; discreet?: boolean } = {},
) {
  const { counterparty = {}, discreet = true, ...others } = options
  const parties = breachParties
    .map(thatNames({ leafline: [{ ...swiftpost, ...counterparty }] }))
    .map((party) => (party.kind === "retailer" && party.id === "leafline" ? { ...party, discreet } : party))
  const world = breachWorld({ parties, ...others })
  for (let number = 1; number <= 3; number += 1)
    await world.disclosures.append(seen(number, { carrierId: swiftpostId, tool: "guarded", reportedBy: undefined }))
  await world.anomalies.raise(walkAnomaly({ tool: "guarded", carrierIds: [swiftpostId], reportedBy: undefined }))
  await world.settle()
  const call = caller(world)
  const path = (below = "") => `/v1/cases/${partyIn(world, "leafline").alias}${below}`
  const answering = { ...world.desk, sealer: world.sealer, evidenceFiles: world.evidenceFiles }
  return {
    world,
    call,
    path,
    /** The tokens of all letters that were sent, oldest first. */
    tokens: () => world.letterMail.sent.map(({ mail }) => tokenIn(mail.text)),
    lastToken: () => tokenIn(world.letterMail.sent.at(-1)?.mail.text ?? ""),
    open: (token: string) => openLetter({ ...world.desk, sealer: world.sealer }, token),
    async answer(token: string, given: GivenStep) {
      const outcome = await answerLetter(answering, token, given)
      await world.settle()
      return outcome
    },
    ask: (body: object) => call("leafline", "POST", path("/letters"), body),
    letters: async () => lettersSchema.parse((await call("leafline", "GET", path("/letters"))).json).letters,
    /** Leafline asks Swiftpost to notify people. */
    async requestDuty(wanted = "tellIndividuals") {
      const duty = world.rowsOf("duty").find(({ duty: { party, kind } }) => party === swiftpostId && kind === wanted)
      if (duty === undefined) throw new Error("Swiftpost has no such duty")
      const dutyId = dutyIdOf(partyIn(world, swiftpostId).alias, duty.duty)
      const answer = await call("leafline", "POST", path(`/duties/${dutyId}`), { step: { operation: "request" } })
      if (answer.statusCode !== 200) throw new Error(answer.body)
      return dutyId
    },
    dutyState: (dutyKind = "tellIndividuals") =>
      world.rowsOf("duty").find(({ duty: { party, kind } }) => party === swiftpostId && kind === dutyKind)?.duty.state,
    /** Entries of a party's timeline of these types, or of all about letters. */
    timeline: (partyId: string, type: RegExp = /Letter/): TimelineEntry[] =>
      world
        .rowsOf("timeline")
        .flatMap(({ copies }) => copies.flatMap((copy) => (copy.partyId === partyId ? [copy.entry] : [])))
        .filter((entry) => type.test(entry.type)),
    async passHours(hours: number) {
      world.passSeconds(hours * hour)
      await makeWatchDuties(world.desk)()
      await world.settle()
    },
  }
}
export type LetterWorld = Awaited<ReturnType<typeof letterWorld>>

export const declined: GivenStep = { answer: { kind: "decline", reason: "notInControl" } }
export const accepted: GivenStep = { answer: { kind: "accept" } }
export const logFile = {
  name: "CANARY Jane Doe.csv",
  contentType: "text/csv" as const,
  content: Buffer.from("CANARY 203.0.113.7,LL-0000001"),
}
export const informed: GivenStep = { answer: { kind: "inform" }, file: logFile }
