import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { connectApi } from "../../../client/api/connect-api.ts"
import { type ReceivedEvent, readEvent } from "../../../client/events/received-event.ts"
import { openStatementFolder } from "../../../client/statements/statement-folder.ts"
import { type Watched, watchStatements } from "../../../client/statements/watch-statements.ts"
import type { HeldAnswer, HeldReport } from "../../../shared/proof/statements/contradictions/held.ts"
import type { DeliveredEvent } from "../../doubles/event-publisher.ts"

/** What the hub's API answers to a party. */
export type Asked = (party: string, path: string) => Promise<{ status: number; body: unknown }>

/** A party that keeps what it gets, and runs `watch-statements` with it. Nobody else helps it. */
export function watchingParty(party: string, { ask, clock, pins }: { ask: Asked; clock: () => Date; pins: string[] }) {
  const path = mkdtempSync(join(tmpdir(), "wayseal-watching-"))
  const events: (ReceivedEvent & { receivedAt: string })[] = []
  const answers: HeldAnswer[] = []
  const reports: HeldReport[] = []
  const api = connectApi({
    apiUrl: "https://api.hub.example",
    token: async () => party,
    fetch: async (request) => {
      const { pathname, search } = new URL(request.url)
      const { status, body } = await ask(party, `${pathname}${search}`)
      return Response.json(body, { status })
    },
  })
  return {
    party,
    path,
    events,
    answers,
    reports,
    receive: (event: DeliveredEvent): void =>
      void events.push({ ...readEvent(event), receivedAt: clock().toISOString() }),
    watch: (): Promise<Watched> =>
      watchStatements({
        ...{ party, api, pins, events, answers, reports, now: clock },
        folder: openStatementFolder(path),
      }),
    close: (): void => rmSync(path, { recursive: true }),
  }
}
export type WatchingParty = ReturnType<typeof watchingParty>
