import type { Party } from "../../parties/party.ts"
import type { PartyRow } from "../cases/case-rows.ts"
import type { Participant } from "../cases/participant.ts"
import type { Viewer } from "../visibility.ts"

/** Which party acts on which case. The same id twice is one action. */
export type Action = { party: Party; caseAlias: string; actionId: string }

/** The participant that acts, and the rows of the parties that it deals with in the case. */
export type ActingParticipant = Participant & { others: PartyRow[]; viewer: Viewer }
