import { useMutation, useQueryClient } from "@tanstack/react-query"
import { DateTime } from "luxon"
import { useRef, useState } from "react"
import { answerOf, api } from "../api/console-api.ts"
import { now } from "../api/server-time.ts"
import { useSay } from "../language/language-provider.tsx"
import { useAnnounce } from "../parts/announcements.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { MomentField, OneOf, useStatedMoment } from "../parts/fields.tsx"
import { attemptsKey, type Recovery, recoverAll, recoveryBegins } from "./attempts.ts"

const kinds = ["undelivered", "all"] as const

/** Has what arrived in a time sent again. After a lost connection it goes on where it stopped. */
export function RecoveryForm({ onDone }: { readonly onDone: () => void }) {
  const say = useSay()
  const from = useStatedMoment(DateTime.fromJSDate(now()).minus({ days: 1 }).toUTC().toISO() ?? undefined)
  const to = useStatedMoment()
  const [which, setWhich] = useState<(typeof kinds)[number]>("undelivered")
  const { command, events } = useRecovery(onDone)
  const input = (): Recovery | undefined => {
    const [first, last] = [from.instant(), to.instant()]
    return first === undefined || last === undefined ? undefined : { from: first, to: last, which }
  }
  return (
    <CommandForm command={command} label={say("webhook.recoverSend")} input={input}>
      <p>{say("webhook.recoverMeans")}</p>
      <MomentField label={say("webhook.from")} moment={from} />
      <MomentField label={say("webhook.to")} moment={to} />
      <OneOf
        label={say("webhook.whichEvents")}
        options={kinds.map((value) => ({
          value,
          label: say(`webhook.events.${value}`),
          hint: say(`webhook.eventsHint.${value}`),
        }))}
        value={which}
        onChange={setWhich}
      />
      {events === 0 ? null : <p role="status">{say("webhook.recovering", { count: events })}</p>}
    </CommandForm>
  )
}

/** Makes one call after the other. The same recovery goes on after a lost one. */
function useRecovery(onDone: () => void) {
  const say = useSay()
  const announce = useAnnounce()
  const queries = useQueryClient()
  const far = useRef({ of: "", state: recoveryBegins })
  const [events, setEvents] = useState(0)
  const mutation = useMutation({
    mutationFn: async (recovery: Recovery) => {
      const of = JSON.stringify(recovery)
      if (far.current.of !== of) {
        far.current = { of, state: recoveryBegins }
        setEvents(0)
      }
      const call = async (after: string | undefined) => {
        const body = after === undefined ? recovery : { ...recovery, after }
        return (await answerOf(api.POST("/v1/webhooks/recoveries", { body }))).body
      }
      return recoverAll(call, far.current.state, (state) => {
        far.current = { of, state }
        setEvents(state.events)
      })
    },
    onSuccess: async (state) => {
      await queries.invalidateQueries({ queryKey: attemptsKey })
      announce(say("webhook.recovered", { count: state.events }))
      onDone()
    },
  })
  const command = {
    send: (recovery: Recovery) => mutation.mutate(recovery),
    isSending: mutation.isPending,
    problem: mutation.error,
  }
  return { command, events }
}
