import { describe, expect, it } from "@jest/globals"
import { knownLawIds } from "../../../shared/desk/law/catalogue.ts"
import { makeApproveParty } from "../../../shared/parties/invitations/approve-party.ts"
import { freeNumber } from "../../../shared/parties/invitations/party-number.ts"
import { parties } from "../../../shared/parties/party.ts"
import { invitedNumbers } from "../../../shared/parties/party-numbers.ts"
import { aCarrier, aRetailer, fileParties, hub, invitationWorld, publicKey } from "./invitation-world.ts"

describe("the hub", () => {
  it.each([
    ["without a kind", { partyId: "northpost" }, "kindMissing"],
    ["that the file has", { partyId: "maplebooks", kind: "retailer" as const }, "inFile"],
    ["whose id is an alias in the file", { partyId: "eastpost-co", kind: "carrier" as const }, "nameTaken"],
    ["again that it never invited", { partyId: "northpost", again: true }, "unknown"],
  ])("cannot invite a party %s", async (_, wish, outcome) => {
    const named = fileParties.map((each) => (each.id === "eastpost" ? { ...each, alias: "Eastpost-Co" } : each))
    const { invite, invitedParties } = invitationWorld({ fileParties: named })
    expect(await invite(wish)).toEqual({ outcome })
    expect(invitedParties.rows()).toEqual([])
  })

  it("cannot invite a party whose id is the alias of an invited one", async () => {
    const { tokenOf, answer, invite } = invitationWorld()
    await answer(await tokenOf("northpost"), aCarrier({ alias: "WestPost" }))
    expect(await invite({ partyId: "westpost", kind: "carrier" })).toEqual({ outcome: "nameTaken" })
  })

  it("has to say so when it invites a party again, and cannot change its kind", async () => {
    const { tokenOf, invite, remove } = invitationWorld()
    await tokenOf("northpost")
    expect(await invite({ kind: "carrier" })).toEqual({ outcome: "knownAlready" })
    expect(await invite({ kind: "retailer", again: true })).toEqual({ outcome: "kindDiffers" })
    expect(await invite({ again: true, language: "fr" })).toMatchObject({
      outcome: "invited",
      party: { language: "fr" },
    })
    await remove("northpost")
    expect(await invite({ again: true })).toMatchObject({ outcome: "invited" })
  })

  it("lets a party that lost its key enter another, while the old one counts until the approval", async () => {
    const { tokenOf, answer, approveLast, invitedParties } = invitationWorld()
    const [lost, found] = [publicKey("lost"), publicKey("found")]
    await answer(await tokenOf("northpost"), aCarrier({ credentials: { publicKeys: [lost] } }))
    const first = await approveLast("northpost")
    const again = await tokenOf("northpost", "carrier", { again: true })
    await answer(again, aCarrier({ credentials: { publicKeys: [found] } }))
    const keys = async () => (await invitedParties.current("northpost"))?.approved?.party.credentials
    expect(await keys()).toEqual({ publicKeys: [lost] })
    const second = await approveLast("northpost")
    expect(await keys()).toEqual({ publicKeys: [found] })
    expect(second).toMatchObject({ number: "number" in first ? first.number : 0 })
    const [change] = await invitedParties.history("northpost", { limit: 1 })
    expect(change).toMatchObject({
      what: "approved",
      by: hub,
      changes: [{ field: "credentials", before: { publicKeys: [lost] }, after: { publicKeys: [found] } }],
    })
  })

  it("approves only what it looked at", async () => {
    const { tokenOf, answer, approve, invitedParties } = invitationWorld()
    const token = await tokenOf("northpost")
    await answer(token, aCarrier())
    await answer(token, aCarrier({ alias: "Another" }))
    expect(await approve("northpost", 2)).toEqual({ outcome: "outdated" })
    expect((await invitedParties.current("northpost"))?.approved).toBeUndefined()
    expect(await approve("northpost", 3)).toMatchObject({ outcome: "approved" })
    // The same approval again finds nothing to approve.
    expect(await approve("northpost", 3)).toEqual({ outcome: "noAnswer" })
  })

  it("cannot approve what is not there, or was not answered", async () => {
    const { tokenOf, approve } = invitationWorld()
    expect(await approve("northpost", 1)).toEqual({ outcome: "unknown" })
    await tokenOf("northpost")
    expect(await approve("northpost", 1)).toEqual({ outcome: "noAnswer" })
  })

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ["a party that there is not", { with: "nobody" }, 'roles.0.with names no party, "nobody"'],
    ["a party of its own kind", { with: "eastpost" }, "roles.0.with is a carrier too"],
  ])("does not approve a role towards %s", async (_, role, says) => {
    const { tokenOf, answer, approveLast } = invitationWorld()
    await answer(await tokenOf("northpost"), aCarrier({ roles: [{ ...role, role: "holder" }] }))
    expect(await approveLast("northpost")).toEqual({ outcome: "invalid", sentences: [expect.stringContaining(says)] })
  })

  it("approves roles of two invited parties towards each other", async () => {
    const { tokenOf, answer, approveLast } = invitationWorld()
    const towards = (id: string) => ({ roles: [{ with: id, role: "holder" }] })
    await answer(await tokenOf("northpost"), aCarrier(towards("leafline")))
    await answer(await tokenOf("leafline", "retailer"), aRetailer(towards("northpost")))
    expect(await approveLast("northpost")).toMatchObject({ outcome: "approved" })
    expect(await approveLast("leafline")).toMatchObject({ outcome: "approved" })
  })

  it("does not approve what a later parties file has", async () => {
    const key = publicKey()
    const described = { alias: "Taken", credentials: { publicKeys: [key] } }
    const { tokenOf, answer, invitedParties } = invitationWorld()
    await answer(await tokenOf("northpost"), aCarrier(described))
    const later = (id: string) => parties.parse({ parties: [{ ...aCarrier(described), id }] }).parties
    const asked = { partyId: "northpost", version: 2, by: hub, at: "2026-11-02T10:00:00.000Z" }
    const approveWith = (id: string) =>
      makeApproveParty({ invitedParties, fileParties: later(id), knownLaws: knownLawIds })(asked)
    expect(await approveWith("another")).toEqual({
      outcome: "invalid",
      sentences: [
        "alias is also the alias of another",
        "credentials.publicKeys[0] is also a key of another. Each party needs a key of its own",
      ],
    })
    expect(await approveWith("northpost")).toEqual({
      outcome: "invalid",
      sentences: [expect.stringContaining("the parties file has a party of this id")],
    })
  })

  it("declines an answer and takes the invitation back, and the names are free again", async () => {
    const { tokenOf, answer, read, decline, historyOf } = invitationWorld()
    const token = await tokenOf("northpost")
    await answer(token, aCarrier({ alias: "Wanted" }))
    expect(await decline("northpost")).toEqual({ outcome: "declined" })
    expect((await read(token)).status).toBe(404)
    expect((await answer(await tokenOf("westpost"), aCarrier({ alias: "Wanted" }))).status).toBe(200)
    expect(await decline("northpost")).toEqual({ outcome: "nothingToDecline" })
    expect(await decline("nobody")).toEqual({ outcome: "unknown" })
    expect((await historyOf("northpost"))[0]).toEqual([3, "declined", "hub"])
  })

  it("removes a party, whose names stay its own until it is approved again", async () => {
    const { tokenOf, answer, approveLast, remove, read, invitedParties, historyOf } = invitationWorld()
    await answer(await tokenOf("northpost"), aCarrier())
    await approveLast("northpost")
    const first = (await invitedParties.current("northpost"))?.approved
    const token = await tokenOf("northpost", "carrier", { again: true })
    expect(await remove("northpost")).toEqual({ outcome: "changed" })
    expect(await remove("northpost")).toEqual({ outcome: "unchanged" })
    expect((await read(token)).status).toBe(404)
    expect(await invitedParties.current("northpost")).toMatchObject({ removedAt: expect.any(String) })
    expect((await answer(await tokenOf("westpost"), aCarrier())).body.detail).toContain("alias is also the alias")
    const again = await tokenOf("northpost", "carrier", { again: true })
    expect((await read(again)).body).toMatchObject({ state: "invited" })
    expect((await answer(again, aCarrier())).status).toBe(200)
    expect(await invitedParties.current("northpost")).toMatchObject({ removedAt: expect.any(String) })
    expect(await approveLast("northpost")).toMatchObject({ outcome: "approved", number: first?.number })
    expect(await invitedParties.current("northpost")).not.toHaveProperty("removedAt")
    expect((await historyOf("northpost")).slice(0, 4).map(([, what]) => what)).toEqual([
      "approved",
      "answered",
      "invitedAgain",
      "removed",
    ])
    expect(await remove("nobody")).toEqual({ outcome: "unknown" })
  })
})

