import * as z from "zod"
import { approveParty } from "../../infra/cli/parties/decide-party.ts"
import { type Hub, withHub } from "../../infra/cli/parties/hub.ts"
import { sendInvitation } from "../../infra/cli/parties/send-invitation.ts"
import { emulatorCredentials } from "../../infra/local/emulator/emulator-environment.ts"
import { stagesFolder } from "../../infra/stages/read-stage.ts"
import type { LocalExchange } from "./local-exchange.ts"

/** Does what the command line does for the hub. */
export function atHub<Result>(local: LocalExchange, work: (hub: Hub) => Promise<Result>): Promise<Result> {
  process.env["AWS_ACCESS_KEY_ID"] = emulatorCredentials.accessKeyId
  process.env["AWS_SECRET_ACCESS_KEY"] = emulatorCredentials.secretAccessKey
  const options = { stage: "local", stages: stagesFolder, endpoint: local.exchange.endpoint.url }
  return withHub({ options, onStep: () => {} }, [], work)
}

/** Calls the API for invited parties. */
export function postInvitation(local: LocalExchange, path: "read" | "answer", body: unknown): Promise<Response> {
  return fetch(`${local.exchange.apiUrl}/v1/invitations/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  })
}

/** Invites a party, enters what it would enter, and approves it. @returns the answer to what it entered */
export async function addParty(
  local: LocalExchange,
  partyId: string,
  entered: { kind?: unknown } & Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const kind = z.enum(["carrier", "retailer"]).parse(entered.kind)
  const { data } = await atHub(local, (hub) => sendInvitation(hub, partyId, { kind, days: 14 }))
  const { token } = z.object({ token: z.string() }).parse(data)
  const answered = await postInvitation(local, "answer", { token, party: entered })
  const answer = z.record(z.string(), z.unknown()).parse(await answered.json())
  if (answered.status !== 200) throw new Error(`${partyId} was refused: ${String(answer["detail"])}`)
  await atHub(local, (hub) => approveParty(hub, partyId, 2))
  return answer
}
