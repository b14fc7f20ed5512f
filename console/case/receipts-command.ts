import { useState } from "react"
import { answerOf, api } from "../api/console-api.ts"
import { type Session, useSession } from "../api/session.ts"
import { type Command, type CommandHeaders, usePlainCommand } from "../api/use-command.ts"
import { useSay } from "../language/language-provider.tsx"
import { useAnnounce } from "../parts/announcements.tsx"
import { useCase } from "./case-context.tsx"
import { caseKey } from "./case-query.ts"
import { nameOfExposure, readAllExposures } from "./exposures-query.ts"
import { notYetNotified } from "./next-step.ts"
import { type Receipt, receiptsOf } from "./receipt-bodies.ts"

/** Who was notified directly: some by name, everybody affected who was not yet, or everybody perhaps affected. */
export type Notified = Pick<Receipt, "method" | "notifiedAt"> & {
  readonly whom: readonly string[] | "affected" | "possible"
}

type ReceiptsCommand = {
  readonly command: Command<Notified>
  /** Names that the hub knows no affected shipment by. */
  readonly unknown: readonly string[]
  /** Shipments whose recipients were to be recorded with all others, and that the list cannot name. */
  readonly left: number
}

/** Records who was notified, in as many receipts as it takes. A shipment counts once, however often it is sent. */
export function useReceipts(): ReceiptsCommand {
  const say = useSay()
  const announce = useAnnounce()
  const { view } = useCase()
  const { caseAlias } = view
  const { partyKind } = useSession()
  const [unknown, setUnknown] = useState<readonly string[]>([])
  const [left, setLeft] = useState(0)
  const command = usePlainCommand({
    call: async (notified: Notified, headers) => {
      const { whom } = notified
      const names = typeof whom === "string" ? await notYetTold(caseAlias, whom) : whom
      const unknown = await sendAll({ caseAlias, partyKind, headers, notified, names })
      const left = whom === "affected" ? notYetNotified(view) - names.length : 0
      return { data: { sent: names.length, unknown, left }, response: new Response() }
    },
    changes: caseKey(caseAlias),
    onDone: ({ sent, unknown, left }) => {
      setUnknown(unknown)
      setLeft(Math.max(left, 0))
      announce(say("notices.recorded", { count: sent - unknown.length }))
    },
    isAllSent: ({ unknown: names }) => names.length === 0,
  })
  return { command, unknown, left }
}

async function notYetTold(caseAlias: string, whom: "affected" | "possible"): Promise<string[]> {
  const exposures = await readAllExposures(caseAlias)
  return exposures
    .filter(({ told, possible = false }) => told === "no" && possible === (whom === "possible"))
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
