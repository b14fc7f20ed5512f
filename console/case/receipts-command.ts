import { useState } from "react"
import { answerOf, api } from "../api/console-api.ts"
import { type Session, useSession } from "../api/session.ts"
import { type Command, type CommandHeaders, usePlainCommand } from "../api/use-command.ts"
import { useSay } from "../language/use-say.ts"
import { useAnnounce } from "../parts/announcements.tsx"
import { useCase } from "./case-context.tsx"
import { caseKey } from "./case-query.ts"
import { nameOfExposure, readAllExposures } from "./exposures-query.ts"
import { type Receipt, receiptsOf } from "./receipt-bodies.ts"

/** Who was notified directly. Without names: everybody who was not yet. */
export type Notified = Pick<Receipt, "method" | "notifiedAt"> & { readonly names: readonly string[] | undefined }

/** Records who was notified, in as many receipts as it takes. A shipment counts once, however often it is sent. */
export function useReceipts(onDone: () => void): { command: Command<Notified>; unknown: readonly string[] } {
  const say = useSay()
  const announce = useAnnounce()
  const { caseAlias } = useCase().view
  const { partyKind } = useSession()
  const [unknown, setUnknown] = useState<readonly string[]>([])
  const command = usePlainCommand({
    call: async (notified: Notified, headers) => {
      const names = notified.names ?? (await notYetTold(caseAlias))
      const unknown = await sendAll({ caseAlias, partyKind, headers, notified, names })
      return { data: { sent: names.length, unknown }, response: new Response() }
    },
    changes: caseKey(caseAlias),
    onDone: ({ sent, unknown }) => {
      setUnknown(unknown)
      announce(say("notices.recorded", { count: sent - unknown.length }))
      if (unknown.length === 0) onDone()
    },
  })
  return { command, unknown }
}

async function notYetTold(caseAlias: string): Promise<string[]> {
  const exposures = await readAllExposures(caseAlias)
  return exposures
    .filter(({ told, possible }) => told === "no" && possible !== true)
    .flatMap((exposure) => nameOfExposure(exposure) ?? [])
}

type Batches = {
  readonly caseAlias: string
  readonly partyKind: Session["partyKind"]
  readonly headers: CommandHeaders
  readonly notified: Notified
  readonly names: readonly string[]
}

/** Sends all receipts. @returns the names that the hub does not know */
async function sendAll({ caseAlias, partyKind, headers, notified, names }: Batches): Promise<string[]> {
  const unknown: string[] = []
  for (const [part, { body, names: sent }] of receiptsOf(names, { ...notified, partyKind }).entries()) {
    const answer = await answerOf(
      api.POST("/v1/cases/{caseAlias}/receipts", {
        params: { path: { caseAlias } },
        // Each part is a command of its own.
        headers: { "idempotency-key": `${headers["idempotency-key"]}-${part}` },
        body,
      }),
    )
    unknown.push(...answer.body.unknown.flatMap((index) => sent[index] ?? []))
  }
  return unknown
}
