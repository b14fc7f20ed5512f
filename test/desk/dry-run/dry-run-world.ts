import * as z from "zod"
import { contractsFrom } from "../../../shared/base/contracts/catalogue.ts"
import { eventRejected } from "../../../shared/base/contracts/event-rejected.ts"
import { withFixes } from "../../../shared/base/contracts/problem-fixes.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { eventSource } from "../../../shared/parties/party-directory.ts"
import { explainRejection } from "../../../shared/parties/reception/rejection-pipeline.ts"
import { makeValidateEvents, type ValidateEventsAnswer } from "../../../shared/parties/reception/validate-events.ts"
import { gateWorld, type PartyEvent } from "../../intake/tracking/gate-world.ts"
import { memoryDrills } from "../../parties/memory-stores.ts"
import { memoryRestrictions } from "../../watch/detection/memory-stores.ts"
import { memoryBreachCases } from "../memory-stores.ts"
import { dryRunOf } from "./dry-run-over.ts"

type Validated = ValidateEventsAnswer["events"][number]

const envelopeParts = z.looseObject({ "detail-type": z.string(), source: z.string(), detail: z.unknown() })

export type DryRunWorld = ReturnType<typeof dryRunWorld>

/** The redaction gate, and a dry run over the same tables. */
export function dryRunWorld() {
  const points: string[] = []
  const read: string[] = []
  const world = gateWorld(async (point) => void points.push(point))
  const dryRun = dryRunOf({
    trackingRows: {
      get: async (recordIds) => {
        read.push(...recordIds)
        return world.records.table.get(recordIds)
      },
    },
    recordFinder: world.records,
    cases: memoryBreachCases(),
    restrictions: memoryRestrictions(),
    erasures: world.records.erasures,
    drills: memoryDrills(),
    sealer: world.sealer,
    hashes: world.hashes,
    parties: world.parties,
    laws: lawCatalogue,
    clock: world.now,
    randomId: () => "random",
  })
  const validateEvents = makeValidateEvents({ loadDryRun: async () => dryRun, clock: world.now })
  const senderOf = async (event: PartyEvent) => {
    const envelope = envelopeParts.parse(event)
    const party = await world.parties.bySource(envelope.source)
    if (party === undefined) throw new Error("no such party")
    return { party, detailType: envelope["detail-type"], detail: envelope.detail }
  }
  const rejections = () => world.bus.published(eventRejected).map(({ data }) => data.problems)

  return {
    ...world,
    /** What the stores were asked for since the last call. */
    takePoints: () => points.splice(0),
    /** The tracking records that validations have read. */
    read,
    /** What a validation says of the event. */
    async validate(event: PartyEvent): Promise<Validated> {
      const { party, detailType, detail } = await senderOf(event)
      const [answer] = (await validateEvents(party, { events: [{ detailType, detail }] })).events
      if (answer === undefined) throw new Error("no answer")
      return answer
    },
    /** The problems that the hub answers to the event itself. */
    async problemsOf(event: PartyEvent) {
      const { party, detailType, detail } = await senderOf(event)
      if (contractsFrom(party.kind).some((contract) => contract.detailType === detailType)) {
        const before = rejections().length
        await world.publish(event)
        return rejections().slice(before).flat()
      }
      const envelope = { id: "1", account: "1", time: "", source: eventSource(party), detail }
      const { problems } = explainRejection(party, { ...envelope, "detail-type": detailType }, world.now())
      return withFixes(problems, {})
    },
  }
}
