import { describe, expect, it } from "@jest/globals"
import { dutyClockExample, dutyDue } from "../../shared/base/contracts/duty-clock-events.ts"
import { knownLawIds } from "../../shared/desk/law/catalogue.ts"
import { outgoing } from "../../shared/parties/channels/event-publisher.ts"
import { counterpartyProblems } from "../../shared/parties/counterparty-rules.ts"
import { makeInviteParty } from "../../shared/parties/invitations/invite-party.ts"
import { parties as partiesFile } from "../../shared/parties/party.ts"
import { eventSource, partyDirectory } from "../../shared/parties/party-directory.ts"
import { senderBinding } from "../../shared/parties/reception/open-message.ts"
import { inMemoryBus } from "../doubles/event-publisher.ts"
import { memoryInvitedParties } from "./memory-stores.ts"
import { swiftpost, thatNames } from "./named-counterparties.ts"
import { hubAccount, testParties } from "./test-parties.ts"

const id = "leafline--swiftpost"
const naming = thatNames({
  leafline: [swiftpost],
  oakshop: [{ ...swiftpost, name: "Swiftpost Canada", laws: ["ca-pipeda"] }],
})
const directory = partyDirectory(testParties.map(naming))

describe("a carrier that a retailer named", () => {
  it("is found by its id, with its laws and without any way to sign in or to be reached but by letter", async () => {
    const found = await directory.carrierById(id)
    expect(found).toMatchObject({
      id,
      alias: "Swiftpost",
      laws: ["ca-privacy-act"],
      named: { by: "leafline", privacyEmail: "privacy@swiftpost.example" },
      channels: { queue: false, emails: [], escalationEmails: [] },
    })
    expect(Object.keys(found ?? {})).not.toEqual(expect.arrayContaining(["credentials"]))
    expect(found).not.toHaveProperty("signIn")
    expect(found).not.toHaveProperty("account")
  })

  it("is another one than that of another retailer that names the same firm", async () => {
    const found = await directory.byIds([id, "oakshop--swiftpost", "northpost"])
    expect([...found.values()].map((party) => [party.id, party.alias, party.laws])).toEqual([
      [id, "Swiftpost", ["ca-privacy-act"]],
      ["oakshop--swiftpost", "Swiftpost Canada", ["ca-pipeda"]],
      ["northpost", "Northpost", []],
    ])
  })

  it.each(["leafline--other", "northpost--swiftpost", "nobody--swiftpost", "--swiftpost", "leafline--"])(
    "is not found as %s",
    async (other) => {
      expect(await directory.byId(other)).toBeUndefined()
    },
  )

  it("is no party of the exchange: it is not listed, has no number, and is found by no name", async () => {
    const all: string[] = []
    for await (const party of directory.each()) all.push(party.id)
    expect(all).toEqual(["leafline", "oakshop", "northpost"])
    expect(await directory.numberOf(id)).toBeUndefined()
    expect(await directory.carrierByAlias("Swiftpost")).toBeUndefined()
    expect(directory.ofAccount(undefined).map((party) => party.id)).toEqual(["leafline", "northpost"])
  })

  it("can send no event, whoever writes its source", async () => {
    const bind = senderBinding(directory, hubAccount)
    const sender = await bind(hubAccount, eventSource({ kind: "carrier", id }))
    expect(sender.kind).toBe("spoofed")
  })

  it("gets no event, on no bus (promise: uninvolved-carrier-gets-no-event)", async () => {
    const bus = inMemoryBus()
    const to = (audience: string) =>
      outgoing(dutyDue, dutyClockExample, {
        id: `to-${audience}`,
        occurredAt: "2026-11-01T10:00:00.000Z",
        audience,
        belongsTo: "case",
      })
    await bus.publisher.publish([to(id), to("leafline")])
    const groups = [[to(id)], [to("leafline"), to(id)], [to("northpost")]]
    expect(await bus.publisher.publishGroups(groups)).toEqual({ sent: 3 })
    expect(bus.published(dutyDue).map(({ metadata }) => metadata.id)).toEqual([
      "to-leafline",
      "to-leafline",
      "to-northpost",
    ])
  })
})

