import type { ReactNode } from "react"
import { useSay } from "../language/language-provider.tsx"
import { Labelled } from "./labelled.tsx"

type FilterProps = {
  readonly label: string
  readonly value: string
  readonly change: (value: string) => void
}

/** A field for a part of what is looked for. */
export function SearchBox({ label, value, change }: FilterProps) {
  return (
    <Labelled label={label}>
      {(id) => (
        <input
          id={id}
          type="search"
          autoComplete="off"
          spellCheck={false}
          value={value}
          onChange={({ target }) => change(target.value)}
        />
      )}
    </Labelled>
  )
}

/** A choice among values, or of any. */
export function Choice({ label, value, change, children }: FilterProps & { readonly children: ReactNode }) {
  const say = useSay()
  return (
    <Labelled label={label}>
      {(id) => (
        <select id={id} value={value} onChange={({ target }) => change(target.value)}>
          <option value="">{say("exposures.any")}</option>
          {children}
        </select>
      )}
    </Labelled>
  )
}

/** The options of a choice, in words. */
export const optionsOf = <Value extends string>(values: readonly Value[], inWords: (value: Value) => string) =>
  values.map((value) => (
    <option key={value} value={value}>
      {inWords(value)}
    </option>
  ))
