import { type ReactNode, useId } from "react"

type LabelledProps = {
  readonly label: string
  /** The field, which takes the id. */
  readonly children: (id: string) => ReactNode
}

/** A field of the browser's own below its label. */
export function Labelled({ label, children }: LabelledProps) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  )
}
