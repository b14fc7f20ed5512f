import canonicalize from "canonicalize"
import type { Caller } from "../../parties/authenticate-party.ts"
import type { Route } from "../../parties/party-route.ts"
import { HttpDocument } from "../../platform/http-route.ts"
import { daySeconds } from "../../platform/instants.ts"
import type { CommandRow } from "../cases/case-rows.ts"
import { refusedProblem } from "./desk-problems.ts"
import { commandId, type PartyRequest, type ServedDesk } from "./desk-request.ts"

/** Days that the hub knows a command and its answer. */
const daysKept = 30

/**
 * Carries a command out once. The same request under the same id receives the first answer again. Another request under
 * that id is refused. A command that was refused, or failed half-way, can be sent again.
 */
export function oncePerCommand(desk: Pick<ServedDesk, "cases" | "hashUnderKey">, of: Route): Route {
  return {
    ...of,
    answer: async (request) => {
      const { caller } = request
      if (caller === undefined) return of.answer(request)
      const command = commandOf(desk, of, { ...request, caller })
      if ((await desk.cases.mark(command)) === "present") {
        const [known] = await desk.cases.items([command])
        if (known?.type === "command" && known.content !== command.content) throw refusedProblem("commandDiffers")
        if (known?.type === "command" && known.answer !== undefined) return sameAnswer(known.answer)
      }
      const answer = await of.answer(request)
      if (answer.status < 300 && !(answer.body instanceof HttpDocument)) {
        await desk.cases.storeAnswer({
          ...command,
          answer: { status: answer.status, json: JSON.stringify(answer.body) },
        })
      }
      return answer
    },
  }
}

function commandOf(
  desk: Pick<ServedDesk, "hashUnderKey">,
  { method, path }: Route,
  request: PartyRequest & { caller: Caller },
): CommandRow {
  const { body = null, parameters, caller, receivedAt } = request
  const id = commandId(desk, request)
  const content = canonicalize({ method, path, parameters, body }) ?? ""
  return {
    ...commandKey(caller.party.id, id),
    type: "command",
    // Keyed, because a body can hold addresses and references, and nobody may find one by trying.
    content: desk.hashUnderKey(id, content),
    expiresAt: Math.floor(Date.parse(receivedAt) / 1_000) + daysKept * daySeconds,
  }
}

function sameAnswer({ status, json }: NonNullable<CommandRow["answer"]>) {
  return { status, body: new HttpDocument("application/json", json) }
}

/** Key of a command of a party. */
function commandKey(partyId: string, commandId: string) {
  return { pk: `COMMAND#${partyId}#${commandId}`, sk: "COMMAND" }
}
