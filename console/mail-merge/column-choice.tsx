import { useSay } from "../language/language-provider.tsx"
import { Labelled } from "../parts/labelled.tsx"

type ColumnChoiceProps = {
  readonly label: string
  readonly columns: readonly string[]
  readonly chosen: number | undefined
  readonly choose: (place: number | undefined) => void
}

/** Says which column of a file something stands in. */
export function ColumnChoice({ label, columns, chosen, choose }: ColumnChoiceProps) {
  const say = useSay()
  return (
    <Labelled label={label}>
      {(id) => (
        <select
          id={id}
          value={chosen ?? ""}
          onChange={({ target }) => choose(target.value === "" ? undefined : Number(target.value))}
        >
          <option value="">{say("mailMerge.noColumn")}</option>
          {columns.map((name, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a file can have several columns of one name.
            <option key={place} value={place}>
              {name === "" ? say("mailMerge.column", { number: place + 1 }) : name}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  )
}
