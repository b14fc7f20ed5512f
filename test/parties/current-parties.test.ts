import { describe, expect, it } from "@jest/globals"
import { currentParties } from "../../shared/parties/current-parties.ts"
import type { InvitedParty, PartyClaim } from "../../shared/parties/invitations/invited-party.ts"
import { type Party, party as partySchema } from "../../shared/parties/party.ts"
import { claimText } from "../../shared/parties/party-directory.ts"
import { fileNumbers } from "../../shared/parties/party-numbers.ts"
import type { ChangedSettings } from "../../shared/parties/settings/stored-settings.ts"
import { theSettings } from "./settings/settings.contract.ts"
import { recordedTelemetry, testParties } from "./test-parties.ts"

const willow: Party = partySchema.parse({
  id: "willow",
  kind: "retailer",
  alias: "Willow & Sons",
  credentials: { oidc: { issuer: "https://login.willow.example", audience: "wayseal", subject: "exchange" } },
  channels: { emails: ["privacy@willow.example"] },
  jurisdiction: { country: "CA", timeZone: "America/Toronto" },
  shipperAccounts: [{ carrierId: "northpost", account: "W-1" }],
  ordersPerDay: 20,
  missShare: 0.05,
})

const approved: InvitedParty = {
  partyId: "willow",
  kind: "retailer",
  language: "en",
  version: 3,
  changedAt: "2026-11-01T10:00:00.000Z",
  approved: { at: "2026-11-01T10:00:00.000Z", party: willow, number: 7 },
}

const claims: readonly PartyClaim[] = [
  { kind: "alias", alias: "Willow & Sons" },
  { kind: "issuer", issuer: "https://login.willow.example", subject: "exchange" },
  { kind: "shipperAccount", carrierId: "northpost", account: "W-1" },
  { kind: "number", number: 7 },
]

/** The parties of a container, whose clock and whose tables a test moves. */
function container(
  first: { settings?: readonly ChangedSettings[]; invited?: readonly InvitedParty[] } = {},
  file: readonly Party[] = testParties,
) {
  const world = {
    seconds: 0,
    reads: { settings: 0, invited: 0, claims: 0 },
    settings: first.settings ?? [],
    invited: first.invited ?? [],
    isUnreadable: false,
  }
  const read = <Answer>(what: keyof typeof world.reads, answer: () => Answer): Answer => {
    world.reads[what] += 1
    if (world.isUnreadable) throw new Error("no table")
    return answer()
  }
  const telemetry = recordedTelemetry()
  const parties = currentParties({
    file,
    stored: {
      settings: {
        of: async (ids) => read("settings", () => world.settings.filter(({ partyId }) => ids.includes(partyId))),
      },
      invited: {
        get: async (id) => read("invited", () => world.invited.find(({ partyId }) => partyId === id)),
        idOf: async (claim) =>
          read("claims", () =>
            world.invited.length > 0 && claims.some((one) => claimText(one) === claimText(claim))
              ? "willow"
              : undefined,
          ),
        async *each() {
          yield* world.invited
        },
      },
    },
    clock: () => new Date(Date.UTC(2026, 10, 1) + world.seconds * 1_000),
    telemetry,
  })
  const emailsOf = async (id: string) => (await parties.byId(id))?.channels.emails
  const at = async (seconds: number, id = "leafline") => {
    world.seconds = seconds
    return emailsOf(id)
  }
  return { world, parties, at, telemetry }
}

async function all(parties: ReturnType<typeof container>["parties"]): Promise<Party[]> {
  const found: Party[] = []
  for await (const party of parties.each()) found.push(party)
  return found
}

