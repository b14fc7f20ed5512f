import { useState } from "react"
import * as z from "zod"
import { documentLanguages, lawId } from "../../shared/base/contracts/words.ts"
import { knownLaws } from "../case/known-laws.ts"
import { useTyped } from "../drafts/draft-context.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { OneOf, SomeOf, TextBox } from "../parts/fields.tsx"
import { Wrong } from "../parts/problem-text.tsx"
import { AppliesNow, type SettingsFormProps } from "./setting-lines.tsx"
import type { Authority } from "./settings.ts"
import { useSettingsCommand } from "./settings-query.ts"
import { authorityOf, withoutAuthority } from "./typed-settings.ts"

/** Laws that leave it open to which authority a party reports. */
const openLaws = knownLaws.filter(({ isAuthorityOwn }) => isAuthorityOwn)

const typedAuthority = z.object({
  law: lawId,
  name: z.string(),
  reportAt: z.string(),
  languages: z.array(z.enum(documentLanguages)),
})
type TypedAuthority = z.output<typeof typedAuthority>

const noneTyped: TypedAuthority = { law: openLaws[0]?.id ?? "", name: "", reportAt: "", languages: [] }

/** Names an authority to which the party reports. */
export function AuthorityForm({ shown, onDone }: SettingsFormProps) {
  const say = useSay()
  const [typed, setTyped] = useTyped<TypedAuthority>("authority", typedAuthority, noneTyped)
  const [isWrong, setWrong] = useState(false)
  const command = useSettingsCommand(shown.etag, onDone)
  const input = () => {
    const named = authorityOf(typed)
    setWrong(named === undefined)
    return named && { authorities: [...withoutAuthority(shown.settings.authorities, named), named] }
  }
  return (
    <CommandForm command={command} label={say("settings.save")} input={input}>
      <AppliesNow name="authorities" shown={shown} />
      <AuthorityFields typed={typed} change={(part) => setTyped({ ...typed, ...part })} />
      {isWrong ? <Wrong>{say("settings.authority.wrong")}</Wrong> : null}
    </CommandForm>
  )
}

type FieldsProps = { readonly typed: TypedAuthority; readonly change: (part: Partial<TypedAuthority>) => void }

function AuthorityFields({ typed, change }: FieldsProps) {
  const say = useSay()
  const { language } = useLanguage()
  return (
    <>
      <OneOf
        label={say("settings.authority.law")}
        options={openLaws.map(({ id, shortName }) => ({ value: id, label: shortName[language] }))}
        value={typed.law}
        onChange={(law) => change({ law })}
      />
      <TextBox
        label={say("settings.authority.name")}
        hint={say("settings.authority.nameHint")}
        value={typed.name}
        onChange={(name) => change({ name })}
        maxLength={200}
        isRequired
      />
      <TextBox
        label={say("settings.authority.reportAt")}
        hint={say("settings.authority.reportAtHint")}
        value={typed.reportAt}
        onChange={(reportAt) => change({ reportAt })}
        maxLength={2000}
      />
      <SomeOf
        label={say("settings.authority.languages")}
        hint={say("settings.authority.languagesHint")}
        options={documentLanguages.map((value) => ({ value, label: say(`settings.carrier.language.${value}`) }))}
        value={typed.languages}
        onChange={(languages) => change({ languages })}
      />
    </>
  )
}

type RemoveProps = SettingsFormProps & { readonly authority: Authority }

/** Confirms that reports name an authority no more. */
export function RemoveAuthorityForm({ shown, authority, onDone }: RemoveProps) {
  const say = useSay()
  const command = useSettingsCommand(shown.etag, onDone)
  const input = () => ({ authorities: withoutAuthority(shown.settings.authorities, authority) })
  const label = say("settings.reader.remove", { name: authority.name })
  return (
    <CommandForm command={command} label={label} input={input} isDanger>
      <p>{say("settings.authority.removeMeans")}</p>
      <AppliesNow name="authorities" shown={shown} />
    </CommandForm>
  )
}
