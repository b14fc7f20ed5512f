import { useState } from "react"
import type { CommandHeaders } from "../api/answered.ts"
import { answerOf, api } from "../api/console-api.ts"
import { type Session, useSession } from "../api/session.ts"
import { type Command, usePlainCommand } from "../api/use-command.ts"
import { useSay } from "../language/language-provider.tsx"
import { useAnnounce } from "../parts/announcements.tsx"
import { useCase } from "./case-context.tsx"
import { caseKey } from "./case-query.ts"
import { readAllExposures } from "./exposures-query.ts"
import { type Everybody, notYetTold } from "./not-yet-told.ts"
import { type Receipt, receiptsOf } from "./receipt-bodies.ts"

/** Who was notified directly: some by name, everybody affected who was not yet, or everybody perhaps affected. */
export type Notified = Pick<Receipt, "method" | "notifiedAt"> &
  (Everybody | { readonly whom: "some"; readonly names: readonly string[] })

type ReceiptsCommand = {
  readonly command: Command<Notified>
  /** Names that the hub knows no affected shipment by. */
  readonly unknown: readonly string[]
  /** Shipments whose recipients were to be recorded with all others, and that the list cannot name. */
  readonly left: number
  /** More shipments than the person has confirmed, so that nothing was sent. */
  readonly more: Everybody | undefined
}

/** Records who was notified, in as many receipts as it takes. A shipment counts once, however often it is sent. */
export function useReceipts(): ReceiptsCommand {
  const say = useSay()
  const announce = useAnnounce()
  const { caseAlias } = useCase().view
  const { partyKind } = useSession()
  const [unknown, setUnknown] = useState<readonly string[]>([])
  const [left, setLeft] = useState(0)
  const [more, setMore] = useState<Everybody>()
  const command = usePlainCommand({
    call: async (notified: Notified, headers) => {
      const { names, left, more } = await recipientsOf(caseAlias, notified)
      const unknown = await sendAll({ caseAlias, partyKind, headers, notified, names })
      return { data: { sent: names.length, unknown, left, more }, response: new Response() }
    },
    changes: caseKey(caseAlias),
    onDone: ({ sent, unknown, left, more }) => {
      setUnknown(unknown)
      setLeft(left)
      setMore(more)
      if (more === undefined) announce(say("notices.recorded", { count: sent - unknown.length }))
    },
    isAllSent: ({ unknown: names, more }) => names.length === 0 && more === undefined,
  })
  return { command, unknown, left, more }
}

/** Whom a receipt is for. For all it reads the list, which may have grown since the person confirmed their number. */
async function recipientsOf(caseAlias: string, notified: Notified) {
  if (notified.whom === "some") return { names: notified.names, left: 0, more: undefined }
  return notYetTold(await readAllExposures(caseAlias), notified)
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
