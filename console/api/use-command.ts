import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query"
import { useRef } from "react"
import { useCase } from "../case/case-context.tsx"
import { caseKey, caseReading, showSame } from "../case/case-query.ts"
import { useDraft } from "../drafts/draft-context.ts"
import { useSay } from "../language/language-provider.tsx"
import { useAnnounce } from "../parts/announcements.tsx"
import type { Answered, CommandHeaders } from "./answered.ts"
import { ApiProblem } from "./api-problem.ts"
import { answerOf } from "./console-api.ts"
import { InterruptedTurn, outcomesOf, reasonOf } from "./turn-outcome.ts"

/** A command of a form: how to send it, and how that goes. */
export type Command<Input> = {
  readonly send: (input: Input) => void
  readonly isSending: boolean
  readonly problem: Error | null
}

type CommandParts<Input, Body> = {
  readonly call: (input: Input, headers: CommandHeaders) => Promise<Answered<Body>>
  /** What is read again after it. */
  readonly changes: QueryKey
  readonly onDone: (body: NonNullable<Body>) => void
  /** Whether all that was typed is sent, so that its draft ends. It is when absent. */
  readonly isAllSent?: (body: NonNullable<Body>) => boolean
}

/**
 * A command in the case of the page. It names the state of the case that the person saw when the form opened. If
 * somebody has changed the case since, nothing is done, the page shows the new state, and sending again confirms. If
 * only the hub has added to the timeline since, the command is sent again by itself.
 *
 * @param call sends it. A repeat after a lost answer has the same headers
 * @param says what the page says once it shows what the command did
 * @param onDone is called then, and also if the command waits for a second person
 */
export function useCommand<Input, Body>(
  call: (input: Input, headers: CommandHeaders, caseAlias: string) => Promise<Answered<Body>>,
  says: (body: NonNullable<Body>) => string,
  onDone: () => void = () => {},
): Command<Input> {
  const waits = useWaitingWords()
  const announce = useAnnounce()
  const shown = useCase()
  const { caseAlias } = shown.view
  const queries = useQueryClient()
  const latest = useRef(shown)
  latest.current = shown
  const seen = useRef(shown)
  const draft = useDraft()
  // A form that stands in the page is begun with the first key: until then the person sees what is new.
  if (draft?.isTouched === false) seen.current = shown
  const { command, problem } = useSending({
    call: async (input: Input, headers) => {
      const first = await call(input, headers, caseAlias)
      if (first.response.status !== 412) return first
      const { body: view, etag } = await queries.fetchQuery({ ...caseReading(caseAlias), staleTime: 0 })
      if (etag === undefined || !showSame(view, seen.current.view)) return first
      return await call(input, { "idempotency-key": crypto.randomUUID(), "if-match": etag }, caseAlias)
    },
    changes: caseKey(caseAlias),
    onDone: (body) => {
      seen.current = latest.current
      announce(waits(body) ?? says(body))
      onDone()
    },
    onRefused: (error) => {
      // The page shows the new state now. What the person's own commands changed is nobody else's change.
      const isChanged = error instanceof InterruptedTurn || (error instanceof ApiProblem && error.status === 412)
      const read = queries.getQueryData(caseReading(caseAlias).queryKey)
      if (isChanged && read !== undefined) seen.current = { view: read.body, etag: read.etag }
    },
    ifMatch: () => seen.current.etag,
  })
  return { ...command, problem }
}

/** Says what of that which was sent waits for a second person, and nothing if all is recorded. */
function useWaitingWords(): (body: unknown) => string | undefined {
  const say = useSay()
  return (body) => {
    const { recorded, waiting } = outcomesOf(body)
    if (waiting === 0) return undefined
    return recorded === 0 ? say("approvals.asked") : say("approvals.someAsked", { recorded, waiting })
  }
}

/** A command that nobody else's change makes wrong, such as one more receipt, or that is about no case. */
export function usePlainCommand<Input, Body>(parts: CommandParts<Input, Body>): Command<Input> {
  const { command, problem } = useSending({ ...parts, onRefused: () => {}, ifMatch: () => undefined })
  return { ...command, problem }
}

/**
 * A command on what the person saw beside the cases, such as the settings. If somebody has changed that since, nothing
 * is done, the page shows the new state, and sending again confirms.
 */
export function useStateCommand<Input, Body>({
  etag,
  ...parts
}: CommandParts<Input, Body> & { readonly etag: string | undefined }): Command<Input> {
  const latest = useRef(etag)
  latest.current = etag
  /** Absent once the page shows a newer state than the form began with. */
  const seen = useRef(etag)
  const { command, problem } = useSending({
    ...parts,
    onRefused: (error) => {
      if (error instanceof ApiProblem && error.status === 412) seen.current = undefined
    },
    ifMatch: () => seen.current ?? latest.current,
  })
  return { ...command, problem }
}

type SendingParts<Input, Body> = CommandParts<Input, Body> & {
  readonly onRefused: (error: Error) => void
  readonly ifMatch: () => string | undefined
}

function useSending<Input, Body>(parts: SendingParts<Input, Body>) {
  const { call, changes, onDone, isAllSent = () => true, onRefused, ifMatch } = parts
  const queries = useQueryClient()
  const draft = useDraft()
  const refresh = () => queries.invalidateQueries({ queryKey: changes })
  const mutation = useMutation({
    mutationFn: ({ input, headers }: { input: Input; headers: CommandHeaders }) => answerOf(call(input, headers)),
    onSuccess: async ({ body }) => {
      await refresh()
      if (isAllSent(body)) draft?.end()
      onDone(body)
    },
    onError: async (error) => {
      const reading = refresh().then(() => onRefused(error))
      // With a lost connection that fails too, some time later.
      if (reasonOf(error) instanceof ApiProblem) await reading
    },
  })
  const send = (input: Input) => {
    const etag = ifMatch()
    const headers = { "idempotency-key": crypto.randomUUID(), ...(etag === undefined ? {} : { "if-match": etag }) }
    mutation.mutate({ input, headers })
  }
  return { command: { send, isSending: mutation.isPending }, problem: mutation.error }
}
