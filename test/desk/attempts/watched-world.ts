import * as z from "zod"
import { makeWatchDuties } from "../../../shared/desk/watch-duties.ts"
import type { Anomaly } from "../../../shared/watch/detection/anomalies/anomaly.ts"
import { breachWorld, walkAnomaly } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"

export const daySeconds = 86_400
export const guarded = { tool: "guarded", reportedBy: undefined, accessorTokens: [] } satisfies Partial<Anomaly>

/** An anomaly of lookups in the hub's own tool, from one address of many. */
export const forged = (place: number) =>
  walkAnomaly({
    ...guarded,
    anomalyId: `anomaly-forged-${place}`,
    accessorKey: `network#forger-number-${place}`,
    network: `network#forger-number-${place}`,
    subject: undefined,
  })

/** What a lookup from the first of these addresses showed in the hub's own tool. */
export const shown = { tool: "guarded", reportedBy: undefined, tokenKey: undefined, network: "network#forger-number-1" }

const listed = z.object({ attempts: z.array(z.looseObject({ attemptId: z.string() })) })

/** A world in which the watch runs each time that what is pending is done. */
export function watchedWorld(options: Parameters<typeof breachWorld>[0] = {}) {
  const world = breachWorld(options)
  const watch = makeWatchDuties(world.desk)
  const attemptsOf = async (partyId: string, query = "") => {
    const { json } = await caller(world)(partyId, "GET", `/v1/refused-attempts${query}`)
    return json
  }
  return {
    world,
    attemptsOf,
    /** The only attempt of a party. */
    async attemptNamed(partyId: string) {
      const [only] = listed.parse(await attemptsOf(partyId)).attempts
      return only
    },
    /** Puts the first of the listed attempts away. */
    close(partyId: string, attempts: unknown, reason: string) {
      const [first] = listed.parse(attempts).attempts
      return caller(world)(partyId, "POST", `/v1/refused-attempts/${first?.attemptId}/closing`, { reason })
    },
    /** Lets this much time pass, and then what the hub does by itself. */
    async letPass(seconds: number) {
      world.passSeconds(seconds)
      await watch()
      await world.settle()
    },
    /** The cases that are watched. */
    async watched() {
      const caseIds: string[] = []
      for await (const { caseId } of world.cases.watched()) caseIds.push(caseId)
      return caseIds
    },
  }
}