describe("the number of a party", () => {
  it("is its own, and above those of the file", async () => {
    const { tokenOf, answer, approveLast, invitedParties } = invitationWorld()
    const numbers: number[] = []
    for (let place = 0; place < 40; place += 1) {
      await answer(await tokenOf(`carrier-${place}`), aCarrier({ alias: `Carrier ${place}` }))
      const result = await approveLast(`carrier-${place}`)
      if (result.outcome === "approved") numbers.push(result.number)
    }
    expect(new Set(numbers).size).toBe(40)
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(invitedNumbers.first)
    expect(Math.max(...numbers)).toBeLessThanOrEqual(invitedNumbers.last)
    expect(await invitedParties.idOf({ kind: "number", number: numbers[7] ?? 0 })).toBe("carrier-7")
  })

  it("is the next free one if its first choice is another's", async () => {
    const first = await freeNumber({ takenFrom: async () => [] }, "northpost")
    const isTaken = (count: number) => ({
      takenFrom: async (_: string, claims: readonly { pk: string; sk: string }[]) =>
        claims.filter(({ sk }) => Number(sk) >= (first ?? 0) && Number(sk) < (first ?? 0) + count),
    })
    expect(await freeNumber(isTaken(70), "northpost")).toBe((first ?? 0) + 70)
    expect(await freeNumber({ takenFrom: async (_, claims) => claims }, "northpost")).toBeUndefined()
  })
})

