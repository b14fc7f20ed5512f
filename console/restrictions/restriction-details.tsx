import { useMayAct } from "../api/session.ts"
import { useSay } from "../language/use-say.ts"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { Moment } from "../parts/moment.tsx"
import { ReleaseForm, RenewForm } from "./restriction-forms.tsx"
import type { Restriction } from "./restrictions-query.ts"

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
