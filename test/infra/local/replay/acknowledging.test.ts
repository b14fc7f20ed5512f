import { setTimeout as pause } from "node:timers/promises"
import type { PutEventsCommand } from "@aws-sdk/client-eventbridge"
import { describe, expect, it } from "@jest/globals"
import { prepareReplay } from "../../../../infra/local/replay/context.ts"
import type { DeployedExchange, PartyMessage } from "../../../../infra/local/replay/deployed-exchange.ts"
import { scenario2018 as scenario } from "../../../../infra/local/replay/scenario.ts"
import { aCase, aParty } from "../../../desk/cases/breach-cases.contract.ts"
import { alert, anAnomaly } from "./alerted-case.ts"

/** By which northpost knows the cases. */
const aliases = { walkCase: "WS-4K7QX2M9TB", otherCase: "WS-8Z3PN5V1RC" }

/** An exchange with a case of the walk, and one that somebody else made. Northpost is alerted to both. */
function exchangeWithTwoCases() {
  const rows = Object.entries(aliases).flatMap(([caseId, alias]) => [
    aCase(caseId),
    aParty(caseId, "northpost", { alias }),
  ])
  const ofWalk = anAnomaly("walkCase", "2026-11-01T10:00:30.000Z")
  const ofOther = { ...anAnomaly("otherCase", "2026-11-01T10:00:30.000Z"), retailerId: "maplebooks" }
  const alerts = Object.values(aliases).map((alias) => alert(alias, 0))
  const queues: Record<string, PartyMessage[]> = { northpost: alerts, maplebooks: [alert(aliases.otherCase, 0)] }
  const acknowledged: string[] = []
  const exchange = {
    ingressBusName: "ingress",
    rows: async () => [...rows, ofWalk, ofOther],
    receive: async (partyId: string) => queues[partyId]?.splice(0) ?? [],
    events: {
      send: async ({ input: { Entries = [] } }: PutEventsCommand) => {
        for (const { Detail = "" } of Entries) acknowledged.push(JSON.parse(Detail).data.caseAlias)
        return { Entries: Entries.map(() => ({ EventId: "1" })) }
      },
    },
  } as unknown as DeployedExchange
  return { exchange, acknowledged, queues }
}

async function replayFor(isAlone?: true) {
  const { exchange, acknowledged, queues } = exchangeWithTwoCases()
  const alone = isAlone === undefined ? {} : { isAlone }
  const { inbox } = prepareReplay({ scenario, exchange, sign: async () => "", onLine: () => {}, ...alone })
  while (inbox.of("northpost").length < 2) await pause(5)
  await inbox.stop()
  return { acknowledged, left: queues["maplebooks"]?.length }
}

describe("the parties of the replay", () => {
  it("acknowledge the case of the walk, and not one that somebody else was just mailed about", async () => {
    expect((await replayFor()).acknowledged).toEqual([aliases.walkCase])
  })

  it("leave the queue of a party that takes no part to its own engineer", async () => {
    expect((await replayFor()).left).toBe(1)
  })

  it("acknowledge every case in the example, which nobody else uses", async () => {
    expect((await replayFor(true)).acknowledged).toEqual(Object.values(aliases))
  })
})