describe("two at the same moment", () => {
  it("cannot both get one alias", async () => {
    const { tokenOf, answer } = invitationWorld()
    const tokens = [await tokenOf("northpost"), await tokenOf("westpost")]
    const found = await Promise.all(tokens.map((token) => answer(token, aCarrier({ alias: "Wanted" }))))
    expect(found.map(({ status }) => status).sort()).toEqual([200, 400])
  })

  it("cannot invite one party twice", async () => {
    const { invite, historyOf } = invitationWorld()
    const found = await Promise.all([1, 2].map(() => invite({ kind: "carrier" })))
    expect(found.map(({ outcome }) => outcome).sort()).toEqual(["invited", "knownAlready"])
    expect(await historyOf("northpost")).toHaveLength(1)
  })

  it("that answer leave one after the other, each in the history", async () => {
    const { tokenOf, answer, historyOf } = invitationWorld()
    const token = await tokenOf("northpost")
    const found = await Promise.all(["One", "Two"].map((alias) => answer(token, aCarrier({ alias }))))
    expect(found.map(({ status }) => status)).toEqual([200, 200])
    expect(await historyOf("northpost")).toHaveLength(3)
  })

  it("approve a version once", async () => {
    const { tokenOf, answer, approve, historyOf } = invitationWorld()
    await answer(await tokenOf("northpost"), aCarrier())
    const found = await Promise.all([1, 2].map(() => approve("northpost", 2)))
    expect(found.map(({ outcome }) => outcome).sort()).toEqual(["approved", "noAnswer"])
    expect(await historyOf("northpost")).toHaveLength(3)
  })

  it("answer and approve, and never is approved what the hub did not look at", async () => {
    const { tokenOf, answer, approve, invitedParties } = invitationWorld()
    const token = await tokenOf("northpost")
    await answer(token, aCarrier({ alias: "Looked at" }))
    await Promise.all([answer(token, aCarrier({ alias: "Unseen" })), approve("northpost", 2)])
    expect((await invitedParties.current("northpost"))?.approved?.party.alias ?? "Looked at").toBe("Looked at")
  })
})

describe("a crash at any point", () => {
  /** Invites, enters and approves, and tries each step again until it succeeds, as people do. */
  async function play(crashAt: number) {
    const world: { points: number } = { points: 0 }
    const interrupt = async () => {
      world.points += 1
      if (world.points === crashAt) throw new Error("crash")
    }
    const { tokenOf, answer, approveLast, invite, invitedParties } = invitationWorld({ interrupt })
    const untilDone = async <Result>(step: () => Promise<Result>): Promise<Result> => step().catch(() => step())
    const token = await untilDone(() => tokenOf("northpost")).catch(async () => {
      const again = await invite({ again: true })
      return again.outcome === "invited" ? again.token : ""
    })
    const entered = aCarrier({ channels: { emails: ["a@b.example"], webhookUrl: "https://hooks.b.example/" } })
    const answered = await answer(token, entered)
    const settled = answered.status === 500 ? await answer(token, entered) : answered
    await untilDone(() => approveLast("northpost"))
    return {
      points: world.points,
      status: settled.status,
      party: await invitedParties.current("northpost"),
      invitedParties,
    }
  }

  it("leaves nothing half done, and doing it again does it", async () => {
    const { points } = await play(0)
    expect(points).toBeGreaterThan(12)
    for (let crashAt = 1; crashAt <= points; crashAt += 1) {
      const { status, party, invitedParties } = await play(crashAt)
      expect([crashAt, status, party?.approved?.party.alias]).toEqual([crashAt, 200, "Northpost"])
      expect([crashAt, party?.answer, party?.invitation]).toEqual([crashAt, undefined, undefined])
      // One history, and no claim of a token that is no longer.
      const versions = (await invitedParties.history("northpost", { limit: 50 })).map(({ version }) => version)
      expect(versions).toEqual(versions.map((_, place) => versions.length - place))
      expect(JSON.stringify(invitedParties.rows())).not.toContain('"pk":"invitation"')
    }
  })
})
