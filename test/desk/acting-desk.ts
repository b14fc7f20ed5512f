import * as z from "zod"
import { makeWatchDuties } from "../../shared/desk/watch-duties.ts"
import { type Party, parties } from "../../shared/parties/party.ts"
import { aliasIn, breachParties, breachWorld, seen, shipParcel, soleCase, walkAnomaly } from "./breach-world.ts"
import { caller } from "./desk-caller.ts"

export const retailers = ["leafline", "maplebooks"] as const
export const everybody = [...retailers, "northpost"] as const
export type Id = (typeof everybody)[number]

export const low = (...factors: string[]) => factors.map((factor) => ({ factor, level: "low" }))

/** The test of each party's law, and what the law says is to be weighed. */
export const asked = {
  leafline: {
    law: "ca-on-fippa",
    test: "realRiskOfSignificantHarm",
    factors: low("sensitivity", "probabilityOfMisuse", "stepsOfTheIndividual", "guidance"),
  },
  maplebooks: {
    law: "ca-pipeda",
    test: "realRiskOfSignificantHarm",
    factors: low("sensitivity", "probabilityOfMisuse"),
  },
  northpost: {
    law: "ca-privacy-act",
    test: "materialPrivacyBreach",
    factors: low("sensitivity", "probabilityOfMisuse", "harm"),
  },
} as const

export const receipts: Readonly<Record<string, string>> = {
  tellRegulator: "regulatorReceipt",
  supplementReport: "regulatorReceipt",
  tellOtherOrganisation: "organisationNotified",
  keepRecord: "recordEntry",
}

export const viewSchema = z.object({
  duties: z.array(z.object({ dutyId: z.string(), kind: z.string(), state: z.string(), basis: z.string().optional() })),
  obstacles: z.array(z.looseObject({ code: z.string() })).optional(),
})
export const closedSchema = z.looseObject({
  state: z.string().optional(),
  code: z.string().optional(),
  obstacles: z.array(z.looseObject({ code: z.string(), untold: z.number().optional() })).optional(),
})

/** A walker who goes on, and what parties do about it over the API. */
export async function actingDesk(options: { parties?: Party[] } = {}) {
  const world = breachWorld(options)
  const call = caller(world)
  let numbers = 0
  const pathOf = (party: Id) => `/v1/cases/${aliasIn(world, soleCase(world), party)}`
  const now = () => world.clock().toISOString()
  const post = (party: Id, path: string, body: unknown) => call(party, "POST", `${pathOf(party)}${path}`, body)
  const expose = async (retailerId: Id, count = 1, changes: Parameters<typeof seen>[1] = {}) => {
    for (let left = count; left > 0; left--) {
      numbers += 1
      await shipParcel(world, retailerId, numbers)
      await world.disclosures.append(seen(numbers, { retailerId, at: now(), ...changes }))
    }
    await world.settle()
  }
  const answer = (party: Id, met: "yes" | "no", change: object = {}) =>
    post(party, "/facts", {
      assessment: {
        ...asked[party],
        met,
        reasons: [met === "no" ? "noRealRisk" : "realRisk"],
        assessedBy: "privacy officer",
        assessedAt: now(),
        ...change,
      },
    })
  const desk = {
    world,
    call,
    post,
    pathOf,
    now,
    expose,
    answer,
    view: async (party: Id) => viewSchema.parse((await call(party, "GET", pathOf(party))).json),
    async close(party: Id, outcome: "resolved" | "falseAlarm" = "resolved") {
      const { statusCode, json } = await post(party, "/closing", { outcome })
      const closed = closedSchema.parse(json)
      return { statusCode, ...closed, codes: closed.obstacles?.map(({ code }) => code) ?? [] }
    },
    /** Does every duty of the party but those to notify people. */
    async doTheRest(party: Id) {
      for (const { dutyId, kind, state } of (await desk.view(party)).duties) {
        const receipt = receipts[kind]
        if (receipt === undefined || state === "discharged" || state === "notOwed") continue
        const step = { operation: "discharge", receipt: { kind: receipt, reference: "FILE-1", at: now() } }
        await post(party, `/duties/${dutyId}`, { step })
      }
    },
    contain: () => post("northpost", "/measures", { kind: "containment", code: "containmentAttested", at: now() }),
    notifyAll: (party: "leafline" | "maplebooks") =>
      post(party, "/receipts", {
        method: "email",
        notifiedAt: now(),
        recipients: {
          kind: "shipmentIds",
          shipmentIds: world
            .rowsOf("affected")
            .filter(({ retailerId }) => retailerId === party)
            .map(({ shipmentId }) => shipmentId),
        },
      }),
    async watch() {
      await makeWatchDuties(world.desk)()
      await world.settle()
    },
  }
  await expose("leafline")
  await world.anomalies.raise(walkAnomaly())
  await world.settle()
  return desk
}

/** The parties of the world with other laws or roles. */
export function withLaws(changes: Partial<Record<Id, object>>): Party[] {
  return parties.parse({
    parties: breachParties.map((party) => ({
      ...party,
      ...Object.entries(changes).find(([id]) => id === party.id)?.[1],
    })),
  }).parties
}
