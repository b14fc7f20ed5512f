import { useState } from "react"
import * as z from "zod"
import { lawId } from "../../shared/base/contracts/words.ts"
import { useSession } from "../api/session.ts"
import { knownLaws } from "../case/known-laws.ts"
import { useTyped } from "../drafts/draft-context.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { OneOf, SomeOf, TextBox } from "../parts/fields.tsx"
import { Wrong } from "../parts/problem-text.tsx"
import { AppliesNow, type SettingsFormProps } from "./setting-lines.tsx"
import type { Counterparty } from "./settings.ts"
import { useSettingsCommand } from "./settings-query.ts"
import { noAddresses } from "./typed-settings.ts"

type FormProps = SettingsFormProps & {
  /** The carrier that is changed. Absent: one is named. */
  readonly carrier?: Counterparty
}

/** Names a carrier that takes no part, or changes one. Its id stands in shipments, so its key does not change. */
export function CounterpartyForm({ shown, carrier, onDone }: FormProps) {
  const say = useSay()
  const { timeZone } = useSession()
  const [typed, setTyped] = useTyped<TypedCarrier>("carrier", carrierFields, typedCarrier(carrier, timeZone))
  const [wrong, setWrong] = useState<string>()
  const command = useSettingsCommand(shown.etag, onDone)
  const input = () => {
    const named = shown.settings.counterparties ?? []
    const fault = faultOf(typed, carrier === undefined ? named : [])
    setWrong(fault === undefined ? undefined : say(fault))
    if (fault !== undefined) return undefined
    const after = givenCarrier(typed)
    return { counterparties: [...named.filter(({ key }) => key !== after.key), after] }
  }
  return (
    <CommandForm
      command={command}
      label={say("settings.save")}
      input={input}
      confirm={() => say("settings.carrier.confirm", { name: typed.name.trim(), email: typed.privacyEmail.trim() })}
    >
      <AppliesNow name="counterparties" shown={shown} />
      <CarrierFields typed={typed} isNew={carrier === undefined} change={(part) => setTyped({ ...typed, ...part })} />
      {wrong === undefined ? null : <Wrong>{wrong}</Wrong>}
    </CommandForm>
  )
}

export const carrierFields = z.object({
  key: z.string(),
  name: z.string(),
  privacyEmail: z.string(),
  language: z.enum(["en", "fr"]),
  laws: z.array(lawId),
  noLawBinds: z.string(),
  country: z.string(),
  timeZone: z.string(),
})
export type TypedCarrier = z.output<typeof carrierFields>

/** What the form holds of a carrier, or of none yet. */
export const typedCarrier = (carrier: Counterparty | undefined, timeZone: string): TypedCarrier => ({
  key: carrier?.key ?? "",
  name: carrier?.name ?? "",
  privacyEmail: carrier?.privacyEmail ?? "",
  language: carrier?.language ?? "en",
  laws: carrier?.laws ?? [],
  noLawBinds: carrier?.noLawBinds ?? "",
  country: carrier?.jurisdiction.country ?? "CA",
  timeZone: carrier?.jurisdiction.timeZone ?? timeZone,
})

const keyForm = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(20)

/** What is wrong with a short name. */
export const keyFault = (key: string) =>
  keyForm.safeParse(key.trim()).success ? undefined : ("settings.carrier.keyWrong" as const)

/** What is wrong with what was typed. `named`: the carriers of which a new one may have no key. */
export function faultOf({ key, privacyEmail, laws, noLawBinds }: TypedCarrier, named: readonly { key: string }[]) {
  const wrongKey = keyFault(key)
  if (wrongKey !== undefined) return wrongKey
  if (named.some((one) => one.key === key.trim())) return "settings.carrier.keyTaken" as const
  if (noAddresses([privacyEmail.trim()]).length > 0) return "settings.carrier.emailWrong" as const
  return laws.length === 0 && noLawBinds.trim().length < 10 ? ("settings.carrier.lawsWrong" as const) : undefined
}

/** The carrier as the hub takes it. */
export function givenCarrier({ laws, noLawBinds, country, timeZone, ...typed }: TypedCarrier): Counterparty {
  return {
    key: typed.key.trim(),
    name: typed.name.trim(),
    privacyEmail: typed.privacyEmail.trim(),
    language: typed.language,
    laws,
    ...(laws.length > 0 ? {} : { noLawBinds: noLawBinds.trim() }),
    jurisdiction: { country: country.trim().toUpperCase(), timeZone: timeZone.trim() },
  }
}

type FieldsProps = {
  readonly typed: TypedCarrier
  readonly isNew: boolean
  readonly change: (part: Partial<TypedCarrier>) => void
}

/** The fields of a carrier. */
export function CarrierFields({ typed, isNew, change }: FieldsProps) {
  const say = useSay()
  return (
    <>
      <TextsOf
        names={isNew ? ["name", "key", "privacyEmail"] : ["name", "privacyEmail"]}
        typed={typed}
        change={change}
      />
      <OneOf
        label={say("settings.carrier.language")}
        options={(["en", "fr"] as const).map((value) => ({ value, label: say(`settings.carrier.language.${value}`) }))}
        value={typed.language}
        onChange={(chosen) => change({ language: chosen })}
      />
      <LawFields typed={typed} change={change} />
      <TextsOf names={["country", "timeZone"]} typed={typed} change={change} />
    </>
  )
}

const longest = { name: 64, key: 20, privacyEmail: 254, country: 2, timeZone: 64 } as const

function TextsOf({ names, typed, change }: Omit<FieldsProps, "isNew"> & { readonly names: (keyof typeof longest)[] }) {
  const say = useSay()
  return names.map((name) => (
    <TextBox
      key={name}
      label={say(`settings.carrier.${name}`)}
      hint={say(`settings.carrier.${name}Hint`)}
      value={typed[name]}
      onChange={(text) => change({ [name]: text })}
      maxLength={longest[name]}
      isRequired
    />
  ))
}

/** Which laws bind the carrier, or why none does. */
function LawFields({ typed, change }: Omit<FieldsProps, "isNew">) {
  const say = useSay()
  const { language } = useLanguage()
  return (
    <>
      <SomeOf
        label={say("settings.carrier.laws")}
        hint={say("settings.carrier.lawsHint")}
        options={knownLaws.map(({ id, shortName }) => ({ value: id, label: shortName[language] }))}
        value={typed.laws}
        onChange={(laws) => change({ laws })}
      />
      {typed.laws.length > 0 ? null : (
        <TextBox
          label={say("settings.carrier.noLawBinds")}
          value={typed.noLawBinds}
          onChange={(text) => change({ noLawBinds: text })}
          maxLength={500}
          isLong
        />
      )}
    </>
  )
}

/** Confirms that a carrier is named no more. */
export function RemoveCounterpartyForm({
  shown,
  carrier,
  onDone,
}: SettingsFormProps & { readonly carrier: Counterparty }) {
  const say = useSay()
  const command = useSettingsCommand(shown.etag, onDone)
  const input = () => ({
    counterparties: (shown.settings.counterparties ?? []).filter(({ key }) => key !== carrier.key),
  })
  return (
    <CommandForm command={command} label={say("settings.reader.remove", { name: carrier.name })} input={input} isDanger>
      <p>{say("settings.carrier.removeMeans")}</p>
      <AppliesNow name="counterparties" shown={shown} />
    </CommandForm>
  )
}
