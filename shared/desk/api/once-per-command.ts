import canonicalize from "canonicalize"
import { HttpProblem } from "../../base/platform/http-problem.ts"
import { HttpDocument } from "../../base/platform/http-route.ts"
import { daySeconds } from "../../base/platform/instants.ts"
import type { Caller } from "../../parties/authenticate-party.ts"
import type { Route } from "../../parties/party-route.ts"
import { refused } from "../../parties/refusals.ts"
import type { CommandRow } from "../cases/case-rows.ts"
import { commandId, type PartyRequest, type ServedDesk } from "./desk-request.ts"

/** Days that the hub knows a command and its answer. */
const daysKept = 30

/** A request is over after this time, whatever became of it: the function's timeout and a second. */
const longestMilliseconds = 31_000

/**
 * Carries a command out once: a call of a route that declares the header `idempotency-key`. The same request under the
 * same id receives the first answer again, or 409 while its first sending is under way. Another request under that id
 * is refused. A command that was refused, or failed half-way, can be sent again.
 */
export function oncePerCommand(desk: Pick<ServedDesk, "cases" | "hashUnderKey">, of: Route): Route {
  if (of.requestHeaders === undefined || !("idempotency-key" in of.requestHeaders.shape)) return of
  return {
    ...of,
    answer: async (request) => {
      const { caller } = request
      if (caller === undefined) return of.answer(request)
      const command = commandOf(desk, of, { ...request, caller })
      const busyUntil = new Date(Date.parse(request.receivedAt) + longestMilliseconds).toISOString()
      if ((await desk.cases.mark({ ...command, busyUntil })) === "present") {
        const [known] = await desk.cases.items([command])
        if (known?.type === "command") {
          if (known.content !== command.content) throw usedForAnother(request.headers)
          if (known.answer !== undefined) return sameAnswer(known.answer)
          if ((known.busyUntil ?? "") > request.receivedAt) throw new HttpProblem("requestInProgress")
        }
      }
      try {
        const answer = await of.answer(request)
        const isDone = answer.status < 300 && !(answer.body instanceof HttpDocument)
        const done = { answer: { status: answer.status, json: JSON.stringify(answer.body) } }
        await desk.cases.storeCommand(isDone ? { ...command, ...done } : command)
        return answer
      } catch (error) {
        // It is over, so it can be sent again at once. If this cannot be stored, `busyUntil` ends the wait.
        await desk.cases.storeCommand(command).catch(() => undefined)
        throw error
      }
    },
  }
}

/** Without a key, the id of the token identified the command. */
function usedForAnother(headers: PartyRequest["headers"]): HttpProblem<string> {
  return "idempotency-key" in headers ? new HttpProblem("idempotencyKeyReused") : refused("tokenReplayed")
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
