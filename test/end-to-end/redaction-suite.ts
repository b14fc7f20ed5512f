import { describe, expect, it } from "@jest/globals"
import { whenQueuesAreEmpty } from "../../infra/local/replay/publish.ts"
import { rawValuesOf } from "../builders/parcels.ts"
import type { LocalExchange } from "./local-exchange.ts"
import type { Senders } from "./senders.ts"

/** The log lines of invocations that failed. */
export const failedInvocations = async (local: LocalExchange): Promise<readonly string[]> =>
  (await local.logLines()).filter((line) => line.includes("The invocation failed"))

/**
 * What the suites before it left behind.
 *
 * @param options.alsoIn tables that they have written to, besides those that every run writes to
 * @param options.failedBefore invocations that were meant to fail
 */
export function redactionSuite(
  local: () => LocalExchange,
  send: () => Senders,
  options: { readonly alsoIn?: readonly string[]; readonly failedBefore?: () => readonly string[] } = {},
): void {
  const { alsoIn = [], failedBefore = () => [] } = options
  describe("behind the redaction gate", () => {
    it("no raw value is in a table, a party's queue or a log", async () => {
      await whenQueuesAreEmpty(local().exchange, 120)
      const tables = await Promise.all(
        tableNames().map(async (name) => [name, await local().exchange.rows(name)] as const),
      )
      const places: [string, string][] = [
        ...tables.flatMap(([name, rows]) => rows.map((row): [string, string] => [name, searchable(row)])),
        ...["leafline", "maplebooks", "northpost"].flatMap((party) =>
          local()
            .inbox(party)
            .map(({ body }): [string, string] => [`queue of ${party}`, body]),
        ),
        ...(await local().logLines()).map((line): [string, string] => ["log", line]),
      ]
      // Addresses, sessions and accounts of all visitors.
      const visitors = ["192.0.2.", "198.51.100.", "e2e-session-", "account-"]
      const people = local().people.flatMap(({ name, subject }) => [name, subject])
      const raw = [...send().parcels.flatMap(rawValuesOf), ...visitors, ...people]
      const found = places.flatMap(([place, text]) =>
        raw.filter((value) => text.includes(value)).map((value) => [place, value]),
      )
      expect(found).toEqual([])
      const written = ["TrackingRecords", "SealingKeys", "queue of leafline", "queue of northpost", "log", ...alsoIn]
      expect(written.filter((place) => !places.some(([where]) => where === place))).toEqual([])
    })

    it("no valid event became a dead letter", async () => {
      const dead = local().exchange.gateQueues.filter(({ isDeadLetters }) => isDeadLetters)
      const depths = await Promise.all(
        dead.map(async ({ name, url }) => [name, await local().exchange.depth(url)] as const),
      )
      expect(depths.filter(([, depth]) => depth > 0)).toEqual([])
      expect(dead.length).toBeGreaterThan(0)
    })

    it("no invocation of a function failed", async () => {
      expect((await failedInvocations(local())).filter((line) => !failedBefore().includes(line))).toEqual([])
    })

    const tableNames = () =>
      [
        "TrackingRecords",
        "Disclosures",
        "AccessProfiles",
        "Anomalies",
        "AnnouncedWalkers",
        "Restrictions",
        "DecisionNotes",
        "ChallengeFailures",
        "RetailerProfiles",
        "RetailerVolumes",
        "BreachCases",
        "SealingKeys",
        "RequestedDocuments",
        "Settings",
        "InvitedParties",
        "ShopEntries",
        "Sessions",
      ] as const
    const searchable = (row: unknown): string =>
      JSON.stringify(row, (_key, value: unknown) =>
        value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value instanceof Set ? [...value] : value,
      )
  })
}