describe("what a retailer enters about a carrier", () => {
  const problemsOf = (...counterparties: object[]) => {
    const result = partiesFile.safeParse({
      parties: testParties.map((party) => (party.id === "leafline" ? { ...party, counterparties } : party)),
    })
    if (!result.success) return result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`)
    const leafline = result.data.parties.find((party) => party.id === "leafline")
    return leafline?.kind === "retailer"
      ? counterpartyProblems(leafline, { quotes: true, knownLaws: knownLawIds })
      : ["no retailer"]
  }

  it("is right as the example has it", () => {
    expect(problemsOf(swiftpost)).toEqual([])
  })

  it.each([
    ["a key twice", [swiftpost, swiftpost], "counterparties[1].key is there twice"],
    ["no law and no reason", [{ ...swiftpost, laws: [] }], "counterparties[0].laws names no law"],
    [
      "a zone that there is not",
      [{ ...swiftpost, jurisdiction: { country: "CA", timeZone: "America/Torono" } }],
      "did you mean America/Toronto",
    ],
    ["a key with the mark of ids", [{ ...swiftpost, key: "a--b" }], "write lower-case letters and digits"],
    ["a key that begins with a hyphen", [{ ...swiftpost, key: "-a" }], "write lower-case letters and digits"],
    ["no address", [{ ...swiftpost, privacyEmail: "swiftpost" }], "Invalid email"],
    ["credentials", [{ ...swiftpost, credentials: { publicKeys: [] } }], "Unrecognized key"],
    ["channels", [{ ...swiftpost, channels: { emails: [] } }], "Unrecognized key"],
  ])("is refused with %s", (_what, entered, sentence) => {
    expect(problemsOf(...entered).join()).toContain(sentence)
  })

  it("is refused if the id would be longer than every id may be", () => {
    const retailer = { id: "a-retailer-of-twenty-two", counterparties: [{ ...swiftpost, key: "swiftpo" }] }
    expect(counterpartyProblems(retailer, { quotes: true, knownLaws: knownLawIds })).toEqual([
      "counterparties[0].key must be at most 6 characters long",
    ])
    const fits = { ...retailer, counterparties: [{ ...swiftpost, key: "swiftp" }] }
    expect(counterpartyProblems(fits, { quotes: true, knownLaws: knownLawIds })).toEqual([])
  })
})

describe("a party of the exchange", () => {
  it.each([
    ["of the form of a named counterparty's, in the file or by invitation", id, false, "nameReserved"],
    ["behind which its supplier has no room, by a new invitation", "n".repeat(29), true, "nameTooLong"],
  ])("cannot have an id %s", async (_, badId, isLeftInFile, outcome) => {
    const named = (partyId: string) => ({ ...testParties.find((party) => party.id === "northpost"), id: partyId })
    const fileWith = (partyId: string) =>
      partiesFile.safeParse({ parties: [...testParties, { ...named(partyId), alias: "Impostor" }] })
    const refused = [{ path: ["parties", 3, "id"], message: expect.stringContaining("Write single hyphens") }]
    expect(fileWith(badId).error?.issues ?? []).toMatchObject(isLeftInFile ? [] : refused)
    const invite = makeInviteParty({
      invitedParties: memoryInvitedParties(),
      fileParties: testParties,
      random: (bytes) => Buffer.alloc(bytes, 7),
    })
    const by = { party: "hub", credential: "operator" }
    const wish = {
      partyId: badId,
      kind: "carrier" as const,
      days: 14,
      again: false,
      by,
      at: "2026-11-01T10:00:00.000Z",
    }
    expect(await invite(wish)).toEqual({ outcome })
  })
})
