import { DateTime } from "luxon"
import { api } from "../api/console-api.ts"
import { useMayAct } from "../api/session.ts"
import { usePlainCommand } from "../api/use-command.ts"
import { useSay } from "../language/language-provider.tsx"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { useAnnounce } from "../parts/announcements.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { MomentField, useStatedMoment } from "../parts/fields.tsx"
import { Moment } from "../parts/moment.tsx"
import type { Restriction } from "./restrictions-query.ts"

type RestrictionFormProps = { readonly restriction: Restriction; readonly onDone: () => void }

/** Lets a restriction last longer, for 30 days at most. */
function RenewForm({ restriction, onDone }: RestrictionFormProps) {
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
function ReleaseForm({ restriction: { restrictionId }, onDone }: RestrictionFormProps) {
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

/** How a restriction stands, and what the party may do with it. */
export function RestrictionDetails({ restriction }: { readonly restriction: Restriction }) {
  const say = useSay()
  const mayAct = useMayAct()
  const { restrictionId, since, until, state, mayDecide, accessorTokens = [] } = restriction
  return (
    <>
      <p>
        <span className="badge">{say(`restrictions.state.${state}`)}</span>
      </p>
      <p>
        {say("restrictions.since")} <Moment at={since} />. {say("restrictions.until")} <Moment at={until} />.
      </p>
      {accessorTokens.length === 0 ? null : (
        <p>
          {say("restrictions.tokens")} <code>{accessorTokens.join(", ")}</code>
        </p>
      )}
      <p className="hint">
        {say("restrictions.id")} <code>{restrictionId}</code>
      </p>
      {mayAct && state === "standing" ? (
        <div className="buttons">
          <ActionDialog label={say("restrictions.renew")} title={say("restrictions.renew")}>
            {(close) => <RenewForm restriction={restriction} onDone={close} />}
          </ActionDialog>
          {mayDecide ? (
            <ActionDialog label={say("restrictions.release")} title={say("restrictions.release")}>
              {(close) => <ReleaseForm restriction={restriction} onDone={close} />}
            </ActionDialog>
          ) : (
            <p className="hint">{say("restrictions.shared")}</p>
          )}
        </div>
      ) : null}
    </>
  )
}