describe("the parties of a running function", () => {
  it("are as the file says until they change something", async () => {
    const { parties } = container()
    expect(await all(parties)).toEqual(testParties)
    expect(await parties.byId("nobody")).toBeUndefined()
  })

  it("have the settings that they changed, everywhere that they are found", async () => {
    const thresholds = { walk: { alert: 20 } }
    const heavyReaders = [{ name: "aggregator", class: "aggregator" as const, networks: [], credentials: ["a"] }]
    const { parties } = container({
      settings: [theSettings(1, { settings: { emails: ["new@leafline.example"], thresholds, heavyReaders } })],
    })
    const changed = await parties.byId("leafline")
    expect(changed).toMatchObject({
      channels: { queue: true, emails: ["new@leafline.example"], escalationEmails: [] },
      detection: { mode: "enforce", thresholds },
      heavyReaders,
    })
    expect(await parties.retailerByAlias("leafLINE")).toBe(changed)
    expect(await parties.bySource("wayseal.retailer.leafline")).toBe(changed)
    expect((await all(parties))[0]).toBe(changed)
    expect(await parties.byId("oakshop")).toBe(testParties.find(({ id }) => id === "oakshop"))
  })

  it("are read at most once a minute, all that are asked for with one read", async () => {
    const { world, parties, at } = container()
    await parties.byIds(["leafline", "oakshop", "northpost"])
    expect(world.reads).toEqual({ settings: 1, invited: 0, claims: 0 })
    world.settings = [theSettings(1)]
    expect(await at(59)).toEqual([])
    expect(world.reads.settings).toBe(1)
    expect(await at(60)).toEqual(["contact-1@leafline.example"])
    await at(61)
    expect(world.reads.settings).toBe(2)
  })

  it("stay the same object until they change, so that what was computed from them can be kept", async () => {
    const { world, at, parties } = container({ settings: [theSettings(1)] })
    const before = await parties.byId("leafline")
    await at(60)
    expect(await parties.byId("leafline")).toBe(before)
    world.settings = [theSettings(2)]
    await at(120)
    expect(await parties.byId("leafline")).not.toBe(before)
  })

  it("keep what was read last while the table cannot be read, for five minutes, and then fail (promise: removed-party-is-refused)", async () => {
    const { world, at, telemetry } = container({ settings: [theSettings(1)] })
    await at(0)
    world.isUnreadable = true
    await at(60)
    await at(61)
    expect([world.reads.settings, telemetry.counts]).toEqual([2, { PartiesUnreadable: 1 }])
    expect(await at(299)).toEqual(["contact-1@leafline.example"])
    await expect(at(300)).rejects.toThrow("no table")
    await expect(at(301)).rejects.toThrow("no table")
    world.isUnreadable = false
    world.settings = [theSettings(2)]
    expect(await at(302)).toEqual(["contact-2@leafline.example"])
  })

  it("fail at once while the table has never been read, and never have the file's settings alone", async () => {
    const { world, at } = container()
    world.isUnreadable = true
    await expect(at(0)).rejects.toThrow("no table")
  })
})

describe("a contract with a discreet party", () => {
  const contract = (id: string) => ({ with: id, clause: "s. 4 of 2023", tellWithinHours: 24, send: [] })
  const [discreet, open, carrier] = ["leafline", "oakshop", "northpost"].map((id) =>
    testParties.find((one) => one.id === id),
  )
  if (discreet?.kind !== "retailer" || !discreet.discreet || open === undefined || carrier === undefined)
    throw new Error("no such parties")
  const entered = (ids: readonly string[]): ChangedSettings =>
    theSettings(1, { partyId: carrier.id, settings: { contracts: ids.map(contract) } })
  const contractsIn = async (given: Parameters<typeof container>[0], file?: readonly Party[]) =>
    (await container(given, file).parties.byId(carrier.id))?.contracts?.map(({ with: id }) => id)

  it("counts for nothing if a party enters it by itself: a case would show whether the guess is right", async () => {
    expect(await contractsIn({ settings: [entered([discreet.id, open.id, "nobody"])] })).toEqual([open.id, "nobody"])
    const party = partySchema.parse({ ...willow, discreet: true })
    const hidden: InvitedParty = { ...approved, approved: { at: approved.changedAt, party, number: 7 } }
    expect(await contractsIn({ settings: [entered(["willow"])], invited: [hidden] })).toEqual([])
  })

  it("counts if the operator entered it, also beside others that the party enters", async () => {
    const file = testParties.map((one) => (one === carrier ? { ...one, contracts: [contract(discreet.id)] } : one))
    expect(await contractsIn({}, file)).toEqual([discreet.id])
    const settings = [entered([discreet.id, open.id])]
    expect(await contractsIn({ settings }, file)).toEqual([discreet.id, open.id])
  })
})

