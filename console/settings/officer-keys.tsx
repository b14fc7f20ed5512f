import { useEffect, useState } from "react"
import { useSession } from "../api/session.ts"
import { useSay } from "../language/language-provider.tsx"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { Loading } from "../parts/reading.tsx"
import { forgetKey, type KeptKey, keepKey, keptKey, makeKey } from "../signing/kept-key.ts"
import type { SettingsFormProps, ShownSettings } from "./setting-lines.tsx"
import type { SettingsPatch } from "./settings.ts"
import { useCredentialWords } from "./settings-history.tsx"
import { useSettingsCommand } from "./settings-query.ts"

type OfficerKeys = NonNullable<SettingsPatch["officerKeys"]>

/** The id of the key that the person keeps in this browser: null without one, undefined until that is known. */
function useKeptKid(version: number): string | null | undefined {
  const { partyId, userId } = useSession()
  const [kid, setKid] = useState<string | null>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the settings can be one of this browser's key.
  useEffect(() => {
    keptKey({ partyId, userId }).then(
      (key) => setKid(key?.kid ?? null),
      () => setKid(null),
    )
  }, [partyId, userId, version])
  return kid
}

/** What an officer can do with the keys that sign in browsers: make one here, or revoke one. */
export function OfficerKeyActions({ shown }: { readonly shown: ShownSettings }) {
  const say = useSay()
  const keys = shown.settings.officerKeys ?? []
  const kept = useKeptKid(shown.version)
  const isHere = keys.some(({ kid }) => kid === kept)
  return (
    <>
      {kept === undefined || isHere ? null : (
        <ActionDialog label={say("settings.officerKey.make")} title={say("settings.officerKey.make")}>
          {(close) => <MakeKeyForm shown={shown} onDone={close} />}
        </ActionDialog>
      )}
      {keys.map((key) => (
        <ActionDialog
          key={key.kid}
          label={say("settings.officerKey.revoke", { kid: key.kid.slice(0, 8) })}
          title={say("settings.officerKey.revoke", { kid: key.kid.slice(0, 8) })}
        >
          {(close) => <RevokeKeyForm shown={shown} officerKey={key} isHere={key.kid === kept} onDone={close} />}
        </ActionDialog>
      ))}
    </>
  )
}

/** Makes a key in this browser, and gives its public half to the hub. */
function MakeKeyForm({ shown, onDone }: SettingsFormProps) {
  const say = useSay()
  const { partyId, userId } = useSession()
  const [made, setMade] = useState<KeptKey>()
  useEffect(() => void makeKey().then(setMade), [])
  const command = useSettingsCommand(shown.etag, () => {
    if (made !== undefined) void keepKey({ partyId, userId }, made)
    onDone()
  })
  if (made === undefined) return <Loading />
  const added = { ...made.publicKey, kid: made.kid, by: userId }
  const input = () => ({ officerKeys: [...(shown.settings.officerKeys ?? []), added] })
  return (
    <CommandForm command={command} label={say("settings.officerKey.keep")} input={input}>
      <p>{say("settings.officerKey.makeMeans")}</p>
      <p>
        {say("settings.officerKey.thumbprint")} <code>{made.kid}</code>
      </p>
    </CommandForm>
  )
}

type RevokeProps = SettingsFormProps & {
  readonly officerKey: OfficerKeys[number]
  /** Whether this browser keeps it. */
  readonly isHere: boolean
}

/** Takes a key back. What it signed stays signed. */
function RevokeKeyForm({ shown, onDone, officerKey, isHere }: RevokeProps) {
  const say = useSay()
  const { partyId, userId } = useSession()
  const nameCredential = useCredentialWords()
  const command = useSettingsCommand(shown.etag, () => {
    if (isHere) void forgetKey({ partyId, userId })
    onDone()
  })
  const input = () => ({ officerKeys: (shown.settings.officerKeys ?? []).filter(({ kid }) => kid !== officerKey.kid) })
  const who = nameCredential({ party: partyId, credential: officerKey.by })
  return (
    <CommandForm command={command} label={say("settings.officerKey.revokeNow")} input={input} isDanger>
      <p>{say("settings.officerKey.revokeMeans", { who })}</p>
      <p>
        {say("settings.officerKey.thumbprint")} <code>{officerKey.kid}</code>
      </p>
    </CommandForm>
  )
}
