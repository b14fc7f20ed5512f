import { DateTime } from "luxon"
import { api } from "../api/console-api.ts"
import { usePlainCommand } from "../api/use-command.ts"
import { useSay } from "../language/use-say.ts"
import { useAnnounce } from "../parts/announcements.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { MomentField, useStatedMoment } from "../parts/moment-field.tsx"
import type { Restriction } from "./restrictions-query.ts"

type RestrictionFormProps = { readonly restriction: Restriction; readonly onDone: () => void }

/** Lets a restriction last longer, for 30 days at most. */
export function RenewForm({ restriction, onDone }: RestrictionFormProps) {
  const say = useSay()
  const announce = useAnnounce()
  const { restrictionId, until } = restriction
  const end = useStatedMoment(DateTime.fromISO(until).plus({ days: 1 }).toUTC().toISO() ?? until)
  const command = usePlainCommand({
    call: (wanted: string, headers) =>
      api.POST("/v1/restrictions/{restrictionId}/renewals", {
        params: { path: { restrictionId } },
        headers,
        body: { until: wanted },
      }),
    changes: ["restrictions"],
    onDone: () => {
      announce(say("restrictions.renewed"))
      onDone()
    },
  })
  return (
    <CommandForm command={command} label={say("restrictions.renew")} input={end.instant}>
      <p>{say("restrictions.renewMeans")}</p>
      <MomentField label={say("restrictions.newEnd")} moment={end} />
    </CommandForm>
  )
}

/** Ends a restriction now. */
export function ReleaseForm({ restriction: { restrictionId }, onDone }: RestrictionFormProps) {
  const say = useSay()
  const announce = useAnnounce()
  const command = usePlainCommand({
    call: (id: string, headers) =>
      api.DELETE("/v1/restrictions/{restrictionId}", { params: { path: { restrictionId: id } }, headers }),
    changes: ["restrictions"],
    onDone: () => {
      announce(say("restrictions.released"))
      onDone()
    },
  })
  return (
    <CommandForm command={command} label={say("restrictions.release")} input={() => restrictionId} isDanger>
      <p>{say("restrictions.releaseMeans")}</p>
    </CommandForm>
  )
}
