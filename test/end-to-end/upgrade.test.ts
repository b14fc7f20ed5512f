import { join } from "node:path"
import { SetQueueAttributesCommand } from "@aws-sdk/client-sqs"
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals"
import { deployAssembly, synthesiseLocally } from "../../infra/local/emulator/deploy-locally.ts"
import { makeStops } from "../../infra/local/local-command.ts"
import { waitUntil } from "../../infra/local/replay/concurrency.ts"
import { whenQueuesAreEmpty } from "../../infra/local/replay/publish.ts"
import { localStage } from "../../infra/stages/stage-config.ts"
import { checkOut, releaseToUpgrade } from "./checked-out-release.ts"
import { type LocalExchange, startLocalExchange } from "./local-exchange.ts"
import { senders } from "./senders.ts"
import { findLosses } from "./upgrade-findings.ts"
import { makeTraffic } from "./upgrade-traffic.ts"

const release = releaseToUpgrade()

/**
 * A message whose function was replaced while it worked comes again after the queue's visibility timeout. The templates
 * have six times the function's own timeout, which is 60 seconds at most. Once is enough for messages not to come while
 * their function works, and saves minutes.
 */
const visibilitySeconds = 60
/** A message may be received after a deployment has set the templates' timeout again. */
const settlingSeconds = 420
jest.setTimeout(660_000)

const seeds = 40
const walkedBefore = 8

if ("absent" in release)
  describe("an upgrade of the latest release", () => {
    it.skip(`was not tried: ${release.absent}`, () => {})
  })
else
  describe(`an upgrade of release ${release.version}, with traffic going on`, () => {
    const stops = makeStops()
    let local: LocalExchange
    let going: ReturnType<typeof makeTraffic>
    let deploy: (project?: string, first?: string) => Promise<unknown>
    let released: string

    beforeAll(async () => {
      const { folder, remove } = await checkOut(release.commit)
      stops.add(remove)
      released = folder
      local = await startLocalExchange({ project: folder })
      stops.add(local.stop)
      const { partiesPath, exchange } = local
      // The operator's files stay as they are.
      const stages = join(folder, "stages")
      deploy = async (project, first) => {
        const assembly = await synthesiseLocally({ stage: localStage, partiesPath, project, stages })
        return deployAssembly(assembly, exchange.endpoint, () => {}, first)
      }
      going = makeTraffic(
        local,
        senders(() => local),
      )
    })

    afterAll(() => stops.stopAll())

    /** A deployment sets the templates' timeout again. */
    async function shortenVisibility(): Promise<void> {
      const Attributes = { VisibilityTimeout: String(visibilitySeconds) }
      for (const { url: QueueUrl, isDeadLetters } of local.exchange.gateQueues)
        if (!isDeadLetters) await local.exchange.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }))
    }

    /** Waits until all work is done, and finds what was lost. */
    async function losses(): Promise<readonly string[]> {
      await whenQueuesAreEmpty(local.exchange, settlingSeconds)
      let found: readonly string[] = []
      const none = async () => {
        found = await findLosses(local, going.traffic)
        return found.length === 0 ? true : undefined
      }
      await waitUntil("all effects", none, { patienceSeconds: 60, everyMilliseconds: 1_000 }).catch(() => {})
      return found
    }

    it("starts from a release with shipments, lookups and a case", async () => {
      for (let number = 0; number < seeds; number++) await going.ship()
      await whenQueuesAreEmpty(local.exchange, settlingSeconds)
      const { shipped } = going.traffic
      for (const parcel of shipped.slice(0, 5)) await going.lookUp(parcel)
      for (const parcel of shipped.slice(0, walkedBefore)) await going.walk(parcel)
      expect(await losses()).toEqual([])
      expect(going.traffic.lookups).toEqual(Array.from({ length: 5 }, () => "delivered"))
    })

    it.each([
      ["upgraded", () => deploy()],
      // CloudFormation takes no export from the stack of data that functions import.
      ["rolled back", () => deploy(released, `Wayseal-${localStage}-Functions`)],
    ])("loses and doubles nothing while it is %s", async (_, change) => {
      const { traffic, during } = going
      const before = { shipped: traffic.shipped.length, walked: traffic.walked.length, lookups: traffic.lookups.length }
      await shortenVisibility()
      await during(traffic.shipped.slice(0, seeds), change())
      expect(await losses()).toEqual([])
      expect(traffic.shipped.length).toBeGreaterThan(before.shipped + 5)
      expect(traffic.walked.length).toBeGreaterThan(before.walked + 1)
      expect(traffic.lookups.slice(before.lookups)).toContain("delivered")
      await Promise.all(traffic.shipped.slice(-5).map(going.lookUp))
      expect(traffic.lookups.slice(-5)).toEqual(Array.from({ length: 5 }, () => "delivered"))
    })
  })
