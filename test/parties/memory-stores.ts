import * as z from "zod"
import { drillRow } from "../../shared/parties/drills/drill.ts"
import { dynamoDrills } from "../../shared/parties/drills/dynamo-drills.ts"
import { dynamoInvitedParties } from "../../shared/parties/invitations/dynamo-invited-parties.ts"
import { invitedParty } from "../../shared/parties/invitations/invited-party.ts"
import { claimRow, partyChange } from "../../shared/parties/invitations/stored-invited-parties.ts"
import { dynamoSessions } from "../../shared/parties/sessions/dynamo-sessions.ts"
import { officerRow, sessionRow } from "../../shared/parties/sessions/session.ts"
import { dynamoSettings } from "../../shared/parties/settings/dynamo-settings.ts"
import { changedSettings, settingsChange } from "../../shared/parties/settings/stored-settings.ts"
import { dynamoWebhookDeliveries } from "../../shared/parties/webhooks/dynamo-webhook-deliveries.ts"
import { endpointRow, webhookAttempt, webhookMessage } from "../../shared/parties/webhooks/webhook-rows.ts"
import { storeInMemory } from "../dynamo/store-in-memory.ts"

export const memoryDrills = storeInMemory("Drills", drillRow, dynamoDrills)

export const memoryInvitedParties = storeInMemory(
  "InvitedParties",
  z.union([invitedParty, partyChange, claimRow]),
  dynamoInvitedParties,
)

export const memorySessions = storeInMemory("Sessions", z.union([sessionRow, officerRow]), dynamoSessions)

export const memorySettings = storeInMemory("Settings", z.union([changedSettings, settingsChange]), dynamoSettings)

export const memoryWebhookDeliveries = storeInMemory(
  "WebhookDeliveries",
  z.union([webhookMessage, webhookAttempt, endpointRow]),
  dynamoWebhookDeliveries,
)
