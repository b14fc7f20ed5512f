import { expect } from "@jest/globals"
import type { Hub } from "../../../../infra/cli/parties/hub.ts"
import { type InviteOptions, sendInvitation } from "../../../../infra/cli/parties/send-invitation.ts"
import { secureRandomBytes } from "../../../../shared/base/platform/random-id.ts"
import { hub as by, fileParties, invitationWorld } from "../../../parties/invitations/invitation-world.ts"
import { memorySettings } from "../../../parties/memory-stores.ts"

type Sent = { to: string; subject: string; text: string }

/** The commands of a hub, whose parties answer as they do over the API. */
export function office(options: { mail?: "works" | "fails"; topics?: "work" | "fail" } = {}) {
  const world = invitationWorld()
  const sent: Sent[] = []
  const deletedTopics: string[] = []
  const settings = memorySettings()
  const hub: Hub = {
    stage: "prod",
    apiUrl: "https://api.hub.example",
    invitedParties: world.invitedParties,
    settings,
    fileParties,
    by: async () => by,
    now: () => world.now.at,
    random: secureRandomBytes,
    send:
      options.mail === undefined
        ? undefined
        : async (to, letter) => {
            if (options.mail === "fails") throw Object.assign(new Error("secret"), { name: "AccessDeniedException" })
            sent.push({ to, ...letter })
          },
    deleteTopic:
      options.topics === undefined
        ? undefined
        : async (partyId) => {
            if (options.topics === "fail") throw Object.assign(new Error("secret"), { name: "AuthorizationError" })
            deletedTopics.push(partyId)
          },
  }
  return {
    ...{ hub, sent, deletedTopics, world },
    invite: (party: string, more: Partial<InviteOptions> = {}) =>
      sendInvitation(hub, party, { days: 14, kind: "carrier", ...more }),
    /** Invites a party, which enters this. */
    async answered(party: string, entered: { kind: string }) {
      const kind = entered.kind === "carrier" ? "carrier" : "retailer"
      expect((await world.answer(await world.tokenOf(party, kind), entered)).status).toBe(200)
    },
  }
}
