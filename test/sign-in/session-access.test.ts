import { describe, expect, it } from "@jest/globals"
import { dutyIdOf } from "../../shared/breach-desk/cases/duty-rows.ts"
import { breachDeskRoutes } from "../../shared/breach-desk/views/desk-routes.ts"
import { consoleHeader, sessionCookieName } from "../../shared/parties/sessions/session.ts"
import { httpPipeline } from "../../shared/platform/http-pipeline.ts"
import { problemBody } from "../../shared/platform/http-problem.ts"
import { silentTelemetry } from "../../shared/platform/telemetry.ts"
import { type BreachWorld, partyIn, servedWorld } from "../breach-desk/breach-world.ts"
import { type DeskObjects, deskActions, methodOf } from "../breach-desk/desk-actions.ts"
import { caller } from "../breach-desk/desk-caller.ts"
import { takeOut } from "../breach-desk/take-out.ts"
import { consoleSessions, people } from "../browser/console-sessions.ts"

/** Every person of every party, and nobody, tries every call on the case of each party. */
type Visitor = (typeof people)[number] | { readonly login: "nobody"; readonly partyId: ""; readonly role: undefined }
const nobody: Visitor = { login: "nobody", partyId: "", role: undefined }
const visitors: readonly Visitor[] = [nobody, ...people]

/** What a person may not do, by role, party and kind of call: the status and code. Undefined: it comes to the desk. */
function refusalOf(visitor: Visitor, owner: string, isReading: boolean): readonly [number, string] | undefined {
  if (visitor.role === undefined) return [401, "unauthenticated"]
  if (!isReading && visitor.role === "reader") return [403, "readersMayNotChange"]
  return visitor.partyId === owner ? undefined : [404, "unknownCase"]
}

function objectsOf(world: BreachWorld, ownerId: string): DeskObjects {
  const own = partyIn(world, ownerId)
  const duty = world.rowsOf("duty").find((row) => row.duty.party === ownerId)?.duty
  return {
    caseAlias: own.alias,
    dutyId: duty === undefined ? "none" : dutyIdOf(own.alias, duty),
    restrictionId: world.restrictions.rows()[0]?.restrictionId ?? "",
    shipmentId: "s1",
    documentId: world.documents.rows()[0]?.documentId ?? "none",
  }
}

/** The desk's API as the console calls it: with the hub's own sessions. */
async function openDesk() {
  const world = await servedWorld()
  await takeOut(world, caller(world), "leafline")
  const sessions = await consoleSessions(world)
  const { sealer, records, restrictions, decisionNotes, documents, evidenceFiles, files: documentLinks } = world
  const handler = httpPipeline({
    routes: breachDeskRoutes({
      ...world.desk,
      sealer,
      records,
      restrictions,
      decisionNotes,
      documents,
      evidenceFiles,
      documentLinks,
    }),
    authenticate: sessions.authenticate,
    telemetry: silentTelemetry,
    clock: world.clock,
  })
  let requests = 0
  const call = async (
    cookie: string | undefined,
    method: string,
    path: string,
    more: { body?: unknown; headers?: object } = {},
  ) => {
    requests += 1
    const [rawPath, rawQueryString = ""] = path.split("?")
    const answer = await handler({
      rawPath,
      rawQueryString,
      headers: {
        "content-type": "application/json",
        "idempotency-key": `key-${requests}`,
        [consoleHeader]: "1",
        ...more.headers,
      },
      cookies: cookie === undefined ? [] : [`${sessionCookieName}=${cookie}`],
      ...(more.body === undefined ? {} : { body: JSON.stringify(more.body) }),
      requestContext: { requestId: `request-${requests}`, http: { method, sourceIp: "203.0.113.7" } },
    })
    const problem = problemBody.safeParse(JSON.parse(answer.body.startsWith("{") ? answer.body : "{}"))
    return { status: answer.statusCode, code: problem.data?.code }
  }
  /** All that a command can change. That it was sent is noted even if it is refused. */
  const state = () => JSON.stringify(world.cases.rows().filter(({ type }) => type !== "command"))
  return { world, sessions, call, state }
}

const actionsOn = (objects: DeskObjects) =>
  Object.entries(deskActions(objects)).flatMap(([route, actions]) =>
    route.includes("{caseAlias}") ? actions.map((action) => ({ ...action, route, method: methodOf(route) })) : [],
  )

describe("calls of the console on a case", () => {
  it.each(
    visitors.flatMap((visitor) => ["leafline", "northpost"].map((owner) => [visitor.login, owner, visitor] as const)),
  )("by %s on the case of %s are allowed to whom it is, and to nobody else", async (_, owner, visitor) => {
    const { world, sessions, call, state } = await openDesk()
    const cookie = visitor.role === undefined ? undefined : await sessions.begin(visitor)
    const before = state()
    let refused = 0
    for (const { route, method, path, body } of actionsOn(objectsOf(world, owner))) {
      const expected = refusalOf(visitor, owner, method === "GET")
      const answer = await call(cookie, method, path, { body })
      if (expected === undefined)
        expect([route, answer.status === 401 || answer.code === "unknownCase"]).toEqual([route, false])
      else {
        expect([route, answer.status, answer.code]).toEqual([route, ...expected])
        refused += 1
      }
    }
    if (visitor.partyId !== owner) expect([refused > 20, state()]).toEqual([true, before])
  })

  it("change nothing without the header that pages of other sites cannot send", async () => {
    const { world, sessions, call, state } = await openDesk()
    const [officer] = people
    if (officer === undefined) throw new Error("there is no officer")
    const cookie = await sessions.begin(officer)
    const before = state()
    for (const { route, method, path, body } of actionsOn(objectsOf(world, "leafline"))) {
      if (method === "GET") continue
      const { status, code } = await call(cookie, method, path, { body, headers: { [consoleHeader]: "" } })
      expect([route, status, code]).toEqual([route, 403, "noConsoleHeader"])
    }
    expect(state()).toBe(before)
  })
})
