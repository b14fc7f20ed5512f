import { useColleagues, usePersonWords } from "../api/colleagues.ts"
import { useSession } from "../api/session.ts"
import { useSay } from "../language/language-provider.tsx"
import { Moment } from "../parts/moment.tsx"
import { MoreButton } from "../parts/reading.tsx"
import { SettingLines } from "./setting-lines.tsx"
import type { SettingsChange } from "./settings.ts"
import type { useSettings } from "./settings-query.ts"

/** Names who changed settings: a colleague, the hub, or a program by its key. */
export function useCredentialWords(): (by: SettingsChange["by"]) => string {
  const say = useSay()
  const { partyId } = useSession()
  const colleagues = useColleagues()
  const namePerson = usePersonWords()
  return ({ party, credential }) => {
    if (party !== partyId) return say("party.hub")
    return colleagues.some(({ userId }) => userId === credential)
      ? namePerson(credential)
      : say("settings.byKey", { key: credential })
  }
}

type HistoryProps = {
  readonly history: readonly SettingsChange[]
  readonly pages: Pick<ReturnType<typeof useSettings>["pages"], "hasNextPage" | "isFetchingNextPage" | "fetchNextPage">
}

/** Who changed what, when, from what to what. */
export function SettingsHistory({ history, pages }: HistoryProps) {
  const say = useSay()
  return (
    <section aria-labelledby="settings-history">
      <h2 id="settings-history">{say("settings.history")}</h2>
      {history.length === 0 ? <p>{say("settings.history.none")}</p> : null}
      <ol className="cards">
        {history.map((change) => (
          <li className="card" key={change.version}>
            <Change change={change} />
          </li>
        ))}
      </ol>
      <MoreButton pages={pages}>{say("settings.history.more")}</MoreButton>
    </section>
  )
}

function Change({ change: { at, by, changes } }: { readonly change: SettingsChange }) {
  const say = useSay()
  const nameCredential = useCredentialWords()
  return (
    <>
      <p>
        <Moment at={at} />, <strong>{nameCredential(by)}</strong>
      </p>
      {changes.map(({ field, before, after }) => (
        <div key={field}>
          <h3>{say(`settings.name.${field}`)}</h3>
          <p className="label">{say("settings.history.before")}</p>
          <SettingLines name={field} value={before} />
          <p className="label">{say("settings.history.after")}</p>
          <SettingLines name={field} value={after} />
        </div>
      ))}
    </>
  )
}
