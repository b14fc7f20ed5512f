import { generateKeyPairSync } from "node:crypto"
import { knownLawIds } from "../../../shared/desk/law/catalogue.ts"
import { makeAnswerInvitation } from "../../../shared/parties/invitations/answer-invitation.ts"
import { makeApproveParty, makeDeclineParty } from "../../../shared/parties/invitations/approve-party.ts"
import { invitationRoutes } from "../../../shared/parties/invitations/invitation-routes.ts"
import { type InvitationWish, makeInviteParty } from "../../../shared/parties/invitations/invite-party.ts"
import { makeReadInvitation } from "../../../shared/parties/invitations/read-invitation.ts"
import { makeRemoveParty } from "../../../shared/parties/invitations/remove-party.ts"
import { type Party, parties } from "../../../shared/parties/party.ts"
import { checkedPipeline } from "../../base/platform/checked-pipeline.ts"
import { memorySealer } from "../../doubles/sealing.ts"
import type { Interrupt } from "../../dynamo/memory-dynamo.ts"
import { memoryInvitedParties } from "../memory-stores.ts"
import { recordedTelemetry } from "../test-parties.ts"

export const firstDay = "2026-11-01T10:00:00.000Z"
export const hub = { party: "hub", credential: "user/ops" }

/** A new public key, as a party enters it. */
export function publicKey(kid = "1") {
  return { kid, ...generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" }) }
}

/** What a carrier enters. */
export const aCarrier = (more: Readonly<Record<string, unknown>> = {}) => ({
  kind: "carrier",
  alias: "Northpost",
  credentials: { publicKeys: [publicKey()] },
  channels: { emails: ["privacy@northpost.example"] },
  laws: ["ca-pipeda"],
  jurisdiction: { country: "CA", timeZone: "America/Toronto" },
  ...more,
})

/** What a retailer enters. */
export const aRetailer = (more: Readonly<Record<string, unknown>> = {}) => ({
  ...aCarrier({ kind: "retailer", alias: "Leafline", ordersPerDay: 100 }),
  ...more,
})

/** The parties of the file in these tests. */
export const fileKey = publicKey("file")
const inFile = { channels: {}, laws: ["ca-pipeda"], jurisdiction: { country: "CA", timeZone: "America/Toronto" } }
export const fileParties: readonly Party[] = parties.parse({
  parties: [
    {
      ...inFile,
      id: "maplebooks",
      kind: "retailer",
      alias: "Maple Books",
      discreet: true,
      credentials: { publicKeys: [fileKey] },
      shipperAccounts: [{ carrierId: "northpost", account: "4711" }],
      ordersPerDay: 100,
      missShare: 0.05,
    },
    {
      ...inFile,
      id: "eastpost",
      kind: "carrier",
      alias: "Eastpost",
      credentials: { oidc: { issuer: "https://login.eastpost.example", audience: "a", subject: "s" } },
    },
  ],
}).parties

/** A hub that invites parties, with its API. `interrupt` is awaited before and after each effect of the store. */
export function invitationWorld(options: { interrupt?: Interrupt; fileParties?: readonly Party[] } = {}) {
  const invitedParties = memoryInvitedParties(options.interrupt)
  const sealer = memorySealer()
  const telemetry = recordedTelemetry()
  const now = { at: firstDay }
  let made = 0
  // Tokens and secrets are distinct and repeatable.
  const random = (length: number) => {
    made += 1
    return new Uint8Array(length).fill(made)
  }
  const tools = {
    invitedParties,
    fileParties: options.fileParties ?? fileParties,
    knownLaws: knownLawIds,
    sealer,
    random,
  }
  const routes = invitationRoutes({
    readInvitation: makeReadInvitation(tools),
    answerInvitation: makeAnswerInvitation(tools),
  })
  const handler = checkedPipeline({ routes, telemetry, clock: () => new Date(now.at) })
  const call = async (path: "read" | "answer", body: unknown) => {
    const answer = await handler({
      rawPath: `/v1/invitations/${path}`,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      requestContext: { http: { method: "POST", sourceIp: "203.0.113.7" } },
    })
    return { status: answer.statusCode, body: JSON.parse(answer.body), text: answer.body }
  }
  const decide = (partyId: string) => ({ partyId, by: hub, at: now.at })
  const invite = (wish: Partial<InvitationWish>) =>
    makeInviteParty(tools)({ partyId: "northpost", days: 14, again: false, by: hub, at: now.at, ...wish })
  return {
    ...{ invitedParties, sealer, telemetry, now, call, invite },
    /** Invites a party and returns the token. */
    async tokenOf(partyId: string, kind: "carrier" | "retailer" = "carrier", wish: Partial<InvitationWish> = {}) {
      const result = await invite({ partyId, kind, ...wish })
      if (result.outcome !== "invited") throw new Error(result.outcome)
      return result.token
    },
    read: (token: string) => call("read", { token }),
    answer: (token: string, party: unknown, more: Readonly<Record<string, unknown>> = {}) =>
      call("answer", { token, party, ...more }),
    approve: (partyId: string, version: number) => makeApproveParty(tools)({ ...decide(partyId), version }),
    /** Approves whatever the party entered last. */
    async approveLast(partyId: string) {
      const version = (await invitedParties.current(partyId))?.version ?? 0
      return makeApproveParty(tools)({ ...decide(partyId), version })
    },
    decline: (partyId: string) => makeDeclineParty(tools)(decide(partyId)),
    remove: (partyId: string) => makeRemoveParty(tools)(decide(partyId)),
    historyOf: async (partyId: string) =>
      (await invitedParties.history(partyId, { limit: 50 })).map(({ version, what, by }) => [version, what, by.party]),
  }
}