describe("an invited party", () => {
  it("is found in every way once the hub approved it, and comes after those of the file", async () => {
    const { parties } = container({ invited: [approved] })
    expect(await parties.byId("willow")).toEqual(willow)
    expect(await parties.retailerByAlias("willow & sons")).toEqual(willow)
    expect(await parties.carrierByAlias("Willow & Sons")).toBeUndefined()
    expect(await parties.retailerByAccount({ carrierId: "northpost", account: "W-1" })).toEqual(willow)
    expect(await parties.bySource("wayseal.retailer.willow")).toEqual(willow)
    expect(await parties.bySource("wayseal.carrier.willow")).toBeUndefined()
    const issuer = { issuer: "https://login.willow.example", subject: "exchange" }
    expect(await parties.byIssuer(issuer)).toEqual(willow)
    expect((await all(parties)).map(({ id }) => id)).toEqual([...testParties.map(({ id }) => id), "willow"])
  })

  it("has the number that it got, which no party of the file has", async () => {
    const { parties } = container({ invited: [approved] })
    const ofFile = fileNumbers(testParties).get("leafline") ?? 0
    expect(await parties.numberOf("willow")).toBe(7)
    expect(await parties.numberOf("leafline")).toBe(ofFile)
    const found = await parties.byNumbers([7, ofFile, 8])
    expect([...found].map(([number, { id }]) => [number, id])).toEqual([
      [7, "willow"],
      [ofFile, "leafline"],
    ])
  })

  it("changes settings as every party does", async () => {
    const emails = ["new@willow.example"]
    const settings = [{ partyId: "willow", version: 1, changedAt: "2026-11-02T10:00:00.000Z", settings: { emails } }]
    const { parties, at } = container({ invited: [approved], settings })
    expect(await at(0, "willow")).toEqual(emails)
    expect((await all(parties)).at(-1)?.channels.emails).toEqual(emails)
  })

  it("is not there before it is approved, and not after it was removed, within a minute (promise: removed-party-is-refused)", async () => {
    const { approved: entry, ...asked } = approved
    const { world, at, parties } = container({
      invited: [{ ...asked, answer: { at: asked.changedAt, party: willow } }],
    })
    expect(await at(0, "willow")).toBeUndefined()
    expect(await all(parties)).toEqual(testParties)
    world.invited = [{ ...asked, ...(entry === undefined ? {} : { approved: entry }) }]
    expect(await at(59, "willow")).toBeUndefined()
    expect(await at(60, "willow")).toEqual(["privacy@willow.example"])
    world.invited = [{ ...approved, removedAt: "2026-11-03T10:00:00.000Z" }]
    expect(await at(120, "willow")).toBeUndefined()
    expect(await parties.retailerByAlias("Willow & Sons")).toBeUndefined()
    expect(await all(parties)).toEqual(testParties)
  })

  it("comes after a party of the file that has the same id or alias", async () => {
    const [leafline] = testParties
    if (leafline === undefined) throw new Error("there is no party")
    const ofFile: Party = { ...leafline, id: "willow", alias: "Willow & Sons" }
    const { parties, world } = container({ invited: [approved] }, [ofFile])
    expect([await parties.byId("willow"), await parties.retailerByAlias("Willow & Sons")]).toEqual([ofFile, ofFile])
    expect(await all(parties)).toEqual([ofFile])
    expect(world.reads.invited + world.reads.claims).toBe(0)
  })

  it("costs no read for parties of the file, and one a minute for an id that nobody has", async () => {
    const { parties, world, at } = container({ invited: [approved] })
    await parties.byIds(["leafline", "oakshop"])
    await parties.retailerByAlias("Leafline")
    expect(world.reads.invited + world.reads.claims).toBe(0)
    await Promise.all([parties.byId("nobody"), parties.byId("nobody")])
    await at(59, "nobody")
    expect(world.reads.invited).toBe(1)
  })

  it("does not count as gone while the table cannot be read", async () => {
    const { world, at } = container({ invited: [approved] })
    await at(0, "willow")
    world.isUnreadable = true
    expect(await at(299, "willow")).toEqual(["privacy@willow.example"])
    await expect(at(300, "willow")).rejects.toThrow("no table")
  })
})
